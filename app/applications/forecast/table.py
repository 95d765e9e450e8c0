"""A reader's table of text → labels and numbers, or an error that names the line, the column, and what is allowed.

    date;value          the separator is a tab, a semicolon or a comma, whichever the first line has first in that order
    2024-01;3,5         with a tab or a semicolon the decimal sign may be a comma
    2024-02;            nothing (or NA, null, -, …): a missing value
    2024-03;3,9         the first column is what each value is called; a table of one column has values alone

A first line without numbers is a header. Of several columns of numbers the first is taken, or the one that a line of
its own before the table names: "#column=temperature". Rows are taken to be equally far apart in time, in the order
given. A missing value has the value before it, so that nothing of the future is in it, and no forecast is held against
it; missing values before the first one are left out.
"""

import csv
import io
import math
import re
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ...cells.arrays import Array
from ..base import MaterialError

BYTES = 200_000
ROWS = 5_000
FEWEST = 40
"""Fewest values: thirty to learn from, ten to forecast."""
GAPS = 0.2
"""Largest part of the values that may be missing."""
LARGEST = 1e12
"""Largest magnitude of a value."""
LABEL = 24
"""Longest label that is kept; a longer one is cut."""
SEPARATORS = "\t;,"
MISSING = frozenset(("", "na", "n/a", "nan", "null", "none", "nd", "s/d", "-", "–", "—", ".", "?", "*"))
NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,3})?", re.ASCII | re.IGNORECASE)
"""No digit can be matched in two ways: a cell of 100 000 of them would take minutes."""
WHOLE = re.compile(r"\d{1,15}", re.ASCII)
COMMAS = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?", re.ASCII)
"""1,234.5: commas between thousands."""
POINTS = re.compile(r"[+-]?[1-9]\d{0,2}((\.\d{3})+,\d+|(\.\d{3}){2,})", re.ASCII)
"""1.234,5: points between thousands."""
CHOSEN = re.compile(r"#\s*column\s*=\s*(.*)")


class TableError(MaterialError):
    """A table that cannot be used: `line` and `column` count from 1 (0: no one); `value` is what stands there."""

    def __init__(self, code: str, *, value: object, allowed: str, line: int = 0, column: int = 0) -> None:
        text = str(value)
        super().__init__(code, line=line, column=column, value=text[:60] + "…" * (len(text) > 60), allowed=allowed)


@dataclass(frozen=True)
class Table:
    """values: (N,), a missing one with the value before it; known: which were there, (N,) of bool; labels: N names;
    column: the name (or number) of the column that was read; columns: the names of all that might have been.
    """

    values: Array
    known: Array
    labels: tuple[str, ...]
    column: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """The cells of a row and the line that it ends in."""

    line: int
    cells: list[str]


def read(content: bytes) -> Table:
    """Read a table. Raises `TableError`."""
    if len(content) > BYTES:
        raise TableError("table_bytes", value=f"{len(content):,}", allowed=f"1 … {BYTES:,}")
    before, text, chosen_name = directive(decode(content))
    separator = separator_of(text)
    table_rows = rows(text, separator, before)
    if not table_rows:
        raise TableError("table_rows", value=0, allowed=f"{FEWEST} … {ROWS:,}")
    first, data = table_rows[0], table_rows
    names = tuple(str(k) for k in range(1, len(first.cells) + 1))
    if is_header(first, separator):
        names = tuple(cell or name for cell, name in zip(first.cells, names, strict=True))
        data = table_rows[1:]
    elif separator == "," and len(names) == 2:
        refuse_ambiguous(data)
    columns = numeric_columns(data, separator)
    return table_of_column(data, chosen_column(chosen_name, names, columns, first.line), separator, names, columns)


def decode(content: bytes) -> str:
    """UTF-8, or the code page of Western spreadsheets; lines end as in Unix. Signs that no text has are refused."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        wide = content[:2] in (b"\xff\xfe", b"\xfe\xff")
        text = content.decode("utf-16", errors="replace") if wide else content.decode("latin-1")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for line, line_text in enumerate(text.split("\n"), 1):
        wrong = next((sign for sign in line_text if ord(sign) < 32 and sign != "\t"), None)
        if wrong:
            raise TableError("table_sign", line=line, value=f"U+{ord(wrong):04X}", allowed="UTF-8")
    return text


def directive(text: str) -> tuple[int, str, str]:
    """The line "#column=…" before the table, if there is one: how many lines it took, the rest, the name."""
    first, _, rest = text.partition("\n")
    match = CHOSEN.fullmatch(first.strip())
    return (1, rest, match.group(1).strip()) if match else (0, text, "")


def separator_of(text: str) -> str:
    """The separator of the first line that has anything, outside of quotes; a semicolon where there is none."""
    first = next((line for line in text.split("\n") if line.strip()), "")
    bare = re.sub(r'"[^"]*"', "", first)
    return next((sign for sign in SEPARATORS if sign in bare), ";")


def rows(text: str, separator: str, before: int) -> list[Row]:
    """The rows that have anything, all with as many cells as the first."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True, skipinitialspace=True)
    table_rows: list[Row] = []
    try:
        for cells in reader:
            row = Row(reader.line_num + before, [cell.strip() for cell in cells])
            if not any(row.cells):
                continue
            if table_rows and len(row.cells) != len(table_rows[0].cells):
                raise TableError(
                    "table_width", line=row.line, value=len(row.cells), allowed=str(len(table_rows[0].cells))
                )
            table_rows.append(row)
            if len(table_rows) > ROWS + 1:  # one may be a header
                raise TableError("table_rows", line=row.line, value=f"> {ROWS:,}", allowed=f"{FEWEST} … {ROWS:,}")
    except csv.Error as error:
        raise TableError("table_quotes", line=reader.line_num + before, value=error, allowed='"…"') from None
    return table_rows


