"""Accents that are missing, and those that were typed."""

from app.applications.accents import Accents
from app.applications.unicode_text import normalise

WORDS = Accents(["pésimo", "compro", "niño", "este", "esté", "pingüino"])


def test_a_missing_accent_is_forgiven_where_one_word_fits():
    assert WORDS.complete("pesimo") == "pésimo"
    assert WORDS.complete("nino") == "niño"
    assert WORDS.complete("pinguino") == "pingüino"


def test_a_typed_accent_is_never_taken_away():
    assert WORDS.complete("compró") is None
    assert WORDS.complete("pèsimo") is None


def test_a_known_word_is_itself_though_another_one_would_fit():
    assert WORDS.complete("este") == "este"
    assert WORDS.fitting("esté") == ("esté",)


def test_where_two_words_fit_none_is_chosen():
    two = Accents(["papá", "pápa"])
    assert two.complete("papa") is None
    assert two.fitting("papa") == ("papá", "pápa")


def test_letters_that_are_composed_later_are_one():
    assert normalise("nin\u0303o") == "niño"
    assert WORDS.complete(normalise("nin\u0303o")) == "niño"
