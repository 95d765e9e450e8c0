"""The grammar: agreement and order on both sides, and a split that no pair of words crosses."""

from __future__ import annotations

from collections import Counter
from itertools import product

import numpy as np
import pytest

from app.applications.translation.grammar import (
    LONGEST,
    Derivation,
    Phrase,
    Pronoun,
    contract,
    derive,
    draw,
    is_held_out,
)
from app.applications.translation.lexicon import ADJECTIVES, NOUNS, VERBS, Noun, plural_of
from app.applications.translation.words import english, spanish

NOUN = {noun.es: noun for noun in NOUNS}
ADJECTIVE = {adjective.es: adjective for adjective in ADJECTIVES}
VERB = {verb.lemma: verb for verb in VERBS}


def drawn(count: int, *, held_out: bool, seed: int = 3) -> list[Derivation]:
    rng = np.random.default_rng(seed)
    return [draw(rng, held_out=held_out) for _ in range(count)]


def the(noun: str, adjective: str = "", *, plural: bool = False, determiner: str = "the") -> Phrase:
    return Phrase(determiner, NOUN[noun], ADJECTIVE.get(adjective), plural)


@pytest.mark.parametrize(
    ("phrase", "es", "en"),
    [
        (the("gato", "negro"), "el gato negro", "the black cat"),
        (the("casa", "rojo", plural=True), "las casas rojas", "the red houses"),
        (the("flor", "verde", plural=True, determiner="a"), "unas flores verdes", "some green flowers"),
        (the("mujer", "elegante", determiner="a"), "una mujer elegante", "an elegant woman"),
        (the("huevo", determiner="a"), "un huevo", "an egg"),
        (the("huevo", "azul", determiner="a"), "un huevo azul", "a blue egg"),
        (the("ratón", plural=True, determiner="this"), "estos ratones", "these mice"),
        (the("camión", "azul", plural=True, determiner="my"), "mis camiones azules", "my blue trucks"),
    ],
)
def test_a_phrase_agrees_and_puts_its_adjective_in_its_place(phrase: Phrase, es: str, en: str) -> None:
    assert " ".join(phrase.spanish) == es
    assert " ".join(phrase.english) == en


WE = Pronoun("", "we", "nosotros")


@pytest.mark.parametrize(
    ("derivation", "es", "en"),
    [
        (Derivation(WE, VERB["cantar"]), "cantamos", "we sing"),
        (Derivation(WE, VERB["cantar"], negative=True), "no cantamos", "we do not sing"),
        (
            Derivation(the("niña"), VERB["buscar"], negative=True, object=the("hombre", "viejo")),
            "la niña no busca al hombre viejo",
            "the girl does not look for the old man",
        ),
        (
            Derivation(the("gato", plural=True), VERB["tener"], object=the("llave", determiner="a")),
            "los gatos tienen una llave",
            "the cats have a key",
        ),
        (
            Derivation(the("casa"), None, ("blanca", ADJECTIVE["blanco"]), negative=True),
            "la casa no es blanca",
            "the house is not white",
        ),
        (
            Derivation(
                Pronoun("ella", "she", "él"),
                VERB["correr"],
                preposition=("cerca de", "near"),
                place=the("parque"),
                time=("hoy", "today"),
                time_first=True,
            ),
            "hoy ella corre cerca del parque",
            "today she runs near the park",
        ),
        (Derivation(the("gato", "negro"), None), "el gato negro", "the black cat"),
    ],
)
def test_a_derivation_gives_both_sides(derivation: Derivation, es: str, en: str) -> None:
    assert derivation.pair == (tuple(es.split()), tuple(en.split()))


def test_no_combination_of_a_held_out_sentence_that_counts_is_in_training() -> None:
    training = {pair for one in drawn(4000, held_out=False) for pair in one.combinations}
    held = {pair for one in drawn(1500, held_out=True) for pair in one.combinations if is_held_out(pair)}
    assert len(held) > 30
    assert not training & held


def test_every_held_out_sentence_has_a_held_out_pair_and_is_in_no_training_set() -> None:
    held = drawn(1000, held_out=True)
    assert all(any(is_held_out(pair) for pair in one.combinations) for one in held)
    assert not {one.pair for one in held} & {one.pair for one in drawn(4000, held_out=False)}


def test_every_word_of_a_held_out_sentence_is_often_in_training() -> None:
    count = Counter(word for one in drawn(8000, held_out=False) for side in one.pair for word in side)
    used = {word for one in drawn(2000, held_out=True) for side in one.pair for word in side}
    assert min(count[word] for word in used) > 10


def test_every_noun_keeps_most_of_its_adjectives_and_verbs_in_training() -> None:
    for noun in NOUNS:
        told = [(noun.es, other) for other in (*ADJECTIVE, *VERB)]
        assert sum(is_held_out(pair) for pair in told) <= len(told) / 3


def test_sentences_are_short_and_made_of_the_listed_words() -> None:
    for one in drawn(1500, held_out=False) + drawn(500, held_out=True):
        assert 1 <= len(one.spanish) <= LONGEST
        assert set(one.spanish) <= set(spanish())
        assert set(one.english) <= set(english())


def test_there_are_more_than_sixty_words_on_each_side() -> None:
    assert len(spanish()) >= 150
    assert len(english()) >= 100


def test_all_listed_words_are_used() -> None:
    rng = np.random.default_rng(5)
    pairs = [derive(rng).pair for _ in range(20_000)]
    assert set(spanish()) == {word for es, _ in pairs for word in es} | {"de"}
    assert set(english()) - {"∎", "▸"} == {word for _, en in pairs for word in en}


def test_the_same_generator_gives_the_same_sentences() -> None:
    assert [one.pair for one in drawn(20, held_out=True)] == [one.pair for one in drawn(20, held_out=True)]


def test_colours_are_not_said_of_people_and_nobody_buys_them() -> None:
    for one in drawn(2000, held_out=False):
        for phrase in (one.subject, one.object):
            if isinstance(phrase, Phrase) and phrase.noun.kind == "person":
                assert phrase.adjective is None or "person" in phrase.adjective.kinds
        if one.verb and one.verb.lemma in ("comprar", "vender", "tener", "querer") and one.object:
            assert one.object.noun.kind != "person"


def test_prepositions_contract() -> None:
    assert contract(["a", "el", "niño"]) == ["al", "niño"]
    assert contract(["cerca", "de", "el", "parque"]) == ["cerca", "del", "parque"]
    assert contract(["a", "la", "niña"]) == ["a", "la", "niña"]


def test_plurals_follow_the_rule_or_their_entry() -> None:
    assert [plural_of(word) for word in ("casa", "coche", "reloj", "ciudad")] == [
        "casas",
        "coches",
        "relojes",
        "ciudades",
    ]
    assert Noun("jardín", "m", "garden", "place", "jardines").spanish(plural=True) == "jardines"


def test_an_adjective_has_four_forms_or_two() -> None:
    forms = {
        adjective.es: {adjective.spanish(gender, plural) for gender, plural in product("mf", (False, True))}
        for adjective in ADJECTIVES
    }
    assert forms["rojo"] == {"rojo", "roja", "rojos", "rojas"}
    assert forms["azul"] == {"azul", "azules"}
    assert forms["grande"] == {"grande", "grandes"}
