"""Golden values that are made anew: to the bit, to rounding, or not the same."""

from __future__ import annotations

import numpy as np
import pytest

from scripts.oracle.golden import FOLDER, TOLERANCE, check, difference, makers, read


def test_every_script_that_makes_golden_values_is_a_case():
    assert [f"{name}.py" for name in makers()] == sorted(path.name for path in FOLDER.glob("make_*.py"))


def test_another_name_is_refused_with_those_that_there_are():
    with pytest.raises(ValueError, match="make_ctc"):
        check("golden?nothing", "nothing")


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.npz")), ids=lambda path: path.name)
def test_every_stored_file_is_read_array_by_array_and_is_itself(path):
    assert len(read(path)) > 5
    assert difference(read(path), read(path)) == (0.0, 0)


def test_rounding_is_told_from_another_number():
    stored = {"a": np.array([1.0, 2.0]), "b": np.array([1])}
    worst, other = difference(stored, {**stored, "a": np.array([1.0, 2.0 + 4e-16])})
    assert (worst < TOLERANCE, other) == (True, 1)
    assert difference(stored, {**stored, "a": np.array([1.0, 2.1])})[0] > TOLERANCE


@pytest.mark.parametrize(
    "made", [{"a": np.ones(2)}, {"a": np.ones(3), "b": np.array([1])}, {"a": np.ones(2), "b": np.array([2])}]
)
def test_arrays_that_are_missing_or_of_another_shape_or_kind_are_no_rounding(made):
    assert difference({"a": np.ones(2), "b": np.array([1])}, made)[0] == np.inf
