"""The words that the network knows as numbers, and what stands for a word that it does not know.

An unknown word is read as one of a few stand-ins, by its shape ("‹…less›"; "‹?›" where it has none of the shapes). In
training any word now and then is read as if it were unknown, also the one that decides: what the network then learns
is how far the opinion can be told without it, and where it cannot, to be in doubt.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

import numpy as np

from ...cells.arrays import Array
from ..accents import Accents
from . import filler, judgements
from .everyday import everyday_words
from .reading import known_word

SHAPES = {
    "‹1›": re.compile(r".*\d.*"),
    "‹…ísimo›": re.compile(r".{2,}[ií]sim[oa]s?"),
    "‹…less›": re.compile(r".{3,}less"),
    "‹…ful›": re.compile(r".{3,}ful"),
    "‹un…, des…›": re.compile(r"(?:un|dis|mis|des|in|im).{5,}"),
    "‹…mente, …ly›": re.compile(r".{3,}(?:mente|ly)"),
    "‹…ando, …ing›": re.compile(r".{3,}(?:ando|iendo|ing)"),
    "‹…ado, …ed›": re.compile(r".{3,}(?:[ai]d[oa]s?|ed)"),
}
"""Stand-ins by the shape of a word; the first that fits is taken."""
UNKNOWN = "‹?›"
STAND_INS = (UNKNOWN, *SHAPES)
"""Their numbers are their places here."""
DROPOUT = ((0.7, 0.0), (0.9, 0.06), (1.0, 0.2))
"""How often each word of a training sentence is read as unknown: with what share of the sentences, added up."""
TELLING_DROPOUT = 0.08
"""The share of training sentences whose telling words are all read as unknown."""


@lru_cache(maxsize=1)
def vocabulary() -> dict[str, int]:
    """Every word's number: the stand-ins, then the words of reviews and sentences."""
    texts = [judgement.fill(reverse=reverse) for judgement in judgements.all_judgements() for reverse in (False, True)]
    texts += [clause.text for clause in filler.all_clauses()]
    words = {word for text in texts for word in text.split()} | everyday_words()
    return {word: number for number, word in enumerate((*STAND_INS, *sorted(words)))}


@lru_cache(maxsize=1)
def accents() -> Accents:
    """The known words by their letters."""
    return Accents(word for word in vocabulary() if word not in STAND_INS)


@lru_cache(maxsize=1)
def stand_in_numbers() -> Array:
    """By each word's number the number of its stand-in, (V,)."""
    return np.array([STAND_INS.index(stand_in(word)) for word in vocabulary()])


def stand_in(word: str) -> str:
    """What stands for a word that is not known."""
    return next((name for name, shape in SHAPES.items() if shape.fullmatch(word)), UNKNOWN)


@lru_cache(maxsize=20_000)
def read_as(word: str) -> str:
    """The word of the vocabulary that a word in small letters is read as."""
    return known_word(word, accents()) or stand_in(word)


def numbers(words: Iterable[str]) -> Array:
    """The numbers of words in small letters."""
    known = vocabulary()
    return np.array([known[word] if word in known else known[read_as(word)] for word in words], np.int64)


def word_dropout(rng: np.random.Generator, word_numbers: Array, telling: Iterable[int] = ()) -> Array:
    """A training sentence's numbers, with some words read as unknown."""
    share, size = rng.random(2), len(word_numbers)
    rate = next(rate for bound, rate in DROPOUT if share[0] <= bound)
    drop = rng.random(size) < rate if rate else np.zeros(size, bool)
    if share[1] < TELLING_DROPOUT:
        drop[list(telling)] = True
    return np.where(drop, stand_in_numbers()[word_numbers], word_numbers) if drop.any() else word_numbers
