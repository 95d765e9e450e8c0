"""Reviews: the word that decides and its distance, balance without it, and the parts by judgement and by filler."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from app.applications.sentiment import filler, judgements
from app.applications.sentiment.reviews import BEFORE, FARTHEST, Review, draw, draw_reviews
from app.applications.sentiment.words import vocabulary
from app.applications.split import Part

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
PARTS: tuple[Part, ...] = ("training", "validation", "held out")


def drawn(count: int, distance: int, part: Part = "held out", language: str = "") -> list[Review]:
    rng = np.random.default_rng(6)
    return [draw(rng, distance, part, language) for _ in range(count)]


@pytest.mark.parametrize("distance", [1, 2, 3, 5, 17, 60])
def test_the_word_that_decides_stands_at_the_asked_distance(distance: int) -> None:
    for part in PARTS:
        for one in drawn(100, distance, part):
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
        one.fill(reverse=turned): one.positive != turned
        for one in judgements.all_judgements()
        for turned in (False, True)
    }
    assert found[words] == positive


def test_without_the_word_that_decides_there_is_only_chance() -> None:
    meanings: dict[str, set[bool]] = {}
    for one in judgements.all_judgements():
        for turned in (False, True):
            meanings.setdefault(one.text, set()).add(one.positive != turned)
    assert all(found == {True, False} for found in meanings.values())


def test_the_word_that_decides_alone_says_nothing_either() -> None:
    count: Counter[tuple[str, bool]] = Counter((one.words[one.at], one.positive) for one in drawn(6000, 20))
    for word in {word for word, _ in count}:
        share = count[word, True] / (count[word, True] + count[word, False])
        assert share == pytest.approx(0.5, abs=0.07)


def test_judgements_of_the_parts_never_meet() -> None:
    for language, patterns in judgements.PATTERNS.items():
        for pattern in range(len(patterns)):
            for positive in (True, False):
                members = [judgements.judgements(language, pattern, positive, part) for part in PARTS]
                assert all(len(part) >= 2 for part in members)
                texts = [{(one.text, one.keeps) for one in part} for part in members]
                assert sum(map(len, texts)) == len(set.union(*texts))


def test_clauses_of_three_words_or_more_are_in_one_part() -> None:
    for language in ("es", "en"):
        parts = [filler.by_length(language, part) for part in PARTS]
        for length in range(filler.SHARED + 1, filler.LONGEST + 1):
            clauses = [set(part[length]) for part in parts]
            assert sum(map(len, clauses)) == len(set.union(*clauses))
        assert all(sum(map(len, part[filler.SHARED + 1 :])) > 50 for part in parts)


def test_no_review_of_one_part_is_a_review_of_another() -> None:
    rng = np.random.default_rng(2)
    training = {review.words for _ in range(80) for review in draw_reviews(rng, 64)}
    validation, held_out = (
        {one.words for distance in range(1, 8) for one in drawn(300, distance, part)} for part in PARTS[1:]
    )
    assert not training & held_out
    assert not training & validation
    assert not validation & held_out


@pytest.mark.parametrize("language", ["es", "en"])
def test_filler_has_as_many_words_as_are_asked_for_and_none_that_decides(language: str) -> None:
    rng = np.random.default_rng(3)
    for length in range(62):
        for part in PARTS:
            words = filler.filler(rng, language, length, part)
            assert len(words) == length
            assert not set(words) & DECIDE
            assert set(words) <= set(vocabulary())


def test_classes_are_balanced_at_every_distance() -> None:
    for distance in (1, 10, 60):
        assert np.mean([one.positive for one in drawn(2000, distance)]) == pytest.approx(0.5, abs=0.04)


def test_a_language_can_be_asked_for() -> None:
    assert all(
        one.words[one.at] in {"no", "sí", "nunca", "siempre", "aunque", "pero"} for one in drawn(50, 5, language="es")
    )


def test_training_has_reviews_without_a_judgement_whose_class_is_chance() -> None:
    rng = np.random.default_rng(8)
    reviews = [review for _ in range(100) for review in draw_reviews(rng, 64)]
    known = {word for clause in filler.all_clauses() for word in clause.text.split()}
    bare = [one for one in reviews if one.at < 0 and set(one.words) <= known]
    assert len(bare) / len(reviews) == pytest.approx(0.05, abs=0.02)
    assert np.mean([one.positive for one in bare]) == pytest.approx(0.5, abs=0.1)


def test_spanish_adjectives_agree() -> None:
    texts = {one.text for one in judgements.all_judgements()}
    assert any("la comida era buena" in text for text in texts)
    assert not any("la comida era bueno" in text for text in texts)
