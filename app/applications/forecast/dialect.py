"""From a text to rows of cells: what separates them, and what is no row (comments, titles above, notes below)."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from ...numerals import Range, trimmed
from .cells import ERROR, is_missing, number_in
from .dates import looks_like_date
from .errors import TableError

ROWS = 5_000
FEWEST = 40
"""Fewest values: thirty to learn from, ten to forecast."""
SEPARATORS = "\t;|,"
BLANK = " "
ALIKE = 0.9
"""The least part of the lines that a separator cuts into as many cells."""
SAMPLE = 300
"""Lines by which a separator is judged."""
COMMENT = re.compile(r'"?\s*(?:#|%|//)')
AROUND = re.compile(r"""="(.*)"|'(.*)'|“(.*)”|„(.*)[“”]|‘(.*)’|«(.*)»|'(?=[-+\d.,])(.*)""")
"""Quotes that csv does not know, a text as a spreadsheet's formula, the apostrophe that makes a text of a number."""
UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u202a\u202c\u2060\ufeff"))
"""Signs without a width."""
SUM = re.compile(
    r"(?:(?:grand |sub)?totals?|total general|suma(?: total)?|sum|media|promedio|mean|average|avg\.?)"
    r"(?: (?:\d{4}|anual|general|annual))?\s*:?",
    re.IGNORECASE,
)
"""What a row of sums, or of means, is called."""
MOST_SUMS = 0.25
SEP_LINE = re.compile(r'"?sep=(.)"?', re.IGNORECASE)


@dataclass(frozen=True)
class Row:
    """The cells of a row and the line that it ends in."""

    line: int
    cells: list[str]


@dataclass(frozen=True)
class Grid:
    """Rows of equal width. comment: cells of a comment right above them, if it has as many; skipped: lines left out."""

    rows: list[Row]
    separator: str
    comment: list[str] | None
    skipped: int


def grid(text: str, separator: str, decimal: str, before: int) -> Grid:
    """The rows of a text. separator, decimal: where the reader said them; before: lines in front of it."""
    lines = unwrapped(text.translate(UNSEEN).split("\n"))
    first = next((k for k, line in enumerate(lines) if line.strip()), 0)
    if match := SEP_LINE.fullmatch(lines[first].strip(" \r")):
        separator, lines[first] = separator or str(match[1]), ""
    comments = {k: line for k, line in enumerate(lines) if is_comment(line)}
    lines = ["" if k in comments else line for k, line in enumerate(lines)]
    separator = separator or separator_of(lines, decimal, before)
    rows = [Row(line + before, cells) for line, cells in records(lines, separator, before)]
    count = len(rows)
    if count == 0:
        return Grid([], separator, None, len(comments))
    if separator == ",":
        rows = joined(rows)
        check_commas(rows)
    rows = even(without_sums(rows))
    names = None
    above = [line for k, line in comments.items() if k + 1 + before < rows[0].line]
    if above:
        cells = next(iter(records([re.sub(r'^"?\s*(?:#|%|//)+\s*', "", above[-1])], separator, 0)), (0, []))[1]
        names = cells if len(cells) == len(rows[0].cells) > 1 else None
    if len(rows) > ROWS + 4:  # some may be a header
        raise TableError("table_rows", line=rows[ROWS + 4].line, value=len(rows), allowed=Range(FEWEST, ROWS))
    return Grid(rows, separator, names, len(comments) + count - len(rows))


def unwrapped(lines: list[str]) -> list[str]:
    """Lines that are one quoted cell each, as a spreadsheet makes of a table that it did not know, as they were."""
    filled = [line.strip() for line in lines if line.strip()]
    if len(filled) > 2 and all(is_one_cell(line) and any(sign in line for sign in SEPARATORS) for line in filled):
        return [line.strip()[1:-1].replace('""', '"') for line in lines]
    return lines


def is_one_cell(line: str) -> bool:
    """Whether a line is one quoted cell, in which a quote is written twice."""
    return len(line) > 1 and line[0] == line[-1] == '"' and '"' not in line[1:-1].replace('""', "")


