"""The music application at work: what it reads, what it writes, what the page is told of it."""

from __future__ import annotations

from base64 import b64decode
from typing import Any
from unicodedata import normalize

import numpy as np
import pytest

from app.applications import build
from app.applications.alphabet import UNKNOWN
from app.applications.base import MaterialError, Prediction
from app.applications.music import LONGEST, Music
from app.applications.music.melodies import METRES, NOTES, melodies, read, write
from app.applications.music.midi import midi
from app.applications.music.phonemes import INVENTORY, words
from app.applications.next_symbol import SymbolDetails
from app.bptt.losses import log_softmax
from tests.applications.registry import network, small


def predict(variant: str, shipped: bool = True, **fields: Any) -> Prediction[Any]:
    model = network("music", variant, "lstm") if shipped else small("music", variant)
    return build("music", variant).predict(model, Music.request(variant=variant, **fields))


def test_a_beginning_is_read_and_written_on() -> None:
    found = predict("melody", text="c2ed | ", example=2, length=20)
    assert found.tokens[:4] == (METRES[2], "c2", "e", "d")
    notes = found.answer.notes
    assert [note.given for note in notes] == [True] * 3 + [False] * (len(notes) - 3)
    assert 3 < len(notes) <= 23
    assert [note.pitch for note in notes[:3]] == [72, 76, 74]
    assert [note.start for note in notes[:4]] == [0, 1, 1.5, 2]
    own = read("".join(found.tokens[1:]))
    assert b64decode(found.answer.midi) == midi(own, METRES[2])


@pytest.mark.parametrize("variant", ["melody", "phonemes"])
def test_the_surprise_of_a_symbol_is_that_of_the_outputs_before_it(variant: str) -> None:
    found = predict(variant, temperature=1)
    of = found.answer.notes if variant == "melody" else found.answer.phonemes
    y = found.run.outputs[:, 0]
    log_p = y - np.log(np.exp(y).sum(axis=-1, keepdims=True))
    came = found.run.examples.targets[:-1, 0]
    assert (came != UNKNOWN).all()
    np.testing.assert_allclose([one.surprise for one in of], -log_p[np.arange(len(came)), came] / np.log(2))
    assert found.answer.bits == pytest.approx(np.mean([one.surprise for one in of]))
    assert all(0 <= other.p <= 1 for one in of for other in one.others)


def test_the_gradient_is_of_the_answer_at_the_focus() -> None:
    found = predict("melody", text="cdefgab", length=1, focus=4)
    assert found.focus == 4
    assert np.flatnonzero(found.value.losses).tolist() == [3]
    moved = found.back.gradients["layer1"].total.h.any(axis=(1, 2))
    assert moved[:4].all()
    assert not moved[4:].any()


def test_a_word_is_read_in_its_language_and_its_sounds_are_told() -> None:
    found = predict("phonemes", text=" Thought", language="en", length=1, temperature=0)
    assert found.tokens[:4] == ("en", "θ", "ɔ", "t")
    first = found.answer.phonemes[0]
    assert (first.symbol, first.manner, first.voiced, first.given) == ("θ", "fricative", 0.0, True)
    assert len(first.formants) == 3
    assert predict("phonemes", text="tʃoko", language="es").tokens[:5] == ("es", "tʃ", "o", "k", "o")


def test_words_that_it_makes_are_of_the_language_and_known_ones_are_called_so() -> None:
    for language, inventory in INVENTORY.items():
        found = predict("phonemes", language=language, temperature=0.6)
        assert set(found.tokens[1:]) <= set(inventory), "the language was told once, and is kept to the end"
        known = {"".join(word.phonemes): word.spelling for word in words() if word.language == language}
        for sample in found.answer.samples:
            assert (sample.word and sample.word.spelling) == known.get(sample.text)


@pytest.mark.parametrize(
    ("variant", "text", "code", "line", "column"),
    [
        ("melody", "cdx", "not_a_note", 1, 3),
        ("melody", "cd\n e!", "not_a_note", 2, 3),
        ("phonemes", "  xyzzy", "unknown_word", 1, 3),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(
    variant: str, text: str, code: str, line: int, column: int
) -> None:
    with pytest.raises(MaterialError) as told:
        predict(variant, shipped=False, text=text)
    assert (told.value.code, told.value.field) == (code, "text")
    assert (told.value.values["line"], told.value.values["column"]) == (line, column)


def test_a_beginning_of_any_allowed_length_is_read_and_a_longer_one_refused() -> None:
    assert len(predict("melody", shipped=False, text="c" * LONGEST).tokens) == LONGEST + 1
    for variant, text in (("melody", "c" * (LONGEST + 1)), ("phonemes", "a" * 31)):
        with pytest.raises(MaterialError) as told:
            predict(variant, shipped=False, text=text)
        assert told.value.code in ("too_many_notes", "too_long")


def test_a_note_that_no_tune_has_is_read_as_unknown_and_shown_as_it_is() -> None:
    found = predict("melody", shipped=False, text="C,,6c")
    assert found.tokens[1:3] == ("C,,6", "c")
    assert found.run.examples.inputs[1, 0] == 1


def test_a_note_that_no_tune_has_costs_what_it_takes_to_say_which_of_the_others_it_is() -> None:
    found = predict("melody", shipped=False, text="C,,6c", length=1)
    alphabet = Music("melody").alphabet
    foreseen = -np.log2(np.exp(log_softmax(found.run.outputs[0, 0]))[UNKNOWN])
    others = NOTES - len(alphabet.symbols)
    assert 300 < others < NOTES
    assert found.answer.notes[0].surprise == pytest.approx(foreseen + np.log2(others))
    assert found.answer.unknown == pytest.approx(1 / len(found.answer.notes))


@pytest.mark.parametrize("letter", "ñáü")
def test_a_word_whose_accents_are_letters_of_their_own_is_the_same_word(letter: str) -> None:
    composed = next(word.spelling for word in words() if letter in word.spelling)
    apart = normalize("NFD", composed)
    assert apart != composed
    one, other = (predict("phonemes", text=text, language="es", length=1) for text in (composed, apart))
    assert one.tokens == other.tokens
    assert one.answer == other.answer


def test_training_withholds_symbols_but_never_the_start_and_asks_for_all() -> None:
    batch = build("music", "melody").batch(np.random.default_rng(0), 32)
    hidden = (batch.inputs == 1) & batch.mask
    assert not hidden[0].any()
    assert 0.15 < hidden[1:].sum() / batch.mask[1:].sum() < 0.25
    assert not (batch.targets == 1).any()
    lengths = batch.mask.sum(axis=0)
    assert lengths.max() - lengths.min() < 60, "neighbours in length"


def test_the_harder_baseline_is_told_in_the_measure() -> None:
    for variant in ("melody", "phonemes"):
        found = build("music", variant).measure(small("music", variant))
        assert isinstance(found.details, SymbolDetails)
        assert found.details.with_start > 0
        assert found.details.sequences == len(Music(variant).sequences["held out"])
        assert found.examples == found.details.sequences
        assert found.details.unknown == 0
        assert found.interval is not None
        low, high = found.interval
        assert low < found.value < high < 1.1 * low
        quick = build("music", variant).measure(small("music", variant), quick=True)
        assert quick.baseline == found.baseline
        assert quick.value == pytest.approx(found.value, rel=0.05)


def test_the_tunes_that_ship_are_read_as_they_were_written() -> None:
    for tune in melodies()[:20]:
        assert read(write(tune.notes)) == tune.notes
