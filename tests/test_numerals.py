"""The grammar of numbers: one table of cases for this twin and for the page's (tests/js/numerals.test.js)."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from app.config import numbers
from app.numerals import REAL, WHOLE, AmbiguousError, Range, Signs, decimal_of, sequence, spelled, trimmed

CASES: dict[str, Any] = json.loads(Path(__file__).with_name("numerals.json").read_text("utf-8"))


@pytest.mark.parametrize(("text", "value"), CASES["plain"])
def test_a_plain_number_has_a_point_and_nothing_between_thousands(text: str, value: float | None) -> None:
    given = trimmed(text)
    assert (float(given) if REAL.fullmatch(given) else None) == value


@pytest.mark.parametrize(("text", "value"), CASES["whole"])
def test_a_whole_number_has_no_decimals(text: str, value: int | None) -> None:
    given = trimmed(text)
    assert (int(given) if WHOLE.fullmatch(given) else None) == value


@pytest.mark.parametrize(("texts", "decimal", "values"), CASES["columns"])
def test_all_cells_of_a_column_tell_its_decimal_sign_or_it_is_asked(
    texts: list[str], decimal: str, values: list[Any]
) -> None:
    cells = [trimmed(text) for text in texts]
    if decimal == "ask":
        with pytest.raises(AmbiguousError) as asked:
            decimal_of(cells)
        assert [asked.value.text, asked.value.whole, asked.value.fraction] == values
    else:
        assert decimal_of(cells) == decimal
        assert [spelled(cell, decimal) for cell in cells] == values


@pytest.mark.parametrize(("text", "values"), CASES["sequences"])
def test_a_sequence_has_the_numbers_that_its_reader_meant_or_is_asked(text: str, values: list[float] | str) -> None:
    if values == "ask":
        with pytest.raises(AmbiguousError):
            sequence(text)
    else:
        assert list(numbers(text)) == values


def test_a_column_of_small_whole_numbers_and_many_of_three_decimals_has_thousands() -> None:
    cells = [f"{k}.{(7 * k) % 900 + 100}" for k in range(1, 50)]
    with pytest.raises(AmbiguousError):
        decimal_of(cells)
    assert decimal_of([*cells, "900"]) == ","


@given(st.text(max_size=40))
def test_any_text_is_a_number_of_either_sign_or_none(text: str) -> None:
    for decimal in ".,":
        value = spelled(trimmed(text), decimal)
        assert value is None or abs(value) < float("inf")


@given(st.lists(st.sampled_from(["1", "0,5", "1,234", "1.234", "-", "*", ";", " ", ",", "−", "'", "\n"]), max_size=30))
def test_any_sequence_is_read_or_asked(pieces: list[str]) -> None:
    with suppress(AmbiguousError):
        assert all(sequence("".join(pieces)).parts)


@pytest.mark.parametrize("text", ["1" * 100_000, "1" + ",111" * 50_000, "1" + " 111" * 50_000 + "x", "," * 100_000])
def test_a_long_text_is_read_at_once(text: str) -> None:
    for decimal in ".,":
        assert spelled(text, decimal) is None
    decimal_of([text])


SPANISH, ENGLISH = Signs(",", ".", 5), Signs(".", ",", 4)


@pytest.mark.parametrize(
    ("value", "spanish", "english"),
    [
        (5000, "5000", "5,000"),
        (-1e6, "−1.000.000", "−1,000,000"),
        (0.5, "0,5", "0.5"),
        (12345.25, "12.345,25", "12,345.25"),
        (0, "0", "0"),
        (1e-6, "1e−06", "1e−06"),
    ],
)
def test_a_number_is_written_as_its_reader_writes_it(value: float, spanish: str, english: str) -> None:
    assert SPANISH.write(value) == spanish
    assert ENGLISH.write(value) == english


def test_a_range_has_all_of_its_digits() -> None:
    assert str(Range(0, 2**31 - 1)) == "0 … 2147483647"
    assert re.fullmatch(r"-1000000 … 1000000", str(Range(-1e6, 1e6)))


def test_a_comma_that_may_separate_is_asked_about_with_both_readings() -> None:
    with pytest.raises(PydanticCustomError) as caught:
        numbers("1,5, 2,5")
    assert caught.value.context is not None
    assert (caught.value.context["whole"], caught.value.context["fraction"]) == ("1; 5", 1.5)
