"""A series: numbers at equal distances in time, what each is called, how long a season is, and where the future begins.

Three fifths teach, then a stretch is for validation (and calibrates intervals), and the last quarter is held out: it is
forecast and never learned from, neither by a network nor by the scale of its inputs. The season is that of all values:
one whole number, part of what is known of a series before anything learns from it, and the reader may set it.
"""

import json
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TypedDict

import numpy as np

from ...cells.arrays import Array

FILE = Path(__file__).with_name("series.json")
UNSEASONAL = 24
"""Values that the mean of a series without a season runs over."""


@dataclass(frozen=True)
class Series:
    """A series of N values.

    values: y_1 … y_N, (N,) float64; one that is missing has the value before it
    known:  which were there, (N,) of bool
    labels: what each is called, and then what the values to come are called, as far as that is known
    season: m, steps in a season; 1: none
    """

    values: Array
    known: Array
    labels: tuple[str, ...]
    season: int
    unit: str = ""
    source: str = ""

    @property
    def split(self) -> int:
        """How many values, from the first, teach."""
        return 3 * len(self.values) // 5

    @property
    def held_out_from(self) -> int:
        """The first value, from 0, that is held out; from `split` to before it values are for validation."""
        return 3 * len(self.values) // 4

    @cached_property
    def truth(self) -> Array:
        """y with NaN where a value is missing: what a forecast is held against."""
        return np.where(self.known, self.values, np.nan)

    @property
    def span(self) -> int:
        """P, how many values the running mean that inputs are measured from goes over: a season."""
        return self.season if self.season > 1 else min(UNSEASONAL, self.split // 3)

    def label(self, index: int) -> str:
        """What value `index` (from 0) is called; beyond the last known name "+1", "+2", …"""
        if index < len(self.labels):
            return self.labels[index]
        return f"+{index - len(self.values) + 1}"


class Shipped(TypedDict):
    """A series as its file has it."""

    start: str
    unit: str
    source: str
    season: int
    every: int
    values: list[float]


@lru_cache(maxsize=1)
def shipped() -> dict[str, Shipped]:
    """The series that ship, as `scripts.data.forecast` wrote them."""
    return dict(json.loads(FILE.read_text("utf-8")))


@lru_cache(maxsize=8)
def shipped_series(name: str, further: int) -> Series:
    """One of them, with the dates of its values and of `further` that come after them."""
    entry = shipped()[name]
    values = np.array(entry["values"])
    dates = np.datetime64(entry["start"]) + np.arange(len(values) + further)  # "1958-03" counts in months
    return Series(
        values=values,
        known=np.full(values.shape, True),
        labels=tuple(str(date) for date in dates),
        season=entry["season"],
        unit=entry["unit"],
        source=entry["source"],
    )
