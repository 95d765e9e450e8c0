"""Clipping, where gradients are zero, tiny, infinite or not numbers (ordinary ones: test_invariants, test_golden)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from app.bptt.clipping import MODES, clip, global_norm
from app.bptt.norms import NAN, OVERFLOW, ZERO


def grads(*values: float, dtype: str = "float64") -> dict[str, Any]:
    """Gradients of two parameters."""
    array = np.array(values, dtype)
    return {"W": array[:2].reshape(1, 2), "b": array[2:]}


def test_the_norm_is_that_of_all_parameters_together() -> None:
    assert 10 ** float(global_norm(grads(3, 4, 12)).log10) == pytest.approx(13)


def test_clipping_by_norm_scales_everything_by_one_factor() -> None:
    found = clip(grads(3, 4, 12), "norm", 6.5)
    assert found.factor == pytest.approx(6.5 / (13 + 1e-6), rel=1e-14)
    assert found.changed == 1.0
    np.testing.assert_allclose(found.params["W"], found.factor * np.array([[3, 4]]), rtol=1e-15)
    np.testing.assert_allclose(found.params["b"], [found.factor * 12], rtol=1e-15)


def test_clipping_by_value_cuts_each_entry_by_itself() -> None:
    found = clip(grads(3, -4, 0.5, -1), "value", 1.0)
    np.testing.assert_array_equal(found.params["W"], [[1, -1]])
    np.testing.assert_array_equal(found.params["b"], [0.5, -1])
    assert found.changed == 0.5
    assert found.factor == pytest.approx(np.sqrt(3.25) / np.sqrt(26.25))


@pytest.mark.parametrize("mode", MODES)
def test_a_gradient_of_zero_stays_zero(mode: str) -> None:
    found = clip(grads(0, 0, 0), mode, 1e-6)
    assert global_norm(found.params).status == ZERO
    assert (found.factor, found.changed) == (1.0, 0.0)


@pytest.mark.parametrize("value", [np.inf, -np.inf, np.nan])
def test_a_norm_that_is_not_finite_is_shown_and_not_hidden(value: float) -> None:
    found = clip(grads(1, value, 2), "norm", 1.0)
    np.testing.assert_array_equal(found.params["W"], [[1, value]])
    assert (found.factor, found.changed) == (1.0, 0.0)
    assert global_norm(found.params).status == (NAN if np.isnan(value) else OVERFLOW)


def test_clipping_by_value_brings_infinities_back_and_leaves_nan() -> None:
    found = clip(grads(np.inf, -np.inf, np.nan, 0.5), "value", 2.0)
    np.testing.assert_array_equal(found.params["W"], [[2, -2]])
    np.testing.assert_array_equal(found.params["b"], [np.nan, 0.5])
    assert found.changed == 0.5
    assert np.isfinite(found.factor)


@pytest.mark.parametrize("size", [1e-200, 1e200, 1e307])
def test_gradients_whose_square_is_not_a_number_are_clipped_all_the_same(size: float) -> None:
    found = clip(grads(3 * size, 4 * size, 0), "norm", 1.0)
    if size < 1:
        assert found.factor == 1.0
    else:
        np.testing.assert_allclose(found.params["W"], [[0.6, 0.8]], rtol=1e-11)


def test_clipping_in_float16_keeps_the_direction_down_to_its_smallest_numbers() -> None:
    """A factor of 10⁻⁹ is zero in float16, the product with 10⁴ is not."""
    found = clip(grads(3e4, 4e4, 0, dtype="float16"), "norm", 1e-4)
    assert found.params["W"].dtype == np.float16
    np.testing.assert_allclose(found.params["W"].astype(float), [[6e-5, 8e-5]], rtol=2e-3)


@pytest.mark.parametrize("mode", MODES)
def test_clipping_changes_nothing_that_it_is_given(mode: str) -> None:
    given = grads(3, 4, 12)
    clip(given, mode, 0.5)
    np.testing.assert_array_equal(given["W"], [[3, 4]])
