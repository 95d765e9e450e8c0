"""What a task is: how to draw a batch of sequences, which loss the outputs have, and where it comes from.

Every batch comes from an explicit generator: the same generator state gives the same batch, and no global seed exists.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[Any]


@dataclass(frozen=True)
class Batch:
    """Input and target sequences; time comes first, as in PyTorch.

    inputs:  (T, B, D) float64
    targets: (T, B, K) float64 for a squared error, (T, B) int64 class numbers for a cross-entropy. Every step has a
             target; the configuration says at which steps the loss counts.
    """

    inputs: Array
    targets: Array


class Task(ABC):
    """A task: class attributes that say its shape, and `draw`."""

    name: ClassVar[str]
    inputs: ClassVar[tuple[str, ...]]
    """The names of the D input channels."""
    outputs: ClassVar[int]
    """K, the number of outputs (classes, where the loss is a cross-entropy)."""
    loss: ClassVar[str]
    """The name of the loss in `app.bptt.losses.LOSSES`."""
    classes: ClassVar[tuple[str, ...]] = ()
    """What the classes are called, shortly; none: by their numbers."""
    baseline_name: ClassVar[str] = "guess"
    """`baseline.<name>` in the locales, what the baseline does: guess, repeat (the last value again), mean, blanks."""
    source: ClassVar[str]

    @abstractmethod
    def draw(self, rng: np.random.Generator, steps: int, batch: int) -> Batch:
        """Draw `batch` sequences of `steps` steps."""

    @abstractmethod
    def baseline(self, batch: Batch) -> Array:
        """The outputs, (T, B, K), of the best that can be said without remembering: what a network has to beat."""

    def loss_mask(self, counts: Array, *, held_out: bool) -> Array:
        """At which of the steps in `counts`, (T,) of bool, a loss is taken, in training and in the held-out measure.

        At all of them where training and held-out sequences are drawn apart; a task with one sequence cuts it in two.
        """
        return counts


def one_hot(symbols: Array, count: int) -> Array:
    """Numbers 0 … count-1, (T, B), as channels, (T, B, count)."""
    return np.asarray((symbols[..., None] == np.arange(count)).astype(np.float64))
