# ruff: noqa: E501  (a table is one line)
"""Tables as spreadsheets, R, pandas, statistical offices and weather services write them: each is read as it was meant."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import perf_counter
from typing import Any

import numpy as np
import pytest

from app.applications.base import MaterialError
from app.applications.forecast import Forecast
from app.applications.forecast.table import read

N = 48
VALUES = [round(10 + 5 * np.sin(2 * np.pi * k / 12) + 0.013 * (k * k % 11), 3) for k in range(N)]
LARGE = [round(1200.25 + 400 * np.sin(2 * np.pi * k / 12) + k, 2) for k in range(N)]
WHOLE = [int(900 + 400 * np.sin(2 * np.pi * k / 12)) for k in range(N)]
MONTHS = [str(np.datetime64("2020-01") + k) for k in range(N)]
DAYS = [str(np.datetime64("2020-01-01") + k) for k in range(N)]
SPANISH_MONTHS = ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"]
ENGLISH_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def comma(value: float, thousands: str = "") -> str:
    """A number with a decimal comma."""
    text = f"{value:,}".replace(",", "\0").replace(".", ",")
    return text.replace("\0", thousands)


def lines(*head: str, row: Callable[[int], str], tail: Sequence[str] = (), end: str = "\n") -> str:
    return end.join([*head, *(row(k) for k in range(N)), *tail]) + end


def dmy(k: int, sign: str = "/") -> str:
    return sign.join(reversed(DAYS[k].split("-")))


def mdy(k: int) -> str:
    year, month, day = DAYS[k].split("-")
    return f"{int(month)}/{int(day)}/{year}"


def last_of(k: int) -> str:
    return str((np.datetime64(MONTHS[k]) + 1).astype("M8[D]") - 1)


MARKS = (
    "",
    "#N/A",
    "#N/D",
    "#NV",
    "#¡DIV/0!",
    "#DIV/0!",
    "#VALUE!",
    "#¡VALOR!",
    "#REF!",
    "#WERT!",
    "#VALEUR!",
    "<NA>",
    "NaN",
    "nan",
    "NULL",
    "null",
    "None",
    "..",
    "...",
    "–",
    "-",
    "—",
    "s/d",
    "n.d.",
    "\\N",
    "***",
    ":",
    "(null)",
)


def with_gaps(mark: str) -> bytes:
    text = lines("Fecha;Valor", row=lambda k: f"{dmy(k)};{mark if k % 9 == 5 else comma(VALUES[k])}")
    return text.encode("cp1252" if mark == "–" else "utf-8")


BOOK: dict[str, tuple[str | bytes, Sequence[float], dict[str, Any]]] = {
    # spreadsheets
    "Excel in Spanish": (lines("Fecha;Valor", row=lambda k: f"{dmy(k)};{comma(VALUES[k])}", end="\r\n"), VALUES, {"column": "Valor", "decimal": ",", "step": ("day", 1)}),
    "Excel in Spanish with thousands": (lines("mes;ventas", row=lambda k: f"m{k};{comma(LARGE[k], '.')}"), LARGE, {"thousands": ".", "decimal": ","}),
    "Excel in English": (lines("Date,Value", row=lambda k: f"{mdy(k)},{VALUES[k]}", end="\r\n"), VALUES, {"step": ("day", 1)}),
    "Excel in English with quoted thousands": (lines("Date,Value", row=lambda k: f'{mdy(k)},"{LARGE[k]:,}"'), LARGE, {"thousands": ",", "decimal": "."}),
    "Excel in German": (lines("Datum;Wert", row=lambda k: f"{dmy(k, '.')};{comma(LARGE[k], '.')}"), LARGE, {"step": ("day", 1)}),
    "Excel in French": (lines("Période;Valeur", row=lambda k: f"{dmy(k)};{comma(LARGE[k], chr(0x202F))}"), LARGE, {"thousands": " ", "column": "Valeur"}),
    "Excel in French, Windows-1252": (lines("Période;Valeur", row=lambda k: f"{dmy(k)};{comma(LARGE[k], chr(0xA0))}").encode("cp1252"), LARGE, {"encoding": "windows-1252"}),
    "Excel in Swiss German": (lines("Datum;Wert", row=lambda k: f"{dmy(k, '.')};{LARGE[k]:,}".replace(",", "'")), LARGE, {"thousands": "'", "decimal": "."}),
    "Excel with typographic apostrophes": (lines("Datum;Wert", row=lambda k: f"{dmy(k, '.')};{LARGE[k]:,}".replace(",", "’")), LARGE, {"thousands": "'"}),
    "Excel, Unicode text": (lines("Fecha\tValor", row=lambda k: f"{dmy(k)}\t{comma(VALUES[k])}", end="\r\n").encode("utf-16"), VALUES, {"encoding": "utf-16-le", "separator": "\t"}),
    "UTF-16 LE without a mark": (lines("Fecha;Valor", row=lambda k: f"{dmy(k)};{comma(VALUES[k])}").encode("utf-16-le"), VALUES, {"encoding": "utf-16-le"}),
    "UTF-16 BE without a mark": (lines("Año;Valor", row=lambda k: f"{dmy(k)};{comma(VALUES[k])}").encode("utf-16-be"), VALUES, {"encoding": "utf-16-be"}),
    "UTF-16 BE with a mark": (("\ufeff" + lines("Fecha;Valor", row=lambda k: f"{dmy(k)};{comma(VALUES[k])}")).encode("utf-16-be"), VALUES, {"encoding": "utf-16-be"}),
    "CSV UTF-8 of Excel": (lines("Año;Valor", row=lambda k: f"{dmy(k)};{comma(VALUES[k])}").encode("utf-8-sig"), VALUES, {"encoding": "utf-8"}),
    "sep=": (lines("sep=;", "mes;valor", row=lambda k: f"m{k};{comma(VALUES[k])}"), VALUES, {"separator": ";"}),
    "quoted sep=": (lines('"sep=|"', "mes|valor", row=lambda k: f"m{k}|{comma(VALUES[k])}"), VALUES, {"separator": "|"}),
    "trailing separators": (lines("mes;valor;;", row=lambda k: f"m{k};{comma(VALUES[k])};;"), VALUES, {"column": "valor"}),
    "trailing separators in rows alone": (lines("mes;valor", row=lambda k: f"m{k};{comma(VALUES[k])};"), VALUES, {"column": "valor"}),
    "every line quoted as one cell": (lines('"mes;valor"', row=lambda k: f'"{MONTHS[k]};{comma(VALUES[k])}"'), VALUES, {"column": "valor"}),
    "Google Sheets in Spanish": (lines("mes,temperatura", row=lambda k: f'{MONTHS[k]},"{comma(VALUES[k])}"'), VALUES, {"decimal": ",", "step": ("month", 1)}),
    "a decimal comma whose quotes were forgotten": (lines("fecha,valor", row=lambda k: f"{DAYS[k]},{comma(VALUES[k])}"), VALUES, {"column": "valor", "decimal": ","}),
    "a column of decimal commas below a name": (lines("valor", row=lambda k: f"{10 + k},{10 + (k * 7) % 89}"), [float(f"{10 + k}.{10 + (k * 7) % 89}") for k in range(N)], {"column": "valor"}),
    "apostrophes for quotes": (lines("'mes','valor'", row=lambda k: f"'{MONTHS[k]}','{VALUES[k]}'"), VALUES, {"column": "valor"}),
    "years of several countries": (lines("country,year,value", row=lambda k: f"{'ES' if k < 24 else 'FR'},{1990 + k % 24},{VALUES[k]}"), VALUES, {"column": "value", "columns": ("value",)}),
    "LibreOffice, all quoted": (lines('"mes","valor"', row=lambda k: f'"{MONTHS[k]}","{VALUES[k]}"'), VALUES, {}),
    "pasted cells": (lines("Mes\tVentas", row=lambda k: f"{SPANISH_MONTHS[k % 12]}-{20 + k // 12}\t{comma(LARGE[k], '.')}"), LARGE, {"step": ("month", 1)}),
    "euros behind": (lines("Mes;Importe", row=lambda k: f"{MONTHS[k]};{comma(LARGE[k], '.')} €"), LARGE, {"unit": "€"}),
    "dollars before": (lines("Month,Sales", row=lambda k: f'{MONTHS[k]},"${LARGE[k]:,}"'), LARGE, {"unit": "$"}),
    "francs": (lines("Monat;Umsatz", row=lambda k: f"{MONTHS[k]};CHF {LARGE[k]:,}".replace(",", "’")), LARGE, {"unit": "CHF"}),
    "per cent": (lines("mes;paro", row=lambda k: f"{MONTHS[k]};{comma(VALUES[k])} %"), VALUES, {"unit": "%"}),
    "degrees": (lines("día;máxima", row=lambda k: f"{DAYS[k]};{comma(VALUES[k])} °C"), VALUES, {"unit": "°C"}),
    "accountants' losses": (lines("month,net", row=lambda k: f'{MONTHS[k]},"({LARGE[k]:,})"'), [-value for value in LARGE], {}),
    "a minus behind": (lines("Monat;Saldo", row=lambda k: f"{MONTHS[k]};{comma(LARGE[k], '.')}-"), [-value for value in LARGE], {}),
    "the page's own minus": (lines("mes;valor", row=lambda k: f"{MONTHS[k]};−{comma(VALUES[k])}"), [-value for value in VALUES], {}),
    "whole numbers and thousands": (lines("mes;valor", row=lambda k: f"{MONTHS[k]};{comma(1000 * WHOLE[k], '.')}", tail=["2024-01;1.000.000"]), [1000 * value for value in WHOLE] + [1e6], {"thousands": "."}),
    # one column
    "one column of decimal commas": (lines(row=lambda k: f"{VALUES[k]:.2f}".replace(".", ",")), [float(f"{v:.2f}") for v in VALUES], {"column": "1"}),
    "one column with a name": (lines("valor", row=lambda k: comma(VALUES[k])), VALUES, {"column": "valor"}),
    "one column with blanks between thousands": (lines("valor", row=lambda k: comma(1000 + LARGE[k], " ")), [1000 + v for v in LARGE], {"thousands": " "}),
    "one column under a year": (lines("2023", row=lambda k: str(WHOLE[k] / 10)), [v / 10 for v in WHOLE], {"column": "2023"}),
    # statistical software
    "R write.csv": (lines('"","date","x"', row=lambda k: f'"{k + 1}","{DAYS[k]}",{VALUES[k]}'), VALUES, {"column": "x", "step": ("day", 1)}),
    "R write.csv2": (lines('"";"fecha";"x"', row=lambda k: f'"{k + 1}";"{DAYS[k]}";{comma(VALUES[k])}'), VALUES, {"column": "x"}),
    "R write.table": (lines('"date" "x"', row=lambda k: f'"{k + 1}" "{DAYS[k]}" {VALUES[k]}'), VALUES, {"separator": " ", "column": "x"}),
    "R with NA": (lines("date,x", row=lambda k: f"{DAYS[k]},{'NA' if k % 9 == 5 else VALUES[k]}"), VALUES, {"gaps": 5}),
    "pandas with an index": (lines(",date,value", row=lambda k: f"{k},{DAYS[k]},{VALUES[k]}"), VALUES, {"column": "value", "columns": ("value",)}),
    "pandas Series": (lines(",0", row=lambda k: f"{k},{VALUES[k]}"), VALUES, {"column": "0"}),
    "pandas with a DatetimeIndex": (lines("timestamp,value", row=lambda k: f"2020-01-0{1 + k // 24} {k % 24:02}:00:00+00:00,{VALUES[k]}"), VALUES, {"step": ("hour", 1)}),
    "pandas with <NA>": (lines("date,value", row=lambda k: f"{DAYS[k]},{'<NA>' if k % 9 == 5 else VALUES[k]}"), VALUES, {"gaps": 5}),
    "NumPy savetxt": (lines(row=lambda k: f"{k:.18e} {VALUES[k]:.18e}"), VALUES, {"separator": " "}),
    "Fortran exponents": (lines(row=lambda k: f"  {k}   {VALUES[k] / 100:.6f}D+02"), [round(v / 100, 6) * 100 for v in VALUES], {"separator": " "}),
    "gnuplot with comments": (lines("# t y", "# s m", row=lambda k: f"{k}\t{VALUES[k]}"), VALUES, {"skipped": 2}),
    "MATLAB comments": (lines("% written by a script", row=lambda k: f"{k},{VALUES[k]}"), VALUES, {"skipped": 1}),
    # offices and services
    "INE": (lines("Índice general", "Periodo;Total", row=lambda k: f"{2020 + k // 12}M{k % 12 + 1:02};{comma(VALUES[k])}", tail=["", "Fuente: Instituto Nacional de Estadística"]), VALUES, {"step": ("month", 1), "skipped": 2}),
    "INE, the newest first": (lines("Periodo;Total", row=lambda k: f"{2020 + (N - 1 - k) // 12}M{(N - 1 - k) % 12 + 1:02};{comma(VALUES[N - 1 - k])}"), VALUES, {"newest_first": True, "step": ("month", 1)}),
    "INE, quarters": (lines("Periodo;Tasa", row=lambda k: f"{2010 + k // 4}T{k % 4 + 1};{comma(VALUES[k])}"), VALUES, {"step": ("quarter", 1)}),
    "AEMET": (lines("fecha,indicativo,nombre,altitud,tmed,prec", row=lambda k: f'{DAYS[k]},3195,"MADRID, RETIRO",667,"{comma(VALUES[k])}","0,{k % 10}"'), VALUES, {"column": "tmed"}),
    "NOAA, CSV": (lines("# form", "# -99.99 is missing", "year,month,decimal date,average,ndays", row=lambda k: f"{2020 + k // 12},{k % 12 + 1},{2020 + (k + 0.5) / 12:.4f},{VALUES[k]},25"), VALUES, {"column": "average", "step": ("month", 1)}),
    "NOAA, text": (lines("# year month decimal average", row=lambda k: f"  {2020 + k // 12}  {k % 12 + 1:2}   {2020 + (k + 0.5) / 12:.4f}   {VALUES[k]:7.3f}"), VALUES, {"column": "average", "step": ("month", 1)}),
    "NOAA, header in a comment": (lines("# notes", "#year,month,average", row=lambda k: f"{2020 + k // 12},{k % 12 + 1},{VALUES[k]}"), VALUES, {"column": "average"}),
    "Eurostat": (lines("freq,unit,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG", row=lambda k: f"M,PC,ES,{MONTHS[k]},{VALUES[k]},{'p' if k > 40 else ''}"), VALUES, {"column": "OBS_VALUE", "step": ("month", 1)}),
    "Eurostat with flags in the cells": (lines("time\tES", row=lambda k: f"{MONTHS[k]}\t{': ' if k % 9 == 5 else f'{VALUES[k]} p'}"), VALUES, {"gaps": 5}),
    "FRED": (lines("observation_date,UNRATE", row=lambda k: f"{MONTHS[k]}-01,{'.' if k % 9 == 5 else VALUES[k]}"), VALUES, {"gaps": 5, "step": ("month", 1)}),
    "Google Trends": (lines("Category: All categories", "", "Month,rain: (Spain)", row=lambda k: f"{MONTHS[k]},{'<1' if k == 7 else WHOLE[k]}"), WHOLE, {"gaps": 1, "column": "rain: (Spain)", "skipped": 1}),
    "World Bank dots": (lines("year,gdp", row=lambda k: f"{1960 + k},{'..' if k % 9 == 5 else VALUES[k]}"), VALUES, {"gaps": 5, "step": ("year", 1)}),
    "share prices": (lines("Date,Open,High,Low,Close", row=lambda k: f"{MONTHS[k]}-01,{VALUES[k]},{VALUES[k] + 1},{VALUES[k] - 1},{VALUES[k]}"), VALUES, {"column": "Open", "columns": ("Open", "High", "Low", "Close")}),
    # missing values
    **{f"missing: {mark or 'nothing'}": (with_gaps(mark), VALUES, {"gaps": 5}) for mark in MARKS},
    "missing in the only column": (lines("valor", row=lambda k: "#N/A" if k % 9 == 5 else comma(VALUES[k])), VALUES, {"gaps": 5}),
    "-999 where it is said": (lines("#missing=-999", "t;y", row=lambda k: f"{DAYS[k]};{-999 if k % 9 == 5 else VALUES[k]}"), VALUES, {"gaps": 5}),
    "-99,99 where it is said": (lines("#missing=-99,99 -999", "t;y", row=lambda k: f"{DAYS[k]};{'-99,99' if k % 9 == 5 else comma(VALUES[k])}"), VALUES, {"gaps": 5}),
    # headers
    "a year as the header": (lines("mes,2023", row=lambda k: f"m{k},{WHOLE[k] % 100 + k}"), [v % 100 + k for k, v in enumerate(WHOLE)], {"column": "2023"}),
    "years as headers": (lines("día,2021,2022", row=lambda k: f"{k + 1},{VALUES[k]},{VALUES[k] + 1}"), VALUES, {"column": "2021", "columns": ("2021", "2022")}),
    "a unit below the name": (lines("Fecha;Temperatura", ";(°C)", row=lambda k: f"{DAYS[k]};{comma(VALUES[k])}"), VALUES, {"column": "Temperatura (°C)"}),
    "groups above names": (lines(";Madrid;Madrid", "fecha;mín;máx", row=lambda k: f"{DAYS[k]};{comma(VALUES[k])};{comma(VALUES[k] + 1)}"), VALUES, {"column": "Madrid mín"}),
    "no header": (lines(row=lambda k: f"{DAYS[k]};{comma(VALUES[k])}"), VALUES, {"column": "2"}),
    "a title above": (lines("Temperaturas de Madrid", "", "fecha;valor", row=lambda k: f"{DAYS[k]};{comma(VALUES[k])}"), VALUES, {"column": "valor", "skipped": 1}),
    "a sum and notes below": (lines("mes;valor", row=lambda k: f"{MONTHS[k]};{comma(VALUES[k])}", tail=["Total;1.234,5", "", "Nota: datos; provisionales; revisados", "Fuente: INE"]), VALUES, {"skipped": 3, "step": ("month", 1)}),
    "comments in the middle": (lines("t,y", row=lambda k: ("# moved to another place\n" if k == 20 else "") + f"{DAYS[k]},{VALUES[k]}"), VALUES, {"skipped": 1}),
    # dates
    "day and month": (lines("d;y", row=lambda k: f"{dmy(k)};{VALUES[k]}"), VALUES, {"step": ("day", 1)}),
    "month and day": (lines("d;y", row=lambda k: f"{mdy(k)};{VALUES[k]}"), VALUES, {"step": ("day", 1)}),
    "the first of each month": (lines("d;y", row=lambda k: f"01/{MONTHS[k][5:]}/{MONTHS[k][:4]};{VALUES[k]}"), VALUES, {"step": ("month", 1)}),
    "the last of each month": (lines("d;y", row=lambda k: f"{last_of(k)};{VALUES[k]}"), VALUES, {"step": ("month", 1)}),
    "weeks": (lines("semana;y", row=lambda k: f"{np.datetime64('2020-01-06') + 7 * k};{VALUES[k]}"), VALUES, {"step": ("week", 1)}),
    "ISO weeks": (lines("week,y", row=lambda k: f"2020-W{k + 1:02},{VALUES[k]}"), VALUES, {"step": ("week", 1)}),
    "half hours": (lines("t,y", row=lambda k: f"{np.datetime64('2020-01-01T00:00') + 30 * k},{VALUES[k]}"), VALUES, {"step": ("minute", 30)}),
    "twelve-hour clock": (lines("t,y", row=lambda k: f"1/{1 + k // 24}/2020 {(k % 12) or 12}:00 {'AM' if k % 24 < 12 else 'PM'},{VALUES[k]}"), VALUES, {"step": ("hour", 1)}),
    "year and month in two columns": (lines("año;mes;y", row=lambda k: f"{2020 + k // 12};{k % 12 + 1};{comma(VALUES[k])}"), VALUES, {"step": ("month", 1), "column": "y"}),
    "year, month and day in three": (lines("year,month,day,y", row=lambda k: f"{DAYS[k].replace('-', ',')},{VALUES[k]}"), VALUES, {"step": ("day", 1), "column": "y"}),
    "months by name": (lines("Month,y", row=lambda k: f"{ENGLISH_MONTHS[k % 12]} {2020 + k // 12},{VALUES[k]}"), VALUES, {"step": ("month", 1)}),
    "Spanish dates in words": (lines("fecha;y", row=lambda k: f"{int(DAYS[k][8:])} de {['enero', 'febrero'][int(DAYS[k][5:7]) - 1]} de 2020;{VALUES[k]}"), VALUES, {"step": ("day", 1)}),
    "days without signs": (lines("date,y", row=lambda k: f"{DAYS[k].replace('-', '')},{VALUES[k]}"), VALUES, {"step": ("day", 1)}),
    "a date and a time in two columns": (lines("Fecha;Hora;Valor", row=lambda k: f"{dmy(k // 24)};{k % 24:02}:00;{comma(VALUES[k])}"), VALUES, {"step": ("hour", 1), "column": "Valor", "ends": ("01/01/2020 00:00", "02/01/2020 23:00")}),
    "years": (lines("Year,y", row=lambda k: f"{1960 + k},{VALUES[k]}"), VALUES, {"step": ("year", 1)}),
    "working days": (lines("d,y", row=lambda k: f"{np.busday_offset(np.datetime64('2020-01-06'), k)},{VALUES[k]}"), VALUES, {"step": ("weekday", 1)}),
    "a day left out": (lines("d,y", row=lambda k: f"{np.datetime64('2020-01-01') + k + (k > 9)},{VALUES[k]}"), VALUES, {"step": ("day", 1), "irregular": 1}),
    # numbers that all cells decide
    "three decimals between others": (lines("t;y", row=lambda k: f"t{k};{'0,125' if k == 30 else f'{VALUES[k]:.3f}'.replace('.', ',')}"), [0.125 if k == 30 else v for k, v in enumerate(VALUES)], {"decimal": ","}),
    "a number of five digits without a sign": (lines("t;y", row=lambda k: f"t{k};{'12345' if k == 30 else f'{VALUES[k]:.3f}'.replace('.', ',')}"), [12345 if k == 30 else v for k, v in enumerate(VALUES)], {"decimal": ","}),
    "three decimals with a point between commas": (lines("t,y", row=lambda k: f"t{k},{VALUES[k]:.3f}"), VALUES, {"decimal": "."}),
    "another column tells": (lines("t;y;z", row=lambda k: f"t{k};{VALUES[k]:.3f};0,5{k}".replace(".", ",")), VALUES, {"decimal": ","}),
    "said to be decimals": (lines("#decimal=,", "t;y", row=lambda k: f"t{k};{VALUES[k] + 1:.3f}".replace(".", ",")), [round(v + 1, 3) for v in VALUES], {"decimal": ","}),
    "said to be thousands": (lines("#decimal=.", "t;y", row=lambda k: f"t{k};{VALUES[k] + 1:.3f}".replace(".", ",")), [round(1000 * (v + 1)) for v in VALUES], {"thousands": ","}),
}  # fmt: skip


@pytest.mark.parametrize("name", BOOK)
def test_a_table_is_read_as_it_was_meant(name: str) -> None:
    text, values, expected = BOOK[name]
    content = text.encode() if isinstance(text, str) else text
    about = Forecast.read_material(content)
    table = read(content)
    np.testing.assert_allclose(table.values[table.known], np.array(values, float)[table.known], rtol=1e-9)
    assert len(table.values) == len(values)
    expected = {"gaps": 0, **expected}
    step = expected.pop("step", None)
    irregular = expected.pop("irregular", 0)
    assert {key: getattr(about, key) for key in expected} == expected
    if step:
        assert about.step is not None
        assert (about.step.unit, about.step.every, about.step.irregular) == (*step, irregular)


def test_there_are_at_least_sixty_of_them() -> None:
    assert len(BOOK) > 100


ASKED = {
    "thousands or decimals": lines("t;y", row=lambda k: f"t{k};{VALUES[k] + 1:.3f}".replace(".", ",")),
    "in quotes": lines("t,y", row=lambda k: f't{k},"{VALUES[k] + 1:.3f}"'.replace(".", ",")),
    "points between semicolons": lines("t;y", row=lambda k: f"t{k};{VALUES[k] + 1:.3f}"),
    "one column": lines("y", row=lambda k: f"{VALUES[k] + 1:.3f}"),
    "few small whole numbers beside": lines("t;y", row=lambda k: f"t{k};{900 + k if k > 20 else f'1,{100 + k}'}"),
}


@pytest.mark.parametrize("name", ASKED)
def test_where_the_cells_cannot_tell_both_readings_are_named(name: str) -> None:
    with pytest.raises(MaterialError) as asked:
        read(ASKED[name].encode())
    values = asked.value.values
    assert asked.value.code == "table_decimal"
    sign, other = values["sign"], values["other"]
    cell = str(values["value"])
    assert float(str(values["whole"])) == float(cell.replace(str(sign), ""))
    assert float(str(values["fraction"])) == float(cell.replace(str(sign), "."))
    decimals = read(f"#decimal={sign}\n{ASKED[name]}".encode()).values
    thousands = read(f"#decimal={other}\n{ASKED[name]}".encode()).values
    assert decimals[0] == float(str(values["fraction"]))
    assert thousands[0] == float(str(values["whole"]))


REFUSED = {
    "a NUL": ("t;y\n1;\x002\n" * 40, "text_control", 2),
    "a bell": ("t;y\n" + "1;2\n" * 5 + "1;\x07\n", "text_control", 7),
    "two decimal signs": (
        lines("t;y", row=lambda k: f"t{k};{'3.25' if k == 9 else comma(VALUES[k])}"),
        "table_number",
        11,
    ),
    "two thousands signs": (
        lines("t;y", row=lambda k: f"t{k};{'1 234,5' if k == 9 else comma(1000 + LARGE[k], '.')}"),
        "table_number",
        11,
    ),
    "two units": (lines("t;y", row=lambda k: f"t{k};{VALUES[k]} {'°F' if k == 9 else '°C'}"), "table_number", 11),
    "a word": (lines("t;y", row=lambda k: f"t{k};{'lluvia' if k == 9 else comma(VALUES[k])}"), "table_number", 11),
    "a row too wide": (lines("t;y", row=lambda k: f"t{k};1;{k}" if k == 9 else f"t{k};{k}"), "table_width", 11),
    "an unknown sign": (lines("#decimal=x", "t;y", row=lambda k: f"t{k};{k}"), "table_choice", 1),
    "broken UTF-8": ("niño;y\n" * 3 + "1;\udcff\n", "text_not_utf8", 4),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_used_is_told_with_its_line(name: str) -> None:
    text, code, line = REFUSED[name]
    with pytest.raises(MaterialError) as refused:
        read(text.encode(errors="surrogateescape"))
    assert (refused.value.code, refused.value.values["line"]) == (code, line)


def test_a_number_that_may_stand_for_a_missing_value_is_a_value_until_it_is_said_and_is_pointed_at() -> None:
    text = lines("t;y", row=lambda k: f"{DAYS[k]};{-99.99 if k in (4, 9) else VALUES[k]}")
    about = Forecast.read_material(text.encode())
    assert (about.gaps, about.suspect, about.suspects) == (0, "-99.99", 2)
    about = Forecast.read_material(f"#missing=-99.99\n{text}".encode())
    assert (about.gaps, about.suspect) == (2, "")


def test_choices_before_a_table_in_utf_16_are_read_in_either_encoding() -> None:
    text = lines("t;y;z", row=lambda k: f"{DAYS[k]};{VALUES[k]};{WHOLE[k]}")
    for content in (b"#column=z\n" + text.encode("utf-16"), ("#column=z\n" + text).encode("utf-16")):
        assert read(content).column == "z"


def test_what_was_said_comes_before_what_is_found_and_is_given_back() -> None:
    text = lines("t;y;z", row=lambda k: f"{DAYS[k]};{VALUES[k]};{WHOLE[k]}")
    about = Forecast.read_material(f"#column=z\n#season=5\n{text}".encode())
    assert (about.column, about.season, about.chosen) == ("z", 5, ("column", "season"))
    with pytest.raises(MaterialError) as refused:
        Forecast.read_material(f"#season=17\n{text}".encode())
    assert str(refused.value.values["allowed"]) == "1 … 16"


@pytest.mark.parametrize("text", [('"' + "," * 60_000 + "\n") * 3, f"{'9' * 4400},1\n" * 44, f"{'9' * 4400} 1\n" * 44])
def test_no_table_takes_long_or_is_an_error_of_ours(text: str) -> None:
    began = perf_counter()
    with pytest.raises(MaterialError):
        Forecast.read_material(text.encode())
    assert perf_counter() - began < 5
