"""How fast a run goes, on a clock that the test turns."""

from __future__ import annotations

import pytest

from app.live.pace import LONGEST, SHORTEST, Pace, slice_seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [100.0]
    monkeypatch.setattr("app.live.pace.time.monotonic", lambda: now[0])
    return now


def test_without_a_limit_the_next_iteration_is_due_now(clock: list[float]) -> None:
    pace = Pace()
    pace.spend()
    assert pace.wait == 0


def test_under_a_limit_iterations_are_a_period_apart(clock: list[float]) -> None:
    pace = Pace()
    pace.allow(4)
    assert pace.wait == 0
    pace.spend()
    assert pace.wait == 0
    clock[0] += 0.125
    pace.spend()
    assert pace.wait == pytest.approx(0.125), "the one that came early is not lost"
    pace.allow(None)
    assert pace.wait == 0


def test_a_run_that_was_late_does_not_catch_up(clock: list[float]) -> None:
    pace = Pace()
    pace.allow(10)
    pace.spend()
    clock[0] += 5
    pace.spend()
    pace.spend()
    assert pace.wait == pytest.approx(0.1)


def test_the_speed_is_that_of_the_last_slices_and_of_none_before_a_rest(clock: list[float]) -> None:
    pace = Pace()
    assert pace.per_second == 0
    for iteration in (10, 20, 30):
        pace.mark(iteration)
        clock[0] += 0.5
    assert pace.per_second == 20
    pace.rest()
    assert pace.per_second == 0


def test_slices_are_shorter_where_many_runs_share_a_process() -> None:
    assert slice_seconds(1) == LONGEST
    assert slice_seconds(1000) == SHORTEST
    assert SHORTEST < slice_seconds(6) < LONGEST
