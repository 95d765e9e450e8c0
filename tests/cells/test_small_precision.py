"""Layer normalisation where squares have no room in the precision of a run."""

import numpy as np
import pytest

from app.cells.layer_norm import normalise


@pytest.mark.parametrize("size", [1.0, 300.0, 20_000.0])
def test_large_sums_are_normalised_in_float16_as_they_are_in_float64(size):
    u = np.array([[-1.5, 0.5, 1.0], [2.0, -1.0, -1.0]]) * size
    u_hat, s = normalise(u.astype(np.float16))
    expected_hat, expected_s = normalise(u)
    assert u_hat.dtype == s.dtype == np.float16
    np.testing.assert_allclose(u_hat, expected_hat, rtol=2e-3)
    np.testing.assert_allclose(s, expected_s, rtol=2e-3)
