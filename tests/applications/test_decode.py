"""Bytes as text: the encodings that people's files have, told apart without being asked."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.applications.base import MaterialError
from app.applications.decode import decode_text

TEXT = "Año;València\r\n“3,5” – 4 €\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"], ids=lambda name: name
)
def test_a_file_says_the_same_in_every_encoding(encoding: str) -> None:
    assert decode_text(TEXT.encode(encoding)) == TEXT


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    for mark, encoding in ((codecs.BOM_UTF16_BE, "utf-16-be"), (codecs.BOM_UTF8, "utf-8")):
        assert decode_text(mark + TEXT.encode(encoding)) == TEXT
    assert decode_text(b"") == ""


@given(st.text(st.characters(categories=("L", "N", "P", "S"), include_characters=" \n"), max_size=200))
def test_utf_8_is_never_taken_for_another_encoding(text: str) -> None:
    assert decode_text(text.encode()) == text.removeprefix("\ufeff")


@pytest.mark.parametrize(
    ("content", "code", "value", "line", "column"),
    [
        (b"uno\r\ndos \x81", "text_encoding", "0x81", 2, 5),
        (b"uno\rdos\x00tres", "text_control", "U+0000", 2, 4),
        ("uno\ndos \x07".encode("utf-16"), "text_control", "U+0007", 2, 5),
        ("año\x1b".encode("cp1252"), "text_control", "U+001B", 1, 4),
        (codecs.BOM_UTF16_LE + b"a\x00b", "text_encoding", "0x62", 1, 2),
    ],
)
def test_what_is_no_text_is_refused_with_its_place(
    content: bytes, code: str, value: str, line: int, column: int
) -> None:
    with pytest.raises(MaterialError) as told:
        decode_text(content)
    assert told.value.code == code
    assert [told.value.values[key] for key in ("value", "line", "column")] == [value, line, column]
