"""Everyday sentences with an opinion, as people say and type them: "I can't complain", "no está nada mal", "qué asco".

They come from the grammars in `language/` (see `opinion_grammar`). A sentence of `SHARED` words or fewer is in training
alone, for it may be the only one of its kind ("meh"); any other is in one part of the data, by its hash.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from ..split import Part, part_of
from .opinion_grammar import opinion_grammar

SHARED = 3
"""Words of the longest sentence that is in training whatever its hash."""
ONE_IN = 10
"""One longer sentence in this many is held out, and one is for validation."""
LONGEST = 20
"""Most words of a sentence."""


class Sentence(NamedTuple):
    """words; positive: the opinion; telling: the places of the words that come from a list of words with an opinion."""

    words: tuple[str, ...]
    positive: bool
    telling: tuple[int, ...]


def part_of_sentence(words: list[str]) -> Part:
    """The part of the data that a sentence is in."""
    return "training" if len(words) <= SHARED else part_of(" ".join(words), ONE_IN)


def draw_sentence(chances: Iterator[float], language: str, part: Part) -> Sentence:
    """A sentence of one part; for and against are equally frequent."""
    grammar = opinion_grammar(language)
    while True:
        positive = next(chances) < 0.5
        words, telling = grammar.draw(positive, chances)
        if 0 < len(words) <= LONGEST and part_of_sentence(words) == part:
            return Sentence(tuple(words), positive, tuple(telling))


def draw_fact(chances: Iterator[float], language: str) -> tuple[str, ...]:
    """A sentence without an opinion."""
    return tuple(opinion_grammar(language).draw(True, chances, "fact").words)


@lru_cache(maxsize=1)
def everyday_words() -> frozenset[str]:
    """Every word of the sentences of both languages."""
    return frozenset(opinion_grammar("es").vocabulary() | opinion_grammar("en").vocabulary())
