"""Whether a run goes on: what its reader has asked for, and the one word that a frame says of it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from ..training.run import TrainingRun


@dataclass(frozen=True)
class Paused:
    """It stands still."""


@dataclass(frozen=True)
class Playing:
    """It goes on to its end."""


@dataclass(frozen=True)
class Stepping:
    """It does so many iterations more, and then stands still."""

    left: int


Motion: TypeAlias = Paused | Playing | Stepping


def after(motion: Motion, iterations: int) -> Motion:
    """What is still asked for when so many iterations have been done."""
    if isinstance(motion, Stepping):
        return Stepping(motion.left - iterations) if iterations < motion.left else Paused()
    return motion


class State(StrEnum):
    """A run in one word."""

    RUNNING = "running"
    PAUSED = "paused"
    HIDDEN = "hidden"
    FINISHED = "finished"
    DIVERGED = "diverged"


def state_of(run: TrainingRun, motion: Motion, *, visible: bool) -> State:
    """A run that is over is nothing else; one that should go on and that nobody sees is hidden."""
    if run.iteration >= run.config.iterations:
        return State.FINISHED
    if run.over:
        return State.DIVERGED
    if isinstance(motion, Paused):
        return State.PAUSED
    return State.RUNNING if visible else State.HIDDEN
