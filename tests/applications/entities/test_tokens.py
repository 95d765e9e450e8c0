"""A typed text as tokens: possessives, initials, abbreviations, ampersands, and what a name is as it was typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.applications.entities.tokens import excerpt, read, tokens, written


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("John's mother", "John 's mother"),
        ("London’s weather", "London 's weather"),
        ("O'Connor didn't call", "O'Connor didn't call"),
        ("J. K. Rowling wrote", "J. K. Rowling wrote"),
        ("J.K. Rowling", "J. K. Rowling"),
        ("Mr. Smith left.", "Mr. Smith left ."),
        ("It is I. The end.", "It is I . The end ."),
        ("la vitamina c. El fin", "la vitamina c . El fin"),
        ("AT&T and H & M", "AT&T and H & M"),
        ("¿Vive «Ana» aquí?", "¿ Vive « Ana » aquí ?"),
        ('Dijo: "Hola"', 'Dijo : " Hola "'),
        ("Jean-Claude (Paris)", "Jean-Claude ( Paris )"),
        ("nin\u0303o", "niño"),
    ],
)
def test_a_text_is_taken_apart_as_it_is_read(text: str, words: str) -> None:
    assert " ".join(tokens(text)) == words


@given(st.text(alphabet="Ab.&'’ -\n«é", max_size=30))
def test_each_token_stands_where_it_says(text: str) -> None:
    rows = text.splitlines()
    for word in read(text):
        stands = rows[word.line - 1][word.column - 1 : word.column - 1 + len(word.text)]
        assert stands.replace("’", "'") == word.text
        assert excerpt(text, [word]) == stands


def test_neighbouring_tokens_are_written_as_they_were_typed() -> None:
    text = "Ayer  J.K.  Rowling y\nAna’s  casa"
    words = read(text)
    assert excerpt(text, words[1:4]) == "J.K.  Rowling"
    assert excerpt(text, words[4:6]) == "y Ana"
    assert written(("Ana", "'s", "house")) == "Ana's house"
