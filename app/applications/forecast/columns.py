"""What the columns of a table are: which rows name them, which say when, which are numbers, which is likeliest."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from ...numerals import AmbiguousError, decimal_of, spelled
from .cells import is_missing, number_in
from .dates import MONTHS, YEARS, Dates, combined, dates_of, plain_name
from .dialect import Row

HEADERS = 4
"""Most rows that name columns: a group of columns, a column, its unit."""
MOSTLY = 0.6
"""The least part of a column's cells that are numbers, for it to be one of numbers."""
YEAR_NAMES = frozenset(["year", "yr", "yyyy", "año", "ano", "any", "jahr", "année", "annee", "anno", "ejercicio"])
MONTH_NAMES = frozenset(["month", "mon", "mo", "mm", "mes", "monat", "mois", "mese"])
DAY_NAMES = frozenset(["day", "dy", "dd", "día", "dia", "tag", "jour", "giorno"])
HOUR_NAMES = frozenset(["hour", "hr", "hh", "h", "hora", "stunde", "heure", "ora"])
MINUTE_NAMES = frozenset(["minute", "min", "mn", "mi", "minuto"])
TIME_NAMES = frozenset(
    (
        *("date", "fecha", "datum", "time", "hora", "hour", "uhrzeit", "timestamp", "datetime", "period", "periodo"),
        *("período", "période", "zeit", "zeitraum", "time_period", "decimal", "decimal date", "decimal year"),
        *("index", "id", "nr", "no", "n", "week", "semana", "woche", "semaine", "quarter", "trimestre", "quartal", "t"),
        *("rownames", "unnamed: 0"),
    )
)
COUNTED = ("year", "index")
CLOCK = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?")


@dataclass(frozen=True)
class Columns:
    """names: of all columns; body: the rows below the header; dates: when each row was, if that is said.

    labels: what each is called; numeric: the columns of numbers that say no time, the likeliest first; notes: how many
    rows at the end were left out.
    """

    names: tuple[str, ...]
    body: list[Row]
    dates: Dates | None
    labels: tuple[str, ...]
    numeric: tuple[int, ...]
    notes: int


