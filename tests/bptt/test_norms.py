"""Norms as logarithms: no overflow, no underflow, and a status for what is not an ordinary number."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.bptt.norms import NAN, OK, OVERFLOW, STATUSES, ZERO, log_norms, with_status


@pytest.mark.parametrize("exponent", [-320, -300, -200, 0, 200, 300, 307])
def test_a_norm_is_right_where_its_square_is_not_a_number_of_float64(exponent: int) -> None:
    x = np.array([3.0, 4.0]) * 10.0**exponent
    found = log_norms(x, (0,))
    tolerance = 1e-12 if exponent > -308 else 1e-3  # numbers below 10⁻³⁰⁸ have fewer digits themselves
    assert found.log10 == pytest.approx(np.log10(5) + exponent, abs=tolerance)
    assert found.status == OK


@pytest.mark.parametrize(
    ("entries", "log10", "status"),
    [
        ([0.0, -0.0], -np.inf, ZERO),
        ([1.0, np.inf], np.inf, OVERFLOW),
        ([1.0, -np.inf], np.inf, OVERFLOW),
        ([1.0, np.nan], np.nan, NAN),
        ([np.inf, np.nan], np.nan, NAN),
        ([0.0, 5e-324], np.log10(5e-324), OK),
        ([1.7e308, 1.7e308], np.log10(1.7) + 308 + np.log10(2) / 2, OK),
    ],
)
def test_a_number_that_is_not_ordinary_gives_a_status(entries: list[float], log10: float, status: int) -> None:
    found = log_norms(np.array(entries), (0,))
    np.testing.assert_allclose(found.log10, log10, rtol=1e-14)
    assert found.status == status


def test_norms_over_some_axes_are_those_of_each_slice() -> None:
    x = np.random.default_rng(0).normal(size=(4, 3, 5))
    x[1] = 0
    x[2, 0, 0] = np.inf
    x[3, 1, 1] = np.nan
    x[3, 1, 2] = np.inf
    found = log_norms(x, (1, 2))
    assert found.log10.shape == (4,)
    np.testing.assert_allclose(found.log10[0], np.log10(np.linalg.norm(x[0])), rtol=1e-14)
    assert [STATUSES[code] for code in found.status] == ["ok", "zero", "overflow", "nan"]
    for t in range(4):
        np.testing.assert_equal(found.log10[t], log_norms(x[t], (0, 1)).log10[()])


@given(st.lists(st.floats(width=16), min_size=1, max_size=8), st.sampled_from(("float16", "float32")))
def test_norms_of_small_precisions_are_taken_in_float64(values: list[float], dtype: str) -> None:
    x = np.array(values, dtype)
    wide = x.astype(np.float64)
    found, expected = log_norms(x, (0,)), log_norms(wide, (0,))
    np.testing.assert_equal(found.log10[()], expected.log10[()])
    if np.isfinite(wide).all() and wide.any():
        np.testing.assert_allclose(10.0**found.log10, np.linalg.norm(wide), rtol=1e-12)


def test_logarithms_already_taken_get_their_status() -> None:
    found = with_status(np.array([0.0, -np.inf, np.inf, np.nan, -400.0]))
    np.testing.assert_array_equal(found.status, [OK, ZERO, OVERFLOW, NAN, OK])
    assert found.status.dtype == np.uint8
