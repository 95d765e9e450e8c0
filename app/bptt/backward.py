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

from ..cells.arrays import Array
from ..cells.base import AnyCell
from ..cells.parameters import Params
from ..cells.records import BackStep, InputPartials, Record
from .norms import LogNorms, log_norms
from .truncation import Cuts
from .unroll import Tape, at, over_time, select_state, stack, unstack


@dataclass(frozen=True)
class WayBack:
    """What the steps of one way back gave, as lists in time; as arrays over time when somebody asks.

    passes:   what each step gave: ∂L/∂s_t, ∂L/∂a_t, ∂L/∂m_t
    arrivals: ∂L/∂s_t as it came from step t+1, before the paths inside step t were added
    """

    passes: list[BackStep]
    arrivals: list[Record]

    @cached_property
    def d_a(self) -> Array:
        """∂L/∂a_t, at the pre-activations, (T, B, G, H)."""
        return over_time([back.d_a for back in self.passes])

    @cached_property
    def d_m(self) -> Array:
        """∂L/∂m_t, their recurrent side, (T, B, G, H)."""
        same = all(back.d_m is back.d_a for back in self.passes)
        return self.d_a if same else over_time([back.d_m for back in self.passes])

    @cached_property
    def total_h(self) -> Array:
        """∂L/∂h_t, (T, B, H)."""
        return over_time([back.total[0] for back in self.passes])

    @cached_property
    def total(self) -> Record:
        """∂L/∂s_t, fields (T, B, H)."""
        return stack([back.total for back in self.passes])

    @cached_property
    def arriving(self) -> Record:
        """The arrivals, fields (T, B, H)."""
        return stack(self.arrivals)


@dataclass(frozen=True)
class Gradients:
    """Everything that one backward pass through a layer gives. States are the cell's named tuples, fields (T, B, H).

    tape:     what was read; partials, input_partials: its partial derivatives
    d_h:      ∂L_t/∂h_t of each step's own loss, (T, B, H)
    way:      what its steps gave
    initial:  ∂L/∂s_0, fields (B, H)
    own:      where on that way the layer's steps lie, if several layers went together

    What only some readers want is computed when they ask.
    """

    tape: Tape
    partials: Record
    input_partials: InputPartials
    d_h: Array
    way: WayBack
    initial: Record
    own: Any = ()

    @property
    def d_a(self) -> Array:
        """∂L/∂a_t, at the pre-activations, (T, B, G, H)."""
        return np.asarray(self.way.d_a[self.own])

    @property
    def d_m(self) -> Array:
        """∂L/∂m_t, their recurrent side, (T, B, G, H)."""
        return np.asarray(self.way.d_m[self.own])

    @cached_property
    @np.errstate(all="ignore")
    def params(self) -> dict[str, Array]:
        """The gradient of every parameter of the layer, summed over time."""
        return self.tape.cell.param_gradients(self.tape, self)

    @cached_property
    def norms(self) -> LogNorms:
        """log10 ‖∂L/∂h_t‖ over the batch and the units, (T,), or (T, …) of several losses."""
        return log_norms(self.way.total_h[self.own], (-2, -1))

    @property
    def total(self) -> Record:
        """∂L/∂s_t."""
        return at(self.way.total, self.own)

    @property
    def felt(self) -> Any:
        """∂L/∂s_t where a sequence has a step t, 0 where its state was held."""
        mask = self.tape.mask
        if mask is None:
            return self.total
        return self.tape.cell.state(*(np.where(mask[..., None], field, 0) for field in self.total))

    @cached_property
    @np.errstate(all="ignore")
    def arrives(self) -> Record:
        """The part of ∂L/∂s_t that comes from step t+1 (zero at T and where truncation cuts)."""
        return self.tape.cell.within(self.partials, at(self.way.arriving, self.own))

    @cached_property
    @np.errstate(all="ignore")
    def local(self) -> Record:
        """The part of ∂L/∂s_t that this step's own loss sends in; total = local + arrives."""
        zeros = np.zeros_like(self.d_h)
        d_state = self.tape.cell.state(*(self.d_h if name == "h" else zeros for name in self.tape.cell.state_fields()))
        return self.tape.cell.within(self.partials, d_state)

    @cached_property
    @np.errstate(all="ignore")
    def d_x(self) -> Array:
        """∂L/∂x_t, (T, B, D): through the layer, to whatever made the inputs."""
        cell, weights = self.tape.cell, self.tape.weights
        return np.asarray(cell.at_matrix(cell.input_side(self.input_partials, self.d_a, self.d_m)) @ weights["W_xh"])


