"""Placeholders: what the network reads, and says, for a word that no vocabulary has.

A sentence may have up to `MOST` such words. The first of them is the placeholder 1 in the source and in the target, the
second 2, and so on, wherever they come to stand in the target:

    el  flurbo   rojo  come  una  zorpa            the  red  flurbo   eats  a  zorpa
    el  ‹word·1› rojo  come  una  ‹word·2›    →    the  red  ‹word·1› eats  a  ‹word·2›

The network learns it like any other word: in training some nouns, adjectives, verbs, names and numbers are replaced on
both sides. What it then says, a reader sees as the word that stands there in the source. The kind of a placeholder is
what its letters tell: that it begins with a vowel (English says "an"), with a capital, or that it is a number.

Source: M.-T. Luong, I. Sutskever, Q. Le, O. Vinyals, W. Zaremba, "Addressing the Rare Word Problem in Neural Machine
Translation", ACL (2015), §3.1, the copyable model.
"""

from unicodedata import normalize

from .lexicon import PLACEHOLDER

WORD, VOWEL, NAME, NUMBER = "word", "vowel", "name", "number"
KINDS = (WORD, VOWEL, NAME, NUMBER)
MOST = 4
"""Most words of a sentence that it may not know."""


def placeholder(kind: str, number: int) -> str:
    """The word that stands for the unknown one of this number, from 1."""
    return f"{PLACEHOLDER}{kind}·{number}›"


PLACEHOLDERS = tuple(placeholder(kind, number) for number in range(1, MOST + 1) for kind in KINDS)
"""All of them: words of both vocabularies."""
PARTS = {placeholder(kind, number): (kind, number - 1) for number in range(1, 4 * MOST) for kind in KINDS}
"""Kind and number, from 0, of these and of those that a sentence which is too long would have."""


def is_placeholder(word: str) -> bool:
    """Whether it is one."""
    return word in PARTS


def number_of(word: str) -> int | None:
    """Which unknown word a placeholder stands for, from 0; None for a word that is none."""
    return PARTS[word][1] if word in PARTS else None


def kind_of_placeholder(word: str) -> str:
    """The kind of a placeholder."""
    return PARTS[word][0]


def is_unknown_word(word: str) -> bool:
    """Whether it is one for a word, and not for a name or a number."""
    return word in PARTS and PARTS[word][0] in (WORD, VOWEL)


def kind_of(word: str) -> str:
    """The kind of a word as it was typed."""
    first = normalize("NFD", word)[0]
    if first.isdigit():
        return NUMBER
    if first.isupper():
        return NAME
    return VOWEL if first in "aeiou" else WORD


def begins_with_vowel(word: str) -> bool:
    """Whether English says "an" before it."""
    return word[0] in "aeiou" or word.startswith(f"{PLACEHOLDER}{VOWEL}")