def is_comment(line: str) -> bool:
    """Whether a line is a comment: it begins with #, % or //, and not with a spreadsheet's error or a numbered row."""
    if not COMMENT.match(line):
        return False
    start = re.split(r"[;,\t|]", line.strip().lstrip('"'), maxsplit=1)[0].strip().strip('"')
    return not (ERROR.fullmatch(start) or re.fullmatch(r"#\d+|%", start))


def records(lines: list[str], separator: str, before: int) -> Iterator[tuple[int, list[str]]]:
    """The cells of lines that have any, with the line's number; quotes may hold a separator or a line's end."""
    if separator == BLANK:
        for k, line in enumerate(lines, 1):
            cells = [cell.strip('"') for cell in re.findall(r'"[^"]*"|[^ \t\u00a0]+', line)]
            if any(cells):
                yield k, cells
        return
    text = io.StringIO("\n".join(lines), newline="")
    reader = csv.reader(text, delimiter=separator or "\x1f", strict=True, skipinitialspace=True)
    try:
        for given in reader:
            cells = [bare(cell) for cell in given]
            if any(cells):
                yield reader.line_num, cells
    except csv.Error as error:
        raise TableError("table_quotes", line=reader.line_num + before, value=error, allowed='"…"') from None


def bare(cell: str) -> str:
    """A cell without what stands around it and is no part of it."""
    cell = cell.strip()
    match = AROUND.fullmatch(cell)
    return match[match.lastindex].strip() if match and match.lastindex else cell


def without_sums(rows: list[Row]) -> list[Row]:
    """Without the rows that are called a total or a mean, if those are few."""
    sums = [row for row in rows[1:] if SUM.fullmatch(next(filter(None, row.cells), ""))]
    if not sums or len(sums) > MOST_SUMS * len(rows):
        return rows
    lines = {row.line for row in sums}
    return [row for row in rows if row.line not in lines]


def even(rows: list[Row]) -> list[Row]:
    """Rows of one width: empty cells at all ends cut, titles above and notes below left out. Raises `TableError`."""
    usual = Counter(len(row.cells) for row in rows).most_common(1)[0][0]
    width = max(extent(row.cells) for row in rows if len(row.cells) == usual)
    rows = [Row(row.line, row.cells[:width] if not any(row.cells[width:]) else row.cells) for row in rows]
    first = next(k for k, row in enumerate(rows) if len(row.cells) == width)
    header = rows[first - 1] if first else None
    last = len(rows)
    while last > first and len(rows[last - 1].cells) != width and not is_data(rows[last - 1].cells):
        last -= 1
    for row in rows[first:last]:
        if len(row.cells) != width:
            raise TableError("table_width", line=row.line, value=len(row.cells), allowed=width)
    if any(is_data(row.cells) and len(row.cells) > 1 for row in rows[:first]):
        row = next(row for row in rows[:first] if is_data(row.cells))
        raise TableError("table_width", line=row.line, value=len(row.cells), allowed=width)
    if header and len(header.cells) == width - 1 and is_data(rows[first].cells):
        return [Row(header.line, ["", *header.cells]), *rows[first:last]]  # R leaves the names of rows without a name
    return rows[first:last]


def joined(rows: list[Row]) -> list[Row]:
    """Rows date,3,5 below two names, with their decimal comma: the quotes that it needs in such a table were forgotten.

    Where there are more columns it may belong to any, and the row is too wide.
    """
    wide = [row for row in rows[1:] if len(row.cells) == 3]
    if len(rows[0].cells) != 2 or is_data(rows[0].cells) or len(wide) < len(rows) / 2:
        return rows
    if not all(re.fullmatch(r"[+-]?\d+", row.cells[1]) and row.cells[2].isdecimal() for row in wide):
        return rows
    return [Row(row.line, [row.cells[0], ",".join(row.cells[1:])]) for row in rows]


