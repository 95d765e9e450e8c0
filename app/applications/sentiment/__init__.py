"""Sentiment: a review is read word by word, and what it says of its subject is asked after the last one.

In a review one word decides, and between it and the end there may be sixty that say nothing. The gradient of the answer
has to come back over all of them to the word that decided, or that word is not learned. Beside reviews the network
learns short everyday sentences, so that what people type first is understood; no word list is asked when it answers.
"""

from functools import cached_property
from typing import ClassVar

import numpy as np

from ...bptt.architecture import Network
from ...bptt.examples import Examples
from ...bptt.losses import CrossEntropy, Loss, Reduction, log_softmax
from ...bptt.stacked import Stacked
from ...cells.arrays import Array
from ..base import Application, Measured, Prediction, surprise
from ..config import InferenceConfig
from ..interval import of_share
from ..known_words import WordGroup, group
from ..limits import Limit
from ..measurement import Figures
from ..split import Part
from ..tokenise import within_length
from . import sentence_lists
from .answer import SentimentAnswer, SentimentDetails
from .bayes import Bayes, fit
from .config import SentimentConfig
from .everyday import Sentence, draw_sentence
from .filler import random_numbers
from .opinion import examples, opinion_after
from .reading import split_words
from .reviews import BEFORE, FARTHEST, LANGUAGES, Review, draw, draw_everyday, draw_reviews
from .words import STAND_INS, UNKNOWN, numbers, read_as, vocabulary, word_dropout

EMBEDDED = 14
"""Numbers of a word's embedding."""
DISTANCES = (1, 5, 10, 20, 30, 40, 50, 60)
"""Where the accuracy is measured."""
MEASURED, QUICK = 400, 100
"""Reviews of a part at each distance, and at the largest during a run."""
SENTENCES = 1000
"""Everyday sentences of a part."""
LONGEST = BEFORE + 10 + FARTHEST
"""Most words of a review."""
COUNTED = 4000
"""Training reviews that the baseline counts."""
LONG = 0.35
"""The share of the batches that are reviews; the others are everyday sentences."""


