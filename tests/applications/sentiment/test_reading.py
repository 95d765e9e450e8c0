"""What people type, as the words that the network reads."""

from __future__ import annotations

import pytest

from app.applications.accents import Accents
from app.applications.sentiment.reading import known_word, split_words, written
from app.applications.sentiment.words import STAND_INS, read_as, stand_in, vocabulary


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("I DIDN'T, you don’t", "i did not you do not"),
        ("It's great, I'm sure they'll love what I've made", "it is great i am sure they will love what i have made"),
        ("can't won't ain't CANNOT", "can not will not is not can not"),
        ("dont doesnt cant wont wasnt im its", "do not does not can not will not was not i am it is"),
        ("Anna's dog isn't the teacher's", "anna dog is not the teacher"),
        ("a top-notch must-see", "a top notch must see"),
        ("¡¡Qué bien!! «genial»…", "qué bien genial"),
        ("10/10, 5 stars", "10 10 5 stars"),
        ("good :) bad :-( ❤️ <3", "good 🙂 bad 🙁 ❤ 🙂"),
        ("xq no tb", "porque no también"),
    ],
)
def test_a_text_is_read_as_people_mean_it(typed: str, words: str) -> None:
    assert written(typed) == tuple(words.split())


def test_a_word_is_found_where_it_was_typed() -> None:
    words = split_words("so,\nI can't :) stop")
    assert [(word.text, word.line, word.column) for word in words] == [
        ("so", 1, 1),
        ("i", 2, 1),
        ("can", 2, 3),
        ("not", 2, 3),
        ("🙂", 2, 9),
        ("stop", 2, 12),
    ]


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("pesimo", "pésimo"),
        ("esta", "esta"),
        ("está", "está"),
        ("goooood", "good"),
        ("buenisimoooo", "buenísimo"),
        ("sooo", "so"),
        ("jajajajaja", "jajaja"),
    ],
)
def test_a_missing_accent_and_letters_said_at_length_are_forgiven(typed: str, word: str) -> None:
    assert read_as(typed) == word


def test_a_typed_accent_is_never_taken_away() -> None:
    accents = Accents(["compro", "bueno"])
    assert known_word("compró", accents) is None
    assert known_word("buéno", accents) is None


@pytest.mark.parametrize(
    ("word", "shape"),
    [
        ("zorple", "‹?›"),
        ("1984", "‹1›"),
        ("floxísimo", "‹…ísimo›"),
        ("tunkless", "‹…less›"),
        ("unborklable", "‹un…, des…›"),
    ],
)
def test_an_unknown_word_is_read_by_its_shape(word: str, shape: str) -> None:
    assert word not in vocabulary()
    assert read_as(word) == stand_in(word) == shape
    assert shape in STAND_INS
