"""An application as small as it can be: after the letters of a word, was there an "a" at its beginning?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import ClassVar
from unittest.mock import patch

import numpy as np

from app.applications import APPLICATIONS, application_with_upload, cached_application, weights
from app.applications.base import (
    OWN,
    Answer,
    Application,
    MaterialError,
    Measured,
    Prediction,
    Uploaded,
    surprise,
)
from app.applications.config import InferenceConfig, Text, focus_field, text_field
from app.applications.split import Part
from app.bptt.architecture import Network
from app.bptt.examples import Examples, at_end, padded, present
from app.bptt.losses import CrossEntropy, Loss, Reduction
from app.bptt.stacked import Stacked
from app.cells import CELLS
from app.cells.arrays import Array
from app.config import Whole
from app.document import about
from app.training.config import ApplicationTraining
from app.training.problem import problem_of
from app.training.run import Budget, advance, begin

LETTERS = "abc"
OWN_WORDS = b"ab ba abc bca aab cc"
"""What a reader might bring to it."""


@dataclass(frozen=True)
class ToyAnswer(Answer):
    """What the network says of a word."""

    said: int = about("1: it began with an a")
    log_p: Array = about("log p of that, at every letter", shape="(T,)")


@dataclass(frozen=True)
class ToyUpload(Uploaded):
    """A reader's own words."""

    words: int = about("how many")


class ToyConfig(InferenceConfig):
    """A word."""

    text: Text = text_field()
    focus: Whole = focus_field()


class Toy(Application[ToyConfig]):
    """Words over a, b, c of 2 … 6 letters; those whose second letter is c are held out."""

    name: ClassVar[str] = "toy"
    config: ClassVar[type[InferenceConfig]] = ToyConfig
    recipe: ClassVar[str] = "units=8&rate=0.02&minibatch=16&iterations=200"
    variants: ClassVar[tuple[str, ...]] = ("drawn", OWN)
    steps: ClassVar[int] = 6
    measure_name: ClassVar[str] = "accuracy"
    baseline_name: ClassVar[str] = "guess"
    goal: ClassVar[float | None] = 0.9
    source: ClassVar[str] = "drawn at random"
    material_bytes: ClassVar[int] = 100

    def architecture(self, units: int) -> Stacked:
        if self.material:
            self.read_material(self.material)
        return Stacked(4, units, 2, vocabulary=len(LETTERS))

    @property
    def loss(self) -> Loss:
        return CrossEntropy(Reduction.MEAN)

    def draw(self, rng: np.random.Generator, size: int, second: tuple[int, ...]) -> Examples:
        words = [
            np.array([rng.integers(0, 3), rng.choice(second), *rng.integers(0, 3, rng.integers(0, 5))])
            for _ in range(size)
        ]
        if self.material and second != (2,):
            own = self.material.decode().split()
            words = [np.array([LETTERS.index(letter) for letter in own[k]]) for k in rng.integers(0, len(own), size)]
        mask = present([len(word) for word in words])
        classes = np.array([int(word[0] == 0) for word in words])
        return Examples(padded(words), mask, np.broadcast_to(classes, mask.shape).copy(), at_end(mask))

    def batch(self, rng: np.random.Generator, size: int) -> Examples:
        return self.draw(rng, size, (0, 1))

    @cached_property
    def validation(self) -> Examples:
        return self.draw(np.random.default_rng(7), 64, (2,))

    def measure(self, model: Network, part: Part = "held out", *, quick: bool = False) -> Measured:
        examples = self.validation
        right = model.forward(examples).outputs.argmax(axis=-1) == examples.targets
        return Measured(float(right[examples.weights > 0].mean()), 2 / 3)

    def predict(self, model: Network, request: ToyConfig) -> Prediction[ToyAnswer]:
        text = request.text or "abba"
        wrong = next((letter for letter in text if letter not in LETTERS), None)
        if wrong:
            raise MaterialError("not_a_choice", "text", value=wrong, allowed=", ".join(LETTERS))
        if request.focus > len(text):
            raise MaterialError("out_of_range", "focus", value=request.focus, allowed=f"0 … {len(text)}")
        word = np.array([LETTERS.index(letter) for letter in text])[:, None]
        examples = Examples(word, np.full(word.shape, True), np.zeros_like(word), np.ones(word.shape))
        run = model.forward(examples)
        focus = request.focus or len(word)
        said = int(run.outputs[focus - 1, 0].argmax())
        value = surprise(run.outputs, focus - 1, said)
        back = model.backward(run, value.d_y, request.truncate)
        return Prediction(tuple(text), run, value, back, focus, ToyAnswer(said, -value.losses))

    @classmethod
    def read_material(cls, content: bytes) -> ToyUpload:
        words = content.decode(errors="replace").split()
        if not words:
            raise MaterialError("empty", value="", allowed=", ".join(LETTERS))
        for k, word in enumerate(words, 1):
            for column, letter in enumerate(word, 1):
                if letter not in LETTERS:
                    raise MaterialError("not_a_choice", value=letter, allowed=", ".join(LETTERS), line=k, column=column)
        return ToyUpload(len(words))


@contextmanager
def registered(folder: Path) -> Iterator[type[Toy]]:
    """The registry with the toy in it, and in another folder weights for each cell, beside those that ship."""
    for file in weights.FOLDER.glob("*"):
        if not (folder / file.name).exists():
            (folder / file.name).symlink_to(file)
    with patch.dict(APPLICATIONS, {Toy.name: Toy}), patch.object(weights, "FOLDER", folder):
        forget()
        for cell in CELLS:
            if not weights.file_of(Toy.name, "", cell).is_file():
                run = begin(ApplicationTraining(app=Toy.name, cell=(cell,), units=4, rate=0.02, iterations=40))
                weights.save(Toy.name, "", cell, advance(run, Budget())[0].models[0].params)
        yield Toy
    forget()


def forget() -> None:
    """Nothing is kept of other weights, or of another toy."""
    for kept in (weights.shipped, weights.measurements, cached_application, application_with_upload):
        kept.cache_clear()
    problem_of.cache.clear()  # type: ignore[union-attr]
