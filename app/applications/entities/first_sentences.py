"""What visitors type first: short everyday texts, written by people who did not see the grammar, with their names.

    validation_sentences.json             looked at while the grammar was written and the network was tuned
    benchmarks/held_out/entities.json     measured, and nothing else

A file is a list of {"text", "language", "entities": [["PER", "Ana"], …]}. A text is right where all its names are found
with their kinds, and nothing else is. The share of right ones has Wilson's interval (`app.applications.interval`).
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, TypeAlias

from ...document import about
from ..interval import of_share

VALIDATION = Path(__file__).parent / "validation_sentences.json"
HELD_OUT = Path(__file__).parents[3] / "benchmarks" / "held_out" / "entities.json"

Names: TypeAlias = Iterable[tuple[str, str]]
"""Kind and text of each name."""


class FirstSentence(NamedTuple):
    """A typed text and its names."""

    text: str
    language: str
    names: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class FirstSentences:
    """How many of a list of first sentences are wholly right."""

    value: float = about("the share of visitors' first sentences whose names are all found, with nothing else")
    count: int = about("of so many")
    low: float = about("its interval of 95 %: from here")
    high: float = about("to here")


def read_sentences(path: Path) -> tuple[FirstSentence, ...]:
    """The texts of a file; none where there is no file (the held-out list is not installed with the program)."""
    if not path.is_file():
        return ()
    rows = json.loads(path.read_text("utf-8"))
    return tuple(
        FirstSentence(row["text"], row["language"], tuple((kind, name) for kind, name in row["entities"]))
        for row in rows
    )


def wrong(find: Callable[[str], Names], sentences: Iterable[FirstSentence]) -> list[FirstSentence]:
    """Those in which other names are found than there are."""
    return [sentence for sentence in sentences if Counter(find(sentence.text)) != Counter(sentence.names)]


def first_sentences(find: Callable[[str], Names], sentences: Sequence[FirstSentence]) -> FirstSentences | None:
    """How many of a list are right; None where there is no list."""
    if not sentences:
        return None
    right = len(sentences) - len(wrong(find, sentences))
    low, high = of_share(right, len(sentences))
    return FirstSentences(right / len(sentences), len(sentences), low, high)
