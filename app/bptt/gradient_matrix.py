"""Where each step's loss sends its gradient: the T × T matrix of ‖∂L_s/∂h_t‖."""

import numpy as np

from ..cells.base import Array, Params
from .norms import LogNorms, log_norms, with_status
from .truncation import cut_after
from .unroll import Tape, unstack


@np.errstate(all="ignore")
def reach(params: Params, tape: Tape, d_h: Array, *, truncate: int = 0) -> LogNorms:
    """log10 ‖∂L_s/∂h_t‖ at [s-1, t-1], (T, T); zero for t > s, since a loss has no say in what comes after it.

    d_h: ∂L_t/∂h_t of every step's own loss, (T, B, H).

    The T losses are carried back side by side on a leading axis: at step t the losses t … T are under way.
    """
    cell, steps = tape.cell, tape.steps
    by_step = unstack(tape.partials())
    cuts = cut_after(steps, truncate)
    log10 = np.full((steps, steps), -np.inf)
    under_way = cell.state(*(np.zeros((0, *d_h.shape[1:]), d_h.dtype) for _ in cell.state._fields))  # type: ignore[attr-defined]
    for t in range(steps, 0, -1):
        if cuts[t]:
            under_way = type(under_way)(*(np.zeros_like(field) for field in under_way))
        own = type(under_way)(*(d_h[t - 1] if name == "h" else np.zeros_like(d_h[t - 1]) for name in under_way._fields))
        under_way = type(under_way)(
            *(np.concatenate([new[None], old]) for new, old in zip(own, under_way, strict=True))
        )  # losses t, t+1, …, T; each field (T-t+1, B, H)
        log10[t - 1 :, t - 1] = log_norms(under_way.h, (1, 2)).log10
        under_way = cell.step_back(params, by_step[t - 1], under_way).prev
    return with_status(log10)
