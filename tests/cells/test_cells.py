"""One step of each cell: forward and backward side by side, the Jacobian, clamps, shapes, and the registry."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from app import cells as registry
from app.bptt.jacobians import jacobians
from app.bptt.unroll import Tape, at, stack, unroll
from app.cells import CELLS
from app.cells.arrays import product
from app.cells.base import AnyCell
from app.cells.nonlinearities import sigmoid, tanh_slope
from app.cells.rnn import RNN
from tests.engine import (
    Shape,
    cells,
    central_difference,
    difference,
    label,
    parameters,
    plain_cells,
    random_like,
    tape_of,
)

TOLERANCE = 1e-6
"""For finite differences, which are themselves no better than about 1e-9."""

every_cell = pytest.mark.parametrize("cell", cells(), ids=label)
every_plain_cell = pytest.mark.parametrize("cell", list(plain_cells()), ids=label)
every_kind = pytest.mark.parametrize("kind", CELLS.values(), ids=CELLS.keys())


def one_step(cell: AnyCell, seed: int = 0) -> tuple[dict[str, Any], Any, Any]:
    """Random parameters, a_x (B, G, H) and s_{t-1}, with no pre-activation near a kink."""
    rng = np.random.default_rng(seed)
    shape = Shape(units=3)
    params = parameters(cell, shape.architecture, rng)
    a_x = rng.normal(size=(shape.batch, len(cell.blocks), shape.units))
    zero = cell.initial_state(shape.batch, shape.units, np.dtype(float))
    prev = random_like(zero, rng)
    _, saved = cell.step(cell.acting(params), a_x, prev)
    if np.abs(cell.preactivations(saved)).min() < 1e-3:
        return one_step(cell, seed + 1)
    return params, a_x, prev


def weighed(cell: AnyCell, params: Any, d: Any) -> Any:
    """⟨d, s_t⟩ as a function of a_x and s_{t-1}: a scalar whose gradients `step_back` gives."""

    def value(a_x: Any, prev: Any) -> Any:
        state, _ = cell.step(cell.acting(params), a_x, prev)
        return sum(np.vdot(asked, field) for asked, field in zip(d, state, strict=True))

    return value


@every_cell
def test_step_back_gives_the_finite_differences_of_step(cell: AnyCell) -> None:
    params, a_x, prev = one_step(cell)
    state, saved = cell.step(cell.acting(params), a_x, prev)
    rng = np.random.default_rng(9)
    d = type(state)(*(rng.normal(size=field.shape) for field in state))
    back = cell.step_back(cell.acting(params), cell.local(params, saved, prev, state), d)
    value = weighed(cell, params, d)
    at_input = back.d_m if "g_h" in params else back.d_a  # both sides are normalised as a sum, or only what a_x is not
    assert difference(at_input, central_difference(lambda a: value(a, prev), a_x)) < TOLERANCE
    for name in prev._fields:
        numeric = central_difference(lambda x, name=name: value(a_x, prev._replace(**{name: x})), getattr(prev, name))
        assert difference(getattr(back.prev, name), numeric) < TOLERANCE, name


@every_cell
def test_the_gradients_of_the_cell_s_own_parameters_are_those_of_its_step(cell: AnyCell) -> None:
    """Of one step, with its input: a cell's further parameters are added by the cell."""
    params, _, prev = one_step(cell)
    x = np.random.default_rng(8).normal(size=(1, 2, 2))
    state, saved = cell.step(cell.acting(params), cell.project(cell.acting(params), x[0]), prev)
    d = type(state)(*(np.random.default_rng(9).normal(size=field.shape) for field in state))
    back = cell.step_back(cell.acting(params), cell.local(params, saved, prev, state), d)
    steps = Tape(cell, params, x, *(stack([one, other]) for one, other in ((prev, state), (saved, saved))))
    came = SimpleNamespace(
        input_partials=cell.input_partials(params, x), felt=stack([back.total]), d_a=back.d_a[None], d_m=back.d_m[None]
    )
    found = cell.param_gradients(replace(steps, saved=stack([saved])), came)
    assert found.keys() == cell.shapes(2, 3).keys()

    def moved(name: str) -> Any:
        def value(param: Any) -> Any:
            other = {**params, name: param}
            return weighed(cell, other, d)(cell.project(cell.acting(other), x[0]), prev)

        return value

    for name, gradient in found.items():
        assert difference(gradient, central_difference(moved(name), params[name])) < TOLERANCE, name


