"""Language models of any kind of symbols: read a sequence, and say at every step what comes next.

What the characters of a name, the notes of a tune and the sounds of a word have in common: an alphabet, sequences to
learn from and others held out, the mean surprise as the measure, and a Markov model that knows two symbols as the
baseline. In training some symbols are withheld (the network reads the unknown one in their place, and is still asked
what follows): it cannot learn the few thousand sequences by heart, and leans on more than the symbol before.

A symbol that is none of the alphabet is not foreseen by foreseeing "unknown": which one it is has to be said too, for
the network as for the baseline. See `Alphabet.unknown_nats`.
"""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, NamedTuple, Protocol, TypeVar

import numpy as np

from ..bptt.architecture import Network
from ..bptt.examples import Examples, padded, present
from ..bptt.losses import CrossEntropy, Loss, Reduction, log_softmax
from ..bptt.stacked import Stacked
from ..cells.arrays import Array
from ..document import about
from . import interval
from .alphabet import END, UNKNOWN, Alphabet
from .base import Answer, Application, ConfigT, Details, Measured, Prediction, surprise
from .markov import Markov
from .sampling import sample_continuations
from .split import Part

A = TypeVar("A", bound=Answer)

EMBEDDED = 16
"""Numbers of a symbol's embedding."""
SEEN = 128
"""Held-out sequences that a live run is measured on."""
TOGETHER = 128
"""Sequences that are measured side by side."""
POOL = 4
"""A batch is drawn from so many times as many neighbours in length: short sequences do not wait for long ones."""
LIKELY = 5
"""Expected symbols that are shown of each step."""


class Expectation(NamedTuple):
    """How a symbol was expected. surprise: -log2 of its probability; likely: what was expected most, with how much."""

    surprise: float
    likely: list[tuple[int, float]]


@dataclass(frozen=True)
class SymbolAnswer(Answer):
    """What every such model answers."""

    start: str = about("what the sequence begins with")
    starts: tuple[str, ...] = about("all that one can begin with")
    bits: float | None = about("the mean of -log₂ p of the symbols after the start; null where there are none")
    baseline: float | None = about("the same as the Markov model expects them")
    unknown: float = about("the share of those symbols that are none of the alphabet")


@dataclass(frozen=True)
class SymbolDetails(Details):
    """On how much the measure is, and a harder baseline."""

    with_start: float = about(
        "the surprise that a Markov model leaves which is reminded of the start at every symbol", key="told"
    )
    sequences: int = about("held-out sequences")
    symbols: int = about("their symbols, ends among them")
    unknown: float = about("the share of those symbols that are none of the alphabet")


class Reading(NamedTuple):
    """A sequence as the network read it: what every answer says of it, and how each of its symbols was expected."""

    prediction: Prediction[SymbolAnswer]
    expectations: list[Expectation]

    def with_answer(self, answer: A) -> Prediction[A]:
        """The same with an answer that says more."""
        prediction = self.prediction
        return Prediction(
            prediction.tokens, prediction.run, prediction.value, prediction.back, prediction.focus, answer
        )


class GenerationSettings(Protocol):
    """What a request says of the text that the network writes, and of the gradient."""

    @property
    def length(self) -> int: ...
    @property
    def temperature(self) -> float: ...
    @property
    def seed(self) -> int: ...
    @property
    def focus(self) -> int: ...
    @property
    def truncate(self) -> int: ...


