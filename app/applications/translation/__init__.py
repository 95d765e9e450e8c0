"""Machine translation, Spanish to English: an encoder reads the sentence, a decoder says it in the other language.

All that the decoder gets to know is the state in which the encoder ended, so the gradient of a late word has come the
whole way: through the decoder, over that one state, and back through the encoder to the words that it depends on.
"""

from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from app.applications.base import Application, Measured, Model, Played, surprise
from app.applications.translation import grammar
from app.applications.translation.dictionary import word_for_word
from app.applications.translation.words import END, MARKS, START, english, read, spanish
from app.bptt.embedding import embed
from app.bptt.encoder_decoder import EncoderDecoder
from app.bptt.examples import Examples, padded, present
from app.bptt.judges import Judge, Judged, cross_entropy
from app.bptt.losses import log_softmax
from app.bptt.norms import log_norms
from app.cells.base import Array

if TYPE_CHECKING:
    from app.applications.config import PlayConfig

EMBEDDED = 32
"""Numbers of a word's embedding, on both sides."""
POOL = 24_000
"""Training sentences that are drawn once; batches are drawn from them."""
AROUND = 4
"""A batch is chosen from this many times its size, for sentences of like lengths: less padding."""
MEASURED, QUICK = 600, 100
"""Held-out sentences that are translated for the measure, and during a run."""
LONGEST = 15
"""Most words of a translation."""


class Translation(Application):
    """See the module."""

    name: ClassVar[str] = "translation"
    fields: ClassVar[tuple[str, ...]] = ("text", "example", "focus")
    recipe: ClassVar[str] = "units=96&rate=0.005&minibatch=64&iterations=4000"
    steps: ClassVar[int] = grammar.LONGEST + 14
    measure_name: ClassVar[str] = "exact"
    baseline_name: ClassVar[str] = "dictionary"
    goal: ClassVar[float | None] = 0.95
    source: ClassVar[str] = "sentences of a grammar written for this project"

    def architecture(self, units: int) -> EncoderDecoder:
        return EncoderDecoder(EMBEDDED, units, len(english()), vocabulary=len(spanish()))

    @property
    def judge(self) -> Judge:
        return cross_entropy

    @cached_property
    def pool(self) -> list[grammar.Pair]:
        """The training sentences."""
        rng = np.random.default_rng(11)
        return [grammar.draw(rng, held_out=False).pair for _ in range(POOL)]

    @cached_property
    def unseen(self) -> list[grammar.Pair]:
        """Held-out sentences, each with a pair of words that no training sentence has."""
        rng = np.random.default_rng(12)
        return [grammar.draw(rng, held_out=True).pair for _ in range(MEASURED)]

    def batch(self, rng: np.random.Generator, size: int) -> Examples:
        chosen = [self.pool[k] for k in rng.integers(0, POOL, size * AROUND)]
        chosen.sort(key=lambda pair: len(pair[0]) + len(pair[1]))
        first = int(rng.integers(0, size * (AROUND - 1) + 1))
        return examples(chosen[first : first + size])

    @cached_property
    def held_out(self) -> Examples:
        return examples(self.unseen[:128])

    def measure(self, model: Model, *, quick: bool = False) -> Measured:
        pairs = self.unseen[: QUICK if quick else MEASURED]
        right = [said == target for said, (_, target) in zip(translated(model, pairs), pairs, strict=True)]
        baseline = np.mean([word_for_word(source) == target for source, target in pairs])
        return Measured(float(np.mean(right)), float(baseline), {"sentences": len(pairs)})

    def play(self, model: Model, request: "PlayConfig") -> Played:
        """The translation of the text, or of a held-out sentence where there is none."""
        source, expected = (read(request.text), ()) if request.text else self.unseen[request.example % MEASURED]
        said = translated(model, [(source, ())])[0]
        asked = examples([(source, said)])
        run = model.forward(asked)
        steps = len(run.outputs)
        focus = (
            min(max(request.focus, len(source) + 1), len(source) + steps) if request.focus else len(source) + late(said)
        )
        word = focus - len(source) - 1  # of the translation, from 0
        judged = surprise(run.outputs, word, int(asked.targets[word, 0]))
        back = model.architecture.backward(model.params, run, judged.d_y, request.truncate)
        log_p = log_softmax(run.outputs[:, 0])
        answer: dict[str, Any] = {
            "source": list(source),
            "said": list(said),
            "expected": list(expected),
            "word_for_word": list(word_for_word(source)),
            "ended": bool(log_p[-1].argmax() == END),
            "chosen": [guesses(row) for row in log_p],
            "reached": reached(model, asked),
        }
        return Played((*source, *said, MARKS[END]), run, judged, back, focus, answer)


def late(said: tuple[str, ...]) -> int:
    """The step of the translation, from 1, whose gradient is shown at first: its last word's."""
    return max(len(said), 1)


def examples(pairs: list[grammar.Pair]) -> Examples:
    """Pairs as numbers; the decoder reads the translation one step late, from `START` on."""
    sources = [np.array([spanish()[word] for word in source]) for source, _ in pairs]
    targets = [np.array([*(english()[word] for word in target), END]) for _, target in pairs]
    weights = present([len(target) for target in targets]).astype(np.float64)
    decoder = padded([np.array([START, *target[:-1]]) for target in targets])
    return Examples(padded(sources), present([len(source) for source in sources]), padded(targets), weights, decoder)


def translated(model: Model, pairs: list[grammar.Pair]) -> list[tuple[str, ...]]:
    """What the network says of the sources, the likeliest word at every step."""
    assert isinstance(model.architecture, EncoderDecoder)
    words = tuple(english())
    said = model.architecture.greedy(model.cell, model.params, examples(pairs), START, END, LONGEST)
    sentences = []
    for column in said.T.tolist():
        length = column.index(END) if END in column else len(column)
        sentences.append(tuple(words[k] for k in column[:length]))
    return sentences


def guesses(log_p: Array) -> list[dict[str, Any]]:
    """The three likeliest words of one step."""
    words = tuple(english())
    return [{"word": words[k], "p": float(np.exp(log_p[k]))} for k in np.argsort(-log_p)[:3]]


def reached(model: Model, asked: Examples) -> Any:
    """How much of each translated word's gradient reaches each word of the source: log10 ‖∂L_u/∂E[w_t]‖, (U, S).

    One sentence is copied into a batch of U, and copy u is asked for word u alone: one pass backward for all.
    """
    steps = len(asked.targets)

    def copies(array: Array) -> Array:
        return np.repeat(array, steps, axis=1)

    assert asked.decoder is not None
    many = Examples(
        copies(asked.inputs), copies(asked.mask), copies(asked.targets), np.eye(steps), copies(asked.decoder)
    )
    run = model.forward(many)
    judged: Judged = cross_entropy(run.outputs, many)
    back = model.architecture.backward(model.params, run, judged.d_y * steps)  # the judge's is a mean over U words
    return log_norms(back.layers["encoder"].d_x, (2,)).log10.T
