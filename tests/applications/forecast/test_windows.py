"""What a network reads of a series, and that nothing of the future is in it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from app.applications.forecast.series import Series, shipped, shipped_series
from app.applications.forecast.windows import LONGEST, STEPS, Windows
from app.cells.arrays import Array

every_series = pytest.mark.parametrize("name", shipped())


def of(values: Array, season: int = 1) -> Windows:
    return Windows(Series(values, np.full(values.shape, True), tuple(map(str, range(len(values)))), season))


def wave(count: int = 200) -> Array:
    return np.sin(np.arange(count) / 2) + 0.02 * np.arange(count) + np.random.default_rng(0).normal(0, 0.1, count)


def test_inputs_are_distances_from_the_mean_of_a_season_in_units_of_their_own_size() -> None:
    windows = of(wave(), season=12)
    assert np.isnan(windows.inputs[:11]).all()
    for t in (11, 40, 199):
        expected = windows.series.values[t] - windows.series.values[t - 11 : t + 1].mean()
        assert windows.inputs[t] * windows.scale == pytest.approx(expected, rel=1e-10)
    assert np.mean(windows.inputs[11:120] ** 2) == pytest.approx(1)


def test_targets_are_the_values_to_come_less_the_last() -> None:
    windows = of(wave())
    values = windows.series.values
    np.testing.assert_allclose(windows.targets[50] * windows.scale, values[51:71] - values[50], atol=1e-12)
    assert windows.horizon == 20
    assert np.isnan(windows.targets[-1]).all()
    assert np.isnan(windows.targets[-2, 1:]).all()
    assert np.isfinite(windows.targets[-2, 0])


@every_series
def test_what_is_held_out_changes_nothing_of_what_teaches(name: str) -> None:
    series = shipped_series(name, LONGEST)
    other = series.values.copy()
    other[series.split :] = -1e6
    one, same = Windows(series), Windows(replace(series, values=other))
    assert one.scale == same.scale
    ends = np.arange(one.first + one.steps - 1, one.last_taught + 1)
    for field in ("inputs", "targets"):
        np.testing.assert_array_equal(
            getattr(one.examples(ends, one.steps), field), getattr(same.examples(ends, same.steps), field)
        )


@every_series
def test_an_input_knows_nothing_of_later_values(name: str) -> None:
    series = shipped_series(name, LONGEST)
    windows = Windows(series)
    t = series.split + 30
    other = series.values.copy()
    other[t + 1 :] += 1000
    np.testing.assert_array_equal(windows.inputs[: t + 1], Windows(replace(series, values=other)).inputs[: t + 1])


@every_series
def test_no_value_is_forecast_in_two_parts_and_none_of_the_later_parts_is_in_a_training_window(name: str) -> None:
    windows = Windows(shipped_series(name, LONGEST))
    taught = windows.last_taught + windows.horizon  # the last value that any training target is
    assert taught == windows.series.split - 1
    training, validation, held_out = (windows.origins(part) for part in ("training", "validation", "held out"))
    assert training[0] == windows.first + windows.steps - 1
    assert training[-1] == windows.last_taught
    assert validation[0] + 1 == windows.series.split > taught
    assert validation[-1] + windows.horizon == windows.series.held_out_from - 1
    assert held_out[0] + 1 == windows.series.held_out_from
    assert held_out[-1] + windows.horizon == len(windows.series.values) - 1
    assert (windows.steps, windows.horizon) == (STEPS, LONGEST)


@pytest.mark.parametrize("count", [40, 41, 55, 80, 120, 400])
@pytest.mark.parametrize("season", [1, 2, 7, 10])
def test_a_short_series_has_windows_too(count: int, season: int) -> None:
    windows = of(wave(count), season)
    ends = np.arange(windows.first + windows.steps - 1, windows.last_taught + 1)
    assert len(ends) >= 2
    assert windows.steps >= 8
    origins = [windows.origins(part) for part in ("training", "validation", "held out")]
    assert min(map(len, origins)) >= 2
    for examples in (windows.examples(each, windows.steps) for each in (ends, *origins)):
        assert np.isfinite(examples.inputs).all()
        assert np.isfinite(examples.targets[-1]).all()


def test_a_straight_line_and_a_step_have_a_scale() -> None:
    assert of(np.arange(60.0)).scale > 0
    assert of(np.append(np.zeros(59), 1.0)).scale == 1.0
    assert np.isfinite(of(np.append(np.zeros(59), 1.0)).inputs[-5:]).all()


def test_large_values_lose_nothing_to_rounding() -> None:
    near, far = of(wave()), of(wave() + 1e9)
    np.testing.assert_allclose(far.inputs[60:], near.inputs[60:], atol=1e-5)


def test_factors_scale_inputs_and_targets_alike() -> None:
    windows = of(wave())
    ends = np.array([100, 120])
    plain, loud = windows.examples(ends, 30), windows.examples(ends, 30, np.array([2.0, 1.0]))
    np.testing.assert_allclose(loud.inputs[:, 0], 2 * plain.inputs[:, 0])
    np.testing.assert_allclose(loud.targets[:, 0], 2 * plain.targets[:, 0])
    np.testing.assert_array_equal(loud.inputs[:, 1], plain.inputs[:, 1])
    assert plain.inputs.shape == (30, 2, 1)
    assert plain.targets.shape == (30, 2, windows.horizon)
