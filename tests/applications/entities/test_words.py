"""Words that were never seen, and the score and baseline of the tagger."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.applications.entities.baseline import most_frequent_tags, tag_by_table
from app.applications.entities.score import Score, Span, score, spans
from app.applications.entities.sentences import TAGS
from app.applications.entities.words import (
    NAME_DROPOUT,
    WORD_DROPOUT,
    WORD_EXCHANGE,
    numbers,
    read_as,
    stand_in,
    stand_ins,
    vocabulary,
    vocabulary_word,
    word_dropout,
)


@pytest.mark.parametrize(
    ("word", "like"),
    [
        ("Ebrelia", "‹A…ia›"),
        ("Núñez", "‹A…z›"),
        ("Umq", "‹A…q›"),
        ("corrió", "‹a…io›"),
        ("1999", "‹1›"),
        ("B2", "‹1›"),
        ("ONU", "‹AA›"),
        ("SHOUTEDLIA", "‹A…ia›"),
        ("McQuxq", "‹aA›"),
        ("Zub-Rim", "‹A-A›"),
        ("O'Zub", "‹A'A›"),
        ("Q.", "‹A.›"),
        ("X", "‹A…x›"),
        ("Ω", "‹?›"),
        ("…", "‹?›"),
    ],
)
def test_an_unknown_word_is_read_by_its_looks(word: str, like: str) -> None:
    assert stand_in(word) == like


@given(st.text(min_size=1, max_size=12))
def test_any_word_can_be_read(word: str) -> None:
    assert stand_in(word) in stand_ins()
    assert vocabulary_word(word, first=True) in vocabulary()
    assert vocabulary_word(word, first=False) in vocabulary()


def test_a_capital_at_the_beginning_is_no_name() -> None:
    assert vocabulary_word("Ayer", first=True) == "ayer"
    assert vocabulary_word("Ayer", first=False)[:3] == "‹A…"
    assert vocabulary_word("Santiago", first=True) == "Santiago"


@pytest.mark.parametrize(
    ("text", "word", "known"),
    [
        ("¿ Ayer llegó", "Ayer", "ayer"),
        ("Llegó . Ayer", "Ayer", "ayer"),
        ("Dijo : Ayer", "Ayer", "ayer"),
        ("Hola ! ¡ Ayer", "Ayer", "ayer"),
        ("« Ayer", "Ayer", "ayer"),
        ("— Ayer", "Ayer", "ayer"),
        ("llegó , Ayer", "Ayer", "‹A…er›"),
    ],
)
def test_a_sentence_begins_wherever_a_mark_says_so(text: str, word: str, known: str) -> None:
    words = tuple(text.split())
    assert read_as(words)[words.index(word)] == known


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("london", "London"),
        ("LONDON", "London"),
        ("nasa", "NASA"),
        ("AYER", "ayer"),
        ("Malaga", "Málaga"),
        ("malaga", "Málaga"),
        ("Lucia", "Lucía"),
        ("compro", "compro"),
        ("pâris", "‹a…s›"),
        ("rosa", "‹a…a›"),
        ("apple", "apple"),
    ],
)
def test_capitals_and_missing_accents_are_forgiven_and_typed_accents_kept(typed: str, known: str) -> None:
    read = vocabulary_word(typed, first=False)
    assert read == known or (typed == "compro" and read in {"compró", "compro", "‹a…ro›"})


def test_numbers_are_dense_and_dropping_leaves_only_looks() -> None:
    words = vocabulary()
    assert list(words.values()) == list(range(len(words)))
    sentence, tags = ("Ayer", "Santiago", "llegó", "tarde"), ("O", "B-PER", "O", "O")
    whole = numbers(sentence)
    assert whole == [words[word] for word in ("ayer", "Santiago", "llegó", "tarde")]
    rng = np.random.default_rng(0)
    rows = np.array([word_dropout(rng, sentence, tags) for _ in range(2000)])
    changed = (rows != whole).mean(axis=0)
    ordinary = WORD_DROPOUT + WORD_EXCHANGE
    assert np.allclose(changed, [ordinary, NAME_DROPOUT, ordinary, ordinary], atol=0.04)
    assert set(rows[rows[:, 1] != whole[1], 1]) == {words[stand_in("Santiago")]}


def test_spans_begin_with_b_and_go_on_with_i_of_the_same_kind() -> None:
    assert spans(["O", "B-PER", "I-PER", "O", "B-LOC"]) == [Span(1, 3, "PER"), Span(4, 5, "LOC")]
    assert spans(["B-PER", "B-PER"]) == [Span(0, 1, "PER"), Span(1, 2, "PER")]
    assert spans(["B-PER", "I-LOC", "I-LOC"]) == [Span(0, 1, "PER"), Span(1, 3, "LOC")]
    assert spans(["O", "I-ORG"]) == [Span(1, 2, "ORG")]
    assert spans([]) == []


def test_a_name_counts_only_where_ends_and_kind_are_right() -> None:
    truth = [["B-PER", "I-PER", "O", "B-LOC"]]
    assert score(truth, truth) == Score(2, 2, 2)
    assert score(truth, [["B-PER", "O", "O", "B-LOC"]]) == Score(1, 2, 2)
    assert score(truth, [["B-LOC", "I-LOC", "O", "O"]]) == Score(0, 1, 2)
    assert score(truth, [["B-PER", "I-PER", "B-ORG", "B-LOC"]], "PER") == Score(1, 1, 1)


def test_f1_is_the_harmonic_mean_of_precision_and_recall() -> None:
    found = Score(right=3, found=4, there=6)
    precision, recall = 3 / 4, 3 / 6
    assert found.f1 == pytest.approx(2 * precision * recall / (precision + recall))
    assert Score(0, 0, 0).f1 == 1
    assert Score(0, 3, 2).f1 == 0


@given(st.lists(st.lists(st.sampled_from(TAGS), max_size=8), max_size=4))
def test_the_truth_scores_one(tags: list[list[str]]) -> None:
    found = score(tags, tags)
    assert found.f1 == 1
    assert found.right == found.found == found.there


def test_the_baseline_gives_each_word_its_most_frequent_tag() -> None:
    table = most_frequent_tags()
    assert tag_by_table(table, ("Ayer", "Bilbao", "tiene", "playas")) == ["O", "B-LOC", "O", "O"]
    assert tag_by_table(table, ("She", "works", "for", "Microsoft")) == ["O", "O", "O", "B-ORG"]
    assert most_frequent_tags() == table