class Sentiment(Application[SentimentConfig]):
    """See the module."""

    name: ClassVar[str] = "sentiment"
    config: ClassVar[type[InferenceConfig]] = SentimentConfig
    recipe: ClassVar[str] = (
        "units=48&rho=0.8&bias_init=chrono&rate=0.01&minibatch=64&iterations=3000&clip=norm&dtype=float32"
        "&changes=2200:rate=0.003;2700:rate=0.001"
    )
    steps: ClassVar[int] = LONGEST
    measure_name: ClassVar[str] = "accuracy"
    baseline_name: ClassVar[str] = "bayes"
    goal: ClassVar[float | None] = 0.95
    source: ClassVar[str] = "reviews and everyday sentences of grammars written for this project"

    @classmethod
    def limits(cls, variant: str, figures: Figures) -> tuple[Limit, ...]:
        """How far from the end the deciding word was when it was measured."""
        return (*super().limits(variant, figures), Limit("farthest", count=FARTHEST))

    def architecture(self, units: int) -> Stacked:
        return Stacked(EMBEDDED, units, 2, vocabulary=len(vocabulary()))

    @property
    def loss(self) -> Loss:
        return CrossEntropy(Reduction.MEAN)

    def batch(self, rng: np.random.Generator, size: int) -> Examples:
        """Long texts in one batch, short ones in another: none waits for the other's end."""
        reviews = draw_reviews(rng, size) if rng.random() < LONG else draw_everyday(rng, size)
        words = [word_dropout(rng, numbers(review.words), review.telling) for review in reviews]
        return examples(words, [review.positive for review in reviews])

    @cached_property
    def reviews(self) -> dict[Part, dict[int, list[Review]]]:
        """The reviews of the two parts that are measured, by distance."""
        return {part: reviews_by_distance(part, seed) for part, seed in MEASURED_PARTS.items()}

    @cached_property
    def sentences(self) -> dict[Part, list[Sentence]]:
        """Everyday sentences of the same parts."""
        return {part: sentences_of(part, seed) for part, seed in MEASURED_PARTS.items()}

    @cached_property
    def validation(self) -> Examples:
        rng = np.random.default_rng(14)
        return review_examples([draw(rng, int(rng.integers(1, FARTHEST + 1)), "validation") for _ in range(128)])

    @cached_property
    def bayes(self) -> Bayes:
        """The baseline, from training reviews."""
        rng = np.random.default_rng(15)
        reviews = [review for _ in range(COUNTED // 64) for review in draw_reviews(rng, 64)]
        counted = [numbers(review.words) for review in reviews]
        return fit(counted, [review.positive for review in reviews], len(vocabulary()))

    def measure(self, network: Network, part: Part = "held out", *, quick: bool = False) -> Measured:
        """The accuracy at the largest distance; details: at every distance, and on everyday sentences."""
        if quick:
            far = self.reviews["validation"][FARTHEST][:QUICK]
            return Measured(accuracy(network, far), self.baselines["validation", True])
        by_distance = {distance: accuracy(network, reviews) for distance, reviews in self.reviews[part].items()}
        sentences = self.sentences[part]
        known = opinion_after(network, [numbers(sentence.words) for sentence in sentences])
        telling = [sentence for sentence in sentences if sentence.telling]
        details = SentimentDetails(
            distances=tuple(by_distance),
            accuracy=tuple(by_distance.values()),
            everyday=float(np.mean((known > 0.5) == [sentence.positive for sentence in sentences])),
            sure=sureness(opinion_after(network, [numbers(sentence.words) for sentence in telling])),
            sure_unknown=sureness(opinion_after(network, [without_telling(sentence) for sentence in telling])),
            first_sentences=sentence_lists.score(network) if part == "held out" else None,
        )
        value = by_distance[FARTHEST]
        interval = of_share(round(value * MEASURED), MEASURED)
        return Measured(value, self.baselines[part, False], details, examples=MEASURED, interval=interval)

    @cached_property
    def baselines(self) -> dict[tuple[Part, bool], float]:
        """The accuracy of naive Bayes at the largest distance, on a quick measure's few reviews (True) and on all."""
        found: dict[tuple[Part, bool], float] = {}
        for part, by_distance in self.reviews.items():
            far = by_distance[FARTHEST]
            right = [self.bayes.positive(numbers(review.words)) == review.positive for review in far]
            found[part, True], found[part, False] = float(np.mean(right[:QUICK])), float(np.mean(right))
        return found

    @classmethod
    def known_words(cls, variant: str) -> tuple[WordGroup, ...]:
        return (group("words", vocabulary()),)

    def predict(self, network: Network, request: SentimentConfig) -> Prediction[SentimentAnswer]:
        """The opinion of a text as it forms, or of a validation review with the asked distance where there is none."""
        if request.text:
            review = Review(read(request.text), False, -1)
        else:
            rng = np.random.default_rng([16, request.example])
            review = draw(rng, request.distance, "validation", request.language)
        batch = examples([numbers(review.words)], [review.positive])
        run = network.forward(batch)
        opinions = np.exp(log_softmax(run.outputs[:, 0]))[:, 1]
        steps = len(review.words)
        focus = min(request.focus, steps) if request.focus else steps
        value = surprise(run.outputs, focus - 1, int(opinions[focus - 1] > 0.5))
        back = network.backward(run, value.d_y, request.truncate)
        words_read = tuple(read_as(word) for word in review.words)
        answer = SentimentAnswer(
            words=review.words,
            read_as=words_read,
            opinion=opinions,
            decisive=review.at if review.at >= 0 else None,
            truth=None if request.text else int(review.positive),
            said=int(opinions[-1] > 0.5),
            unknown=tuple(at for at, word in enumerate(words_read) if word in STAND_INS),
        )
        return Prediction(review.words, run, value, back, focus, answer)


MEASURED_PARTS: dict[Part, int] = {"validation": 12, "held out": 13}
"""The parts that are measured, and the seeds that their reviews are drawn with."""


def reviews_by_distance(part: Part, seed: int) -> dict[int, list[Review]]:
    """The reviews of a part, as many at each distance."""
    rng = np.random.default_rng(seed)
    return {distance: [draw(rng, distance, part) for _ in range(MEASURED)] for distance in DISTANCES}


def sentences_of(part: Part, seed: int) -> list[Sentence]:
    """Everyday sentences of a part, half of them in each language."""
    chances = random_numbers(np.random.default_rng([seed, 1]))
    return [draw_sentence(chances, language, part) for language in LANGUAGES for _ in range(SENTENCES // 2)]


def read(text: str) -> tuple[str, ...]:
    """A typed review as words in small letters (see `reading`). Raises `MaterialError`."""
    return tuple(word.text for word in within_length(split_words(text), LONGEST))


def without_telling(sentence: Sentence) -> Array:
    """The numbers of a sentence whose words of opinion nobody knows."""
    word_numbers = numbers(sentence.words)
    word_numbers[list(sentence.telling)] = STAND_INS.index(UNKNOWN)
    return word_numbers


def sureness(opinions: Array) -> float:
    """How far opinions are from one half on average: 0 in doubt, ½ sure."""
    return float(np.abs(opinions - 0.5).mean())


def review_examples(reviews: list[Review]) -> Examples:
    """Reviews with all their words."""
    return examples([numbers(review.words) for review in reviews], [review.positive for review in reviews])


def accuracy(network: Network, reviews: list[Review]) -> float:
    """The share of reviews whose class the network says after their last word."""
    said = opinion_after(network, [numbers(review.words) for review in reviews]) > 0.5
    return float(np.mean(said == [review.positive for review in reviews]))
