"""The dates of a table's rows, in whichever form all of them are, and the step from one to the next.

A form is one that all cells fit. Where day/month and month/day both do, it is the one whose steps are equal, or else
day/month, since that is the older use. Times are in no zone. A year in two digits is of 1950 … 2049.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from ...cells.arrays import Array

FIT = 0.95
"""The least part of a column's cells that has to be dates."""
YEARS = (1500, 2200)
NAMES = (
    *(
        "jan january ene enero janv janvier januar jän jänner gen gennaio jan.",
        "feb february febrero fev fevrier februar",
    ),
    *("mar march marzo mars marz mrz maerz", "apr april abr abril avr avril aprile", "may mayo mai maggio"),
    *("jun june junio juin juni giugno", "jul july julio juil juillet juli luglio", "aug august ago agosto aout"),
    *(
        "sep sept september septiembre setiembre septembre settembre set",
        "oct october octubre octobre oktober okt ottobre",
    ),
    *("nov november noviembre novembre", "dec december dic diciembre decembre dez dezember dicembre"),
)
MONTHS = {name: month for month, names in enumerate(NAMES, 1) for name in names.split()}
CLOCK = r"(?P<H>\d{1,2})[:h](?P<N>\d{2})(?::\d{2}(?:[.,]\d+)?)?\s*(?P<half>[AaPp]\.?\s?[Mm]\.?)?"
TIME = rf"(?:[T ,]+{CLOCK})?\s*(?:Z|UTC|GMT|[+-]\d{{2}}:?\d{{2}})?"
WEEKDAY = r"(?:[^\W\d_]{2,10}\.?,? +)?"
MONTH = r"(?P<name>[^\W\d_]{3,12})\.?"
YEAR = r"(?P<Y>\d{4}|\d{2})"
FORMS = {
    "ymd": rf"(?P<Y>\d{{4}})[-/. ](?P<M>\d{{1,2}})[-/. ](?P<D>\d{{1,2}}){TIME}",
    "ymd8": rf"(?P<Y>\d{{4}})(?P<M>\d{{2}})(?P<D>\d{{2}}){TIME}",
    "dmy": rf"(?P<D>\d{{1,2}})[-/. ](?P<M>\d{{1,2}})[-/. ]{YEAR}{TIME}",
    "mdy": rf"(?P<M>\d{{1,2}})[-/. ](?P<D>\d{{1,2}})[-/. ]{YEAR}{TIME}",
    "dNy": rf"{WEEKDAY}(?P<D>\d{{1,2}})[-/. ]*(?:de )?{MONTH}[-/., ]*(?:de )?{YEAR}{TIME}",
    "Ndy": rf"{WEEKDAY}{MONTH} (?P<D>\d{{1,2}}),? {YEAR}{TIME}",
    "yNd": rf"(?P<Y>\d{{4}})[-/. ]{MONTH}[-/. ](?P<D>\d{{1,2}}){TIME}",
    "yj": r"(?P<Y>\d{4})-?(?P<J>\d{3})",
    "serial": r"(?P<serial>[2-6]\d{4})(?:\.0+)?",
    "epoch": r"(?P<epoch>\d{9,10})(?:\.0+)?",
    "epoch_ms": r"(?P<epoch>\d{12,13})(?:\.0+)?",
    "ym": r"(?P<Y>\d{4})[-/ ]?M?(?P<M>\d{1,2})",
    "my": r"(?P<M>\d{1,2})[-/. ](?P<Y>\d{4})",
    "Ny": rf"{MONTH}[-/.' ]*(?:de )?{YEAR}",
    "yN": rf"(?P<Y>\d{{4}})[-/. ]*{MONTH}",
    "yq": r"(?P<Y>\d{4})[-/ ]?[QTKqtk](?P<Q>[1-4])",
    "qy": r"(?:[QTKqtk](?P<Q>[1-4])|(?P<R>[1-4])\.?[ºo]?[QTKqtk]\w{0,9})[-/ .]*(?P<Y>\d{4})",
    "yw": r"(?P<Y>\d{4})[-/ ]?[WSKws](?P<W>\d{1,2})",
    "y": r"(?P<Y>\d{4})",
}
PATTERNS = {name: re.compile(form) for name, form in FORMS.items()}
MONTHLY, BARE = ("ym", "my", "Ny", "yN", "yq", "qy", "y"), ("y", "ymd8", "ym", "yj", "serial", "epoch", "epoch_ms")
COUNTED = {"serial": 1440 * 60.0, "epoch": 1.0, "epoch_ms": 1e-3}
"""Forms that count from a day on, and the seconds of what they count: the days of spreadsheets, the clock of Unix."""
STARTS = {"serial": datetime(1899, 12, 30), "epoch": datetime(1970, 1, 1), "epoch_ms": datetime(1970, 1, 1)}  # noqa: DTZ001
UNITS = ((10080, "week"), (1440, "day"), (60, "hour"), (1, "minute"))


