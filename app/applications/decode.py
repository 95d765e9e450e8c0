"""What bytes say as text: UTF-8, UTF-16, or else Windows-1252, which is what older programs write in Western Europe.

    a byte order mark           says which of UTF-8 and UTF-16 it is
    every other byte is 0       UTF-16 without a mark: the first of two for big-endian, the second for little-endian
    valid UTF-8                 is UTF-8: other text hardly ever happens to be
    anything else               Windows-1252, whose five bytes without a meaning are no text

Source: "Encoding" standard of the WHATWG, §4 (labels, and what a byte of Windows-1252 means) and §6.1 (byte order
marks).
"""

import codecs
import re
from typing import Any

from .base import MaterialError

MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
ZEROS = 0.4
"""Bytes at even or at odd places are one half of UTF-16 if so many of them are 0, and hardly any of the others."""
FEW = 0.05
READ = "UTF-8, UTF-16, Windows-1252"
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
"""What no text has: control characters but the tab and the ends of lines, and what are no characters."""


def decode_text(content: bytes) -> str:
    """The text of some bytes, its line ends as they are. Raises `MaterialError` with the place of what is no text.

    text_encoding: a byte that the encoding has no character for; text_control: a control character.
    """
    encoding, body = encoding_of(content)
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError as error:
        before = body[: error.start].decode(encoding)
        value = " ".join(f"0x{byte:02X}" for byte in body[error.start : error.end])
        raise MaterialError("text_encoding", value=value, allowed=READ, **place_after(before)) from None
    control = CONTROL.search(text)
    if control:
        value = f"U+{ord(control[0]):04X}"
        raise MaterialError("text_control", value=value, allowed="A … Z, ↵", **place_after(text[: control.start()]))
    return text


def encoding_of(content: bytes) -> tuple[str, bytes]:
    """The encoding of some bytes, and the bytes without their mark."""
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return encoding, content[len(mark) :]
    pairs = max(1, len(content) // 2)
    first, second = content[::2].count(0) / pairs, content[1::2].count(0) / pairs
    if second >= ZEROS and first <= FEW:
        return "utf-16-le", content
    if first >= ZEROS and second <= FEW:
        return "utf-16-be", content
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252", content
    return "utf-8", content


def place_after(before: str) -> dict[str, Any]:
    """Line and column, from 1, of what comes after this much of a text."""
    lines = before.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return {"line": len(lines), "column": len(lines[-1]) + 1}
