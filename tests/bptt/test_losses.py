"""The losses: both ways to make one of many, their gradients, and what happens at the edges of number."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import pytest

from app.bptt.ctc import LabelSequences
from app.bptt.examples import Examples, every_step, loss_mask, present
from app.bptt.losses import LOSSES, CrossEntropy, Loss, Reduction, SquaredError, log_softmax
from app.bptt.pinball import Pinball
from tests.architectures import targets
from tests.engine import central_difference, difference

Q = 0.3
STEP_SUM, MEAN = Reduction.STEP_SUM, Reduction.MEAN
OF_SINGLE_OUTPUTS: dict[str, Loss] = {
    **{f"mse-{reduction.value}": SquaredError(reduction) for reduction in Reduction},
    **{f"cross_entropy-{reduction.value}": CrossEntropy(reduction) for reduction in Reduction},
    "pinball": Pinball((Q,)),
}
"""Over classes and over values; every single output has a loss of its own."""
LOSS_OF: dict[str, Loss] = {**OF_SINGLE_OUTPUTS, "labels": LabelSequences()}
MEANS = {name: loss for name, loss in OF_SINGLE_OUTPUTS.items() if getattr(loss, "reduction", MEAN) is MEAN}
every_loss = pytest.mark.parametrize("loss", LOSS_OF.values(), ids=LOSS_OF)
every_loss_of_single_outputs = pytest.mark.parametrize("loss", OF_SINGLE_OUTPUTS.values(), ids=OF_SINGLE_OUTPUTS)
every_mean = pytest.mark.parametrize("loss", MEANS.values(), ids=MEANS)


def given(loss: Loss, lengths: tuple[int, ...] = (5, 2, 4), outputs: int = 3) -> tuple[np.ndarray, Examples]:
    """Random outputs, and examples whose steps weigh differently."""
    rng = np.random.default_rng(0)
    mask = present(lengths)
    y = rng.normal(0, 2, (*mask.shape, outputs))
    wanted = targets(rng, loss, mask, outputs)
    return y, Examples(y, mask, wanted, np.where(mask, rng.uniform(0.1, 3, mask.shape), 0))


def single(loss: Loss, y: np.ndarray, target: Any) -> float:
    """The loss of one output, (K,)."""
    if isinstance(loss, CrossEntropy):
        return float(np.log(np.exp(y).sum()) - y[target])
    if isinstance(loss, SquaredError):
        return float(((y - target) ** 2).mean())
    return float(np.where(target > y, Q * (target - y), (1 - Q) * (y - target)).mean())


@every_loss
@pytest.mark.parametrize("lengths", [(5, 2, 4), (4, 4, 4), (1,)])
def test_the_gradient_is_the_central_difference(loss: Loss, lengths: tuple[int, ...]) -> None:
    outputs, examples = given(loss, lengths)
    numeric = central_difference(lambda y: loss(y, examples).total, outputs)
    assert difference(loss(outputs, examples).d_y, numeric) < 1e-8


@every_loss
def test_the_loss_is_the_sum_of_its_steps_and_each_has_its_own_part_of_the_gradient(loss: Loss) -> None:
    outputs, examples = given(loss)
    found = loss(outputs, examples)
    assert found.losses.shape == (5,)
    assert found.d_y.shape == outputs.shape
    assert found.total == found.losses.sum()
    jacobian = central_difference(lambda y: loss(y, examples).losses, outputs)
    np.testing.assert_allclose(jacobian.sum(axis=0), found.d_y, atol=1e-8)
    elsewhere = np.eye(5)[:, :, None, None] == 0
    assert loss.by_step == (not (jacobian * elsewhere).any())


@every_mean
def test_the_losses_of_the_steps_add_up_to_a_weighted_mean(loss: Loss) -> None:
    outputs, examples = given(loss)
    expected = np.zeros(5)
    for t, b in zip(*np.nonzero(examples.weights), strict=True):
        expected[t] += examples.weights[t, b] * single(loss, outputs[t, b], examples.targets[t, b])
    np.testing.assert_allclose(loss(outputs, examples).losses, expected / examples.weights.sum(), rtol=1e-13)


@pytest.mark.parametrize("loss", [SquaredError(), CrossEntropy()], ids=["mse", "cross_entropy"])
def test_a_sum_over_the_steps_is_a_mean_over_the_batch_wherever_something_is_asked(loss: Loss) -> None:
    outputs, examples = given(loss)
    expected = np.zeros(5)
    for t, b in zip(*np.nonzero(examples.weights), strict=True):
        expected[t] += single(loss, outputs[t, b], examples.targets[t, b]) / 3
    np.testing.assert_allclose(loss(outputs, examples).losses, expected, rtol=1e-13)
    assert getattr(loss, "reduction", None) is STEP_SUM, "the laboratory's, where nothing else is said"


@pytest.mark.parametrize("kind", [SquaredError, CrossEntropy])
def test_where_every_step_is_asked_alike_a_mean_is_the_sum_over_the_steps_divided_by_their_number(kind: Any) -> None:
    outputs, examples = given(kind(), (4, 4, 4))
    examples = replace(examples, weights=np.full((4, 3), 0.7))
    mean, whole = kind(MEAN)(outputs, examples), kind(STEP_SUM)(outputs, examples)
    np.testing.assert_allclose(mean.losses * 4, whole.losses, rtol=1e-13)
    np.testing.assert_allclose(mean.d_y * 4, whole.d_y, rtol=1e-13, atol=1e-16)


@every_mean
def test_how_large_the_weights_are_does_not_matter_to_a_mean(loss: Loss) -> None:
    outputs, examples = given(loss)
    for factor in (1e-200, 0.3, 1e200):
        other = loss(outputs, replace(examples, weights=examples.weights * factor))
        np.testing.assert_allclose(other.losses, loss(outputs, examples).losses, rtol=1e-13)
        np.testing.assert_allclose(other.d_y, loss(outputs, examples).d_y, rtol=1e-13)


@pytest.mark.parametrize("loss", [SquaredError(), CrossEntropy()], ids=["mse", "cross_entropy"])
def test_to_a_sum_over_the_steps_a_weight_says_only_whether_something_is_asked(loss: Loss) -> None:
    outputs, examples = given(loss)
    other = loss(outputs, replace(examples, weights=np.sign(examples.weights)))
    np.testing.assert_array_equal(other.losses, loss(outputs, examples).losses)
    np.testing.assert_array_equal(other.d_y, loss(outputs, examples).d_y)


@every_loss_of_single_outputs
def test_parts_of_a_sequence_have_their_parts_of_its_loss_and_of_its_gradient(loss: Loss) -> None:
    """A part knows what the weights of the whole add up to, and a part of a part too."""
    outputs, examples = given(loss)
    whole = loss(outputs, examples)
    parts = [examples.part(0, 2), examples.part(2, 5).part(0, 1), examples.part(3, 5)]
    found = [
        loss(outputs[steps], part) for steps, part in zip((slice(0, 2), slice(2, 3), slice(3, 5)), parts, strict=True)
    ]
    np.testing.assert_array_equal(np.concatenate([one.losses for one in found]), whole.losses)
    np.testing.assert_array_equal(np.concatenate([one.d_y for one in found]), whole.d_y)


@every_loss
@pytest.mark.parametrize("hole", [np.nan, np.inf, -np.inf])
def test_where_nothing_is_asked_no_output_has_a_part_in_the_loss(loss: Loss, hole: float) -> None:
    outputs, examples = given(loss)
    spoiled = np.where(examples.weights[..., None] > 0, outputs, hole)
    found, expected = loss(spoiled, examples), loss(outputs, examples)
    np.testing.assert_array_equal(found.losses, expected.losses)
    np.testing.assert_array_equal(found.d_y, expected.d_y)
    assert not found.d_y[examples.weights == 0].any()


@every_loss
def test_where_something_is_asked_a_number_that_is_not_finite_shows(loss: Loss) -> None:
    outputs, examples = given(loss)
    outputs[1, 0, 0] = np.nan
    assert np.isnan(loss(outputs, examples).total)


@pytest.mark.parametrize("reduction", Reduction)
def test_a_gradient_of_cross_entropy_adds_up_to_nothing_over_the_classes(reduction: Reduction) -> None:
    outputs, examples = given(CrossEntropy(reduction))
    np.testing.assert_allclose(CrossEntropy(reduction)(outputs, examples).d_y.sum(axis=-1), 0, atol=1e-16)


@pytest.mark.parametrize("reduction", Reduction)
def test_outputs_of_any_size_have_a_loss(reduction: Reduction) -> None:
    examples = every_step(np.zeros((1, 1)), np.array([[0]]), np.array([True]))
    for y, expected in (([1e4, 0.0], 0.0), ([0.0, 1e4], 1e4), ([-1e4, -1e4], np.log(2))):
        found = CrossEntropy(reduction)(np.array([[y]]), examples)
        assert found.total == pytest.approx(expected)
        assert np.isfinite(found.d_y).all()


def test_cross_entropy_stands_outputs_that_are_large_and_classes_that_are_certain() -> None:
    outputs = np.array([[[1000.0, -1000.0]], [[-1000.0, 1000.0]], [[0.0, 0.0]]])
    found = LOSSES["cross_entropy"](outputs, every_step(outputs, np.zeros((3, 1), int), loss_mask(3, "every")))
    np.testing.assert_allclose(found.losses, [0.0, 2000.0, float(np.log(2))])
    np.testing.assert_allclose(found.d_y[:, 0], [[0.0, 0.0], [-1.0, 1.0], [-0.5, 0.5]])
    np.testing.assert_allclose(np.exp(log_softmax(outputs)).sum(axis=-1), 1)


@pytest.mark.parametrize("name", LOSSES)
def test_the_same_sequences_twice_leave_the_loss_as_it_is(name: str) -> None:
    """A mean over the batch, whichever way it is made one."""
    outputs = np.random.default_rng(1).normal(size=(3, 4, 2))
    wanted = targets(np.random.default_rng(0), LOSSES[name], np.full((3, 4), True), 2)
    for loss in (LOSSES[name], type(LOSSES[name])(MEAN)):  # type: ignore[call-arg]
        once = loss(outputs, every_step(outputs, wanted, loss_mask(3, "every")))
        y, of_both = (np.concatenate([array, array], axis=1) for array in (outputs, wanted))
        twice = loss(y, every_step(y, of_both, loss_mask(3, "every")))
        assert once.losses.shape == (3,)
        np.testing.assert_allclose(twice.losses, once.losses, rtol=1e-14)
        np.testing.assert_allclose(twice.d_y[:, :4] + twice.d_y[:, 4:], once.d_y, rtol=1e-14)


def test_the_loss_is_asked_at_the_last_step_or_at_every_one() -> None:
    np.testing.assert_array_equal(loss_mask(4, "last"), [False, False, False, True])
    np.testing.assert_array_equal(loss_mask(4, "every"), [True] * 4)


@every_loss_of_single_outputs
@pytest.mark.parametrize("dtype", [np.float32, np.float16])
def test_the_precision_is_the_outputs_and_many_steps_do_not_overflow_it(loss: Loss, dtype: Any) -> None:
    """70 000 weights of 1 have a sum that float16 does not."""
    rng = np.random.default_rng(1)
    shape = (700, 100)
    outputs = rng.normal(size=(*shape, 2))
    wanted = targets(rng, loss, np.full(shape, True), 2)
    examples = every_step(outputs, wanted, loss_mask(700, "every"))
    exact, found = loss(outputs, examples), loss(outputs.astype(dtype), examples.cast(np.dtype(dtype)))
    assert found.losses.dtype == found.d_y.dtype == dtype
    assert found.total == pytest.approx(exact.total, rel=1e-5 if dtype == np.float32 else 0.02)


@pytest.mark.parametrize(("loss", "dtype"), list(product(LOSS_OF.values(), (np.float32, np.float16))))
def test_a_loss_in_a_small_precision_is_that_in_a_large_one_rounded(loss: Loss, dtype: Any) -> None:
    outputs, examples = given(loss)
    exact, found = loss(outputs, examples), loss(outputs.astype(dtype), examples.cast(np.dtype(dtype)))
    assert found.losses.dtype == found.d_y.dtype == dtype
    scale = 8 * float(np.finfo(dtype).eps)
    np.testing.assert_allclose(found.losses, exact.losses, rtol=scale, atol=scale)
    np.testing.assert_allclose(found.d_y, exact.d_y, rtol=scale, atol=scale)
