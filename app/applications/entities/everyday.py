"""Sentences as people type them, from the grammars in lists/everyday.*.txt: one template a line.

    @rel = mother|father          a list; "@rel" in a template is one of it
    (a|b)                         a or b; they may lie in each other
    {P}                           a name for that slot, see `slots`; {N} a name of any kind

A template's choices make many sentences with slots, and the split is by these: where a hash says so such a sentence
is held out or for validation. Its parts are in training in other sentences. Where nothing tells what an unknown name is
(lines under [open], "I love {N}", and `UNTOLD` phrases) and where there is no name (under [none]) all are in training.
"""

import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, TypeAlias

import numpy as np

from ..split import Part, part_of
from .slots import can_fill
from .tokens import tokens

ONE_IN = 6
"""One sentence with slots in this many is held out, and as many are for validation."""
UNTOLD = re.compile(
    r"\b(trabaj\w*|work\w*|job|enseñ\w*|teach\w*) (en|in) (the |la |el )?\{|\bvisit\w* (the |la |el )?\{"
)
"""Phrases behind which an unknown name may be of any kind: "trabaja en {L}", "trabaja en {O}"."""
TRIES = 200
"""How often a template's choices are made anew, at most, until they give a sentence of the part that is asked for."""


class Slot(NamedTuple):
    """A place for a name."""

    letter: str


class Choice(NamedTuple):
    """One of several sequences."""

    sequences: "tuple[Sequence, ...]"


Sequence: TypeAlias = tuple[tuple[str, ...] | Slot | Choice, ...]
"""Tokens, slots, choices, one after the other."""


class Line(NamedTuple):
    """A template: its language, the section that it stands in, and what it is taken apart into."""

    language: str
    section: str
    sequence: Sequence


@lru_cache(maxsize=1)
def all_lines() -> tuple[Line, ...]:
    """The templates of both languages."""
    lines: list[Line] = []
    for language in ("es", "en"):
        lists: dict[str, str] = {}
        section = ""
        path = Path(__file__).parent / "lists" / f"everyday.{language}.txt"
        for line in path.read_text("utf-8").splitlines():
            if line[:1] == "@":
                name, _, entries = line.partition(" = ")
                lists[name] = f"({entries})"
            elif line[:1] == "[":
                section = line.strip("[]")
            elif line and line[0] != "#":
                lines.append(Line(language, section, taken_apart(put_in(line, lists))))
    return tuple(lines)


def put_in(line: str, lists: dict[str, str]) -> str:
    """A template with its lists put in; a list may name another."""
    while "@" in line:
        line = re.sub(r"@[a-z]+", lambda found: lists[found[0]], line)
    return line


@lru_cache(maxsize=8)
def lines(language: str, section: str) -> tuple[Line, ...]:
    """Those of one language and section."""
    return tuple(line for line in all_lines() if (line.language, line.section) == (language, section))


def draw_pieces(rng: np.random.Generator, language: str, section: str, part: Part) -> list[str | Slot]:
    """A sentence with slots, of one part of the data. Raises RuntimeError where none is found."""
    among = lines(language, section)
    for _ in range(TRIES):
        pieces = expand(rng, among[int(rng.random() * len(among))].sequence)
        if section != "telling" or part_of_pieces(pieces) == part:
            return pieces
    raise RuntimeError(f"{TRIES} sentences of {language}, {section}, and none for {part}.")


def part_of_pieces(pieces: list[str | Slot]) -> Part:
    """The part of the data that a sentence with slots belongs to."""
    text = " ".join(f"{{{piece.letter}}}" if isinstance(piece, Slot) else piece for piece in pieces)
    part = part_of(f"everyday {text}", ONE_IN)
    told = not UNTOLD.search(text) and all(can_fill(piece.letter, part) for piece in pieces if isinstance(piece, Slot))
    return part if told else "training"


def taken_apart(text: str) -> Sequence:
    """A template's text as tokens, slots and choices."""
    pieces = iter(re.split(r"([(|)]|\{\w\})", text))

    def sequences() -> list[list[tuple[str, ...] | Slot | Choice]]:
        every: list[list[tuple[str, ...] | Slot | Choice]] = [[]]
        for piece in pieces:
            if piece == "(":
                every[-1].append(Choice(tuple(tuple(one) for one in sequences())))
            elif piece == "|":
                every.append([])
            elif piece == ")":
                break
            elif piece[:1] == "{":
                every[-1].append(Slot(piece[1]))
            elif piece.strip():
                every[-1].append(("'s", *tokens(piece[2:])) if piece.startswith("'s") else tokens(piece))
        return every

    (only,) = sequences()
    return tuple(only)


def words_of(sequence: Sequence) -> set[str]:
    """Every word that a template can have outside of its slots."""
    words: set[str] = set()
    for piece in sequence:
        if isinstance(piece, Choice):
            words = words.union(*map(words_of, piece.sequences))
        elif not isinstance(piece, Slot):
            words |= set(piece)
    return words


def expand(rng: np.random.Generator, sequence: Sequence) -> list[str | Slot]:
    """A template with its choices made."""
    pieces: list[str | Slot] = []
    for piece in sequence:
        if isinstance(piece, Choice):
            pieces += expand(rng, piece.sequences[int(rng.random() * len(piece.sequences))])
        elif isinstance(piece, Slot):
            pieces.append(piece)
        else:
            pieces += piece
    return pieces
