"""A reader's own text as sequences to learn from: lines where it is a list, passages of equal length where it runs on.

    bytes ─▶ text ─▶ sequences ─▶ those to learn from, and one in ten that is held out
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
ONE_IN = 10
"""One sequence in so many is held out."""
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

    is_list:  whether its lines are sequences of their own
    signs:    its alphabet, the most frequent first
    training: the sequences to learn from; unseen: those held out
    """

    is_list: bool
    signs: tuple[str, ...]
    training: tuple[Passage, ...]
    unseen: tuple[Passage, ...]


def text_of(content: bytes) -> str:
    """The text of some bytes, composed, with blanks for tabs. Raises `MaterialError`, for too many bytes too."""
    if len(content) > MOST_BYTES:
        raise MaterialError("material_too_long", value=len(content), allowed=Range(1, MOST_BYTES))
    text, _ = decode(content)
    return normalise(text).replace("\t", " ")


def read(content: bytes) -> Corpus:
    """Read a reader's text. Raises `MaterialError`: material_too_long, text_control, text_not_utf8, text_too_short."""
    text = text_of(content)
    lines = [line for line in (re.sub(r" +", " ", line).strip() for line in text.split("\n")) if line]
    letters = sum(map(len, lines))
    if letters < FEWEST_LETTERS:
        allowed = Range(FEWEST_LETTERS, MOST_BYTES)
        raise MaterialError("text_too_short", value=letters, allowed=allowed)
    is_list = (
        sorted(map(len, lines))[len(lines) // 2] <= LIST_LINE and len(set(map(key, lines))) >= 3 * FEWEST_SEQUENCES
    )
    training, unseen = parts_of_list(lines) if is_list else parts_of_running("\n".join(lines))
    if len({passage.text for passage in training}) < FEWEST_SEQUENCES - 1 or not unseen:
        raise MaterialError(
            "text_repeats", value=len({passage.text for passage in training}), allowed=f"{FEWEST_SEQUENCES} …"
        )
    times = Counter(sign for passage in training for sign in passage.text)  # what is held out has no say
    signs = tuple(sign for sign, _ in sorted(times.items(), key=lambda count: (-count[1], count[0]))[:SIGNS])
    return Corpus(is_list, signs, tuple(training), tuple(unseen))


def key(line: str) -> str:
    """What lines have in common that must not lie on both sides: their letters and digits."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFD", line.casefold()))) or line


def parts_of_list(lines: list[str]) -> tuple[list[Passage], list[Passage]]:
    """Every line a sequence (a long one is cut). Of all that differ, the tenth with the smallest CRC-32 is unseen."""
    ranked = sorted(set(map(key, lines)), key=lambda line_key: (crc32(line_key.encode()), line_key))
    unseen = set(ranked[: -(-len(ranked) // ONE_IN)])
    parts: tuple[list[Passage], list[Passage]] = ([], [])
    seen: set[str] = set()
    for line in lines:
        if line in seen:
            continue  # a line that comes twice would count twice
        seen.add(line)
        parts[key(line) in unseen].extend(split_line(line))
    return parts


def parts_of_running(text: str) -> tuple[list[Passage], list[Passage]]:
    """Passages of equal length, which share no character; the last of every ten, and the last of all, is unseen.

    A passage that repeats one before it (a refrain) is left out of what is held out.
    """
    passages = [
        text[start : start + PASSAGE_LENGTH].replace("\n", NEWLINE) for start in range(0, len(text), PASSAGE_LENGTH)
    ]
    places = set(range(ONE_IN - 1, len(passages), ONE_IN)) or {len(passages) - 1}
    training = [passage for place, passage in enumerate(passages) if place not in places]
    known = set(map(key, training))
    unseen = [passages[place] for place in sorted(places) if key(passages[place]) not in known]
    return [Passage(passage, ends=False) for passage in training], [Passage(passage, ends=False) for passage in unseen]


def split_line(line: str) -> list[Passage]:
    """A line in passages of at most `PASSAGE_LENGTH` characters, of which the last ends."""
    starts = range(0, len(line), PASSAGE_LENGTH)
    return [Passage(line[start : start + PASSAGE_LENGTH], start + PASSAGE_LENGTH >= len(line)) for start in starts]
