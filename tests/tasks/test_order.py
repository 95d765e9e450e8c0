"""Temporal order: which two of XX, XY, YX, YY came, in two places that lie where they should."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.tasks.base import Batch
from app.tasks.order import DISTRACTORS, Order, X, Y


def drawn(steps: int, batch: int, seed: int = 0) -> Batch:
    return Order().draw(np.random.default_rng(seed), steps, batch)


def places(batch: Batch) -> list[list[int]]:
    """For each sequence the steps, from 0, that hold X or Y."""
    marked = np.asarray(batch.inputs[..., [X, Y]].any(axis=-1))
    return [list(np.flatnonzero(marked[:, k])) for k in range(marked.shape[1])]


@given(st.integers(1, 500), st.integers(1, 5), st.integers(0, 2**31 - 1))
def test_every_step_holds_one_symbol_and_two_places_hold_x_or_y(steps: int, batch: int, seed: int) -> None:
    found = drawn(steps, batch, seed)
    assert found.inputs.shape == (steps, batch, len(Order.inputs))
    assert set(np.unique(found.inputs)) <= {0.0, 1.0}
    np.testing.assert_array_equal(found.inputs.sum(axis=-1), 1)
    tenth = np.array([1, 2, 5, 6]) * steps // 10  # in whole numbers: T/10 … 2T/10 and 5T/10 … 6T/10
    for k, where in enumerate(places(found)):
        if steps == 1:
            assert where == [0]
        else:
            first, second = where
            assert tenth[0] <= first < max(tenth[1], tenth[0] + 1)
            assert tenth[2] <= second < max(tenth[3], tenth[2] + 1)
        symbols = found.inputs[where, k].argmax(axis=-1) - X  # 0 for X, 1 for Y
        assert (found.targets[:, k] == int("".join(map(str, symbols)), 2)).all()


@pytest.mark.parametrize("steps", [10, 50, 100])
def test_every_place_of_both_ranges_is_used_as_often_as_the_others(steps: int) -> None:
    count = 20_000
    found = np.array(places(drawn(steps, count)))
    for column, tenth in ((0, 1), (1, 5)):
        used, times = np.unique(found[:, column], return_counts=True)
        np.testing.assert_array_equal(used, np.arange(tenth * steps // 10, (tenth + 1) * steps // 10))
        even = count / len(used)
        assert np.abs(times - even).max() <= 5 * np.sqrt(even)


@pytest.mark.parametrize("steps", [2, 3, 50])
def test_the_four_classes_are_drawn_equally_often_and_the_letters_too(steps: int) -> None:
    count = 20_000
    found = drawn(steps, count)
    share = np.bincount(found.targets[-1], minlength=4) / count
    np.testing.assert_allclose(share, 0.25, atol=5 * np.sqrt(0.25 * 0.75 / count))
    assert found.targets.dtype == np.int64
    if steps > 2:
        letters = found.inputs[..., :DISTRACTORS].sum(axis=(0, 1))
        np.testing.assert_allclose(letters / letters.sum(), 1 / DISTRACTORS, atol=0.02)


def test_one_symbol_alone_does_not_tell_the_class() -> None:
    found = drawn(20, 5000)
    first = np.array([found.inputs[where[0], k, Y] for k, where in enumerate(places(found))])
    for value in (0, 1):  # X or Y first: two classes are left, and both come
        left, times = np.unique(found.targets[-1][first == value], return_counts=True)
        np.testing.assert_array_equal(left, [2 * value, 2 * value + 1])
        assert times.min() > 0.45 * times.sum()


def test_a_sequence_of_one_step_holds_one_symbol_which_is_its_class() -> None:
    found = drawn(1, 400)
    np.testing.assert_array_equal(found.inputs[0].argmax(axis=-1) - X, found.targets[0])
    assert set(found.targets[0]) == {0, 1}
