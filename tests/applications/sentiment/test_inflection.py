"""Forms of words: Spanish agreement and verbs, English verbs and plurals, and the spelling that goes with an ending."""

from __future__ import annotations

import pytest

from app.applications.sentiment import inflection


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        ("bueno", "bueno buena buenos buenas"),
        ("feliz", "feliz feliz felices felices"),
        ("fácil", "fácil fácil fáciles fáciles"),
        ("amable", "amable amable amables amables"),
    ],
)
def test_a_spanish_adjective_agrees(word: str, forms: str) -> None:
    assert inflection.adjective(word)[0] == tuple(forms.split())


@pytest.mark.parametrize(
    ("word", "superlative"),
    [("rico", "riquísimo"), ("largo", "larguísimo"), ("amable", "amabilísimo"), ("difícil", "dificilísimo")],
)
def test_a_superlative_keeps_the_sound(word: str, superlative: str) -> None:
    assert inflection.adjective(word)[-1][0] == superlative


@pytest.mark.parametrize(
    ("word", "gender", "plural"),
    [
        ("película", inflection.FEMININE, "películas"),
        ("canción", inflection.FEMININE, "canciones"),
        ("día", inflection.MASCULINE, "días"),
        ("sofá", inflection.MASCULINE, "sofás"),
        ("bar", inflection.MASCULINE, "bares"),
        ("voz:f", inflection.FEMININE, "voces"),
        ("pérdida-de-tiempo", inflection.FEMININE, "pérdidas-de-tiempo"),
    ],
)
def test_a_spanish_noun_has_a_gender_and_a_plural(word: str, gender: int, plural: str) -> None:
    assert inflection.noun(word) == (gender, word.partition(":")[0], plural)


@pytest.mark.parametrize(
    ("verb", "form", "words"),
    [
        ("odiar", "yo", {"odio", "odié", "odiaba"}),
        ("colgar~cuelg", "yo", {"cuelgo", "colgué", "colgaba"}),
        ("divertir~diviert", "el", {"divierte", "divirtió", "divertía"}),
        ("dormir~duerm", "ger", {"durmiendo"}),
        ("entristecer", "sub", {"entristezca"}),
        ("sacar-de-quicio", "sub", {"saque de quicio"}),
        ("romper", "part", {"roto"}),
        ("gustar", "ellos", {"gustan", "gustaron", "gustaban"}),
    ],
)
def test_a_spanish_verb_by_person_and_tense(verb: str, form: str, words: set[str]) -> None:
    assert set(inflection.spanish_verb(verb)[form]) == words


def test_an_english_verb_is_regular_or_written_out() -> None:
    love, lie = inflection.english_verb("love"), inflection.english_verb("lie/lies/lied/lied/lying")
    assert {form: words[0] for form, words in love.items()} == {
        "base": "love",
        "s": "loves",
        "past": "loved",
        "part": "loved",
        "ing": "loving",
    }
    assert lie["ing"] == ["lying"]
    assert [inflection.english_noun(word)[1] for word in ("dish", "city", "day", "woman")] == [
        "dishes",
        "cities",
        "days",
        "women",
    ]
