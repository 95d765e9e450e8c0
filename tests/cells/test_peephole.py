"""A cell with parameters that nobody foresaw works everywhere that a registered one does, from its one file."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from app.api.check import check_layer
from app.bptt.architecture import Architecture
from app.bptt.jacobians import jacobians
from app.bptt.unroll import at
from app.cells import CELLS
from app.cells.base import AnyCell
from app.cells.lstm import LSTM
from app.config import RunConfig
from app.trace import FIELDS, SEQUENCE, trace
from app.training.config import ApplicationTraining, TaskTraining
from app.training.run import Budget, advance, begin
from app.training.snapshot import freeze, thaw
from tests.applications.random_prediction import RandomPrediction, every_plan
from tests.architectures import ARCHITECTURES, name_of, problem, slopes
from tests.cells.peephole import Peephole
from tests.engine import (
    Shape,
    central_difference,
    difference,
    label,
    laboratory_problem,
    same_bits,
    tape_of,
    traced_layer,
    traced_layers,
    traced_problem,
)
from tests.training.runs import same_run

CLAMPS: tuple[dict[str, float], ...] = ({}, {"i": 0.3}, {"f": 1.0}, {"g": -0.4}, {"o": 0.0}, {"f": 0.5, "o": 0.9})
OWN = ("p_i", "p_f", "p_o")
every_cell = pytest.mark.parametrize("cell", [Peephole(clamp=clamp) for clamp in CLAMPS], ids=label)
every_architecture = pytest.mark.parametrize("architecture", ARCHITECTURES, ids=name_of)


@pytest.fixture
def listed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cell in the registry, as its line in `app/cells/__init__.py` would put it there."""
    monkeypatch.setitem(CELLS, Peephole.name, Peephole)


# --- the engine -------------------------------------------------------------------------------------------------------


def test_without_peepholes_it_is_an_lstm_to_the_bit() -> None:
    given = laboratory_problem(LSTM(), "mse", "every", Shape(6, 3))
    none = dict.fromkeys(OWN, np.zeros(2))
    other = replace(given, network=replace(given.network, cell=Peephole(), params={**given.params, **none}))
    mine, its = other.solve(), given.solve()
    np.testing.assert_allclose(mine.run.outputs, its.run.outputs, rtol=1e-14)
    for name, value in its.params.items():
        np.testing.assert_allclose(mine.params[name], value, rtol=1e-12, atol=1e-15, err_msg=name)
    assert all(mine.params[name].any() for name in OWN)


@every_cell
@pytest.mark.parametrize("loss_at", ["last", "every"])
def test_the_gradient_of_every_parameter_is_its_complex_step(cell: AnyCell, loss_at: str) -> None:
    given = laboratory_problem(cell, "mse", loss_at, Shape(6, 3))
    gradients = given.solve().params
    assert set(OWN) < gradients.keys() == given.params.keys()
    for name, gradient in gradients.items():
        np.testing.assert_allclose(gradient, given.complex_step(name), rtol=1e-11, atol=1e-13, err_msg=name)


@every_cell
def test_its_jacobian_is_the_difference_of_its_step(cell: AnyCell) -> None:
    params, tape = tape_of(cell, Shape(steps=4, batch=1, units=3))
    projected = cell.project(params, tape.inputs)
    before = at(tape.states, 2)

    def step(flat: np.ndarray) -> np.ndarray:
        state, _ = cell.step(params, projected[2], type(before)(flat[None, :3], flat[None, 3:]))
        return np.concatenate(state, axis=-1)[0]

    numeric = central_difference(step, np.concatenate(before, axis=-1)[0])
    np.testing.assert_allclose(jacobians(params, tape)[2], numeric, rtol=1e-6, atol=1e-9)


@every_architecture
@pytest.mark.parametrize("window", [0, 2])
def test_the_gradient_of_every_parameter_in_every_architecture_is_its_central_difference(
    architecture: Architecture, window: int
) -> None:
    given = problem(Peephole(), architecture)
    own = {name for name in given.params if name.rpartition(".")[2] in OWN}
    assert len(own) == 3 * len(architecture.layers())
    assert own <= given.solve().params.keys()
    slopes(given, window)