@dataclass(frozen=True)
class Dates:
    """The times of rows, (N,) of datetime64[m]; NaT where a cell is no date.

    monthly: whether they name no days; counted: whether they are written as a number that nobody reads as a date.
    """

    times: Array
    monthly: bool
    counted: bool = False

    @property
    def whole_days(self) -> bool:
        """Whether none has an hour."""
        return bool((self.times == self.times.astype("datetime64[D]")).all())


@dataclass(frozen=True)
class Step:
    """From a row to the next: `every` of a unit; irregular: how many steps differ; first: from which row, from 0."""

    unit: str
    every: int
    irregular: int
    first: int


def looks_like_date(cell: str) -> bool:
    """Whether a cell has some form of a date that is no plain number."""
    text = cell.strip()
    return len(text) <= 40 and any(
        read(text, name) is not None
        for name in PATTERNS
        if name not in COUNTED and (name not in BARE or not text.isdecimal())
    )


def plain_name(name: str) -> str:
    """A month's name without accents, in lower case."""
    return "".join(sign for sign in unicodedata.normalize("NFD", name.lower()) if not unicodedata.combining(sign))


def read(text: str, form: str) -> datetime | None:
    """The time that a text says in a form, or None."""
    match = PATTERNS[form].fullmatch(text) if len(text) <= 40 else None
    if match is None:
        return None
    parts = {key: value for key, value in match.groupdict().items() if value is not None}
    if form in COUNTED:
        count = float(parts.get("serial") or parts["epoch"])
        return STARTS[form] + timedelta(seconds=count * COUNTED[form])
    month = MONTHS.get(plain_name(parts["name"])) if "name" in parts else int(parts.get("M", 1))
    year = int(parts["Y"])
    if len(parts["Y"]) == 2:
        year += 1900 if year >= 50 else 2000
    quarter = parts.get("Q") or parts.get("R")
    hour = int(parts.get("H", 0))
    if "half" in parts:
        hour = hour % 12 + 12 * (parts["half"][0] in "Pp")
    if month is None or not YEARS[0] <= year <= YEARS[1]:
        return None
    try:
        if "W" in parts:
            return datetime.fromisocalendar(year, int(parts["W"]), 1)
        if "J" in parts:
            days = int(parts["J"])
            return datetime(year, 1, 1) + timedelta(days - 1) if 1 <= days <= 366 else None  # noqa: DTZ001
        day = datetime(year, 3 * int(quarter) - 2 if quarter else month, int(parts.get("D", 1)))  # noqa: DTZ001
        return day + timedelta(hours=hour, minutes=int(parts.get("N", 0))) if hour <= 24 else None
    except ValueError:
        return None


def dates_of(cells: Sequence[str]) -> Dates | None:
    """The dates of a column, or None where it has none. Plain numbers are dates if they rise, or fall, throughout."""
    texts = [cell.strip() for cell in cells]
    filled = [text for text in texts if text]
    best: Dates | None = None
    for name in PATTERNS if filled else ():
        if sum(read(text, name) is not None for text in filled[:20]) < FIT * len(filled[:20]):
            continue
        read_all = [read(text, name) for text in texts]
        if sum(time is not None for time in read_all) < FIT * len(filled):
            continue
        times = np.array([np.datetime64("NaT") if time is None else time for time in read_all], "datetime64[m]")
        if name in BARE and all(text.isdecimal() for text in filled) and not monotone(times):
            continue
        if name in COUNTED and not even_steps(times):
            continue
        dates = Dates(times, name in MONTHLY, name in COUNTED)
        if best is None or regularity(dates) > regularity(best):
            best = dates
        if name != "dmy":
            break
    return best


