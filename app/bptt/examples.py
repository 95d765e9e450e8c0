"""A batch of sequences of different lengths: padded at the end, with a mask that says where a sequence has a step."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..cells.base import Array


@dataclass(frozen=True)
class Examples:
    """What a network reads and what its outputs are held against. Time comes first; U = T but for a decoder.

    inputs:  token numbers, (T, B) int, or vectors, (T, B, D) float
    mask:    where a sequence has a step, (T, B) of bool; padding comes at the end
    targets: what the judge compares outputs with: class numbers (U, B), values (U, B, K), or labels (L, B), -1 = none
    weights: how much each output counts, (U, B); 0 where nothing is asked
    decoder: for an encoder-decoder the tokens that the decoder reads, (U, B): the target, one step late
    """

    inputs: Array
    mask: Array
    targets: Array
    weights: Array
    decoder: Array | None = None

    @property
    def size(self) -> int:
        """B, the number of sequences."""
        return int(self.inputs.shape[1])

    def cast(self, dtype: "np.dtype[Any]") -> "Examples":
        """The same in a run's precision; token and class numbers stay whole."""
        floats = {
            name: getattr(self, name).astype(dtype)
            for name in ("inputs", "targets", "weights")
            if getattr(self, name).dtype.kind == "f"
        }
        return Examples(**{**vars(self), **floats})


def padded(sequences: list[Any], fill: int = 0) -> Array:
    """B sequences of token numbers (or of vectors) as one array, (T, B, …), with `fill` after the end of each."""
    first = np.asarray(sequences[0])
    array = np.full((max(map(len, sequences)), len(sequences), *first.shape[1:]), fill, first.dtype)
    for b, sequence in enumerate(sequences):
        array[: len(sequence), b] = sequence
    return array


def present(lengths: Any, steps: int = 0) -> Array:
    """The mask of sequences of these lengths, (T, B) of bool; T is the longest length where `steps` is not given."""
    lengths = np.asarray(lengths)
    return np.asarray(np.arange(steps or lengths.max())[:, None] < lengths)


def at_end(mask: Array) -> Array:
    """Weights that are 1 at each sequence's own last step and 0 elsewhere, (T, B)."""
    steps = np.arange(len(mask))[:, None]
    return np.asarray((steps == mask.sum(axis=0) - 1).astype(np.float64))
