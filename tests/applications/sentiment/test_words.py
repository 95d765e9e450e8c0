"""Words as numbers, and words that are read as unknown in training."""

from __future__ import annotations

import numpy as np
import pytest

from app.applications.sentiment.words import (
    STAND_INS,
    TELLING_DROPOUT,
    UNKNOWN,
    numbers,
    read_as,
    stand_in_numbers,
    vocabulary,
    word_dropout,
)

WORDS = ("no", "me", "gustó", "la", "comida", "horrible", "useless", "el")


def test_stand_ins_come_first_and_no_word_is_one() -> None:
    assert [vocabulary()[name] for name in STAND_INS] == list(range(len(STAND_INS)))
    assert numbers(("zorple", "no")).tolist() == [STAND_INS.index(UNKNOWN), vocabulary()["no"]]
    assert all(read_as(word) == word for word in list(vocabulary())[len(STAND_INS) :: 50])


def test_any_word_is_now_and_then_read_as_unknown_the_one_that_decides_too() -> None:
    rng = np.random.default_rng(0)
    known = numbers(WORDS)
    rows = np.array([word_dropout(rng, known) for _ in range(4000)])
    dropped = (rows != known).mean(axis=0)
    assert dropped == pytest.approx(np.full(len(WORDS), 0.032), abs=0.012)
    at, word = np.nonzero(rows != known)
    assert (rows[at, word] == stand_in_numbers()[known[word]]).all()
    assert STAND_INS[int(stand_in_numbers()[vocabulary()["useless"]])] == "‹…less›"


def test_in_some_sentences_all_telling_words_are_unknown() -> None:
    rng = np.random.default_rng(1)
    known = numbers(WORDS)
    rows = np.array([word_dropout(rng, known, telling=(5, 6)) for _ in range(4000)])
    both = ((rows != known)[:, 5:7]).all(axis=1)
    others = (rows != known)[:, :5].any(axis=1)
    assert (both & ~others).mean() == pytest.approx(TELLING_DROPOUT, abs=0.02)
