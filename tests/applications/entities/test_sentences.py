"""Tagged sentences: the split by template and by name, and words before a name that do not tell what it is."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache

import numpy as np
import pytest

from app.applications.entities.names import ALWAYS_TRAINED, AMBIGUOUS, KINDS, is_held_out, names
from app.applications.entities.score import spans
from app.applications.entities.sentences import TAGS, Sentence, draw
from app.applications.entities.templates import KEPT, all_templates, held_out_templates, parts, templates
from app.applications.entities.words import STAND_INS, vocabulary, vocabulary_word

LISTS = ("given", "surname", "place", "organisation", *KINDS)


@cache
def drawn(count: int, *, held_out: bool) -> list[Sentence]:
    rng = np.random.default_rng(4)
    return [draw(rng, held_out=held_out) for _ in range(count)]


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


def test_no_name_of_a_held_out_sentence_is_in_training() -> None:
    for of in LISTS:
        assert not set(names(of, held_out=True)) & set(names(of, held_out=False))
    training, held = called(drawn(4000, held_out=False)), called(drawn(1500, held_out=True))
    assert len(held) > 100
    assert not training & held


def test_no_template_of_a_held_out_sentence_is_in_training() -> None:
    for language in ("es", "en"):
        for kind in ("", *KINDS):
            training = {t.text for t in templates(language, kind, held_out=False)}
            held = {t.text for t in templates(language, kind, held_out=True)}
            assert held
            assert not training & held


def test_sentences_of_the_two_sides_are_never_alike_with_their_names_blanked() -> None:
    assert not {blanked(one) for one in drawn(6000, held_out=False)} & {
        blanked(one) for one in drawn(2000, held_out=True)
    }


def test_each_part_of_a_held_out_template_stays_in_training() -> None:
    left = Counter(part for one in all_templates() if one not in held_out_templates() for part in parts(one))
    assert all(left[part] >= KEPT for one in held_out_templates() for part in parts(one))


def test_held_out_sentences_have_no_ordinary_word_that_training_lacks() -> None:
    for one in drawn(1500, held_out=True):
        for at, (word, tag) in enumerate(zip(one.words, one.tags, strict=True)):
            if tag == "O":
                assert vocabulary_word(word, first=at == 0) not in STAND_INS


def test_the_words_before_a_name_do_not_tell_its_kind() -> None:
    before: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for one in drawn(6000, held_out=False):
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
        span.kind for one in drawn(8000, held_out=False) for span in spans(one.tags) if one.words[span.start] == word
    }
    assert len(kinds) >= 2


def test_each_list_has_names_of_both_sides_and_the_examples_are_trained() -> None:
    for of in LISTS:
        assert len(names(of, held_out=False)) > len(names(of, held_out=True)) >= 3
    assert not any(is_held_out(word) for word in ALWAYS_TRAINED)
    assert all(set(kinds) <= set(KINDS) for kinds in AMBIGUOUS)


def test_sentences_are_tagged_word_by_word() -> None:
    for one in drawn(1000, held_out=False):
        assert len(one.words) == len(one.tags) <= 24
        assert set(one.tags) <= set(TAGS)
        assert one.words[0][0] in one.words[0][0].upper()
        assert "{" not in " ".join(one.words)
        for before, tag in zip(("O", *one.tags), one.tags, strict=False):
            assert tag[0] != "I" or before[1:] == tag[1:]


def test_both_languages_and_sentences_without_names_occur() -> None:
    sentences = drawn(500, held_out=False)
    words = {word for one in sentences for word in one.words}
    assert {"ayer", "yesterday"} & words or {"Ayer", "Yesterday"} & words
    assert any(set(one.tags) == {"O"} for one in sentences)


def test_the_vocabulary_has_no_held_out_name_unless_it_is_part_of_another() -> None:
    alone = {name for of in LISTS for name in names(of, held_out=True) if " " not in name}
    inside = {word for of in LISTS for name in names(of, held_out=False) for word in name.split()}
    assert not (alone - inside) & set(vocabulary())
