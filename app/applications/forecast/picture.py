"""What the page draws of a forecast, as plain data and arrays."""

import numpy as np

from ...cells.arrays import Array
from . import accuracy
from .answer import Errors, ForecastAnswer, IntervalCalibration
from .windows import Windows


def picture(
    windows: Windows,
    forecast: Array,
    values_read: range,
    *,
    series: str,
    levels: tuple[float, ...],
    calibration: IntervalCalibration,
    longest: int,
    influence: Array,
) -> ForecastAnswer:
    """The values that were `read` (from 0), the forecast behind the last of them, and what it is to be compared with.

    forecast: low, median and high of the next values, (h, 3); the others are fields of the answer
    """
    values, horizon, last = windows.series, len(forecast), values_read[-1]
    origin = np.array([last])
    naive = accuracy.naive(values, origin, horizon)[0]
    seasonal = accuracy.seasonal_naive(values, origin, horizon)[0]
    came = windows.ahead[last, :horizon]
    known = np.isfinite(came)

    def error(of: Array) -> float:
        return float(np.abs(of - came)[known].mean())

    return ForecastAnswer(
        series=series,
        unit=values.unit,
        source=values.source,
        season=values.season,
        count=len(values.values),
        split=values.split,
        labels=tuple(values.label(index) for index in values_read),
        values=values.values[values_read.start : values_read.stop],
        future_labels=tuple(values.label(last + step) for step in range(1, horizon + 1)),
        # numbers to be read: an array of two axes is sent as roughly as its colours are
        forecast=tuple(map(tuple, forecast.tolist())),
        actual=values.values[last + 1 : last + 1 + horizon],
        naive=naive,
        seasonal=seasonal,
        errors=Errors(error(forecast[:, 1]), error(naive), error(seasonal)) if known.any() else None,
        held_out=last >= values.held_out_from - 1,
        levels=levels,
        calibration=calibration,
        longest=longest,
        influence=influence,
    )


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
