"""A sine wave with noise on it: predict the next value."""

from typing import ClassVar

import numpy as np

from .base import Array, Batch, Task

NOISE = 0.1
PERIODS = (12.0, 40.0)
"""Steps in one turn of the wave, drawn anew for every sequence."""


class Sine(Task):
    """x_t = sin(2π t / P + φ) + noise (deviation 0.1), P ~ U[12, 40], φ ~ U[0, 2π]; the target is the next wave value.

    Each sequence has a period and a phase of its own, so both must be found out from what has been read. Saying the
    last value again is the baseline; the noise of the inputs never reaches the targets, so zero is within reach.
    """

    name: ClassVar[str] = "sine"
    inputs: ClassVar[tuple[str, ...]] = ("value",)
    outputs: ClassVar[int] = 1
    loss: ClassVar[str] = "mse"
    baseline_name: ClassVar[str] = "repeat"
    source: ClassVar[str] = 'one-step prediction of a noisy wave, as in J. L. Elman, "Finding Structure in Time" (1990)'

    def draw(self, rng: np.random.Generator, steps: int, batch: int) -> Batch:
        period, phase = rng.uniform(*PERIODS, batch), rng.uniform(0, 2 * np.pi, batch)
        wave = np.sin(2 * np.pi * np.arange(steps + 1)[:, None] / period + phase)  # (T+1, B)
        noise = rng.normal(0.0, NOISE, (steps, batch))
        return Batch((wave[:-1] + noise)[..., None], wave[1:, :, None])

    def baseline(self, batch: Batch) -> Array:
        """The next value is the one that came last."""
        return batch.inputs
