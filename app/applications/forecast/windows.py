"""What a network reads of a series and what it is asked for, in numbers near 1 that have nothing of the future in them.

    x_t     = (y_t - mean of the last P values) / s        what it reads: how far a value lies from those of a season
    z_{t,h} = (y_{t+h} - y_t) / s,   h = 1 … H             what it says: how far the next H values lie from the last one

s is the root mean square of y_t less that mean over the part that teaches. With P a season the mean has no season left
in it and follows the trend; in the differences the trend is what they have in common. So a network that learned from
316 … 355 ppm of CO₂ reads 372 ppm as numbers that it knows.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ...bptt.examples import Examples
from ...cells.arrays import Array
from ..split import Part
from .series import Series

LONGEST = 24
"""H, values that are forecast at every step; fewer of a short series."""
STEPS = 72
"""T, values that a network reads before its forecast counts; fewer of a short series."""


@dataclass(frozen=True)
class Windows:
    """A series as a network sees it."""

    series: Series

    @property
    def horizon(self) -> int:
        """H."""
        return min(LONGEST, len(self.series.values) // 10)

    @property
    def steps(self) -> int:
        """T: of a short series two thirds of what there is room for, so that windows can differ."""
        room = self.series.split - self.first - self.horizon
        return min(STEPS, (2 * room + 2) // 3)

    @property
    def first(self) -> int:
        """The first value, from 0, that there is a mean for."""
        return self.series.span - 1

    @cached_property
    def distance(self) -> Array:
        """y_t less the mean of the last P values, itself among them, (N,); NaN before `first`."""
        y, span = self.series.values, self.series.span
        sums = np.cumsum(np.concatenate([[0.0], y - y[0]]))  # from the first value, so that nothing is lost to rounding
        mean = (sums[span:] - sums[:-span]) / span
        return np.concatenate([np.full(span - 1, np.nan), y[span - 1 :] - y[0] - mean])

    @cached_property
    def scale(self) -> float:
        """s, in the series' own unit."""
        return float(np.sqrt(np.mean(self.distance[self.first : self.series.split] ** 2))) or 1.0

    @cached_property
    def inputs(self) -> Array:
        """x_t, (N,)."""
        return self.distance / self.scale

    @cached_property
    def ahead(self) -> Array:
        """y_{t+h}, (N, H): what comes after each value; NaN where that is missing or not there yet."""
        beyond = np.concatenate([self.series.truth[1:], np.full(self.horizon, np.nan)])
        return np.lib.stride_tricks.sliding_window_view(beyond, self.horizon)

    @cached_property
    def targets(self) -> Array:
        """z_{t,h}, (N, H)."""
        return (self.ahead - self.series.values[:, None]) / self.scale

    @property
    def last_taught(self) -> int:
        """The last value, from 0, all of whose next H values teach."""
        return self.series.split - 1 - self.horizon

    def origins(self, part: Part) -> Array:
        """The values, from 0, that the forecasts of a part start behind: all H values that come are of that part.

        What a network reads before them may be of the part before: it is known when the forecast is made. A forecast
        whose values lie in two parts is in neither.
        """
        series = self.series
        first, end = {
            "training": (self.first + self.steps, series.split),
            "validation": (series.split, series.held_out_from),
            "held out": (series.held_out_from, len(series.values)),
        }[part]
        return np.arange(first - 1, end - self.horizon)

    def examples(self, ends: Array, steps: int, factors: Array | None = None) -> Examples:
        """Windows of `steps` values that end at `ends` (from 0), each times its factor; all of their losses count.

        inputs (T, B, 1), targets (T, B, H).
        """
        index = np.asarray(ends) + np.arange(1 - steps, 1)[:, None]  # (T, B)
        factors = np.ones(len(ends)) if factors is None else factors
        inputs = self.inputs[index] * factors
        targets = self.targets[index] * factors[:, None]
        return Examples(inputs[..., None], np.full(index.shape, True), targets, np.ones(index.shape))
