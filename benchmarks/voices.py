"""The digit recogniser on voices that it was not trained on: synthetic ones measured anew, people as they were measured
when the weights were made, each by a network that had not heard that person (scripts/voices.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from app.applications import build
from app.applications.weights import build_network, measurements, shipped
from app.config.run import DEFAULT_CELLS
from benchmarks.claims import Claim

if TYPE_CHECKING:
    from collections.abc import Iterator

PEOPLE, WORSE = 0.85, 0.01
"""The share of digits that is to be right; how much more of the synthetic words may be wrong than before."""
BEFORE = {"rnn": 0.0673, "lstm": 0.0449, "gru": 0.0160}
"""The word error rate on the synthetic voices for validation before people were trained on."""


def claims() -> Iterator[Claim]:
    """Each cell on people, the mean and one by one, and on synthetic voices."""
    application = build("speech", "")
    for cell in DEFAULT_CELLS:
        people = cast("dict[str, Any]", measurements()["speech"][cell]["details"]).get("people")
        if people is not None:
            yield Claim(
                f"spoken digits, people not trained on, {cell}",
                people["right"],
                tuple(people["interval"]),
                f"mean of {len(people['persons'])} people",
                (PEOPLE, 1.0),
                "; ".join(
                    f"person {one['person']}: {one['right']:.3f} of {one['examples']}" for one in people["persons"]
                ),
            )
        network = build_network(application, cell, {}, shipped("speech", "", cell))
        for part, most in (("validation", BEFORE[cell] + WORSE), ("held out", 1.0)):
            found = application.measure(network, "validation" if part == "validation" else "held out")
            yield Claim(
                f"spoken digits, wrong words of synthetic voices, {part}, {cell}",
                found.value,
                found.interval or (0.0, 1.0),
                f"{found.examples} clips",
                (0.0, most),
            )