@every_cell
def test_what_one_state_field_owes_to_another_within_a_step_is_in_the_total(cell: AnyCell) -> None:
    """`within` is linear, leaves h alone, and is what `step_back` calls the total."""
    params, a_x, prev = one_step(cell)
    state, saved = cell.step(cell.acting(params), a_x, prev)
    local = cell.local(params, saved, prev, state)
    rng = np.random.default_rng(4)
    one, two = (type(state)(*(rng.normal(size=field.shape) for field in state)) for _ in range(2))
    both = type(state)(*(a + b for a, b in zip(one, two, strict=True)))
    np.testing.assert_array_equal(cell.step_back(cell.acting(params), local, one).total, cell.within(local, one))
    np.testing.assert_array_equal(cell.within(local, one).h, one.h)
    added = [a + b for a, b in zip(cell.within(local, one), cell.within(local, two), strict=True)]
    np.testing.assert_allclose(np.array(cell.within(local, both)), np.array(added), rtol=1e-12, atol=1e-14)


@every_cell
def test_partial_derivatives_of_all_steps_at_once_are_those_of_each_step_alone(cell: AnyCell) -> None:
    _, tape = tape_of(cell, Shape(steps=5, batch=3, units=4))
    together = tape.partials()
    for t in range(tape.steps):
        alone = cell.local(tape.weights, at(tape.saved, t), at(tape.previous, t), at(tape.following, t))
        for name in together._fields:
            if getattr(alone, name) is not None:
                np.testing.assert_allclose(getattr(together, name)[t], getattr(alone, name), rtol=1e-15, atol=0)


@every_cell
def test_step_back_of_a_stack_of_gradients_is_that_of_each_alone(cell: AnyCell) -> None:
    params, tape = tape_of(cell)
    local = at(tape.partials(), 2)
    rng = np.random.default_rng(2)
    state = at(tape.states, 3)
    six = type(state)(*(rng.normal(size=(6, *field.shape)) for field in state))
    together = cell.step_back(cell.acting(params), local, six)
    for k in range(6):
        alone = cell.step_back(cell.acting(params), local, at(six, k))
        for name in ("total", "prev"):
            for field in state._fields:
                left, right = getattr(getattr(together, name), field)[k], getattr(getattr(alone, name), field)
                np.testing.assert_allclose(left, right, rtol=1e-12, atol=1e-15)
        np.testing.assert_allclose(together.d_a[k], alone.d_a, rtol=1e-12, atol=1e-15)
        np.testing.assert_allclose(together.d_m[k], alone.d_m, rtol=1e-12, atol=1e-15)


@every_cell
def test_the_jacobian_is_the_finite_difference_of_the_whole_state_and_its_transpose_is_step_back(
    cell: AnyCell,
) -> None:
    params, tape = tape_of(cell, Shape(steps=3, batch=2, units=3))
    projected = cell.project(cell.acting(params), tape.inputs)
    for sequence in range(2):
        found = jacobians([tape], sequence)
        for t in range(3):
            prev = at(tape.previous, (t, slice(sequence, sequence + 1)))
            flat = np.concatenate([field.ravel() for field in prev])

            def step(state: Any, t: int = t, prev: Any = prev, sequence: int = sequence) -> Any:
                start = type(prev)(*(part[None] for part in np.split(state, len(prev))))
                after, _ = cell.step(cell.acting(params), projected[t, sequence : sequence + 1], start)
                return np.concatenate([field.ravel() for field in after])

            numeric = central_difference(step, flat)
            # a ReLU that is switched off has a Jacobian of zeros, and so has a state that is held
            np.testing.assert_allclose(found[t], numeric, rtol=1e-6, atol=1e-9)
            d = np.random.default_rng(t).normal(size=flat.size)
            asked = type(prev)(*(part[None] for part in np.split(d, len(prev))))
            back = cell.step_back(
                cell.acting(params), at(tape.partials(), (t, slice(sequence, sequence + 1))), asked
            ).prev
            np.testing.assert_allclose(
                found[t].T @ d, np.concatenate([field.ravel() for field in back]), rtol=1e-12, atol=1e-14
            )


