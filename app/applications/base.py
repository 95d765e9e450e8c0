"""What an application is: real sequences, a network for them, a measure with its baseline, and predictions of inputs.

    examples   from a generator, in training; a fixed set for validation and one held out, that training never draws
    network    an `Architecture` of recurrent layers, for any cell
    measure    the figure that the field would give, beside a baseline that uses no memory
    limits     what it cannot do
    predict    a reader's own input through the network, and the gradient of one of its answers back to every step

An application is a value of its variant (a language model of names or of the reader's own text) and knows no weights;
those that ship are in `app.applications.weights`, those of a live run come from the run.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, Generic, cast

import numpy as np
from typing_extensions import TypeVar

from ..bptt.architecture import Architecture, Back, Network, Pass
from ..bptt.examples import Examples
from ..bptt.losses import Loss, LossValue, log_softmax
from ..cells.arrays import Array
from ..config import rows_of
from .config import OWN, InferenceConfig
from .known_words import WordGroup
from .limits import Limit, limits_of_cells
from .measurement import Figures
from .split import Part

__all__ = ["OWN", "Application", "MaterialError", "Measured", "Network", "Prediction", "surprise"]

ConfigT = TypeVar("ConfigT", bound=InferenceConfig, default=Any)


class MaterialError(ValueError):
    """What a reader gave (a text, a table, a sound, a sentence) cannot be used.

    code: the error's text is `error.<code>` in the locales; values: what fills it in, `value` and `allowed` among them;
    field: the field of the request that it is about.
    """

    def __init__(self, code: str, field: str = "material", **values: object) -> None:
        super().__init__(f"{code}: {values}")
        self.code, self.field, self.values = code, field, values

    def __reduce__(self) -> tuple[Any, ...]:
        """It comes back whole from the process that met it, with whatever one of its kind is made."""
        return type(self).__new__, (type(self), *self.args), self.__dict__


@dataclass(frozen=True)
class Answer:
    """What an application's own picture is drawn from: plain data and arrays, documented in its folder."""


@dataclass(frozen=True)
class Uploaded:
    """What a reader's own text, table or sound is, as the application that takes it reads it; documented likewise."""


@dataclass(frozen=True)
class Details:
    """Further figures of a measure, by name; documented likewise."""


@dataclass(frozen=True)
class Measured:
    """The measure on one part of the data and the baseline on the same; details: further figures by name.

    examples: how many were measured (0: not counted, in a quick look)
    interval: of 95 %, see `app.applications.interval`
    """

    value: float
    baseline: float
    details: Details = Details()
    examples: int = 0
    interval: tuple[float, float] | None = None


A_co = TypeVar("A_co", bound=Answer, covariant=True, default=Answer)


@dataclass(frozen=True)
class Prediction(Generic[A_co]):
    """What the page shows of one input.

    tokens: the text of every step of the time axis (for an encoder-decoder the source's words, then the target's)
    run:    the pass forward, of one sequence
    value:  what was asked of it: the loss of one of its answers, and ∂L/∂y
    back:   the pass backward
    focus:  the step on the time axis that the gradient comes from, from 1
    answer: what the application's own picture is drawn from
    """

    tokens: tuple[str, ...]
    run: Pass
    value: LossValue
    back: Back
    focus: int
    answer: A_co


