"""What visitors type first: short everyday sentences, written by people who did not see the grammar.

    validation_sentences.json               looked at while the grammar was written and the network was tuned
    benchmarks/held_out/sentiment.json      measured, and nothing else

A file is a list of {"text", "language", "positive"}. The share that the network reads rightly after the last word has
Wilson's interval (`app.applications.interval`).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from ...bptt.architecture import Network
from ...document import about
from ..interval import of_share
from .opinion import opinion_after
from .reading import split_words
from .words import numbers

VALIDATION = Path(__file__).parent / "validation_sentences.json"
HELD_OUT = Path(__file__).parents[3] / "benchmarks" / "held_out" / "sentiment.json"


class FirstSentence(NamedTuple):
    """A typed sentence and what it means."""

    text: str
    language: str
    positive: bool


@dataclass(frozen=True)
class FirstSentences:
    """How many of a list of first sentences are read rightly."""

    value: float = about("the share of visitors' first sentences that is read rightly")
    count: int = about("of so many")
    low: float = about("its interval of 95 %: from here")
    high: float = about("to here")


def read_sentences(path: Path) -> tuple[FirstSentence, ...]:
    """The sentences of a file; none where there is no file (the held-out list is not installed with the program)."""
    if not path.is_file():
        return ()
    rows = json.loads(path.read_text("utf-8"))
    return tuple(FirstSentence(row["text"], row["language"], bool(row["positive"])) for row in rows)


def wrong(network: Network, sentences: Sequence[FirstSentence]) -> list[FirstSentence]:
    """Those that the network reads as their opposite."""
    words = [numbers(word.text for word in split_words(sentence.text)) for sentence in sentences]
    said = opinion_after(network, words) > 0.5
    return [sentence for sentence, positive in zip(sentences, said, strict=True) if positive != sentence.positive]


def first_sentences(network: Network, sentences: Sequence[FirstSentence] | None = None) -> FirstSentences | None:
    """How many of the held-out list, or of another, are right; None where there is no list."""
    listed = read_sentences(HELD_OUT) if sentences is None else sentences
    if not listed:
        return None
    right = len(listed) - len(wrong(network, listed))
    low, high = of_share(right, len(listed))
    return FirstSentences(right / len(listed), len(listed), low, high)
