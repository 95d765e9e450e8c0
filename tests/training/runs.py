"""What the tests of runs share: a run carried on, and one held to another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

import numpy as np

from app.cells.arrays import Array
from app.training.config import TrainConfig, Training
from app.training.run import Budget, Frame, Learner, Point, TrainingRun, advance, begin


def advanced(run: TrainingRun | TrainConfig, iterations: int = 1 << 30) -> tuple[TrainingRun, list[Frame]]:
    """A run carried on, from its beginning where only its configuration is given."""
    return advance(begin(run) if isinstance(run, Training) else run, Budget(iterations=iterations))


def arrays(model: Learner) -> dict[str, Array]:
    """Every array of a model, by name."""
    slots = {f"{key}/{k}": slot for key, found in model.memory.slots.items() for k, slot in enumerate(found)}
    return model.params | slots


def same_model(one: Learner, other: Learner) -> None:
    """Hold two models to each other, bit for bit."""
    assert (one.end, one.memory.steps) == (other.end, other.memory.steps)
    mine, its = arrays(one), arrays(other)
    assert mine.keys() == its.keys()
    for name, value in mine.items():
        assert value.dtype == its[name].dtype
        np.testing.assert_array_equal(value, its[name], err_msg=name)


def same_run(one: TrainingRun, other: TrainingRun) -> None:
    """Hold two runs to each other, bit for bit, but for changes that are yet to come."""
    assert (one.iteration, one.generator) == (other.iteration, other.generator)
    for mine, its in zip(one.models, other.models, strict=True):
        same_model(mine, its)


def same_points(one: Sequence[Point | None], other: Sequence[Point | None]) -> None:
    """Hold what was measured of some models to each other, bit for bit."""
    for mine, its in zip(one, other, strict=True):
        assert (mine is None) == (its is None)
        if mine is not None and its is not None:
            np.testing.assert_equal(asdict(mine), asdict(its))


def same_frames(one: list[Frame], other: list[Frame]) -> None:
    assert [frame.iteration for frame in one] == [frame.iteration for frame in other]
    for mine, its in zip(one, other, strict=True):
        same_points(mine.points, its.points)


def differ(one: Learner, other: Learner) -> bool:
    """Whether any weight differs."""
    return any((one.params[name] != other.params[name]).any() for name in one.params)
