"""The non-linearities of gates and their slopes, to the last digit also where they saturate."""

import numpy as np

from .arrays import Array


def sigmoid(a: Array) -> Array:
    """σ(a) = 1 / (1 + e^{-a}), elementwise. Where e^{-a} overflows the result is exactly 0, as it should be."""
    y = np.exp(-a)
    y += 1
    return np.reciprocal(y, out=y)


def tanh_slope(a: Array) -> Array:
    """tanh'(a) = 1 - n² = (1 - n)(1 + n) with n = tanh(|a|), elementwise, to the last digit also where tanh saturates.

    There 1 - n is what is left of n's rounding: at a = 10 one unit in the last place of n is 10⁻⁸ of the slope, and
    NumPy's tanh is off by one in every fifth value. So n is taken anew as 1 - 2e / (1 + e), e = e^{-2|a|}: one rounding
    that matters, the last, which is that of a correctly rounded tanh (and so of PyTorch's).
    """
    e = np.exp(-2 * np.abs(a))
    n = 1 - 2 * e / (1 + e)
    return np.asarray((1 - n) * (1 + n))
