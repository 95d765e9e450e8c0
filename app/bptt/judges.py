"""Judges: the loss of a batch of sequences of different lengths and, with it, its gradient at the outputs.

A judge takes the outputs, (U, B, K), and the `Examples`, and weighs every step of every sequence with its own weight
w_tb, divided by their sum: the loss is a mean over what is asked, however long the sequences are. (The losses of
`app.bptt.losses`, for sequences of one length, add up over the steps.)
"""

from collections.abc import Callable
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from ..cells.base import Array
from .examples import Examples
from .losses import log_softmax


class Judged(NamedTuple):
    """losses: L_t, (U,), whose sum is L; d_y: ∂L/∂y, (U, B, K)."""

    losses: Array
    d_y: Array

    @property
    def total(self) -> float:
        """L = Σ_t L_t."""
        return float(self.losses.sum())


Judge: TypeAlias = Callable[[Array, Examples], Judged]


def shares(examples: Examples, dtype: "np.dtype[Any]") -> Array:
    """w_tb / Σ w, (U, B): divided in float64, since 70 000 steps have a sum that float16 does not."""
    weights = examples.weights.astype(np.float64, copy=False)
    return np.asarray((weights / weights.sum()).astype(dtype))


@np.errstate(all="ignore")
def cross_entropy(outputs: Array, examples: Examples) -> Judged:
    """L_t = Σ_b w_tb · -log softmax(y_tb)[class_tb] / Σ w;   ∂L/∂y = w (softmax(y) - one-hot) / Σ w.

    PyTorch's `F.cross_entropy(…, reduction="none")`, weighted and averaged.
    """
    classes = examples.targets
    weights = shares(examples, outputs.dtype)  # (U, B)
    log_p = log_softmax(outputs)
    chosen = np.take_along_axis(log_p, classes[..., None], axis=-1)
    losses = -np.where(weights > 0, weights * chosen[..., 0], 0).sum(axis=1)
    d_y = np.exp(log_p)
    np.put_along_axis(d_y, classes[..., None], np.take_along_axis(d_y, classes[..., None], axis=-1) - 1, axis=-1)
    d_y *= weights[..., None]
    return Judged(losses, np.where(weights[..., None] > 0, d_y, 0))