@every_plain_cell
def test_the_carry_is_the_direct_path_between_states(cell: AnyCell) -> None:
    """∂s_t/∂s_{t-1} with no recurrent weights and no peepholes is the carry gate on the diagonal of its field."""
    params, _ = tape_of(cell)
    params |= {name: np.zeros_like(value) for name, value in params.items() if name in ("W_hh", "p_i", "p_f", "p_o")}
    tape = unroll(cell, params, np.random.default_rng(0).normal(size=(3, 1, 2)))
    partials = tape.partials()
    carry = cell.carry(partials)
    gate = cell.carry_gate()
    assert (carry is None) == (gate is None)
    if carry is None or gate is None:
        return
    np.testing.assert_array_equal(carry, cell.gate_values(tape.saved)[..., cell.blocks.index(gate), :])  # type: ignore[index]
    units = tape.hidden.shape[-1]
    jacobian = jacobians([tape])
    np.testing.assert_allclose(jacobian[:, -units:, -units:], [np.diag(c[0]) for c in carry], rtol=1e-12, atol=1e-16)


@every_cell
def test_a_clamped_gate_keeps_its_value_and_sends_nothing_to_its_weights(cell: AnyCell) -> None:
    params, tape = tape_of(cell)
    values = cell.gate_values(tape.saved)
    back = cell.step_back(
        cell.acting(params), tape.partials(), type(at(tape.states, 1))(*(np.ones_like(f) for f in tape.following))
    )
    for gate, value in cell.clamp.items():
        block = cell.blocks.index(gate)
        assert values is not None
        assert (values[..., block, :] == value).all()
        assert not back.d_a[..., block, :].any()
        assert not back.d_m[..., block, :].any()


@every_kind
def test_a_gate_takes_values_within_its_bounds_and_no_others_can_be_clamped(kind: type[AnyCell]) -> None:
    cell = kind()
    _, tape = tape_of(cell, Shape(steps=20, batch=4))
    values = cell.gate_values(tape.saved)
    for gate in kind.gates:
        low, high = gate.bounds
        assert values is not None
        assert (values[..., kind.blocks.index(gate.name), :] >= low).all()
        assert (values[..., kind.blocks.index(gate.name), :] <= high).all()
        kind(clamp={gate.name: low})
        kind(clamp={gate.name: high})
        for outside in (low - 0.01, high + 0.01, float("nan"), float("inf")):
            with pytest.raises(ValueError, match=f"gate {gate.name} lies in"):
                kind(clamp={gate.name: outside})
    with pytest.raises(ValueError, match=f"gate 'q'; {kind.name} has"):
        kind(clamp={"q": 0.5})


@every_kind
def test_what_a_cell_says_of_itself_is_complete(kind: type[AnyCell]) -> None:
    assert kind.name in CELLS
    assert kind.state._fields[0] == "h"  # type: ignore[attr-defined]
    assert {gate.name for gate in kind.gates} <= set(kind.blocks)
    assert sum(gate.carry for gate in kind.gates) <= 1
    assert set(kind.recurrent_terms) <= set(kind().step(*_resting(kind))[1]._fields)
    assert str(kind.year) in kind.source
    assert kind.__doc__
    shapes = kind().shapes(inputs=3, units=5)
    assert shapes["W_xh"] == (len(kind.blocks) * 5, 3)
    assert shapes["W_hh"] == (len(kind.blocks) * 5, 5)
    assert shapes["b_h"] == (len(kind.blocks) * 5,)


