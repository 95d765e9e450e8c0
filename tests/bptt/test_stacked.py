"""Stacked layers in one direction and in both: every gradient by differences, and what must hold without a number."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from app.bptt.architecture import Architecture, Network, layer_params, params_by_full_name
from app.bptt.batch_gradients import BatchGradients, first_going_forward
from app.bptt.examples import Examples
from app.bptt.initialisers import initialise
from app.bptt.losses import Loss
from app.bptt.non_finite import NonFinite
from app.bptt.pinball import Pinball
from app.bptt.stacked import Stacked
from app.bptt.unroll import Tape, at, unroll
from app.cells import CELLS
from app.cells.arrays import Array
from app.cells.base import AnyCell
from app.cells.parameters import Params
from tests.architectures import (
    DEEP,
    EXACT,
    LENGTHS,
    MEAN,
    name_of,
    problem,
    slopes,
    stacks,
    stays_in_precision,
)
from tests.engine import Problem, clamped_cells, label, plain_cells

every_plain_cell = pytest.mark.parametrize("cell", list(plain_cells()), ids=label)
every_stack = pytest.mark.parametrize("plan", list(stacks()), ids=name_of)


@every_plain_cell
@every_stack
def test_the_gradient_of_every_parameter_is_its_central_difference(plan: Stacked, cell: AnyCell) -> None:
    given = problem(cell, plan)
    assert given.solve().params.keys() == given.params.keys() == plan.shapes(cell).keys()
    slopes(given)


@pytest.mark.parametrize("cell", list(clamped_cells()), ids=label)
def test_it_is_with_gates_that_are_held(cell: AnyCell) -> None:
    slopes(problem(cell, DEEP))


@pytest.mark.parametrize("window", [1, 2, 3])
@pytest.mark.parametrize("cell", [CELLS[name]() for name in CELLS], ids=label)
@pytest.mark.parametrize("plan", [Stacked(2, 2, 3, 4), Stacked(2, 2, 3, depth=2), DEEP], ids=name_of)
def test_a_truncated_gradient_is_the_difference_of_a_loss_that_is_blind_over_the_cuts(
    plan: Stacked, cell: AnyCell, window: int
) -> None:
    slopes(problem(cell, plan), window)


@every_plain_cell
def test_a_single_layer_is_the_unroller_and_a_readout(cell: AnyCell) -> None:
    given = problem(cell, Stacked(2, 2, 3), lengths=(5, 5))
    tape = unroll(cell, layer_params(cell, given.params, "layer1"), given.examples.inputs)
    outputs = tape.hidden @ given.params["W_hy"].T + given.params["b_y"]
    np.testing.assert_array_equal(given.solve().run.outputs, outputs)


@every_plain_cell
@pytest.mark.parametrize("depth", [1, 2])
def test_read_from_the_other_end_the_layers_change_places(cell: AnyCell, depth: int) -> None:
    """Swap the weights of the two directions and turn the sequence round: every output and gradient turns with it."""
    given = problem(cell, Stacked(2, 2, 3, depth=depth, both=True), lengths=(5, 5))
    examples, units = given.examples, given.architecture.units
    reversed_in_time = {name: getattr(examples, name)[::-1] for name in ("inputs", "mask", "targets", "weights")}

    def swap(params: Params) -> dict[str, Array]:
        """The parameters for the other reading; where a layer reads [forwards, backwards], its columns swap too."""
        found = {}
        for name, value in params.items():
            layer, _, own = name.rpartition(".")
            other = layer.removesuffix(".reverse") if layer.endswith(".reverse") else f"{layer}.reverse"
            both = own == "W_hy" or (own == "W_xh" and not layer.startswith("layer1"))
            found[f"{other}.{own}" if layer else own] = np.roll(value, units, axis=1) if both else value
        return found

    run, value, back = given.solve()
    other_run, other_value, other_back = given.moved(**swap(given.params)).reading(**reversed_in_time).solve()
    np.testing.assert_allclose(other_run.outputs[::-1], run.outputs, **EXACT)
    np.testing.assert_allclose(other_value.losses[::-1], value.losses, **EXACT)
    for name, gradient in swap(back.params).items():
        np.testing.assert_allclose(other_back.params[name], gradient, **EXACT, err_msg=name)
    for layer in given.architecture.layers():
        other_layer = layer.removesuffix(".reverse") if layer.endswith(".reverse") else f"{layer}.reverse"
        np.testing.assert_allclose(
            other_back.gradients[other_layer].total.h, back.gradients[layer].total.h, **EXACT, err_msg=layer
        )


def test_forwards_knows_nothing_of_what_comes_and_both_directions_know_everything() -> None:
    for both in (False, True):
        given = problem(CELLS["lstm"](), Stacked(2, 2, 3, depth=2, both=both), lengths=(6,))
        later = given.examples.inputs.copy()
        later[4] += 1.0
        moved = given.reading(inputs=later).solve().run.outputs
        changed = np.abs(moved - given.solve().run.outputs).max(axis=(1, 2)) > 1e-9
        assert changed.tolist() == ([True] * 6 if both else [False] * 4 + [True] * 2)


def test_a_sequence_can_be_read_in_two_parts() -> None:
    given = problem(CELLS["lstm"](), Stacked(2, 2, 3, 4, depth=2), lengths=(6, 6))
    first, second = given.examples.part(0, 4), given.examples.part(4, 6)
    begun = given.network.forward(first)
    ended = given.network.forward(second, initial=begun.ends)
    whole = given.solve()
    np.testing.assert_allclose(np.concatenate([begun.outputs, ended.outputs]), whole.run.outputs, **EXACT)
    losses = np.concatenate([MEAN(run.outputs, part).losses for run, part in ((begun, first), (ended, second))])
    np.testing.assert_allclose(losses, whole.value.losses, **EXACT)
    assert begun.ends.keys() == {"layer1", "layer2"}


def test_the_names_of_a_layer_s_parameters_come_off_and_on() -> None:
    given = problem(CELLS["gru"](), DEEP)
    own = layer_params(given.cell, given.params, "layer1")
    assert list(own) == ["W_xh", "W_hh", "b_h", "b_hn"], "not those of layer1.reverse"
    layers = given.solve().back.layers
    of_layers = params_by_full_name(layers)
    for name, back in layers.items():
        assert all(of_layers[f"{name}.{key}"] is value for key, value in back.params.items())
    assert of_layers.keys() == given.params.keys() - {"E", "W_hy", "b_y"}


@pytest.mark.parametrize("dtype", [np.float32, np.float16])
@pytest.mark.parametrize("loss", [MEAN, Pinball((0.1, 0.5, 0.9))], ids=["cross_entropy", "pinball"])
@every_stack
def test_everything_stays_in_the_run_s_precision(plan: Stacked, loss: Loss, dtype: Any) -> None:
    stays_in_precision(problem(CELLS["lstm"](), plan, loss=loss), dtype)


def spoiled_gradients(plan: Architecture, spoiled: str, value: float, **options: Any) -> BatchGradients:
    """Loss and gradients of a batch where one parameter is spoiled."""
    given = problem(CELLS["rnn"](), plan, lengths=(5, 5))
    array = given.params[spoiled].copy()
    array.flat[0] = value
    return given.moved(**{spoiled: array}).batch_gradients(**options)


@pytest.mark.parametrize(
    ("spoiled", "quantity", "step"),
    [
        ("layer1.W_xh", "h", 1),
        ("layer1.reverse.b_h", "h", 5),  # it reads the last token first
        ("layer2.reverse.W_hh", "h", 5),
        ("layer2.b_h", "h", 1),
        ("W_hy", "y", 1),
        ("b_y", "y", 1),
    ],
)
def test_the_first_thing_that_is_not_finite_is_named_with_its_step(spoiled: str, quantity: str, step: int) -> None:
    plan = Stacked(2, 2, 3, depth=2, both=True)
    assert spoiled_gradients(plan, spoiled, np.nan).non_finite == NonFinite(quantity, step)
    assert spoiled_gradients(plan, spoiled, 0.1).non_finite is None


def test_a_memory_that_overflows_before_the_output_does_is_named_first(monkeypatch: pytest.MonkeyPatch) -> None:
    given = problem(CELLS["lstm"](), Stacked(2, 2, 3), lengths=(9,))

    def spoiled(*given: Any) -> Tape:
        tape = unroll(*given)
        tape.states.c[4:], tape.states.h[7:] = np.inf, np.nan  # of s_0 … s_9
        return tape

    monkeypatch.setattr("app.bptt.segments.unroll", spoiled)
    run, value, _ = given.solve()
    assert first_going_forward(run, value) == run.stacks[0].non_finite == NonFinite("c", 4)
    assert given.batch_gradients().non_finite == NonFinite("c", 4)


def test_a_gradient_that_overflows_is_named() -> None:
    plan = Stacked(1, 1, 1)
    cell = CELLS["rnn"](activation="identity")  # type: ignore[call-arg]
    params = {name: np.zeros(shape) for name, shape in plan.shapes(cell).items()}
    params["layer1.W_hh"][:] = 1e60
    params["W_hy"][:] = 1.0
    steps = 8
    ones = np.ones((steps, 1))
    examples = Examples(np.zeros((steps, 1, 1)), ones > 0, np.ones((steps, 1, 1)), np.eye(steps)[-1][:, None])
    found = Problem(Network(cell, plan, params), examples, Pinball((1.0,))).batch_gradients()
    assert found.non_finite == NonFinite("d_h", 2)
    assert found.loss == 1.0


@pytest.mark.parametrize("window", [0, 4])
@pytest.mark.parametrize("checkpoint", [False, True])
@pytest.mark.parametrize("cell", [CELLS[name]() for name in CELLS], ids=label)
def test_the_norms_over_time_of_a_stack_are_those_of_all_its_layers_together_and_of_each(
    cell: AnyCell, checkpoint: bool, window: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.bptt.segments.SMALLEST", 0)
    given = problem(cell, Stacked(2, 2, 3, depth=3), lengths=(9, 9))
    layers = given.solve(window).back.gradients
    squares = [(layers[f"layer{k}"].total.h ** 2).sum(axis=(1, 2)) for k in (1, 2, 3)]
    found = given.batch_gradients(truncate=window, checkpoint=checkpoint).gradient_norms
    np.testing.assert_allclose(10**found.log10, np.sqrt([sum(squares), *squares]), rtol=1e-10)
    assert found.status.shape == (4, 9)
    assert found.status.dtype == np.uint8


def test_the_norms_over_time_of_a_stack_of_one_layer_are_that_layer_s() -> None:
    given = problem(CELLS["lstm"](), Stacked(2, 2, 3))
    found, back = given.batch_gradients().gradient_norms, given.solve().back
    np.testing.assert_allclose(found.log10, back.layers["layer1"].norms.log10, atol=1e-12)


def test_the_norms_over_time_in_both_directions_are_those_of_the_first_layer() -> None:
    given = problem(CELLS["lstm"](), DEEP)
    found, solution = given.batch_gradients(), given.solve()
    total = solution.back.gradients["layer1"].total.h
    np.testing.assert_allclose(10**found.gradient_norms.log10, np.sqrt((total**2).sum(axis=(1, 2))), rtol=1e-12)
    assert found.gradient_norms.status.dtype == np.uint8
    assert found.loss == solution.value.total
    assert found.bytes > given.examples.inputs.nbytes


def test_the_weights_that_a_seed_draws_do_not_depend_on_precision_and_biases_are_where_they_are_asked() -> None:
    shapes = DEEP.shapes(CELLS["lstm"]())
    drawn = {
        dtype: initialise(
            CELLS["lstm"], shapes, init="orthogonal", rho=0.9, bias={"f": 1.0, "z": 3.0}, seed=5, dtype=np.dtype(dtype)
        )
        for dtype in ("float64", "float32")
    }
    assert drawn["float64"].keys() == shapes.keys()
    for name, value in drawn["float64"].items():
        assert value.shape == shapes[name]
        np.testing.assert_array_equal(drawn["float32"][name], value.astype(np.float32))
        if name.endswith("b_h"):
            assert value.reshape(4, 2).tolist() == [[0, 0], [1, 1], [0, 0], [0, 0]], "i f g o"
        if name.endswith("W_hh"):
            blocks = value.reshape(4, 2, 2)
            np.testing.assert_allclose(
                blocks @ blocks.transpose(0, 2, 1), np.tile(0.81 * np.eye(2), (4, 1, 1)), atol=1e-15
            )
    chrono = initialise(
        CELLS["lstm"], shapes, init="uniform", rho=1, bias={}, seed=5, dtype=np.dtype(float), chrono_steps=50
    )
    i, f = chrono["layer2.reverse.b_h"].reshape(4, 2)[:2]
    assert (f > 0).all()
    np.testing.assert_array_equal(i, -f)


def test_a_state_goes_on_from_its_own_last_word() -> None:
    given = problem(CELLS["gru"](), Stacked(2, 2, 3, 4))
    run = given.solve().run
    for b, length in enumerate(LENGTHS):
        np.testing.assert_array_equal(run.ends["layer1"].h[b], at(run.tapes["layer1"].states, length).h[b])
