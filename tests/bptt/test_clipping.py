"""Clipping, where gradients are zero, tiny, infinite or not numbers (ordinary ones: test_invariants, test_golden)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from app.bptt.clipping import MODES, clip, clipping_angle, global_norm
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


def angle(gradients: dict[str, Any], mode: str, threshold: float) -> float | None:
    return clipping_angle(mode, gradients, clip(gradients, mode, threshold))


def test_by_value_the_gradient_of_all_parameters_turns() -> None:
    assert angle(grads(1, 0, 0.5), "value", 0.5) == pytest.approx(np.degrees(np.arctan2(1, 1) - np.arctan2(1, 2)))
    assert angle(grads(np.sqrt(3), 1, 0), "value", 1) == pytest.approx(15, rel=1e-14)
    assert angle(grads(5, -5, 5), "value", 2) == 0, "where every entry is cut alike, the direction stays"
    assert angle(grads(3, 4, 12), "value", 20) == 0, "nothing was cut"


@pytest.mark.parametrize("mode", ["norm", "none"])
@pytest.mark.parametrize("dtype", ["float64", "float32", "float16"])
def test_by_norm_and_without_clipping_the_direction_is_kept_exactly(mode: str, dtype: str) -> None:
    assert angle(grads(0.1, 0.7, 12, dtype=dtype), mode, 0.3) == 0


@pytest.mark.parametrize("small", [1e-3, 1e-7, 1e-9, 1e-13])
def test_an_angle_whose_cosine_is_one_to_the_last_digit_is_right_all_the_same(small: float) -> None:
    """(1 + ε, 1, 0) held at 1: tan φ = ε / (2 + ε)."""
    step = (1 + small) - 1  # what of ε is left beside 1
    exact = np.degrees(np.arctan2(step, 2 + step))
    found = angle(grads(1 + small, 1, 0), "value", 1)
    assert found == pytest.approx(exact, rel=0, abs=1e-14)
    assert found


@pytest.mark.parametrize("size", [5e-324, 1e-300, 1e-160, 1e160, 1e200, 1e308])
@pytest.mark.parametrize("mode", ["value", "norm", "none"])
def test_an_angle_is_of_directions_whatever_the_size_of_the_gradient(mode: str, size: float) -> None:
    exact = 45 - np.degrees(np.arctan2(1, 2)) if mode == "value" and size > 1e-323 else 0
    threshold = (size / 2 or size) if mode == "value" else 1.0
    assert angle(grads(size, 0, size / 2), mode, threshold) == pytest.approx(exact, rel=1e-13)
    far = angle(grads(1e200, 1e-3, 0), "value", 1.0)
    assert far == pytest.approx(np.degrees(1e-3), rel=1e-6), "before along the first axis, after beside (1, 10⁻³)"


@pytest.mark.parametrize("mode", MODES)
def test_a_gradient_of_zero_has_no_angle(mode: str) -> None:
    assert angle(grads(0, 0, 0), mode, 1.0) is None


def test_a_gradient_that_clipping_leaves_nothing_of_has_no_angle() -> None:
    """In float16 a threshold of 10⁻⁹ is zero, by value and by norm."""
    assert angle(grads(1, 2, 3, dtype="float16"), "value", 1e-9) is None
    assert angle(grads(1, 2, 3, dtype="float16"), "norm", 1e-9) is None


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("value", [np.inf, -np.inf, np.nan])
def test_a_gradient_that_is_not_finite_has_no_direction_to_turn(mode: str, value: float) -> None:
    found = angle(grads(1, value, 2), mode, 1.0)
    assert found is not None
    assert np.isnan(found)
