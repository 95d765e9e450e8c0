"""What a reader types as words, each with its place, so that an error can name line and column."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import NamedTuple
from unicodedata import normalize

from ..numerals import Range
from .base import MaterialError

NEAREST = 4
"""Most words that are offered in place of one that is not known."""


class Word(NamedTuple):
    """A word or a mark as it was typed, and where it begins: line and column from 1."""

    text: str
    line: int
    column: int


def tokenise(text: str, *, marks: str = "") -> list[Word]:
    """The words of a text: runs of letters, digits, and what stands inside words; of the marks only those named.

    A letter and an accent of its own are one letter, and one column.
    """
    words: list[Word] = []
    for line, row in enumerate(normalize("NFC", text).splitlines(), 1):
        start = None
        for column, letter in enumerate(f"{row} ", 1):
            inside = letter.isalnum() or (start is not None and letter in "'’-·" and row[column : column + 1].isalnum())
            if inside and start is None:
                start = column
            elif not inside and start is not None:
                words.append(Word(row[start - 1 : column - 1], line, start))
                start = None
            if letter in marks and not inside:
                words.append(Word(letter, line, column))
    return words


def within_length(words: list[Word], most: int) -> list[Word]:
    """The same words. Raises `MaterialError` where there are none, or more than `most`."""
    if not words:
        raise MaterialError("no_words", "text", value="", allowed=Range(1, most))
    if len(words) > most:
        word = words[most]
        raise MaterialError(
            "too_many_words", "text", value=len(words), allowed=Range(1, most), line=word.line, column=word.column
        )
    return words


def unknown(word: Word, known: Iterable[str]) -> MaterialError:
    """The error of a word that is not one of those that are known, with those that are near it."""
    vocabulary = list(known)
    near = get_close_matches(word.text.lower(), vocabulary, NEAREST, 0.5)
    return MaterialError(
        "unknown_word", "text", value=word.text, allowed=", ".join(near) or "—", line=word.line, column=word.column
    )
