"""Remember the first symbol: the latch."""

from typing import ClassVar

import numpy as np

from .base import Array, Batch, Task

NOISE = 0.2
"""Standard deviation of the inputs after the first; the symbol itself is ±1."""


class Latch(Task):
    """x_1 = ±1 names the class; all later inputs are Gaussian noise (deviation 0.2). The class is asked for last.

    Nothing after the first step tells the class, so the gradient that could teach it has to come back through all T
    steps. Guessing leaves a cross-entropy of ln 2.
    """

    name: ClassVar[str] = "latch"
    inputs: ClassVar[tuple[str, ...]] = ("symbol",)
    outputs: ClassVar[int] = 2
    loss: ClassVar[str] = "cross_entropy"
    classes: ClassVar[tuple[str, ...]] = ("−", "+")
    source: ClassVar[str] = (
        'Y. Bengio, P. Simard, P. Frasconi, "Learning Long-Term Dependencies with Gradient Descent is Difficult", '
        "IEEE Transactions on Neural Networks 5 (1994)"
    )

    def draw(self, rng: np.random.Generator, steps: int, batch: int) -> Batch:
        symbol = rng.integers(0, 2, batch)
        inputs = rng.normal(0.0, NOISE, (steps, batch, 1))
        inputs[0, :, 0] = 2.0 * symbol - 1.0
        return Batch(inputs, np.broadcast_to(symbol, (steps, batch)).copy())

    def baseline(self, batch: Batch) -> Array:
        """Both classes alike: ln 2."""
        return np.zeros((*batch.targets.shape, self.outputs))
