"""A reader's table: what is read, and what an error says of a table that is not."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.applications.base import MaterialError
from app.applications.forecast.cells import number_in
from app.applications.forecast.dialect import FEWEST, ROWS, SEPARATORS
from app.applications.forecast.table import BYTES, LARGEST, read
from app.numerals import Range, spelled

VALUES = [round(3.5 + 0.25 * (k % 7) + 0.125 * k, 3) for k in range(60)]


def table(*lines: str, rows: list[str] | None = None) -> bytes:
    """Lines, and then rows enough for a series."""
    return "\n".join([*lines, *(rows if rows is not None else plain())]).encode()


def plain(pattern: str = "{value}", decimal: str = ".") -> list[str]:
    return [pattern.format(k=k + 1, value=str(value).replace(".", decimal)) for k, value in enumerate(VALUES)]


def error(content: bytes) -> MaterialError:
    with pytest.raises(MaterialError) as caught:
        read(content)
    assert caught.value.field == "material"
    assert {"line", "column", "value", "allowed"} <= set(caught.value.values)
    return caught.value


@pytest.mark.parametrize("separator", SEPARATORS)
@pytest.mark.parametrize("header", [True, False])
def test_two_columns_are_labels_and_values_whatever_separates_them(separator: str, header: bool) -> None:
    lines = [separator.join(("when", "what"))] if header else []
    found = read(table(*lines, rows=plain(f"2024-{{k:02}}{separator}{{value}}")))
    np.testing.assert_array_equal(found.values, VALUES)
    assert found.labels[:2] == ("2024-01", "2024-02")
    assert found.column == ("what" if header else "2")
    assert found.columns == (found.column,)


@pytest.mark.parametrize("separator", ["\t", ";"])
def test_a_decimal_comma_is_read_where_a_comma_separates_nothing(separator: str) -> None:
    found = read(table(f"mes{separator}valor", rows=plain(f"{{k}}{separator}{{value}}", ",")))
    np.testing.assert_array_equal(found.values, VALUES)


def test_one_column_has_values_alone_and_they_are_counted() -> None:
    for lines, rows in (((), plain()), (("valor",), plain()), (("valor",), plain(decimal=","))):
        found = read(table(*lines, rows=rows))
        np.testing.assert_array_equal(found.values, VALUES)
        assert found.labels[:3] == ("1", "2", "3")
        assert found.column == (lines[0] if lines else "1")


def test_line_ends_byte_order_marks_code_pages_and_blank_lines_change_nothing() -> None:
    text = "\n".join(["año;valor", *plain("{k};{value}")])
    for content in (
        text.encode(),
        text.encode("utf-8-sig"),
        text.encode("cp1252"),
        text.encode("utf-16"),
        text.replace("\n", "\r\n").encode(),
        text.replace("\n", "\r").encode(),
        ("\n\n" + text.replace("\n", "\n\n") + "\n;\n").encode(),
    ):
        found = read(content)
        np.testing.assert_array_equal(found.values, VALUES)
        assert found.column == "valor"


@pytest.mark.parametrize(
    ("cell", "text", "unit"),
    [
        ("1234.5", "1234.5", ""),
        ("1.234,5", "1.234,5", ""),
        ("1\u202f234,5", "1\u202f234,5", ""),
        ("\u22123.5", "-3.5", ""),
        ("–3,5", "-3,5", ""),
        ("(1,234.5)", "-1,234.5", ""),
        ("5-", "-5", ""),
        ("+7", "+7", ""),
        (".5", ".5", ""),
        ("2.", "2.", ""),
        ("1.5e-3", "1.5e-3", ""),
        ("1.23D+04", "1.23e+04", ""),
        ("3,5 °C", "3,5", "°C"),
        ("12 %", "12", "%"),
        ("€ 1.234,50", "1.234,50", "€"),
        ("-€3.20", "-3.20", "€"),
        ("USD 12", "12", "USD"),
        ("1'234.5 CHF", "1'234.5", "CHF"),
        ("12 m3", "12", "m3"),
        ("25.5 km/h", "25.5", "km/h"),
        ("104.2 p", "104.2", ""),
        ("104.2*", "104.2", ""),
        ("7(1)", "7", ""),
        *(
            (cell, None, "")
            for cell in (
                "1_000",
                "inf",
                "nan",
                "0x10",
                "٣",
                "1.2.3.4",
                "",
                "--1",
                "m0",
                "2024-01-03",
                "10:30",
                "3 4",
                "a",
            )
        ),
    ],
)
def test_what_a_number_is(cell: str, text: str | None, unit: str) -> None:
    number = number_in(cell)
    assert (number.text if number else None) == text
    assert number is None or number.unit == unit


def test_of_several_columns_the_first_with_numbers_is_taken_or_the_one_that_is_named() -> None:
    rows = plain("2024-{k:02},Madrid,{value},{k}")
    found = read(table("date,city,temperature,humidity", rows=rows))
    assert found.column == "temperature"
    assert found.columns == ("temperature", "humidity")
    np.testing.assert_array_equal(found.values, VALUES)
    other = read(table("#column=Humidity", "date,city,temperature,humidity", rows=rows))
    np.testing.assert_array_equal(other.values, np.arange(1, 61))
    assert other.columns == found.columns


def test_a_column_that_is_not_there_is_told_with_those_that_are() -> None:
    found = error(table("#column=wind", "date,temperature", rows=plain("{k},{value}")))
    assert found.code == "table_column"
    assert found.values == {"line": 2, "column": 0, "value": "wind", "allowed": "date, temperature"}


@pytest.mark.parametrize("gap", ["", "NA", "n/a", "NaN", "null", "-", "?"])
def test_a_missing_value_has_the_one_before_it_and_is_not_known(gap: str) -> None:
    rows = plain("{k};{value}")
    rows[10] = f"11;{gap}"
    found = read(table("t;y", rows=rows))
    assert found.values[10] == VALUES[9]
    assert not found.known[10]
    assert found.known.sum() == 59


def test_missing_values_before_the_first_are_left_out() -> None:
    rows = plain("{k};{value}")
    rows[0], rows[1] = "1;", "2;"
    found = read(table("t;y", rows=rows))
    assert found.labels[0] == "3"
    assert len(found.values) == 58
    assert found.known.all()


def test_too_many_gaps_are_refused() -> None:
    rows = plain("{k};{value}")
    rows[20:40] = [f"{k};" for k in range(21, 41)]
    found = error(table("t;y", rows=rows))
    assert found.code == "table_gaps"
    assert found.values == {"line": 0, "column": 2, "value": 20, "allowed": Range(0, 12)}


def test_what_is_no_number_is_told_with_its_line_and_column() -> None:
    rows = plain("{k};{value}")
    rows[7] = "8;3.5 °C"  # the others have no unit
    found = error(table("t;y", rows=rows))
    assert found.code == "table_number"
    assert found.values == {"line": 9, "column": 2, "value": "3.5 °C", "allowed": "-10¹² … 10¹²"}
    rows[7] = f"8;{LARGEST * 10:g}"
    assert error(table("t;y", rows=rows)).values["line"] == 9


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    rows = plain("{k};{value}")
    rows[2] = '"a label\nof two lines";7'
    rows[7] = "8;x"
    assert error(table("#column=y", "", "t;y", rows=rows)).values["line"] == 12


def test_a_row_of_another_width_is_told_with_its_line() -> None:
    rows = plain("{k};{value}")
    rows[4] = "5;1;2"
    found = error(table(rows=rows))
    assert found.code == "table_width"
    assert found.values == {"line": 5, "column": 0, "value": 3, "allowed": 2}


def test_one_comma_in_every_row_may_be_a_decimal_comma_and_is_refused() -> None:
    found = error(table(rows=[f"{k % 9},{k}" for k in range(60)]))
    assert found.code == "table_comma"
    assert found.values["value"] == "0,0"
    rows = [f"{k % 9},{k + 10}" for k in range(60)]
    assert error(table(rows=rows)).code == "table_comma"
    assert read(table("#decimal=,", rows=rows)).values[1] == 1.11
    assert read(table("#separator=,", rows=rows)).values[1] == 11
    rising = read(table(rows=[f"{1960 + k},{k * k % 11}" for k in range(60)]))
    assert rising.labels[0] == "1960"


def test_quotes_that_do_not_end_are_told() -> None:
    found = error(table('t;"y', rows=plain("{k};{value}")))
    assert found.code == "table_quotes"
    assert found.values["line"] == 61


@pytest.mark.parametrize("rows", [0, 1, FEWEST - 1])
def test_too_few_values_are_told_with_how_many_it_takes(rows: int) -> None:
    found = error(table("t;y", rows=plain("{k};{value}")[:rows]))
    assert found.code in ("table_rows", "table_number")
    assert error(b"").code == "table_rows"
    assert error(b"\n \n;;\n").code == "table_rows"


def test_the_most_rows_are_read_and_one_more_is_refused() -> None:
    rows = [f"{k};{k % 50}" for k in range(ROWS)]
    assert len(read(table("t;y", rows=rows)).values) == ROWS
    assert error(table("t;y", rows=[*rows, "x;1"])).code == "table_rows"
    assert error(table("t;y", rows=[*rows, "x;1", "x;1", "x;1"])).code == "table_rows"


def test_a_table_that_is_too_long_is_refused_before_it_is_read() -> None:
    found = error(b"9" * (BYTES + 1))
    assert found.code == "table_bytes"
    assert error(b"9" * BYTES).code in ("table_number", "table_quotes")
    assert len(str(error(b"9" * BYTES).values["value"])) < 100


def test_a_series_that_never_changes_is_refused() -> None:
    assert error(table("t;y", rows=["x;2"] * 60)).code == "table_constant"


@pytest.mark.parametrize("content", [b"\x00\x01\x02" * 50, b"1\n2\n\x07", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04"])
def test_what_is_no_text_is_refused(content: bytes) -> None:
    assert error(content).code == "text_control"


def test_a_label_is_kept_as_it_was_but_not_endlessly() -> None:
    rows = plain("{k};{value}")
    rows[0] = "<script>alert(1)</script>;1"
    rows[1] = f"{'x' * 500};1"
    found = read(table("t;y", rows=rows))
    assert found.labels[0] == "<script>alert(1)</scrip…"  # escaped where it is shown
    assert max(map(len, found.labels)) == 24


def read_or_refused(content: bytes) -> None:
    """Whatever comes is a table, or an error for a person; no other exception."""
    try:
        found = read(content)
    except MaterialError:
        return
    assert np.isfinite(found.values).all()
    assert len(found.values) == len(found.known) == len(found.labels) >= FEWEST


@given(st.binary(max_size=600))
def test_any_bytes_are_a_table_or_an_error_for_a_person(content: bytes) -> None:
    read_or_refused(content)


PIECES = ["1", "2,5", "x", "", ",", ";", "\t", '"', "\n", "\n", "\r", "#column=", "-", "1e99"]


@given(st.lists(st.sampled_from(PIECES), max_size=400))
def test_any_pieces_of_tables_are_a_table_or_an_error_for_a_person(pieces: list[str]) -> None:
    read_or_refused("".join(pieces).encode())


@given(st.lists(st.floats(-1e9, 1e9), min_size=FEWEST, max_size=80), st.sampled_from(SEPARATORS))
def test_numbers_that_are_written_are_the_numbers_that_are_read(values: list[float], separator: str) -> None:
    if max(values) == min(values):
        return
    rows = [f"d{k}{separator}{value!r}" for k, value in enumerate(values)]
    np.testing.assert_array_equal(read(table(rows=rows)).values, values)


@pytest.mark.parametrize(
    "cell", ["1" * 100_000 + "x", "." * 100_000, "1." + "1" * 100_000 + "e", "1" + ",111" * 30_000]
)
def test_a_long_cell_is_read_in_a_time_that_is_in_proportion_to_its_length(cell: str) -> None:
    start = time.perf_counter()
    assert number_in(cell) is None
    assert all(spelled(cell, decimal) is None for decimal in ".,")
    assert time.perf_counter() - start < 1
