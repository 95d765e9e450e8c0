"""What an application cannot do: which cells are said to fail, and why, follows from what was measured."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, cast

import pytest

from app.applications import APPLICATIONS
from app.applications.limits import Limit, limits_of_cells
from app.applications.weights import measurements
from tests.applications.test_weights import ROOT

if TYPE_CHECKING:
    from app.applications.measurement import Measurement


def figures(baseline: float, **values: float) -> dict[str, Measurement]:
    return {cell: cast("Measurement", {"value": value, "baseline": baseline}) for cell, value in values.items()}


def named(limits: object) -> list[tuple[str, str | None]]:
    return [(limit.name, limit.cell) for limit in cast("list[Limit]", list(cast("list[Limit]", limits)))]


def test_a_cell_without_a_carry_gate_that_fails_where_another_does_not_forgets() -> None:
    found = list(limits_of_cells(figures(0.25, rnn=0.05, lstm=0.96, gru=0.94), higher=True))
    assert found == [Limit("too_short", "rnn", 0.05, beside=0.25)]


def test_where_every_cell_fails_or_the_one_that_fails_has_a_gate_no_reason_is_given() -> None:
    assert named(limits_of_cells(figures(0.5, rnn=0.4, lstm=0.5), higher=True)) == [
        ("no_better", "rnn"),
        ("no_better", "lstm"),
    ]
    assert named(limits_of_cells(figures(0.5, rnn=0.9, lstm=0.4), higher=True)) == [("no_better", "lstm")]


def test_less_is_better_where_it_is_an_error() -> None:
    assert named(limits_of_cells(figures(1.0, rnn=1.1, lstm=0.7, gru=0.9), higher=False)) == [
        ("too_short", "rnn"),
        ("behind", "gru"),
    ]
    assert named(limits_of_cells(figures(1.0, rnn=0.75, lstm=0.7, gru=0.6), higher=False)) == []
    assert named(limits_of_cells({}, higher=False)) == []


@pytest.mark.parametrize("app", APPLICATIONS)
def test_every_limit_is_a_sentence_in_both_languages(app: str) -> None:
    kind = APPLICATIONS[app]
    known = {variant: measurements().get(kind.full_name(variant), {}) for variant in kind.variants}
    names = {limit.name for variant in kind.variants for limit in kind.limits(variant, known)}
    for language in ("en", "es"):
        words = json.loads((ROOT / f"static/locales/later/{language}.json").read_text("utf-8"))
        assert all(f"limit.{name}" in words or f"limit.{name}.{app}" in words for name in names)


def test_a_forecast_says_from_where_on_it_is_hardly_better_than_a_simple_rule() -> None:
    kind = APPLICATIONS["forecast"]

    def of(*errors: float) -> list[Limit]:
        ahead = [{"steps": h, "naive": 0.5, "seasonal": error} for h, error in zip((1, 12, 24), errors, strict=True)]
        entry = cast("Measurement", {"value": 0.6, "baseline": 1.0, "details": {"ahead": ahead}})
        return list(kind.limits("co2", {"co2": {"gru": entry}}))

    assert of(0.5, 0.6, 0.7) == [Limit("horizon", count=24)]
    assert of(0.5, 0.96, 1.2)[1:] == [Limit("hardly", value=0.96, count=12)]
