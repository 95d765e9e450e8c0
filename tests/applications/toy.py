"""An application as small as it can be: after the letters of a word, was there an "a" at its beginning?"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from app.applications.base import Application, MaterialError, Measured, Model, Played, surprise
from app.bptt.examples import Examples, at_end, padded, present
from app.bptt.judges import Judge, cross_entropy
from app.bptt.stacked import Stacked

if TYPE_CHECKING:
    from app.applications.config import PlayConfig

LETTERS = "abc"


class Toy(Application):
    """Words over a, b, c of 2 … 6 letters; those whose second letter is c are held out."""

    name: ClassVar[str] = "toy"
    recipe: ClassVar[str] = "units=8&rate=0.02&minibatch=16&iterations=200"
    steps: ClassVar[int] = 6
    measure_name: ClassVar[str] = "accuracy"
    baseline_name: ClassVar[str] = "guess"
    goal: ClassVar[float | None] = 0.9
    source: ClassVar[str] = "drawn at random"
    material_bytes: ClassVar[int] = 100

    def architecture(self, units: int) -> Stacked:
        return Stacked(4, units, 2, vocabulary=len(LETTERS))

    @property
    def judge(self) -> Judge:
        return cross_entropy

    def draw(self, rng: np.random.Generator, size: int, second: tuple[int, ...]) -> Examples:
        words = [
            np.array([rng.integers(0, 3), rng.choice(second), *rng.integers(0, 3, rng.integers(0, 5))])
            for _ in range(size)
        ]
        mask = present([len(word) for word in words])
        classes = np.array([int(word[0] == 0) for word in words])
        return Examples(padded(words), mask, np.broadcast_to(classes, mask.shape).copy(), at_end(mask))

    def batch(self, rng: np.random.Generator, size: int) -> Examples:
        return self.draw(rng, size, (0, 1))

    @cached_property
    def held_out(self) -> Examples:
        return self.draw(np.random.default_rng(7), 64, (2,))

    def measure(self, model: Model, *, quick: bool = False) -> Measured:
        examples = self.held_out
        right = model.forward(examples).outputs.argmax(axis=-1) == examples.targets
        return Measured(float(right[examples.weights > 0].mean()), 2 / 3)

    def play(self, model: Model, request: PlayConfig) -> Played:
        wrong = next((letter for letter in request.text if letter not in LETTERS), None)
        if wrong:
            raise MaterialError("not_a_choice", "text", value=wrong, allowed=LETTERS)
        word = np.array([LETTERS.index(letter) for letter in request.text or "abba"])[:, None]
        examples = Examples(word, np.full(word.shape, True), np.zeros_like(word), np.ones(word.shape))
        run = model.forward(examples)
        last = len(word) - 1
        said = int(run.outputs[last, 0].argmax())
        judged = surprise(run.outputs, last, said)
        back = model.architecture.backward(model.params, run, judged.d_y, request.truncate)
        return Played(tuple(LETTERS[k] for k in word[:, 0]), run, judged, back, last + 1, {"said": said})
