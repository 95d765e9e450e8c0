"""The record of a run: what is kept of it, how much, and what going back leaves of it."""

from __future__ import annotations

import numpy as np
import pytest

from app.training.config import TaskTraining
from app.training.record import ROWS, SNAPSHOTS, Record
from app.training.run import Budget, TrainingRun, advance, begin


def recorded(iterations: int, slices: int = 7, **fields: object) -> tuple[TrainingRun, Record]:
    run = begin(TaskTraining(cell="rnn,lstm", steps=6, units=3, minibatch=2, iterations=20_000, **fields))
    record = Record(run)
    while run.iteration < iterations:
        run, frames = advance(run, Budget(iterations=min(slices, iterations - run.iteration)))
        record.add(frames, run)
    return run, record


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