@every_architecture
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_checkpointing_gives_the_same_bits(
    architecture: Architecture, dtype: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.bptt.segments.SMALLEST", 0)
    for lengths in ((7, 7), (7, 1, 4)):
        given = problem(Peephole(), architecture, lengths=lengths).in_precision(dtype)
        for window in (0, 3):
            kept, checkpointed = (given.batch_gradients(truncate=window, checkpoint=on) for on in (False, True))
            same_bits(kept, checkpointed)
            assert {value.dtype.name for value in kept.params.values()} == {dtype}
            assert kept.params.keys() == given.params.keys()


@pytest.mark.usefixtures("listed")
@every_plan
@pytest.mark.parametrize("truncate", [0, 3])
def test_every_layer_of_a_network_s_prediction_is_traced_with_every_part(plan: str, truncate: int) -> None:
    given = RandomPrediction(plan, "peephole", truncate=truncate)
    for run in given.trace(*FIELDS).runs:
        assert set(run.parts) == set(FIELDS) - {SEQUENCE}
        assert set(run.parts["gradients"].before) == set(given.network.params)
        series = run.parts["unit"].series
        np.testing.assert_allclose(series["c"], series["f"] * series["c_prev"] + series["i"] * series["g"], rtol=1e-12)
        np.testing.assert_allclose(series["h"], series["o"] * np.tanh(series["c"]), rtol=1e-12)


# --- the laboratory and training --------------------------------------------------------------------------------------


@pytest.mark.usefixtures("listed")
def test_it_is_traced_with_every_part() -> None:
    config = RunConfig(cell=("peephole", "lstm"), steps=12, units=4, bias="f:1", bias_init="chrono")
    mine, its = trace(config, FIELDS).runs
    assert set(mine.parts) == set(FIELDS) - {SEQUENCE}
    assert set(mine.parts["params"]) == set(its.parts["params"]) | set(OWN)
    assert set(mine.parts["gradients"].after) == set(mine.parts["params"])
    assert mine.loss == its.loss, "its own weights begin at 0, and the others are drawn as an LSTM's"
    assert set(mine.parts["clipping"].params) == set(mine.parts["params"])
    assert "p" in mine.parts["memory"].parts
    held = trace(config.model_copy(update={"clamp": {"f": 0.9}}), ("gates", "norms")).runs[0].parts
    assert (held["gates"]["f"] == 0.9).all()


@pytest.mark.usefixtures("listed")
def test_the_traced_gradient_is_the_central_difference() -> None:
    layer = traced_layer(cell="peephole", steps=8, units=3, loss_at="every")
    given = traced_problem(layer).moved(**{name: np.linspace(-0.5, 0.7, 3) for name in OWN})
    for name, gradient in given.solve().params.items():
        assert difference(gradient, given.numeric(name)) < 1e-6, name


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize("param", [*OWN, "W_hh"])
def test_its_gradient_is_checked(param: str) -> None:
    config = RunConfig(cell=("peephole",), steps=10, units=4).resolved()
    (layer,) = traced_layers(config)
    found = check_layer(config, layer, param)
    assert (found.cell, found.agrees, found.reason) == ("peephole", True, None)
    assert any(abs(float(entry.analytic)) > 0 for entry in found.entries)


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize("checkpoint", [0, 1])
def test_it_trains_on_a_task_and_its_own_weights_move(checkpoint: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.bptt.segments.SMALLEST", 0)
    config = TaskTraining(
        task="latch", cell="peephole", steps=6, units=8, minibatch=32, rate=0.02, iterations=60, checkpoint=checkpoint
    )
    run, frames = advance(begin(config), Budget())
    point = frames[-1].points[0]
    assert point is not None
    assert point.evaluation is not None
    assert point.evaluation.measure < 0.2 * np.log(2)
    assert point.evaluation.gates is not None
    assert all(run.models[0].params[name].any() for name in OWN)
    half, _ = advance(begin(config), Budget(iterations=30))
    same_run(advance(thaw(half.config, freeze(half)), Budget())[0], run)


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize("app", ["sentiment", "entities", "translation", "speech", "forecast", "text"])
def test_it_trains_in_an_application(app: str) -> None:
    config: Any = ApplicationTraining(app=app, cell="peephole", units=3, minibatch=2, iterations=2)
    run, frames = advance(begin(config), Budget())
    assert [frame.points[0].end for frame in frames if frame.points[0]] == [None, None]
    own = {name: value for name, value in run.models[0].params.items() if name.rpartition(".")[2] in OWN}
    assert len(own) == 3 * len(run.problem.architecture.layers())
    assert all(value.any() for value in own.values())
