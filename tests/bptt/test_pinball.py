"""The pinball loss: against PyTorch, against central differences, and against what quantiles are."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from app.bptt.examples import Examples
from app.bptt.pinball import Pinball
from app.cells.arrays import Array
from tests.engine import central_difference

GOLDEN = Path(__file__).parent.parent / "golden" / "pinball.npz"
QUANTILES = (0.1, 0.5, 0.9)


def asked(targets: Array, weights: Array | None = None) -> Examples:
    """A batch with these targets; what was read is of no concern."""
    steps = targets.shape[:2]
    weights = np.ones(steps) if weights is None else weights
    return Examples(np.zeros((*steps, 1)), np.full(steps, True), targets, weights)


def test_losses_and_gradients_are_those_of_pytorch() -> None:
    with np.load(GOLDEN) as golden:
        loss = Pinball(tuple(golden["quantiles"].tolist()))
        found = loss(golden["outputs"], asked(golden["targets"], golden["weights"]))
        np.testing.assert_allclose(found.losses, golden["losses"], rtol=1e-13, atol=1e-16)
        np.testing.assert_allclose(found.d_y, golden["gradient"], rtol=1e-13, atol=1e-16)


def test_a_mean_over_more_steps_than_float16_can_count_is_one() -> None:
    targets = np.ones((700, 128, 1), np.float16)
    found = Pinball((0.5,))(np.zeros_like(targets), asked(targets, np.ones((700, 128), np.float16)))
    assert found.total == pytest.approx(0.5, rel=0.1)


def test_the_gradient_is_that_of_central_differences() -> None:
    rng = np.random.default_rng(3)
    outputs, targets = rng.normal(size=(3, 2, 6)), rng.normal(size=(3, 2, 2))
    targets[1, 0, 1] = np.nan
    weights = rng.uniform(0.5, 2, (3, 2))
    weights[2, 1] = 0
    loss, examples = Pinball(QUANTILES), asked(targets, weights)
    numeric = central_difference(lambda y: loss(y, examples).total, outputs, 1e-6)
    assert loss(outputs, examples).d_y == pytest.approx(numeric, abs=1e-9)


@pytest.mark.parametrize("q", [0.1, 0.5, 0.8])
def test_the_best_constant_answer_is_the_quantile(q: float) -> None:
    values = np.random.default_rng(5).exponential(size=(1, 4001, 1))
    loss, examples = Pinball((q,)), asked(values)

    def of(answer: float) -> float:
        return loss(np.full(values.shape, answer), examples).total

    best = float(np.quantile(values, q))
    assert all(of(best) < of(best + off) for off in (-0.1, -0.02, 0.02, 0.1))


def test_too_low_costs_q_a_unit_and_too_high_the_rest() -> None:
    outputs = np.zeros((2, 1, 1))
    targets = np.array([[[2.0]], [[-2.0]]])
    found = Pinball((0.9,))(outputs, asked(targets))
    np.testing.assert_allclose(found.losses, [2 * 0.9 / 2, 2 * 0.1 / 2])
    np.testing.assert_allclose(found.d_y.ravel(), [-0.9 / 2, 0.1 / 2])


def test_a_value_that_nobody_knows_asks_nothing() -> None:
    targets = np.full((2, 1, 1), np.nan)
    targets[0] = 1.0
    found = Pinball(QUANTILES)(np.zeros((2, 1, 3)), asked(targets))
    assert found.losses[1] == 0
    assert (found.d_y[1] == 0).all()
    assert np.isfinite(found.losses).all()


def test_an_output_that_is_not_finite_makes_a_loss_that_is_not() -> None:
    outputs = np.zeros((1, 1, 3))
    outputs[0, 0, 1] = np.nan
    found = Pinball(QUANTILES)(outputs, asked(np.ones((1, 1, 1))))
    assert np.isnan(found.total)
    assert np.isnan(found.d_y).any()


@pytest.mark.parametrize("dtype", ["float64", "float32", "float16"])
def test_the_loss_stays_in_its_precision(dtype: str) -> None:
    rng = np.random.default_rng(1)
    examples = asked(rng.normal(size=(3, 2, 2))).cast(np.dtype(dtype))
    found = Pinball(QUANTILES)(rng.normal(size=(3, 2, 6)).astype(dtype), examples)
    assert found.losses.dtype == found.d_y.dtype == np.dtype(dtype)
