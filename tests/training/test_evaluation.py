"""A look at a model in training: it measures the held-out sequences, and nothing of it reaches the weights."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest

from app.cells import CELLS
from app.tasks import TASKS
from app.training.config import TaskTraining
from app.training.evaluation import BINS, SHOWN_LAST, SHOWN_SEQUENCES, Evaluation
from app.training.problem import TaskProblem, problem_of
from app.training.run import EVALUATE_EVERY, Budget, Learner, advance, begin


def trained(**fields: Any) -> tuple[TaskTraining, TaskProblem, Learner, Evaluation]:
    """A small model after its first evaluation."""
    config = TaskTraining(steps=8, units=4, minibatch=4, iterations=40, **fields)
    run, frames = advance(begin(config), Budget(iterations=EVALUATE_EVERY))
    point = frames[-1].points[0]
    assert point is not None
    assert point.evaluation is not None
    effective, problem = run.config.effective(EVALUATE_EVERY)[0], problem_of(run.config)
    assert isinstance(effective, TaskTraining)
    assert isinstance(problem, TaskProblem)
    return effective, problem, run.models[0], point.evaluation


@pytest.mark.parametrize(("task", "loss_at"), list(product(TASKS, ("last", "every"))))
def test_the_measure_and_the_predictions_are_those_of_the_held_out_sequences(task: str, loss_at: str) -> None:
    config, problem, model, found = trained(task=task, loss_at=loss_at, cell="lstm")
    batch, asked = problem.evaluated, problem.held_out_loss_mask
    np.testing.assert_array_equal(batch.weights > 0, np.broadcast_to(asked[:, None], batch.weights.shape))
    run = problem.network(config, model.params).forward(batch)
    losses = problem.loss(run.outputs, batch).losses
    assert not losses[~asked].any()
    assert found.measure == pytest.approx(losses[asked].mean(), rel=1e-12)
    sequences = min(batch.inputs.shape[1], SHOWN_LAST if asked.sum() == 1 else SHOWN_SEQUENCES)
    outputs = run.outputs[asked][:, :sequences]
    assert found.predictions.shape == (asked.sum(), sequences, TASKS[task].outputs)
    if TASKS[task].loss == "cross_entropy":
        odds = np.exp(outputs)
        np.testing.assert_allclose(found.predictions, odds / odds.sum(axis=-1, keepdims=True), rtol=1e-9)
        right = run.outputs[asked].argmax(axis=-1) == batch.targets[asked]
        assert found.accuracy == pytest.approx(right.mean())
    else:
        np.testing.assert_array_equal(found.predictions, outputs)
        assert found.accuracy is None


@pytest.mark.parametrize("cell", CELLS)
def test_the_gates_and_the_spectral_radii_are_the_model_s(cell: str) -> None:
    config, problem, model, found = trained(cell=cell)
    kind = CELLS[cell]
    assert found.radius.keys() == set(kind.blocks)
    for k, block in enumerate(kind.blocks):
        matrix = model.params["W_hh"][k * 4 : (k + 1) * 4]
        assert found.radius[block] == pytest.approx(np.abs(np.linalg.eigvals(matrix)).max())
    if kind.carry_gate() is None:
        assert found.gates is None
        return
    assert found.gates is not None
    assert found.gates.shape == (BINS,)
    assert found.gates.sum() == pytest.approx(1)
    (tape,) = problem.network(config, model.params).forward(problem.evaluated).tapes.values()
    gates = tape.cell.gate_values(tape.saved)
    assert gates is not None
    values = gates[:, :, kind.blocks.index(kind.carry_gate())]
    middle = (np.arange(BINS) + 0.5) / BINS
    assert (found.gates * middle).sum() == pytest.approx(values.mean(), abs=0.5 / BINS)


@pytest.mark.parametrize("cell", CELLS)
def test_of_several_layers_each_has_its_gates_and_radii_and_all_together_the_mean_histogram(cell: str) -> None:
    config, problem, model, found = trained(cell=cell, layers=3)
    kind = CELLS[cell]
    layers = ("layer1", "layer2", "layer3")
    assert list(found.radius) == [f"{layer}.{block}" for layer in layers for block in kind.blocks]
    for layer, (k, block) in product(layers, enumerate(kind.blocks)):
        matrix = model.params[f"{layer}.W_hh"][k * 4 : (k + 1) * 4]
        assert found.radius[f"{layer}.{block}"] == pytest.approx(np.abs(np.linalg.eigvals(matrix)).max())
    carry = kind.carry_gate()
    if carry is None:
        assert found.gates is None
        return
    assert found.gates is not None
    assert found.gates.shape == (4, BINS)
    np.testing.assert_allclose(found.gates[0], found.gates[1:].mean(axis=0), rtol=1e-12)
    tapes = problem.network(config, model.params).forward(problem.evaluated).tapes
    middle = (np.arange(BINS) + 0.5) / BINS
    for layer, histogram in zip(layers, found.gates[1:], strict=True):
        gates = tapes[layer].cell.gate_values(tapes[layer].saved)
        assert gates is not None
        mean = gates[:, :, kind.blocks.index(carry)].mean()
        assert histogram.sum() == pytest.approx(1)
        assert (histogram * middle).sum() == pytest.approx(mean, abs=0.5 / BINS)


@pytest.mark.parametrize(("cell", "gate"), [("lstm", "f"), ("gru", "z")])
@pytest.mark.parametrize(("value", "place"), [(0.0, 0), (0.5, BINS // 2), (1.0, BINS - 1)])
def test_a_clamped_carry_gate_is_one_bin(cell: str, gate: str, value: float, place: int) -> None:
    *_, found = trained(cell=cell, clamp={gate: value})
    assert found.gates is not None
    np.testing.assert_array_equal(np.flatnonzero(found.gates), [place])


def test_before_training_the_radii_are_the_one_that_was_asked_for() -> None:
    config = TaskTraining(cell="gru", rho=1.3, units=5, steps=6)
    run, problem = begin(config), problem_of(config)
    found = problem.evaluate(config.effective(0)[0], run.models[0].params)
    assert found.radius == pytest.approx(dict.fromkeys("rzn", 1.3))


def test_a_model_beyond_all_bounds_is_looked_at_without_a_warning() -> None:
    config = TaskTraining(cell="rnn", activation="identity", rho=3, units=4, steps=500, dtype="float32")
    run, problem = begin(config), problem_of(config)
    found = problem.evaluate(config.effective(0)[0], run.models[0].params)
    assert not np.isfinite(found.measure)
