"""What the applications claim of inputs that are nobody's training data, measured anew: a table with its intervals.

To add a claim, write a function beside what it measures that takes nothing and yields `Claim`s, and name it in `CLAIMS`
as "module:function". It is imported only when the table is printed.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

CLAIMS = ("benchmarks.first_sentences:claims", "benchmarks.voices:claims", "benchmarks.coverage:claims")
"""Where they are measured, in the order of the table."""


@dataclass(frozen=True)
class Claim:
    """A figure, how sure it is, and what it has to be.

    value:    the figure
    interval: of 95 %, see `app.applications.interval`
    count:    how many of what: "160 forecasts"
    wanted:   the least and the most that it may be
    note:     what else is to be said: how the interval was made, what it was before
    """

    name: str
    value: float
    interval: tuple[float, float]
    count: str
    wanted: tuple[float, float]
    note: str = ""

    @property
    def met(self) -> bool:
        """Whether the figure is what it has to be."""
        return self.wanted[0] <= self.value <= self.wanted[1]

    @property
    def wish(self) -> str:
        """What it has to be, in words: "≥ 0.85", "0.75 … 0.85"; nothing where any share will do."""
        least, most = self.wanted
        if least <= 0 and most >= 1:
            return ""
        if most == float("inf") or (least > 0 and most == 1):
            return f"≥ {least:g}"
        return f"≤ {most:g}" if least <= 0 else f"{least:g} … {most:g}"


def claims() -> Iterator[Claim]:
    """All of them."""
    for place in CLAIMS:
        module, function = place.split(":")
        yield from getattr(import_module(module), function)()
