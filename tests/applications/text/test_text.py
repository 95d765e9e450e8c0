"""The language model at work: names of a country, a reader's own text, and what is told of every sign."""

from __future__ import annotations

from itertools import product
from typing import Any
from unicodedata import normalize

import numpy as np
import pytest

from app.applications import build
from app.applications.alphabet import UNKNOWN
from app.applications.base import OWN, MaterialError, Network, Prediction
from app.applications.next_symbol import SymbolDetails
from app.applications.text import SAMPLES, START, Text
from app.applications.text.cities import cities
from app.applications.text.corpus import PASSAGE_LENGTH
from app.applications.unicode_text import assigned
from app.bptt.losses import log_softmax
from app.cells.arrays import Array
from app.numerals import Range
from app.training.run import Budget, advance, begin
from tests.applications.registry import network, recipe, untrained

ENDS = ("a", "e", "i", "o", "u", "y", "ana", "ela", "ino", "ola", "uma", "ys")
BEGINNINGS = ("Al", "Be", "Co", "Du", "El", "Fra")
OWN_LIST = "\n".join(f"{a}{b}{c}" for a in BEGINNINGS for b in ("ma", "ri", "to") for c in ENDS).encode()
OWN_PROSE = b"\n".join(b"once there were %d sheep on a hill, and %d goats." % (n, n * n) for n in range(60))


def predict(**fields: Any) -> Prediction[Any]:
    return build("text", "names").predict(network("text", "names", "lstm"), Text.request(variant="names", **fields))


def test_a_name_is_written_on_after_its_country() -> None:
    found = predict(text="Villa", example=0, length=30)
    assert found.tokens[:6] == ("ES", *"Villa")
    characters = found.answer.characters
    assert [one.given for one in characters[:5]] == [True] * 5
    assert not any(one.given for one in characters[5:])
    assert "".join(one.char for one in characters) == found.answer.text == "".join(found.tokens[1:])
    assert len(found.answer.samples) == SAMPLES
    assert all(one.text.startswith("Villa") for one in found.answer.samples)
    assert found.answer.start == "ES"
    assert len(found.answer.starts) == 30


def test_names_sound_like_their_country() -> None:
    """Letters that only one of two countries has are not written for the other."""
    pairs = (("PL", "łw", "ãç"), ("PT", "ãç", "łw"), ("FI", "ä", "ãł"))
    starts = predict().answer.starts
    for country, own, foreign in pairs:
        written = ""
        for seed in range(12):
            answer = predict(example=starts.index(country), seed=seed, temperature=0.9).answer
            written += answer.text + "".join(one.text for one in answer.samples)
        assert any(letter in written for letter in own), country
        assert sum(written.count(letter) for letter in foreign) <= 1, country


def test_a_name_that_training_has_seen_is_said_to_be_so() -> None:
    known = {city.name for city in cities() if city.part == "training"}
    seen = [one for seed in range(20) for one in predict(seed=seed, temperature=0.4).answer.samples if one.seen]
    assert any(one.text in known for one in seen)


def test_the_temperature_decides_how_surprising_what_is_written_is() -> None:
    bits = [np.mean([predict(temperature=t, seed=seed).answer.bits for seed in range(12)]) for t in (0.2, 1.0, 2.0)]
    assert bits[0] < bits[1] < bits[2]
    cold = {predict(temperature=0, seed=seed).answer.text for seed in range(3)}
    assert len(cold) == 1


def test_a_surprising_letter_is_more_surprising() -> None:
    likely, unlikely = (predict(text=text, example=0, length=1).answer.characters for text in ("Madrid", "Madrix"))
    assert unlikely[5].surprise > likely[5].surprise + 3
    assert unlikely[0].surprise == likely[0].surprise


def test_a_sign_that_no_name_has_is_read_as_unknown() -> None:
    found = predict(text="中a", length=1)
    assert found.tokens[:3] == ("ES", "中", "a")
    first, second = found.answer.characters[:2]
    assert (first.known, second.known) == (False, True)
    assert found.answer.unknown == pytest.approx(1 / len(found.answer.characters))


def test_a_sign_that_no_name_has_costs_what_it_takes_to_say_which_of_all_others_it_is() -> None:
    found = predict(text="中", length=1)
    foreseen = -log_softmax(found.run.outputs[0, 0])[UNKNOWN] / np.log(2)
    assert found.answer.unknown_bits == pytest.approx(np.log2(assigned() - len(Text().alphabet.symbols)))
    assert found.answer.characters[0].surprise == pytest.approx(foreseen + found.answer.unknown_bits)
    assert found.answer.baseline > 17


