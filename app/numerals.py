"""How numbers are spelled: the one grammar of fields, of own sequences and of tables. Its twin is base/numerals.js.

    plain    -1234.5e3             an address: ASCII digits, a decimal point, nothing between thousands
    column   1.234,5 · 1 234,5     a reader's numbers: one decimal sign and one thousands sign, which all cells together
             1,234.5 · 1'234.5     tell, since alone "1,234" may be either

The page's own minus sign is a minus. Both twins are held to tests/numerals.json.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

BLANKS = " \t\r\n"
REAL = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
WHOLE = re.compile(r"[+-]?[0-9]+")
MINUS = re.compile(r"(^|[eE])[\u2212\u2013\u2012\u2010\u2011\ufe63\uff0d](?=[0-9.,])")
"""A minus as a page, a word processor or a phone writes it, where a sign may stand."""
GROUPS = " \u00a0\u2009\u202f'\u2019,."
"""What stands between thousands: blanks, apostrophes, and whichever of . and , is not the decimal sign."""
DECIMALS = (".", ",")
UNLIKELY = 0.01
"""How unlikely a reading has to be, for the other one to be taken without asking."""


def trimmed(text: str) -> str:
    """A text without the blanks around it, and with an ASCII minus."""
    return MINUS.sub(r"\1-", text.strip(BLANKS))


def numeral(decimal: str) -> re.Pattern[str]:
    """A number with that decimal sign: its group 1 is the first thousands sign. No digit can be matched in two ways."""
    group = re.escape(GROUPS.replace(decimal, ""))
    lakhs = r"|[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3}" if decimal == "." else ""
    whole = rf"(?:[1-9][0-9]{{0,2}}([{group}])[0-9]{{3}}(?:\1[0-9]{{3}})*{lakhs}|[0-9]+)"
    point = re.escape(decimal)
    return re.compile(rf"[+-]?(?:{whole}(?:{point}[0-9]*)?|{point}[0-9]+)(?:[eE][+-]?[0-9]{{1,4}})?")


NUMERALS = {decimal: numeral(decimal) for decimal in DECIMALS}
BETWEEN = {decimal: re.compile(f"[{re.escape(GROUPS.replace(decimal, ''))}]") for decimal in DECIMALS}
ALONE = re.compile(r"[+-]?[1-9][0-9]{0,2}([.,])[0-9]{3}")
"""1,234 or 1.234: thousands or decimals."""
BARE = re.compile(r"[+-]?[0-9]+")


def spelled(text: str, decimal: str) -> float | None:
    """The finite number that a trimmed text spells with that decimal sign, or None. -0 is 0."""
    if len(text) > 400 or not NUMERALS[decimal].fullmatch(text):
        return None
    value = float(BETWEEN[decimal].sub("", text).replace(decimal, "."))
    return value + 0.0 if math.isfinite(value) else None


def thousands_of(text: str, decimal: str) -> str:
    """The thousands sign in a number of that decimal sign, " " for every blank; nothing where there is none."""
    match = NUMERALS[decimal].fullmatch(text)
    sign = (match[1] or ("," if decimal == "." and "," in text else "")) if match else ""
    return " " if sign and sign in " \u00a0\u2009\u202f" else "'" if sign == "\u2019" else sign


class AmbiguousError(ValueError):
    """A column whose decimal sign its cells do not tell: one of them, what it is with thousands, and with decimals."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text
        self.sign = "," if "," in text else "."
        self.whole = spelled(text, "." if self.sign == "," else ",")
        self.fraction = spelled(text, self.sign)


def decimal_of(texts: Sequence[str]) -> str:
    """The decimal sign of a column of trimmed numbers. Raises `AmbiguousError`.

    The sign with which the most of them are numbers. Where both do and differ, every number that has a sign is of the
    form 1,234. Then another thousands sign tells, or a number of five digits without one; or that there are numbers
    below a thousand without decimals, and so many with three that fewer than three should have come in between (a last
    digit is 0 in one case of ten).
    """
    counts = {decimal: sum(spelled(text, decimal) is not None for text in texts) for decimal in DECIMALS}
    if counts["."] != counts[","]:
        return max(DECIMALS, key=lambda decimal: counts[decimal])
    differing = [text for text in texts if spelled(text, ".") != spelled(text, ",")]
    if not differing:
        return "."
    alone = [text for text in differing if ALONE.fullmatch(text)]
    if len(alone) < len(differing) or len({"," in text for text in alone}) > 1:
        return "."  # the column is not one of numbers: the first that is none is told
    sign, other = (",", ".") if "," in alone[0] else (".", ",")
    digits = [len(text.lstrip("+-0")) for text in texts if BARE.fullmatch(text)]
    grouped = min(len(text.lstrip("+-")) - 1 for text in alone)
    if any(count >= 5 or count >= grouped > 3 for count in digits) or any(
        thousands_of(text, sign) not in ("", other) for text in texts
    ):
        return sign
    if digits and 0.9 ** len(alone) < UNLIKELY:
        return other
    raise AmbiguousError(alone[0])


