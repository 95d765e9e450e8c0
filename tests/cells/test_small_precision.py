"""Where numbers have no room in the precision of a run: layer normalisation's squares, and what is not a number."""

import numpy as np
import pytest

from app.cells.layer_norm import normalise
from app.cells.rnn import RNN, RNNSaved, RNNState


@pytest.mark.parametrize("size", [1.0, 300.0, 20_000.0])
def test_large_sums_are_normalised_in_float16_as_they_are_in_float64(size):
    u = np.array([[-1.5, 0.5, 1.0], [2.0, -1.0, -1.0]]) * size
    u_hat, s = normalise(u.astype(np.float16))
    expected_hat, expected_s = normalise(u)
    assert u_hat.dtype == s.dtype == np.float16
    np.testing.assert_allclose(u_hat, expected_hat, rtol=2e-3)
    np.testing.assert_allclose(s, expected_s, rtol=2e-3)


def test_relu_has_no_slope_where_its_state_is_not_a_number():
    a = np.array([[-1.0, 0.0, 2.0, np.inf, np.nan]])
    state = RNNState(np.maximum(a, 0))
    local = RNN(activation="relu").local({}, RNNSaved(a[:, None]), state, state)
    np.testing.assert_array_equal(local.slope, [[0, 0, 1, 1, np.nan]])
