"""Say it again, later: the copy memory problem."""

from typing import ClassVar

import numpy as np

from .base import Array, Batch, Task, one_hot

SYMBOLS, LENGTH = 8, 10
BLANK, GO = SYMBOLS, SYMBOLS + 1


class Copying(Task):
    """Ten symbols out of eight, then blanks, then at the word GO the ten symbols are asked for, in their order.

    Of T steps the first n and the last n hold the symbols, n = 10 or what half of a shorter sequence has room for; GO
    stands at step T - n. Wherever no symbol is asked for, the right answer is the blank. Answering blanks and then
    guessing leaves n ln 8 / T for each step, the 10 ln 8 / (T + 20) of the paper, which counts the blanks alone as T.
    """

    name: ClassVar[str] = "copying"
    inputs: ClassVar[tuple[str, ...]] = (*"ABCDEFGH", "blank", "go")
    outputs: ClassVar[int] = SYMBOLS + 1
    loss: ClassVar[str] = "cross_entropy"
    classes: ClassVar[tuple[str, ...]] = (*"ABCDEFGH", "·")
    baseline_name: ClassVar[str] = "blanks"
    source: ClassVar[str] = (
        'M. Arjovsky, A. Shah, Y. Bengio, "Unitary Evolution Recurrent Neural Networks", ICML (2016), section 5.1; '
        "after S. Hochreiter, J. Schmidhuber (1997)"
    )

    def draw(self, rng: np.random.Generator, steps: int, batch: int) -> Batch:
        n = self.length(steps)
        word = rng.integers(0, SYMBOLS, (n, batch))
        symbols = np.full((steps, batch), BLANK)
        targets = np.full((steps, batch), BLANK)
        if n:
            symbols[:n] = word
            symbols[steps - n - 1] = GO
            targets[steps - n :] = word
        return Batch(one_hot(symbols, SYMBOLS + 2), targets)

    @staticmethod
    def length(steps: int) -> int:
        """n, the length of the word in a sequence of `steps`: GO needs a step between the word and its copy."""
        return min(LENGTH, (steps - 1) // 2)

    def baseline(self, batch: Batch) -> Array:
        """Blanks with certainty where a blank is due, then all eight symbols alike."""
        steps = len(batch.targets)
        due = np.arange(steps) >= steps - self.length(steps)
        blank = np.arange(self.outputs) == BLANK
        logits = np.where(due[:, None] == blank, -1e3, 0.0)  # (T, K)
        return np.broadcast_to(logits[:, None], (*batch.targets.shape, self.outputs))
