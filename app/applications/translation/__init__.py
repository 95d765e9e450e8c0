"""Machine translation, Spanish to English: an encoder reads the sentence, a decoder says it in the other language.

All that the decoder gets to know is the state in which the encoder ended, so the gradient of a late word has come the
whole way: through the decoder, over that one state, and back through the encoder to the words that it depends on.
"""

from functools import cached_property
from typing import ClassVar

import numpy as np

from ...bptt.architecture import Network
from ...bptt.encoder_decoder import EncoderDecoder
from ...bptt.examples import Examples, padded, present
from ...bptt.losses import CrossEntropy, Loss, Reduction, log_softmax
from ...cells.arrays import Array
from ..base import Application, Measured, Prediction, surprise
from ..config import InferenceConfig
from ..known_words import WordGroup, group
from ..split import Part
from . import grammar
from .answer import Guess, OutputWord, TranslationAnswer, TranslationDetails
from .config import TranslationConfig
from .dictionary import word_for_word
from .words import END, MARKS, START, english, read, spanish

EMBEDDED = 32
"""Numbers of a word's embedding, on both sides."""
AROUND = 2
"""For a batch this many times its size are drawn, and those kept whose lengths are near each other: less padding."""
MEASURED, QUICK = 600, 100
"""Held-out sentences that are translated for the measure, and during a run."""
LONGEST = 15
"""Most words of a translation."""


class Translation(Application[TranslationConfig]):
    """See the module."""

    name: ClassVar[str] = "translation"
    config: ClassVar[type[InferenceConfig]] = TranslationConfig
    recipe: ClassVar[str] = (
        "units=96&rho=1&bias_init=chrono&rate=0.005&minibatch=64&iterations=4200&clip=norm&dtype=float32"
        "&changes=2600:rate=0.002;3600:rate=0.0007"
    )
    steps: ClassVar[int] = grammar.LONGEST + 14
    measure_name: ClassVar[str] = "exact"
    baseline_name: ClassVar[str] = "dictionary"
    goal: ClassVar[float | None] = 0.95
    source: ClassVar[str] = "sentences of a grammar written for this project"

    def architecture(self, units: int) -> EncoderDecoder:
        return EncoderDecoder(EMBEDDED, units, len(english()), vocabulary=len(spanish()))

    @property
    def loss(self) -> Loss:
        return CrossEntropy(Reduction.MEAN)

    @cached_property
    def unseen(self) -> list[grammar.Pair]:
        """Held-out sentences, each with a pair of words that no training sentence has."""
        rng = np.random.default_rng(12)
        return [grammar.draw(rng, held_out=True).pair for _ in range(MEASURED)]

    def batch(self, rng: np.random.Generator, size: int) -> Examples:
        pairs = [grammar.draw(rng, held_out=False).pair for _ in range(size * AROUND)]
        pairs.sort(key=lambda pair: len(pair[0]) + len(pair[1]))
        first = int(rng.integers(0, size * (AROUND - 1) + 1))
        return examples(pairs[first : first + size])

    @cached_property
    def validation(self) -> Examples:
        return examples(self.unseen[:128])

    def measure(self, network: Network, part: Part = "held out", *, quick: bool = False) -> Measured:
        pairs = self.unseen[: QUICK if quick else MEASURED]
        right = [said == target for said, (_, target) in zip(translate(network, pairs), pairs, strict=True)]
        return Measured(float(np.mean(right)), self.baselines[quick], TranslationDetails(len(pairs)))

    @cached_property
    def baselines(self) -> dict[bool, float]:
        """The dictionary's share of exact sentences, of the few that a quick measure takes (True) and of all."""
        right = [word_for_word(source) == target for source, target in self.unseen]
        return {True: float(np.mean(right[:QUICK])), False: float(np.mean(right))}

    @classmethod
    def known_words(cls, variant: str) -> tuple[WordGroup, ...]:
        return (group("es", spanish()),)

    def predict(self, network: Network, request: TranslationConfig) -> Prediction[TranslationAnswer]:
        """The translation of the text, or of a held-out sentence where there is none."""
        source, reference = (read(request.text), ()) if request.text else self.unseen[request.example % MEASURED]
        said = translate(network, [(source, ())])[0]
        batch = examples([(source, said)])
        run = network.forward(batch)
        steps = len(source) + len(said) + 1
        # the gradient that is shown at first is that of the translation's last word
        focus = min(max(request.focus, len(source) + 1), steps) if request.focus else max(steps - 1, len(source) + 1)
        word = focus - len(source) - 1  # of the translation, from 0
        value = surprise(run.outputs, word, int(batch.targets[word, 0]))
        back = network.backward(run, value.d_y, request.truncate)
        answer = TranslationAnswer(
            source=source,
            output=output_words(log_softmax(run.outputs[:, 0]), batch.targets[:, 0]),
            translation=" ".join(said),
            reference=" ".join(reference) if reference else None,
            dictionary=" ".join(word_for_word(source)),
            exact=said == reference if reference else None,
        )
        return Prediction((*source, *said, MARKS[END]), run, value, back, focus, answer)


def examples(pairs: list[grammar.Pair]) -> Examples:
    """Pairs as numbers; the decoder reads the translation one step late, from `START` on."""
    sources = [np.array([spanish()[word] for word in source]) for source, _ in pairs]
    targets = [np.array([*(english()[word] for word in target), END]) for _, target in pairs]
    weights = present([len(target) for target in targets]).astype(np.float64)
    decoder = padded([np.array([START, *target[:-1]]) for target in targets])
    return Examples(padded(sources), present([len(source) for source in sources]), padded(targets), weights, decoder)


def translate(network: Network, pairs: list[grammar.Pair]) -> list[tuple[str, ...]]:
    """What the network says of the sources, the likeliest word at every step."""
    architecture = network.architecture
    if not isinstance(architecture, EncoderDecoder):
        raise TypeError(f"a translation needs an encoder and a decoder, not {type(architecture).__name__}")
    words = tuple(english())
    said = architecture.greedy(network.cell, network.params, examples(pairs), START, END, LONGEST)
    sentences = []
    for column in said.T.tolist():
        length = column.index(END) if END in column else len(column)
        sentences.append(tuple(words[k] for k in column[:length]))
    return sentences


def output_words(log_p: Array, said: Array) -> tuple[OutputWord, ...]:
    """Every word that was said, with its probability and the three that were likeliest beside it: (U, K), (U,)."""
    words = tuple(english())

    def p(u: int, k: int) -> float:
        return float(np.exp(log_p[u, k]))

    def others(u: int, k: int) -> tuple[Guess, ...]:
        return tuple([Guess(words[other], p(u, other)) for other in np.argsort(-log_p[u])[:4] if other != k][:3])

    return tuple(OutputWord(words[k], p(u, k), others(u, k)) for u, k in enumerate(said))
