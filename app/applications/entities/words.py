"""Words as numbers: those that training knows have one of their own, all others share one with words of the same looks.

A word is read as itself; else with the accents that were not typed; else with or without capitals as it would stand
inside a sentence ("The" at the beginning is "the", "london" and "LONDON" are "London"). A word that is not known at all
is told by its looks: a number, an initial, all capitals, a capital inside it, or its first letter's case and its
ending ("Ebrelia" looks like ‹A…ia›, "Rodríguez" like ‹A…z›, "corrió" like ‹a…io›). In training a part of the names
is read as if it were unknown, and now and then any word, so that these stand-ins are learned, and a typed sentence can
have any word.
"""

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

import numpy as np

from ..accents import Accents, bare
from .everyday import all_lines, words_of
from .names import FOLDER, KINDS, all_lists, names
from .slots import PATTERNS, taken_apart
from .templates import OPENINGS, parts_of_templates
from .tokens import BEGINS_AFTER, MARKS, tokens

LETTERS = "abcdefghijklmnopqrstuvwxyz"
LOOKS = ("‹1›", "‹A.›", "‹AA›", "‹aA›", "‹A-A›", "‹A'A›", "‹?›")
"""Stand-ins of unknown words whose letters say little: with digits, an initial, all capitals, a capital inside, two
parts with a capital each, neither."""
LONGEST_ENDING, OFTEN = 3, 60
"""Most letters of an ending, and how many known words have to have one for it to have a stand-in of its own."""
ACRONYM = 5
"""Most letters of a word in capitals that is taken for an acronym; longer ones are read as if shouted."""
NAME_DROPOUT, WORD_DROPOUT, WORD_EXCHANGE = 0.4, 0.05, 0.06
"""How often a name, and another word, is read as unknown in training, and how often another word as any other, so that
no sense is looked for in it."""


def stand_in(word: str) -> str:
    """The stand-in of an unknown word."""
    if any(letter.isdigit() for letter in word):
        return "‹1›"
    if len(word) == 2 and word[0].isupper() and word[1] == ".":
        return "‹A.›"
    if len(word) > 1 and word.isupper():
        if len(word) <= ACRONYM:
            return "‹AA›"
        word = word.capitalize()
    for sign in "-'":
        if any(part[:1].isupper() for part in word.split(sign)[1:]):
            return f"‹A{sign}A›"
    if any(letter.isupper() for letter in word[1:]):
        return "‹aA›"
    letters = bare(word).lower()
    if letters[-1:] not in LETTERS or not letters:
        return "‹?›"
    case = "A" if word[0].isupper() else "a"
    long = min(LONGEST_ENDING, len(letters) - 1)
    known = endings()
    return next(
        (s for n in range(long, 1, -1) if (s := f"‹{case}…{letters[-n:]}›") in known), f"‹{case}…{letters[-1]}›"
    )


@lru_cache(maxsize=1)
def endings() -> frozenset[str]:
    """The stand-ins of endings of several letters that many known words have, of names and of others apart."""
    counts: Counter[str] = Counter()
    for case, words in (("A", name_words()), ("a", ordinary_words())):
        for word in words:
            letters = bare(word).lower()
            if letters.isalpha():
                counts.update(f"‹{case}…{letters[-n:]}›" for n in range(2, LONGEST_ENDING + 1) if len(letters) > n)
    return frozenset(ending for ending, count in counts.items() if count >= OFTEN)


@lru_cache(maxsize=1)
def stand_ins() -> tuple[str, ...]:
    """All stand-ins."""
    return (*LOOKS, *(f"‹{case}…{last}›" for case in "Aa" for last in LETTERS), *sorted(endings()))


@lru_cache(maxsize=1)
def ordinary_words() -> tuple[str, ...]:
    """The words of training templates, and frequent words of both languages."""
    texts = [text for openings in OPENINGS.values() for text in openings]
    texts += [template.text for template, part in parts_of_templates().items() if part == "training"]
    words = {word for text in texts for word in text.split() if word[0] != "{"} | set(MARKS)
    words = words.union(*(words_of(line.sequence) for line in all_lines()))
    return tuple(sorted(words.union(all_lists()["words es"], all_lists()["words en"])))


