"""Training: one iteration of a live run in this process, as the page's runs are carried on."""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING, Any

import numpy as np

from app.training.config import TaskTraining
from app.training.run import EVALUATE_EVERY, Budget, advance, begin

if TYPE_CHECKING:
    from pathlib import Path

WARM_UP, REPEATS, CHECKED = 10, 100, 5
SIZES = (32, 1)
"""Sequences in a batch."""
DTYPES = ("float64", "float32")


def config(batch: int, dtype: str) -> TaskTraining:
    """LSTM on the adding problem, T 50, H 32, Adam, clipped by norm."""
    return TaskTraining(cell=("lstm",), steps=50, units=32, minibatch=batch, dtype=dtype, clip="norm", bias={})


def milliseconds(batch: int, dtype: str) -> float:
    """The median time of an iteration: batch, gradient, its norms over time, clipping, Adam. No looks among them."""
    run = begin(config(batch, dtype))
    times: list[float] = []
    while len(times) < WARM_UP + REPEATS:
        start = time.perf_counter()
        run, _ = advance(run, Budget(iterations=1))
        if run.iteration % EVALUATE_EVERY:
            times.append(1e3 * (time.perf_counter() - start))
    return statistics.median(times[WARM_UP:])


def save(path: Path, batch: int, dtype: str) -> None:
    """Write the first weights, batches and losses of a run, for ``torch_training.py`` to check itself against."""
    run = begin(config(batch, dtype))
    generator = np.random.default_rng()
    generator.bit_generator.state = run.generator
    batches = [run.problem.draw(generator) for _ in range(CHECKED)]
    arrays: dict[str, Any] = dict(run.models[0].params)
    points = [frame.points[0] for frame in advance(run, Budget(iterations=CHECKED))[1]]
    arrays["losses"] = np.array([point.loss for point in points if point])
    arrays["inputs"] = np.array([examples.inputs for examples in batches])
    arrays["targets"] = np.array([examples.targets for examples in batches])
    arrays |= {"rate": run.config.rate, "threshold": run.config.threshold}
    np.savez(path, allow_pickle=False, **arrays)
