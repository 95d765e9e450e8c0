"""The grammar of opinions: polarity and agreement from the top down, and what is not a rule."""

from __future__ import annotations

import numpy as np
import pytest

from app.applications.sentiment.everyday import LONGEST, SHARED, draw_fact, draw_sentence, everyday_words
from app.applications.sentiment.filler import random_numbers
from app.applications.sentiment.opinion_grammar import OpinionGrammar, opinion_grammar
from app.applications.sentiment.reviews import PLAIN, draw_everyday
from app.applications.sentiment.rule_text import compiled, sections
from app.applications.split import Part

PARTS: tuple[Part, ...] = ("training", "validation", "held out")

WORDS = """
[Adj+ adjective]
bueno
[Adj-]
malo/mala/malos/malas
[Like+ verb]
amar
[Like- verb]
odiar
"""
RULES = """
[SENTENCE]
no {is} {~Adj}
+ vale (la|toda la) pena
[GIRL *]
{Like:yo/el/yo/el}
[is]
es/está/son/están
"""


@pytest.fixture
def grammar(monkeypatch: pytest.MonkeyPatch) -> OpinionGrammar:
    monkeypatch.setattr(OpinionGrammar, "__init__", lambda self: None)
    tiny = OpinionGrammar.__new__(OpinionGrammar)
    tiny.language, tiny.words, tiny.rules = "es", {}, {}
    tiny.read_words(WORDS)
    tiny.read_rules(RULES)
    return tiny


def sentences(grammar: OpinionGrammar, positive: bool, start: str = "SENTENCE") -> set[str]:
    chances = random_numbers(np.random.default_rng(0))
    return {" ".join(grammar.draw(positive, chances, start).words) for _ in range(300)}


def test_a_negation_takes_the_other_opinion_and_its_words_agree(grammar: OpinionGrammar) -> None:
    against = sentences(grammar, False)
    assert against == {"no es bueno", "no está buena", "no son buenos", "no están buenas"} | {
        "no es buenísimo",
        "no está buenísima",
        "no son buenísimos",
        "no están buenísimas",
    }


def test_a_rule_of_one_opinion_is_never_of_the_other(grammar: OpinionGrammar) -> None:
    favourable = sentences(grammar, True)
    assert {"vale la pena", "vale toda la pena", "no está mala"} <= favourable
    assert not favourable & sentences(grammar, False)


def test_a_verb_has_the_form_that_goes_with_gender_and_number(grammar: OpinionGrammar) -> None:
    assert sentences(grammar, True, "GIRL") == {"amo", "amé", "amaba", "ama", "amó"}


def test_the_words_with_an_opinion_are_marked(grammar: OpinionGrammar) -> None:
    drawn = grammar.draw(False, random_numbers(np.random.default_rng(1)))
    assert drawn.telling == [2]


def test_the_vocabulary_is_what_can_be_drawn(grammar: OpinionGrammar) -> None:
    drawn = {word for positive in (True, False) for text in sentences(grammar, positive) for word in text.split()}
    drawn |= {
        word for positive in (True, False) for text in sentences(grammar, positive, "GIRL") for word in text.split()
    }
    assert drawn == grammar.vocabulary()


@pytest.mark.parametrize("text", ["(a|b", "{Adj", "one/two"])
def test_what_is_not_a_rule_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"bracket|slot|four"):
        compiled(text)


def test_comments_are_no_rules() -> None:
    assert list(sections("# about\n[a]\n# more\nx\n")) == [("a", "", None, ["x"])]


@pytest.mark.parametrize("language", ["es", "en"])
def test_every_symbol_can_be_drawn_for_and_against(language: str) -> None:
    grammar, chances = opinion_grammar(language), random_numbers(np.random.default_rng(3))
    for (name, positive), rules in grammar.rules.items():
        assert rules.runs, name
        for _ in range(20):
            assert grammar.draw(positive, chances, name).words or name in ("adjective", "subject"), name


@pytest.mark.parametrize("language", ["es", "en"])
def test_for_and_against_are_equally_frequent_and_only_facts_have_no_opinion(language: str) -> None:
    chances = random_numbers(np.random.default_rng(4))
    drawn = [draw_sentence(chances, language, "training") for _ in range(3000)]
    assert np.mean([one.positive for one in drawn]) == pytest.approx(0.5, abs=0.04)
    assert max(len(one.words) for one in drawn) <= LONGEST
    assert np.mean([bool(one.telling) for one in drawn]) > 0.5
    assert draw_fact(chances, language)


def test_a_sentence_of_more_than_three_words_is_in_one_part() -> None:
    texts = []
    for part in PARTS:
        chances = random_numbers(np.random.default_rng(5))
        texts.append({draw_sentence(chances, language, part).words for language in ("es", "en") for _ in range(1500)})
    assert not texts[0] & texts[1]
    assert not texts[0] & texts[2]
    assert not texts[1] & texts[2]
    assert min(len(words) for words in texts[1] | texts[2]) == SHARED + 1
    assert min(len(words) for words in texts[0]) == 1


def test_some_training_sentences_are_typed_without_accents() -> None:
    reviews = draw_everyday(np.random.default_rng(6), 2000)
    words = {word for review in reviews for word in review.words}
    assert words - everyday_words()
    assert {word.translate(PLAIN) for word in everyday_words()} >= words - everyday_words()


def test_the_vocabulary_has_thousands_of_words() -> None:
    assert len(everyday_words()) > 5000
    assert {
        "encanta",
        "encantaron",
        "aburrió",
        "loved",
        "loving",
        "pésimo",
        "meh",
        "asco",
        "chévere",
    } <= everyday_words()
