"""The digit recogniser on voices that it was not trained on: synthetic ones measured anew, people as they were measured
when the weights were made, each by a network that had not heard that person (scripts/voices.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from app.applications import build
from app.applications.weights import build_network, measurements, shipped

if TYPE_CHECKING:
    from collections.abc import Iterator

PEOPLE, WORSE = 0.85, 0.01
"""The share of digits that is to be right; how much more of the synthetic words may be wrong than before."""
BEFORE = {"rnn": 0.0673, "lstm": 0.0449, "gru": 0.0160}
"""The word error rate on the synthetic voices for validation before people were trained on."""


def percent(value: float, low: float, high: float) -> str:
    """A share with its interval, for a table."""
    return f"{100 * value:.1f} % ({100 * low:.1f} … {100 * high:.1f})"


def rows() -> Iterator[tuple[str, str, str]]:
    """What, how much, and the goal."""
    application = build("speech", "")
    for cell in measurements()["speech"]:
        network = build_network(application, cell, {}, shipped("speech", "", cell))
        for part in ("validation", "held out"):
            found = application.measure(network, part)
            low, high = found.interval or (0.0, 1.0)
            goal = f"≤ {100 * (BEFORE[cell] + WORSE):.1f} %" if part == "validation" else ""
            yield f"{cell}: words wrong, {part}, {found.examples} clips", percent(found.value, low, high), goal
        details = cast("dict[str, Any]", measurements()["speech"][cell]["details"])
        if (people := details.get("people")) is None:
            yield f"{cell}: digits of people not trained on", "not measured", "python -m scripts.voices"
            continue
        yield (
            f"{cell}: digits right, people not trained on, mean of {len(people['persons'])}",
            percent(people["right"], *people["interval"]),
            f"≥ {100 * PEOPLE:.0f} %: {'met' if people['right'] >= PEOPLE else 'MISSED'}",
        )
        for fold in people["persons"]:
            yield (
                f"    person {fold['person']}, {fold['examples']} digits",
                percent(fold["right"], *fold["interval"]),
                "",
            )
