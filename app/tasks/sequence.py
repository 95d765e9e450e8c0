"""The reader's own sequence of numbers: predict the next one."""

from typing import ClassVar

import numpy as np

from app.tasks.base import Batch, Task


class Sequence(Task):
    """x_t = v_t and the target is v_{t+1}, for t = 1 … n - 1, from the n numbers that the reader typed.

    Nothing is drawn at random, so the batch is one sequence and the number of steps is n - 1.
    """

    name: ClassVar[str] = "sequence"
    inputs: ClassVar[tuple[str, ...]] = ("value",)
    outputs: ClassVar[int] = 1
    loss: ClassVar[str] = "mse"
    source: ClassVar[str] = 'next-value prediction, as in J. L. Elman, "Finding Structure in Time" (1990)'

    def __init__(self, values: tuple[float, ...]) -> None:
        self.values = values

    def draw(self, rng: np.random.Generator, steps: int, batch: int) -> Batch:
        v = np.array(self.values)[:, None, None]  # (n, 1, 1)
        return Batch(v[:-1], v[1:])
