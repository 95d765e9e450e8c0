"""Every gradient against finite differences: each cell, parameter and option, both losses, one sequence and several."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from app.bptt.backward import backward
from app.bptt.check import choose, compare, relative_error
from app.bptt.initialisers import INITIALISERS, initialise
from app.bptt.losses import LOSSES
from app.bptt.unroll import at, unroll
from app.cells import CELLS
from app.cells.base import AnyCell
from tests.engine import (
    Shape,
    asked_of_every_state,
    cells,
    clamped_cells,
    difference,
    label,
    laboratory_problem,
    plain_cells,
    tape_of,
)

TOLERANCE = 1e-6
"""What central differences are held to; the error they find is about 1e-9 and is their own."""

every_cell = pytest.mark.parametrize("cell", cells(), ids=label)
every_plain_cell = pytest.mark.parametrize("cell", list(plain_cells()), ids=label)


SIZES = [(1, 1), (1, 3), (2, 1), (2, 3), (7, 1), (7, 3)]
SIZED = [*((cell, size) for cell in plain_cells() for size in SIZES), *((cell, (7, 3)) for cell in clamped_cells())]
"""Every cell with sequences and batches of every size; with gates that are held, which no size knows of, of one."""


@pytest.mark.parametrize(("cell", "size"), SIZED, ids=[f"{label(cell)}-{size}" for cell, size in SIZED])
@pytest.mark.parametrize(("loss", "loss_at"), list(product(LOSSES, ("last", "every"))))
def test_the_gradient_of_every_parameter_is_its_central_difference(
    cell: AnyCell, size: tuple[int, int], loss: str, loss_at: str
) -> None:
    steps, batch = size
    given = laboratory_problem(cell, loss, loss_at, Shape(steps, batch))
    gradients = given.solve().params
    assert gradients.keys() == given.params.keys()
    for name, analytic in gradients.items():
        assert difference(analytic, given.numeric(name)) < TOLERANCE, name


@every_cell
def test_the_differences_that_the_page_shows_agree_with_the_gradient(cell: AnyCell) -> None:
    given = laboratory_problem(cell, "mse", "every", Shape(5, 2))
    gradients = given.solve().params
    for name, gradient in gradients.items():
        found = compare(given.function, gradients, name, entries=gradient.size + 1, seed=0)
        assert [one.index for one in found] == list(np.ndindex(gradient.shape))
        assert relative_error(found) < 1e-8 or max(abs(one.analytic - one.numeric) for one in found) < 1e-11, name


@pytest.mark.parametrize("cell", [cell for cell in cells() if getattr(cell, "activation", "") != "relu"], ids=label)
def test_the_gradient_of_every_parameter_is_its_complex_step_to_rounding(cell: AnyCell) -> None:
    given = laboratory_problem(cell, "mse", "every", Shape(7, 3))
    for name, analytic in given.solve().params.items():
        np.testing.assert_allclose(
            analytic, given.complex_step(name), rtol=1e-11, atol=1e-13 * np.abs(analytic).max(), err_msg=name
        )


@pytest.mark.parametrize(("name", "init"), list(product(CELLS, INITIALISERS)))
def test_the_gradient_holds_for_every_initialiser(name: str, init: str) -> None:
    kind, shape = CELLS[name], Shape(6, 2, units=3)
    bias = {gate.name: 0.5 for gate in kind.gates}
    weights = initialise(
        kind,
        shape.architecture.shapes(kind()),
        init=init,
        rho=1.1,
        bias=bias,
        seed=3,
        dtype=np.dtype(float),
        recurrent_last=True,
    )
    given = laboratory_problem(kind(), "mse", "last", shape).moved(**weights)
    for param, analytic in given.solve().params.items():
        np.testing.assert_allclose(analytic, given.complex_step(param), rtol=1e-11, atol=1e-14, err_msg=param)


@every_cell
@pytest.mark.parametrize("steps", [1, 5])
def test_the_gradients_of_the_inputs_and_of_the_initial_state_are_central_differences(
    cell: AnyCell, steps: int
) -> None:
    params, tape = tape_of(cell, Shape(steps, 2))
    found, d_x, d_initial = asked_of_every_state(tape, params)
    assert difference(found.d_x, d_x) < TOLERANCE
    for name, numeric in d_initial.items():
        assert difference(getattr(found.initial, name), numeric) < TOLERANCE, name


@every_plain_cell
def test_the_gradient_of_every_state_on_the_way_is_that_of_the_rest_of_the_sequence(cell: AnyCell) -> None:
    """What arrives at s_t is the gradient of the initial state of the sequence that is left from t on."""
    given = laboratory_problem(cell, "cross_entropy", "every", Shape(6, 2))
    solution = given.solve()
    for t in range(1, 6):
        state = at(solution.tape.states, t)
        rest = unroll(cell, given.params, given.examples.inputs[t:], state)
        d_h = solution.value.d_y[t:] @ given.params["W_hy"]
        of_rest = backward(rest, d_h).initial
        arrives = cell.within(at(solution.tape.partials(), t - 1), of_rest)
        for field in state._fields:
            expected, found = getattr(arrives, field), getattr(solution.gradients.arrives, field)[t - 1]
            np.testing.assert_allclose(found, expected, rtol=1e-11, atol=1e-15)


def test_relu_has_slope_0_at_its_kink() -> None:
    kind = CELLS["rnn"]
    cell = kind(activation="relu")  # type: ignore[call-arg]
    params = {"W_xh": np.eye(2), "W_hh": np.eye(2), "b_h": np.zeros(2)}
    tape = unroll(cell, params, np.zeros((3, 1, 2)))
    gradients = backward(tape, np.ones((3, 1, 2)))
    assert not gradients.d_a.any()
    assert not gradients.arrives.h.any()


def test_differences_in_float32_are_taken_in_float64() -> None:
    given = laboratory_problem(CELLS["lstm"](), "mse", "last")
    rounded = {name: value.astype(np.float32) for name, value in given.solve().params.items()}
    assert relative_error(compare(given.function, rounded, "W_hh", entries=6, seed=1)) < 1e-6


def test_the_entries_that_are_compared_include_the_largest_and_follow_from_the_seed() -> None:
    gradient = np.random.default_rng(5).normal(size=(8, 4))
    chosen = choose(gradient, 5, seed=7)
    assert np.unravel_index(np.abs(gradient).argmax(), gradient.shape) in chosen
    assert chosen == choose(gradient, 5, seed=7)
    assert chosen == sorted(set(chosen))
    assert 4 <= len(chosen) <= 5
    assert choose(np.full((2, 2), np.nan), 2, seed=0)


def test_a_comparison_says_nan_where_a_gradient_is_not_finite_and_0_where_all_is_zero() -> None:
    given = laboratory_problem(CELLS["rnn"](), "mse", "last")
    not_finite = {"b_h": np.full_like(given.params["b_h"], np.nan)}
    assert np.isnan(relative_error(compare(given.function, not_finite, "b_h", entries=2, seed=0)))
    nothing = laboratory_problem(CELLS["lstm"](clamp={"o": 0.0}), "mse", "last")
    found = compare(nothing.function, nothing.solve().params, "W_hh", entries=4, seed=0)
    assert relative_error(found) == 0.0


@every_plain_cell
def test_a_loss_that_is_asked_nowhere_sends_no_gradient(cell: AnyCell) -> None:
    _, value, back = laboratory_problem(cell, "mse", "last").asked(np.zeros(4, bool)).solve()
    assert value.total == 0.0
    assert all(not gradient.any() for gradient in back.params.values())


@every_plain_cell
def test_the_loss_at_every_step_is_the_sum_of_the_losses_at_single_steps(cell: AnyCell) -> None:
    given = laboratory_problem(cell, "cross_entropy", "every", Shape(5, 3))
    run, value, back = given.solve()
    parts = [given.asked(np.arange(5) == step).solve() for step in range(5)]
    np.testing.assert_allclose(value.losses, sum(part.value.losses for part in parts), rtol=1e-14)
    for name, gradient in back.params.items():
        np.testing.assert_allclose(gradient, sum(part.params[name] for part in parts), rtol=1e-11, atol=1e-15)
    assert value.total == pytest.approx(float(value.losses.sum()))
    np.testing.assert_array_equal(given.network.forward(given.examples).outputs, run.outputs)
