"""The words that the reviews are made of as numbers; number 0 is any other word.

In training a word now and then is read as number 0, so that a typed review can have words that were never seen.
"""

from collections.abc import Iterable
from functools import lru_cache

import numpy as np

from ...cells.arrays import Array
from . import filler, grammar

UNKNOWN = 0
WORD_DROPOUT = 0.02
"""How often a word that says nothing is read as unknown in training."""


@lru_cache(maxsize=1)
def vocabulary() -> dict[str, int]:
    """Every word's number, from 1."""
    texts = [source.fill(reverse=reverse) for source in grammar.all_judgements() for reverse in (False, True)]
    texts += [text for text, _ in grammar.plain_judgements()]
    texts += [source.text for source in filler.all_clauses()]
    return {word: number for number, word in enumerate(sorted({word for text in texts for word in text.split()}), 1)}


@lru_cache(maxsize=1)
def filler_only() -> Array:
    """By number, whether a word is in filler alone, (V,) of bool."""
    telling = {
        word
        for judgement in grammar.all_judgements()
        for reverse in (False, True)
        for word in judgement.fill(reverse=reverse).split()
    }
    telling |= {word for text, _ in grammar.plain_judgements() for word in text.split()}
    return np.array([False, *(word not in telling for word in vocabulary())])


def numbers(words: Iterable[str]) -> Array:
    """The numbers of words in small letters."""
    known = vocabulary()
    return np.array([known.get(word, UNKNOWN) for word in words])


def word_dropout(rng: np.random.Generator, words: Iterable[str]) -> Array:
    """The same in training, with some words read as unknown."""
    word_numbers = numbers(words)
    return np.where((rng.random(len(word_numbers)) < WORD_DROPOUT) & filler_only()[word_numbers], UNKNOWN, word_numbers)
