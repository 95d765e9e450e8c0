"""Reviews: words that say nothing, a judgement, and again words that say nothing, as many as are asked for.

The distance of a review is the number of words after the one that decides, 1 to 60.
"""

from typing import NamedTuple

import numpy as np

from .filler import filler
from .grammar import PATTERNS, judgements, plain_judgements

FARTHEST = 60
"""The largest distance."""
BEFORE = 8
"""Most words before the judgement."""
NEUTRAL, PLAIN = 0.05, 0.3
"""Shares of the training reviews without a judgement (their class is drawn: the network learns to be in doubt) and of
those that say it outright. Neither is in the held-out set."""


class Review(NamedTuple):
    """words; positive: the class; at: where the word that decides is, from 0 (-1: nowhere)."""

    words: tuple[str, ...]
    positive: bool
    at: int


def draw(rng: np.random.Generator, distance: int, *, held_out: bool, language: str = "") -> Review:
    """A review with a word that decides `distance` words from its end."""
    language = language or ("es", "en")[rng.integers(2)]
    positive, reverse = bool(rng.integers(2)), bool(rng.integers(2))
    while True:
        pattern = int(rng.integers(len(PATTERNS[language])))
        candidates = judgements(language, pattern, positive, held_out=held_out)
        judgement = candidates[rng.integers(len(candidates))]
        if judgement.tail <= distance:
            break
    before = filler(rng, language, int(rng.integers(BEFORE + 1)), held_out=held_out)
    judgement_words = judgement.fill(reverse=reverse).split()
    after = filler(rng, language, distance - judgement.tail, held_out=held_out)
    at = len(before) + len(judgement_words) - 1 - judgement.tail
    return Review((*before, *judgement_words, *after), positive != reverse, at)


def draw_training(rng: np.random.Generator, distance: int) -> Review:
    """A training review: most have a word that decides."""
    chance = rng.random()
    if chance >= NEUTRAL + PLAIN:
        return draw(rng, distance, held_out=False)
    language = ("es", "en")[rng.integers(2)]
    if chance < NEUTRAL:
        return Review(tuple(filler(rng, language, distance, held_out=False)), bool(rng.integers(2)), -1)
    text, positive = plain_judgements()[rng.integers(len(plain_judgements()))]
    return Review((*text.split(), *filler(rng, language, distance // 4, held_out=False)), positive, -1)
