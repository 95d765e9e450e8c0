"""Losses: the value at every step and, side by side, its gradient with respect to the outputs.

A loss is a mean over the batch (and over the outputs, for the squared error), as PyTorch's are, and never over time:
the loss of a sequence is the sum of its steps' losses, L = Σ_t L_t.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from ..cells.base import Array


class Loss(NamedTuple):
    """value: (outputs (T, B, K), targets) → L_t, (T,); gradient: the same → ∂L_t/∂y_t, (T, B, K)."""

    value: Callable[[Array, Array], Array]
    gradient: Callable[[Array, Array], Array]


def mse_value(outputs: Array, targets: Array) -> Array:
    """L_t = mean over (B, K) of (y - ŷ)²; targets (T, B, K)."""
    return np.asarray(np.mean((outputs - targets) ** 2, axis=(1, 2), dtype=outputs.dtype))


def mse_gradient(outputs: Array, targets: Array) -> Array:
    """∂L_t/∂y = 2 (y - ŷ) / (B K)."""
    return np.asarray(2 * (outputs - targets) / (outputs.shape[1] * outputs.shape[2]))


def log_softmax(outputs: Array) -> Array:
    """log softmax(y) = y - log Σ e^y over the last axis, shifted by its maximum so that nothing overflows."""
    shifted = outputs - outputs.max(axis=-1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True)))


def cross_entropy_value(outputs: Array, targets: Array) -> Array:
    """L_t = mean over B of -log softmax(y)[class]; targets are class numbers, (T, B)."""
    chosen = np.take_along_axis(log_softmax(outputs), targets[..., None], axis=-1)[..., 0]
    return np.asarray(-np.mean(chosen, axis=1, dtype=outputs.dtype))


def cross_entropy_gradient(outputs: Array, targets: Array) -> Array:
    """∂L_t/∂y = (softmax(y) - one-hot(class)) / B."""
    probability = np.exp(log_softmax(outputs))
    one_hot = targets[..., None] == np.arange(outputs.shape[-1])
    return np.asarray((probability - one_hot.astype(outputs.dtype)) / outputs.dtype.type(outputs.shape[1]))


LOSSES: dict[str, Loss] = {
    "mse": Loss(mse_value, mse_gradient),
    "cross_entropy": Loss(cross_entropy_value, cross_entropy_gradient),
}
