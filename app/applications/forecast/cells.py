"""What a cell of a table says: nothing, or a number with what people write about it.

12,3 °C · € 1.234 · (5) · 5-         one unit or currency in all of a column; a loss in brackets, a minus at the end
104.2 p · 7* · 12(1)                 the marks of a statistical office for provisional or noted values
#N/D · NA · <NA> · .. · : · –        no value: of spreadsheets, pandas and R, statistical offices, by hand
"""

import re
from dataclasses import dataclass

from ...numerals import DECIMALS, MINUS, spelled

MISSING = frozenset(
    (
        *(
            "",
            "na",
            "n/a",
            "n.a.",
            "n.a",
            "<na>",
            "nan",
            "-nan",
            "<nan>",
            "1.#qnan",
            "-1.#ind",
            "null",
            "(null)",
            "none",
        ),
        *("nil", "nat", "nd", "n.d.", "n/d", "s/d", "s.d.", "sin dato", "sin datos", "no disponible", "no data"),
        *(
            "missing",
            "-",
            "--",
            "---",
            "–",
            "—",
            "−",
            "―",
            ".",
            "..",
            "...",
            "…",
            "?",
            "*",
            "**",
            "***",
            ":",
            "/",
            "\\n",
        ),
        *("k.a.", "k. a.", "n. a.", "nv", "#", "empty", "blank", "(blank)", "(en blanco)"),
        *("inf", "+inf", "-inf", "infinity", "∞", "-∞", "not available", "undefined", "void", "--.-", "nd*"),
        *(
            "m",
            "t",
            "tr",
            "trace",
            "nr",
            "ip",
            "acum",
            "bdl",
            "<lod",
            "<lq",
            "< lod",
        ),  # of weather services and laboratories
    )
)
ERROR = re.compile(
    r"#[¡¿]?(?:N/A(?: N/A)?|N/D(?:ISP)?|NV|NA|DIV/0!?|GETTING_DATA|[A-ZÁÉÍÓÚÜÑ]{2,20}[!?])|Err:\d{3}|#{2,}|\*{3,}|-{2,}"
    r"|<\s?\d+(?:[.,]\d+)?|:\s?[a-z]{1,2}",
    re.IGNORECASE,
)
"""A spreadsheet's error, in whichever language; # or * where a number did not fit; "<1", too little to be counted;
": c", none, and an office's mark why."""
NOTE = re.compile(r"\s*(?:\*{1,3}|†|‡|\([A-Za-z]\d?\)|\(\d\)|\[[A-Za-z0-9]\])$|(?<=\d)\s+[bcdefnprsuz]{1,2}$")
BODY = re.compile(
    r"(?P<before>(?:[^\d.,]*[A-Za-z/]\.)?[^\d.,]*)"
    r"(?P<body>[.,]?\d(?:[\d.,'\u2019\u00a0\u2009\u202f ]*\d)?[.,]?(?:[eEdD][+\-\u2212]?\d{1,4}(?!\d))?)"
    r"(?P<after>[^\d]*[23]?)"
)
CURRENCY = re.compile(r"[A-Z]{0,3}[$€£¥₹₩₽₺₪]|[A-Z]{3}|R\$|S/\.?|kr|Fr\.|Bs\.?|zł")
UNIT = re.compile(r"[A-Za-zµμΩ°º%‰$€£¥₹₩₽₺₪][A-Za-zµμΩ°º%‰²³·⁻¹/.^$]{0,11}[23]?")
SCALES = {"K": 1e3, "k": 1e3, "M": 1e6, "B": 1e9}
"""Thousands, millions and billions, written at a number; where a column has several of them, or none at some cells."""
PLAIN = re.compile(r"[+-]?[0-9]{1,20}(?:[.,][0-9]{1,20})?")
"""What most cells are."""
LONGEST = 60
"""Characters of a cell that may be a number."""


@dataclass(frozen=True)
class Cell:
    """A number as it is written, without its unit."""

    text: str
    unit: str


def is_missing(cell: str) -> bool:
    """Whether a cell says that there is no value."""
    bare = cell.strip().lower()
    return bare in MISSING or (len(bare) <= LONGEST and ERROR.fullmatch(bare) is not None)


def number_in(cell: str) -> Cell | None:
    """The number of a cell as it is written, or None where there is none: its sign, its digits, its unit."""
    if PLAIN.fullmatch(cell):
        return Cell(cell, "")
    if len(cell) > LONGEST:
        return None
    text = re.sub(r"^([^\d(]{1,4})\((.+)\)$", r"(\1\2)", NOTE.sub("", cell.strip()))  # $(5)
    loss = text.startswith("(") and text.endswith(")")
    match = BODY.fullmatch(text[1:-1].strip() if loss else text)
    if not match:
        return None
    before, body, after = match["before"], match["body"].strip(), match["after"]
    before = re.sub("[\u2013\u2012\u2010\u2011\ufe63\uff0d\u2212]", "-", before)
    signs = "".join(sign for sign in before if sign in "+-")
    unit = "".join(sign for sign in before if sign not in "+-").strip()
    tail = after.strip()
    if tail in ("-", "\u2212") and not signs:
        signs, tail = "-", ""
    if unit and re.fullmatch("[A-Z]{3}", tail):  # the currency's sign, and its name
        tail = ""
    if len(signs) > 1 or (unit and tail) or (signs and loss) or (tail and re.match(r"0\d", body)):
        return None
    if (unit and not CURRENCY.fullmatch(unit)) or (tail and not UNIT.fullmatch(tail)):
        return None
    if after[:1].isalpha() and after[:1] in "eEdDxX" and not tail[1:]:
        return None
    body = MINUS.sub(r"\1-", re.sub("[dD]", "e", body))
    written = ("-" if loss else signs) + body
    if all(spelled(written, decimal) is None for decimal in DECIMALS):
        return None
    return Cell(written, unit or tail)
