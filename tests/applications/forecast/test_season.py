"""The season of a series: right where there is one, none where there is none, and how sure it is."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from app.applications.forecast import Forecast
from app.applications.forecast.folding import explained, log_chance, repeats
from app.applications.forecast.season import CHANCE, CYCLES, detrended, season_of
from app.applications.forecast.series import shipped
from app.applications.forecast.table import BYTES, read

SEEDS = range(20)
Noise = Callable[[np.random.Generator, int], "np.ndarray[Any, Any]"]


def red(rng: np.random.Generator, n: int, phi: float) -> np.ndarray[Any, Any]:
    values = np.zeros(n + 200)
    for t, shock in enumerate(rng.standard_normal(n + 199), 1):
        values[t] = phi * values[t - 1] + shock
    return values[200:]


NOISE: dict[str, Noise] = {
    "white": lambda rng, n: rng.standard_normal(n),
    "walk": lambda rng, n: rng.standard_normal(n).cumsum(),
    "walk with a drift": lambda rng, n: (0.2 + rng.standard_normal(n)).cumsum(),
    "trend": lambda rng, n: 0.05 * np.arange(n) + rng.standard_normal(n),
    "curve": lambda rng, n: (10 * np.arange(n) / n) ** 2 + rng.standard_normal(n),
    "growth": lambda rng, n: np.exp(5 * np.arange(n) / n) + rng.standard_normal(n),
    "step": lambda rng, n: 10.0 * (np.arange(n) > n / 3) + rng.standard_normal(n),
    "red": lambda rng, n: red(rng, n, 0.7),
    "smooth walk": lambda rng, n: rng.standard_normal(n).cumsum().cumsum(),
}


def test_ten_years_of_days_with_noise_two_fifths_of_the_amplitude_have_a_season_of_a_year() -> None:
    for seed in SEEDS:
        rng = np.random.default_rng(seed)
        days = np.arange(3650)
        values = 5 * np.sin(2 * np.pi * days / 365.25 + rng.uniform(0, 6)) + 2 * rng.standard_normal(3650)
        found = season_of(values)
        assert abs(found.steps - 365) <= 3, seed
        assert abs(found.period - 365.25) < 4 * found.error < 4
        assert found.chance < CHANCE
        assert found.strength == pytest.approx(12.5 / 16.5, abs=0.03)


@pytest.mark.parametrize("n", [60, 300, 1000])
@pytest.mark.parametrize("name", NOISE)
def test_there_is_no_season_where_there_is_none(name: str, n: int) -> None:
    for seed in SEEDS:
        found = season_of(NOISE[name](np.random.default_rng(seed), n))
        assert found.steps == 1, (seed, found)


@pytest.mark.parametrize("name", shipped())
@pytest.mark.parametrize("dated", [False, True])
def test_a_shipped_series_brought_as_a_table_gives_the_shipped_season(name: str, dated: bool) -> None:
    entry = shipped()[name]
    start = np.datetime64(entry["start"])
    rows = [f"{start + k};{value}" if dated else str(value) for k, value in enumerate(entry["values"])]
    content = "\n".join(["when;what" if dated else "what", *rows]).encode()
    assert len(content) < BYTES
    about = Forecast.read_material(content)
    assert about.season == about.found.steps == entry["season"]
    if dated:
        assert about.step is not None
        assert (about.step.unit, about.step.every, about.step.irregular) == (str(entry["every"]), 1, 0)


@pytest.mark.parametrize("season", [4, 7, 12, 24, 52])
@pytest.mark.parametrize("noise", [0.0, 0.5])
def test_the_season_of_a_noisy_wave_on_a_trend_is_its_period(season: int, noise: float) -> None:
    time = np.arange(400)
    wave = np.sin(2 * np.pi * time / season) + 0.3 * np.sin(4 * np.pi * time / season + 1)
    values = wave + 0.01 * time + noise * np.random.default_rng(1).standard_normal(400)
    assert season_of(values).steps == season


@pytest.mark.parametrize(
    "pattern", [[1, 2], [1, 2, 4, 3], [1, 1, 1, 1, 1, 3, 5], [*[0] * 11, 5], [*[0] * 20, 3, 6, 3, 1]]
)
def test_a_season_that_is_no_wave_is_its_whole_length_and_not_a_part_of_it(pattern: list[int]) -> None:
    rng = np.random.default_rng(3)
    values = np.tile(np.array(pattern, float), 20) + 0.3 * rng.standard_normal(20 * len(pattern))
    assert season_of(values).steps == len(pattern)


def test_a_season_on_a_curve_or_a_walk_is_found_beside_it() -> None:
    months = np.arange(144)
    rng = np.random.default_rng(5)
    year = np.sin(2 * np.pi * months / 12)
    for below in ((months / 12) ** 2, np.exp(months / 40), 0.5 * rng.standard_normal(144).cumsum()):
        assert season_of(below + 2 * year + 0.3 * rng.standard_normal(144)).steps == 12


def test_the_error_of_the_period_is_that_of_many_tries() -> None:
    tries = [
        season_of(np.sin(2 * np.pi * np.arange(300) / 12.3) + np.random.default_rng(seed).standard_normal(300))
        for seed in range(40)
    ]
    spread = float(np.std([found.period for found in tries]))
    assert 0.5 < spread / float(np.mean([found.error for found in tries])) < 2


@pytest.mark.parametrize(
    "values",
    [
        np.arange(100.0),
        np.arange(100.0) ** 2,
        np.ones(50),
        np.zeros(3),
        np.append(np.zeros(99), 1.0),
        1e12 + np.zeros(60),
    ],
)
def test_what_moves_in_no_way_that_comes_back_has_no_season(values: np.ndarray[Any, Any]) -> None:
    assert season_of(values).steps == 1


def test_the_season_does_not_hang_on_the_unit() -> None:
    values = np.sin(2 * np.pi * np.arange(120) / 12) + 0.3 * np.random.default_rng(0).standard_normal(120)
    assert [season_of(factor * values + shift).steps for factor, shift in ((1e-9, 0), (1e9, 0), (1, 1e6))] == [12] * 3


def test_the_longest_table_is_searched_at_once() -> None:
    values = np.sin(np.arange(5000) / 50) + np.random.default_rng(0).standard_normal(5000)
    start = time.process_time()
    season_of(values)
    assert time.process_time() - start < 2


def test_a_season_can_be_said() -> None:
    rows = "\n".join(str(k % 12 + 0.1 * (k * k % 7)) for k in range(120))
    assert Forecast.read_material(rows.encode()).season == 12
    said = Forecast.read_material(f"#season=6\n{rows}".encode())
    assert (said.season, said.found.steps, said.chosen) == (6, 12, ("season",))
    assert read(f"#season=6\n{rows}".encode()).choices.season == 6


@pytest.mark.parametrize("period", [5, 7, 12])
@pytest.mark.parametrize("cycles", [4, 5, 10])
@pytest.mark.parametrize("shape", ["sawtooth", "one day in so many"])
def test_a_pattern_of_any_shape_that_repeats_itself_is_a_season(period: int, cycles: int, shape: str) -> None:
    phase = np.arange(period * cycles) % period
    noise = np.random.default_rng(period).normal(0, 0.05, len(phase))
    found = season_of((phase if shape == "sawtooth" else 1.0 * (phase == 3)) + noise)
    assert found.steps == period
    assert found.chance < CHANCE


@pytest.mark.parametrize("length", [36, 60, 120])
def test_noise_of_no_colour_repeats_itself(length: int) -> None:
    for seed in range(40):
        white = np.random.default_rng([seed, length]).standard_normal(length)
        slow = np.zeros(length)
        for t in range(1, length):
            slow[t] = 0.9 * slow[t - 1] + white[t]
        for values in (white, white.cumsum(), white.cumsum().cumsum(), slow):
            assert repeats(detrended(values), CYCLES)[2] > np.log(CHANCE)


def test_the_chance_of_a_fold_bounds_how_often_white_noise_has_one() -> None:
    rng = np.random.default_rng(3)
    shares = np.array([explained(detrended(rng.standard_normal(48)), 6) for _ in range(2000)])
    for share in (0.2, 0.3, 0.4):
        assert (shares >= share).mean() <= np.exp(log_chance(share, 6, 48))
