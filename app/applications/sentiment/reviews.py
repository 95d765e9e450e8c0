"""Reviews: words that say nothing, a judgement, and again words that say nothing, as many as are asked for.

The distance of a review is the number of words after the one that decides, 1 to 60. In training they stand beside
everyday sentences, which have no such distance: there the opinion is said outright, in few words.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from ..split import Part
from .everyday import Sentence, draw_fact, draw_sentence
from .filler import filler, random_numbers
from .judgements import PATTERNS, judgements

FARTHEST = 60
"""The largest distance."""
BEFORE = 8
"""Most words before the judgement."""
JUDGEMENT, NEUTRAL = 0.7, 0.05
"""Shares of a batch of reviews: with a word that decides, and without any opinion (their class is drawn: the network
learns to be in doubt); the others are everyday sentences with words that say nothing after them."""
FACT = 0.04
"""The share of a batch of everyday sentences that has no opinion; its class is drawn."""
WITHOUT_ACCENTS = 0.1
"""The share of everyday training sentences that are typed without their accents."""
PLAIN = str.maketrans("áéíóúü", "aeiouu")
LANGUAGES = ("es", "en")


class Review(NamedTuple):
    """words; positive: the class; at: where the word that decides is, from 0 (-1: nowhere); telling: where the words
    with an opinion are.
    """

    words: tuple[str, ...]
    positive: bool
    at: int
    telling: tuple[int, ...] = ()


def draw(rng: np.random.Generator, distance: int, part: Part, language: str = "") -> Review:
    """A review with a word that decides `distance` words from its end."""
    language = language or LANGUAGES[rng.integers(2)]
    positive, reverse = bool(rng.integers(2)), bool(rng.integers(2))
    while True:
        pattern = int(rng.integers(len(PATTERNS[language])))
        candidates = judgements(language, pattern, positive, part)
        judgement = candidates[rng.integers(len(candidates))]
        if judgement.tail <= distance:
            break
    before = filler(rng, language, int(rng.integers(BEFORE + 1)), part)
    judgement_words = judgement.fill(reverse=reverse).split()
    after = filler(rng, language, distance - judgement.tail, part)
    at = len(before) + len(judgement_words) - 1 - judgement.tail
    return Review((*before, *judgement_words, *after), positive != reverse, at)


def draw_reviews(rng: np.random.Generator, size: int) -> list[Review]:
    """A training batch of long texts. Distances are even up to a bound that is drawn for each batch: what short reviews
    teach, long ones have to keep.
    """
    bound, chances = int(rng.integers(1, FARTHEST + 1)), random_numbers(rng)
    reviews = []
    for _ in range(size):
        chance, distance = next(chances), int(rng.integers(1, bound + 1))
        language = LANGUAGES[next(chances) < 0.5]
        if chance < JUDGEMENT:
            reviews.append(draw(rng, distance, "training"))
        elif chance < JUDGEMENT + NEUTRAL:
            nothing = filler(rng, language, distance, "training")
            reviews.append(Review(tuple(nothing), next(chances) < 0.5, -1))
        else:
            sentence = everyday(chances, language)
            after = filler(rng, language, distance // 2, "training")
            reviews.append(sentence._replace(words=(*sentence.words, *after)))
    return reviews


def draw_everyday(rng: np.random.Generator, size: int) -> list[Review]:
    """A training batch of everyday sentences."""
    chances = random_numbers(rng)
    return [everyday(chances, LANGUAGES[next(chances) < 0.5]) for _ in range(size)]


def everyday(chances: Iterator[float], language: str) -> Review:
    """A training sentence; some are typed without their accents, some have no opinion."""
    if next(chances) < FACT:
        sentence = Sentence(draw_fact(chances, language), next(chances) < 0.5, ())
    else:
        sentence = draw_sentence(chances, language, "training")
    words, positive, telling = sentence
    if next(chances) < WITHOUT_ACCENTS:
        words = tuple(word.translate(PLAIN) for word in words)
    return Review(words, positive, -1, telling)