def _resting(kind: type[AnyCell]) -> tuple[Any, Any, Any]:
    """Parameters of zero, no input, and the state that a cell begins in."""
    params = {name: np.zeros(shape) for name, shape in kind().shapes(3, 5).items()}
    return params, np.zeros((2, len(kind.blocks), 5)), kind().initial_state(2, 5, np.dtype(float))


@every_plain_cell
@pytest.mark.parametrize("dtype", ["float64", "float32", "float16"])
def test_a_step_stays_in_its_precision(cell: AnyCell, dtype: str) -> None:
    params = {name: value.astype(dtype) for name, value in tape_of(cell)[0].items()}
    tape = unroll(cell, params, np.ones((2, 1, 2), dtype))
    ones = type(at(tape.states, 0))(*(np.ones_like(field) for field in tape.following))
    back = cell.step_back(cell.acting(params), tape.partials(), ones)
    arrays = [*tape.states, *tape.saved, *tape.partials(), *back.total, back.d_a, back.d_m, *back.prev]
    arrays = [array for array in arrays if array is not None]
    assert {array.dtype.name for array in arrays} == {dtype}


def test_building_a_cell_gives_it_the_clamps_and_options_that_are_its_own() -> None:
    shared = {"activation": "relu", "steps": 3}
    clamp = {"f": 0.5, "z": 1.0}
    assert registry.build("rnn", clamp, shared) == RNN(activation="relu")
    assert registry.build("lstm", clamp, shared).clamp == {"f": 0.5}
    assert registry.build("gru", clamp, shared).clamp == {"z": 1.0}
    with pytest.raises(ValueError, match="activation has value 'step'; allowed: tanh"):
        RNN(activation="step")


@pytest.mark.parametrize("leading", [(), (4,), (3, 4), (2, 3, 4)])
def test_a_product_over_any_leading_axes_is_that_of_its_rows(leading: tuple[int, ...]) -> None:
    rng = np.random.default_rng(0)
    x, W = rng.normal(size=(*leading, 5)), rng.normal(size=(5, 3))
    found = product(x, W)
    assert found.shape == (*leading, 3)
    np.testing.assert_allclose(found, x @ W, rtol=1e-13, atol=1e-15)


def test_the_sigmoid_is_exact_at_its_ends_and_symmetric_between() -> None:
    a = np.linspace(-30, 30, 601)
    np.testing.assert_allclose(sigmoid(a) + sigmoid(-a), 1, rtol=1e-15)
    with np.errstate(over="ignore"):
        np.testing.assert_array_equal(sigmoid(np.array([-np.inf, -1000.0, 0.0, 1000.0, np.inf])), [0, 0, 0.5, 1, 1])
        assert np.isnan(sigmoid(np.array([np.nan]))[0])


def test_the_slope_of_tanh_is_that_of_a_correctly_rounded_tanh_however_far_it_saturates() -> None:
    a = np.linspace(-25, 25, 2001)
    exact = 1 / np.cosh(a.astype(np.longdouble)) ** 2
    # half a unit in the last place of n near 1, twice: (1 - n)(1 + n) cannot know more
    np.testing.assert_allclose(tanh_slope(a), exact.astype(float), rtol=1e-15, atol=1.2e-16)
    assert tanh_slope(np.array([0.0]))[0] == 1.0
    np.testing.assert_array_equal(tanh_slope(np.array([-np.inf, -20.0, 20.0, np.inf])), 0)
    assert np.isnan(tanh_slope(np.array([np.nan]))[0])
    assert tanh_slope(np.ones(2, np.float16)).dtype == np.float16
