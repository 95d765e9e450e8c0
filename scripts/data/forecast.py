"""Four measured series for time-series forecasting: app/applications/forecast/series.json.

    pip install --no-deps statsmodels==0.15.0 vega-datasets==0.9.0     # their files are read, nothing is imported
    python -m scripts.data.forecast

All four are in the public domain, as the packages say of each:

co2       Atmospheric CO₂ at Mauna Loa, parts per million. C. D. Keeling, T. P. Whorf, "Atmospheric CO2 concentrations
          derived from flask air samples at sites in the SIO network", Carbon Dioxide Information Analysis Center, 2004;
          statsmodels, datasets/co2. Here: means of the weeks of each month, March 1958 to December 2001.
sunspots  Monthly mean sunspot numbers, National Geophysical Data Center of the NOAA; statsmodels, datasets/sunspots.
          Here: 1749 to 2008 (the months after that are preliminary).
elnino    Sea surface temperature of the eastern Pacific, 0-10° S and 80-90° W (Niño 1+2), °C, ERSST.V3B, National
          Weather Service of the NOAA; statsmodels, datasets/elnino. Monthly, 1950 to 2010.
seattle   Highest temperature of the day in Seattle, °C, NOAA; vega-datasets, seattle-weather. 2012 to 2015.

Missing: of CO₂ five months of 1958 and 1964 have no week that was measured, and get the straight line between their
neighbours; they lie in the part that trains, so nothing is forecast from them. The source's own note: nobody observed
in February 1824, and its sunspots are the mean of January and March. Nothing else is missing, and a gap would raise.

For each series the file has `start` and `every` (month or day) from which the dates follow, `season` in steps, `unit`,
`source`, and `values`.
"""

from __future__ import annotations

import csv
import json
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

TARGET = Path(__file__).resolve().parents[2] / "app" / "applications" / "forecast" / "series.json"
SOLAR_CYCLE = 132
"""Months of a solar cycle: eleven years in the mean, nine to fourteen one by one."""


def package(name: str) -> Path:
    """Where an installed package lies. It is not imported: that would need pandas and more."""
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"{name} is not installed; see the head of {Path(__file__).name}")
    return Path(spec.submodule_search_locations[0])


def rows(path: Path) -> list[dict[str, str]]:
    """A table as its rows."""
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def carbon_dioxide() -> dict[str, Any]:
    """Weekly values → means by month; a month without any lies on the line between its neighbours."""
    weeks: dict[int, list[float]] = {}
    for row in rows(package("statsmodels") / "datasets" / "co2" / "co2.csv"):
        if row["co2"]:
            month = int(row["date"][:4]) * 12 + int(row["date"][4:6]) - 1
            weeks.setdefault(month, []).append(float(row["co2"]))
    months = np.arange(min(weeks), max(weeks) + 1)
    known = np.array(sorted(weeks))
    values = np.interp(months, known, [np.mean(weeks[month]) for month in known])
    year, month = divmod(int(months[0]), 12)
    return {
        "start": f"{year}-{month + 1:02}",
        "every": "month",
        "season": 12,
        "unit": "ppm",
        "source": "C. D. Keeling, T. P. Whorf, Mauna Loa; statsmodels",
        "values": [round(float(value), 2) for value in values],
    }


def sunspots() -> dict[str, Any]:
    """The lines of the table that begin with a year and have all of its months."""
    text = (package("statsmodels") / "datasets" / "sunspots" / "src" / "sunspots_monthly.dat").read_text("ascii")
    lines = [line.split() for line in text.splitlines()]
    years = [line for line in lines if len(line) == 13 and line[0].isdecimal()]
    check_consecutive([int(year[0]) for year in years])
    return {
        "start": f"{years[0][0]}-01",
        "every": "month",
        "season": SOLAR_CYCLE,
        "unit": "",
        "source": "National Geophysical Data Center, NOAA; statsmodels",
        "values": [float(value) for year in years for value in year[1:]],
    }


def el_nino() -> dict[str, Any]:
    """One row a year, one column a month."""
    years = rows(package("statsmodels") / "datasets" / "elnino" / "elnino.csv")
    check_consecutive([int(year["YEAR"]) for year in years])
    return {
        "start": f"{years[0]['YEAR']}-01",
        "every": "month",
        "season": 12,
        "unit": "°C",
        "source": "ERSST.V3B, Niño 1+2, National Weather Service, NOAA; statsmodels",
        "values": [float(value) for year in years for name, value in year.items() if name != "YEAR"],
    }


def seattle() -> dict[str, Any]:
    """One row a day."""
    days = rows(package("vega_datasets") / "_data" / "seattle-weather.csv")
    dates = [np.datetime64(day["date"].replace("/", "-")) for day in days]
    check_consecutive([int(date.astype(int)) for date in dates])
    return {
        "start": str(dates[0]),
        "every": "day",
        "season": 365,
        "unit": "°C",
        "source": "NOAA; vega-datasets",
        "values": [float(day["temp_max"]) for day in days],
    }


def check_consecutive(numbers: list[int]) -> None:
    """Hold a calendar to having no gap."""
    if any(later - earlier != 1 for earlier, later in pairwise(numbers)):
        raise ValueError("a date is missing")


def main() -> None:
    """Write the file anew."""
    series = {"co2": carbon_dioxide(), "sunspots": sunspots(), "elnino": el_nino(), "seattle": seattle()}
    lines = [f"{json.dumps(name)}: {json.dumps(entry, ensure_ascii=False)}" for name, entry in series.items()]
    TARGET.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
    for name, entry in series.items():
        print(f"{name:9} {len(entry['values']):5} values from {entry['start']}, season {entry['season']}")
    print(f"{TARGET}: {TARGET.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
