"""The record of a run: what is kept of it, how much, and what going back leaves of it."""

from __future__ import annotations

import numpy as np
import pytest

from app.bptt.norms import NAN
from app.live.frame import frame as make_frame
from app.live.motion import State
from app.training.config import TaskTraining
from app.training.evaluation import BINS
from app.training.record import ROWS, SNAPSHOTS, Record
from app.training.run import EVALUATE_EVERY, Budget, Frame, TrainingRun, advance, begin
from app.wire import messages


def recorded(iterations: int, slices: int = 7, **fields: object) -> tuple[TrainingRun, Record]:
    run = begin(TaskTraining(cell="rnn,lstm", steps=6, units=3, minibatch=2, iterations=20_000, **fields))
    record = Record(run)
    while run.iteration < iterations:
        run, frames = advance(run, Budget(iterations=min(slices, iterations - run.iteration)))
        record.add(frames, run)
    return run, record


def frame_of(record: Record, known: int) -> messages.Frame:
    """What a reader is sent who knows the iterations up to `known`."""
    return make_frame(record, known, number=1, state=State.RUNNING, per_second=1.0, changes=[])


@pytest.fixture(scope="module")
def long() -> tuple[TrainingRun, Record]:
    return recorded(1500)


def test_a_curve_has_every_iteration_and_a_look_every_twentieth(long: tuple[TrainingRun, Record]) -> None:
    run, record = long
    _, frames = advance(begin(run.config), Budget(iterations=1500))
    for k, curve in enumerate(record.curves):
        points = [frame.points[k] for frame in frames]
        np.testing.assert_array_equal(curve.loss, np.array([point.loss for point in points if point], np.float32))
    assert [iteration for iteration, _ in record.evaluations] == list(range(20, 1501, 20))
    assert record.iteration == 1500


def test_rows_and_snapshots_are_thinned_and_the_newest_is_always_there(long: tuple[TrainingRun, Record]) -> None:
    run, record = long
    assert ROWS // 2 <= len(record.rows) <= ROWS
    assert all(row.iteration % record.stride == 0 for row in record.rows)
    kept = [one.iteration for one in record.snapshots]
    assert len(kept) <= SNAPSHOTS
    assert (kept[0], kept[-1]) == (0, 1500)
    assert kept == sorted(set(kept))
    assert record.snapshots[-1] is run
    gaps = np.diff(kept) / (np.array(kept[1:]) + 1)
    assert gaps[len(gaps) // 2 :].max() < 0.35, "no hole in the later half of the way"


def test_evaluations_are_thinned_as_rows_are_and_the_newest_is_always_there() -> None:
    _, record = recorded(1)
    for iteration in range(EVALUATE_EVERY, 20_001, EVALUATE_EVERY):
        record.add_evaluations(iteration, (None, None))
        kept = [at for at, _ in record.evaluations]
        assert kept[-1] == iteration
        assert len(kept) <= ROWS
        assert all(at % record.evaluation_stride == 0 for at in kept[:-1])
    assert len(kept) > ROWS // 2
    assert set(np.diff(kept[:-1])) == {record.evaluation_stride}
    assert frame_of(record, 0).looks.stride == record.evaluation_stride


def test_memory_does_not_grow_with_the_looks_predictions(long: tuple[TrainingRun, Record]) -> None:
    _, record = long
    assert all(
        evaluation is None or evaluation.predictions.size == 0
        for _, evaluations in record.evaluations
        for evaluation in evaluations
    )
    assert all(found is not None and found.size for found in record.newest[1])


def test_going_back_takes_back_everything_that_came_later() -> None:
    _, record = recorded(100)
    back = record.before(50)
    record.forget_after(back)
    assert record.iteration == back.iteration <= 50
    assert {len(curve.loss) for curve in record.curves} == {back.iteration}
    assert all(row.iteration <= back.iteration for row in record.rows)
    assert all(iteration <= back.iteration for iteration, _ in record.evaluations)
    assert record.newest == (back.iteration, (None, None))
    assert record.snapshots[-1] is back


def test_a_branch_leaves_the_record_that_it_came_from_alone() -> None:
    run, record = recorded(100)
    twin = record.branched(record.before(40))
    other, frames = advance(twin.snapshots[-1], Budget(iterations=30))
    twin.add(frames, other)
    assert record.iteration == 100
    assert record.snapshots[-1] is run
    assert len(record.curves[0].loss) == 100
    assert twin.iteration == other.iteration


MIXED = (("cell", "lstm"), ("layers", "3")), (("cell", "lstm"),)
"""The fields of two models, of three layers and of one."""


def test_the_rows_of_each_model_have_its_own_layers_also_where_there_are_none_yet() -> None:
    run = begin(TaskTraining(models=MIXED, steps=6, units=3, minibatch=2, iterations=40))
    record = Record(run)
    empty = frame_of(record, 0)
    frames = list[Frame]()
    for _ in range(2):
        run, more = advance(run, Budget(iterations=10))
        record.add(more, run)
        frames += more
    assert record.row_shapes == [(4, 6), (6,)]
    for row, frame in zip(record.rows, frames, strict=True):
        for k, point in enumerate(frame.points):
            assert point is not None
            np.testing.assert_array_equal(row.log10[k], point.gradient_norms.log10.astype(np.float32))
            np.testing.assert_array_equal(row.status[k], point.gradient_norms.status)
    twin = record.branched(record.before(10))
    assert [log10.shape for log10 in twin.rows[-1].log10] == [(4, 6), (6,)]
    for sent, count in ((empty, 0), (frame_of(record, 0), 20), (frame_of(record, 15), 5)):
        assert [model.log10["shape"] for model in sent.rows.models] == [f"{count}, 4, 6", f"{count}, 6"]
        assert [model.status["shape"] for model in sent.rows.models] == [f"{count}, 4, 6", f"{count}, 6"]
    deep, flat = frame_of(record, 0).looks.models
    assert deep.gates is not None
    assert flat.gates is not None
    assert (deep.gates["shape"], flat.gates["shape"]) == (f"1, 4, {BINS}", f"1, {BINS}")
    assert set(flat.radius) == set("ifgo")
    assert set(deep.radius) == {f"layer{k}.{block}" for k in (1, 2, 3) for block in "ifgo"}


def test_a_model_of_several_layers_that_ended_has_rows_of_nothing() -> None:
    run = begin(TaskTraining(cell="rnn", layers=2, steps=6, units=3, minibatch=2, iterations=9))
    record = Record(run)
    record.add([Frame(1, (None,))], run)
    ((log10,), (status,)) = record.rows[0].log10, record.rows[0].status
    assert log10.shape == status.shape == (3, 6)
    assert np.isnan(log10).all()
    assert (status == NAN).all()


def test_a_record_that_begins_in_the_middle_counts_from_there() -> None:
    run, _ = recorded(30)
    record = Record(run)
    run, frames = advance(run, Budget(iterations=5))
    record.add(frames, run)
    assert (record.first, record.iteration, len(record.curves[0].loss)) == (30, 35, 5)
    assert record.before(10).iteration == 30
    early, _ = advance(begin(run.config), Budget(iterations=10))
    record.forget_after(early)
    assert (record.first, record.iteration) == (10, 10)
