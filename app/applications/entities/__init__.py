"""Named-entity recognition: a tag for every word, from what comes before it and what comes after.

"Santiago" is a person or a city, and the words before it do not say which. A network that reads in both directions
sees what follows; one that reads forwards only has to answer before it comes. It cannot know.
"""

from functools import cached_property
from typing import ClassVar

import numpy as np

from ...bptt.architecture import Network
from ...bptt.examples import Examples, padded, present
from ...bptt.losses import CrossEntropy, Loss, Reduction, log_softmax
from ...bptt.stacked import Stacked
from ..base import Application, Measured, Prediction, surprise
from ..config import InferenceConfig
from ..known_words import WordGroup, names_and_words
from ..split import Part
from ..tokenise import tokenise, within_length
from .answer import EntitiesAnswer, EntitiesDetails, Entity
from .baseline import most_frequent_tags, tag_by_table
from .config import EntitiesConfig
from .names import KINDS
from .score import score, spans
from .sentences import TAGS, Sentence, draw
from .words import numbers, vocabulary, vocabulary_word, word_dropout

EMBEDDED = 16
"""Numbers of a word's embedding."""
MEASURED, QUICK = 1000, 200
"""Held-out sentences that are tagged for the measure, and during a run."""
LONGEST = 24
"""Most words of a sentence, typed or drawn."""
MARKS = ",.;:!?¡¿"
"""Punctuation that is a word of its own."""


class Entities(Application[EntitiesConfig]):
    """See the module."""

    name: ClassVar[str] = "entities"
    variants: ClassVar[tuple[str, ...]] = ("both", "forward")
    config: ClassVar[type[InferenceConfig]] = EntitiesConfig
    recipe: ClassVar[str] = (
        "units=32&rho=1&bias_init=chrono&rate=0.01&minibatch=64&iterations=1500&clip=norm&dtype=float32"
        "&changes=1000:rate=0.003;1300:rate=0.001"
    )
    steps: ClassVar[int] = LONGEST
    measure_name: ClassVar[str] = "f1"
    baseline_name: ClassVar[str] = "frequent_tag"
    goal: ClassVar[float | None] = 0.95
    source: ClassVar[str] = "sentences of templates written for this project, with names of real places and companies"

    def architecture(self, units: int) -> Stacked:
        return Stacked(EMBEDDED, units, len(TAGS), vocabulary=len(vocabulary()), both=self.variant == "both")

    @property
    def loss(self) -> Loss:
        return CrossEntropy(Reduction.MEAN)

    def batch(self, rng: np.random.Generator, size: int) -> Examples:
        sentences = [draw(rng, held_out=False) for _ in range(size)]
        words = [word_dropout(rng, sentence.words, sentence.tags) for sentence in sentences]
        return examples(words, [sentence.tags for sentence in sentences])

    @cached_property
    def unseen(self) -> list[Sentence]:
        """Held-out sentences: of held-out templates, with held-out names."""
        rng = np.random.default_rng(17)
        return [draw(rng, held_out=True) for _ in range(MEASURED)]

    @cached_property
    def validation(self) -> Examples:
        return sentence_examples(self.unseen[:128])

    @cached_property
    def baselines(self) -> dict[bool, float]:
        """F1 of each word's most frequent tag, on the few sentences of a quick measure (True) and on all."""
        table = most_frequent_tags()
        guess = [tag_by_table(table, sentence.words) for sentence in self.unseen]
        truth = [sentence.tags for sentence in self.unseen]
        return {True: score(truth[:QUICK], guess[:QUICK]).f1, False: score(truth, guess).f1}

    def measure(self, network: Network, part: Part = "held out", *, quick: bool = False) -> Measured:
        """F1 over whole names; details: of each kind."""
        sentences = self.unseen[: QUICK if quick else MEASURED]
        truth = [sentence.tags for sentence in sentences]
        guess = tags_of(network, sentence_examples(sentences))
        details = EntitiesDetails(**{kind: score(truth, guess, kind).f1 for kind in KINDS})
        return Measured(score(truth, guess).f1, self.baselines[quick], details)

    @classmethod
    def known_words(cls, variant: str) -> tuple[WordGroup, ...]:
        return names_and_words(vocabulary())

    def predict(self, network: Network, request: EntitiesConfig) -> Prediction[EntitiesAnswer]:
        """The tags of the text, or of a held-out sentence in `language`, and as they were when less had come."""
        if request.text:
            tokens = within_length(tokenise(request.text, marks=MARKS), LONGEST)
            sentence = Sentence(tuple(word.text for word in tokens), ())
        else:
            spoken = [sentence for sentence in self.unseen if sentence.language == request.language]
            sentence = spoken[request.example % len(spoken)]
        words = sentence.words
        batch = examples([numbers(words)], [("O",) * len(words)])
        run = network.forward(batch)
        log_p = log_softmax(run.outputs[:, 0])
        said = log_p.argmax(axis=1)
        tags = [TAGS[k] for k in said]
        names = spans(tags)
        first = names[0].start + 1 if names else len(words)
        focus = min(request.focus, len(words)) if request.focus else first
        value = surprise(run.outputs, focus - 1, int(said[focus - 1]))
        back = network.backward(run, value.d_y, request.truncate)
        answer = EntitiesAnswer(
            words=words,
            tags=tuple(tags),
            classes=TAGS,
            probabilities=np.exp(log_p),
            entities=tuple(Entity(*span, text=" ".join(words[span.start : span.end])) for span in names),
            history=history(network, words),
            truth=sentence.tags or None,
            read_as=tuple(vocabulary_word(word, first=at == 0) for at, word in enumerate(words)),
        )
        return Prediction(words, run, value, back, focus, answer)


def examples(words: list[list[int]], tags: list[tuple[str, ...]]) -> Examples:
    """Sentences as numbers; a tag is asked at every word."""
    mask = present([len(sentence) for sentence in words])
    classes = [np.array([TAGS.index(tag) for tag in sentence]) for sentence in tags]
    return Examples(
        padded([np.array(sentence_numbers) for sentence_numbers in words]),
        mask,
        padded(classes),
        mask.astype(np.float64),
    )


def sentence_examples(sentences: list[Sentence]) -> Examples:
    """The same of sentences with all their words."""
    return examples([numbers(sentence.words) for sentence in sentences], [sentence.tags for sentence in sentences])


def tags_of(network: Network, batch: Examples) -> list[list[str]]:
    """What the network says of every sentence."""
    said = network.forward(batch).outputs.argmax(axis=-1)
    return [[TAGS[k] for k in said[batch.mask[:, b], b]] for b in range(batch.size)]


def history(network: Network, words: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """The tags when only the first n words had come, n = 1 … T."""
    beginnings = [numbers(words[:n]) for n in range(1, len(words) + 1)]
    tags = tags_of(network, examples(beginnings, [("O",) * len(beginning) for beginning in beginnings]))
    return tuple(map(tuple, tags))
