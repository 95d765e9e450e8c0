"""Whether a run goes on."""

from __future__ import annotations

import pytest

from app.live.motion import Motion, Paused, Playing, State, Stepping, after, state_of
from app.training.config import TaskTraining
from app.training.run import Budget, advance, begin

RUN = begin(TaskTraining(cell=("rnn",), steps=10, units=4, iterations=3))


def test_steps_are_counted_and_then_it_stands_still() -> None:
    assert after(Stepping(3), 2) == Stepping(1)
    assert after(Stepping(3), 3) == Paused()
    assert after(Playing(), 1000) == Playing()
    assert after(Paused(), 1) == Paused()


@pytest.mark.parametrize(
    ("motion", "visible", "state"),
    [
        (Playing(), True, State.RUNNING),
        (Stepping(1), True, State.RUNNING),
        (Playing(), False, State.HIDDEN),
        (Paused(), True, State.PAUSED),
        (Paused(), False, State.PAUSED),
    ],
)
def test_a_run_that_is_not_over_is_what_its_reader_asked_for(motion: Motion, visible: bool, state: State) -> None:
    assert state_of(RUN, motion, visible=visible) is state


def test_a_run_that_is_over_is_finished_whatever_was_asked_for() -> None:
    done, _ = advance(RUN, Budget())
    assert state_of(done, Playing(), visible=False) is State.FINISHED
