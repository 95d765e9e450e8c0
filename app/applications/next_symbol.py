"""Language models of any kind of symbols: read a sequence, and say at every step what comes next.

What the characters of a name, the notes of a tune and the sounds of a word have in common: an alphabet, sequences to
learn from and others held out, the mean surprise as the measure, and a Markov model that knows two symbols as the
baseline. In training some symbols are withheld (the network reads the unknown one in their place, and is still asked
what follows): it cannot learn the few thousand sequences by heart, and leans on more than the symbol before.
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
from ..document import about
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


@dataclass(frozen=True)
class SymbolDetails(Details):
    """On how much the measure is, and a harder baseline."""

    with_start: float = about(
        "the surprise that a Markov model leaves which is reminded of the start at every symbol", key="told"
    )
    sequences: int = about("held-out sequences")
    symbols: int = about("their symbols, ends among them")


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
    def sequences(self) -> tuple[list[list[int]], list[list[int]]]:
        """Sequences of token numbers, those to learn from and those that are held out; each begins with its start."""

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
        return sorted(self.sequences[0], key=len)

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

    def some_unseen(self, most: int) -> list[list[int]]:
        """Up to so many held-out sequences, from all of them alike."""
        unseen = self.sequences[1]
        count = min(most, len(unseen))
        return [unseen[place * len(unseen) // count] for place in range(count)]

    @cached_property
    def validation(self) -> Examples:
        return examples(self.some_unseen(SEEN))

    @cached_property
    def markov(self) -> Markov:
        """The baseline, counted in the training sequences."""
        return Markov(self.sequences[0], self.alphabet.predicted_count)

    @property
    def with_start(self) -> Markov:
        """A harder one: it is reminded of the start at every symbol, and does not have to remember it."""
        return Markov(self.sequences[0], self.alphabet.predicted_count, order=3, with_start=True)

    @cached_property
    def baselines(self) -> tuple[float, float, float]:
        """The surprise that the baseline leaves on all held-out symbols and on the quick ones, and the harder one's."""
        unseen = self.sequences[1]
        quick = self.markov.mean_nats(self.some_unseen(SEEN))
        return (
            self.markov.mean_nats(unseen) / self.unit,
            quick / self.unit,
            self.with_start.mean_nats(unseen) / self.unit,
        )

    def measure(self, network: Network, part: Part = "held out", *, quick: bool = False) -> Measured:
        """The mean surprise of a held-out symbol; details: what the harder baseline leaves.

        Few sequences may be easier than all: what the baseline says of that is set right in the quick measure.
        """
        whole, few, with_start = self.baselines
        if quick:
            return Measured(self.mean_surprise(network, self.some_unseen(SEEN)) + whole - few, whole)
        unseen = self.sequences[1]
        details = SymbolDetails(with_start, len(unseen), sum(len(sequence) - 1 for sequence in unseen))
        return Measured(self.mean_surprise(network, unseen), whole, details)

    def mean_surprise(self, network: Network, sequences: list[list[int]]) -> float:
        """The mean of -log p over every symbol after the start, ends among them."""
        total, count = 0.0, 0.0
        for first in range(0, len(sequences), TOGETHER):
            batch = examples(sequences[first : first + TOGETHER])
            count += float(batch.weights.sum())
            total += self.loss(network.forward(batch).outputs, batch).total * float(batch.weights.sum())
        return total / count / self.unit

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
        best = np.argsort(-log_p, axis=-1, kind="stable")[:, :LIKELY].tolist()
        expectations = [
            Expectation(float(bits[step]), [(number, float(np.exp(log_p[step, number]))) for number in best[step]])
            for step in range(steps - 1)
        ]
        answer = SymbolAnswer(
            start=labels[0],
            starts=self.alphabet.starts,
            bits=float(bits.mean()) if steps > 1 else None,
            baseline=float(self.markov.nats(sequence).mean() / np.log(2)) if steps > 1 else None,
        )
        return Reading(Prediction(labels, run, value, back, focus, answer), expectations)


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
