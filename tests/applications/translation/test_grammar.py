"""The grammar: agreement and order on both sides."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from app.applications.translation.drawing import Draw
from app.applications.translation.grammar import clause, going, put_together, quality, whereabouts
from app.applications.translation.lexicon import (
    ADJECTIVES,
    ESTAR,
    GO,
    MY,
    NONE,
    NOUNS,
    NUMBERS,
    SER,
    THE,
    THIS,
    TIMES,
    VERBS,
    A,
    Determiner,
    Noun,
    plural_of,
)
from app.applications.translation.phrases import Other, Phrase, Words, contract, personal_a
from app.applications.translation.verbs import MODALS, VerbPhrase, being, plain_verb, verb_of, with_infinitive

NOUN = {noun.es: noun for noun in NOUNS}
ADJECTIVE = {adjective.es: adjective for adjective in ADJECTIVES}
I = Other((), ("I",), "yo")  # noqa: E741
SHE = Other(("ella",), ("she",), "él", "f")


def phrase(noun: str, adjective: str = "", *, plural: bool = False, determiner: Determiner = THE) -> Phrase:
    return Phrase(determiner, NOUN[noun], ADJECTIVE.get(adjective), plural)


@pytest.mark.parametrize(
    ("given", "es", "en"),
    [
        (phrase("gato", "negro"), "el gato negro", "the black cat"),
        (phrase("casa", "rojo", plural=True), "las casas rojas", "the red houses"),
        (phrase("flor", "verde", plural=True, determiner=A), "unas flores verdes", "some green flowers"),
        (phrase("mujer", "elegante", determiner=A), "una mujer elegante", "an elegant woman"),
        (phrase("huevo", determiner=A), "un huevo", "an egg"),
        (phrase("huevo", "azul", determiner=A), "un huevo azul", "a blue egg"),
        (phrase("ratón", plural=True, determiner=THIS), "estos ratones", "these mice"),
        (phrase("camión", "azul", plural=True, determiner=MY), "mis camiones azules", "my blue trucks"),
        (phrase("agua", "bueno"), "el agua buena", "the good water"),
        (phrase("agua", determiner=THIS), "esta agua", "this water"),
        (phrase("pan", determiner=NONE), "pan", "bread"),
        (phrase("gato", plural=True, determiner=NUMBERS[1]), "tres gatos", "three cats"),
        (phrase("niña", "feliz", plural=True), "las niñas felices", "the happy girls"),
    ],
)
def test_a_phrase_agrees_and_puts_its_adjective_in_its_place(given: Phrase, es: str, en: str) -> None:
    assert " ".join(given.spanish) == es
    assert " ".join(given.english) == en


@pytest.mark.parametrize(
    ("verb", "subject", "told", "denied", "asked"),
    [
        (plain_verb(verb_of("comer"), "él"), SHE, "she eats", "she does not eat", "does she eat"),
        (plain_verb(verb_of("comer"), "él", past=True), SHE, "she ate", "she did not eat", "did she eat"),
        (plain_verb(verb_of("buscar"), "yo"), I, "I look for", "I do not look for", "do I look for"),
        (being(ESTAR, "él", ("comiendo",), ("eating",)), SHE, "she is eating", "she is not eating", "is she eating"),
        (with_infinitive(verb_of("leer"), "yo", "poder"), I, "I can read", "I cannot read", "can I read"),
        (
            with_infinitive(verb_of("leer"), "él", "querer"),
            SHE,
            "she wants to read",
            "she does not want to read",
            "does she want to read",
        ),
        (with_infinitive(GO, "yo", "ir"), I, "I am going to go to", "I am not going to go to", "am I going to go to"),
        (
            with_infinitive(verb_of("leer"), "yo", "tener"),
            I,
            "I have to read",
            "I do not have to read",
            "do I have to read",
        ),
    ],
)
def test_english_denies_and_asks_with_an_auxiliary(
    verb: VerbPhrase, subject: Other, told: str, denied: str, asked: str
) -> None:
    assert " ".join(verb.english(subject.english)) == told
    assert " ".join(verb.english(subject.english, negative=True)) == denied
    assert " ".join(verb.english(subject.english, question=True)) == asked


@pytest.mark.parametrize(
    ("lemma", "person", "past", "es"),
    [
        ("comprar", "él", True, "compró"),
        ("comprar", "ellos", True, "compraron"),
        ("leer", "él", True, "leyó"),
        ("tener", "yo", True, "tuve"),
        ("buscar", "yo", True, "busqué"),
        ("dormir", "tú", False, "duermes"),
        ("vivir", "nosotros", False, "vivimos"),
    ],
)
def test_verbs_have_their_forms(lemma: str, person: str, past: bool, es: str) -> None:
    assert plain_verb(verb_of(lemma), person, past=past).spanish == (es,)


def test_a_form_that_is_present_and_past_is_the_present() -> None:
    assert plain_verb(verb_of("cantar"), "nosotros", past=True).finite == "sing"
    assert plain_verb(verb_of("comer"), "nosotros", past=True).finite == "ate"


def test_with_infinitives_spanish_says_what_stands_between() -> None:
    said = [" ".join(with_infinitive(verb_of("leer"), "yo", modal).spanish) for modal in MODALS]
    assert said == ["quiero leer", "puedo leer", "voy a leer", "tengo que leer"]


class Scripted:
    """A generator whose draws are given, and then always the same."""

    def __init__(self, *values: float, then: float = 0.999) -> None:
        self.values, self.then = list(values), then

    def random(self) -> float:
        return self.values.pop(0) if self.values else self.then


def draw_of(*values: float) -> Draw:
    return Draw(Scripted(*values), unknown=False)  # type: ignore[arg-type]


TAIL = (("una", "manzana"), ("an", "apple"))


@pytest.mark.parametrize(
    ("values", "es", "en"),
    [
        ((), "ella come una manzana", "she eats an apple"),
        ((0.0, 0.9), "¿ ella come una manzana", "does she eat an apple ?"),
        ((0.0, 0.0), "¿ come ella una manzana", "does she eat an apple ?"),
        ((0.9, 0.0), "ella no come una manzana", "she does not eat an apple"),
        ((0.9, 0.9, 0.0, 0.0, 0.0), "hoy ella come una manzana", "today she eats an apple"),
        ((0.9, 0.9, 0.0, 0.4, 0.9), "ella come una manzana ahora", "she eats an apple now"),
    ],
)
def test_a_sentence_is_told_denied_or_asked_with_a_time_at_either_end(
    values: tuple[float, ...], es: str, en: str
) -> None:
    said = put_together(draw_of(*values), SHE, plain_verb(verb_of("comer"), "él"), TAIL, frozenset())
    assert (" ".join(said.spanish), " ".join(said.english)) == (es, en)


@pytest.mark.parametrize("make", [clause, going, quality, whereabouts])
def test_the_verb_agrees_with_the_subject(make: object) -> None:
    rng = np.random.default_rng(4)
    singular, plural = {"is", "does", "has", "sees", "goes", "wants"}, {"are", "do", "have", "see", "go", "want"}
    for _ in range(400):
        english = make(Draw(rng, unknown=False)).english  # type: ignore[operator]
        subject = english[0]
        if subject in ("he", "she"):
            assert not plural & set(english[1:2])
        if subject in ("we", "they", "you"):
            assert not singular & set(english[1:2])


def test_prepositions_contract_and_persons_as_objects_take_a() -> None:
    assert contract(("a", "el", "niño")) == ("al", "niño")
    assert contract(("cerca", "de", "el", "parque")) == ("cerca", "del", "parque")
    assert contract(("a", "la", "niña")) == ("a", "la", "niña")
    assert personal_a(phrase("hombre", "viejo")) == ("al", "hombre", "viejo")
    assert personal_a(phrase("gato")) == ("el", "gato")


def test_plurals_follow_the_rule_or_their_entry() -> None:
    assert [plural_of(word) for word in ("casa", "coche", "reloj", "ciudad", "feliz", "‹word·1›")] == [
        "casas",
        "coches",
        "relojes",
        "ciudades",
        "felices",
        "‹word·1›",
    ]
    assert Noun("jardín", "m", "garden", "place", "jardines").spanish(plural=True) == "jardines"


def test_an_adjective_has_four_forms_or_two() -> None:
    forms = {
        adjective.es: {adjective.spanish(gender, plural) for gender, plural in product("mf", (False, True))}
        for adjective in ADJECTIVES
    }
    assert forms["rojo"] == {"rojo", "roja", "rojos", "rojas"}
    assert forms["azul"] == {"azul", "azules"}
    assert forms["feliz"] == {"feliz", "felices"}


def test_no_form_of_a_verb_is_missing() -> None:
    for verb in (*VERBS, GO):
        assert len(verb.es) == len(verb.past) == len(SER) == 5
        assert all((*verb.es, *verb.past, *verb.en))


def test_a_state_goes_with_estar_and_what_lasts_with_ser() -> None:
    rng = np.random.default_rng(7)
    states = {a.spanish(g, p) for a in ADJECTIVES if a.state for g in "mf" for p in (False, True)}
    lasting = {a.spanish(g, p) for a in ADJECTIVES if not a.state for g in "mf" for p in (False, True)}
    for _ in range(500):
        words: Words = tuple(word for word in quality(Draw(rng, unknown=False)).spanish if word not in dict(TIMES))
        assert not (set(words) & set(SER) and words[-1] in states)
        assert not (set(words) & set(ESTAR) and words[-1] in lasting)
