"""Machine translation, Spanish to English: an encoder reads the sentence, a decoder says it in the other language.

All that the decoder gets to know is the state in which the encoder ended, so the gradient of a late word has come the
whole way: through the decoder, over that one state, and back through the encoder to the words that it depends on.

A word that it does not know it reads as a placeholder, and says the same placeholder where that word belongs in the
translation: see `placeholders`.
"""

from functools import cached_property, lru_cache
from typing import ClassVar

import numpy as np

from ...bptt.architecture import Network
from ...bptt.encoder_decoder import EncoderDecoder
from ...bptt.examples import Examples, padded, present
from ...bptt.losses import CrossEntropy, Loss, Reduction, log_softmax
from ...cells.arrays import Array
from .. import interval
from ..base import Application, Measured, Prediction, surprise
from ..config import InferenceConfig
from ..known_words import WordGroup, group
from ..limits import Limit
from ..measurement import Figures
from ..split import Part
from . import sentences
from .answer import FurtherSentence, Guess, OutputWord, TranslationAnswer, TranslationDetails
from .config import TranslationConfig
from .dictionary import word_for_word
from .phrases import Pair, Words
from .reading import Source, read
from .spelling import spelled, text_of
from .words import END, MARKS, START, english, spanish

EMBEDDED = 32
"""Numbers of a word's embedding, on both sides."""
AROUND = 2
"""For a batch this many times its size are drawn, and those kept whose lengths are near each other: less padding."""
MEASURED, QUICK = 600, 100
"""Sentences that are translated for the measure, and during a run."""
SHOWN_AT_FIRST = 128
"""Sentences of the batch that a run in training is looked at with."""
LONGEST = 16
"""Most words of a translation."""
SEEDS: dict[Part, int] = {"validation": 13, "held out": 12}


class Translation(Application[TranslationConfig]):
    """See the module."""

    name: ClassVar[str] = "translation"
    config: ClassVar[type[InferenceConfig]] = TranslationConfig
    recipe: ClassVar[str] = (
        "units=96&rho=1&bias_init=chrono&rate=0.005&minibatch=64&iterations=12000&clip=norm&dtype=float32"
        "&changes=7000:rate=0.002;10000:rate=0.0007"
    )
    steps: ClassVar[int] = sentences.LONGEST + LONGEST + 1
    measure_name: ClassVar[str] = "exact"
    baseline_name: ClassVar[str] = "dictionary"
    goal: ClassVar[float | None] = 0.95
    source: ClassVar[str] = "sentences of a grammar written for this project"

    @classmethod
    def limits(cls, variant: str, figures: Figures) -> tuple[Limit, ...]:
        """How long a sentence it was taught, and how many words."""
        own = (Limit("sentence_length", count=sentences.LONGEST), Limit("vocabulary", count=len(spanish())))
        return (*super().limits(variant, figures), *own)

    def architecture(self, units: int) -> EncoderDecoder:
        return EncoderDecoder(EMBEDDED, units, len(english()), vocabulary=len(spanish()))

    @property
    def loss(self) -> Loss:
        return CrossEntropy(Reduction.MEAN)

    def batch(self, rng: np.random.Generator, size: int) -> Examples:
        pairs = [sentences.draw(rng, "training").pair for _ in range(size * AROUND)]
        pairs.sort(key=lambda pair: len(pair[0]) + len(pair[1]))
        first = int(rng.integers(0, size * (AROUND - 1) + 1))
        return examples(pairs[first : first + size])

    @cached_property
    def validation(self) -> Examples:
        half = SHOWN_AT_FIRST // 2
        return examples(unseen("validation")[:half] + unseen("validation", unknown=True)[:half])

    def measure(self, network: Network, part: Part = "held out", *, quick: bool = False) -> Measured:
        """The share of exact translations: of sentences all of whose words are known; details: of those with others."""
        pairs = unseen(part)[: QUICK if quick else MEASURED]
        said = translate(network, [source for source, _ in pairs])
        right = exact(said, pairs)
        baseline = dictionary_share(part, QUICK if quick else MEASURED)
        if quick:
            return Measured(right / len(pairs), baseline, TranslationDetails(len(pairs), None, 0, None, None))
        others = unseen(part, unknown=True)
        said_of_others = translate(network, [source for source, _ in others])
        details = TranslationDetails(
            sentences=len(pairs),
            certainty=certainty(network, pairs, said),
            unknown_sentences=len(others),
            exact_unknown=exact(said_of_others, others) / len(others),
            certainty_unknown=certainty(network, others, said_of_others),
        )
        return Measured(right / len(pairs), baseline, details, len(pairs), interval.of_share(right, len(pairs)))

    @classmethod
    def known_words(cls, variant: str) -> tuple[WordGroup, ...]:
        return (group("es", spanish()),)

    def predict(self, network: Network, request: TranslationConfig) -> Prediction[TranslationAnswer]:
        """The translation of the text, of its first sentence in full, or of an example where there is none."""
        reference: Words = ()
        further: list[Source] = []
        if request.text:
            source, *further = read(request.text)
        else:
            tokens, reference = self.example(request.example)
            source = Source(spelled(tokens), tokens)
        said, *others = translate(network, [one.tokens for one in (source, *further)])
        batch = examples([(source.tokens, said)])
        run = network.forward(batch)
        before, steps = len(source.tokens), len(source.tokens) + len(said) + 1
        # the gradient that is shown at first is that of the translation's last word
        focus = min(max(request.focus, before + 1), steps) if request.focus else max(steps - 1, before + 1)
        word = focus - before - 1  # of the translation, from 0
        value = surprise(run.outputs, word, int(batch.targets[word, 0]))
        back = network.backward(run, value.d_y, request.truncate)
        answer = TranslationAnswer(
            source=source.typed,
            read_as=source.tokens,
            unknown=source.unknown,
            output=output_words(log_softmax(run.outputs[:, 0]), batch.targets[:, 0], source),
            translation=text_of(said, source),
            reference=text_of(reference, source) if reference else None,
            dictionary=text_of(word_for_word(source.tokens), source),
            exact=said == reference if reference else None,
            further=tuple(
                FurtherSentence(" ".join(one.typed), text_of(words, one))
                for one, words in zip(further, others, strict=True)
            ),
        )
        tokens = (*source.typed, *(source.shown(token) for token in said), MARKS[END])
        return Prediction(tokens, run, value, back, focus, answer)

    def example(self, number: int) -> Pair:
        """A sentence for validation; every third has a word that is not known."""
        return unseen("validation", unknown=number % 3 == 2)[number % MEASURED]


