"""Intervals that hold what they promise: conformalised quantile regression, calibrated online on what is known by then.

A network's quantiles hold less than they should, since they were fitted to the values that taught. How far outside of
its interval a value came to lie (inside: below 0) is its score; the interval of a new forecast is widened (or narrowed)
by one of the scores of forecasts before it, none of which taught:

    E_{s,h}  = max(low_{s,h} - y_{s+h}, y_{s+h} - high_{s,h})
    Q_{t,h}  = the ⌈(n+1)(1-α)⌉-th smallest of E_{s,h}, s + h ≤ t: of the n last ones whose value was known at t
    interval = low_{t,h} - Q_{t,h} … high_{t,h} + Q_{t,h}

Were forecasts exchangeable, it would hold 1-α to 1-α + 1/(n+1) of what comes. Those of a series are not: seasons and
cycles come and go. So only the last `WINDOW` scores of each step ahead count, and α itself follows what the intervals
missed as soon as that is known, h steps later:

    α_{t+1,h} = α_{t,h} + γ (α - miss_{t+1-h,h}),    miss_{s,h} = 1 where E_{s,h} > Q_{s,h}, else 0;  α_{0,h} = α

Over a long time the intervals miss α of the values, whatever the series does. Where α_{t,h} asks for more than the
largest score, or less than the smallest, that one is taken: nothing is known beyond them.

Sources: Y. Romano, E. Patterson, E. Candès, "Conformalized Quantile Regression", NeurIPS 2019 (score and rank);
I. Gibbs, E. Candès, "Adaptive Conformal Inference Under Distribution Shift", NeurIPS 2021 (α, and γ = 0.005).
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ...cells.arrays import Array

WINDOW = 60
"""Most scores that an interval is calibrated on. What n exchangeable ones hold spreads by √(α (1-α) / (n+2)): 0.05."""
FEWEST = 20
"""Fewest, where that is 0.09: with fewer a forecast is not calibrated."""
GAMMA = 0.005
"""γ."""


def conformity_scores(low: Array, high: Array, came: Array) -> Array:
    """E of intervals and the values that came; NaN where a value is not known."""
    return np.asarray(np.maximum(low - came, came - high))


def rank(count: int | Array, alpha: float | Array) -> Array:
    """⌈(n+1)(1-α)⌉, the place of the score that is taken among n, from 1; above n it is none of them."""
    return np.asarray(np.ceil(np.round((np.asarray(count) + 1) * (1 - np.asarray(alpha)), 9)), int)


@dataclass(frozen=True)
class Calibration:
    """The scores of forecasts from starting points that follow one another, and what they say of each of them.

    scores: E, (N, H): row s is of the forecast behind value `first` + s; NaN where the value is missing or yet to come
    alpha:  the share that intervals may miss
    """

    scores: Array
    first: int
    alpha: float

    @cached_property
    def known(self) -> Array:
        """The last `WINDOW` scores that are known at each starting point, (N + 1, WINDOW, H); NaN: fewer are.

        Behind the last row comes a forecast of which no score is known yet.
        """
        count, horizon = self.scores.shape
        windows = np.full((count + 1, WINDOW, horizon), np.nan)
        for h in range(1, horizon + 1):
            before = np.concatenate([np.full(WINDOW + h - 1, np.nan), self.scores[:, h - 1]])
            windows[:, :, h - 1] = np.lib.stride_tricks.sliding_window_view(before, WINDOW)[: count + 1]
        return windows

    @cached_property
    def counts(self) -> Array:
        """n, how many scores each forecast is calibrated on, (N + 1, H)."""
        return np.asarray(np.isfinite(self.known).sum(axis=1))

    @cached_property
    def levels(self) -> Array:
        """α_{t,h}, (N + 1, H): what each interval may miss, after what those before it did miss."""
        horizon = self.scores.shape[1]
        below = (self.known[:-1] < self.scores[:, None]).sum(axis=1)  # E > Q: the rank of Q or more of them lie below
        judged = np.isfinite(self.scores) & (self.counts[:-1] >= FEWEST)
        steps = np.arange(horizon)
        levels = np.full((len(self.scores) + 1, horizon), self.alpha)
        for t in range(len(self.scores)):
            row = np.maximum(t - steps, 0)  # that of the forecast whose value is known at t + 1, h steps ahead of it
            fitting = (t >= steps) & judged[row, steps]
            count = self.counts[row, steps]
            missed = below[row, steps] >= rank(count, levels[row, steps]).clip(1, np.maximum(count, 1))
            levels[t + 1] = levels[t] + GAMMA * np.where(fitting, self.alpha - missed, 0)
        return levels

    def corrections(self, origins: Array) -> tuple[Array, Array]:
        """Q of the forecasts behind the values `origins`, (B, H), and n; NaN where fewer than `FEWEST` are known."""
        rows = np.maximum(
            np.asarray(origins) - self.first, 0
        )  # before the first nothing is known, and at it nothing yet
        count = self.counts[rows]
        place = rank(count, self.levels[rows]).clip(1, np.maximum(count, 1)) - 1
        ascending = np.sort(self.known[rows], axis=1)  # NaN last
        taken = np.take_along_axis(ascending, place[:, None], axis=1)[:, 0]
        return np.where(count >= FEWEST, taken, np.nan), count


def calibrated(forecast: Array, corrections: Array) -> Array:
    """low, median, high, (…, 3), with corrections, (…); where one is NaN the interval stays. The median lies in it."""
    low, median, high = np.moveaxis(forecast, -1, 0)
    wider = np.where(np.isfinite(corrections), corrections, 0)
    return np.stack([np.minimum(low - wider, median), median, np.maximum(high + wider, median)], axis=-1)
