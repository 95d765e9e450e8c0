"""Tasks: shapes, seeds, and targets that are what they say."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import tasks
from app.bptt.examples import every_step, loss_mask
from app.bptt.losses import LOSSES
from app.tasks import TASKS
from app.tasks.adding import Adding
from app.tasks.base import Task
from app.tasks.latch import NOISE, Latch

TYPED = (0.5, -1.0, 2.0, 0.0, 3.5)

every_task = pytest.mark.parametrize("name", TASKS)


def rng(seed: int = 0) -> np.random.Generator:
    return np.random.default_rng([seed, 0])


def built(name: str, values: tuple[float, ...] = TYPED) -> Task:
    return tasks.build(name, values)


@every_task
@pytest.mark.parametrize("batch", [1, 5])
@pytest.mark.parametrize("steps", [1, 2, 3, 50])
def test_a_batch_has_the_shape_that_its_task_declares(name: str, steps: int, batch: int) -> None:
    kind = TASKS[name]
    values = tuple(float(v) for v in range(steps + 1))
    drawn = built(name, values).draw(rng(), steps, batch)
    if name == "sequence":
        batch = 1  # what a reader types is one sequence
    assert drawn.inputs.shape == (steps, batch, len(kind.inputs))
    assert drawn.inputs.dtype == np.float64
    if kind.loss == "cross_entropy":
        assert drawn.targets.shape == (steps, batch)
        assert drawn.targets.dtype == np.int64
        assert ((drawn.targets >= 0) & (drawn.targets < kind.outputs)).all()
    else:
        assert drawn.targets.shape == (steps, batch, kind.outputs)
        assert drawn.targets.dtype == np.float64
    outputs = np.zeros((steps, batch, kind.outputs))
    examples = every_step(drawn.inputs, drawn.targets, loss_mask(steps, "every"))
    assert LOSSES[kind.loss](outputs, examples).losses.shape == (steps,)


@every_task
def test_what_a_task_says_of_itself_is_complete(name: str) -> None:
    kind = TASKS[name]
    assert kind.name == name
    assert kind.inputs
    assert kind.outputs >= 1
    assert kind.loss in LOSSES
    assert kind.source
    assert kind.__doc__


@every_task
def test_the_same_seed_draws_the_same_batch_and_another_seed_another(name: str) -> None:
    one, same, other = (built(name).draw(rng(seed), 20, 3) for seed in (4, 4, 5))
    np.testing.assert_array_equal(one.inputs, same.inputs)
    np.testing.assert_array_equal(one.targets, same.targets)
    assert (name == "sequence") == np.array_equal(one.inputs, other.inputs)


@every_task
def test_drawing_leaves_the_global_generator_alone(name: str) -> None:
    before: Any = np.random.get_state()[1].copy()  # type: ignore[index]  # noqa: NPY002
    built(name).draw(rng(), 10, 2)
    np.testing.assert_array_equal(np.random.get_state()[1], before)  # type: ignore[index]  # noqa: NPY002


@given(st.integers(1, 60), st.integers(1, 5), st.integers(0, 2**31 - 1))
def test_adding_marks_one_value_in_each_half_and_asks_for_the_sum_so_far(steps: int, batch: int, seed: int) -> None:
    drawn = Adding().draw(rng(seed), steps, batch)
    values, markers = drawn.inputs[..., 0], drawn.inputs[..., 1]
    assert ((values >= 0) & (values < 1)).all()
    assert set(np.unique(markers)) <= {0.0, 1.0}
    half = steps // 2
    np.testing.assert_array_equal(markers[:half].sum(axis=0), min(half, 1))
    np.testing.assert_array_equal(markers[half:].sum(axis=0), 1)
    so_far = np.zeros(batch)
    for t in range(steps):
        so_far = so_far + values[t] * markers[t]
        np.testing.assert_allclose(drawn.targets[t, :, 0], so_far, rtol=1e-15)


def test_predicting_the_mean_of_adding_leaves_a_squared_error_of_one_sixth() -> None:
    count = 100_000
    targets = Adding().draw(rng(), 20, count).targets[-1, :, 0]
    error = (targets - 1.0) ** 2
    # the variance of (u + v - 1)² for two uniform numbers is 7/180
    assert error.mean() == pytest.approx(1 / 6, abs=5 * np.sqrt(7 / 180 / count))
    assert targets.mean() == pytest.approx(1.0, abs=5 * np.sqrt(1 / 6 / count))


def test_both_classes_of_the_latch_come_equally_often_and_only_the_first_input_tells() -> None:
    count = 20_000
    drawn = Latch().draw(rng(), 6, count)
    first, rest, classes = drawn.inputs[0, :, 0], drawn.inputs[1:, :, 0], drawn.targets
    assert set(np.unique(first)) == {-1.0, 1.0}
    np.testing.assert_array_equal(classes, np.broadcast_to((first > 0).astype(int), classes.shape))
    assert classes[0].mean() == pytest.approx(0.5, abs=5 * 0.5 / np.sqrt(count))
    assert rest.std() == pytest.approx(NOISE, rel=0.02)
    for t in range(5):
        assert abs(np.corrcoef(first, rest[t])[0, 1]) < 5 / np.sqrt(count)


def test_guessing_the_latch_leaves_a_loss_of_ln_2() -> None:
    batch = Latch().draw(rng(), 4, 8)
    examples = every_step(batch.inputs, batch.targets, loss_mask(4, "every"))
    np.testing.assert_allclose(LOSSES["cross_entropy"](np.zeros((4, 8, 2)), examples).losses, np.log(2))


def test_a_typed_sequence_asks_for_its_next_number() -> None:
    drawn = built("sequence").draw(rng(), 99, 99)
    np.testing.assert_array_equal(drawn.inputs[:, 0, 0], TYPED[:-1])
    np.testing.assert_array_equal(drawn.targets[:, 0, 0], TYPED[1:])
