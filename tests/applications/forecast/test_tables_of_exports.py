# ruff: noqa: E501  (a table is one line)
"""Tables as programs export them and people mark them by hand: which rows are none, when rows were, what a cell says."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from app.applications.base import MaterialError
from app.applications.forecast.table import Table, read

N = 60
VALUES = [round(1500 + 700 * np.sin(2 * np.pi * k / 12) + 0.37 * (k * k % 17), 2) for k in range(N)]
DAYS = [str(np.datetime64("2020-01-01") + k) for k in range(N)]
MONTHS = [str(np.datetime64("2015-01") + k) for k in range(N)]


def lines(head: str, row: Callable[[int], str]) -> list[str]:
    return [*([head] if head else []), *(row(k) for k in range(N))]


def table(head: str, row: Callable[[int], str]) -> Table:
    return read("\n".join(lines(head, row)).encode())


def with_mark(mark: str, k: int) -> str:
    return mark if k in (10, 11, 30) else str(VALUES[k])


KEPT = [VALUES[9] if k in (10, 11) else VALUES[29] if k == 30 else VALUES[k] for k in range(N)]


@pytest.mark.parametrize(
    "written",
    [
        pytest.param('="{}"', id="a formula of Excel that is a text"),
        pytest.param("'{}", id="the apostrophe that makes a text of a number"),
        pytest.param("“{}”", id="curly quotes"),
        pytest.param("«{}»", id="Spanish quotes"),
        pytest.param("\u200b{}", id="a blank of no width"),
        pytest.param("\u200e{}\ufeff", id="marks that nobody sees"),
        pytest.param("S/. {}", id="soles"),
        pytest.param("$ {} MXN", id="a sign and a code of one currency"),
    ],
)
def test_what_stands_around_a_number_is_no_part_of_it(written: str) -> None:
    found = table("date,v", lambda k: f"{DAYS[k]},{written.format(VALUES[k])}")
    np.testing.assert_array_equal(found.values, VALUES)


def test_a_loss_in_brackets_may_have_its_currency_before_them() -> None:
    found = table("date,v", lambda k: f"{DAYS[k]},${VALUES[k]}" if k % 2 else f"{DAYS[k]},$({VALUES[k]})")
    np.testing.assert_array_equal(found.values, [value if k % 2 else -value for k, value in enumerate(VALUES)])


@pytest.mark.parametrize("few", [2, 3])
def test_a_unit_may_stand_at_some_of_the_cells_alone(few: int) -> None:
    found = table("date,v", lambda k: f"{DAYS[k]},{VALUES[k]}{'' if k % few else ' €'}")
    np.testing.assert_array_equal(found.values, VALUES)


def test_a_percent_sign_at_some_cells_alone_is_told_and_not_guessed() -> None:
    with pytest.raises(MaterialError, match="table_number"):
        table("date,v", lambda k: f"{DAYS[k]},{VALUES[k]}{'' if k % 3 else '%'}")


def test_thousands_and_millions_are_brought_to_one_measure() -> None:
    written = [f"{k % 9 + 1.5}K" if k % 4 else f"{k % 3 + 1.25}M" for k in range(N)]
    found = table("date,volume", lambda k: f"{DAYS[k]},{written[k]}")
    expected = [(k % 9 + 1.5) * 1e3 if k % 4 else (k % 3 + 1.25) * 1e6 for k in range(N)]
    np.testing.assert_allclose(found.values, expected)
    found = table("date,volume", lambda k: f"{DAYS[k]},{900 + k if k % 5 == 0 else written[k]}")
    np.testing.assert_allclose(found.values[::5], [900 + k for k in range(0, N, 5)])
    np.testing.assert_allclose(found.values[1:5], expected[1:5])


@pytest.mark.parametrize(
    "mark",
    [
        "#N/DISP",
        "#¡DESBORDAMIENTO!",
        "#GETTING_DATA",
        "Err:502",
        "Ip",
        "Acum",
        "M",
        "T",
        "NR",
        "Tr",
        "inf",
        "-inf",
        "∞",
        ": c",
        ":u",
        "not available",
        "undefined",
        "--.-",
        "< 5",
        "<LOD",
        "ND*",
        "bdl",
    ],
)
def test_marks_of_a_missing_value_are_those_of_offices_and_weather_services_too(mark: str) -> None:
    found = table("date,v", lambda k: f"{DAYS[k]},{with_mark(mark, k)}")
    np.testing.assert_array_equal(found.values, KEPT)
    assert list(np.flatnonzero(~found.known)) == [10, 11, 30]


# --- rows that are none ---


@pytest.mark.parametrize("label", ["Total", "TOTAL", "Media", "Suma:", "Average", "Grand Total", "Total general"])
@pytest.mark.parametrize("first", [lambda k: DAYS[k], lambda k: str(k + 1)], ids=["dates", "numbers"])
def test_a_sum_at_the_end_is_no_row(label: str, first: Callable[[int], str]) -> None:
    found = read("\n".join([*lines("n,v", lambda k: f"{first(k)},{VALUES[k]}"), f"{label},{sum(VALUES):.2f}"]).encode())
    np.testing.assert_array_equal(found.values, VALUES)
    assert found.skipped == 1


def test_the_sum_of_every_year_is_no_row() -> None:
    rows = lines("period,v", lambda k: f"{MONTHS[k]},{VALUES[k]}")
    for year in range(5, 0, -1):
        rows.insert(12 * year + 1, f"Total {2014 + year},99999")
    found = read("\n".join(rows).encode())
    np.testing.assert_array_equal(found.values, VALUES)
    assert (found.skipped, found.step and found.step.unit) == (5, "month")


def test_a_word_at_the_end_of_one_column_is_no_row() -> None:
    np.testing.assert_array_equal(read("\n".join(["v", *map(str, VALUES), "Total"]).encode()).values, VALUES)


def test_a_column_that_is_called_total_has_rows_all_the_same() -> None:
    found = table("place,date,v", lambda k: f"Total Nacional,{DAYS[k]},{VALUES[k]}")
    np.testing.assert_array_equal(found.values, VALUES)


def test_decimal_commas_that_cut_every_row_of_several_columns_are_told() -> None:
    with pytest.raises(MaterialError, match="table_width"):
        table("fecha,max,min", lambda k: f"{DAYS[k]},{k % 9},5,{k % 7},25")


# --- columns ---


def test_years_over_columns_without_a_label_name_the_first_column_too() -> None:
    found = table("2021,2022", lambda k: f"{k % 7 + 12.5},{k % 5 + 13.25}")
    assert found.columns == ("2021", "2022")
    np.testing.assert_array_equal(found.values, [k % 7 + 12.5 for k in range(N)])
    assert found.labels[:2] == ("1", "2")


def test_a_column_of_zeros_and_ones_is_not_the_likeliest() -> None:
    found = table("date,holiday,v", lambda k: f"{DAYS[k]},{int(k % 7 == 0)},{VALUES[k]}")
    assert (found.column, found.columns) == ("v", ("holiday", "v"))


def test_a_code_with_zeros_in_front_is_no_number_with_a_unit() -> None:
    assert table("code,date,v", lambda k: f"00{k % 3}A,{DAYS[k]},{VALUES[k]}").columns == ("v",)


# --- when ---


def test_a_date_that_is_the_same_in_every_row_is_not_when_they_were() -> None:
    found = table("dataflow,updated,period,v", lambda k: f"X,23/07/23 23:00:00,{MONTHS[k]},{VALUES[k]}")
    assert (found.labels[0], found.step and found.step.unit) == ("2015-01", "month")


def test_rows_in_no_order_are_brought_into_that_of_their_dates() -> None:
    order = sorted(range(N), key=lambda k: VALUES[k])
    found = read("\n".join(["date,v", *(f"{DAYS[k]},{VALUES[k]}" for k in order)]).encode())
    np.testing.assert_array_equal(found.values, VALUES)
    assert found.labels == tuple(DAYS)
    assert found.sorted
    assert not found.newest_first


def test_hours_may_have_a_column_of_their_own() -> None:
    for head, row in (
        ("year,month,day,hour,v", lambda k: f"2020,1,{1 + k // 24},{k % 24},{VALUES[k]}"),
        ("Fecha;Hora;v", lambda k: f"{1 + k // 24:02}/01/2020;{k % 24};{VALUES[k]}"),
        ("Fecha;Hora;v", lambda k: f"{1 + k // 24:02}/01/2020;{k % 24 + 1};{VALUES[k]}"),
        (
            "#YY  MM DD hh mm WSPD\n#yr  mo dy hr mn m/s",
            lambda k: f"2020 01 {1 + k // 24:02} {k % 24:02} 00 {VALUES[k]}",
        ),
    ):
        found = table(head, row)
        np.testing.assert_array_equal(found.values, VALUES)
        assert (found.step and (found.step.unit, found.step.every, found.step.irregular)) == ("hour", 1, 0), head
        assert len(set(found.labels)) == N


@pytest.mark.parametrize(
    ("when", "first"),
    [
        (lambda k: str(43831 + k), "2020-01-01"),
        (lambda k: str(1577836800 + 86400 * k), "2020-01-01"),
        (lambda k: f"{1577836800 + 86400 * k}.0", "2020-01-01"),
        (lambda k: str(1000 * (1577836800 + 86400 * k)), "2020-01-01"),
        (lambda k: f"2020-{k + 1:03}", "2020-001"),
        (
            lambda k: "Wed 1 Jan 2020" if k == 0 else (np.datetime64(DAYS[k]).astype(object)).strftime("%a %d %b %Y"),
            "Wed 1 Jan 2020",
        ),
        (lambda k: f"2020-{('ene', 'feb')[k // 31]}-{k % 31 + 1:02}", "2020-ene-01"),
        (lambda k: f'"miércoles, {k % 31 + 1} de {("enero", "febrero")[k // 31]} de 2020"', "miércoles, 1 de enero d…"),
    ],
)
def test_days_are_written_as_numbers_of_a_spreadsheet_and_of_a_clock_too(
    when: Callable[[int], str], first: str
) -> None:
    found = table("date;v", lambda k: f"{when(k)};{VALUES[k]}")
    np.testing.assert_array_equal(found.values, VALUES)
    assert found.step
    assert (found.step.unit, found.step.every, found.step.irregular) == ("day", 1, 0)
    assert found.labels[0] == first
