"""Cells with parameters that no other has work everywhere that a registered one does, each from its one file."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from app.api.check import check_network
from app.bptt.architecture import Architecture
from app.bptt.jacobians import jacobians
from app.bptt.unroll import at
from app.cells import CELLS
from app.cells.arrays import Array
from app.cells.base import AnyCell
from app.cells.lstm import LSTM
from app.cells.parameters import Params
from app.cells.peephole import Peephole
from app.cells.rnn import RNN
from app.config import RunConfig
from app.trace import FIELDS, SEQUENCE, trace
from app.training.config import ApplicationTraining, TaskTraining
from app.training.run import Budget, advance, begin
from app.training.snapshot import freeze, thaw
from tests.applications.random_prediction import RandomPrediction, every_plan
from tests.architectures import ARCHITECTURES, PAIR, name_of, problem, same_as_alone, slopes
from tests.cells.learned_leak import LearnedLeak
from tests.engine import (
    Shape,
    central_difference,
    difference,
    label,
    laboratory_problem,
    same_bits,
    tape_of,
    traced_layer,
    traced_networks,
    traced_problem,
)
from tests.training.runs import same_run

CLAMPS: tuple[dict[str, float], ...] = ({}, {"i": 0.3}, {"f": 1.0}, {"g": -0.4}, {"o": 0.0}, {"f": 0.5, "o": 0.9})
OWN: dict[type[AnyCell], tuple[str, ...]] = {Peephole: ("p_i", "p_f", "p_o"), LearnedLeak: ("lambda",)}
"""The parameters that each kind has of its own: inside of its pre-activations, and outside of them."""
PARAMS = [(kind, param) for kind, own in OWN.items() for param in (*own, "W_hh")]
every_kind = pytest.mark.parametrize("kind", OWN, ids=lambda kind: kind.name)
every_cell = pytest.mark.parametrize("cell", [LearnedLeak(), *(Peephole(clamp=clamp) for clamp in CLAMPS)], ids=label)
every_architecture = pytest.mark.parametrize("architecture", ARCHITECTURES, ids=name_of)


@pytest.fixture
def listed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The cell that no registry knows, as its line in `app/cells/__init__.py` would put it there."""
    monkeypatch.setitem(CELLS, LearnedLeak.name, LearnedLeak)


def own_of(kind: type[AnyCell], params: Params) -> dict[str, Array]:
    """The parameters that only this kind has, of all layers."""
    return {name: value for name, value in params.items() if name.rpartition(".")[2] in OWN[kind]}


# --- the engine -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "known", "value"), [(Peephole(), LSTM(), 0.0), (LearnedLeak(), RNN(), 50.0)], ids=["peephole", "leak"]
)
def test_where_its_own_parameters_do_nothing_it_is_a_cell_that_is_known(
    cell: AnyCell, known: AnyCell, value: float
) -> None:
    given = laboratory_problem(known, "mse", "every", Shape(6, 3))
    own = dict.fromkeys(OWN[type(cell)], np.full(2, value))
    other = replace(given, network=replace(given.network, cell=cell, params={**given.params, **own}))
    mine, its = other.solve(), given.solve()
    np.testing.assert_allclose(mine.run.outputs, its.run.outputs, rtol=1e-14)
    for name, gradient in its.params.items():
        np.testing.assert_allclose(mine.params[name], gradient, rtol=1e-12, atol=1e-15, err_msg=name)


@every_cell
@pytest.mark.parametrize("loss_at", ["last", "every"])
def test_the_gradient_of_every_parameter_is_its_complex_step(cell: AnyCell, loss_at: str) -> None:
    given = laboratory_problem(cell, "mse", loss_at, Shape(6, 3))
    gradients = given.solve().params
    assert set(OWN[type(cell)]) < gradients.keys() == given.params.keys()
    for name, gradient in gradients.items():
        np.testing.assert_allclose(gradient, given.complex_step(name), rtol=1e-11, atol=1e-13, err_msg=name)


@every_cell
def test_its_jacobian_is_the_difference_of_its_step(cell: AnyCell) -> None:
    params, tape = tape_of(cell, Shape(steps=4, batch=1, units=3))
    projected = cell.project(params, tape.inputs)
    before = at(tape.states, 2)

    def step(flat: np.ndarray) -> np.ndarray:
        state, _ = cell.step(params, projected[2], type(before)(*flat.reshape(len(before), 1, 3)))
        return np.concatenate(state, axis=-1)[0]

    numeric = central_difference(step, np.concatenate(before, axis=-1)[0])
    np.testing.assert_allclose(jacobians([tape])[2], numeric, rtol=1e-6, atol=1e-9)


@every_architecture
@every_kind
@pytest.mark.parametrize("window", [0, 2])
def test_the_gradient_of_every_parameter_in_every_architecture_is_its_central_difference(
    architecture: Architecture, kind: type[AnyCell], window: int
) -> None:
    given = problem(kind(), architecture)
    own = own_of(kind, given.params)
    assert len(own) == len(OWN[kind]) * len(architecture.layers())
    assert own.keys() <= given.solve().params.keys()
    slopes(given, window)


@every_architecture
@every_kind
def test_a_padded_batch_is_its_sequences_one_by_one(architecture: Architecture, kind: type[AnyCell]) -> None:
    """Where a sequence has no step, its gradient passes by and no parameter has a part in it."""
    for window in (0, 2) if architecture is not PAIR else (0,):  # a decoder's windows are the batch's
        same_as_alone(problem(kind(), architecture), window)


