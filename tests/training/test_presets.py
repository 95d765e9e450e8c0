"""Presets of training: addresses that work, words in every language, and rates that say how sure they are."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest

from app import words
from app.api.catalogue import catalogue
from app.training.presets import CRITERIA, TRAINING_PRESETS
from app.training.rates import rates, wilson
from app.training.run import Budget, advance, begin
from app.wire.addresses import read_training
from app.wire.cost import bound_training


@pytest.mark.parametrize("name", TRAINING_PRESETS)
def test_a_preset_is_an_address_that_trains_and_has_its_words(name: str) -> None:
    config = read_training(parse_qsl(TRAINING_PRESETS[name]))
    bound_training(config)
    run, _ = advance(begin(config), Budget(iterations=2))
    assert run.iteration == 2
    for texts in words.catalogues().values():
        assert {f"preset.{name}.label", f"preset.{name}.about"} <= texts.keys()


def test_every_preset_says_what_counts_as_learned_and_was_measured_as_it_stands() -> None:
    assert CRITERIA.keys() == TRAINING_PRESETS.keys()
    assert rates().keys() == TRAINING_PRESETS.keys(), "python -m benchmarks.seeds --write"
    for name, found in rates().items():
        assert found["address"] == TRAINING_PRESETS[name]
        for model in found["models"]:
            assert len(model["first"]) == len(model["ends"]) == model["runs"]
            assert model["diverged"] == sum(end is not None for end in model["ends"])
            assert model["learned"] <= model["runs"]


def test_the_catalogue_gives_each_rate_its_interval() -> None:
    shown = {preset.name: preset for preset in catalogue().training_presets}
    assert shown.keys() == TRAINING_PRESETS.keys()
    (without, clipped) = shown["order_clip_fast"].measured
    assert without.own == {"clip": "none"}
    assert clipped.cell == "rnn"
    assert without.learned_interval[1] < clipped.learned_interval[0], "here the effect is beyond doubt"


@pytest.mark.parametrize(
    ("successes", "runs", "low", "high"), [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (5, 10, 0.2366, 0.7634)]
)
def test_wilson_s_interval_is_that_of_the_tables(successes: int, runs: int, low: float, high: float) -> None:
    assert wilson(successes, runs) == pytest.approx((low, high), abs=1e-4)


def test_no_runs_say_nothing_and_impossible_counts_are_refused() -> None:
    assert wilson(0, 0) == (0.0, 1.0)
    for successes, runs in ((3, 2), (-1, 2)):
        with pytest.raises(ValueError, match="successes"):
            wilson(successes, runs)
