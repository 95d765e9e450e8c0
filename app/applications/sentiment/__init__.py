"""Sentiment: a review is read word by word, and what it says of its subject is asked after the last one.

One word decides, and between it and the end there may be sixty that say nothing. The gradient of the answer has to
come back over all of them to the word that decided, or that word is not learned.
"""

import re
from functools import cached_property
from typing import ClassVar

import numpy as np

from ...bptt.architecture import Network
from ...bptt.examples import Examples, at_end, padded, present
from ...bptt.losses import CrossEntropy, Loss, Reduction, log_softmax
from ...bptt.stacked import Stacked
from ...cells.arrays import Array
from ..base import Application, Measured, Prediction, surprise
from ..config import InferenceConfig
from ..known_words import WordGroup, group
from ..split import Part
from ..tokenise import tokenise, within_length
from .answer import SentimentAnswer, SentimentDetails
from .bayes import Bayes, fit
from .config import SentimentConfig
from .reviews import BEFORE, FARTHEST, Review, draw, draw_training
from .words import UNKNOWN, numbers, vocabulary, word_dropout

EMBEDDED = 16
"""Numbers of a word's embedding."""
DISTANCES = (1, 5, 10, 20, 30, 40, 50, 60)
"""Where the accuracy is measured."""
MEASURED, QUICK = 400, 100
"""Held-out reviews at each distance, and at the largest during a run."""
LONGEST = BEFORE + 10 + FARTHEST
"""Most words of a review."""
CONTRACTED = re.compile(r"n['’]t\b", re.IGNORECASE)
"""The end of "didn't" and its like."""
COUNTED = 4000
"""Training reviews that the baseline counts."""


class Sentiment(Application[SentimentConfig]):
    """See the module."""

    name: ClassVar[str] = "sentiment"
    config: ClassVar[type[InferenceConfig]] = SentimentConfig
    recipe: ClassVar[str] = (
        "units=32&rho=0.8&bias_init=chrono&rate=0.01&minibatch=64&iterations=1500&clip=norm&dtype=float32"
        "&changes=1200:rate=0.002"
    )
    steps: ClassVar[int] = LONGEST
    measure_name: ClassVar[str] = "accuracy"
    baseline_name: ClassVar[str] = "bayes"
    goal: ClassVar[float | None] = 0.95
    source: ClassVar[str] = "reviews of a grammar written for this project"

    def architecture(self, units: int) -> Stacked:
        return Stacked(EMBEDDED, units, 2, vocabulary=len(vocabulary()) + 1)

    @property
    def loss(self) -> Loss:
        return CrossEntropy(Reduction.MEAN)

    def batch(self, rng: np.random.Generator, size: int) -> Examples:
        """Distances are even up to a bound, drawn for each batch: what short reviews teach, long ones have to keep."""
        bound = int(rng.integers(1, FARTHEST + 1))
        reviews = [draw_training(rng, int(rng.integers(1, bound + 1))) for _ in range(size)]
        return examples(
            [word_dropout(rng, review.words) for review in reviews], [review.positive for review in reviews]
        )

    @cached_property
    def unseen(self) -> dict[int, list[Review]]:
        """Held-out reviews by distance."""
        rng = np.random.default_rng(13)
        return {distance: [draw(rng, distance, held_out=True) for _ in range(MEASURED)] for distance in DISTANCES}

    @cached_property
    def validation(self) -> Examples:
        rng = np.random.default_rng(14)
        return review_examples([draw(rng, int(rng.integers(1, FARTHEST + 1)), held_out=True) for _ in range(128)])

    @cached_property
    def bayes(self) -> Bayes:
        """The baseline, from training reviews."""
        rng = np.random.default_rng(15)
        reviews = [draw_training(rng, int(rng.integers(1, FARTHEST + 1))) for _ in range(COUNTED)]
        counted = [numbers(review.words) for review in reviews]
        return fit(counted, [review.positive for review in reviews], len(vocabulary()) + 1)

    def measure(self, network: Network, part: Part = "held out", *, quick: bool = False) -> Measured:
        """The accuracy at the largest distance; details: at every distance."""
        far = self.unseen[FARTHEST][: QUICK if quick else MEASURED]
        if quick:
            return Measured(accuracy(network, far), self.baselines[quick])
        by_distance = {distance: accuracy(network, reviews) for distance, reviews in self.unseen.items()}
        details = SentimentDetails(tuple(by_distance), tuple(by_distance.values()))
        return Measured(by_distance[FARTHEST], self.baselines[quick], details)

    @cached_property
    def baselines(self) -> dict[bool, float]:
        """The accuracy of naive Bayes at the largest distance, on a quick measure's few reviews (True) and on all."""
        far = self.unseen[FARTHEST]
        right = [self.bayes.positive(numbers(review.words)) == review.positive for review in far]
        return {True: float(np.mean(right[:QUICK])), False: float(np.mean(right))}

    @classmethod
    def known_words(cls, variant: str) -> tuple[WordGroup, ...]:
        return (group("words", vocabulary()),)

    def predict(self, network: Network, request: SentimentConfig) -> Prediction[SentimentAnswer]:
        """The opinion of a text as it forms, or of a held-out review with the asked distance where there is no text."""
        if request.text:
            review = Review(read(request.text), False, -1)
        else:
            rng = np.random.default_rng([16, request.example])
            review = draw(rng, request.distance, held_out=True, language=request.language)
        batch = examples([numbers(review.words)], [review.positive])
        run = network.forward(batch)
        opinions = np.exp(log_softmax(run.outputs[:, 0]))[:, 1]
        steps = len(review.words)
        focus = min(request.focus, steps) if request.focus else steps
        value = surprise(run.outputs, focus - 1, int(opinions[focus - 1] > 0.5))
        back = network.backward(run, value.d_y, request.truncate)
        answer = SentimentAnswer(
            words=review.words,
            opinion=opinions,
            decisive=review.at if review.at >= 0 else None,
            truth=None if request.text else int(review.positive),
            said=int(opinions[-1] > 0.5),
            unknown=tuple(at for at, number in enumerate(batch.inputs[:, 0]) if number == UNKNOWN),
        )
        return Prediction(review.words, run, value, back, focus, answer)


def read(text: str) -> tuple[str, ...]:
    """A typed review as words in small letters; "didn't" is "did not". Raises `MaterialError`."""
    return tuple(word.text.lower() for word in within_length(tokenise(CONTRACTED.sub(" not", text)), LONGEST))


def examples(words: list[Array], positive: list[bool]) -> Examples:
    """Reviews as numbers; the class is asked at each one's last word."""
    mask = present([len(review) for review in words])
    classes = np.broadcast_to(np.array(positive, np.int64), mask.shape).copy()
    return Examples(padded(words), mask, classes, at_end(mask))


def review_examples(reviews: list[Review]) -> Examples:
    """The same of reviews with all their words."""
    return examples([numbers(review.words) for review in reviews], [review.positive for review in reviews])


def accuracy(network: Network, reviews: list[Review]) -> float:
    """The share of reviews whose class the network says after their last word."""
    batch = review_examples(reviews)
    right = network.forward(batch).outputs.argmax(axis=-1) == batch.targets
    return float(right[batch.weights > 0].mean())
