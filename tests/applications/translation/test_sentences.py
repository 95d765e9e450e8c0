"""The sentences that train, choose and measure: no pair of words crosses the split, and placeholders match."""

from __future__ import annotations

from collections import Counter, defaultdict

import numpy as np
import pytest

from app.applications.split import Part
from app.applications.translation import placeholders
from app.applications.translation.drawing import Draw
from app.applications.translation.first_words import everyday, first_words
from app.applications.translation.lexicon import ADJECTIVES, NOUNS, VERBS
from app.applications.translation.phrases import Sentence, part_of_pair
from app.applications.translation.placeholders import is_placeholder, kind_of_placeholder, number_of
from app.applications.translation.sentences import LONGEST, derive, draw, finish
from app.applications.translation.words import english, spanish

PARTS: tuple[Part, ...] = ("training", "validation", "held out")


def drawn(count: int, part: Part, *, seed: int = 3, unknown: bool | None = None) -> list[Sentence]:
    rng = np.random.default_rng(seed)
    return [draw(rng, part, unknown=unknown) for _ in range(count)]


def test_no_pair_of_words_that_is_not_for_training_is_in_training() -> None:
    pairs: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for part in PARTS:
        for sentence in drawn(2500, part):
            pairs[part] |= {pair for pair in sentence.combinations if part_of_pair(pair) == part}
            if part != "held out":
                assert not any(part_of_pair(pair) == "held out" for pair in sentence.combinations)
            if part == "training":
                assert all(part_of_pair(pair) == "training" for pair in sentence.combinations)
            else:
                assert any(part_of_pair(pair) == part for pair in sentence.combinations)
    assert min(len(pairs[part]) for part in PARTS) > 60


def test_the_parts_have_sentences_of_like_lengths() -> None:
    means = [np.mean([len(sentence.spanish) for sentence in drawn(2000, part)]) for part in PARTS]
    assert np.ptp(means) < 0.5


def test_no_sentence_is_in_two_parts() -> None:
    sentences = [{sentence.pair for sentence in drawn(2000, part)} for part in PARTS]
    assert sum(map(len, sentences)) == len(set.union(*sentences))


def test_every_word_of_an_unseen_sentence_is_often_in_training() -> None:
    count = Counter(word for sentence in drawn(40_000, "training") for side in sentence.pair for word in side)
    for part in PARTS[1:]:
        used = {word for sentence in drawn(1500, part, unknown=False) for side in sentence.pair for word in side}
        assert min(count[word] for word in used) > 1


def test_every_noun_keeps_most_of_its_adjectives_and_verbs_in_training() -> None:
    others = [adjective.es for adjective in ADJECTIVES] + [verb.lemma for verb in VERBS]
    for noun in NOUNS:
        kept = sum(part_of_pair((noun.es, other)) == "training" for other in others)
        assert kept >= 0.55 * len(others), noun.es


@pytest.mark.parametrize("part", PARTS)
def test_sentences_are_short_and_made_of_the_listed_words(part: Part) -> None:
    for sentence in drawn(1200, part):
        assert 1 <= len(sentence.spanish) <= LONGEST
        assert set(sentence.spanish) <= set(spanish())
        assert set(sentence.english) <= set(english())


def test_all_listed_words_are_used() -> None:
    rng = np.random.default_rng(5)
    pairs = [derive(rng).pair for _ in range(40_000)]
    used = {word for es, _ in pairs for word in es}, {word for _, en in pairs for word in en}
    assert {word for word in set(spanish()) - used[0] if not is_placeholder(word)} == set()
    assert {word for word in set(english()) - used[1] if not is_placeholder(word)} == {"∎", "▸"}


def test_placeholders_are_numbered_in_the_order_of_the_source_and_are_the_same_in_the_target() -> None:
    some = 0
    for sentence in drawn(3000, "training", unknown=True):
        source = [word for word in sentence.spanish if is_placeholder(word)]
        target = [word for word in sentence.english if is_placeholder(word)]
        assert [number_of(word) for word in source] == list(range(len(source)))
        assert sorted(source) == sorted(target)
        some += source != target
    assert some > 20, "some of them change places"


def test_unknown_words_of_every_kind_are_in_training_and_none_but_names_and_numbers_where_none_is_wanted() -> None:
    kinds = Counter(
        kind_of_placeholder(word)
        for sentence in drawn(1500, "training")
        for word in sentence.spanish
        if is_placeholder(word)
    )
    assert min(kinds[kind] for kind in placeholders.KINDS) > 30
    assert all(sentence.unknown for sentence in drawn(200, "held out", unknown=True))


def test_english_says_an_before_a_word_that_begins_with_a_vowel() -> None:
    seen = Counter(
        (article, kind_of_placeholder(word))
        for sentence in drawn(6000, "training", unknown=True)
        for article, word in zip(sentence.english, sentence.english[1:], strict=False)
        if article in ("a", "an") and is_placeholder(word)
    )
    assert seen["an", "vowel"] > 10
    assert seen["a", "word"] > 10
    assert not seen["a", "vowel"] + seen["an", "word"]


def test_a_sentence_is_sometimes_typed_without_its_accents_where_that_is_another_known_word() -> None:
    rng = np.random.default_rng(0)
    found = {
        finish(Draw(rng, unknown=False), Sentence(("¿", "cómo", "estás"), ("how", "are", "you", "?"))).spanish
        for _ in range(200)
    }
    assert found == {("¿", "cómo", "estás"), ("¿", "como", "estas")}


def test_what_is_said_first_is_there() -> None:
    rng = np.random.default_rng(2)
    said = {" ".join(make(Draw(rng, unknown=False)).english) for make in (everyday, first_words) for _ in range(6000)}
    for sentence in (
        "hello",
        "I love you",
        "where is the library ?",
        "I like chocolate",
        "there is a cat",
    ):
        assert sentence in said
    assert any(sentence.startswith("my name is ‹") for sentence in said)


def test_the_same_generator_gives_the_same_sentences() -> None:
    assert drawn(20, "held out") == drawn(20, "held out")