@every_architecture
@every_kind
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_checkpointing_gives_the_same_bits(
    architecture: Architecture, kind: type[AnyCell], dtype: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.bptt.segments.SMALLEST", 0)
    for lengths in ((7, 7), (7, 1, 4)):
        given = problem(kind(), architecture, lengths=lengths).in_precision(dtype)
        for window in (0, 3):
            kept, checkpointed = (given.batch_gradients(truncate=window, checkpoint=on) for on in (False, True))
            same_bits(kept, checkpointed)
            assert {value.dtype.name for value in kept.params.values()} == {dtype}
            assert kept.params.keys() == given.params.keys()


@pytest.mark.usefixtures("listed")
@every_plan
@every_kind
@pytest.mark.parametrize("truncate", [0, 3])
def test_every_layer_of_a_network_s_prediction_is_traced_with_every_part(
    plan: str, kind: type[AnyCell], truncate: int
) -> None:
    given = RandomPrediction(plan, kind.name, truncate=truncate)
    for run in given.trace(*FIELDS).runs:
        assert set(run.parts) == set(FIELDS) - {SEQUENCE}
        assert set(run.parts["gradients"].before) == set(given.network.params)
        s = run.parts["unit"].series
        if kind is Peephole:
            np.testing.assert_allclose(s["c"], s["f"] * s["c_prev"] + s["i"] * s["g"], rtol=1e-12, atol=1e-15)
            np.testing.assert_allclose(s["h"], s["o"] * np.tanh(s["c"]), rtol=1e-12)
        else:
            share = (s["h"] - s["h_prev"]) / (np.tanh(s["a_h"]) - s["h_prev"])
            assert ((share > 0) & (share < 1)).all()


# --- the laboratory and training --------------------------------------------------------------------------------------


@pytest.mark.usefixtures("listed")
def test_it_is_traced_with_every_part() -> None:
    config = RunConfig(cell=("peephole", "lstm", "leak"), steps=12, units=4, bias="f:1", bias_init="chrono")
    peephole, lstm, leak = trace(config, FIELDS).runs
    for run in (peephole, leak):
        assert set(run.parts) == set(FIELDS) - {SEQUENCE}
        assert set(run.parts["gradients"].after) == set(run.parts["params"]) == set(run.parts["clipping"].params)
    assert set(peephole.parts["params"]) == set(lstm.parts["params"]) | set(OWN[Peephole])
    for name, value in lstm.parts["params"].items():
        np.testing.assert_array_equal(peephole.parts["params"][name], value, "the others are drawn as an LSTM's")
    for name in OWN[Peephole]:
        own = np.abs(peephole.parts["params"][name])
        assert 0 < own.min() < own.max() <= 1 / np.sqrt(4)
    assert set(peephole.parts["memory"].parts) == {"x", "h", "c", "a", "y", "tanh_c"}
    assert set(leak.parts["memory"].parts) == {"x", "h", "a", "leak"}
    assert all(np.isfinite(run.parts["jacobians"].growth) for run in (peephole, leak))
    held = trace(config.model_copy(update={"clamp": {"f": 0.9}}), ("gates", "norms")).runs[0].parts
    assert (held["gates"]["f"] == 0.9).all()
    np.testing.assert_allclose(np.diff(held["norms"].carry.log10), -np.log10(0.9), atol=1e-12)


@pytest.mark.usefixtures("listed")
@every_kind
def test_the_traced_gradient_is_the_central_difference(kind: type[AnyCell]) -> None:
    layer = traced_layer(cell=kind.name, steps=8, units=3, loss_at="every")
    given = traced_problem(layer).moved(**{name: np.linspace(-0.5, 0.7, 3) for name in OWN[kind]})
    for name, gradient in given.solve().params.items():
        assert difference(gradient, given.numeric(name)) < 1e-6, name


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize(("kind", "param"), PARAMS)
def test_its_gradient_is_checked(kind: type[AnyCell], param: str) -> None:
    config = RunConfig(cell=(kind.name,), steps=10, units=4).resolved()
    (network,) = traced_networks(config)
    found = check_network(config, network, param)
    assert (found.cell, found.agrees, found.reason) == (kind.name, True, None)
    assert any(abs(float(entry.analytic)) > 0 for entry in found.entries)


@pytest.mark.usefixtures("listed")
@every_kind
@pytest.mark.parametrize("checkpoint", [0, 1])
def test_it_trains_on_a_task_and_its_own_parameters_move(
    kind: type[AnyCell], checkpoint: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.bptt.segments.SMALLEST", 0)
    config = TaskTraining(
        task="latch", cell=kind.name, steps=6, units=8, minibatch=32, rate=0.02, iterations=60, checkpoint=checkpoint
    )
    run, frames = advance(begin(config), Budget())
    point = frames[-1].points[0]
    assert point is not None
    assert point.evaluation is not None
    assert point.evaluation.measure < 0.2 * np.log(2)
    assert (point.evaluation.gates is None) == (kind.carry_gate() is None)
    assert all(run.models[0].params[name].all() for name in OWN[kind])
    half, _ = advance(begin(config), Budget(iterations=30))
    same_run(advance(thaw(half.config, freeze(half)), Budget())[0], run)


@pytest.mark.usefixtures("listed")
@every_kind
@pytest.mark.parametrize("app", ["sentiment", "entities", "translation", "speech", "forecast", "text"])
def test_it_trains_in_an_application(app: str, kind: type[AnyCell]) -> None:
    config = ApplicationTraining(app=app, cell=(kind.name,), units=3, minibatch=2, iterations=2)
    run, frames = advance(begin(config), Budget())
    assert [frame.points[0].end for frame in frames if frame.points[0]] == [None, None]
    own = own_of(kind, run.models[0].params)
    assert len(own) == len(OWN[kind]) * len(run.problem.architecture(config).layers())
    assert all(value.any() for value in own.values())