@lru_cache(maxsize=4)
def unseen(part: Part, *, unknown: bool = False) -> list[Pair]:
    """`MEASURED` sentences of a part, each with a pair of words that no training sentence has.

    unknown: with words, other than names and numbers, that are not known
    """
    rng = np.random.default_rng([SEEDS[part], unknown])
    return [sentences.draw(rng, part, unknown=unknown).pair for _ in range(MEASURED)]


@lru_cache(maxsize=4)
def dictionary_share(part: Part, count: int) -> float:
    """The dictionary's share of exact sentences, of the first `count` of a part."""
    pairs = unseen(part)[:count]
    return exact([word_for_word(source) for source, _ in pairs], pairs) / count


def examples(pairs: list[Pair]) -> Examples:
    """Pairs as numbers; the decoder reads the translation one step late, from `START` on."""
    sources = [np.array([spanish()[word] for word in source]) for source, _ in pairs]
    targets = [np.array([*(english()[word] for word in target), END]) for _, target in pairs]
    weights = present([len(target) for target in targets]).astype(np.float64)
    decoder = padded([np.array([START, *target[:-1]]) for target in targets])
    return Examples(padded(sources), present([len(source) for source in sources]), padded(targets), weights, decoder)


def translate(network: Network, sources: list[Words]) -> list[Words]:
    """What the network says of the sources, the likeliest word at every step."""
    architecture = network.architecture
    if not isinstance(architecture, EncoderDecoder):
        raise TypeError(f"a translation needs an encoder and a decoder, not {type(architecture).__name__}")
    words = tuple(english())
    batch = examples([(source, ()) for source in sources])
    said = architecture.greedy(network.cell, network.params, batch, START, END, LONGEST)
    translations = []
    for column in said.T.tolist():
        length = column.index(END) if END in column else len(column)
        translations.append(tuple(words[k] for k in column[:length]))
    return translations


def exact(said: list[Words], pairs: list[Pair]) -> int:
    """How many were translated word for word as they should be."""
    return sum(words == target for words, (_, target) in zip(said, pairs, strict=True))


def certainty(network: Network, pairs: list[Pair], said: list[Words]) -> float:
    """The mean over sentences of the probability that the network gives all of its own translation."""
    batch = examples([(source, words) for (source, _), words in zip(pairs, said, strict=True)])
    log_p = log_softmax(network.forward(batch).outputs)  # (U, B, K)
    of_words = np.take_along_axis(log_p, batch.targets[..., None], -1)[..., 0] * batch.weights
    return float(np.exp(of_words.sum(axis=0)).mean())


def output_words(log_p: Array, said: Array, source: Source) -> tuple[OutputWord, ...]:
    """Every word that was said, with its probability and the three that were likeliest beside it: (U, K), (U,)."""
    words = tuple(english())

    def guess(u: int, k: int) -> Guess:
        return Guess(source.shown(words[k]), float(np.exp(log_p[u, k])), source.copied_from(words[k]))

    def others(u: int, k: int) -> tuple[Guess, ...]:
        return tuple([guess(u, other) for other in np.argsort(-log_p[u])[:4] if other != k][:3])

    return tuple(
        OutputWord(**vars(guess(u, k)), said=words[k], others=others(u, k)) for u, k in enumerate(said.tolist())
    )
