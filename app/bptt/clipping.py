"""Gradient clipping: by the norm of all parameters together, or entry by entry.

Source: R. Pascanu, T. Mikolov, Y. Bengio, "On the difficulty of training recurrent neural networks" (2013);
T. Mikolov, thesis (2012), for clipping by value.
"""

from dataclasses import dataclass

import numpy as np

from ..cells.arrays import Array
from ..cells.base import Params
from .norms import OK, LogNorms, log_norms

MODES = ("none", "norm", "value")
PYTORCH_EPSILON = 1e-6


@dataclass(frozen=True)
class Clipped:
    """params: the gradients after clipping; before: the norm of all of them before; factor: what they were multiplied
    by (1 = untouched; for clipping by value the ratio of the norms after and before); changed: the fraction of entries
    that are not what they were.
    """

    params: dict[str, Array]
    before: LogNorms
    factor: float
    changed: float


def global_norm(gradients: Params) -> LogNorms:
    """log10 of the norm of all gradients as one long vector, a 0-dimensional `LogNorms`."""
    return log_norms(np.concatenate([g.astype(np.float64).ravel() for g in gradients.values()]), (0,))


@np.errstate(all="ignore")
def clip(gradients: Params, mode: str, threshold: float) -> Clipped:
    """Clip the gradients of all parameters.

    norm:  g ← g · min(1, θ / (‖g‖ + 10⁻⁶)), ‖g‖ over all parameters together: the direction is kept. The 10⁻⁶ is
           that of PyTorch's `clip_grad_norm_`; the papers have none
    value: g_ij ← min(θ, max(-θ, g_ij)): the direction is not kept
    none:  nothing

    A norm that overflowed or is NaN cannot be clipped by norm (θ / inf = 0 would hide it as a zero gradient, and
    inf · 0 is NaN): the gradients are given back as they are, so that the page shows what happened. Clipping by value
    brings infinities back to ±θ and leaves NaN.
    """
    before = global_norm(gradients)
    if mode == "norm":
        factor = 1.0
        if before.status == OK:
            # log(‖g‖ + 10⁻⁶) from log ‖g‖, which may be beyond what ‖g‖ itself can be
            guarded = np.logaddexp(before.log10 * np.log(10), np.log(PYTORCH_EPSILON))
            factor = float(min(1.0, np.exp(np.log(threshold) - guarded)))
        # in float64: a factor of 10^-9 is zero in float16, but a gradient of 10^4 times it is not
        scaled = {
            name: g if factor == 1.0 else (g.astype(np.float64) * factor).astype(g.dtype)
            for name, g in gradients.items()
        }
        return Clipped(scaled, before, factor, float(factor != 1.0))
    if mode == "value":
        clipped = {name: np.clip(g, -threshold, threshold).astype(g.dtype) for name, g in gradients.items()}
        entries = sum(g.size for g in gradients.values())
        outside = sum(int((np.abs(g) > threshold).sum()) for g in gradients.values())
        factor = float(10.0 ** (global_norm(clipped).log10 - before.log10)) if before.status == OK else 1.0
        return Clipped(clipped, before, factor, outside / entries)
    return Clipped(dict(gradients), before, 1.0, 0.0)
