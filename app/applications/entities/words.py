"""Words as numbers: those that training knows have one of their own, all others share one with words of the same looks.

A word that was never seen is told by its looks: a number, all capitals, or its first letter's case and its last letter
("Ebrelia" looks like ‹A…a›, "Rodríguez" like ‹A…z›, "corrió" like ‹a…o›). In training a part of the names is read as
if it were unknown, and now and then any word, so that these stand-ins are learned, and a typed sentence can have any
word. The first word of a sentence is read as if it had no capital where that is the word that is known.
"""

from functools import lru_cache

import numpy as np

from .names import KINDS, names
from .templates import OPENINGS, all_templates, held_out_templates

FOLDED = str.maketrans("áàâäéèêëíïóòôöúüñç", "aaaaeeeeiioooouunc")
LETTERS = "abcdefghijklmnopqrstuvwxyz"
STAND_INS = ("‹1›", "‹AA›", "‹?›", *(f"‹{case}…{last}›" for case in "Aa" for last in LETTERS))
"""The stand-ins of unknown words."""
NAME_DROPOUT, WORD_DROPOUT = 0.5, 0.1
"""How often a name's word, and another word, is read as unknown in training."""


def stand_in(word: str) -> str:
    """The stand-in of an unknown word."""
    if any(letter.isdigit() for letter in word):
        return "‹1›"
    if len(word) > 1 and word.isupper():
        return "‹AA›"
    last = word[-1].lower().translate(FOLDED)
    return f"‹{'A' if word[0].isupper() else 'a'}…{last}›" if last in LETTERS else "‹?›"


@lru_cache(maxsize=1)
def vocabulary() -> dict[str, int]:
    """Every known word's number: the stand-ins, then the words of training templates, then those of training names."""
    texts = [text for openings in OPENINGS.values() for text in openings]
    texts += [template.text for template in all_templates() if template not in held_out_templates()]
    common = {word for text in texts for word in text.split() if word[0] != "{"} | {"."}
    lists = ("given", "surname", "place", "organisation", *KINDS)
    in_names = {word for of in lists for name in names(of, held_out=False) for word in name.split()}
    return {word: number for number, word in enumerate((*STAND_INS, *sorted(common), *sorted(in_names - common)))}


def vocabulary_word(word: str, first: bool) -> str:
    """The word of the vocabulary that a written one is read as."""
    words = vocabulary()
    if first and word not in words and word.lower() in words:
        return word.lower()
    if first and word.lower() in words and word.lower() != word and not_a_name(word.lower()):
        return word.lower()
    return word if word in words else stand_in(word)


def not_a_name(word: str) -> bool:
    """Whether a word in small letters is an ordinary one of the templates."""
    return word in vocabulary()


def numbers(words: tuple[str, ...]) -> list[int]:
    """The numbers of a sentence's words."""
    return [vocabulary()[vocabulary_word(word, first=at == 0)] for at, word in enumerate(words)]


def word_dropout(rng: np.random.Generator, words: tuple[str, ...], tags: tuple[str, ...]) -> list[int]:
    """The same in training, with some words read as unknown."""
    word_numbers = numbers(words)
    chance = rng.random(len(words))
    for at, (word, tag) in enumerate(zip(words, tags, strict=True)):
        if chance[at] < (WORD_DROPOUT if tag == "O" else NAME_DROPOUT):
            word_numbers[at] = vocabulary()[stand_in(word)]
    return word_numbers