def monotone(times: Array) -> bool:
    """Whether times rise throughout, or fall."""
    steps = np.diff(times[~np.isnat(times)].astype(np.int64))
    return len(steps) > 0 and bool((steps > 0).all() or (steps < 0).all())


def even_steps(times: Array) -> bool:
    """Whether times go on by the same step, but for gaps: numbers that are counted, and not measured."""
    steps = np.diff(times.astype(np.int64))
    return len(steps) > 2 and bool((steps != 0).all() and (steps % np.abs(steps).min() == 0).all() and monotone(times))


def regularity(dates: Dates) -> float:
    """The part of the steps that is the most frequent one."""
    step = step_of(dates)
    return 0.0 if step is None else 1 - step.irregular / max(1, len(dates.times) - 1)


def months_of(times: Array) -> Array:
    """Months since 1970."""
    return np.asarray(times.astype("datetime64[M]").astype(np.int64))


def step_of(dates: Dates) -> Step | None:
    """The step from one row to the next, None where there is none."""
    times = dates.times
    there = ~np.isnat(times)
    if there.sum() < 3:
        return None
    places = np.flatnonzero(there)
    minutes = np.diff(times[there].astype(np.int64))
    days = times[there].astype("datetime64[D]").astype(np.int64)
    in_month = (times[there].astype("datetime64[D]") - times[there].astype("datetime64[M]")).astype(np.int64)
    last = (times[there].astype("datetime64[D]") + 1).astype("datetime64[M]") > times[there].astype("datetime64[M]")
    months = np.diff(months_of(times[there]))
    usual_months, often = Counter(months.tolist()).most_common(1)[0]
    same_day = len(set(in_month.tolist())) == 1 or bool(last.all())
    if abs(usual_months) >= 1 and (dates.monthly or (same_day and often > len(months) / 2)):
        units = {12: ("year", 1), 3: ("quarter", 1)}
        every = abs(usual_months)
        if every % 12 == 0:
            unit, count = "year", every // 12
        else:
            unit, count = units.get(every, ("month", every))
        return Step(unit, count, *irregular(months, usual_months, places))
    usual, _ = Counter(minutes.tolist()).most_common(1)[0]
    if usual == 0:
        return Step("", 0, *irregular(minutes, usual, places))
    if abs(usual) == 1440 and is_weekdays(days):
        return Step("weekday", 1, 0, 0)
    size, unit = next((size, unit) for size, unit in UNITS if usual % size == 0)
    return Step(unit, abs(usual) // size, *irregular(minutes, usual, places))


def irregular(steps: Array, usual: int, places: Array) -> tuple[int, int]:
    """How many steps are not the usual one, and from which row the first of them goes."""
    wrong = np.flatnonzero(steps != usual)
    return len(wrong), int(places[wrong[0]]) if len(wrong) else 0


def is_weekdays(days: Array) -> bool:
    """Whether days are Mondays to Fridays, none left out."""
    weekdays = (days + 3) % 7  # 1970-01-01 was a Thursday
    return bool((weekdays < 5).all() and set(np.diff(days).tolist()) == {1, 3})


def combined(year: Sequence[str], month: Sequence[str] | None, day: Sequence[str] | None) -> Dates | None:
    """The dates that columns of their own say together; a month may be a number or a name."""

    def of(row: int) -> datetime | None:
        try:
            name = month[row].strip() if month else "1"
            number: int | None = int(float(name)) if name[:1].isdecimal() else MONTHS.get(plain_name(name.rstrip(".")))
            return datetime(int(float(year[row])), number or 0, int(float(day[row])) if day else 1)  # noqa: DTZ001
        except (ValueError, OverflowError):
            return None

    read_all = [of(row) for row in range(len(year))]
    if sum(time is not None for time in read_all) < FIT * len(read_all):
        return None
    times = np.array([np.datetime64("NaT") if time is None else time for time in read_all], "datetime64[m]")
    return Dates(times, day is None)
