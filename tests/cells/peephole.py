"""A cell with parameters that no other has, in one file: an LSTM whose gates look at the cell state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

import numpy as np

from app.cells.arrays import Array, product, rows
from app.cells.base import BackStep, Cell, Gate, Params, Steps, StepsBack, sigmoid, tanh_slope

I, F, G, O = range(4)  # noqa: E741


class PeepholeState(NamedTuple):
    """h: the hidden state; c: the cell state; both (B, H)."""

    h: Array
    c: Array


class PeepholeSaved(NamedTuple):
    """a: pre-activations, (B, 4, H); y: the gates, (B, 4, H); p: the weights p_i, p_f, p_o, (B, 3, H)."""

    a: Array
    y: Array
    p: Array


class PeepholeLocal(NamedTuple):
    """Partial derivatives of one step.

    dc_da:  ∂c_t/∂a_t for the blocks i, f, g, (B, 3, H)
    dh_do:  ∂h_t/∂a_o, (B, H)
    dh_dc:  ∂h_t/∂c_t, through tanh and through the output gate, (B, H)
    dc_dc:  ∂c_t/∂c_{t-1}, through the forget gate's product and through both gates' arguments, (B, H)
    f:      the forget gate, (B, H)
    """

    dc_da: Array
    dh_do: Array
    dh_dc: Array
    dc_dc: Array
    f: Array


@dataclass(frozen=True)
class Peephole(Cell[PeepholeState, PeepholeSaved, PeepholeLocal]):
    """As in an LSTM, but for

    a_i = … + p_i ⊙ c_{t-1}   a_f = … + p_f ⊙ c_{t-1}   a_o = … + p_o ⊙ c_t
    """

    name: ClassVar[str] = "peephole"
    blocks: ClassVar[tuple[str, ...]] = ("i", "f", "g", "o")
    gates: ClassVar[tuple[Gate, ...]] = (
        Gate("i", "sigmoid"),
        Gate("f", "sigmoid", carry=True),
        Gate("g", "tanh"),
        Gate("o", "sigmoid"),
    )
    state: ClassVar[type] = PeepholeState
    chrono: ClassVar[Mapping[str, int]] = {"f": 1, "i": -1}
    year: ClassVar[int] = 2000
    source: ClassVar[str] = 'F. Gers, J. Schmidhuber, "Recurrent nets that time and count", IJCNN (2000)'

    @classmethod
    def shapes(cls, inputs: int, units: int) -> dict[str, tuple[int, ...]]:
        return super().shapes(inputs, units) | dict.fromkeys(("p_i", "p_f", "p_o"), (units,))

    def param_gradients(self, steps: Steps, back: StepsBack) -> dict[str, Array]:
        """∂L/∂p_i = Σ_{t,b} ∂L/∂a_i ⊙ c_{t-1}, the same for f, and with c_t for o."""
        seen = {"p_i": (I, steps.previous.c), "p_f": (F, steps.previous.c), "p_o": (O, steps.following.c)}
        own = {name: (back.d_a[..., block, :] * c).sum(axis=(0, 1)) for name, (block, c) in seen.items()}
        return super().param_gradients(steps, back) | own

    def step(self, params: Params, a_x: Array, prev: PeepholeState) -> tuple[PeepholeState, PeepholeSaved]:
        a = a_x + self.by_block(product(prev.h, params["W_hh"].T))
        a[..., I, :] += params["p_i"] * prev.c
        a[..., F, :] += params["p_f"] * prev.c
        y = sigmoid(a)
        y[..., G, :] = np.tanh(a[..., G, :])
        self.hold(y)
        c = y[..., F, :] * prev.c + y[..., I, :] * y[..., G, :]
        a[..., O, :] += params["p_o"] * c
        y[..., O, :] = sigmoid(a[..., O, :])
        self.hold(y)
        p = np.stack([params["p_i"], params["p_f"], params["p_o"]])
        return PeepholeState(y[..., O, :] * np.tanh(c), c), PeepholeSaved(a, y, np.broadcast_to(p, a[..., :O, :].shape))

    def local(self, saved: PeepholeSaved, prev: PeepholeState, state: PeepholeState) -> PeepholeLocal:
        y, p, tanh_c = saved.y, saved.p, np.tanh(state.c)
        slope = y * (1 - y)
        slope[..., G, :] = tanh_slope(saved.a[..., G, :])
        self.release(slope)
        dc_da = slope[..., :O, :] * np.stack([y[..., G, :], prev.c, y[..., I, :]], axis=-2)
        dh_do = tanh_c * slope[..., O, :]
        dh_dc = y[..., O, :] * tanh_slope(state.c) + dh_do * p[..., 2, :]
        dc_dc = y[..., F, :] + dc_da[..., I, :] * p[..., 0, :] + dc_da[..., F, :] * p[..., 1, :]
        return PeepholeLocal(dc_da, dh_do, dh_dc, dc_dc, y[..., F, :])

    def within(self, local: PeepholeLocal, d: PeepholeState) -> PeepholeState:
        return PeepholeState(d.h, d.c + d.h * local.dh_dc)

    def step_back(self, params: Params, local: PeepholeLocal, d: PeepholeState) -> BackStep:
        total = self.within(local, d)
        d_o = (total.h * local.dh_do)[..., None, :]
        d_a = np.concatenate([total.c[..., None, :] * local.dc_da, d_o], axis=-2)
        return BackStep(total, d_a, d_a, PeepholeState(product(rows(d_a), params["W_hh"]), total.c * local.dc_dc))

    def preactivations(self, saved: PeepholeSaved) -> Array:
        return saved.a

    def gate_values(self, saved: PeepholeSaved) -> Array:
        return saved.y

    def carry(self, local: PeepholeLocal) -> Array:
        return local.f