def thousands_in(texts: Iterable[str], decimal: str) -> str:
    """The thousands sign that most numbers of a column have; nothing where none has one."""
    signs = Counter(filter(None, (thousands_of(text, decimal) for text in texts)))
    return signs.most_common(1)[0][0] if signs else ""


OUTER = re.compile(rf"[{BLANKS};]+")
ANY = re.compile(rf"[{BLANKS};,]+")
STRONG = re.compile(r"[;\n\r]+")
GROUPED_BY_BLANKS = re.compile(r"[+-]?[1-9][0-9]{0,2}( [0-9]{3})+[.,][0-9]+")
"""1 234,5"""


@dataclass(frozen=True)
class SequenceText:
    """The numbers of a sequence as they are written, `v*n` among them, and their decimal sign."""

    parts: tuple[str, ...]
    decimal: str


def sequence(text: str) -> SequenceText:
    """Split numbers between blanks, semicolons or commas. Raises `AmbiguousError`.

    A comma inside of parts that something else separates is a decimal sign, or a thousands sign, as in a column:
    0,5; 1,5. Where it separates some of them it separates all: 0,0.5,1. A point alone is a decimal point.
    """
    if (lines := blank_grouped(text)) is not None:
        return SequenceText(tuple(lines), decimal_of([trimmed(line.partition("*")[0]) for line in lines]))
    outer = [part for part in OUTER.split(text) if part]
    bodies = [trimmed(part.strip(",").partition("*")[0]) for part in outer]
    inner = [body for body in bodies if "," in body]
    readable = all(spelled(body, ".") is not None or spelled(body, ",") is not None for body in filter(None, bodies))
    if not inner or len(outer) == 1 or not readable:
        return SequenceText(tuple(filter(None, ANY.split(text))), ".")
    if any(part.startswith(",") or part.endswith(",") for part in outer):
        raise AmbiguousError(inner[0])
    try:
        return SequenceText(tuple(outer), decimal_of(bodies))
    except AmbiguousError as error:
        if error.sign == ".":
            return SequenceText(tuple(outer), ".")
        raise


def blank_grouped(text: str) -> list[str] | None:
    """The numbers between semicolons or lines, where blanks stand between the thousands of one and it has decimals."""
    lines = [part.strip() for part in STRONG.split(text) if part.strip()]
    bodies = [trimmed(line.partition("*")[0]) for line in lines]
    grouped = any(GROUPED_BY_BLANKS.fullmatch(body) for body in bodies)
    readable = all(spelled(body, ".") is not None or spelled(body, ",") is not None for body in bodies)
    return lines if len(lines) > 1 and grouped and readable else None


@dataclass(frozen=True)
class Range:
    """From a number to another, as a message says it in the reader's own form."""

    low: float
    high: float

    def __str__(self) -> str:
        return f"{plain(self.low)} … {plain(self.high)}"


def plain(value: float) -> str:
    """A number with all of its digits and a decimal point: 1e6 → "1000000", 1e-06 stays."""
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(float(value))


@dataclass(frozen=True)
class Signs:
    """How a language writes numbers: decimal sign, thousands sign, and the fewest digits that are grouped."""

    decimal: str
    thousands: str
    fewest: int

    def write(self, value: float) -> str:
        """A number as a person of that language writes it: "−1.000.000", "5000", "0,5"."""
        text = plain(value)
        if "e" in text or "n" in text:
            return text.replace(".", self.decimal).replace("-", "\u2212")
        digits, _, fraction = text.lstrip("-").partition(".")
        if len(digits) >= self.fewest:
            digits = f"{int(digits):,}".replace(",", self.thousands)
        return "\u2212" * text.startswith("-") + digits + (self.decimal + fraction if fraction else "")