def check_commas(rows: list[Row]) -> None:
    """Raises `TableError` where below n names most rows have 2n - 1 cells or 2n: their decimal commas have cut them."""
    widths = Counter(len(row.cells) for row in rows)
    usual = widths.most_common(1)[0][0]
    at = next(k for k, row in enumerate(rows) if len(row.cells) == usual)
    names = extent(rows[at - 1].cells) if at else 0
    if names > 2 and usual in (2 * names - 1, 2 * names) and not is_data(rows[at - 1].cells):
        raise TableError("table_width", line=rows[at].line, value=usual, allowed=names)


def extent(cells: list[str]) -> int:
    """How many cells there are up to the last that is not empty."""
    return max((k for k, cell in enumerate(cells, 1) if cell), default=0)


def is_data(cells: list[str]) -> bool:
    """Whether some cell is a number or a date."""
    return any(cell and (number_in(cell) or looks_like_date(cell)) for cell in cells)


def separator_of(lines: list[str], decimal: str, before: int) -> str:
    """What separates cells: the sign that cuts most lines into as many, into numbers and dates. "" is one column."""
    sample = [line for line in lines if line.strip()][: SAMPLE + 20]
    scores = {sign: score(sample, sign) for sign in (*SEPARATORS, BLANK, "")}
    best: str = max(scores, key=lambda sign: scores[sign])  # the first of equal ones
    if scores[best] == 0:
        return ""
    bare = [line.strip() for line in sample if may_be_one(line.strip())]
    named = best == "," and sample[0].strip() not in bare and best not in sample[0]
    if best not in (",", BLANK) or len(bare) < max(2, len(sample) - 1):  # one may be a header
        return best
    two = False if decimal == "," or named else two_of(bare, best)
    if two is None:
        raise TableError("table_comma", line=lines.index(sample[0]) + 1 + before, value=bare[0], allowed="; ⇥")
    return best if two else ""


def may_be_one(line: str) -> bool:
    """Whether a line like 3,5 or 1 234 is one number, or two."""
    return re.fullmatch(r"[+-]?\d{1,20}(?:[, ]\d{1,20})?", trimmed(line)) is not None


def two_of(lines: list[str], sign: str) -> bool | None:
    """Whether lines like 3,5 are two numbers each: None where nothing tells.

    One: some have no such sign, or what follows begins with 0 as no whole number does. Two: what comes before is a
    year, a day, a number: it grows by the same from line to line.
    """
    pairs = [re.split(r"[, ]", trimmed(line)) for line in lines]
    if any(len(pair) == 1 for pair in pairs):
        return False
    steps = {int(later[0]) - int(earlier[0]) for earlier, later in pairwise(pairs)}
    if len(steps) == 1 and steps != {0}:
        return True
    if any(len(pair[1]) > 1 and pair[1].startswith("0") for pair in pairs):
        return False
    if sign == BLANK:
        return any(len(pair[1]) != 3 for pair in pairs)
    if all(later[0] > earlier[0] for earlier, later in pairwise([(int(pair[0]), 0) for pair in pairs])):
        return True
    return None


def score(sample: list[str], separator: str) -> float:
    """How well a separator fits: the part of lines that it cuts alike, and how many cells say something."""
    try:
        rows = [cells for _, cells in records(sample, separator, 0)]
    except TableError:
        return 0.3 if any(separator in line for line in sample) else 0.0
    widths = Counter(len(cells) for cells in rows)
    width, often = widths.most_common(1)[0] if widths else (0, 0)
    if not rows or (width < 2 and separator) or often < ALIKE * (len(rows) - 20 if len(rows) > 60 else len(rows) - 3):
        return 0.0
    body = [cells for cells in rows if len(cells) == width][1:SAMPLE] or rows[:1]
    said = sum(is_missing(cell) or number_in(cell) is not None or looks_like_date(cell) for row in body for cell in row)
    return often / len(rows) * (0.2 + said / (len(body) * width))
