"""Norms as base-10 logarithms with a status: the one place that decides what a norm that is not an ordinary number is.

A gradient of 10^-300 squared is zero in float64, and one of 10^200 squared is infinite, so a norm is taken of the array
divided by its largest entry: log10 ‖x‖ = log10 max|x| + log10 ‖x / max|x|‖, in float64 whatever the array's own type.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from ..cells.arrays import Array

STATUSES = ("ok", "zero", "overflow", "nan")
OK, ZERO, OVERFLOW, NAN = range(len(STATUSES))
SAFE = (1e-280, 1e280)
"""Sums of squares in between were made without underflow that matters, and without overflow; NaN is in no interval."""


class LogNorms(NamedTuple):
    """log10: log10 ‖·‖, -inf where it is zero, +inf where it overflowed, NaN; status: codes into STATUSES, uint8."""

    log10: Array
    status: Array


@np.errstate(all="ignore")
def log_norms(x: Array, axes: tuple[int, ...]) -> LogNorms:
    """The Euclidean (Frobenius) norm over the last `axes`, as a logarithm, for each index of the others.

    An infinite entry is an overflow; a NaN is a NaN, even beside infinities (it came from inf - inf or 0 · inf).
    """
    x = x.astype(np.float64, copy=False)
    squares = np.asarray((x * x).sum(axis=axes))
    if squares.min() > SAFE[0] and squares.max() < SAFE[1]:  # nearly always: nothing to rescue, half the time
        return LogNorms(0.5 * np.log10(squares), np.zeros(squares.shape, np.uint8))
    if squares.max() < SAFE[1] and not x[squares <= SAFE[0]].any():  # the others are exactly zero
        return with_status(0.5 * np.log10(squares))
    magnitude = np.abs(x)
    peak = magnitude.max(axis=axes, keepdims=True)  # NaN where any entry is
    scale = np.where((peak > 0) & np.isfinite(peak), peak, 1.0)
    scaled = magnitude / scale
    root = np.sqrt((scaled * scaled).sum(axis=axes))
    peak = np.squeeze(peak, axis=axes)
    log10 = np.log10(np.squeeze(scale, axis=axes)) + np.log10(root)
    return with_status(np.where(np.isnan(peak), np.nan, np.where(np.isinf(peak), np.inf, log10)))


def with_status(log10: Array) -> LogNorms:
    """The status that goes with logarithms already taken."""
    status = np.full(log10.shape, OK, np.uint8)
    status[np.isneginf(log10)] = ZERO
    status[np.isposinf(log10)] = OVERFLOW
    status[np.isnan(log10)] = NAN
    return LogNorms(log10, status)


@np.errstate(all="ignore")
def root_of_squares(parts: Sequence[LogNorms]) -> LogNorms:
    """The norm of parts of a vector together, log10 √(Σ ‖part‖²), from their norms of one shape."""
    if len(parts) == 1:
        return parts[0]
    log10 = np.array([part.log10 for part in parts])
    peak = log10.max(axis=0)  # NaN where any is
    if not any(part.status.any() for part in parts):  # nearly always: ordinary numbers
        return LogNorms(peak + 0.5 * np.log10((10.0 ** (2 * (log10 - peak))).sum(axis=0)), parts[0].status)
    scale = np.where(np.isfinite(peak), peak, 0.0)
    together = scale + 0.5 * np.log10((10.0 ** (2 * (log10 - scale))).sum(axis=0))
    return with_status(np.where(np.isfinite(peak), together, peak))


def together_and_each(parts: Sequence[LogNorms]) -> LogNorms:
    """The norm of parts of a vector together, and below it that of each: n of (T,) give (1 + n, T)."""
    return LogNorms(*(np.stack(arrays) for arrays in zip(root_of_squares(parts), *parts, strict=True)))


def concatenate_norms(parts: Sequence[LogNorms]) -> LogNorms:
    """Norms of parts of a sequence, one after the other; time is the last axis."""
    if len(parts) == 1:
        return parts[0]
    return LogNorms(*(np.concatenate(arrays, axis=-1) for arrays in zip(*parts, strict=True)))


@np.errstate(all="ignore")
def angle_between(u: Array, v: Array) -> float:
    """The angle of two vectors of the same length, neither of them zero, in degrees, 0 … 180.

    With û and v̂ the two at length 1:  2 · atan2(‖û - v̂‖, ‖û + v̂‖)

    The cosine of a small angle is 1 to the last digit from 10⁻⁸ down, and what its arccos gives is noise; this is
    right to 10⁻¹⁶ at any angle.

    Source: W. Kahan, "How Futile are Mindless Assessments of Roundoff in Floating-Point Computation?" (2006).
    """
    u, v = u / np.abs(u).max(), v / np.abs(v).max()  # squares of 10⁻³⁰⁰ and of 10²⁰⁰ are not numbers of use
    u, v = u / np.linalg.norm(u), v / np.linalg.norm(v)
    return float(np.degrees(2 * np.arctan2(np.linalg.norm(u - v), np.linalg.norm(u + v))))
