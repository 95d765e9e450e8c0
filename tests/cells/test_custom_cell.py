"""A cell that is written nowhere but here works everywhere: unrolled, backward, Jacobians, and a trace once listed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple

import numpy as np
import pytest

from app.bptt.jacobians import analyse, jacobians
from app.bptt.memory import measure
from app.cells import CELLS
from app.cells.base import Array, BackStep, Cell, Gate, Params, sigmoid
from app.config import RunConfig
from app.trace import FIELDS, SEQUENCE, trace
from tests.engine import Shape, central_difference, laboratory_problem, tape_of


class ToyState(NamedTuple):
    """h: the hidden state; v: how fast it moves; both (B, H)."""

    h: Array
    v: Array


class ToySaved(NamedTuple):
    """a: pre-activations, (B, 2, H); y: k and u after them, (B, 2, H)."""

    a: Array
    y: Array


class ToyLocal(NamedTuple):
    """k: ∂v_t/∂v_{t-1}; dv_da: ∂v_t/∂a_t, (B, 2, H)."""

    k: Array
    dv_da: Array


@dataclass(frozen=True)
class Toy(Cell[ToyState, ToySaved, ToyLocal]):
    """A mass with a learned friction, of two states, two blocks and one gate.

    k_t = σ(a_k)   u_t = tanh(a_u)   v_t = k_t ⊙ v_{t-1} + u_t   h_t = h_{t-1} + v_t
    """

    name: ClassVar[str] = "toy"
    blocks: ClassVar[tuple[str, ...]] = ("k", "u")
    gates: ClassVar[tuple[Gate, ...]] = (Gate("k", "sigmoid", carry=True),)
    state: ClassVar[type] = ToyState
    year: ClassVar[int] = 2026
    source: ClassVar[str] = "this test (2026)"

    def step(self, params: Params, a_x: Array, prev: ToyState) -> tuple[ToyState, ToySaved]:
        a = a_x + self.by_block(prev.h @ params["W_hh"].T)
        y = np.stack([sigmoid(a[..., 0, :]), np.tanh(a[..., 1, :])], axis=-2)
        self.hold(y)
        v = y[..., 0, :] * prev.v + y[..., 1, :]
        return ToyState(prev.h + v, v), ToySaved(a, y)

    def local(self, saved: ToySaved, prev: ToyState, state: ToyState) -> ToyLocal:
        k, u = saved.y[..., 0, :], saved.y[..., 1, :]
        slope = self.release(np.stack([k * (1 - k), 1 - u * u], axis=-2))
        slope[..., 0, :] *= prev.v
        return ToyLocal(k, slope)

    def within(self, local: ToyLocal, d: ToyState) -> ToyState:
        return ToyState(d.h, d.v + d.h)

    def step_back(self, params: Params, local: ToyLocal, d: ToyState) -> BackStep:
        total = self.within(local, d)
        d_a = total.v[..., None, :] * local.dv_da
        d_h = d.h + d_a.reshape(*d_a.shape[:-2], -1) @ params["W_hh"]
        return BackStep(total, d_a, d_a, ToyState(d_h, total.v * local.k))

    def preactivations(self, saved: ToySaved) -> Array:
        return saved.a

    def gate_values(self, saved: ToySaved) -> Array:
        return saved.y

    def carry(self, local: ToyLocal) -> Array:
        return local.k


@pytest.mark.parametrize("clamp", [{}, {"k": 0.5}])
def test_a_toy_cell_has_the_right_gradients(clamp: dict[str, float]) -> None:
    given = laboratory_problem(Toy(clamp=clamp), "mse", "every", Shape(6, 3))
    for name, gradient in given.solve().params.items():
        np.testing.assert_allclose(gradient, given.complex_step(name), rtol=1e-11, atol=1e-12, err_msg=name)


def test_a_toy_cell_has_the_right_jacobian_and_memory() -> None:
    cell = Toy()
    params, tape = tape_of(cell, Shape(steps=4, batch=1, units=3))
    projected = cell.project(params, tape.inputs)

    def step(flat: Any) -> Any:
        state, _ = cell.step(params, projected[2], ToyState(flat[None, :3], flat[None, 3:]))
        return np.concatenate([state.h[0], state.v[0]])

    before = np.concatenate([tape.states.h[2, 0], tape.states.v[2, 0]])
    found = jacobians(params, tape)
    np.testing.assert_allclose(found[2], central_difference(step, before), rtol=1e-6, atol=1e-9)
    assert np.isfinite(analyse(found).growth)
    assert set(measure(tape, 0).parts) == {"x", "h", "v", "a", "y"}


def test_a_listed_cell_is_traced_with_every_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(CELLS, Toy.name, Toy)
    plain = RunConfig(cell=("rnn", "lstm"), steps=12, units=4)
    # what listing does to the menus happens when the module is read: here the one name is set behind its back
    config = plain.model_copy(update={"cell": ("toy", "lstm"), "clamp": {"k": 0.9}})
    found = trace(config, FIELDS)
    toy, lstm = found.runs
    assert (toy.cell, lstm.cell) == ("toy", "lstm")
    assert set(toy.parts) == set(FIELDS) - {SEQUENCE}
    assert set(toy.parts["states"]) == {"h", "v"}
    assert (toy.parts["gates"]["k"] == 0.9).all()
    np.testing.assert_allclose(np.diff(toy.parts["norms"].carry.log10), -np.log10(0.9), atol=1e-12)
    assert toy.verdict.kind in ("vanishing", "stable", "exploding")
