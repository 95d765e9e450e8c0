"""The reader's own sequence of numbers: predict the next one."""

from typing import ClassVar

import numpy as np

from .base import Array, Batch, Task


class Sequence(Task):
    """x_t = v_t and the target is v_{t+1}, for t = 1 … n - 1, from the n numbers that the reader gave.

    Nothing is drawn at random, so the batch is one sequence and the number of steps is n - 1. In training, the first
    two thirds teach and the rest is held out: the network reads on, and is measured on numbers it never learned from.
    """

    name: ClassVar[str] = "sequence"
    inputs: ClassVar[tuple[str, ...]] = ("value",)
    outputs: ClassVar[int] = 1
    loss: ClassVar[str] = "mse"
    baseline_name: ClassVar[str] = "repeat"
    source: ClassVar[str] = 'next-value prediction, as in J. L. Elman, "Finding Structure in Time" (1990)'

    def __init__(self, values: tuple[float, ...]) -> None:
        self.values = values

    def draw(self, rng: np.random.Generator, steps: int, batch: int) -> Batch:
        v = np.array(self.values)[:, None, None]  # (n, 1, 1)
        return Batch(v[:-1], v[1:])

    def baseline(self, batch: Batch) -> Array:
        """The next number is the one that came last."""
        return batch.inputs

    def loss_mask(self, counts: Array, *, held_out: bool) -> Array:
        """The first two thirds of the steps for training, the rest held out; the last step of each where one counts."""
        steps = len(counts)
        split = max(1, 2 * steps // 3)
        part = np.arange(steps) >= split if held_out and split < steps else np.arange(steps) < split
        if counts.sum() == 1:
            return np.asarray(np.arange(steps) == np.flatnonzero(part)[-1])
        return np.asarray(counts & part)