@lru_cache(maxsize=1)
def name_words() -> tuple[str, ...]:
    """The words of training names."""
    lists = {of for patterns in PATTERNS.values() for pattern in patterns for of in taken_apart(pattern).lists}
    known = {word for of in (*lists, *KINDS) for name in names(of, "training") for word in tokens(name)}
    between = {text for patterns in PATTERNS.values() for pattern in patterns for text in taken_apart(pattern).between}
    return tuple(sorted(known | {word for text in between for word in tokens(text) if len(word) > 1}))


@lru_cache(maxsize=1)
def vocabulary() -> dict[str, int]:
    """Every known word's number: the stand-ins, then ordinary words, then those of names."""
    return {word: number for number, word in enumerate(dict.fromkeys((*stand_ins(), *ordinary_words(), *name_words())))}


@lru_cache(maxsize=1)
def accents() -> Accents:
    """The known words by their letters."""
    return Accents(word for word in vocabulary() if word[0] != "‹")


@lru_cache(maxsize=20_000)
def vocabulary_word(word: str, first: bool) -> str:
    """The word of the vocabulary that a written one is read as."""
    for form in forms(word, first):
        known = form if form in vocabulary() else accents().complete(form)
        if known is not None:
            return known
    return stand_in(word)


def forms(word: str, first: bool) -> Iterable[str]:
    """How a written word could stand inside a sentence: as it is, then with fewer capitals, then with more."""
    yield word
    if first or (word.isupper() and len(word) > 1):
        yield word.lower()
    if word.isupper() and len(word) > 1:
        yield word.title() if "-" in word else word.capitalize()
    if word.islower() and word not in also_words():
        yield word.title() if "-" in word else word.capitalize()
        if 1 < len(word) <= ACRONYM:
            yield word.upper()


@lru_cache(maxsize=1)
def also_words() -> frozenset[str]:
    """Ordinary words that are also names: in small letters they are no names."""
    lines = (FOLDER / "also_words.txt").read_text("utf-8").splitlines()
    return frozenset(word for line in lines if line[:1] != "#" for word in line.split())


def read_as(words: tuple[str, ...]) -> tuple[str, ...]:
    """The words of the vocabulary that those of a text are read as."""
    first, known = True, []
    for word in words:
        known.append(vocabulary_word(word, first))
        first = word in BEGINS_AFTER
    return tuple(known)


def numbers(words: tuple[str, ...]) -> list[int]:
    """The numbers of a text's words."""
    first, word_numbers = True, []
    for word in words:
        word_numbers.append(number_of(word, first))
        first = word in BEGINS_AFTER
    return word_numbers


@lru_cache(maxsize=20_000)
def number_of(word: str, first: bool) -> int:
    """The number that a written word is read as."""
    return vocabulary()[vocabulary_word(word, first)]


def word_dropout(rng: np.random.Generator, words: tuple[str, ...], tags: tuple[str, ...]) -> list[int]:
    """The same in training, with some words read as unknown: of names half the time all words, half the time any."""
    word_numbers = numbers(words)
    chance = rng.random(len(words))
    together = rng.random() < 0.5
    for at, (word, tag) in enumerate(zip(words, tags, strict=True)):
        if together and tag[0] == "I":
            chance[at] = chance[at - 1]
        if word in MARKS:
            continue
        if chance[at] < (WORD_DROPOUT if tag == "O" else NAME_DROPOUT):
            word_numbers[at] = number_of_stand_in(word)
        elif tag == "O" and chance[at] > 1 - WORD_EXCHANGE:
            word_numbers[at] = ordinary_number(rng)
    return word_numbers


@lru_cache(maxsize=20_000)
def number_of_stand_in(word: str) -> int:
    """The number of a word's stand-in."""
    return vocabulary()[stand_in(word)]


def ordinary_number(rng: np.random.Generator) -> int:
    """The number of any ordinary word."""
    return len(stand_ins()) + int(rng.random() * len(ordinary_words()))