class NextSymbol(Application[ConfigT]):
    """See the module. A subclass says its alphabet, its sequences, and how a request begins and what its answer is."""

    unit: ClassVar[float]
    """What a surprise in nats is divided by: ln 2 for bits."""
    higher: ClassVar[bool] = False
    goal: ClassVar[float | None] = None
    baseline_name: ClassVar[str] = "markov"

    @property
    @abstractmethod
    def alphabet(self) -> Alphabet[Any]:
        """The symbols."""

    @property
    @abstractmethod
    def sequences(self) -> dict[Part, list[list[int]]]:
        """Sequences of token numbers, by the part of the data that they belong to; each begins with its start."""

    @property
    def withheld(self) -> float:
        """The share of symbols that training withholds."""
        return 0.2

    def architecture(self, units: int) -> Stacked:
        return Stacked(EMBEDDED, units, self.alphabet.predicted_count, vocabulary=self.alphabet.read_count)

    @property
    def loss(self) -> Loss:
        return CrossEntropy(Reduction.MEAN)

    @cached_property
    def by_length(self) -> list[list[int]]:
        """The training sequences, the shorter first."""
        return sorted(self.sequences["training"], key=len)

    def batch(self, rng: np.random.Generator, size: int) -> Examples:
        places = len(self.by_length)
        pool = min(POOL * size, places)
        first = int(rng.integers(0, places - pool + 1))
        places_drawn = first + rng.choice(pool, size, replace=pool < size)
        batch = examples([self.by_length[place] for place in places_drawn.tolist()])
        hidden = rng.random(batch.inputs.shape) < self.withheld
        hidden[0] = False  # the start is never withheld
        batch.inputs[hidden] = UNKNOWN
        return batch

    def some_of(self, part: Part) -> list[list[int]]:
        """Up to `SEEN` sequences of a part, from all of it alike."""
        sequences = self.sequences[part]
        count = min(SEEN, len(sequences))
        return [sequences[place * len(sequences) // count] for place in range(count)]

    @cached_property
    def validation(self) -> Examples:
        return examples(self.some_of("validation"))

    @cached_property
    def markov(self) -> Markov:
        """The baseline, counted in the training sequences."""
        return Markov(self.sequences["training"], self.alphabet.predicted_count)

    @property
    def with_start(self) -> Markov:
        """A harder one: it is reminded of the start at every symbol, and does not have to remember it."""
        return Markov(self.sequences["training"], self.alphabet.predicted_count, order=3, with_start=True)

    def baseline_on(self, model: Markov, sequences: list[list[int]]) -> float:
        """The mean surprise that a Markov model leaves."""
        nats = sum(float(model.nats(sequence).sum()) for sequence in sequences)
        nats += self.alphabet.unknown_nats * sum(map(unknown_count, sequences))
        return nats / sum(map(predicted_count, sequences)) / self.unit

    @cached_property
    def baselines(self) -> dict[Part, tuple[float, float]]:
        """The surprise that the baseline leaves on all symbols of a part, and on those of a quick measure."""
        parts: tuple[Part, ...] = ("validation", "held out")
        return {
            part: (self.baseline_on(self.markov, whole), self.baseline_on(self.markov, self.some_of(part)))
            for part in parts
            for whole in [self.sequences[part]]
        }

    def measure(self, network: Network, part: Part = "held out", *, quick: bool = False) -> Measured:
        """The mean surprise of a symbol of a part, unknown ones at their cost; details: the harder baseline's.

        Few sequences may be easier than all: what the baseline says of that is set right in the quick measure.
        """
        whole, few = self.baselines[part]
        if quick:
            sequences = self.some_of(part)
            surprises = self.surprises(network, sequences)
            return Measured(surprises.sum() / sum(map(predicted_count, sequences)) + whole - few, whole)
        sequences = self.sequences[part]
        surprises, counts = self.surprises(network, sequences), np.array([*map(predicted_count, sequences)])
        symbols = int(counts.sum())
        details = SymbolDetails(
            with_start=self.baseline_on(self.with_start, sequences),
            sequences=len(sequences),
            symbols=symbols,
            unknown=sum(map(unknown_count, sequences)) / symbols,
        )
        return Measured(
            float(surprises.sum()) / symbols, whole, details, len(sequences), interval.of_ratio(surprises, counts)
        )

    def surprises(self, network: Network, sequences: list[list[int]]) -> Array:
        """The sum of -log p over the symbols of every sequence after its start, its end among them, (N,)."""
        sums: list[Array] = []
        for first in range(0, len(sequences), TOGETHER):
            batch = examples(sequences[first : first + TOGETHER])
            log_p = np.take_along_axis(log_softmax(network.forward(batch).outputs), batch.targets[..., None], -1)[
                ..., 0
            ]
            nats = np.where(batch.targets == UNKNOWN, self.alphabet.unknown_nats, 0.0) - log_p  # (T, B)
            sums.append((nats * batch.weights).sum(axis=0))
        return np.concatenate(sums) / self.unit

    def continue_sequence(
        self, network: Network, beginning: Sequence[int], request: GenerationSettings, count: int
    ) -> list[list[int]]:
        """`count` sequences that are the network's after a `beginning`, the same for the same seed."""
        rng = np.random.default_rng([request.seed, 6])  # stream 6: what a network writes
        most = max(0, min(request.length, self.steps - len(beginning)))
        continuations = sample_continuations(
            network, beginning, rng, temperature=request.temperature, most=most, count=count
        )
        return [[*beginning, *continuation] for continuation in continuations]

    def read(
        self, network: Network, sequence: list[int], request: GenerationSettings, labels: tuple[str, ...]
    ) -> Reading:
        """Read one sequence, which begins with its start.

        labels: what each of its symbols is called on the page. The gradient is of the answer at the step `focus`: of
        the symbol that came there, at the last step, after which none came, of the likeliest one.
        """
        run = network.forward(examples([[*sequence, END]]))
        log_p = log_softmax(run.outputs[:, 0])  # (T, K)
        steps = len(sequence)
        came = np.array([*sequence[1:], int(log_p[-1].argmax())])
        focus = min(request.focus, steps) if request.focus else steps
        value = surprise(run.outputs, focus - 1, int(came[focus - 1]))
        back = network.backward(run, value.d_y, request.truncate)
        bits = -log_p[np.arange(steps - 1), came[:-1]] / np.log(2)
        bits += np.where(came[:-1] == UNKNOWN, self.alphabet.unknown_nats / np.log(2), 0.0)
        best = np.argsort(-log_p, axis=-1, kind="stable")[:, :LIKELY].tolist()
        expectations = [
            Expectation(float(bits[step]), [(number, float(np.exp(log_p[step, number]))) for number in best[step]])
            for step in range(steps - 1)
        ]
        answer = SymbolAnswer(
            start=labels[0],
            starts=self.alphabet.starts,
            bits=float(bits.mean()) if steps > 1 else None,
            baseline=self.baseline_on(self.markov, [sequence]) * self.unit / np.log(2) if steps > 1 else None,
            unknown=unknown_count(sequence) / (steps - 1) if steps > 1 else 0.0,
        )
        return Reading(Prediction(labels, run, value, back, focus, answer), expectations)


def predicted_count(sequence: Sequence[int]) -> int:
    """How many of its symbols are predicted: all after the start."""
    return len(sequence) - 1


def unknown_count(sequence: Sequence[int]) -> int:
    """How many of those are none of the alphabet."""
    return sequence[1:].count(UNKNOWN)


def examples(sequences: list[list[int]]) -> Examples:
    """A batch: what is read is each sequence but its last symbol, what is asked each but its first."""
    tokens = [np.array(sequence, np.int64) for sequence in sequences]
    mask = present([len(sequence) - 1 for sequence in tokens])
    return Examples(
        padded([sequence[:-1] for sequence in tokens]),
        mask,
        padded([sequence[1:] for sequence in tokens]),
        mask.astype(np.float64),
    )
