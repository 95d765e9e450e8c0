"""How people type: without capitals, in capitals only, without accents, without the first mark of a question."""

from functools import lru_cache

import numpy as np

from ..accents import bare

NO_CAPITALS, CAPITALS, SMALL_FIRST, NO_ACCENTS, NO_MARKS = 0.06, 0.02, 0.04, 0.05, 0.25
"""How many texts are all in small letters, all in capitals, have a small first letter, no accents, and how many of
those with ¿ or ¡, or with ? at the end, lack it."""
QUOTES = 0.02
"""How many have a name in quotation marks."""


def careless(
    rng: np.random.Generator, words: tuple[str, ...], tags: list[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """A text as it may be typed, with its tags."""
    pairs = list(zip(words, tags, strict=True))
    if rng.random() < NO_MARKS:
        pairs = [pair for pair in pairs if pair[0] not in "¿¡"] or pairs
        if len(pairs) > 1 and pairs[-1][0] == "?":
            pairs.pop()
    if rng.random() < QUOTES:
        pairs = quoted(pairs)
    style = rng.random()
    if style < NO_CAPITALS:
        pairs = [(word.lower(), tag) for word, tag in pairs]
    elif style < NO_CAPITALS + CAPITALS:
        pairs = [(word.upper(), tag) for word, tag in pairs]
    elif style < NO_CAPITALS + CAPITALS + SMALL_FIRST:
        pairs[0] = (pairs[0][0].lower(), pairs[0][1]) if pairs[0][1] == "O" else pairs[0]
    if rng.random() < NO_ACCENTS:
        pairs = [(without_accents(word), tag) for word, tag in pairs]
    return tuple(word for word, _ in pairs), tuple(tag for _, tag in pairs)


@lru_cache(maxsize=20_000)
def without_accents(word: str) -> str:
    """A word without its accents."""
    return bare(word)


def quoted(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The last name of a text between quotation marks."""
    starts = [at for at, (_, tag) in enumerate(pairs) if tag[0] == "B"]
    if not starts:
        return pairs
    start = starts[-1]
    end = start + 1
    while end < len(pairs) and pairs[end][1][0] == "I":
        end += 1
    return [*pairs[:start], ('"', "O"), *pairs[start:end], ('"', "O"), *pairs[end:]]