def many_signs(seed: int = 0, letters: int = 2000, lines: int = 400) -> list[str]:
    """Lines of letters drawn one by one, a few of thousands often: their entropy is known."""
    rng = np.random.default_rng(seed)
    p = frequencies(letters)
    return ["".join(chr(0x4E00 + k) for k in rng.choice(letters, 18, p=p)) for _ in range(lines)]


def frequencies(letters: int) -> Array:
    p = 1 / np.arange(1, letters + 1)
    return p / p.sum()


def test_bits_per_character_are_not_below_the_entropy_where_most_signs_are_not_in_the_alphabet() -> None:
    content = "\n".join(many_signs()).encode()
    application = build("text", OWN, content)
    fields: dict[str, Any] = {"units": 24, "minibatch": 16, "iterations": 150, "rate": 0.02, "changes": ""}
    run, _ = advance(begin(recipe("text", OWN, "gru", material="0" * 64, **fields), content), Budget())
    trained = Network(untrained(application).cell, application.architecture(24), run.models[0].params)
    found = application.measure(trained)
    assert isinstance(found.details, SymbolDetails)
    p = frequencies(2000)
    entropy = -(p * np.log2(p)).sum() * 18 / 19  # of nineteen symbols one is the end of the line
    assert 0.2 < found.details.unknown < 0.6
    assert found.value > entropy
    assert found.baseline > entropy
    read = application.predict(trained, Text.request(variant=OWN, material="0" * 64, text=many_signs(1)[0]))
    assert 0.2 < vars(read.answer)["corpus_unknown"] < 0.6
    assert 0.1 < Text.read_material(content).unknown < 0.6


@pytest.mark.parametrize(
    ("encoding", "form"),
    [*product(("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"), ("NFC", "NFD")), ("cp1252", "NFC")],
)
def test_a_text_is_the_same_in_every_encoding_and_normal_form(encoding: str, form: Any) -> None:
    text = OWN_LIST.decode().replace("ana", "aña").replace("ola", "óla")
    plain, other = Text.read_material(text.encode()), Text.read_material(normalize(form, text).encode(encoding))
    assert other == plain


def test_a_text_longer_than_the_time_axis_is_refused() -> None:
    assert len(predict(text="a" * PASSAGE_LENGTH).tokens) == PASSAGE_LENGTH + 1
    with pytest.raises(MaterialError) as told:
        predict(text="a" * (PASSAGE_LENGTH + 1))
    assert told.value.values == {"value": PASSAGE_LENGTH + 1, "allowed": Range(0, PASSAGE_LENGTH)}


@pytest.mark.parametrize("name", ["Córdoba", "Łódź", "Jyväskylä"])
def test_a_name_whose_accents_are_letters_of_their_own_is_the_same_name(name: str) -> None:
    one, other = (predict(text=normalize(form, name), length=1) for form in ("NFC", "NFD"))
    assert normalize("NFD", name) != name
    assert one.answer == other.answer


@pytest.mark.parametrize("content", [OWN_LIST, OWN_PROSE])
def test_a_reader_s_own_text_is_learned_and_written_on(content: bytes) -> None:
    application = build("text", OWN, content)
    fields: dict[str, Any] = {"units": 16, "minibatch": 16, "iterations": 120, "rate": 0.02, "changes": ""}
    run, _ = advance(begin(recipe("text", OWN, "gru", material="0" * 64, **fields), content), Budget())
    start = application.measure(untrained(application)).value
    trained = Network(untrained(application).cell, application.architecture(16), run.models[0].params)
    assert application.measure(trained).value < start - 1
    request = Text.request(variant=OWN, material="0" * 64, text=content.decode()[:2], length=20)
    found: Prediction[Any] = application.predict(trained, request)
    assert found.tokens[0] == START
    assert found.answer.text.startswith(content.decode()[:2])


def test_what_is_told_of_a_text_is_how_it_is_read() -> None:
    told = Text.read_material(OWN_LIST + b"\n" + OWN_LIST)
    assert told.is_list
    assert told.training + told.validation + told.held_out == 216
    assert told.unknown == 0
    prose = Text.read_material(OWN_PROSE)
    assert not prose.is_list
    assert prose.characters > 2000
