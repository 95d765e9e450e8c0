"""Reviews: the word that decides and its distance, balance without it, and the split by judgement and by filler."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from app.applications.sentiment import filler, grammar
from app.applications.sentiment.reviews import BEFORE, FARTHEST, Review, draw, draw_training
from app.applications.sentiment.words import UNKNOWN, filler_only, numbers, vocabulary, word_dropout

DECIDE = {
    "no",
    "sí",
    "nunca",
    "siempre",
    "aunque",
    "pero",
    "not",
    "really",
    "yes",
    "never",
    "always",
    "although",
    "but",
}


def drawn(count: int, distance: int, *, held_out: bool, language: str = "") -> list[Review]:
    rng = np.random.default_rng(6)
    return [draw(rng, distance, held_out=held_out, language=language) for _ in range(count)]


@pytest.mark.parametrize("distance", [1, 2, 3, 5, 17, 60])
def test_the_word_that_decides_stands_at_the_asked_distance(distance: int) -> None:
    for held_out in (False, True):
        for one in drawn(100, distance, held_out=held_out):
            assert len(one.words) - 1 - one.at == distance
            assert one.words[one.at] in DECIDE
            assert sum(word in DECIDE for word in one.words) == 1
            assert len(one.words) <= BEFORE + 10 + FARTHEST


@pytest.mark.parametrize(
    ("words", "positive"),
    [
        ("i would never recommend the hotel", False),
        ("i would never avoid the hotel", True),
        ("siempre recomendaría el museo", True),
        ("no me molestó la cama", True),
        ("la comida era buena pero el servicio era malo", False),
        ("la comida era buena aunque el servicio era malo", True),
        ("the food was bad but the service was good", True),
        ("would i choose the film no", False),
    ],
)
def test_what_reviews_mean(words: str, positive: bool) -> None:
    found = {
        one.fill(reverse=turned): one.positive != turned for one in grammar.all_judgements() for turned in (False, True)
    }
    assert found[words] == positive


def test_without_the_word_that_decides_there_is_only_chance() -> None:
    meanings: dict[str, set[bool]] = {}
    for one in grammar.all_judgements():
        for turned in (False, True):
            meanings.setdefault(one.text, set()).add(one.positive != turned)
    assert all(found == {True, False} for found in meanings.values())


def test_the_word_that_decides_alone_says_nothing_either() -> None:
    count: Counter[tuple[str, bool]] = Counter(
        (one.words[one.at], one.positive) for one in drawn(6000, 20, held_out=True)
    )
    for word in {word for word, _ in count}:
        share = count[word, True] / (count[word, True] + count[word, False])
        assert share == pytest.approx(0.5, abs=0.07)


def test_judgements_of_the_two_sides_never_meet() -> None:
    held = {one.text for one in grammar.all_judgements() if one.held_out}
    training = {one.text for one in grammar.all_judgements() if not one.held_out}
    for language, patterns in grammar.PATTERNS.items():
        for pattern in range(len(patterns)):
            for positive in (True, False):
                found = [grammar.judgements(language, pattern, positive, held_out=side) for side in (False, True)]
                assert all(len(side) >= 2 for side in found)
                assert not {(one.text, one.keeps) for one in found[0]} & {(one.text, one.keeps) for one in found[1]}
    assert held
    assert training


def test_clauses_of_three_words_or_more_are_on_one_side() -> None:
    for language in ("es", "en"):
        sides = [filler.by_length(language, held_out=held_out) for held_out in (False, True)]
        for length in range(filler.SHARED + 1, filler.LONGEST + 1):
            assert not set(sides[0][length]) & set(sides[1][length])
        assert all(sum(map(len, side[filler.SHARED + 1 :])) > 50 for side in sides)


def test_no_held_out_review_is_a_training_review() -> None:
    rng = np.random.default_rng(2)
    training = {draw_training(rng, int(rng.integers(1, 8))).words for _ in range(5000)}
    held = {one.words for distance in range(1, 8) for one in drawn(300, distance, held_out=True)}
    assert not training & held


@pytest.mark.parametrize("language", ["es", "en"])
def test_filler_has_as_many_words_as_are_asked_for_and_none_that_says_something(language: str) -> None:
    rng = np.random.default_rng(3)
    nothing = filler_only()
    for length in range(62):
        for held_out in (False, True):
            words = filler.filler(rng, language, length, held_out=held_out)
            assert len(words) == length
            assert not set(words) & DECIDE
            assert all(numbers(words) > 0)
    told = {word for one in grammar.all_judgements() for word in one.text.split()}
    assert not any(nothing[vocabulary()[word]] for word in told - {grammar.BLANK})


def test_classes_are_balanced_at_every_distance() -> None:
    for distance in (1, 10, 60):
        assert np.mean([one.positive for one in drawn(2000, distance, held_out=True)]) == pytest.approx(0.5, abs=0.04)


def test_a_language_can_be_asked_for() -> None:
    assert all(
        one.words[one.at] in {"no", "sí", "nunca", "siempre", "aunque", "pero"}
        for one in drawn(50, 5, held_out=True, language="es")
    )


def test_training_has_reviews_without_a_judgement_whose_class_is_chance() -> None:
    rng = np.random.default_rng(8)
    reviews = [draw_training(rng, 20) for _ in range(6000)]
    bare = [one for one in reviews if one.at < 0 and len(one.words) == 20]
    assert len(bare) / len(reviews) == pytest.approx(0.05, abs=0.015)
    assert np.mean([one.positive for one in bare]) == pytest.approx(0.5, abs=0.1)


def test_spanish_adjectives_agree() -> None:
    texts = {one.text for one in grammar.all_judgements()}
    assert any("la comida era buena" in text for text in texts)
    assert not any("la comida era bueno" in text for text in texts)


def test_unknown_words_are_number_zero_and_dropping_touches_filler_alone() -> None:
    assert numbers(("zzz", "no")).tolist() == [UNKNOWN, vocabulary()["no"]]
    rng = np.random.default_rng(0)
    words = ("no", "me", "gustó", "la", "comida", "fuimos", "el", "lunes")
    rows = np.array([word_dropout(rng, words) for _ in range(3000)])
    touched = (rows == UNKNOWN).mean(axis=0)
    assert not touched[:5].any()
    assert touched[5] == pytest.approx(0.02, abs=0.01)
