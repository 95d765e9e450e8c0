"""Losses: from the outputs of a batch to the loss and, side by side, its gradient at the outputs.

A loss takes the outputs y, (U, B, K), and the `Examples` that they are held against. Every single output has a loss of
its own, l_ub, and what becomes of them all is the loss's reduction:

    STEP_SUM   L = Σ_u (1/B) Σ_b l_ub            where w_ub > 0: a mean over the batch, as PyTorch's, a sum over time
    MEAN       L = Σ_ub w_ub l_ub / Σ_ub w_ub     a mean over all that count, however long the sequences are

The laboratory's tasks add up over the steps, so that the gradient of one step's loss does not depend on how many others
are asked; the applications, whose sequences differ in length, take the mean.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from enum import Enum
from typing import ClassVar, NamedTuple

import numpy as np

from ..cells.arrays import Array
from .examples import Examples


class Reduction(Enum):
    """How the losses of single outputs become one: see the module."""

    STEP_SUM = "step_sum"
    MEAN = "mean"


class LossValue(NamedTuple):
    """losses: L_u, (U,), whose sum is L; d_y: ∂L/∂y, (U, B, K), zero where no loss counts."""

    losses: Array
    d_y: Array

    @property
    def total(self) -> float:
        """L = Σ_u L_u, added in the outputs' precision."""
        return float(self.losses.sum())


class Loss(ABC):
    """A function of outputs and examples. by_step: whether L_u depends on the outputs of step u alone."""

    by_step: ClassVar[bool] = True

    @abstractmethod
    def __call__(self, outputs: Array, examples: Examples) -> LossValue:
        """The loss of a batch and its gradient."""


def reduce_losses(reduction: Reduction, each: Array, slopes: Array, examples: Examples) -> LossValue:
    """Losses of single outputs l_ub, (U, B), and their slopes ∂l_ub/∂y_ub, (U, B, K), as one loss and its gradient."""
    if reduction is Reduction.STEP_SUM:
        loss_mask = examples.weights > 0
        losses = np.mean(np.where(loss_mask, each, 0), axis=1, dtype=each.dtype)
        d_y = slopes / each.dtype.type(each.shape[1])
    else:
        shares = examples.shares(each.dtype)
        loss_mask = shares > 0
        losses = np.where(loss_mask, shares * each, 0).sum(axis=1)
        d_y = shares[..., None] * slopes
    return LossValue(losses, np.where(loss_mask[..., None], d_y, 0).astype(each.dtype, copy=False))


@dataclass(frozen=True)
class SquaredError(Loss):
    """l = (1/K) Σ_k (y - ŷ)²;   ∂l/∂y = 2 (y - ŷ) / K.   Targets are ŷ, (U, B, K)."""

    reduction: Reduction = Reduction.STEP_SUM

    @np.errstate(all="ignore")  # a run that diverges is a result
    def __call__(self, outputs: Array, examples: Examples) -> LossValue:
        error = outputs - examples.targets
        each = np.mean(error**2, axis=2, dtype=outputs.dtype)
        return reduce_losses(self.reduction, each, 2 * error / outputs.dtype.type(outputs.shape[2]), examples)


@dataclass(frozen=True)
class CrossEntropy(Loss):
    """l = -log softmax(y)[class];   ∂l/∂y = softmax(y) - one-hot(class).   Targets are class numbers, (U, B).

    PyTorch's `F.cross_entropy(…, reduction="none")`, reduced as the module says.
    """

    reduction: Reduction = Reduction.STEP_SUM

    @np.errstate(all="ignore")
    def __call__(self, outputs: Array, examples: Examples) -> LossValue:
        classes = examples.targets[..., None]
        log_p = log_softmax(outputs)
        each = -np.take_along_axis(log_p, classes, axis=-1)[..., 0]
        slopes = np.exp(log_p)
        np.put_along_axis(slopes, classes, np.take_along_axis(slopes, classes, axis=-1) - 1, axis=-1)
        return reduce_losses(self.reduction, each, slopes, examples)


def log_softmax(outputs: Array) -> Array:
    """log softmax(y) = y - log Σ e^y over the last axis, shifted by its maximum so that nothing overflows."""
    shifted = outputs - outputs.max(axis=-1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True)))


LOSSES: dict[str, Loss] = {"mse": SquaredError(), "cross_entropy": CrossEntropy()}
"""What a task may name as its loss."""
