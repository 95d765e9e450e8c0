"""The first number that is not finite: where a run that explodes first left the range of its precision."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from ..cells.arrays import Array
from .norms import OVERFLOW, LogNorms


@dataclass(frozen=True)
class NonFinite:
    """quantity: "h", "c", "y", "L", "d_h", a parameter, or one with "d_" before it; step: t from 1, or None."""

    quantity: str
    step: int | None


def first_in_time(quantities: Iterable[tuple[str, Array]], before: int = 0) -> NonFinite | None:
    """Of arrays (T, …) with their names, the first in time that is not finite; its step comes after `before` others."""
    pairs = list(quantities)
    if all(np.isfinite(values.sum()) for _, values in pairs):
        return None  # nearly always: one pass, and a sum hides no infinity and no NaN
    candidates = [
        (int(np.flatnonzero(wrong)[0]), name)
        for name, values in pairs
        if (wrong := ~np.isfinite(values.reshape(len(values), -1)).all(axis=1)).any()
    ]
    if not candidates:  # the sum alone overflowed
        return None
    step, name = min(candidates, key=lambda place: place[0])
    return NonFinite(name, before + step + 1)


def time_reversed(non_finite: NonFinite | None, steps: int) -> NonFinite | None:
    """What a layer met that reads from the end, at the step where it stands."""
    return non_finite and NonFinite(non_finite.quantity, non_finite.step and steps + 1 - non_finite.step)


def earlier(first: NonFinite | None, other: NonFinite | None) -> NonFinite | None:
    """That of the earlier step; of the same step the first."""
    if first is None or other is None:
        return first or other
    return other if (other.step or 0) < (first.step or 0) else first


def first_going_back(norms: LogNorms, gradients: Mapping[str, Array]) -> NonFinite | None:
    """The first on the way back: log10 ‖∂L/∂h_t‖ from T down, then the parameters' gradients."""
    wrong = np.flatnonzero(norms.status >= OVERFLOW)
    if wrong.size:
        return NonFinite("d_h", int(wrong[-1]) + 1)
    name = first_parameter(gradients)
    return NonFinite(f"d_{name}", None) if name else None


def first_parameter(arrays: Mapping[str, Array]) -> str | None:
    """The name of the first array that is not finite everywhere."""
    return next((name for name, values in arrays.items() if not np.isfinite(values).all()), None)
