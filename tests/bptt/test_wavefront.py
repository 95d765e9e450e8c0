"""Layers as a wavefront: every number is that of layer after layer, but for rounding."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from app.bptt.backward import Gradients
from app.bptt.segments import WHOLE, backward_in_turn
from app.bptt.stacked import Stacked
from app.bptt.unroll import Tape, at, unroll
from app.bptt.wavefront import backward_together, skew, unroll_together
from app.cells import CELLS
from app.cells.arrays import Array
from app.cells.base import AnyCell
from tests.architectures import problem
from tests.engine import IN_TURN, Problem, label, plain_cells, random_like

UNEVEN = (7, 1, 4)
"""Lengths of the sequences of a batch."""
ROUNDING = {"float64": 1e-13, "float32": 1e-5, "float16": 2e-2}
"""What may be lost to rounding, relative to the largest entry of an array; of a normalised block more, since units that
are nearly equal are divided by their spread."""

every_plain_cell = pytest.mark.parametrize("cell", list(plain_cells()), ids=label)
both_depths = pytest.mark.parametrize("depth", [2, 3])
even_and_uneven = pytest.mark.parametrize("lengths", [(7, 7), UNEVEN], ids=["even", "uneven"])


def same(found: Any, expected: Any, rounding: float) -> None:
    """Hold an array, or every field of a record, to another."""
    if isinstance(expected, tuple):
        for mine, its in zip(found, expected, strict=True):
            same(mine, its, rounding)
    elif expected is not None:
        assert found.shape == expected.shape
        assert found.dtype == expected.dtype
        np.testing.assert_allclose(found, expected, rtol=0, atol=rounding * np.nanmax(np.abs(expected), initial=1e-300))


def same_gradients(mine: Gradients, its: Gradients, rounding: float) -> None:
    """Hold everything that a way back gave to another's."""
    for name in ("d_h", "d_a", "d_m", "d_x", "total", "felt", "arrives", "local", "initial"):
        same(getattr(mine, name), getattr(its, name), rounding)
    same(mine.norms.status, its.norms.status, 0)
    for name, gradient in its.params.items():
        same(mine.params[name], gradient, 100 * rounding)  # a sum over steps


def lost(given: Problem, dtype: str = "float64") -> float:
    """What a problem's numbers may differ by."""
    return ROUNDING[dtype] * (100 if given.cell.normalised else 1)


def deep(cell: AnyCell, depth: int, lengths: tuple[int, ...]) -> Problem:
    """Layers above each other, of more units than there are layers."""
    return problem(cell, Stacked(2, 5, 3, depth=depth), lengths=lengths)


def is_the_same_in_turn(given: Problem, d_y: Array, window: int, rounding: float) -> None:
    """Hold a pass as a wavefront to that layer after layer."""
    run, other = (given.network.forward(given.examples, walk) for walk in (WHOLE, IN_TURN))
    same(run.outputs, other.outputs, rounding)
    for name, tape in other.tapes.items():
        for part in ("inputs", "states", "saved"):
            same(getattr(run.tapes[name], part), getattr(tape, part), rounding)
        same(run.ends[name], other.ends[name], rounding)
    assert run.held == other.held, "views count as what they are of"
    back, in_turn = given.network.backward(run, d_y, window), given.network.backward(other, d_y, window)
    assert list(back.params) == list(in_turn.params)
    for name, gradients in in_turn.gradients.items():
        same_gradients(back.gradients[name], gradients, rounding)


@every_plain_cell
@both_depths
@even_and_uneven
def test_every_number_is_that_of_layer_after_layer(cell: AnyCell, depth: int, lengths: tuple[int, ...]) -> None:
    given = deep(cell, depth, lengths)
    d_y = given.solve().value.d_y
    for window in (0, 1, 3):
        is_the_same_in_turn(given, d_y, window, lost(given))


