"""A kind of application: a sequence of tokens is read, and after the last one it is asked which of a few classes it is.

Such an application says only what its tokens and classes are and how sequences are drawn; all else is here.
"""

from abc import abstractmethod
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np

from ..bptt.architecture import Network
from ..bptt.examples import Examples, at_end, padded, present
from ..bptt.losses import CrossEntropy, Loss, Reduction, log_softmax
from ..bptt.stacked import Stacked
from ..cells.arrays import Array
from ..config import Whole
from ..document import about
from ..numerals import Range
from .base import Answer, Application, MaterialError, Measured, Prediction, surprise
from .config import InferenceConfig, Text, focus_field, text_field
from .interval import of_share
from .split import Part

LOOK, MEASURED = 128, 600
"""Sequences of a look during a run, and of a measure."""


@dataclass(frozen=True)
class Classified(Answer):
    """What is thought of a sequence after each of its tokens."""

    classes: tuple[str, ...] = about("the names of the classes")
    probabilities: Array = about("p of each class after every token", shape="(T, K)")
    said: int = about("the place of the likeliest class after the last token")


class ClassifierConfig(InferenceConfig):
    """A sequence to classify, as it is typed."""

    text: Text = text_field()
    focus: Whole = focus_field()


class Classifier(Application[ClassifierConfig]):
    """See the module."""

    config: ClassVar[type[InferenceConfig]] = ClassifierConfig
    measure_name: ClassVar[str] = "right"
    baseline_name: ClassVar[str] = "commonest"
    goal: ClassVar[float | None] = None
    tokens: ClassVar[tuple[str, ...]]
    """The vocabulary: single characters, as they are typed."""
    classes: ClassVar[tuple[str, ...]]
    """What a sequence may be."""
    example: ClassVar[str]
    """What is read where nothing is typed."""
    embedded: ClassVar[int] = 8
    """Numbers of a token's embedding."""

    @abstractmethod
    def draw(self, rng: np.random.Generator, part: Part) -> tuple[str, int]:
        """Draw a sequence and its class from a part of the data. No sequence is in two parts."""

    def architecture(self, units: int) -> Stacked:
        return Stacked(self.embedded, units, len(self.classes), vocabulary=len(self.tokens))

    @property
    def loss(self) -> Loss:
        return CrossEntropy(Reduction.MEAN)

    def batch(self, rng: np.random.Generator, size: int) -> Examples:
        return self.examples([self.draw(rng, "training") for _ in range(size)])

    @cached_property
    def validation(self) -> Examples:
        return self.drawn("validation", LOOK)

    def drawn(self, part: Part, count: int) -> Examples:
        """So many sequences of a part, always the same."""
        rng = np.random.default_rng(11)
        return self.examples([self.draw(rng, part) for _ in range(count)])

    def examples(self, sequences: list[tuple[str, int]]) -> Examples:
        """Sequences as numbers, whose class is asked after their last token."""
        mask = present([len(text) for text, _ in sequences])
        classes = np.broadcast_to(np.array([number for _, number in sequences], np.int64), mask.shape).copy()
        return Examples(padded([self.numbers(text) for text, _ in sequences]), mask, classes, at_end(mask))

    def numbers(self, text: str) -> Array:
        """The numbers of a text's tokens. Raises `MaterialError` where one is in no vocabulary."""
        for column, token in enumerate(text, 1):
            if token not in self.tokens:
                raise MaterialError("not_a_choice", "text", value=token, allowed=" ".join(self.tokens), column=column)
        return np.array([self.tokens.index(token) for token in text])

    def measure(self, network: Network, part: Part = "held out", *, quick: bool = False) -> Measured:
        """The share that is classified rightly; the baseline is always the commonest class."""
        examples = self.validation if quick and part == "validation" else self.drawn(part, LOOK if quick else MEASURED)
        counted = examples.weights > 0
        right = (network.forward(examples).outputs.argmax(axis=-1) == examples.targets)[counted]
        counts = np.bincount(examples.targets[counted])
        value, baseline = float(right.mean()), float(counts.max() / counts.sum())
        if quick:
            return Measured(value, baseline)
        interval = of_share(int(right.sum()), len(right))
        return Measured(value, baseline, examples=len(right), interval=interval)

    def predict(self, network: Network, request: ClassifierConfig) -> Prediction[Classified]:
        """What the network thinks as it reads, and the gradient of what it says at the step that is asked about."""
        text = request.text or self.example
        if request.focus > len(text):
            raise MaterialError("out_of_range", "focus", value=request.focus, allowed=Range(0, len(text)))
        run = network.forward(self.examples([(text, 0)]))
        p = np.exp(log_softmax(run.outputs[:, 0]))
        focus = request.focus or len(text)
        value = surprise(run.outputs, focus - 1, int(p[focus - 1].argmax()))
        back = network.backward(run, value.d_y, request.truncate)
        return Prediction(tuple(text), run, value, back, focus, Classified(self.classes, p, int(p[-1].argmax())))
