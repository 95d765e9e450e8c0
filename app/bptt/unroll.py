"""The unroller: runs any cell over time and keeps the tape that the backward pass reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import numpy as np

from ..cells.arrays import Array
from ..cells.base import AnyCell
from ..cells.parameters import Params
from ..cells.records import InputPartials, Record


@dataclass(frozen=True)
class Tape:
    """What one forward pass over time leaves behind for the backward pass. BPTT's memory is this, and it grows with T.

    inputs: x_t, (T, B, D)
    states: s_0 … s_T, the cell's state with (T+1, B, H) fields; s_t is at index t
    saved:  what the cell saved at each step, its own record with (T, B, …) fields
    mask:   where a sequence has a step, (T, B) of bool; elsewhere its state was held. None: everywhere
    weights: the layer's parameters
    """

    cell: AnyCell
    weights: Params
    inputs: Array
    states: Record
    saved: Record
    mask: Array | None = None

    @property
    def steps(self) -> int:
        return int(self.inputs.shape[0])

    @property
    def hidden(self) -> Array:
        """h_1 … h_T, (T, B, H)."""
        return np.asarray(self.states[0][1:])

    @property
    def previous(self) -> Record:
        """s_0 … s_{T-1}: for each step the state that it started from."""
        return at(self.states, slice(None, -1))

    @property
    def following(self) -> Record:
        """s_1 … s_T: for each step the state that it ended in."""
        return at(self.states, slice(1, None))

    def partials(self, index: Any = ()) -> Record:
        """The cell's elementwise partial derivatives at every step (or at those that `index` picks of (T, B))."""
        records = (at(record, index) for record in (self.saved, self.previous, self.following))
        return self.cell.local(self.weights, *records)

    def input_partials(self) -> InputPartials:
        """Those of the input side, at every step."""
        return self.cell.input_partials(self.weights, self.inputs)


@np.errstate(all="ignore")  # states overflow in small precisions: that is a result
def unroll(cell: AnyCell, params: Params, inputs: Array, initial: Record = None, mask: Array | None = None) -> Tape:
    """Apply s_t = F(s_{t-1}, x_t) for t = 1 … T with the same parameters at every step.

    inputs:  (T, B, D); for a stacked layer, the hidden states of the layer below.
    initial: s_0; zeros if not given (an encoder's last state, for a decoder).
    mask:    where a sequence has a step, (T, B) of bool, for sequences of different lengths. Where it has none its
             state is held, s_t = s_{t-1}: after T steps every sequence is in the state that its own last step left,
             and a sequence read backwards, its padding first, begins in s_0.

    W_xh x_t + b_h does not depend on the state, so it is one product for all steps; only W_hh h_{t-1} has to wait.
    """
    acting = cell.acting(params)
    projected = cell.project(acting, inputs)  # (T, B, G, H)
    if initial is None:
        initial = cell.initial_state(inputs.shape[1], projected.shape[-1], projected.dtype)
    states: list[Record] = [initial]
    saved: list[Record] = []
    for a_x in projected:
        state, saved_step = cell.step(acting, a_x, states[-1])
        states.append(state if mask is None else select_state(mask[len(saved)], state, states[-1]))
        saved.append(saved_step)
    return Tape(cell, params, inputs, stack(states), stack(saved), mask)


def select_state(where: Array, state: Record, other: Record) -> Record:
    """For each sequence the one state or the other: `where` (…, B) of bool, fields (…, B, H)."""
    if where.all():
        return state
    return type(state)(*(np.where(where[..., None], a, b) for a, b in zip(state, other, strict=True)))


def at(record: Record, index: Any) -> Record:
    """The same index of every field of a named tuple of arrays."""
    return type(record)(*(field if field is None else field[index] for field in record))


def stack(records: list[Record]) -> Record:
    """A list of T named tuples of arrays → one named tuple of arrays with time as the first axis."""
    fields = zip(*records, strict=True)
    return type(records[0])(*(None if field[0] is None else over_time(field) for field in fields))


def unstack(record: Record, steps: int) -> list[Record]:
    """The inverse of `stack`: one named tuple of views for each of so many steps."""
    fields = [repeat(None, steps) if field is None else field for field in record]
    return [type(record)(*step) for step in zip(*fields, strict=True)]


def over_time(arrays: Sequence[Array]) -> Array:
    """T arrays of one shape → one with time as the first axis: `np.stack`, in a third of its time for small ones."""
    return np.concatenate(arrays).reshape(len(arrays), *arrays[0].shape)
