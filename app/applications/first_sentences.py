"""What visitors type first: short everyday texts by people who did not see the grammar, and how many are right.

    <name>/validation_sentences.json   looked at while a grammar was written and a network was tuned
    <name>/held_out_sentences.json     measured, and nothing else: written by somebody who knew neither

Each application says what a text of its list is and when it is right. The share of right ones has Wilson's interval
(`app.applications.interval`).
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..document import about
from .interval import of_share

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class FirstSentences:
    """How many of a list of first sentences are right."""

    value: float = about("the share of visitors' first sentences that is right")
    count: int = about("of so many")
    low: float = about("its interval of 95 %: from here")
    high: float = about("to here")


def validation_list(app: str) -> Path:
    """The list that an application was tuned with."""
    return FOLDER / app / "validation_sentences.json"


def held_out_list(app: str) -> Path:
    """The list that nothing was chosen on."""
    return FOLDER / app / "held_out_sentences.json"


def rows(path: Path) -> list[dict[str, Any]]:
    """The texts of a file, {"text", "language", …}; none where there is no file."""
    return list(json.loads(path.read_text("utf-8"))) if path.is_file() else []


def score(right: int, count: int) -> FirstSentences | None:
    """So many of a list are right; None where there is no list."""
    return FirstSentences(right / count, count, *of_share(right, count)) if count else None
