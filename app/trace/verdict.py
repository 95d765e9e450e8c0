"""The verdict: does the gradient of the last loss vanish, stay or explode on its way back?"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np

from ..bptt.norms import NAN, OK, OVERFLOW, ZERO, LogNorms, with_status
from ..cells.arrays import Array
from ..document import about
from .layer import TracedLayer

STABLE_WITHIN = 0.03
"""Decades per step. At 0.03 a gradient changes by a factor of 1000 over 100 steps."""

DECADES_KEPT = 2.0
"""However slowly: a gradient that has changed by more than a factor of 100 on its way is not stable."""

NO_TREND = float(np.log10(2))
"""However fast: less than a factor of two, over a step or two, is neither vanishing nor exploding."""

FLOORS = {
    name: float(np.log10(np.finfo(name).smallest_subnormal.astype(np.float64))) for name in ("float32", "float16")
}
"""log10 of the smallest positive number of each precision."""


Kind: TypeAlias = Literal["vanishing", "stable", "exploding", "none"]


@dataclass(frozen=True)
class Verdict:
    """What the sentence at the top of the page says. It is about ‖∂L_T/∂h_t‖, the gradient of the last step's loss.

    Beyond a cut of truncation nothing is said: what is cut has not vanished, and has no size.
    """

    kind: Kind = about("vanishing, stable, exploding, or none where the last loss sends no gradient at all")
    rate: float = about("slope of log10 ‖∂L_T/∂h_t‖ going back in time, over `lag` steps", unit="decades per step")
    lag: int = about("how many steps back the norm is an ordinary number (1 if it is zero there)", unit="steps")
    kept: LogNorms = about("‖∂L_T/∂h_{T-lag}‖ / ‖∂L_T/∂h_T‖, the fraction of the gradient that is left there")
    below_thousandth: int | None = about("the first step, going back, where the norm is below 10⁻³ of its value at T")
    below_float32: int | None = about("the first step, going back, where the norm is below what float32 can hold")
    below_float16: int | None = about("the first step, going back, where the norm is below what float16 can hold")
    first_zero: int | None = about("the first step, going back, where the norm is exactly zero")
    first_overflow: int | None = about("the first step, going back, where the norm has overflowed")
    first_nan: int | None = about("the first step, going back, where the norm is not a number")
    cut: int | None = about("the first step, going back, that truncation lets nothing through to")


def first_back(where: Array) -> int | None:
    """The step, counted from 1, where `where` (T,) is first true going back from T; None if nowhere."""
    steps = np.flatnonzero(where)
    return int(steps[-1]) + 1 if steps.size else None


def verdict_of(norms: LogNorms, window: int = 0) -> Verdict:
    """The verdict on log10 ‖∂L_T/∂h_t‖, t = 1 … T.

    The rate is measured between T and the earliest step that is reached with ordinary numbers only. Beyond
    ±`STABLE_WITHIN` decades per step, or ±`DECADES_KEPT` in all, it is called exploding or vanishing, unless it is less
    than a factor of two (`NO_TREND`); a gradient that overflows or turns into NaN on the way has exploded, and one that
    is exactly zero from some step on has vanished, unless it is a truncation `window` of that many steps (0 = none)
    that ends there.
    """
    log10, status = norms
    steps = len(log10)
    broken = np.flatnonzero(status != OK)
    earliest = int(broken[-1]) + 1 if broken.size else 0  # index of the earliest step reached with ordinary numbers
    lag = steps - 1 - earliest
    end = int(status[earliest - 1]) if earliest else OK
    cut = earliest if end == ZERO and lag + 1 == window > 0 else None
    if cut:
        end = OK
    change = float(log10[earliest] - log10[-1]) if lag >= 0 else -np.inf if end == ZERO else np.nan
    if lag == 0 and end == ZERO:
        lag, change = 1, -np.inf  # gone in a single step
    rate = change / lag if lag > 0 else 0.0
    kind: Kind
    if lag < 0 and end == ZERO:
        kind = "none"
    elif end in (OVERFLOW, NAN):
        kind = "exploding"
    elif end != ZERO and abs(change) <= (DECADES_KEPT if abs(rate) <= STABLE_WITHIN else NO_TREND):
        kind = "stable"
    else:
        kind = "exploding" if rate > 0 and end != ZERO else "vanishing"
    within = np.arange(steps) >= (cut or 0)
    below = log10 - log10[-1] < -3.0 if status[-1] == OK else np.zeros(steps, bool)
    return Verdict(
        kind=kind,
        rate=rate,
        lag=max(lag, 0),
        kept=with_status(np.array(change)),
        below_thousandth=first_back(within & below),
        below_float32=first_back(within & (log10 < FLOORS["float32"])),
        below_float16=first_back(within & (log10 < FLOORS["float16"])),
        first_zero=first_back(within & (status == ZERO)),
        first_overflow=first_back(within & (status == OVERFLOW)),
        first_nan=first_back(within & (status == NAN)),
        cut=cut,
    )


def verdict(layer: TracedLayer, last_loss: LogNorms | None = None) -> Verdict:
    """The verdict on a run, going back from the step that its last loss is of.

    last_loss: of the whole state, where the verdict is on all layers together and this is one of them
    The windows of truncation are counted from T: the one that this step lies in ends a part of a window before it.
    """
    norms = LogNorms(*(part[: layer.end] for part in last_loss or layer.last_loss))
    window = layer.passes.settings.truncate
    return verdict_of(norms, window and window - (layer.steps - layer.end) % window)
