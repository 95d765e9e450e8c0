"""Typed and uploaded text in one form: composed letters (NFC), so that "n" and a tilde of its own are "ñ" everywhere.

It is done once, where a text comes in; nothing behind that has to think of it.
"""

import sys
import unicodedata
from functools import lru_cache

MARKS = 30
"""Most marks (accents, tones) that a letter has in any language or in phonetics, by Unicode's own count."""
JOINER = "\u034f"
"""A sign that is not seen, and parts one mark from the next (combining grapheme joiner)."""


def normalise(text: str) -> str:
    """The text in normal form C."""
    return unicodedata.normalize("NFC", stream_safe(text))


@lru_cache(maxsize=1)
def assigned() -> int:
    """How many characters there are: those that Unicode has assigned, without controls, surrogates and private ones."""
    return sum(unicodedata.category(chr(code)) not in {"Cc", "Cn", "Co", "Cs"} for code in range(sys.maxunicode + 1))


def stream_safe(text: str) -> str:
    """The text with a `JOINER` after every `MARKS` marks on one letter.

    Normal forms sort the marks of a letter, in a time that grows with the square of their number: half a minute for
    50 000 of them. Source: Unicode Standard Annex 15, "Stream-Safe Text Process".
    """
    if text.isascii():
        return text
    signs, marks = [], 0
    for sign in text:
        parts = unicodedata.normalize("NFD", sign)
        begins = not unicodedata.combining(parts[0])
        marks = len(parts) - 1 if begins else marks + len(parts)
        if marks > MARKS:
            signs.append(JOINER)
            marks = len(parts)
        signs.append(sign)
    return "".join(signs)
