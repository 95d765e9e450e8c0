"""What a reader types: words with their places, and errors that name them."""

from __future__ import annotations

from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.applications.base import MaterialError
from app.applications.tokenise import Word, tokenise, unknown, within_length
from app.applications.word_list import word_list
from app.numerals import Range


def test_words_know_their_line_and_column() -> None:
    assert tokenise("el gato\n  negro") == [Word("el", 1, 1), Word("gato", 1, 4), Word("negro", 2, 3)]


def test_punctuation_is_left_out_unless_it_is_asked_for() -> None:
    assert [word.text for word in tokenise("¿Hola, Ana?")] == ["Hola", "Ana"]
    assert [word.text for word in tokenise("Hola, Ana.", marks=",.")] == ["Hola", ",", "Ana", "."]


def test_an_apostrophe_or_a_hyphen_inside_a_word_belongs_to_it() -> None:
    assert [word.text for word in tokenise("it's well-known - 'yes'")] == ["it's", "well-known", "yes"]


@given(st.text(max_size=60))
def test_every_word_stands_where_it_says(text: str) -> None:
    rows = normalize("NFC", text).splitlines()
    for word, line, column in tokenise(text, marks=",."):
        assert rows[line - 1][column - 1 :].startswith(word)
        assert word
        assert not any(letter.isspace() for letter in word)


def test_a_text_without_words_is_an_error() -> None:
    with pytest.raises(MaterialError) as found:
        within_length(tokenise(" … \n"), 5)
    assert (found.value.code, found.value.field) == ("no_words", "text")
    assert found.value.values["allowed"] == Range(1, 5)


def test_the_first_word_too_many_is_named_by_its_place() -> None:
    with pytest.raises(MaterialError) as found:
        within_length(tokenise("one two\nthree"), 2)
    assert found.value.code == "too_many_words"
    assert found.value.values == {"value": 3, "allowed": Range(1, 2), "line": 2, "column": 1}


def test_an_unknown_word_is_told_with_those_that_are_near_it() -> None:
    error = unknown(Word("Cabllo", 1, 4), ["caballo", "mesa", "cabello"])
    assert error.code == "unknown_word"
    assert error.values["value"] == "Cabllo"
    assert set(str(error.values["allowed"]).split(", ")) == {"caballo", "cabello"}
    assert (error.values["line"], error.values["column"]) == (1, 4)
    assert unknown(Word("xyz", 1, 1), ["mesa"]).values["allowed"] == "—"


def test_a_list_is_read_from_words_or_from_what_bars_divide() -> None:
    assert word_list("one two") == ("one", "two")
    assert word_list("New York|La Paz") == ("New York", "La Paz")
    assert word_list("|today") == ("", "today")
