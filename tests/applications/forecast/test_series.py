"""The series that ship."""

from __future__ import annotations

import numpy as np
import pytest

from app.applications.forecast.series import FILE, Series, shipped, shipped_series

every_series = pytest.mark.parametrize("name", shipped())


@every_series
def test_a_series_says_what_it_is(name: str) -> None:
    entry = shipped()[name]
    assert set(entry) == {"start", "every", "season", "unit", "source", "values"}
    series = shipped_series(name, 24)
    assert np.isfinite(series.values).all()
    assert series.known.all()
    assert len(series.labels) == len(series.values) + 24
    assert series.split >= 2 * series.season  # a season that can be learned, and one to tell it from


def test_the_series_are_small_and_their_dates_are_those_of_their_sources() -> None:
    assert FILE.stat().st_size < 60_000
    ends = {name: shipped_series(name, 1).labels for name in shipped()}
    counts = {name: len(shipped()[name]["values"]) for name in shipped()}
    assert {name: (labels[0], labels[counts[name] - 1]) for name, labels in ends.items()} == {
        "co2": ("1958-03", "2001-12"),
        "sunspots": ("1749-01", "2008-12"),
        "elnino": ("1950-01", "2010-12"),
        "seattle": ("2012-01-01", "2015-12-31"),
    }


def test_values_after_the_last_label_are_counted() -> None:
    series = Series(np.arange(3.0), np.full(3, True), ("a", "b", "c"), 1)
    assert [series.label(k) for k in range(5)] == ["a", "b", "c", "+1", "+2"]
    assert shipped_series("co2", 24).label(526) == "2002-01"


def test_a_missing_value_is_no_truth() -> None:
    series = Series(np.array([1.0, 1.0, 2.0]), np.array([True, False, True]), ("a", "b", "c"), 1)
    np.testing.assert_array_equal(series.truth, [1, np.nan, 2])
