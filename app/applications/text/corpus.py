"""A reader's own text as sequences to learn from: lines where it is a list, passages of equal length where it runs on.

    bytes ─▶ text ─▶ sequences ─▶ those to learn from, one in ten for validation, and one in ten that is held out
                  └▶ the signs of it, the most frequent ones

Nothing here writes a file. What cannot be used is said with its place in the text: see `MaterialError`.
"""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from zlib import crc32

from ...numerals import Range
from ..base import MaterialError
from ..split import ONE_IN, Part
from ..text_encoding import decode
from ..unicode_text import normalise

MOST_BYTES = 200_000
FEWEST_LETTERS = 1000
"""Characters of a text that something can be learned from."""
FEWEST_SEQUENCES = 10
SIGNS = 98
"""Most signs of the alphabet; with the end and the unknown sign it has a hundred. Rarer ones are unknown."""
PASSAGE_LENGTH = 64
"""Characters of a passage of running text, and the most of a line."""
LIST_LINE = 40
"""A text whose lines have no more characters than this, in the middle, is a list."""
NEWLINE = "↵"
"""How a line's end is shown where it is a sign like others."""


@dataclass(frozen=True)
class Passage:
    """A sequence of the text. ends: whether the end of the sequence is the end of something (a line)."""

    text: str
    ends: bool


@dataclass(frozen=True)
class Corpus:
    """A text, read.

    is_list: whether its lines are sequences of their own
    signs:   its alphabet, the most frequent first
    parts:   its sequences, by what they are for
    """

    is_list: bool
    signs: tuple[str, ...]
    parts: dict[Part, list[Passage]]

    @property
    def characters(self) -> int:
        """How long it is."""
        return sum(len(passage.text) for passages in self.parts.values() for passage in passages)

    @property
    def unknown_share(self) -> float:
        """The share of its characters that are none of its alphabet."""
        known = set(self.signs)
        unknown = sum(sign not in known for passages in self.parts.values() for one in passages for sign in one.text)
        return unknown / self.characters


def text_of(content: bytes) -> str:
    """The text of some bytes, composed, with blanks for tabs. Raises `MaterialError`, for too many bytes too."""
    if len(content) > MOST_BYTES:
        raise MaterialError("material_too_long", value=len(content), allowed=Range(1, MOST_BYTES))
    text, _ = decode(content)
    return normalise(text).replace("\t", " ")


def read(content: bytes) -> Corpus:
    """Read a reader's text. Raises `MaterialError`: what `text_of` does, text_too_short, text_repeats, text_unseen."""
    text = text_of(content)
    lines = [line for line in (re.sub(r" +", " ", line).strip() for line in text.split("\n")) if line]
    letters = sum(map(len, lines))
    if letters < FEWEST_LETTERS:
        allowed = Range(FEWEST_LETTERS, MOST_BYTES)
        raise MaterialError("text_too_short", value=letters, allowed=allowed)
    is_list = (
        sorted(map(len, lines))[len(lines) // 2] <= LIST_LINE and len(set(map(key, lines))) >= 3 * FEWEST_SEQUENCES
    )
    parts = parts_of_list(lines) if is_list else parts_of_running("\n".join(lines))
    different = len({passage.text for passage in parts["training"]})
    if different < FEWEST_SEQUENCES - 2:
        raise MaterialError("text_repeats", value=different, allowed=f"{FEWEST_SEQUENCES - 2} …")
    if not (parts["validation"] and parts["held out"]):
        raise MaterialError("text_unseen", value=0, allowed="1 …", different=different)
    times = Counter(sign for passage in parts["training"] for sign in passage.text)  # what is unseen has no say
    signs = tuple(sign for sign, _ in sorted(times.items(), key=lambda count: (-count[1], count[0]))[:SIGNS])
    return Corpus(is_list, signs, parts)


def key(line: str) -> str:
    """What lines have in common that must not lie on both sides: their letters and digits."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFD", line.casefold()))) or line


def parts_of_list(lines: list[str]) -> dict[Part, list[Passage]]:
    """Every line a sequence (a long one is cut), its part by its place among all that differ, ranked by their CRC-32.

    The first tenth is held out, the second for validation, so that a short list has some in every part.
    """
    ranked = sorted(set(map(key, lines)), key=lambda line_key: (crc32(line_key.encode()), line_key))
    tenth = -(-len(ranked) // ONE_IN)
    part_of_key: dict[str, Part] = dict.fromkeys(ranked[:tenth], "held out")
    part_of_key |= dict.fromkeys(ranked[tenth : 2 * tenth], "validation")
    parts: dict[Part, list[Passage]] = {"training": [], "validation": [], "held out": []}
    for line in dict.fromkeys(lines):  # a line that comes twice would count twice
        parts[part_of_key.get(key(line), "training")].extend(split_line(line))
    return parts


def parts_of_running(text: str) -> dict[Part, list[Passage]]:
    """Passages of equal length, which share no character: of ten the last is held out, that before for validation.

    A passage that repeats one of training (a refrain) is left out of the other parts, one of validation out of what is
    held out.
    """
    passages = [
        text[start : start + PASSAGE_LENGTH].replace("\n", NEWLINE) for start in range(0, len(text), PASSAGE_LENGTH)
    ]
    chosen: dict[Part, list[str]] = {
        "training": [passage for place, passage in enumerate(passages) if place % ONE_IN < ONE_IN - 2],
        "validation": passages[ONE_IN - 2 :: ONE_IN],
        "held out": passages[ONE_IN - 1 :: ONE_IN],
    }
    known: set[str] = set()
    parts: dict[Part, list[Passage]] = {}
    for part, texts in chosen.items():
        parts[part] = [Passage(passage, ends=False) for passage in texts if key(passage) not in known]
        known |= set(map(key, texts))
    return parts


def split_line(line: str) -> list[Passage]:
    """A line in passages of at most `PASSAGE_LENGTH` characters, of which the last ends."""
    starts = range(0, len(line), PASSAGE_LENGTH)
    return [Passage(line[start : start + PASSAGE_LENGTH], start + PASSAGE_LENGTH >= len(line)) for start in starts]
