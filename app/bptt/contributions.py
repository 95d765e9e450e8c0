"""The gradient of a shared weight, step by step: ∂L/∂W = Σ_t G_t, and the sum as it runs from T down to t."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from ..cells.arrays import Array
from .backward import Gradients
from .norms import LogNorms, log_norms
from .unroll import Tape

WEIGHTS = ("W_hh", "W_xh")


class Contributions(NamedTuple):
    """norm: ‖G_t‖, (T,); running: ‖Σ_{s≥t} G_s‖, (T,); share: ⟨G_t, G⟩ / ‖G‖², signed, sums to 1, (T,)."""

    norm: LogNorms
    running: LogNorms
    share: Array


def matrices(tape: Tape, gradients: Gradients, weight: str) -> Iterator[Array]:
    """G_T, G_{T-1}, …, G_1, the contribution of each step to ∂L/∂W, one (G·H, ·) matrix at a time."""
    factors = tape.cell.factors(weight, tape, gradients)
    for t in range(tape.steps, 0, -1):
        parts = [left[t - 1].T @ right[t - 1] for left, right in factors]  # Σ_b left[t, b] ⊗ right[t, b]
        yield parts[0] if len(parts) == 1 else np.concatenate(parts)


@np.errstate(all="ignore")
def contributions(tape: Tape, gradients: Gradients, weight: str) -> Contributions:
    """Norms and shares of every step's contribution, and the norm of the running sum, for one weight matrix.

    Only one running matrix is kept, so the memory is that of the gradient itself and not T times as much. Sums in
    float64.
    """
    total = gradients.params[weight].astype(np.float64)
    peak = float(np.abs(total).max())
    unit = total / peak if peak > 0 else total  # so that a gradient of 10^-200 still has a square
    norms, running, share = [], [], []
    sum_so_far = np.zeros_like(total)
    for contribution in matrices(tape, gradients, weight):
        g = contribution.astype(np.float64, copy=False)
        sum_so_far += g
        norms.append(log_norms(g, (0, 1)))
        running.append(log_norms(sum_so_far, (0, 1)))
        share.append(float(np.vdot(g, unit)))
    whole = peak * float(np.vdot(unit, unit))
    return Contributions(
        LogNorms(*(np.array(values[::-1]) for values in zip(*norms, strict=True))),
        LogNorms(*(np.array(values[::-1]) for values in zip(*running, strict=True))),
        np.array(share[::-1]) / (whole if whole > 0 else 1.0),
    )