def is_missing(cell: str) -> bool:
    """Whether a cell says that there is no value."""
    return cell.lower() in MISSING


def number(cell: str, separator: str) -> float | None:
    """The finite number that a cell spells, or None: 1234.5, 1234,5, 1.234,5, 1,234.5, 1.2e3.

    1,234 alone is read as 1.234, as the rest of such a table is, but for a table separated by commas: there it had to
    be put in quotes, which is what spreadsheets do with thousands.
    """
    text = cell.replace("\u2212", "-").replace("\u00a0", "").replace("\u202f", "")  # a real minus; narrow blanks
    if POINTS.fullmatch(text):
        text = text.replace(".", "").replace(",", ".")
    elif COMMAS.fullmatch(text) and (separator == "," or "." in text or text.count(",") > 1):
        text = text.replace(",", "")
    else:
        text = text.replace(",", ".")
    value = float(text) if NUMBER.fullmatch(text) else math.nan
    return value if math.isfinite(value) else None


def is_header(first: Row, separator: str) -> bool:
    """Whether a row is a header: of the cells that should be values none is a number, and none is missing."""
    values = first.cells[1:] or first.cells
    return not any(is_missing(cell) or number(cell, separator) is not None for cell in values)


def refuse_ambiguous(data: list[Row]) -> None:
    """Refuse a table like "3,5", "4,25", in which each row may be one number or two.

    It is taken for two where one of them is no whole number, or the first of them rises from row to row: a year, a day.
    """
    if not all(WHOLE.fullmatch(cell) for row in data for cell in row.cells):
        return
    firsts = [int(row.cells[0]) for row in data]
    if not all(earlier < later for earlier, later in pairwise(firsts)):
        raise TableError("table_comma", line=data[0].line, value=",".join(data[0].cells), allowed="; ⇥")


def numeric_columns(data: list[Row], separator: str) -> list[int]:
    """The columns whose first value that is there is a number; of several columns the first has the labels."""
    width = len(data[0].cells) if data else 1
    first = [next((row.cells[k] for row in data if not is_missing(row.cells[k])), "") for k in range(width)]
    fitting = [k for k in range(min(1, width - 1), width) if number(first[k], separator) is not None]
    return fitting or [width - 1]  # and its first cell will be the error


def chosen_column(column_name: str, names: tuple[str, ...], columns: list[int], line: int) -> int:
    """The column that is named, or the first that has numbers."""
    if not column_name:
        return columns[0]
    index = next((k for k, name in enumerate(names) if name.casefold() == column_name.casefold()), None)
    if index is None:
        raise TableError("table_column", line=line, value=column_name, allowed=", ".join(names)[:200])
    return index


def table_of_column(data: list[Row], index: int, separator: str, names: tuple[str, ...], columns: list[int]) -> Table:
    """The values of one column, with the gaps filled."""
    values: list[float] = []
    known: list[bool] = []
    labels: list[str] = []
    for row in data:
        value = value_of(row, index, separator)
        if value is None and not values:
            continue  # there is nothing before it
        known.append(value is not None)
        values.append(values[-1] if value is None else value)
        label = row.cells[0] if len(row.cells) > 1 else str(len(values))
        labels.append(label if len(label) <= LABEL else label[: LABEL - 1] + "…")
    if not FEWEST <= len(values) <= ROWS:
        raise TableError("table_rows", value=f"{len(values):,}", allowed=f"{FEWEST} … {ROWS:,}")
    gaps, most = known.count(False), int(GAPS * len(values))
    if gaps > most:
        raise TableError("table_gaps", column=index + 1, value=gaps, allowed=f"0 … {most}")
    if max(values) == min(values):
        raise TableError("table_constant", column=index + 1, value=f"{values[0]:g}", allowed="≠")
    return Table(np.array(values), np.array(known), tuple(labels), names[index], tuple(names[k] for k in columns))


def value_of(row: Row, index: int, separator: str) -> float | None:
    """A cell's number, None if it is missing."""
    cell = row.cells[index]
    if is_missing(cell):
        return None
    value = number(cell, separator)
    if value is None or abs(value) > LARGEST:
        raise TableError("table_number", line=row.line, column=index + 1, value=cell, allowed="-10¹² … 10¹²")
    return value
