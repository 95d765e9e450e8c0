"""The benchmarks' table of claims: each is found, says what it has to be, and whether it is."""

from __future__ import annotations

from importlib import import_module

import pytest

from benchmarks.claims import CLAIMS, Claim


@pytest.mark.parametrize("place", CLAIMS)
def test_every_claim_has_a_function_that_measures_it(place: str) -> None:
    module, function = place.split(":")
    assert callable(getattr(import_module(module), function))


@pytest.mark.parametrize(
    ("wanted", "wish", "met"),
    [((0.75, 0.85), "0.75 … 0.85", True), ((0.85, 1), "≥ 0.85", False), ((0, 0.9), "≤ 0.9", True), ((0, 1), "", True)],
)
def test_a_claim_says_what_it_has_to_be_and_whether_it_is(wanted: tuple[float, float], wish: str, met: bool) -> None:
    claim = Claim("coverage", 0.8, (0.7, 0.9), "109 forecasts", wanted)
    assert (claim.wish, claim.met) == (wish, met)
