"""Which came first? Two symbols far apart in a stream of others: the temporal order problem."""

from typing import ClassVar

import numpy as np

from .base import Array, Batch, Task, one_hot

DISTRACTORS = 4
X, Y = 4, 5


class Order(Task):
    """A stream of the letters a b c d in which two places, one early and one in the middle, hold X or Y each.

    The first place is drawn from the steps T/10 … 2T/10, the second from 5T/10 … 6T/10. The class, asked for last, is
    which of XX, XY, YX, YY it was: to tell XY from YX both symbols and their order have to be remembered. Guessing
    leaves a cross-entropy of ln 4. A sequence too short for two places holds only the second.
    """

    name: ClassVar[str] = "order"
    inputs: ClassVar[tuple[str, ...]] = ("a", "b", "c", "d", "X", "Y")
    outputs: ClassVar[int] = 4
    loss: ClassVar[str] = "cross_entropy"
    classes: ClassVar[tuple[str, ...]] = ("XX", "XY", "YX", "YY")
    source: ClassVar[str] = (
        'S. Hochreiter, J. Schmidhuber, "Long Short-Term Memory", Neural Computation 9 (1997), section 5.6, in the '
        'form of R. Pascanu, T. Mikolov, Y. Bengio, "On the difficulty of training recurrent neural networks" (2013)'
    )

    def draw(self, rng: np.random.Generator, steps: int, batch: int) -> Batch:
        symbols = rng.integers(0, DISTRACTORS, (steps, batch))
        rows = np.arange(batch)
        classes = np.zeros(batch, np.int64)
        for weight, early, late in ((2, 0.1, 0.2), (1, 0.5, 0.6)):
            start, end = int(early * steps), max(int(early * steps) + 1, int(late * steps))
            places = rng.integers(start, end, batch)
            second = rng.integers(0, 2, batch)
            symbols[places, rows] = X + second
            classes += weight * second
        if steps < 2:  # both fell on the only step
            classes = symbols[0] - X
        return Batch(one_hot(symbols, DISTRACTORS + 2), np.broadcast_to(classes, (steps, batch)).copy())

    def baseline(self, batch: Batch) -> Array:
        """All four alike: ln 4."""
        return np.zeros((*batch.targets.shape, self.outputs))
