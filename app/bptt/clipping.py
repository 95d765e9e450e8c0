"""Gradient clipping: by the norm of all parameters together, or entry by entry.

Source: R. Pascanu, T. Mikolov, Y. Bengio, "On the difficulty of training recurrent neural networks" (2013);
T. Mikolov, thesis (2012), for clipping by value.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..cells.arrays import Array
from ..cells.parameters import Params
from .norms import NAN, OK, OVERFLOW, ZERO, LogNorms, angle_between, log_norms

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

    @cached_property
    def after(self) -> LogNorms:
        """The norm of all of them after it."""
        return global_norm(self.params) if self.changed else self.before


def as_vector(gradients: Params) -> Array:
    """All gradients as one long vector, in float64."""
    return np.concatenate([g.astype(np.float64).ravel() for g in gradients.values()])


def global_norm(gradients: Params) -> LogNorms:
    """log10 of the norm of all gradients as one long vector, a 0-dimensional `LogNorms`."""
    return log_norms(as_vector(gradients), (0,))


@np.errstate(all="ignore")
def clipping_angle(mode: str, gradients: Params, clipped: Clipped) -> float | None:
    """The angle in degrees by which clipping turned the gradient of all parameters as one long vector, 0 … 90.

    As `angle_between` has it. By norm one factor scales every entry, and without clipping nothing changes: 0 exactly,
    whatever rounding to a type of few bits does.

    Where one of the two is zero there is no angle: None. A gradient with an entry that is not finite has no direction
    that could turn: NaN.
    """
    if clipped.before.status in (OVERFLOW, NAN):
        return float("nan")
    if ZERO in (clipped.before.status, clipped.after.status):
        return None
    if mode != "value":
        return 0.0
    return angle_between(as_vector(gradients), as_vector(clipped.params))


@np.errstate(all="ignore")
def clip(gradients: Params, mode: str, threshold: float) -> Clipped:
    """Clip the gradients of all parameters.

    norm:  g ← g · min(1, θ / (‖g‖ + 10⁻⁶)), ‖g‖ over all parameters together: the direction is kept. The 10⁻⁶ is
           that of PyTorch's `clip_grad_norm_`; the papers have none. PyTorch's own layers have a second bias, whose
           gradient counts in their norm: see `Cell.pytorch_second_bias`
    value: g_ij ← min(θ, max(-θ, g_ij)): the direction is not kept; `clipping_angle` says by how much it turns
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
