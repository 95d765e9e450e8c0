"""When the trace that a reader looks at is made anew, on a clock that the test turns."""

from __future__ import annotations

import pytest

from app.live.watch import GAP, SHARE, Watch
from app.live.work import TraceRequest
from app.trace.layer import Selection
from app.training.config import TaskTraining
from app.training.record import Record
from app.training.run import Budget, advance, begin

WANTED = TraceRequest(("norms",), Selection(0, 0))


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [100.0]
    monkeypatch.setattr("app.live.watch.time.monotonic", lambda: now[0])
    return now


@pytest.fixture(scope="module")
def record() -> Record:
    run = begin(TaskTraining(cell=("rnn",), steps=10, units=4, iterations=9))
    record = Record(run)
    for _ in range(3):
        run, frames = advance(run, Budget(iterations=3))
        record.add(frames, run)
    return record


@pytest.fixture
def watch(clock: list[float], record: Record) -> Watch:
    """One that has been shown its trace."""
    watch = Watch()
    watch.subscribe(WANTED, None)
    assert watch.next(record) is WANTED
    watch.update("{}", 0.01, moved=True)
    assert (watch.take(), watch.take()) == ("{}", None), "a trace is sent once"
    return watch


def test_nothing_is_made_for_who_looks_at_nothing(record: Record) -> None:
    watch = Watch()
    assert watch.next(record) is None
    assert not watch.due


def test_a_trace_is_left_to_grow_old_before_the_next_one(watch: Watch, clock: list[float], record: Record) -> None:
    clock[0] += GAP / 2
    assert watch.next(record) is None
    clock[0] += GAP
    assert watch.next(record) is WANTED


def test_a_trace_that_takes_long_is_made_more_rarely(watch: Watch, clock: list[float], record: Record) -> None:
    watch.update("{}", 1.0, moved=True)
    clock[0] += SHARE - 0.5
    assert watch.next(record) is None
    clock[0] += 1
    assert watch.next(record) is WANTED


def test_who_looks_at_something_else_sees_it_at_once(watch: Watch, record: Record) -> None:
    watch.subscribe(WANTED, None)
    assert watch.next(record) is WANTED


def test_a_kept_snapshot_is_shown_once(watch: Watch, clock: list[float], record: Record) -> None:
    watch.subscribe(WANTED, 4)
    asked = watch.next(record)
    assert asked is not None
    assert asked.at is not None
    assert asked.at.iteration == 3
    clock[0] += 1000
    assert watch.next(record) is None


def test_a_run_that_comes_to_rest_is_shown_where_it_rests(watch: Watch, record: Record) -> None:
    watch.settle()
    assert not watch.due, "nothing has moved since the last trace"
    watch.update(None, 0.0, moved=True)
    watch.settle()
    assert watch.next(record) is WANTED, "and not only when the last trace is old"
    watch.update("{}", 0.01, moved=False)
    watch.settle()
    assert watch.next(record) is None
