"""Typed Spanish: what is forgiven, what a word that is not known becomes, and what is refused with its cause."""

from __future__ import annotations

import unicodedata

import pytest

from app.applications.base import MaterialError
from app.applications.translation import placeholders
from app.applications.translation.reading import MOST_SENTENCES, MOST_WORDS, Source, read
from app.applications.translation.spelling import text_of


def tokens(text: str) -> str:
    """What the network reads of the one sentence of a text."""
    (source,) = read(text)
    assert len(source.typed) == len(source.tokens)
    return " ".join(source.tokens)


def refused(text: str) -> MaterialError:
    with pytest.raises(MaterialError) as found:
        read(text)
    assert found.value.field == "text"
    return found.value


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("El GATO negro.", "el gato negro"),
        ("mi camion", "mi camión"),
        ("una nina, pequeña", "una niña pequeña"),
        ("¡Jardín!", "jardín"),
        ("la\ncasa", "la casa"),
        ("«La casa» “roja”", "la casa roja"),
        ("donde", "dónde"),
        ("  la   casa… ", "la casa"),
    ],
)
def test_case_punctuation_and_missing_accents_are_forgiven(typed: str, words: str) -> None:
    assert tokens(typed) == words


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("El niño compró un libro.", "el niño compró un libro"),
        ("compro un libro", "compro un libro"),
        ("El gato está en la casa.", "el gato está en la casa"),
        ("esta casa", "esta casa"),
        ("él come", "él come"),
        ("cómo como", "cómo como"),
    ],
)
def test_a_typed_accent_is_never_taken_away_and_none_is_added_to_a_word_that_is_known(typed: str, words: str) -> None:
    assert tokens(typed) == words


@pytest.mark.parametrize("typed", ["la cása", "el gató", "ñino"])
def test_a_word_with_an_accent_too_many_is_another_word(typed: str) -> None:
    (source,) = read(typed)
    assert source.unknown == (len(source.typed) - 1,)


@pytest.mark.parametrize(
    "typed", ["¿Dónde está la biblioteca?", "Dónde está la biblioteca?", "¿ dónde está la biblioteca"]
)
def test_a_question_is_read_with_its_mark_however_it_is_typed(typed: str) -> None:
    assert tokens(typed) == "¿ dónde está la biblioteca"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("El flurbo come una zorpa", "el ‹word·1› come una ‹word·2›"),
        ("un orbelo", "un ‹vowel·1›"),
        ("Ána come", "‹name·1› come"),
        ("Tengo 3 gatos", "tengo ‹number·1› gatos"),
        ("Tengo 3,5 gatos a las 10:30", "tengo ‹number·1› gatos a las ‹number·2›"),
        ("María García y O'Neil", "‹name·1› ‹name·2› y ‹name·3›"),
        ("un súper-gato", "un ‹word·1›"),
    ],
)
def test_a_word_that_is_not_known_is_a_placeholder_of_its_kind_numbered_in_order(typed: str, words: str) -> None:
    assert tokens(typed) == words


def test_a_placeholder_is_shown_as_the_word_that_it_stands_for() -> None:
    (source,) = read("El flurbo rojo come una Zorpa")
    assert source.unknown == (1, 5)
    assert source.shown("‹word·1›") == "flurbo"
    assert source.copied_from("‹name·2›") == 5
    assert source.shown("red") == "red"
    assert (source.copied_from("‹word·3›"), source.shown("‹word·3›")) == (None, "‹word·3›")
    assert text_of(("does", "the", "‹word·1›", "eat", "‹name·2›", "'s", "egg", "?"), source) == (
        "does the flurbo eat Zorpa's egg?"
    )


@pytest.mark.parametrize(
    ("typed", "sentences"),
    [
        ("Hola. Me llamo Ana.", ["hola", "me llamo ‹name·1›"]),
        ("¡Hola! ¿Cómo estás?", ["hola", "¿ cómo estás"]),
        ("Hola, ¿cómo estás?", ["hola", "¿ cómo estás"]),
        ("El perro duerme; el gato come...", ["el perro duerme", "el gato come"]),
    ],
)
def test_every_sentence_is_read_by_itself(typed: str, sentences: list[str]) -> None:
    assert [" ".join(source.tokens) for source in read(typed)] == sentences


@pytest.mark.parametrize("typed", ["", "¿?", "... !", "«»"])
def test_a_text_without_a_word_is_refused(typed: str) -> None:
    assert refused(typed).code == "no_words"


@pytest.mark.parametrize(
    ("typed", "code", "value", "place"),
    [
        ("gato " * (MOST_WORDS + 1), "too_many_words", MOST_WORDS + 1, (1, 5 * MOST_WORDS + 1)),
        ("Hola. " * (MOST_SENTENCES + 1), "too_many_sentences", MOST_SENTENCES + 1, (1, 6 * MOST_SENTENCES + 1)),
        ("el gato\nfa fe fi fo fu", "too_many_unknown", 5, (2, 13)),
    ],
)
def test_too_much_is_refused_with_its_cause_and_the_place_where_it_begins_to_be_too_much(
    typed: str, code: str, value: int, place: tuple[int, int]
) -> None:
    fault = refused(typed)
    assert (fault.code, fault.values["value"]) == (code, value)
    assert (fault.values["line"], fault.values["column"]) == place
    assert str(fault.values["word"]) in typed


def test_as_much_as_is_allowed_is_read() -> None:
    assert len(read("gato " * MOST_WORDS)[0].typed) == MOST_WORDS
    assert len(read("Hola. " * MOST_SENTENCES)) == MOST_SENTENCES
    assert len(read("fa fe fi fo")[0].unknown) == placeholders.MOST


def test_letters_with_accents_of_their_own_are_letters_once_they_are_composed() -> None:
    text = unicodedata.normalize("NFC", unicodedata.normalize("NFD", "El niño está en el jardín"))
    assert tokens(text) == "el niño está en el jardín"


def test_what_a_source_shows_of_a_sentence_without_unknown_words_is_the_sentence() -> None:
    assert Source(("La", "casa"), ("la", "casa")).unknown == ()
