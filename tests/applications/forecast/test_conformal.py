"""Calibrated intervals: the rank, the recursion, what they hold of exchangeable values, and nothing of the future."""

from __future__ import annotations

import numpy as np
import pytest

from app.applications.forecast.conformal import (
    FEWEST,
    GAMMA,
    WINDOW,
    Calibration,
    calibrated,
    conformity_scores,
    rank,
)
from app.cells.arrays import Array

ALPHA = 0.2


def draw(count: int, horizon: int = 1, seed: int = 0) -> Array:
    return np.random.default_rng(seed).lognormal(size=(count, horizon))


def corrections(scores: Array, origins: Array) -> tuple[Array, Array]:
    return Calibration(scores, 0, ALPHA).corrections(origins)


def test_a_score_is_how_far_outside_of_its_interval_a_value_lies() -> None:
    scores = conformity_scores(np.array([1.0, 1, 1, 1]), np.array([3.0, 3, 3, 3]), np.array([0.5, 2.75, 5, np.nan]))
    np.testing.assert_allclose(scores, [0.5, -0.25, 2, np.nan])


@pytest.mark.parametrize(("count", "place"), [(3, 4), (4, 4), (9, 8), (20, 17), (60, 49), (99, 80), (100, 81)])
@pytest.mark.parametrize("alpha", [0.2, 1 - (0.9 - 0.1)])  # the second is a little less than the first
def test_the_rank_has_the_correction_for_a_finite_sample(count: int, place: int, alpha: float) -> None:
    assert rank(count, alpha) == place


@pytest.mark.parametrize("count", [4, 20, 60])
def test_of_exchangeable_scores_the_one_of_that_rank_bounds_just_the_promised_share(count: int) -> None:
    repeats = 20_000
    drawn = draw(repeats, count + 1)
    bound = np.sort(drawn[:, :count], axis=1)[:, rank(count, ALPHA) - 1]
    promised = rank(count, ALPHA) / (count + 1)
    assert 1 - ALPHA <= promised <= 1 - ALPHA + 1 / (count + 1)
    assert (drawn[:, count] <= bound).mean() == pytest.approx(promised, abs=4 * np.sqrt(0.16 / repeats))


@pytest.mark.parametrize("horizon", [1, 5])
def test_coverage_of_exchangeable_values_is_what_was_promised_within_the_sampling_error(horizon: int) -> None:
    rng, count = np.random.default_rng(4), 5000
    middle, spread = rng.normal(size=(count, horizon)), rng.lognormal(size=(count, horizon))
    came = middle + spread * rng.standard_t(3, (count, horizon))
    low, high = middle - 0.3 * spread, middle + 0.5 * spread  # far too narrow
    assert ((low <= came) & (came <= high)).mean() < 0.4
    origins = np.arange(WINDOW + horizon, count)
    wider, _ = corrections(conformity_scores(low, high, came), origins)
    held = (low[origins] - wider <= came[origins]) & (came[origins] <= high[origins] + wider)
    assert held.mean() == pytest.approx(1 - ALPHA, abs=4 * np.sqrt(0.16 / held.size) + 0.005)


def test_the_recursion_is_that_of_the_equations() -> None:
    scores, horizon = draw(170, 3, seed=1), 3
    scores[40, 1] = scores[90:95, 2] = np.nan
    found, counts = corrections(scores, np.arange(171))
    for h in range(1, horizon + 1):
        levels, bounds = [ALPHA], []
        for t in range(171):
            known = [e for e in scores[max(0, t - h - WINDOW + 1) : max(0, t - h + 1), h - 1] if np.isfinite(e)]
            place = int(np.ceil(round((len(known) + 1) * (1 - levels[t]), 9)))
            bounds.append(sorted(known)[min(place, len(known)) - 1] if len(known) >= FEWEST else np.nan)
            assert counts[t, h - 1] == len(known)
            judged = t + 1 - h
            step = 0.0
            if judged >= 0 and t < 170 and np.isfinite(scores[judged, h - 1]) and np.isfinite(bounds[judged]):
                step = ALPHA - float(scores[judged, h - 1] > bounds[judged])
            levels.append(levels[t] + GAMMA * step)
        np.testing.assert_allclose(found[:, h - 1], bounds)


@pytest.mark.parametrize("origin", [60, 150, 219])
def test_a_correction_knows_nothing_that_is_not_known_when_the_forecast_is_made(origin: int) -> None:
    scores, horizon = draw(220, 6), 6
    other = scores.copy()
    for h in range(1, horizon + 1):
        other[origin - h + 1 :, h - 1] = 1e9  # their values come after the origin
    for one, same in zip(corrections(scores, np.array([origin])), corrections(other, np.array([origin])), strict=True):
        np.testing.assert_array_equal(one, same)


@pytest.mark.parametrize("change", ["grows", "cycles"])
def test_it_follows_a_series_that_changes(change: str) -> None:
    count = 1500
    time = np.arange(count)[:, None]
    scores = draw(count) * (np.exp(time / 400) if change == "grows" else 1 + 0.9 * np.sin(time / 60))
    origins = np.arange(count // 3, count)
    bounds, _ = corrections(scores, origins)
    assert (scores[origins] <= bounds).mean() == pytest.approx(1 - ALPHA, abs=0.03)
    fixed = np.sort(scores[: count // 3, 0])[rank(count // 3, ALPHA) - 1]
    if change == "grows":
        assert (scores[origins] <= fixed).mean() < 0.6  # what a calibration once and for all would hold


def test_with_too_few_scores_nothing_is_calibrated() -> None:
    scores = draw(FEWEST + 5, 2)
    bounds, counts = corrections(scores, np.array([-7, 0, FEWEST - 1, FEWEST, FEWEST + 1]))
    np.testing.assert_array_equal(counts[:, 0], [0, 0, FEWEST - 1, FEWEST, FEWEST + 1])
    np.testing.assert_array_equal(np.isfinite(bounds[:, 0]), [False, False, False, True, True])
    np.testing.assert_array_equal(np.isfinite(bounds[:, 1]), [False, False, False, False, True])
    assert np.isnan(corrections(draw(3, 24), np.arange(4))[0]).all()  # fewer forecasts than steps
    assert np.isnan(Calibration(np.zeros((0, 4)), 7, ALPHA).corrections(np.array([3]))[0]).all()


def test_an_interval_is_moved_at_both_ends_and_keeps_its_median() -> None:
    forecast = np.array([[1.0, 2.0, 3.0]] * 3)
    np.testing.assert_allclose(
        calibrated(forecast, np.array([0.5, -1.5, np.nan])), [[0.5, 2.0, 3.5], [2.0, 2.0, 2.0], [1.0, 2.0, 3.0]]
    )
