"""Sentences as people type them, from the grammars in lists/everyday.*.txt: one template a line.

    @rel = mother|father          a list; "@rel" in a template is one of it
    (a|b)                         a or b; they may lie in each other
    {P}                           a name for that slot, see `slots`; {N} a name of any kind

A whole line is held out or for validation where a hash says so. In lines under [open] nothing tells what an unknown
name is ("I love {N}"), and lines under [none] have no name: these are all in training.
"""

import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, TypeAlias

import numpy as np

from ..split import Part, part_of
from .tokens import tokens

ONE_IN = 8
"""One line under [telling] in this many is held out, and as many are for validation."""


class Slot(NamedTuple):
    """A place for a name."""

    letter: str


class Choice(NamedTuple):
    """One of several sequences."""

    sequences: "tuple[Sequence, ...]"


Sequence: TypeAlias = tuple[tuple[str, ...] | Slot | Choice, ...]
"""Tokens, slots, choices, one after the other."""


class Line(NamedTuple):
    """A template: its language, its text without lists put in, and what it is taken apart into."""

    language: str
    section: str
    text: str
    sequence: Sequence

    @property
    def part(self) -> Part:
        return part_of(f"everyday {self.text}", ONE_IN) if self.section == "telling" else "training"


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
                lines.append(Line(language, section, line, taken_apart(put_in(line, lists))))
    return tuple(lines)


def put_in(line: str, lists: dict[str, str]) -> str:
    """A template with its lists put in; a list may name another."""
    while "@" in line:
        line = re.sub(r"@[a-z]+", lambda found: lists[found[0]], line)
    return line


@lru_cache(maxsize=16)
def lines(language: str, section: str, part: Part) -> tuple[Line, ...]:
    """Those of one language, section and part."""
    return tuple(line for line in all_lines() if (line.language, line.section, line.part) == (language, section, part))


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