@np.errstate(all="ignore")  # gradients explode here: a number that is not finite is a result
def backward(tape: Tape, d_h: Array, *, cuts: Cuts = (), last: Record = None) -> Gradients:
    """Backpropagate through time.

    d_h:  what each step's own loss (or the layer above) asks of h_t: ∂L_t/∂h_t, (T, B, H). Further axes before B are
          further losses of the same pass, carried back side by side; the parameters' gradients are then not to be had
    cuts: for t = 0 … T whether the gradient that would arrive at s_t from step t+1 is cut, for all sequences,
          (T+1,), or for each, (T+1, B), as `app.bptt.truncation` says; empty: never
    last: what arrives at s_T from beyond the sequence (a decoder's ∂L/∂s_0), zeros if not given
    """
    cell, params = tape.cell, tape.cell.acting(tape.weights)
    partials = tape.partials()
    zero = cell.zeros(d_h.shape[1:], d_h.dtype)
    by_step = unstack(partials, tape.steps)
    cut = cuts if len(cuts) else [False] * (tape.steps + 1)

    arriving = zero if last is None else last
    begin = tape.steps if last is not None else last_step_with_gradient(d_h)
    none = np.zeros((*d_h.shape[1:-1], len(cell.blocks), d_h.shape[-1]), d_h.dtype)
    passes = [BackStep(zero, none, none, zero)] * (tape.steps - begin)  # no loss has come yet
    arrivals = [zero] * (tape.steps - begin)
    for t in range(begin, 0, -1):  # step t lies at index t-1
        arriving = detach(cut[t], zero, arriving)
        delta = cell.state(arriving[0] + d_h[t - 1], *arriving[1:])
        back = step_back(cell, params, by_step[t - 1], delta, None if tape.mask is None else tape.mask[t - 1])
        passes.append(back)
        arrivals.append(arriving)
        arriving = back.prev
    passes.reverse()
    arrivals.reverse()

    initial = detach(cut[0], zero, arriving)
    return Gradients(tape, partials, tape.input_partials(), d_h, WayBack(passes, arrivals), initial)


def last_step_with_gradient(d_h: Array) -> int:
    """The last step, from 1, at whose h_t a gradient begins; 0 where none does."""
    steps = np.flatnonzero(d_h.reshape(len(d_h), -1).any(axis=1))
    return int(steps[-1]) + 1 if steps.size else 0


def detach(cut: Any, zero: Record, arriving: Record) -> Record:
    """What arrives, but for the sequences at which it is cut: `cut` is one truth for all, or (B,) of them."""
    if isinstance(cut, np.ndarray):
        return select_state(cut, zero, arriving) if cut.any() else arriving
    return zero if cut else arriving


def step_back(cell: AnyCell, params: Params, local: Record, delta: Record, has: Array | None) -> BackStep:
    """A step backward, for the sequences that have it (`has` (…, B)); for the others the gradient passes by."""
    if has is None or has.all():
        return cell.step_back(params, local, delta)
    zero = type(delta)(*(np.zeros_like(field) for field in delta))
    back = cell.step_back(params, local, select_state(has, delta, zero))
    return back._replace(total=select_state(has, back.total, delta), prev=select_state(has, back.prev, delta))
