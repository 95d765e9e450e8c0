"""The unroller: runs any cell over time and keeps the tape that the backward pass reads."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.cells.base import Array, Cell, Params


@dataclass(frozen=True)
class Tape:
    """What one forward pass over time leaves behind for the backward pass. BPTT's memory is this, and it grows with T.

    inputs: x_t, (T, B, D)
    states: s_0 … s_T, the cell's state with (T+1, B, H) fields; s_t is at index t
    saved:  what the cell saved at each step, its own record with (T, B, …) fields
    """

    cell: Cell[Any, Any, Any]
    inputs: Array
    states: Any
    saved: Any

    @property
    def steps(self) -> int:
        return int(self.inputs.shape[0])

    @property
    def hidden(self) -> Array:
        """h_1 … h_T, (T, B, H)."""
        return np.asarray(self.states[0][1:])

    @property
    def previous(self) -> Any:
        """s_0 … s_{T-1}: for each step the state that it started from."""
        return at(self.states, slice(None, -1))

    @property
    def following(self) -> Any:
        """s_1 … s_T: for each step the state that it ended in."""
        return at(self.states, slice(1, None))

    def partials(self, index: Any = ()) -> Any:
        """The cell's elementwise partial derivatives at every step (or at those that `index` picks of (T, B))."""
        return self.cell.local(at(self.saved, index), at(self.previous, index), at(self.following, index))


@np.errstate(all="ignore")  # states overflow in small precisions: that is a result
def unroll(cell: Cell[Any, Any, Any], params: Params, inputs: Array, initial: Any = None) -> Tape:
    """Apply s_t = F(s_{t-1}, x_t) for t = 1 … T with the same parameters at every step.

    inputs:  (T, B, D); for a stacked layer, the hidden states of the layer below.
    initial: s_0; zeros if not given (an encoder's last state, for a decoder).

    W_xh x_t + b_h does not depend on the state, so it is one product for all steps; only W_hh h_{t-1} has to wait.
    """
    projected = cell.project(params, inputs)  # (T, B, G, H)
    if initial is None:
        initial = cell.initial_state(inputs.shape[1], projected.shape[-1], projected.dtype)
    states, saved = [initial], []
    for a_x in projected:
        state, kept = cell.step(params, a_x, states[-1])
        states.append(state)
        saved.append(kept)
    return Tape(cell, inputs, stack(states), stack(saved))


def at(record: Any, index: Any) -> Any:
    """The same index of every field of a named tuple of arrays."""
    return type(record)(*(field[index] for field in record))


def stack(records: list[Any]) -> Any:
    """A list of T named tuples of arrays → one named tuple of arrays with time as the first axis."""
    return type(records[0])(*(over_time(field) for field in zip(*records, strict=True)))


def unstack(record: Any) -> list[Any]:
    """The inverse of `stack`: one named tuple of views for each step."""
    return [type(record)(*step) for step in zip(*record, strict=True)]


def over_time(arrays: Sequence[Array]) -> Array:
    """T arrays of one shape → one with time as the first axis: `np.stack`, in a third of its time for small ones."""
    return np.concatenate(arrays).reshape(len(arrays), *arrays[0].shape)
