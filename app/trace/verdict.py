"""The verdict: does the gradient of the last loss vanish, stay or explode on its way back?"""

from dataclasses import dataclass

import numpy as np

from app.bptt.norms import NAN, OK, OVERFLOW, ZERO, LogNorms, with_status
from app.cells.base import Array
from app.trace.document import about
from app.trace.run import Run

STABLE_WITHIN = 0.03
"""Decades per step. At 0.03 a gradient changes by a factor of 1000 over 100 steps."""

FLOORS = {
    name: float(np.log10(np.finfo(name).smallest_subnormal.astype(np.float64))) for name in ("float32", "float16")
}
"""log10 of the smallest positive number of each precision."""


@dataclass(frozen=True)
class Verdict:
    """What the sentence at the top of the page says. It is about ‖∂L_T/∂h_t‖, the gradient of the last step's loss."""

    kind: str = about("vanishing, stable, exploding, or none where the last loss sends no gradient at all")
    rate: float = about("slope of log10 ‖∂L_T/∂h_t‖ going back in time, over `lag` steps", unit="decades per step")
    lag: int = about("how many steps back the norm is still an ordinary number", unit="steps")
    kept: LogNorms = about("‖∂L_T/∂h_{T-lag}‖ / ‖∂L_T/∂h_T‖, the fraction of the gradient that is left there")
    below_thousandth: int | None = about("the first step, going back, where the norm is below 10⁻³ of its value at T")
    below_float32: int | None = about("the first step, going back, where the norm is below what float32 can hold")
    below_float16: int | None = about("the first step, going back, where the norm is below what float16 can hold")
    first_zero: int | None = about("the first step, going back, where the norm is exactly zero")
    first_overflow: int | None = about("the first step, going back, where the norm has overflowed")
    first_nan: int | None = about("the first step, going back, where the norm is not a number")


def first_back(where: Array) -> int | None:
    """The step, counted from 1, where `where` (T,) is first true going back from T; None if nowhere."""
    steps = np.flatnonzero(where)
    return int(steps[-1]) + 1 if steps.size else None


def judge(norms: LogNorms) -> Verdict:
    """Judge log10 ‖∂L_T/∂h_t‖, t = 1 … T.

    The rate is measured between T and the earliest step that is reached with ordinary numbers only. Beyond
    ±`STABLE_WITHIN` decades per step it is called exploding or vanishing; a gradient that overflows or turns into NaN
    on the way has exploded.
    """
    log10, status = norms
    steps = len(log10)
    broken = np.flatnonzero(status != OK)
    lag = steps - 1 - int(broken[-1]) - 1 if broken.size else steps - 1
    change = float(log10[steps - 1 - lag] - log10[-1]) if lag >= 0 else -np.inf
    rate = change / lag if lag > 0 else 0.0
    if lag < 0:
        kind = "none" if status[-1] == ZERO else "exploding"
    elif broken.size and status[broken[-1]] in (OVERFLOW, NAN):
        kind = "exploding"
    else:
        kind = "vanishing" if rate < -STABLE_WITHIN else "exploding" if rate > STABLE_WITHIN else "stable"
    below = log10 - log10[-1] < -3.0 if status[-1] == OK else np.zeros(steps, bool)
    return Verdict(
        kind=kind,
        rate=rate,
        lag=max(lag, 0),
        kept=with_status(np.array(change)),
        below_thousandth=first_back(below),
        below_float32=first_back(log10 < FLOORS["float32"]),
        below_float16=first_back(log10 < FLOORS["float16"]),
        first_zero=first_back(status == ZERO),
        first_overflow=first_back(status == OVERFLOW),
        first_nan=first_back(status == NAN),
    )


def verdict(run: Run) -> Verdict:
    """The verdict on a run."""
    return judge(run.last_loss)
