"""The backward pass through time: reads a tape from the last step to the first.

    δ_t = ∂L/∂s_t = (what this step's own loss asks)  +  (∂s_{t+1}/∂s_t)ᵀ δ_{t+1}

and the gradient of a shared weight is the sum of its contributions at every step, e.g.

    ∂L/∂W_hh = Σ_t ∂L/∂m_t ⊗ h_{t-1}        (m_t = W_hh h_{t-1})

Where a sequence has no step its state was held, so there δ_{t-1} = δ_t, and no weight had a part in it.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from ..cells.base import Array, BackStep, Params
from .truncation import cut_after, cuts_in
from .unroll import Tape, chosen, over_time, stack, unstack


@dataclass(frozen=True)
class Gradients:
    """Everything that one backward pass through a layer gives. States are the cell's named tuples, fields (T, B, H).

    tape:     what was read; weights: the layer's parameters; partials: the tape's partial derivatives
    d_h:      ∂L_t/∂h_t that each step's own loss asked, (T, B, H)
    totals:   ∂L/∂s_t, a state with (B, H) fields for each step
    arrivals: ∂L/∂s_t as it came from step t+1, before the paths inside step t were added
    d_a:      ∂L/∂a_t, input side of the pre-activations, (T, B, G, H)
    d_m:      ∂L/∂m_t, their recurrent side, (T, B, G, H)
    initial:  ∂L/∂s_0, fields (B, H)
    params:   the gradient of every parameter of the layer, summed over time

    What only some readers want is computed when they ask.
    """

    tape: Tape
    weights: Params
    partials: Any
    d_h: Array
    totals: list[Any]
    arrivals: list[Any]
    d_a: Array
    d_m: Array
    initial: Any
    params: dict[str, Array]

    @cached_property
    def total(self) -> Any:
        """∂L/∂s_t."""
        return stack(self.totals)

    @cached_property
    @np.errstate(all="ignore")
    def arrives(self) -> Any:
        """The part of ∂L/∂s_t that comes from step t+1 (zero at T and where truncation cuts)."""
        return self.tape.cell.within(self.partials, stack(self.arrivals))

    @cached_property
    @np.errstate(all="ignore")
    def local(self) -> Any:
        """The part of ∂L/∂s_t that this step's own loss sends in; total = local + arrives."""
        zeros = np.zeros_like(self.d_h)
        own = self.tape.cell.state(*(self.d_h if name == "h" else zeros for name in self.totals[0]._fields))
        return self.tape.cell.within(self.partials, own)

    @cached_property
    @np.errstate(all="ignore")
    def d_x(self) -> Array:
        """∂L/∂x_t, (T, B, D): through the layer, to whatever made the inputs."""
        return np.asarray(rows(self.d_a) @ self.weights["W_xh"])


@np.errstate(all="ignore")  # gradients explode here: a number that is not finite is a result
def backward(
    params: Params, tape: Tape, d_h: Array, *, truncate: int = 0, last: Any = None, later: int = 0
) -> Gradients:
    """Backpropagate through time.

    d_h:      what each step's own loss (or the layer above) asks of h_t: ∂L_t/∂h_t, (T, B, H)
    truncate: window k; the gradient is cut where `app.bptt.truncation` says so. 0 = full BPTT
    last:     what arrives at s_T from beyond the sequence (a decoder's ∂L/∂s_0), zeros if not given
    later:    how many steps lie beyond the sequence, for the window
    """
    cell = tape.cell
    partials = tape.partials()
    zero = cell.initial_state(d_h.shape[1], d_h.shape[2], d_h.dtype)
    whole = tape.mask is None or truncate == 0
    cuts: Any = cut_after(tape.steps, truncate, later) if whole else cuts_in(np.asarray(tape.mask), truncate, later)
    by_step = unstack(partials)

    arriving = zero if last is None else last
    passes: list[BackStep] = []
    arrivals = []
    for t in range(tape.steps, 0, -1):  # t = T … 1; step t lies at index t-1
        arriving = dropped(cuts[t], zero, arriving)
        delta = cell.state(arriving.h + d_h[t - 1], *arriving[1:])
        back = step_back(tape, params, by_step[t - 1], delta, t)
        passes.append(back)
        arrivals.append(arriving)
        arriving = back.prev
    passes.reverse()
    arrivals.reverse()

    d_a = over_time([back.d_a for back in passes])
    d_m = d_a if passes[0].d_m is passes[0].d_a else over_time([back.d_m for back in passes])
    return Gradients(
        tape=tape,
        weights=params,
        partials=partials,
        d_h=d_h,
        totals=[back.total for back in passes],
        arrivals=arrivals,
        d_a=d_a,
        d_m=d_m,
        initial=dropped(cuts[0], zero, arriving),
        params=accumulate(tape, d_a, d_m),
    )


def dropped(cut: Any, zero: Any, arriving: Any) -> Any:
    """What arrives, but for the sequences at which it is cut: `cut` is one truth for all, or (B,) of them."""
    if isinstance(cut, np.ndarray):
        return chosen(cut, zero, arriving) if cut.any() else arriving
    return zero if cut else arriving


def step_back(tape: Tape, params: Params, local: Any, delta: Any, t: int) -> BackStep:
    """Step t backward, for the sequences that have it; for the others the gradient passes by."""
    has = None if tape.mask is None else tape.mask[t - 1]
    if has is None or has.all():
        return tape.cell.step_back(params, local, delta)
    zero = type(delta)(*(np.zeros_like(field) for field in delta))
    back = tape.cell.step_back(params, local, chosen(has, delta, zero))
    return back._replace(total=chosen(has, back.total, delta), prev=chosen(has, back.prev, delta))


def accumulate(tape: Tape, d_a: Array, d_m: Array) -> dict[str, Array]:
    """The gradients of the shared parameters: each is a sum of outer products over all steps and sequences.

    ∂L/∂W_xh = Σ_{t,b} ∂L/∂a_t ⊗ x_t    ∂L/∂W_hh = Σ_{t,b} ∂L/∂m_t ⊗ h_{t-1}    ∂L/∂b_h = Σ_{t,b} ∂L/∂a_t
    """
    params = {
        "W_xh": outer_sum(rows(d_a), tape.inputs),
        "W_hh": outer_sum(rows(d_m), tape.previous.h),
        "b_h": rows(d_a).sum(axis=(0, 1)),
    }
    for name, block in tape.cell.recurrent_biases.items():
        params[name] = d_m[..., tape.cell.blocks.index(block), :].sum(axis=(0, 1))
    return params


def outer_sum(left: Array, right: Array) -> Array:
    """Σ_{t,b} left[t, b] ⊗ right[t, b], as one matrix product: (T, B, I) and (T, B, J) → (I, J)."""
    return np.asarray(left.reshape(-1, left.shape[-1]).T @ right.reshape(-1, right.shape[-1]))


def rows(by_block: Array) -> Array:
    """Join the blocks again: (..., G, H) → (..., G·H), the order of the rows of W_xh and W_hh."""
    return by_block.reshape(*by_block.shape[:-2], -1)
