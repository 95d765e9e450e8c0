"""The adding problem: add two marked numbers out of a long sequence."""

from typing import ClassVar

import numpy as np

from .base import Array, Batch, Task


class Adding(Task):
    """x_t = (value_t, marker_t), value ~ U[0, 1]; one marker is set in each half of the sequence.

    The target at step t is the sum of the values marked up to and including t, so at the last step it is the sum of
    both. Predicting the mean, 1, leaves a squared error of 1/6. A sequence of one step has a single marked value.
    """

    name: ClassVar[str] = "adding"
    inputs: ClassVar[tuple[str, ...]] = ("value", "marker")
    outputs: ClassVar[int] = 1
    loss: ClassVar[str] = "mse"
    baseline_name: ClassVar[str] = "mean"
    source: ClassVar[str] = (
        'S. Hochreiter, J. Schmidhuber, "Long Short-Term Memory", Neural Computation 9 (1997), section 5.4, '
        'in the form of Q. Le, N. Jaitly, G. Hinton, "A Simple Way to Initialize Recurrent Networks of Rectified '
        'Linear Units" (2015)'
    )

    def draw(self, rng: np.random.Generator, steps: int, batch: int) -> Batch:
        values = rng.uniform(0.0, 1.0, (steps, batch))
        markers = np.zeros((steps, batch))
        half = steps // 2
        rows = np.arange(batch)
        if half:
            markers[rng.integers(0, half, batch), rows] = 1.0
        markers[rng.integers(half, steps, batch), rows] = 1.0
        sums = np.cumsum(values * markers, axis=0)
        return Batch(np.stack([values, markers], axis=-1), sums[..., None])

    def baseline(self, batch: Batch) -> Array:
        """The mean of each step's target: ½ once a marker can have come, 1 at the end; it leaves 1/6 there."""
        steps = len(batch.targets)
        half = steps // 2
        t = np.arange(1, steps + 1)
        first = np.minimum(t / half, 1.0) if half else np.zeros(steps)
        second = np.clip((t - half) / (steps - half), 0.0, 1.0)
        return np.broadcast_to((0.5 * (first + second))[:, None, None], batch.targets.shape)