def columns_of(rows: list[Row], comment: list[str] | None) -> Columns:
    """What the columns of even rows are."""
    width = len(rows[0].cells)
    later = rows[min(HEADERS, len(rows) // 2) :]
    parts = [[row.cells[k] for row in later] for k in range(width)]
    numbers = [is_numeric(cells) for cells in parts]
    when = [dates_of(cells) is not None for cells in parts]
    heads = 0
    while heads < min(HEADERS, len(rows) - 1) and is_header(rows[heads].cells, numbers, when, parts):
        heads += 1
    header = [row.cells for row in rows[:heads]] or ([comment] if comment else [])
    names = tuple(
        " ".join(dict.fromkeys(filter(None, (cells[k] for cells in header)))) or str(k + 1) for k in range(width)
    )
    body = rows[heads:]
    cells = [[row.cells[k] for row in body] for k in range(width)]
    dates, of_time = times_in(names, cells, numbers)
    notes = undated_at_end(dates)
    if dates is not None and notes:
        body, dates = body[:-notes], Dates(dates.times[:-notes], dates.monthly)
    labels = labels_of(body, dates, of_time)
    numeric = [k for k in range(width) if numbers[k] and k not in of_time]
    own = dates is None and bool(heads) and are_years(header[-1], cells)  # years name the first column like the others
    if width > 1 and 0 in numeric and len(numeric) > 1 and not own and (dates is None or counts(cells[0])):
        numeric.remove(0)  # of several columns the first has the labels
    if own and 0 in numeric and not counts(cells[0]):
        labels = tuple(str(k) for k in range(1, len(body) + 1))
    likely = sorted(numeric, key=lambda k: -min(3, len(set(cells[k]))))  # what varies, and is more than a yes or no
    chosen = tuple(likely) or (width - 1,)  # its first cell will be the error
    return Columns(names, body, dates, labels, chosen, notes)


def undated_at_end(dates: Dates | None) -> int:
    """How many rows at the end have no date where the others do: a sum, a source."""
    if dates is None:
        return 0
    there = np.flatnonzero(~np.isnat(dates.times))
    return len(dates.times) - 1 - int(there[-1]) if len(there) else 0


def is_numeric(cells: Sequence[str]) -> bool:
    """Whether most of what is there are numbers, all of one unit or of none."""
    there = [cell for cell in cells if not is_missing(cell)]
    found = [number for number in map(number_in, there) if number is not None]
    units = Counter(number.unit for number in found)
    return bool(there) and units.total() > 0 and units.most_common(1)[0][1] >= MOSTLY * len(there)


def is_header(row: list[str], numbers: list[bool], when: list[bool], parts: list[list[str]]) -> bool:
    """Whether a row names columns, by what the rows below it are."""
    columns = range(len(row))
    dated = [k for k in columns if when[k]]
    values = columns[1:] or columns
    words = any(numbers[k] and not is_missing(row[k]) and number_in(row[k]) is None for k in values)
    if any(dates_of([row[k]]) is not None and not (numbers[k] and words) for k in dated):
        return False
    if words or any(row[k] or not any(not cell for cell in parts[k]) for k in dated if not is_number(row[k])):
        return True
    if len(row) > 1 and not dated:
        digits = sum(any(sign.isdecimal() for sign in cell) for cell in parts[0]) >= 0.9 * len(parts[0])
        if digits and not any(sign.isdecimal() for sign in row[0]) and not is_missing_value(row[0], parts[0]):
            return True
        if row[0].casefold() in TIME_NAMES | YEAR_NAMES | MONTH_NAMES | DAY_NAMES:
            return True
    return are_years([row[k] for k in values if numbers[k]], [parts[k] for k in values if numbers[k]])


def is_number(cell: str) -> bool:
    """Whether a cell is a number or misses one."""
    return bool(cell) and (is_missing(cell) or number_in(cell) is not None)


def is_missing_value(cell: str, below: list[str]) -> bool:
    """Whether a cell without digits misses a value, as others of its column do."""
    return is_missing(cell) and any(map(is_missing, below))


def are_years(cells: list[str], below: list[list[str]]) -> bool:
    """Whether cells are years, one after another, and none of what is below them is of that size."""
    if not cells or not all(re.fullmatch(r"\d{4}", cell) and YEARS[0] <= int(cell) <= YEARS[1] for cell in cells):
        return False
    years = [int(cell) for cell in cells]
    if any(abs(later - earlier) != 1 for earlier, later in pairwise(years)):
        return False
    values = [abs(value) for column in below for value in values_of(column) if value is not None]
    return bool(values) and not min(values) <= min(years) <= max(values)


def values_of(cells: Sequence[str]) -> list[float | None]:
    """Numbers of a column as far as they can be read without asking."""
    found = [None if is_missing(cell) else number_in(cell) for cell in cells]
    try:
        decimal = decimal_of([number.text for number in found if number])
    except AmbiguousError as error:
        decimal = error.sign
    return [spelled(number.text, decimal) if number else None for number in found]


def times_in(names: Sequence[str], cells: list[list[str]], numbers: list[bool]) -> tuple[Dates | None, tuple[int, ...]]:
    """When the rows were, and the columns that say so: one column, or one each for year, month and day."""
    called = [re.sub(r"[\s(].*", "", name.casefold()) for name in names]

    def named(words: frozenset[str]) -> int | None:
        return next((k for k, name in enumerate(called) if name in words), None)

    year, month, day = named(YEAR_NAMES), named(MONTH_NAMES), named(DAY_NAMES)
    if month is None:
        month = next((k for k in range(min(3, len(cells))) if k != year and is_months(cells[k])), None)
    if year is None and month is not None:
        year = next((k for k in range(min(3, len(cells))) if k != month and are_whole_years(cells[k])), None)
    other = [
        k
        for k, name in enumerate(names)
        if numbers[k]
        and len(cells) > 1
        and (name.casefold() in TIME_NAMES or called[k] in COUNTED or is_time(cells[k]))
    ]
    clocks = [k for k in (named(HOUR_NAMES), named(MINUTE_NAMES)) if k is not None and are_whole(cells[k])]
    if year is not None and month is not None:
        dates = combined(cells[year], cells[month], cells[day] if day is not None else None)
        if dates is not None:
            columns = (year, month, *([] if day is None else [day]))
            if day is None:
                return dates, tuple(dict.fromkeys((*columns, *other)))
            dates = at_hours(dates, [cells[k] for k in clocks])
            return dates, tuple(dict.fromkeys((*columns, *clocks, *other)))
    for k in range(len(cells)):
        dates = dates_of(cells[k]) if len(cells) > 1 else None
        if dates is not None and len(set(dates.times.tolist())) == 1:
            continue  # when the table was made
        if dates is not None and (k == 0 or not numbers[k] or called[k] in YEAR_NAMES | TIME_NAMES):
            clock = next((j for j in range(len(cells)) if j != k and all(map(CLOCK.fullmatch, cells[j]))), None)
            if clock is None and clocks and not dates.monthly and k not in clocks:
                return at_hours(dates, [cells[j] for j in clocks]), tuple(dict.fromkeys((k, *clocks, *other)))
            if clock is None:
                return dates, tuple(dict.fromkeys((k, *other)))
            both = dates_of([" ".join(pair) for pair in zip(cells[k], cells[clock], strict=True)])
            return both or dates, tuple(dict.fromkeys((k, clock, *other)))
    said = TIME_NAMES | YEAR_NAMES | MONTH_NAMES | DAY_NAMES
    return None, tuple(
        k for k in range(len(cells)) if len(cells) > 1 and (called[k] in said or (k in other and k == 0))
    )


def is_months(cells: Sequence[str]) -> bool:
    """Whether cells go through the twelve months, as numbers or names."""
    names = [plain_name(cell.strip().rstrip(".")) for cell in cells]
    months = [int(name) if name.isdecimal() and len(name) < 3 else MONTHS.get(name, 0) for name in names]
    steps = [(later - earlier) % 12 for earlier, later in pairwise(months)]
    return (
        len(months) > 12 and all(1 <= month <= 12 for month in months) and len(set(steps)) == 1 and steps[0] in (1, 11)
    )


def are_whole_years(cells: Sequence[str]) -> bool:
    """Whether cells are years that never jump."""
    if not all(re.fullmatch(r"\d{4}", cell) and YEARS[0] <= int(cell) <= YEARS[1] for cell in cells):
        return False
    return all(abs(int(later) - int(earlier)) <= 1 for earlier, later in pairwise(cells))


def are_whole(cells: Sequence[str]) -> bool:
    """Whether cells are whole numbers of one or two digits."""
    return all(re.fullmatch(r"\d{1,2}", cell) for cell in cells)


def at_hours(dates: Dates, clocks: Sequence[Sequence[str]]) -> Dates:
    """Dates with hours, and minutes, from columns of their own."""
    minutes = sum(size * np.array(cells, int) for size, cells in zip((60, 1), clocks, strict=False))
    return Dates(dates.times + np.asarray(minutes, "timedelta64[m]"), monthly=False)


def is_time(cells: Sequence[str]) -> bool:
    """Whether numbers are years with decimals that go on by equal steps: 1990.0417, 1990.125."""
    if not all(re.match(r"1[5-9]\d\d|2[01]\d\d", cell) for cell in cells):
        return False
    values = values_of(cells)
    if None in values or len(values) < 3:
        return False
    steps = np.diff(np.array(values, float))
    inside = all(value is not None and YEARS[0] <= value <= YEARS[1] for value in values)
    return inside and bool((steps > 0).all()) and bool(np.ptp(steps) < 0.2 * steps.mean()) and steps.mean() < 2


def counts(cells: Sequence[str]) -> bool:
    """Whether numbers go on by the same whole step: the number of the row, a year."""
    values = values_of(cells)
    if None in values or len(values) < 3:
        return False
    return len(set(np.diff(np.array(values, float)).tolist())) == 1


def labels_of(body: list[Row], dates: Dates | None, of_time: tuple[int, ...]) -> tuple[str, ...]:
    """What each row is called: its date as it is written, or as years and months say it; else its first cell."""
    if dates is not None and len(of_time) > 1 and body and dates.monthly and not len(body[0].cells[of_time[0]]) > 4:
        return tuple(str(time.astype("datetime64[M]")) for time in dates.times)
    if dates is not None and len(of_time) > 1 and all(CLOCK.fullmatch(row.cells[of_time[1]]) for row in body):
        return tuple(" ".join(row.cells[k] for k in of_time[:2]) for row in body)
    parted = len(of_time) > 1 and body and re.fullmatch(r"\d{1,4}", body[0].cells[of_time[0]]) is not None
    hours = len(of_time) > 1 and dates is not None and not dates.whole_days and not dates.monthly
    if dates is not None and not dates.monthly and (dates.counted or parted or hours):
        return tuple(str(time.astype("datetime64[D]" if dates.whole_days else "datetime64[m]")) for time in dates.times)
    if dates is not None and of_time:
        return tuple(row.cells[of_time[0]] for row in body)
    if body and len(body[0].cells) > 1:
        return tuple(row.cells[0] for row in body)
    return tuple(str(k) for k in range(1, len(body) + 1))
