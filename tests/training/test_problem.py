"""A run of an application: drawn, taught and looked at as a task's is, and as reproducible."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import numpy as np
import pytest
from click.testing import CliRunner
from pydantic import ValidationError

from app.__main__ import main
from app.api.snapshots import snapshot_message
from app.bptt.norms import OK, ZERO, with_status
from app.errors import InvalidRequest, TooCostly
from app.live import frame
from app.live.motion import State
from app.settings import LIMITS
from app.training.config import ApplicationTraining
from app.training.problem import ApplicationProblem, pad_norms
from app.training.record import Record
from app.training.run import Frame, Point, begin
from app.training.snapshot import SnapshotError, freeze, thaw
from app.wire.cost import bound_training
from tests.applications.toy import OWN_WORDS, Toy
from tests.training.runs import advanced, differ, same_run

pytestmark = pytest.mark.usefixtures("toy")


def config(**fields: Any) -> ApplicationTraining:
    return ApplicationTraining(**{"app": "toy", "cell": "lstm", "units": 8, "rate": 0.02, "iterations": 60, **fields})


def points(frames: list[Frame]) -> list[Point]:
    """The points of the first model, which has not ended."""
    found = [frame.points[0] for frame in frames]
    assert None not in found
    return [point for point in found if point is not None]


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
def test_the_loss_falls_below_the_best_guess_and_the_measure_rises(cell: str) -> None:
    run, frames = advanced(begin(config(cell=cell, iterations=200)))
    problem = run.problem
    assert problem.baseline is not None
    last = np.mean([point.loss for point in points(frames[-20:])])
    assert last < problem.baseline / 2
    evaluations = [point.evaluation for point in points(frames) if point.evaluation is not None]
    assert len(evaluations) == 10
    assert evaluations[-1].figure == Toy("drawn").measure(problem.network(problem.config, run.models[0].params)).value
    assert evaluations[-1].figure > 0.9
    assert evaluations[-1].accuracy == evaluations[-1].figure
    assert (evaluations[-1].gates is None) == (cell == "rnn")
    assert evaluations[-1].measure < problem.baseline


def test_the_batches_are_the_application_s_and_the_loss_a_mean_already() -> None:
    run = begin(config())
    assert isinstance(run.problem, ApplicationProblem)
    rng = np.random.default_rng([run.config.seed, 4])
    batch = run.problem.draw(rng)
    assert batch.size == run.config.minibatch
    assert isinstance(run.config, ApplicationTraining)
    found = run.problem.gradients(run.config, run.models[0].params, batch)
    (point,) = points(advanced(run, 1)[1])
    assert point.loss == found.loss
    assert len(point.gradient_norms.log10) == Toy.steps == run.config.steps


def test_the_norms_of_a_batch_of_shorter_sequences_have_zeros_after_them() -> None:
    norms = with_status(np.array([0.5, -np.inf, -3.0]))
    longer = pad_norms(norms, 7)
    np.testing.assert_array_equal(longer.log10, [0.5, -np.inf, -3.0, *[-np.inf] * 4])
    assert longer.status.tolist() == [OK, ZERO, OK, *[ZERO] * 4]
    assert longer.status.dtype == np.uint8
    for steps in (2, 3):
        np.testing.assert_array_equal(pad_norms(norms, steps).log10, norms.log10)


def test_however_a_run_is_cut_up_and_wherever_it_goes_its_numbers_are_the_same() -> None:
    whole, frames = advanced(begin(config(cell="rnn,gru", material="")))
    run, losses = begin(config(cell="rnn,gru")), []
    while not run.over:
        run, some = advanced(pickle.loads(pickle.dumps(run)), 7)
        losses += [[point and point.loss for point in one.points] for one in some]
    same_run(run, whole)
    assert losses == [[point and point.loss for point in one.points] for one in frames]


def test_a_run_comes_back_from_its_snapshot_and_its_address() -> None:
    half, _ = advanced(begin(config()), 30)
    again = thaw(ApplicationTraining.model_validate(dict(parse_qsl(half.config.address()))), freeze(half))
    same_run(advanced(again)[0], advanced(half)[0])
    assert snapshot_message(half).address == half.config.address()
    with pytest.raises(SnapshotError):
        thaw(config(units=9), freeze(half))


def test_a_reader_s_own_material_goes_with_the_run() -> None:
    own = config(variant="own", material="0" * 64)
    run, _ = advanced(begin(own, OWN_WORDS), 30)
    assert run.material == OWN_WORDS
    assert run.problem.application.material == OWN_WORDS  # type: ignore[attr-defined]
    same_run(advanced(thaw(own, freeze(run), OWN_WORDS))[0], advanced(run)[0])
    other, _ = advanced(begin(own, b"ab"), 30)
    assert differ(other.models[0], run.models[0])


def test_a_setting_that_changes_acts_from_the_next_iteration_on() -> None:
    plain, _ = advanced(begin(config()))
    for change in ("30:truncate=1", "30:clamp=f:0.2", "30:rate=0.1", "30:clip=norm;30:threshold=0.01"):
        changed = begin(config(changes=change))
        same_run(advanced(changed, 30)[0], advanced(begin(config()), 30)[0])
        ended, _ = advanced(changed)
        assert (ended.models[0].params["layer1.W_hh"] != plain.models[0].params["layer1.W_hh"]).any(), change


def test_models_side_by_side_see_the_same_batches() -> None:
    both, _ = advanced(begin(config(models="cell=lstm;bias=f:3|cell=gru")))
    alone, _ = advanced(begin(config(cell="gru")))
    np.testing.assert_array_equal(both.models[1].params["E"], alone.models[0].params["E"])


@pytest.mark.parametrize("dtype", ["float32", "float16"])
def test_a_run_keeps_its_precision(dtype: str) -> None:
    run, frames = advanced(begin(config(dtype=dtype, optimiser="sgd", iterations=20)))
    assert {value.dtype.name for value in run.models[0].params.values()} == {dtype}
    assert np.isfinite([point.loss for point in points(frames)]).all()


def test_a_model_that_diverges_ends_and_says_where() -> None:
    wild = config(cell="rnn", activation="identity", rho=3, optimiser="sgd", rate=10, iterations=200, dtype="float32")
    run, frames = advanced(begin(wild))
    end = run.models[0].end
    assert end is not None
    assert run.over
    assert end.iteration == frames[-1].iteration
    assert end.quantity in ("h", "y", "L", "d_h") or end.quantity.removeprefix("d_") in run.models[0].params
    assert end.step is None or 1 <= end.step <= Toy.steps
    assert all(np.isfinite(value).all() for value in run.models[0].params.values())


def test_a_record_of_it_can_be_sent() -> None:
    run = begin(config(cell="lstm,rnn"))
    record = Record(run)
    run, frames = advanced(run)
    record.add(frames, run)
    sent = frame.frame(record, 0, number=1, state=State.FINISHED, per_second=0.0, changes=[])
    assert [model.figure is not None for model in sent.looks.models] == [True, True]
    about = frame.started_message("token", run.problem, run.iteration, 60)
    assert about.held_out is None
    assert about.config["steps"] == Toy.steps
    assert about.baseline == run.problem.baseline


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"app": "nothing"}, "not_a_choice"),
        ({"variant": "other"}, "not_a_choice"),
        ({"variant": "own"}, "empty"),
        ({"models": "cell=lstm;app=toy"}, "not_a_choice"),
        ({"changes": "5:app=toy"}, "not_a_choice"),
    ],
)
def test_what_an_application_does_not_have_is_told(fields: dict[str, str], code: str) -> None:
    with pytest.raises(ValidationError) as caught:
        config(**fields)
    assert caught.value.errors()[0]["type"] == code


def test_what_costs_too_much_is_told_with_what_can_be_lowered(monkeypatch: pytest.MonkeyPatch) -> None:
    for limit, field in ((1_000_000, "minibatch"), (100_000, "units")):
        limits = LIMITS.model_copy(update={"iteration_multiplications": limit})
        monkeypatch.setattr("app.wire.cost.LIMITS", limits)
        with pytest.raises(TooCostly) as caught:
            bound_training(config(units=64).resolved())
        assert caught.value.faults[0].field == field


def test_material_that_the_application_cannot_read_is_the_reader_s_fault() -> None:
    with pytest.raises(InvalidRequest) as caught:
        bound_training(config(variant="own", material="0" * 64), b"xyz")
    assert caught.value.faults[0].field == "material"


def test_the_command_trains_an_application(tmp_path: Path) -> None:
    file = tmp_path / "run.npz"
    done = CliRunner().invoke(main, ["train", "app=toy&cell=lstm&units=8&iterations=40", "--out", str(file)])
    assert done.exit_code == 0, done.output
    with np.load(file) as arrays:
        assert "lstm/layer1.W_hh" in arrays


def test_the_command_says_why_a_run_in_float16_ended() -> None:
    address = "app=toy&cell=lstm&units=8&iterations=5&dtype=float16&optimiser="
    for optimiser, ends in (("adam", True), ("rmsprop", True), ("sgd", False)):
        done = CliRunner().invoke(main, ["train", address + optimiser])
        assert done.exit_code == 0, done.output
        assert (f"a division by zero: {optimiser}'s ε is zero in float16" in done.output) == ends


def test_a_recipe_may_name_gates_of_other_cells_and_means_those_that_the_cell_has() -> None:
    biased = {
        cell: begin(config(cell=cell, bias="f:1,z:2")).models[0].params["layer1.b_h"] for cell in ("rnn", "lstm", "gru")
    }
    assert not biased["rnn"].any()
    assert biased["lstm"].reshape(4, -1)[:, 0].tolist() == [0, 1, 0, 0]
    assert biased["gru"].reshape(3, -1)[:, 0].tolist() == [0, 2, 0]
    with pytest.raises(ValidationError):
        config(cell="rnn", bias="q:1")
    with pytest.raises(ValidationError):
        config(cell="gru", clamp="f:2")
