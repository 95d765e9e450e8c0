"""Tagged sentences: the split by template and by name, and words before a name that do not tell what it is."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache

import numpy as np
import pytest

from app.applications.entities import LONGEST
from app.applications.entities.everyday import UNTOLD, Slot, all_lines, draw_pieces, expand, part_of_pieces
from app.applications.entities.names import AMBIGUOUS, KINDS, LESSONS, all_lists, names, part_of_name
from app.applications.entities.score import spans
from app.applications.entities.sentences import LANGUAGES, TAGS, Sentence, draw, draw_lesson
from app.applications.entities.slots import SLOTS, can_fill, fill
from app.applications.entities.templates import KEPT, all_templates, halves, parts_of_templates, templates
from app.applications.entities.words import read_as
from app.applications.split import Part

PARTS: tuple[Part, ...] = ("training", "validation", "held out")
OTHERS: tuple[Part, ...] = ("validation", "held out")
SPLIT_LISTS = ("given", "surname", "city", "country", "company")

each_other_part = pytest.mark.parametrize("part", OTHERS)


@cache
def drawn(count: int, part: Part) -> list[Sentence]:
    rng = np.random.default_rng(4)
    return [draw(rng, part) for _ in range(count)]


@cache
def lessons(count: int, part: Part) -> list[Sentence]:
    rng = np.random.default_rng(5)
    return [draw_lesson(rng, LANGUAGES[k % 2], part) for k in range(count)]


def called(sentences: list[Sentence]) -> set[str]:
    """Names as they stand in sentences."""
    return {" ".join(one.words[span.start : span.end]) for one in sentences for span in spans(one.tags)}


def blanked(sentence: Sentence) -> tuple[str, ...]:
    """A sentence with a slot in place of each name."""
    found: list[str] = []
    for word, tag in zip(sentence.words, sentence.tags, strict=True):
        if tag[0] != "I":
            found.append(word.lower() if tag == "O" else tag)
    return tuple(found)


@each_other_part
def test_no_name_of_another_part_is_in_training(part: Part) -> None:
    for of in SPLIT_LISTS:
        assert not set(names(of, part)) & set(names(of, "training"))
    training, others = called(drawn(4000, "training")), called(drawn(1500, part))
    assert len(others) > 100
    assert not training & others


@each_other_part
def test_no_lesson_template_of_another_part_is_in_training(part: Part) -> None:
    for language in LANGUAGES:
        for kind in ("", *KINDS):
            training = {t.text for t in templates(language, kind, "training")}
            others = {t.text for t in templates(language, kind, part)}
            assert others
            assert not training & others


@each_other_part
def test_lessons_of_two_parts_are_never_alike_with_their_names_blanked(part: Part) -> None:
    assert not {blanked(one) for one in lessons(4000, "training")} & {blanked(one) for one in lessons(1500, part)}


def test_an_everyday_sentence_with_slots_belongs_to_one_part() -> None:
    rng = np.random.default_rng(0)
    texts: dict[Part, set[str]] = {}
    for part in PARTS:
        pieces = [draw_pieces(rng, LANGUAGES[k % 2], "telling", part) for k in range(1500)]
        assert all(part_of_pieces(one) == part for one in pieces)
        texts[part] = {" ".join(map(str, one)) for one in pieces}
    assert all(len(one) > 800 for one in texts.values())
    assert not texts["training"] & (texts["validation"] | texts["held out"])
    assert not texts["validation"] & texts["held out"]


@each_other_part
def test_where_nothing_tells_what_an_unknown_name_is_it_is_not_asked(part: Part) -> None:
    rng = np.random.default_rng(3)
    for k in range(1000):
        pieces = draw_pieces(rng, LANGUAGES[k % 2], "telling", part)
        text = " ".join(f"{{{one.letter}}}" if isinstance(one, Slot) else one for one in pieces)
        assert not UNTOLD.search(text)
    for text in ("Ana trabaja en {O}", "Ana works in {L}", "we visited the {I}"):
        assert UNTOLD.search(text)
    for text in ("Ana vive en {L}", "Ana works for {O}"):
        assert not UNTOLD.search(text)


def test_each_half_of_another_parts_template_stays_in_training() -> None:
    parts = parts_of_templates()
    left = Counter(half for one in all_templates() if parts[one] == "training" for half in halves(one))
    assert all(left[half] >= KEPT for one in all_templates() if parts[one] != "training" for half in halves(one))


@each_other_part
def test_sentences_of_other_parts_have_no_ordinary_word_that_training_lacks(part: Part) -> None:
    for one in drawn(1000, part):
        for word, tag in zip(read_as(one.words), one.tags, strict=True):
            assert tag != "O" or word[0] != "‹" or word == "‹1›"


def test_the_words_before_a_lessons_name_do_not_tell_its_kind() -> None:
    before: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for one in lessons(6000, "training"):
        found = spans(one.tags)
        if found:
            before[tuple(word.lower() for word in one.words[: found[0].start])][found[0].kind] += 1
    shared = [counts for counts in before.values() if set(counts) == set(KINDS)]
    assert len(shared) >= 28  # every opening of both languages, but for one
    share = sum(sum(counts.values()) for counts in shared) / sum(sum(counts.values()) for counts in before.values())
    assert share > 0.8
    for counts in shared:
        assert max(counts.values()) < 0.6 * sum(counts.values())


@pytest.mark.parametrize("word", ["Santiago", "Amazon", "Jordan", "Río", "Mercedes", "Santander"])
def test_an_ambiguous_word_begins_names_of_several_kinds(word: str) -> None:
    kinds = {
        span.kind for one in lessons(8000, "training") for span in spans(one.tags) if one.words[span.start] == word
    }
    assert len(kinds) >= 2


def test_the_page_s_examples_and_what_many_people_know_are_trained_and_of_the_rest_some_are_kept() -> None:
    for of in SPLIT_LISTS:
        assert all(len(names(of, "training")) > len(names(of, part)) >= 3 for part in OTHERS)
    assert all(part_of_name(word) == "training" for word in LESSONS)
    assert all(part_of_name(name) == "training" for name in all_lists()["famous known"])
    assert all(set(kinds) <= set(KINDS) for kinds in AMBIGUOUS)


@pytest.mark.parametrize("slot", SLOTS)
def test_each_slot_is_filled_with_names_of_the_part_that_is_asked_for(slot: str) -> None:
    rng = np.random.default_rng(1)
    for part in PARTS:
        if can_fill(slot, part):
            assert all(fill(rng, slot, part).strip() for _ in range(300))
        else:
            assert part != "training"


def test_every_template_can_be_filled() -> None:
    rng = np.random.default_rng(2)
    for line in all_lines():
        for _ in range(5):
            for piece in expand(rng, line.sequence):
                assert not isinstance(piece, Slot) or piece.letter in {*SLOTS, "N"}
                assert isinstance(piece, Slot) or not set(piece) & set("@(){}|")


def test_sentences_are_tagged_word_by_word() -> None:
    for one in (*drawn(1000, "training"), *drawn(500, "held out")):
        assert len(one.words) == len(one.tags) <= LONGEST
        assert set(one.tags) <= set(TAGS)
        assert "{" not in " ".join(one.words)
        for before, tag in zip(("O", *one.tags), one.tags, strict=False):
            assert tag[0] != "I" or before[1:] == tag[1:]


def test_both_languages_sentences_without_names_and_careless_typing_occur() -> None:
    sentences = drawn(2000, "training")
    assert {one.language for one in sentences} == set(LANGUAGES)
    assert any(set(one.tags) == {"O"} for one in sentences)
    texts = ["".join(one.words) for one in sentences]
    assert any(text.islower() for text in texts)
    assert any(text.isupper() for text in texts)
    assert any("." in one.words[:-1] for one in sentences)
