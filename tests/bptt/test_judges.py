"""The judges: a weighted mean over what is asked, its gradient, and what happens at the edges of number."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from app.bptt.examples import Examples, present
from app.bptt.judges import Judge, cross_entropy
from app.bptt.losses import LOSSES
from app.bptt.pinball import Pinball
from tests.engine import central_difference, difference

Q = 0.3
JUDGES: dict[str, Judge] = {"cross_entropy": cross_entropy, "pinball": Pinball((Q,))}
"""One over classes and one over values."""
every_judge = pytest.mark.parametrize("judge", JUDGES.values(), ids=JUDGES)


def given(judge: Judge, lengths: tuple[int, ...] = (5, 2, 4), classes: int = 3) -> tuple[np.ndarray, Examples]:
    """Random outputs, and examples whose steps weigh differently."""
    rng = np.random.default_rng(0)
    mask = present(lengths)
    outputs = rng.normal(0, 2, (*mask.shape, classes))
    targets: Any = rng.integers(0, classes, mask.shape) if judge is cross_entropy else rng.normal(size=outputs.shape)
    return outputs, Examples(outputs, mask, targets, np.where(mask, rng.uniform(0.1, 3, mask.shape), 0))


@every_judge
def test_the_gradient_is_the_central_difference(judge: Judge) -> None:
    outputs, examples = given(judge)
    numeric = central_difference(lambda y: judge(y, examples).total, outputs)
    assert difference(judge(outputs, examples).d_y, numeric) < 1e-8


@every_judge
def test_the_losses_of_the_steps_add_up_to_a_weighted_mean(judge: Judge) -> None:
    outputs, examples = given(judge)
    found = judge(outputs, examples)
    expected = 0.0
    for t, b in zip(*np.nonzero(examples.weights), strict=True):
        y, target = outputs[t, b], examples.targets[t, b]
        if judge is cross_entropy:
            one = np.log(np.exp(y).sum()) - y[target]
        else:
            one = np.where(target > y, Q * (target - y), (1 - Q) * (y - target)).mean()
        expected += examples.weights[t, b] * one
    assert found.total == pytest.approx(expected / examples.weights.sum(), rel=1e-13)
    assert found.losses.shape == (5,)
    assert found.total == found.losses.sum()


def test_where_every_step_is_asked_alike_it_is_the_laboratory_s_loss_for_each_step() -> None:
    outputs, examples = given(cross_entropy, (4, 4, 4))
    examples = replace(examples, weights=np.ones((4, 3)))
    found, loss = cross_entropy(outputs, examples), LOSSES["cross_entropy"]
    np.testing.assert_allclose(found.losses * 4, loss.value(outputs, examples.targets), rtol=1e-13)
    np.testing.assert_allclose(found.d_y * 4, loss.gradient(outputs, examples.targets), rtol=1e-13, atol=1e-16)


@every_judge
def test_how_large_the_weights_are_does_not_matter(judge: Judge) -> None:
    outputs, examples = given(judge)
    for factor in (1e-200, 0.3, 1e200):
        other = judge(outputs, replace(examples, weights=examples.weights * factor))
        np.testing.assert_allclose(other.losses, judge(outputs, examples).losses, rtol=1e-13)
        np.testing.assert_allclose(other.d_y, judge(outputs, examples).d_y, rtol=1e-13)


@every_judge
@pytest.mark.parametrize("hole", [np.nan, np.inf, -np.inf])
def test_where_nothing_is_asked_no_output_has_a_part_in_the_loss(judge: Judge, hole: float) -> None:
    outputs, examples = given(judge)
    spoiled = np.where(examples.weights[..., None] > 0, outputs, hole)
    found, expected = judge(spoiled, examples), judge(outputs, examples)
    np.testing.assert_array_equal(found.losses, expected.losses)
    np.testing.assert_array_equal(found.d_y, expected.d_y)
    assert not found.d_y[examples.weights == 0].any()


@every_judge
def test_where_something_is_asked_a_number_that_is_not_finite_shows(judge: Judge) -> None:
    outputs, examples = given(judge)
    outputs[1, 0, 0] = np.nan
    assert np.isnan(judge(outputs, examples).total)


def test_a_gradient_of_cross_entropy_adds_up_to_nothing_over_the_classes() -> None:
    outputs, examples = given(cross_entropy)
    np.testing.assert_allclose(cross_entropy(outputs, examples).d_y.sum(axis=-1), 0, atol=1e-16)


def test_outputs_of_any_size_have_a_loss() -> None:
    examples = Examples(np.zeros((1, 1)), np.full((1, 1), True), np.array([[0]]), np.ones((1, 1)))
    for y, loss in (([1e4, 0.0], 0.0), ([0.0, 1e4], 1e4), ([-1e4, -1e4], np.log(2))):
        found = cross_entropy(np.array([[y]]), examples)
        assert found.total == pytest.approx(loss)
        assert np.isfinite(found.d_y).all()


@every_judge
@pytest.mark.parametrize("dtype", [np.float32, np.float16])
def test_the_precision_is_the_outputs_and_many_steps_do_not_overflow_it(judge: Judge, dtype: Any) -> None:
    """70 000 weights of 1 have a sum that float16 does not."""
    rng = np.random.default_rng(1)
    shape = (700, 100)
    outputs = rng.normal(size=(*shape, 2))
    targets: Any = rng.integers(0, 2, shape) if judge is cross_entropy else rng.normal(size=outputs.shape)
    examples = Examples(outputs, np.full(shape, True), targets, np.ones(shape))
    exact, found = judge(outputs, examples), judge(outputs.astype(dtype), examples.cast(np.dtype(dtype)))
    assert found.losses.dtype == found.d_y.dtype == dtype
    assert found.total == pytest.approx(exact.total, rel=1e-5 if dtype == np.float32 else 0.02)
