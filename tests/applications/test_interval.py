"""Intervals of measures: Wilson's against its known values, the bootstrap against what it estimates."""

from __future__ import annotations

import numpy as np
import pytest

from app.applications.interval import of_ratio, of_share


@pytest.mark.parametrize(
    ("right", "count", "low", "high"),
    [(8, 10, 0.4902, 0.9433), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (579, 600, 0.9471, 0.9770)],
)
def test_the_interval_of_a_share_is_wilson_s(right: int, count: int, low: float, high: float) -> None:
    assert of_share(right, count) == pytest.approx((low, high), abs=1e-4)


def test_nothing_is_known_of_no_examples() -> None:
    assert of_share(0, 0) == (0, 1)
    assert np.isnan(of_ratio([0.0, 0.0], [0.0, 0.0])).all()


def test_the_bootstrap_of_a_mean_is_two_standard_errors_wide() -> None:
    drawn = np.random.default_rng(2).normal(5, 1, 400)
    low, high = of_ratio(drawn, np.ones(400))
    assert low < drawn.mean() < high
    assert high - low == pytest.approx(4 * drawn.std() / 20, rel=0.15)


def test_blocks_count_values_that_go_together_as_one() -> None:
    drawn = np.random.default_rng(3).normal(5, 1, 200)
    repeated, ones = np.repeat(drawn, 10), np.ones(2000)
    low, high = of_ratio(drawn, np.ones(200))
    blind, blocks = of_ratio(repeated, ones), of_ratio(repeated, ones, block=20)
    assert blind[1] - blind[0] < 0.4 * (high - low)
    assert blocks[1] - blocks[0] == pytest.approx(high - low, rel=0.2)


def test_a_block_is_never_longer_than_what_there_is() -> None:
    low, high = of_ratio([1.0, 2.0, 3.0], [1.0, 1.0, 1.0], block=24)
    assert low == high == 2
