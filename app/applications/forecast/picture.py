"""What the page draws of a forecast, as plain data and arrays."""

from typing import Any

import numpy as np

from ...cells.base import Array
from . import accuracy
from .windows import Windows


def picture(windows: Windows, forecast: Array, read: range) -> dict[str, Any]:
    """The values that were `read` (from 0), the forecast behind the last of them, and what it is to be compared with.

    forecast: low, median and high of the next values, (h, 3)
    actual:   what came of them, as far as the series goes, and so h values or fewer
    errors:   mean absolute errors where a value was known; None where none was
    held_out: whether all that is forecast lies behind what teaches
    """
    series, horizon, last = windows.series, len(forecast), read[-1]
    origin = np.array([last])
    naive = accuracy.naive(series, origin, horizon)[0]
    seasonal = accuracy.seasonal_naive(series, origin, horizon)[0]
    came = windows.ahead[last, :horizon]
    rivals = {"network": forecast[:, 1], "naive": naive, "seasonal": seasonal}
    known = np.isfinite(came)
    errors = {name: float(np.abs(one - came)[known].mean()) for name, one in rivals.items()} if known.any() else None
    return {
        "unit": series.unit,
        "source": series.source,
        "season": series.season,
        "count": len(series.values),
        "split": series.split,
        "labels": [series.label(index) for index in read],
        "values": series.values[read.start : read.stop],
        "future_labels": [series.label(last + step) for step in range(1, horizon + 1)],
        "forecast": forecast.tolist(),  # numbers to be read: an array of two axes is sent as roughly as its colours are
        "actual": series.values[last + 1 : last + 1 + horizon],
        "naive": naive,
        "seasonal": seasonal,
        "errors": errors,
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