@every_plain_cell
@pytest.mark.parametrize("dtype", ["float32", "float16"])
def test_it_is_in_every_precision(cell: AnyCell, dtype: str) -> None:
    given = deep(cell, 3, UNEVEN).in_precision(dtype)
    run = given.network.forward(given.examples, WHOLE)
    assert run.outputs.dtype == dtype
    other = given.network.forward(given.examples, IN_TURN)
    for name, tape in other.tapes.items():
        same(run.tapes[name].states, tape.states, lost(given, dtype))
    d_y = given.loss(other.outputs, given.examples).d_y
    back, in_turn = (given.network.backward(way, d_y) for way in (run, other))
    for name, gradient in in_turn.params.items():
        assert back.params[name].dtype == dtype
        same(back.params[name], gradient, 10 * lost(given, dtype))


@every_plain_cell
def test_it_begins_in_a_state_and_takes_what_arrives_at_the_last(cell: AnyCell) -> None:
    """s_0 and ∂L/∂s_T of every layer, with cuts and without."""
    given, rng = deep(cell, 3, UNEVEN), np.random.default_rng(0)
    tapes = given.network.forward(given.examples, IN_TURN).tapes
    starts, last = ({name: random_like(at(tape.states, 0), rng) for name, tape in tapes.items()} for _ in range(2))
    inputs, mask = given.examples.inputs, given.examples.mask
    found = unroll_together(cell, {name: tape.weights for name, tape in tapes.items()}, inputs, starts, mask)
    in_turn: dict[str, Tape] = {}
    for name, tape in tapes.items():
        in_turn[name] = unroll(cell, tape.weights, inputs, starts[name], mask)
        inputs = in_turn[name].hidden
        same(found[name].states, in_turn[name].states, lost(given))
    d_h = rng.normal(size=inputs.shape)
    for cuts in ((), [t % 3 == 0 for t in range(8)], rng.random((8, 3)) < 0.3):
        one, other = dict(backward_together(found, d_h, cuts, last)), dict(backward_in_turn(in_turn, d_h, cuts, last))
        assert list(one) == list(other) == ["layer3", "layer2", "layer1"]
        for name, gradients in other.items():
            same_gradients(one[name], gradients, lost(given))


@every_plain_cell
def test_nothing_is_carried_back_before_something_is_asked(cell: AnyCell) -> None:
    given = deep(cell, 3, (7, 7))
    asked = given.solve().value.d_y.copy()
    asked[4:] = 0
    is_the_same_in_turn(given, asked, 0, lost(given))
    is_the_same_in_turn(given, np.zeros_like(asked), 0, lost(given))


def test_an_infinite_derivative_behind_the_last_loss_is_not_multiplied_by_zero() -> None:
    given = deep(CELLS["lstm"](), 3, (7, 7))
    inputs, d_y = given.examples.inputs.copy(), given.solve().value.d_y.copy()
    inputs[5], d_y[4:] = np.inf, 0
    given = given.reading(inputs=inputs)
    for walk in (WHOLE, IN_TURN):
        back = given.network.backward(given.network.forward(given.examples, walk), d_y)
        assert all(np.isfinite(gradients.total.h).all() for gradients in back.gradients.values())


@every_plain_cell
def test_several_losses_side_by_side_are_each_as_if_alone(cell: AnyCell) -> None:
    given = deep(cell, 3, (7, 7))
    run, _, back = given.solve()
    d_y = np.random.default_rng(0).normal(size=(7, 4, 2, 3))
    many = given.network.backward(run, d_y, 3, states_only=True)
    for k in range(4):
        alone = given.network.backward(run, d_y[:, k], 3)
        for name in back.layers:
            same(at(many.gradients[name].total, np.s_[:, k]), alone.gradients[name].total, 10 * lost(given))


def test_one_layer_goes_as_it_always_did() -> None:
    for cell in plain_cells():
        given = problem(cell, Stacked(2, 5, 3), lengths=UNEVEN)
        run, other = (given.network.forward(given.examples, walk) for walk in (WHOLE, IN_TURN))
        np.testing.assert_array_equal(run.outputs, other.outputs)


def test_a_layer_lies_among_the_waves_a_wave_behind_the_one_below_it() -> None:
    waves = skew([np.arange(1, 6)] * 3, 5)
    assert waves.T.tolist() == [[1, 2, 3, 4, 5, 0, 0], [0, 1, 2, 3, 4, 5, 0], [0, 0, 1, 2, 3, 4, 5]]
