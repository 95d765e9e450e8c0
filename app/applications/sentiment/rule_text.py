"""How the grammar's files are written: sections of lists or rules, and a rule's pieces (see `opinion_grammar`)."""

import re
from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from .reading import written

Tokens: TypeAlias = tuple[str, ...]
HEADER = re.compile(r"\[(\w+)([+-]?)(?: (\*|\w+))?\]")
RULE = re.compile(r"(?:([+-])?(?:([\d.]+)x)? )?(.*)")
PIECE = re.compile(r"\{(~?)(\w+)(?::([\w/]+))?\}")


class Literal(NamedTuple):
    """Words as they stand, by gender and number."""

    by_agreement: tuple[Tokens, ...]


class Slot(NamedTuple):
    """Another symbol: of the opinion or of the other one; forms: by gender and number, empty for none."""

    name: str
    flip: bool
    forms: tuple[str, ...]


class Choice(NamedTuple):
    """One of several runs of pieces."""

    runs: tuple[tuple["Piece", ...], ...]


Piece: TypeAlias = Literal | Slot | Choice


def sections(text: str) -> Iterator[tuple[str, str, str | None, list[str]]]:
    """The sections of a file: name, opinion ("+", "-" or none), kind, lines."""
    current: tuple[str, str, str | None, list[str]] | None = None
    for line in filter(None, (line.strip() for line in text.splitlines())):
        header = HEADER.fullmatch(line)
        if header:
            if current:
                yield current
            current = (header[1], header[2], header[3], [])
        elif current and not line.startswith("# "):
            current[3].append(line)
    if current:
        yield current


def compiled(text: str) -> tuple[Piece, ...]:
    """A rule's pieces."""
    pieces: list[Piece] = []
    at = 0
    while at < len(text):
        if text[at] == "(":
            end = closing(text, at)
            pieces.append(Choice(tuple(compiled(run) for run in alternatives(text[at + 1 : end]))))
            at = end + 1
        elif text[at] == "{":
            match = PIECE.match(text, at)
            if match is None:
                raise ValueError(f"not a slot: {text[at:]}")
            forms = (match[3] or "").split("/")
            four = () if forms == [""] else tuple(forms) if len(forms) == 4 else (forms[0],) * 4
            pieces.append(Slot(match[2], bool(match[1]), four))
            at = match.end()
        else:
            end = min((place for place in (text.find("(", at), text.find("{", at)) if place >= 0), default=len(text))
            pieces.extend(plain(text[at:end]))
            at = end
    return tuple(pieces)


def plain(text: str) -> list[Piece]:
    """Words as they stand; if there are bars, one run for each gender and number."""
    if "/" in text:
        forms = text.split("/")
        if len(forms) != 4:
            raise ValueError(f"not four forms: {text}")
        return [Literal(tuple(written(form) for form in forms))]
    words = written(text)
    return [Literal((words,) * 4)] if words else []


def closing(text: str, at: int) -> int:
    """Where the bracket that opens at `at` closes."""
    depth = 0
    for place in range(at, len(text)):
        depth += (text[place] == "(") - (text[place] == ")")
        if depth == 0:
            return place
    raise ValueError(f"an open bracket: {text}")


def alternatives(text: str) -> list[str]:
    """The parts of a choice."""
    parts, depth, start = [], 0, 0
    for place, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and depth == 0:
            parts.append(text[start:place])
            start = place + 1
    return [*parts, text[start:]]


def leaves(run: tuple[Piece, ...]) -> Iterator[Literal | Slot]:
    """The pieces of a run, and of the choices in it."""
    for piece in run:
        if isinstance(piece, Choice):
            for inner in piece.runs:
                yield from leaves(inner)
        else:
            yield piece
