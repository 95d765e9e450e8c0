"""What a network cannot do, said beside what it can: from what was measured, and from what an application knows.

    no_better    a cell whose measure is no better than the baseline's
    too_short    the same, where the cell has no gate that carries its state and a cell that has one is better; that its
                 gradient does not come back so far is said only by an application of which that is measured
    behind       a cell that goes less than half of the way from the baseline to the best cell
    (others)     an application's own `limits`

Each is a sentence of the locales, `limit.<name>`, or `limit.<name>.<application>` where one has a sentence of its own.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ..cells import CELLS
from .measurement import Measurement

BEHIND = 0.5
"""The part of the way from the baseline to the best cell that a cell has to go."""
HARDLY = 0.95
"""An error that is more than this part of a simple rule's is hardly better."""
LITTLE_TEXT = 10_000
"""Bytes of a text below which a network knows less of it than a trigram: of 8 kB of this project's prose an LSTM left
4.0 bits per character and the trigram 3.2."""


@dataclass(frozen=True)
class Limit:
    """One of them. What its sentence names:

    cell:     a cell
    value:    a figure, as the application's measure is written
    beside:   what that is to be compared with, or the best cell's
    count:    a whole number
    language: one of the page's languages
    """

    name: str
    cell: str | None = None
    value: float | None = None
    beside: float | None = None
    count: int | None = None
    language: str | None = None


def limits_of_cells(figures: Mapping[str, Measurement], *, higher: bool) -> Iterator[Limit]:
    """Which cells are no better than the baseline, and which are far behind the best."""
    sign = 1 if higher else -1
    ahead = {cell: sign * (measured["value"] - measured["baseline"]) for cell, measured in figures.items()}
    best = max(ahead, key=lambda cell: ahead[cell], default="")
    for cell, gained in ahead.items():
        measured = figures[cell]
        if gained <= 0:
            gated = CELLS[cell].carry_gate() is None and best and CELLS[best].carry_gate() is not None
            name = "too_short" if gated and ahead[best] > 0 else "no_better"
            yield Limit(name, cell, measured["value"], beside=measured["baseline"])
        elif gained < BEHIND * ahead[best]:
            yield Limit("behind", cell, measured["value"], beside=figures[best]["value"])
