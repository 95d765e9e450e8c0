"""What a reader says of a table, in lines before it: they are part of what is brought, and of its name.

#column=temperature      the column to forecast
#decimal=,               the decimal sign, where the cells do not tell it
#separator=;             what separates columns: a sign, "tab" or "blank"
#missing=-999            a number that stands for a missing value; several with blanks between them
#season=12               the season, in steps; 1: none
"""

import re
from dataclasses import dataclass, replace
from typing import Any

from ...numerals import BLANKS, DECIMALS, NUMERALS, spelled, trimmed
from .errors import TableError

LINE = re.compile(r"#\s*(column|decimal|separator|missing|season)\s*=\s*(.*)", re.IGNORECASE)
SEPARATORS = {"tab": "\t", "\\t": "\t", ";": ";", ",": ",", "|": "|", "blank": " ", "space": " "}


@dataclass(frozen=True)
class Choices:
    """What was said; empty where nothing was. lines: how many lines it took."""

    column: str = ""
    decimal: str = ""
    separator: str = ""
    missing: tuple[float, ...] = ()
    season: int = 0
    lines: int = 0

    def said(self, line: str) -> "Choices | None":
        """With what a line says, or None where it is no such line. Raises `TableError`."""
        match = LINE.fullmatch(line.strip(BLANKS + "\ufeff"))
        if not match:
            return None
        name, text = match[1].lower(), match[2].strip()
        return replace(self, **{name: self.read(name, text)}, lines=self.lines + 1)

    def read(self, name: str, text: str) -> Any:
        """The value of a choice."""

        def refuse(allowed: str) -> TableError:
            return TableError("table_choice", value=f"#{name}={text}", allowed=allowed, line=self.lines + 1)

        if name == "decimal" and text not in ("", *DECIMALS):
            raise refuse(". ,")
        if name == "separator":
            if text and text.lower() not in SEPARATORS:
                raise refuse(", ; | tab blank")
            return SEPARATORS.get(text.lower(), "")
        if name == "season":
            if not re.fullmatch(r"[1-9][0-9]{0,4}", text):
                raise refuse("1, 2, 3, …")
            return int(text)
        if name == "missing":
            numbers = [
                spelled(trimmed(part), "," if NUMERALS[","].fullmatch(trimmed(part)) and "," in part else ".")
                for part in text.split()
            ]
            if not numbers or None in numbers:
                raise refuse("-999, -99.9, …")
            return tuple(numbers)
        return text


def split_choices(content: bytes) -> tuple[Choices, bytes]:
    """The choices in front of a table's bytes, and those bytes, in whatever encoding they are."""
    choices = Choices()
    while True:
        line, end, rest = content.partition(b"\n")
        said = (
            choices.said(line.decode("utf-8", errors="replace"))
            if line.lstrip(b"\xef\xbb\xbf \t")[:1] == b"#"
            else None
        )
        if said is None:
            return choices, content
        choices, content = said, rest
        if not end:
            return choices, b""


def choices_in(text: str, choices: Choices) -> tuple[Choices, str]:
    """The same of a text, where the lines are in its own encoding; those in front of the bytes go before."""
    while text:
        line, _, rest = text.partition("\n")
        said = Choices(lines=choices.lines).said(line)
        if said is None:
            break
        merged = {
            name: getattr(choices, name) or getattr(said, name)
            for name in ("column", "decimal", "separator", "missing", "season")
        }
        choices, text = Choices(**merged, lines=said.lines), rest
    return choices, text
