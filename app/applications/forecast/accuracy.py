"""Forecasts that need no network, and how far a forecast is better than they are.

    naive            ŷ_{t+h} = y_t                        it will be as it is
    seasonal naive   ŷ_{t+h} = y_{t+h-km}, k = ⌈h/m⌉      it will be as it was a season ago
    scaled error     MAE / MAE of such a forecast, at the same starting points, the same number of steps ahead
    MASE             MAE / (1/(n-m) Σ_{t=m+1}^n |y_t - y_{t-m}|)

Hyndman and Koehler divide by the error that the (seasonal) naive makes on the n values that teach, one season ahead, so
that errors of different series can be compared; whatever h is, 1 is an error one season ahead. The scaled error is held
against the very same forecasts: below 1 the network is better than that naive, and nothing else is said.

Source: R. J. Hyndman, A. B. Koehler, "Another look at measures of forecast accuracy", International Journal of
Forecasting 22 (2006).
"""

import numpy as np

from ...cells.arrays import Array
from ..interval import of_ratio
from .series import Series


def naive(series: Series, origins: Array, horizon: int) -> Array:
    """The last value again, (B, H), for forecasts that start behind the values `origins` (from 0), (B,)."""
    return np.repeat(series.values[origins][:, None], horizon, axis=1)


def seasonal_naive(series: Series, origins: Array, horizon: int) -> Array:
    """The value a season before, (B, H): of the last whole season that is known. Without a season it is the naive."""
    ahead = np.arange(1, horizon + 1)
    back = np.ceil(ahead / series.season).astype(int) * series.season
    return np.asarray(series.values[np.asarray(origins)[:, None] + ahead - back])


def absolute_error(misses: Array) -> Array:
    """Mean over the starting points of |ŷ - y|, by steps ahead: (B, H) → (H,). Where it is NaN nothing is compared."""
    known = np.isfinite(misses)
    return np.asarray(np.where(known, misses, 0).sum(axis=0) / np.maximum(known.sum(axis=0), 1))


def by_forecast(misses: Array) -> Array:
    """What each forecast adds to the mean over the steps of `absolute_error`, (B, H) → (B,)."""
    known = np.isfinite(misses)
    return np.asarray((np.where(known, misses, 0) / np.maximum(known.sum(axis=0), 1)).mean(axis=1))


def scaled(error: float, of: float) -> float:
    """An error as a multiple of another; two errors of zero are equal."""
    if of > 0:
        return error / of
    return 1.0 if error == 0 else float("inf")


def mase(error: float, series: Series) -> float:
    """Hyndman and Koehler's MASE of a mean absolute error; m = 1 where the series has no season."""
    taught = series.values[: series.split]
    return scaled(error, float(np.abs(taught[series.season :] - taught[: -series.season]).mean()))


def inside(low: Array, high: Array, came: Array) -> Array:
    """1 where a value came to lie in its interval, 0 where not, NaN where it is not known: (B, H)."""
    return np.where(np.isfinite(came), ((low <= came) & (came <= high)).astype(float), np.nan)


def coverage(inside: Array) -> float:
    """The part of the values that came to lie in their interval, among those that are known."""
    known = np.isfinite(inside)
    return float(inside[known].mean()) if known.any() else float("nan")


def coverage_interval(inside: Array) -> tuple[float, float]:
    """Its 95 % interval, by blocks as long as a forecast: those that start near each other miss the same values."""
    known = np.isfinite(inside)
    return of_ratio(np.where(known, inside, 0).sum(axis=1), known.sum(axis=1), block=inside.shape[1])
