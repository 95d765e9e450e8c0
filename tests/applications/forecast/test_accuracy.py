"""Naive forecasts, MASE, and the coverage of an interval."""

from __future__ import annotations

import numpy as np
import pytest

from app.applications.forecast.accuracy import (
    absolute_error,
    by_forecast,
    coverage,
    coverage_interval,
    inside,
    mase,
    naive,
    scaled,
    seasonal_naive,
)
from app.applications.forecast.series import Series
from app.cells.arrays import Array


def of(values: Array, season: int) -> Series:
    return Series(values, np.full(values.shape, True), tuple(map(str, range(len(values)))), season)


def test_naive_says_the_last_value_again() -> None:
    np.testing.assert_array_equal(naive(of(np.arange(9.0), 1), np.array([3, 5]), 3), [[3, 3, 3], [5, 5, 5]])


def test_seasonal_naive_says_the_last_whole_season_again() -> None:
    series = of(np.arange(12.0), 3)
    np.testing.assert_array_equal(seasonal_naive(series, np.array([5]), 7), [[3, 4, 5, 3, 4, 5, 3]])


def test_without_a_season_the_two_naives_are_one() -> None:
    series, origins = of(np.arange(12.0) ** 2, 1), np.array([4, 8])
    np.testing.assert_array_equal(seasonal_naive(series, origins, 3), naive(series, origins, 3))


def test_errors_are_means_over_starting_points_where_something_came() -> None:
    misses = np.array([[1.0, np.nan], [3.0, 5.0], [np.nan, np.nan]])
    np.testing.assert_allclose(absolute_error(misses), [2, 5])
    assert by_forecast(misses).sum() == pytest.approx(absolute_error(misses).mean())


def test_mase_is_the_error_over_that_of_the_naive_on_what_teaches() -> None:
    values = np.array([0.0, 10.0, 1.0, 12.0, 3.0, 13.0, 1e3, -1e3, 1e3, 0])  # three fifths teach
    assert mase(0.75, of(values, 2)) == pytest.approx(0.75 / np.mean([1, 2, 2, 1]))
    assert mase(0.75, of(values, 1)) == pytest.approx(0.75 / np.mean([10, 9, 11, 9, 10]))


def test_scaled_errors_of_perfect_forecasts() -> None:
    assert scaled(3, 4) == 0.75
    assert scaled(0, 0) == 1
    assert scaled(1, 0) == np.inf


def test_coverage_counts_what_is_known() -> None:
    low, high = np.zeros((2, 2)), np.ones((2, 2))
    assert coverage(inside(low, high, np.array([[0.5, 1.0], [2.0, np.nan]]))) == pytest.approx(2 / 3)
    assert np.isnan(coverage(inside(low, high, np.full((2, 2), np.nan))))


def test_forecasts_that_overlap_say_less_of_the_coverage_than_as_many_that_do_not() -> None:
    rng, horizon = np.random.default_rng(0), 12
    apart = (rng.random((300, horizon)) < 0.8).astype(float)
    value_held = rng.random(300 + horizon) < 0.8  # a value is held by all the forecasts of it, or by none
    overlapping = np.lib.stride_tricks.sliding_window_view(value_held[1:], horizon).astype(float)
    (low, high), (near, far) = coverage_interval(apart), coverage_interval(overlapping)
    assert far - near > 2 * (high - low)
    assert near < value_held.mean() < far
