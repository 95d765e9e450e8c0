"""Visitors' first texts and their names: right is a text whose names and kinds are all found, and nothing else."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple, TypeAlias

from .. import first_sentences
from ..first_sentences import FirstSentences

VALIDATION = first_sentences.validation_list("entities")
HELD_OUT = first_sentences.held_out_list("entities")

Names: TypeAlias = Iterable[tuple[str, str]]
"""Kind and text of each name."""


class FirstSentence(NamedTuple):
    """A typed text and its names."""

    text: str
    language: str
    names: tuple[tuple[str, str], ...]


def read_sentences(path: Path) -> tuple[FirstSentence, ...]:
    """The texts of a file; none where there is no file."""
    return tuple(
        FirstSentence(row["text"], row["language"], tuple((kind, name) for kind, name in row["entities"]))
        for row in first_sentences.rows(path)
    )


def wrong(find: Callable[[str], Names], sentences: Iterable[FirstSentence]) -> list[FirstSentence]:
    """Those in which other names are found than there are."""
    return [sentence for sentence in sentences if Counter(find(sentence.text)) != Counter(sentence.names)]


def score(find: Callable[[str], Names], sentences: Sequence[FirstSentence]) -> FirstSentences | None:
    """How many of a list are right; None where there is no list."""
    return first_sentences.score(len(sentences) - len(wrong(find, sentences)), len(sentences))
