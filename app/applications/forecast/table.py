"""A reader's table of text → labels and numbers, or an error that names the line, the column, and what is allowed.

    bytes ─▶ choices (`#decimal=,`) ─▶ text ─▶ rows of cells ─▶ columns ─▶ the values of one of them

Each of these steps is a file beside this one. The column has one decimal sign, one thousands sign and one unit, which
all of its cells tell together; where they cannot, another column may, else it is asked: `table_decimal`. Rows are in
the order of their dates, oldest first. A missing value has the value before it, so that nothing of the future is in it,
and no forecast is held against it; missing values before the first one are left out.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ...cells.arrays import Array
from ...numerals import BARE, AmbiguousError, Range, decimal_of, spelled, thousands_in, thousands_of
from ...numerals import plain as digits
from ..text_encoding import decode
from .cells import SCALES, Cell, is_missing, number_in
from .choices import Choices, choices_in, split_choices
from .columns import Columns, columns_of
from .dates import Dates, Step, step_of
from .dialect import BLANK, FEWEST, ROWS, Grid, Row, grid
from .errors import TableError

BYTES = 200_000
GAPS = 0.2
"""Largest part of the values that may be missing."""
LARGEST = 1e12
"""Largest magnitude of a value."""
FEW = 0.2
"""The least part of the cells that have the unit of all."""
LABEL = 24
"""Longest label that is kept; a longer one is cut."""
SHOWN_ROWS, SHOWN_COLUMNS = 5, 12
"""What is given back of the table as it is written."""
STANDS_FOR_NONE = re.compile(r"-9(?:9*)(?:\.9+)?|-?9{3,}(?:\.9+)?|-1e30|-32768")
"""Numbers by which programs say that there is none: -999, -99.99, 9999."""


@dataclass(frozen=True)
class Table:
    """values: (N,), a missing one with the value before it; known: which were there, (N,) of bool; labels: N names.

    column: the name (or number) of the column that was read; columns: those that might have been; names, first: all
    columns, and the first rows as they are written; decimal, thousands, unit: as the column has them, or nothing;
    skipped: lines that are no rows; newest_first, sorted: whether the rows came so, or in no order;
    step: from a row to the next; suspect: a number that may stand for a missing value, and how often; choices: what the
    reader said.
    """

    values: Array
    known: Array
    labels: tuple[str, ...]
    column: str
    columns: tuple[str, ...]
    names: tuple[str, ...]
    first: tuple[tuple[str, ...], ...]
    decimal: str
    thousands: str
    unit: str
    separator: str
    encoding: str
    skipped: int
    newest_first: bool
    sorted: bool
    step: Step | None
    suspect: tuple[str, int]
    choices: Choices


def read(content: bytes) -> Table:
    """Read a table. Raises `MaterialError`."""
    if len(content) > BYTES:
        raise TableError("table_bytes", value=len(content), allowed=Range(1, BYTES))
    choices, rest = split_choices(content)
    text, encoding = decode(rest)
    choices, text = choices_in(text, choices)
    cut = grid(text, choices.separator, choices.decimal, choices.lines)
    if len(cut.rows) < FEWEST:
        raise TableError("table_rows", value=len(cut.rows), allowed=Range(FEWEST, ROWS))
    columns = columns_of(cut.rows, cut.comment)
    index = chosen_column(choices.column, columns, cut.rows[0].line)
    return table_of(cut, columns, index, choices, encoding)


def chosen_column(name: str, columns: Columns, line: int) -> int:
    """The column that is named, or the likeliest."""
    if not name:
        return columns.numeric[0]
    index = next((k for k, other in enumerate(columns.names) if other.casefold() == name.casefold()), None)
    if index is None:
        raise TableError("table_column", line=line, value=name, allowed=", ".join(columns.names)[:200])
    return index


@dataclass(frozen=True)
class Written:
    """How the numbers of a column are written. scaled: some have K, M or B behind them, which multiply."""

    decimal: str
    thousands: str
    unit: str
    scaled: bool = False


def written_in(body: Sequence[Row], index: int, cut: Grid, columns: Columns, said: str) -> Written:
    """How the numbers of a column are written. Raises `TableError`: table_decimal, where nothing tells."""
    cells = [number for row in body if not is_missing(row.cells[index]) and (number := number_in(row.cells[index]))]
    units = Counter(cell.unit for cell in cells)
    scaled = bool(set(units) & set(SCALES)) and set(units) <= {"", *SCALES} and len(units) > 1
    likely = units.most_common(1)[0][0] if units else ""
    others = [other for other in units if other]
    unit = others[0] if likely == "" and len(others) == 1 and others[0] not in ("%", *SCALES) else likely
    if units[unit] < FEW * units.total():
        unit = likely
    texts = [cell.text for cell in cells if scaled or cell.unit in (unit, "")]
    try:
        decimal = said or decimal_of(texts)
    except AmbiguousError as error:
        decimal = told_elsewhere(body, index, cut, columns, error)
    return Written(decimal, thousands_in(texts, decimal), "" if scaled else unit, scaled)


def told_elsewhere(body: Sequence[Row], index: int, cut: Grid, columns: Columns, asked: AmbiguousError) -> str:
    """The decimal sign of the other columns; a point where a comma or blanks separate columns. Raises `TableError`."""
    for other in columns.numeric:
        texts = [number.text for row in body if (number := number_in(row.cells[other]))]
        if other != index and not all(BARE.fullmatch(text) for text in texts):
            try:
                return decimal_of(texts)
            except AmbiguousError:
                continue
    if asked.sign == "." and cut.separator in (",", BLANK):
        return "."
    raise TableError(
        "table_decimal",
        column=index + 1,
        value=asked.text,
        allowed=". ,",
        whole=asked.whole,
        fraction=asked.fraction,
        sign=asked.sign,
        other="." if asked.sign == "," else ",",
    )


def table_of(cut: Grid, columns: Columns, index: int, choices: Choices, encoding: str) -> Table:
    """The values of one column, in the order of their dates, with the gaps filled."""
    written = written_in(columns.body, index, cut, columns, choices.decimal)
    body, dates, names = columns.body, columns.dates, columns.labels
    newest_first, mixed = dates is not None and falling(dates), dates is not None and in_no_order(dates)
    if dates is not None and (newest_first or mixed):
        order = np.argsort(dates.times) if mixed else np.arange(len(body))[::-1]
        body, names = [body[k] for k in order], tuple(names[k] for k in order)
        dates = Dates(dates.times[order], dates.monthly)
    values: list[float] = []
    known: list[bool] = []
    labels: list[str] = []
    for row, name in zip(body, names, strict=True):
        value = value_of(row, index, written)
        if value in choices.missing:
            value = None
        if value is None and not values:
            continue  # there is nothing before it
        known.append(value is not None)
        values.append(values[-1] if value is None else value)
        labels.append(name if len(name) <= LABEL else name[: LABEL - 1] + "…")
    if not FEWEST <= len(values) <= ROWS:
        raise TableError("table_rows", value=len(values), allowed=Range(FEWEST, ROWS))
    gaps, most = known.count(False), int(GAPS * len(values))
    if gaps > most:
        raise TableError("table_gaps", column=index + 1, value=gaps, allowed=Range(0, most))
    if max(values) == min(values):
        raise TableError("table_constant", column=index + 1, value=values[0], allowed="≠")
    step = step_of(Dates(dates.times[len(body) - len(values) :], dates.monthly)) if dates is not None else None
    shows = any(number and not BARE.fullmatch(number.text) for number in numbers_in(body, index))
    return Table(
        values=np.array(values),
        known=np.array(known),
        labels=tuple(labels),
        column=columns.names[index],
        columns=tuple(columns.names[k] for k in sorted(columns.numeric)),
        names=columns.names,
        first=tuple(tuple(row.cells[:SHOWN_COLUMNS]) for row in columns.body[:SHOWN_ROWS]),
        decimal=written.decimal if shows else "",
        thousands=written.thousands,
        unit=written.unit,
        separator=cut.separator,
        encoding=encoding,
        skipped=cut.skipped + columns.notes,
        newest_first=newest_first,
        sorted=mixed,
        step=step,
        suspect=suspect(np.array(values)[np.array(known)]),
        choices=choices,
    )


def falling(dates: Dates) -> bool:
    """Whether dates go from the newest to the oldest."""
    steps = np.diff(dates.times[~np.isnat(dates.times)].astype(np.int64))
    return len(steps) > 0 and bool((steps <= 0).all()) and bool((steps < 0).any())


def in_no_order(dates: Dates) -> bool:
    """Whether dates neither rise nor fall, each comes once, and all are there."""
    steps = np.diff(dates.times.astype(np.int64))
    return (
        not np.isnat(dates.times).any()
        and len(set(dates.times.tolist())) == len(dates.times)
        and bool((steps > 0).any() and (steps < 0).any())
    )


def numbers_in(body: Sequence[Row], index: int) -> list[Cell | None]:
    """The numbers of a column as they are written."""
    return [None if is_missing(row.cells[index]) else number_in(row.cells[index]) for row in body]


def value_of(row: Row, index: int, written: Written) -> float | None:
    """A cell's number, None if it is missing. One of another unit, or with another thousands sign, is an error."""
    text = row.cells[index]
    if is_missing(text):
        return None
    number = number_in(text)
    fits = number is not None and (number.unit in (written.unit, "") or (written.scaled and number.unit in SCALES))
    value = spelled(number.text, written.decimal) if number and fits else None
    sign = thousands_of(number.text, written.decimal) if number and value is not None else ""
    if value is None or abs(value) > LARGEST or sign not in ("", written.thousands):
        raise TableError("table_number", line=row.line, column=index + 1, value=text, allowed="-10¹² … 10¹²")
    return value * SCALES.get(number.unit, 1) if written.scaled and number else value


def suspect(values: Array) -> tuple[str, int]:
    """A number like -999 that lies far from all others, and how often it is there."""
    for extreme in (values.min(), values.max()):
        others = values[values != extreme]
        far = len(others) > 1 and abs(extreme - np.median(others)) > 3 * max(np.ptp(others), 1e-9)
        if far and STANDS_FOR_NONE.fullmatch(digits(float(extreme))):
            return digits(float(extreme)), int((values == extreme).sum())
    return "", 0
