"""The sounds of English and Spanish words: the signs, how a written sequence is taken apart, and the words that ship.

`phonemes.txt` is made by `scripts/data/phonemes.py`, which names sources and licences.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from ..split import Part, part_of
from ..word_list import word_list

FILE = Path(__file__).parent / "phonemes.txt"

INVENTORY: dict[str, tuple[str, ...]] = {
    "en": word_list("ɑ æ ʌ ə ɔ aʊ aɪ ɛ ɝ eɪ ɪ i oʊ ɔɪ ʊ u b tʃ d ð f ɡ h dʒ k l m n ŋ p ɹ s ʃ t θ v w j z ʒ"),
    "es": word_list("a e i o u j w b β d ð ɡ ɣ p t k tʃ ʝ f θ s x m n ɲ ŋ l ʎ ɾ r"),
}
"""Language → its phonemes in the International Phonetic Alphabet; what sounds alike has the same sign in both."""

PHONEMES = tuple(dict.fromkeys(INVENTORY["en"] + INVENTORY["es"]))
"""All of them, each once."""


PARTS = "."
"""Stands between two signs that would be read as one phoneme."""


@dataclass(frozen=True)
class Word:
    """A word of a language and its phonemes."""

    language: str
    spelling: str
    phonemes: tuple[str, ...]

    @property
    def part(self) -> Part:
        """The part of the data that it is in. No two words of a language have the same phonemes."""
        return part_of(f"{self.language} {''.join(self.phonemes)}")


def split_phonemes(text: str, language: str) -> tuple[str, ...] | None:
    """The phonemes of a word such as "ðeɪ", ("ð", "eɪ"); None where something is no phoneme of the language.

    Two signs that can be one phoneme are; a full stop parts those that are not: "tʃ" is one, "t.ʃ" are two.
    """
    known = INVENTORY[language]
    phonemes, place = [], 0
    while place < len(text):
        sign = next((sign for sign in (text[place : place + 2], text[place]) if sign in known), "")
        if not sign and text[place] != PARTS:
            return None
        phonemes += [sign] if sign else []
        place += len(sign or PARTS)
    return tuple(phonemes)


def join_phonemes(phonemes: Iterable[str], language: str) -> str:
    """The inverse of `parted`."""
    text = ""
    for phoneme in phonemes:
        ambiguous = text != "" and text[-1] + phoneme[0] in INVENTORY[language]
        text += (PARTS if ambiguous else "") + phoneme
    return text


@lru_cache(maxsize=1)
def words() -> tuple[Word, ...]:
    """All words that ship, the more frequent first in each language."""
    all_words, language = [], ""
    for line in FILE.read_text("utf-8").splitlines():
        if re.match("#|$", line):
            continue
        spelling, _, signs = line.partition(" ")
        if not signs:
            language = spelling
            continue
        phonemes = split_phonemes(signs, language)
        if phonemes is not None:  # the script left other words out
            all_words.append(Word(language, spelling, phonemes))
    return tuple(all_words)
