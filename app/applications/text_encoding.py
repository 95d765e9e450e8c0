"""The text of some bytes, whichever program wrote them.

    a byte order mark     UTF-8, UTF-16 in either order
    zeros in every other byte      UTF-16 without a mark: the zeros are the upper halves of Western letters
    what UTF-8 can be              UTF-8
    else                           Windows-1252, unless most of its letters beyond ASCII are whole in UTF-8

A guess by frequencies of letters would know more code pages, and be wrong about some short table; this never guesses.
"""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from typing import Any

from .base import MaterialError

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
ZEROS = 0.3
"""The least part of bytes that are zero in one half of a UTF-16 text without a mark."""


def decode(content: bytes) -> tuple[str, str]:
    """A text whose lines end as in Unix, and its encoding's name.

    Raises `MaterialError`, with line and column: text_control (a sign that no text has), text_not_utf8 (broken UTF-8).
    """
    name = encoding_of(content)
    text = content.decode(name, errors="surrogateescape" if name == "cp1252" else "replace").removeprefix("\ufeff")
    text = re.sub(r"\r\n?", "\n", text).rstrip("\x1a")  # which ends a file of DOS
    wrong = CONTROL.search(text)
    if wrong:
        code = ord(wrong[0])
        value = f"0x{code - 0xDC00:02X}" if code >= 0xDC80 else f"U+{code:04X}"
        raise MaterialError("text_control", value=value, allowed="A … Z, ↵", **place(text[: wrong.start()]))
    return text, {"cp1252": "windows-1252"}.get(name, name)


def encoding_of(content: bytes) -> str:
    """The codec's name. Raises `MaterialError`: text_not_utf8."""
    if content.startswith(BOM_UTF8):
        return checked(content)
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return "utf-16-le" if content.startswith(BOM_UTF16_LE) else "utf-16-be"
    if len(content) >= 2 and len(content) % 2 == 0:
        even, odd = (content[start::2].count(0) / (len(content) / 2) for start in (0, 1))
        if max(even, odd) >= ZEROS and min(even, odd) <= ZEROS / 10:
            return "utf-16-be" if even > odd else "utf-16-le"
    return checked(content)


def checked(content: bytes) -> str:
    """UTF-8 where it is that, else Windows-1252."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        text = content.decode("utf-8", errors="replace")
        whole = sum(sign > "\x7f" and sign != "\ufffd" for sign in text)
        if content.startswith(BOM_UTF8) or whole > text.count("\ufffd"):
            before = content[: error.start].decode("utf-8").removeprefix("\ufeff")
            value = f"0x{content[error.start]:02X}"
            raise MaterialError("text_not_utf8", value=value, allowed="UTF-8", **place(before)) from None
        return "cp1252"
    return "utf-8"


def place(before: str) -> dict[str, Any]:
    """Line and column, from 1, of what comes after this much of a text."""
    lines = re.sub(r"\r\n?", "\n", before).split("\n")
    return {"line": len(lines), "column": len(lines[-1]) + 1}
