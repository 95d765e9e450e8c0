"""The score of a tagger: F1 over whole names, as at CoNLL-2003.

A name counts as found where its first word, its last word and its kind are all right.

    precision = right / found      recall = right / there      F1 = 2 right / (found + there)

Source: E. Tjong Kim Sang, F. De Meulder, "Introduction to the CoNLL-2003 Shared Task" (2003).
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Span(NamedTuple):
    """A name: from word `start` to before word `end`, and its kind."""

    start: int
    end: int
    kind: str


class Score(NamedTuple):
    """Names that were right, that were found, that were there."""

    right: int
    found: int
    there: int

    @property
    def f1(self) -> float:
        """2 right / (found + there); 1 where there was nothing to find and nothing was found."""
        both = self.found + self.there
        return 2 * self.right / both if both else 1.0


def spans(tags: Sequence[str]) -> list[Span]:
    """The names in a sequence of BIO tags. An I that goes on with nothing of its kind begins a name."""
    names: list[Span] = []
    start, kind = 0, ""
    for at, tag in enumerate((*tags, "O")):
        mark, _, of = tag.partition("-")
        if kind and (mark != "I" or of != kind):
            names.append(Span(start, at, kind))
            kind = ""
        if mark != "O" and not kind:
            start, kind = at, of
    return names


def score(truth: Iterable[Sequence[str]], guess: Iterable[Sequence[str]], kind: str = "") -> Score:
    """Over many sentences; of one kind of name, or of all."""
    right = found = there = 0
    for true, guessed in zip(truth, guess, strict=True):
        a = {span for span in spans(true) if span.kind == (kind or span.kind)}
        b = {span for span in spans(guessed) if span.kind == (kind or span.kind)}
        right, found, there = right + len(a & b), found + len(b), there + len(a)
    return Score(right, found, there)
