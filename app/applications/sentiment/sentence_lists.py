"""Visitors' first sentences and what they mean: right is what the network reads so after the last word."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from ...bptt.architecture import Network
from .. import first_sentences
from ..first_sentences import FirstSentences
from .opinion import opinion_after
from .reading import split_words
from .words import numbers

VALIDATION = first_sentences.validation_list("sentiment")
HELD_OUT = first_sentences.held_out_list("sentiment")


class FirstSentence(NamedTuple):
    """A typed sentence and what it means."""

    text: str
    language: str
    positive: bool


def read_sentences(path: Path) -> tuple[FirstSentence, ...]:
    """The sentences of a file; none where there is no file."""
    return tuple(
        FirstSentence(row["text"], row["language"], bool(row["positive"])) for row in first_sentences.rows(path)
    )


def wrong(network: Network, sentences: Sequence[FirstSentence]) -> list[FirstSentence]:
    """Those that the network reads as their opposite."""
    words = [numbers(word.text for word in split_words(sentence.text)) for sentence in sentences]
    said = opinion_after(network, words) > 0.5
    return [sentence for sentence, positive in zip(sentences, said, strict=True) if positive != sentence.positive]


def score(network: Network, sentences: Sequence[FirstSentence] | None = None) -> FirstSentences | None:
    """How many of the held-out list, or of another, are right; None where there is no list."""
    listed = read_sentences(HELD_OUT) if sentences is None else sentences
    return first_sentences.score(len(listed) - len(wrong(network, listed)), len(listed)) if listed else None
