"""What the page draws of a forecast, what a reader's table is, and what the measure consists of."""

from dataclasses import dataclass

from ...cells.arrays import Array
from ...document import about
from ..base import Answer, Details, Uploaded


@dataclass(frozen=True)
class Errors:
    """Mean absolute errors over the steps whose value was known."""

    network: float = about("of the forecast's median")
    naive: float = about("of the last value, repeated")
    seasonal: float = about("of the values a season before")


@dataclass(frozen=True)
class IntervalCalibration:
    """Whether the interval was widened or narrowed by what earlier forecasts missed; else it is the network's own."""

    done: bool = about("whether it was")
    forecasts: int = about("earlier forecasts of as many steps ahead whose values were known: the fewest of any step")
    needed: int = about("the fewest that it takes")


@dataclass(frozen=True)
class ForecastAnswer(Answer):
    """The values that were read, the forecast behind the last of them, and what it is to be compared with."""

    series: str = about("the series: a variant's name, or the column of the reader's own table")
    unit: str = about("the unit of its values")
    source: str = about("where it comes from")
    season: int = about("its season; 1: none", unit="steps")
    count: int = about("how many values it has")
    split: int = about("how many of them teach")
    labels: tuple[str, ...] = about("the dates of the values that were read")
    values: Array = about("the values that were read", shape="(T,)")
    future_labels: tuple[str, ...] = about("the dates of the h values that are forecast")
    forecast: tuple[tuple[float, ...], ...] = about("low, median and high of each of them")
    actual: Array = about("what came of them, as far as the series goes", shape="(h,) or shorter")
    naive: Array = about("the naive forecast", shape="(h,)")
    seasonal: Array = about("the seasonal naive forecast", shape="(h,)")
    errors: Errors | None = about("how far off each was; null where nothing is known of what came")
    held_out: bool = about("whether all that is forecast is held out")
    levels: tuple[float, ...] = about("the quantiles that low, median and high are meant to be")
    calibration: IntervalCalibration = about("of low and high")
    longest: int = about("the longest forecast", unit="steps")
    influence: Array = about(
        "∂ŷ/∂y_t: how far the last median moves when a value that was read moves by 1", shape="(T,)"
    )


@dataclass(frozen=True)
class DateStep:
    """From one date to the next."""

    unit: str = about("minute, hour, day, weekday, week, month, quarter, year; empty where dates do not go on")
    every: int = about("how many of them")
    irregular: int = about("how many steps are of another length")
    first: str = about("the date from which the first of these goes; empty where there is none")


@dataclass(frozen=True)
class FoundSeason:
    """The season that was found, and how sure it is."""

    steps: int = about("whole steps; 1: none is clear", unit="steps")
    period: float = about("its length, not rounded; 0: none", unit="steps")
    error: float = about("the standard error of that", unit="steps")
    strength: float = about("the share of the variation about the trend that it explains")
    chance: float = about("the probability that noise alone would look as much like a season")


@dataclass(frozen=True)
class ForecastUpload(Uploaded):
    """A table as it is read; lines before it say otherwise: #column=, #decimal=, #separator=, #missing=, #season="""

    rows: int = about("its rows, those that were missing among them")
    gaps: int = about("rows without a value")
    column: str = about("the column that is forecast")
    columns: tuple[str, ...] = about("the columns of numbers that it has")
    ends: tuple[str, str] = about("the first and the last date")
    season: int = about("the season: the one that was found, or said", unit="steps")
    horizon: int = about("how far it can be forecast", unit="steps")
    taught: int = about("how many values teach")
    names: tuple[str, ...] = about("the names of all columns")
    first_rows: tuple[tuple[str, ...], ...] = about("the first rows, as they are written, of at most twelve columns")
    found: FoundSeason = about("the season that was found")
    step: DateStep | None = about("from one date to the next; null where there are no dates")
    newest_first: bool = about("whether the rows came from the newest to the oldest, and were turned")
    sorted: bool = about("whether the rows came in no order, and were brought into that of their dates")
    skipped: int = about("lines that are no rows: comments, titles, notes")
    decimal: str = about("the column's decimal sign; empty where no cell has one")
    thousands: str = about("its thousands sign; empty where no cell has one")
    unit: str = about("the unit or currency that its cells have")
    separator: str = about("what separates columns; empty where there is one")
    encoding: str = about("the text's encoding")
    suspect: str = about("a number that may stand for a missing value, such as -999; empty where there is none")
    suspects: int = about("how often it is there")
    chosen: tuple[str, ...] = about("what the reader said: column, decimal, separator, missing, season")
    sparkline: tuple[float, ...] = about("the values, or at most 200 of them, evenly spread")


@dataclass(frozen=True)
class Ahead:
    """The error so many steps ahead."""

    steps: int = about("how many")
    naive: float = about("as a multiple of the naive forecast's")
    seasonal: float = about("as a multiple of the seasonal naive forecast's")
    coverage: float = about("the share of values that lie in the calibrated interval")


@dataclass(frozen=True)
class ForecastDetails(Details):
    """The error in other terms."""

    error: float = about("the mean absolute error")
    unit: str = about("its unit")
    naive: float = about("as a multiple of the naive forecast's")
    seasonal: float = about("as a multiple of the seasonal naive forecast's")
    mase: float = about("as a multiple of the mean absolute step in what teaches")
    coverage: float = about("the share of values that lie in the calibrated interval")
    coverage_interval: tuple[float, float] = about("its interval of 95 %, by the moving block bootstrap")
    uncalibrated: float = about("the share that lie in the network's own interval")
    calibrated: int = about("how many of the forecasts were calibrated")
    wanted: float = about("the share that should")
    ahead: tuple[Ahead, ...] = about("by steps ahead")