class Application(ABC, Generic[ConfigT]):
    """An application. `variant` is one of `variants`; `material` what the reader uploaded, where it uses that.

    input_upload: what the reader uploaded beside it, to be looked at by the network that the material taught
    """

    name: ClassVar[str]
    variants: ClassVar[tuple[str, ...]] = ("",)
    """The first is the default; `OWN` is trained on the reader's material."""
    config: ClassVar[type[InferenceConfig]] = InferenceConfig
    """What an input of it is: beside the fields that all applications have, those that it takes itself."""
    cell: ClassVar[str] = "lstm"
    """The cell that it opens with."""
    recipe: ClassVar[str]
    """How it is trained, as fields of a training run's address: "units=48&rate=0.01&minibatch=64&iterations=3000"."""
    steps: ClassVar[int]
    """The length of the time axis in training: of the longest batch (encoder and decoder together)."""
    measure_name: ClassVar[str]
    """`measure.<name>` in the locales: exact, bits, f1, accuracy, right, mase, wer, bits_symbol."""
    baseline_name: ClassVar[str]
    """`baseline.<name>` in the locales: what the baseline is."""
    goal: ClassVar[float | None]
    """What the measure has to reach; None: to be better than the baseline."""
    higher: ClassVar[bool] = True
    """Whether more of the measure is better."""
    source: ClassVar[str]
    """Where the data come from, and their licence."""
    material_bytes: ClassVar[int] = 0
    """Most bytes of a reader's material; 0: it takes none."""

    def __init__(self, variant: str = "", material: bytes = b"", input_upload: bytes = b"") -> None:
        self.variant = self.variant_of(variant)
        self.material = material
        self.input_upload = input_upload

    @classmethod
    def begins_with(cls, variant: str) -> str | None:
        """The variant with whose weights, that ship, training of `variant` begins; None: with those the seed draws."""
        return None

    @classmethod
    def variant_of(cls, variant: str) -> str:
        """The variant that is meant: the empty text is the first."""
        return variant or cls.variants[0]

    @classmethod
    def full_name(cls, variant: str) -> str:
        """The application and its variant in one word: "speech", "entities.forward"."""
        return ".".join(filter(None, (cls.name, cls.variant_of(variant))))

    @classmethod
    def fields(cls) -> list[str]:
        """The fields that it takes, beside those that all applications have, in the order of an address."""
        return [name for name in rows_of(cls.config) if name not in InferenceConfig.model_fields]

    @classmethod
    def request(cls, **values: Any) -> ConfigT:
        """An input of it from its fields. Raises pydantic's ValidationError."""
        config = cls.config.model_validate({"app": cls.name, **values}, context={"variants": cls.variants})
        return cast("ConfigT", config)

    @classmethod
    def recipe_of(cls, variant: str) -> str:
        """The recipe of a variant, where they differ."""
        return cls.recipe

    @classmethod
    def limits(cls, variant: str, figures: Figures) -> tuple[Limit, ...]:
        """What a variant cannot do: which of its cells fail, and what an application adds of its own."""
        return tuple(limits_of_cells(figures.get(variant, {}), higher=cls.higher))

    @abstractmethod
    def architecture(self, units: int) -> Architecture:
        """The network for layers of `units` units."""

    @property
    @abstractmethod
    def loss(self) -> Loss:
        """The loss."""

    @abstractmethod
    def batch(self, rng: np.random.Generator, size: int) -> Examples:
        """Draw `size` training sequences."""

    @cached_property
    @abstractmethod
    def validation(self) -> Examples:
        """A fixed batch (about 128 sequences) that shares no combination with a training batch or the held-out data."""

    @abstractmethod
    def measure(self, network: Network, part: Part = "held out", *, quick: bool = False) -> Measured:
        """The measure on one part of the data; quick: on few sequences and in few milliseconds, during a live run."""

    @abstractmethod
    def predict(self, network: Network, request: ConfigT) -> Prediction[Answer]:
        """A reader's input through the network and one answer's gradient back. Raises `MaterialError`.

        The annotation of an application's own method names its answer: the API's description is made from it.
        """

    @classmethod
    def read_material(cls, content: bytes) -> Uploaded:
        """Check an upload: what is it? Annotated as `predict` is. Raises `MaterialError`."""
        raise MaterialError("no_material", value=cls.name)

    @classmethod
    def known_words(cls, variant: str) -> tuple[WordGroup, ...]:
        """The words that the network of a variant knows, for readers to look them up; none where it reads no words."""
        return ()

    def constant_answer_loss(self) -> float | None:
        """The loss, on the validation batch, of the best answer that is the same at every step; None: there is none."""
        examples = self.validation
        if examples.targets.dtype.kind != "i" or examples.targets.shape != examples.weights.shape:
            return None
        counts = np.bincount(examples.targets.ravel(), examples.weights.ravel())
        share = counts[counts > 0] / counts.sum()
        return float(-(share * np.log(share)).sum())


def surprise(outputs: Array, step: int, token: int) -> LossValue:
    """The loss of one answer: L = -log softmax(y_u)[token], u = `step` from 0, of one sequence's outputs, (U, 1, K)."""
    log_p = log_softmax(outputs[step, 0])
    losses = np.zeros(len(outputs), outputs.dtype)
    losses[step] = -log_p[token]
    d_y = np.zeros_like(outputs)
    d_y[step, 0] = np.exp(log_p)
    d_y[step, 0, token] -= 1
    return LossValue(losses, d_y)
