"""A batch of sequences of different lengths: padded at the end, with a mask that says where a sequence has a step."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ..cells.arrays import Array
from ..cells.base import DType


@dataclass(frozen=True)
class Examples:
    """What a network reads and what its outputs are held against. Time comes first; U = T but for a decoder.

    inputs:  token numbers, (T, B) int, or vectors, (T, B, D) float
    mask:    where a sequence has a step, (T, B) of bool; padding comes at the end
    targets: what the loss compares outputs with: class numbers (U, B), values (U, B, K), or labels (L, B), -1 = none
    weights: how much each output counts, (U, B); 0 where no loss counts
    decoder: for an encoder-decoder the tokens that the decoder reads, (U, B): the target, one step late
    whole:   Σ w of the batch that these steps are a part of; None: they are the whole of it
    """

    inputs: Array
    mask: Array
    targets: Array
    weights: Array
    decoder: Array | None = None
    whole: float | None = None

    @property
    def size(self) -> int:
        """B, the number of sequences."""
        return int(self.inputs.shape[1])

    @property
    def same_length(self) -> bool:
        """Whether every sequence has every step."""
        return bool(self.mask.all())

    def shares(self, dtype: DType) -> Array:
        """w_tb / Σ w, (U, B): divided in float64, since 70 000 steps have a sum that float16 does not."""
        weights = self.weights.astype(np.float64, copy=False)
        return np.asarray((weights / (weights.sum() if self.whole is None else self.whole)).astype(dtype))

    def part(self, first: int, last: int) -> "Examples":
        """The steps first … last-1 (from 0), of outputs that stand at the steps themselves."""
        steps = slice(first, last)
        whole = float(self.weights.astype(np.float64).sum()) if self.whole is None else self.whole
        return Examples(
            self.inputs[steps], self.mask[steps], self.targets[steps], self.weights[steps], self.decoder, whole
        )

    def cast(self, dtype: DType) -> "Examples":
        """The same in a run's precision; token and class numbers stay whole."""
        floats = {
            name: getattr(self, name).astype(dtype)
            for name in ("inputs", "targets", "weights")
            if getattr(self, name).dtype.kind == "f"
        }
        return Examples(**{**vars(self), **floats})


def every_step(inputs: Array, targets: Array, loss_mask: Array) -> Examples:
    """Sequences of one length, (T, B, …), whose loss counts at the steps where `loss_mask`, (T,), is true."""
    shape = inputs.shape[:2]
    weights = np.broadcast_to(loss_mask[:, None].astype(np.float64), shape)
    return Examples(inputs, np.full(shape, True), targets, weights)


def loss_mask(steps: int, loss_at: str) -> Array:
    """At which steps the loss counts, (T,) of bool: at every one, or only at the last."""
    return np.full(steps, True) if loss_at == "every" else np.arange(steps) == steps - 1


def padded(sequences: Sequence[ArrayLike], fill: int = 0) -> Array:
    """B sequences of token numbers (or of vectors) as one array, (T, B, …), with `fill` after the end of each."""
    rows = [np.asarray(sequence) for sequence in sequences]
    array = np.full((max(map(len, rows)), len(rows), *rows[0].shape[1:]), fill, rows[0].dtype)
    for b, row in enumerate(rows):
        array[: len(row), b] = row
    return array


def present(lengths: ArrayLike, steps: int = 0) -> Array:
    """The mask of sequences of these lengths, (T, B) of bool; T is the longest length where `steps` is not given."""
    lengths = np.asarray(lengths)
    return np.asarray(np.arange(steps or lengths.max())[:, None] < lengths)


def at_end(mask: Array) -> Array:
    """Weights that are 1 at each sequence's own last step and 0 elsewhere, (T, B)."""
    steps = np.arange(len(mask))[:, None]
    return np.asarray((steps == mask.sum(axis=0) - 1).astype(np.float64))
