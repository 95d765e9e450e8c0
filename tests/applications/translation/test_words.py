"""Typed Spanish: what is forgiven, and how an error names what is not; the dictionary that is the baseline."""

from __future__ import annotations

import numpy as np
import pytest

from app.applications.base import MaterialError
from app.applications.translation.dictionary import entries, word_for_word
from app.applications.translation.grammar import draw
from app.applications.translation.words import (
    END,
    MARKS,
    MOST,
    START,
    english,
    read,
    spanish,
    without_accents,
    words_without_accents,
)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("El GATO negro.", ("el", "gato", "negro")),
        ("mi camion", ("mi", "camión")),
        ("una nina, pequeña", ("una", "niña", "pequeña")),
        ("¡Jardín!", ("jardín",)),
        ("jardi\u0301n", ("jardín",)),
        ("la\ncasa", ("la", "casa")),
    ],
)
def test_case_punctuation_and_accents_are_forgiven(typed: str, words: tuple[str, ...]) -> None:
    assert read(typed) == words


def test_an_unknown_word_is_named_with_its_place_and_what_is_near() -> None:
    with pytest.raises(MaterialError) as found:
        read("la niña\nve un gatto")
    values = found.value.values
    assert found.value.code == "unknown_word"
    assert (values["value"], values["line"], values["column"]) == ("gatto", 2, 7)
    assert "gato" in str(values["allowed"]).split(", ")


def test_too_many_words_and_none_are_errors() -> None:
    assert len(read("gato " * MOST)) == MOST
    for typed, code in (("gato " * (MOST + 1), "too_many_words"), ("¿?", "no_words")):
        with pytest.raises(MaterialError) as found:
            read(typed)
        assert found.value.code == code


def test_where_two_words_differ_in_accents_alone_both_are_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.applications.translation.words.words_without_accents", lambda: {"esta": ("ésta", "está")})
    monkeypatch.setattr("app.applications.translation.words.spanish", lambda: {"ésta": 0, "está": 1})
    with pytest.raises(MaterialError) as found:
        read("esta")
    assert set(str(found.value.values["allowed"]).split(", ")) == {"ésta", "está"}


def test_words_without_accents_are_told_apart_where_they_can_be() -> None:
    assert without_accents("Niñá") == "nina"
    assert {word for alike in words_without_accents().values() for word in alike} == set(spanish())


def test_numbers_are_dense_and_the_marks_come_first() -> None:
    assert list(english().values()) == list(range(len(english())))
    assert list(spanish().values()) == list(range(len(spanish())))
    assert [english()[MARKS[END]], english()[MARKS[START]]] == [END, START]


def test_the_dictionary_has_every_spanish_form_and_only_english_ones() -> None:
    assert set(entries()) == set(spanish())
    assert {word for said in entries().values() for word in said.split()} <= set(english())


def test_word_for_word_is_right_where_nothing_moves_or_agrees() -> None:
    assert word_for_word(("el", "gato", "ve", "la", "casa")) == ("the", "cat", "sees", "the", "house")
    assert word_for_word(("la", "casa", "roja")) == ("the", "house", "red")
    assert word_for_word(("no", "cantamos")) == ("not", "sing")
    assert word_for_word(("veo", "a", "un", "hombre")) == ("see", "a", "man")


def test_word_for_word_gets_some_sentences_right_but_not_most() -> None:
    rng = np.random.default_rng(1)
    pairs = [draw(rng, held_out=True).pair for _ in range(500)]
    right = np.mean([word_for_word(es) == en for es, en in pairs])
    assert 0.1 < right < 0.4
