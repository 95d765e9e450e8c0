"""What the page draws of a forecast, as plain data and arrays. NaN in what came: missing, or not there yet."""

from typing import Any

import numpy as np

from app.applications.forecast import accuracy
from app.applications.forecast.windows import Windows
from app.cells.base import Array


def whole(windows: Windows) -> dict[str, Any]:
    """The whole series, and between which of its values a forecast may start.

    A start is how many values have been read, `first` … `last`; from `split` on a forecast is of held-out values.
    """
    series = windows.series
    return {
        "whole": series.truth.astype(np.float32),
        "ends": [series.label(0), series.label(len(series.values) - 1)],
        "first": windows.first + 1,
        "last": len(series.values),
        "split": series.split,
        "longest": windows.horizon,
        "season": series.season,
        "unit": series.unit,
        "source": series.source,
    }


def ahead(windows: Windows, forecast: Array, last: int) -> dict[str, Any]:
    """The forecast behind value `last` (from 0) beside what came and what needs no network.

    forecast: low, median and high of the next values, (h, 3)
    """
    series, horizon = windows.series, len(forecast)
    came = windows.ahead[last, :horizon]
    low, median, high = forecast.T
    origin = np.array([last])
    drawn = {
        "median": median,
        "naive": accuracy.naive(series, origin, horizon)[0],
        "seasonal": accuracy.seasonal_naive(series, origin, horizon)[0],
    }
    known = np.isfinite(came)
    return {
        **drawn,
        "low": low,
        "high": high,
        "came": came,
        "ahead": [series.label(last + step) for step in range(1, horizon + 1)],
        "horizon": horizon,
        "errors": {
            name: float(np.abs(one - came)[known].mean()) if known.any() else None for name, one in drawn.items()
        },
        "inside": int(((low <= came) & (came <= high)).sum()),
        "known": int(known.sum()),
        "held_out": last >= series.split - 1,
    }


def influence(d_x: Array, span: int, focus: int) -> Array:
    """∂ŷ_{u+h}/∂y_t of every value y_t that was read, (T,): how far a forecast moves when that value moves by one.

        ŷ_{u+h} = y_u + s z,    x_τ = (y_τ - mean of y_{τ-P+1} … y_τ) / s,    g_τ = ∂z/∂x_τ
        ∂ŷ/∂y_t = [t = u] + g_t - 1/P Σ_{τ=t}^{t+P-1} g_τ

    The naive forecast has 1 at u and 0 elsewhere, the seasonal one 1 a season before what is forecast.

    d_x: g, (T,); span: P; focus: u, from 1.
    """
    g = d_x.astype(np.float64)
    later = np.concatenate([np.cumsum(g[::-1])[::-1], np.zeros(span)])  # g_t + … + g_T
    moved = g - (later[: len(g)] - later[span : span + len(g)]) / span
    moved[focus - 1] += 1
    return np.asarray(moved)
