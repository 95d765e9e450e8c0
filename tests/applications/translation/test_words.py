"""The vocabularies of both sides, and the dictionary that is the baseline."""

from __future__ import annotations

import numpy as np
import pytest

from app.applications.translation.dictionary import entries, word_for_word
from app.applications.translation.placeholders import PLACEHOLDERS
from app.applications.translation.sentences import draw
from app.applications.translation.words import END, MARKS, START, english, spanish


def test_numbers_are_dense_and_the_marks_come_first() -> None:
    assert list(english().values()) == list(range(len(english())))
    assert list(spanish().values()) == list(range(len(spanish())))
    assert [english()[MARKS[END]], english()[MARKS[START]]] == [END, START]


def test_placeholders_are_words_of_both_vocabularies() -> None:
    assert set(PLACEHOLDERS) <= set(english())
    assert set(PLACEHOLDERS) <= set(spanish())


def test_the_dictionary_has_every_spanish_form_and_only_english_ones() -> None:
    assert set(entries()) == set(spanish()) - set(PLACEHOLDERS)
    assert {word for said in entries().values() for word in said.split()} <= set(english())


@pytest.mark.parametrize(
    ("spanish_words", "english_words"),
    [
        ("el gato ve la casa", "the cat sees the house"),
        ("la casa roja", "the house red"),
        ("no cantamos", "not sing"),
        ("el ‹word·1› come", "the ‹word·1› eats"),
        ("está comiendo", "is eating"),
        ("compró", "bought"),
    ],
)
def test_word_for_word_is_right_where_nothing_moves_or_agrees(spanish_words: str, english_words: str) -> None:
    assert word_for_word(tuple(spanish_words.split())) == tuple(english_words.split())


def test_word_for_word_gets_some_sentences_right_but_not_most() -> None:
    rng = np.random.default_rng(1)
    pairs = [draw(rng, "validation", unknown=False).pair for _ in range(500)]
    right = np.mean([word_for_word(es) == en for es, en in pairs])
    assert 0.1 < right < 0.4
