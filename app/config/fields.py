"""The grammar of values, and what every configuration is: a flat, validated record, a table of fields, and an address.

A text is read alike here and by the page (`static/js/state/grammar.js`): ASCII digits, a decimal point, no thousands
sign (`app/numerals.py`); blanks around a value are left out. A field's row in the table says what a menu, a reader and
an address need of it, and under which choices of other fields it acts (`applies`): elsewhere it is accepted and kept,
and no address names it.
"""

import math
import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Annotated, Any, Self
from urllib.parse import urlencode

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from ..numerals import BLANKS, REAL, WHOLE, AmbiguousError, Range, sequence, spelled, trimmed
from ..settings import LIMITS

BEYOND = 2**53
"""Beyond the bounds of every field; up to here a float is exact."""
NO_NUMBER = re.compile(r"[+-]?(nan|inf|infinity)", re.IGNORECASE | re.ASCII)

GROUPS = ("application", "sequence", "input", "cell", "weights", "gradient", "training", "answer", "page")
"""The groups of fields in the order of an address; within a group fields stand as they are declared."""


def problem(code: str, **context: Any) -> PydanticCustomError:
    """A validation error whose code is a key of the locales (`error.<code>`) and whose context fills its template."""
    return PydanticCustomError(code, code, context)


def number(text: str, **context: Any) -> float:
    """A finite number from its text; `context` goes into the error. -0 is 0."""
    given = trimmed(text)
    value = float(given) if REAL.fullmatch(given) else math.nan
    if math.isfinite(value):
        return value + 0.0
    is_number = math.isinf(value) or NO_NUMBER.fullmatch(given)
    raise problem("not_finite" if is_number else "not_a_number", value=text, **context)


def real(value: Any) -> Any:
    """A validator: the text of a number is read."""
    return number(value) if isinstance(value, str) else value


def whole(value: Any) -> Any:
    """A validator: the text of a whole number is read, and nothing is cut to be one."""
    if not isinstance(value, str):
        return value
    given = trimmed(value)
    if not WHOLE.fullmatch(given):
        raise problem("not_a_whole_number", value=value)
    parsed = float(given)  # int() has a limit of its own; what is beyond every bound is only said to be so
    return int(parsed) if abs(parsed) < BEYOND else int(math.copysign(BEYOND, parsed))


Whole = Annotated[int, BeforeValidator(whole)]
Real = Annotated[float, BeforeValidator(real)]


def split_list(value: Any) -> Any:
    """Split a list: "rnn,lstm" → ("rnn", "lstm"), each once, in the given order."""
    if isinstance(value, str):
        value = [part for part in (part.strip(BLANKS) for part in value.split(",")) if part]
    return tuple(dict.fromkeys(value))


def among(allowed: Iterable[str]) -> Any:
    """A validator: the text, or every text of a tuple, is one of `allowed`, as these are when it is asked."""

    def check(value: Any) -> Any:
        for item in value if isinstance(value, tuple) else (value,):
            if item not in allowed:
                raise problem("not_a_choice", value=item, allowed=", ".join(allowed))
        if value == ():
            raise problem("empty", value="", allowed=", ".join(allowed))
        return value

    return check


def numbers(text: str) -> tuple[float, ...]:
    """Read numbers between commas, semicolons or blanks, v*n for n times v: "1, 2, 0*3" → (1, 2, 0, 0, 0).

    Which signs are decimal ones the numbers tell together, see `app.numerals.sequence`: "0,5; 1,5" → (0.5, 1.5).
    """
    values: list[float] = []
    amounts, magnitudes = Range(2, LIMITS.most_numbers), Range(-LIMITS.value, LIMITS.value)
    try:
        read = sequence(text)
    except AmbiguousError as error:
        whole = error.whole if error.whole is not None else "; ".join(error.text.split(error.sign))  # 1,5 may be two
        readings = {"whole": whole, "fraction": error.fraction}
        raise problem("ambiguous_comma", value=error.text, allowed=magnitudes, **readings) from None
    for part in read.parts:
        number_text, star, times = part.partition("*")
        value = spelled(trimmed(number_text), read.decimal)
        if value is None:
            value = number(number_text, allowed=magnitudes)
        if abs(value) > LIMITS.value:
            raise problem("out_of_range", value=number_text, allowed=magnitudes)
        if star and not re.fullmatch(r"[0-9]{1,8}", times):
            raise problem("not_a_whole_number", value=times, allowed=amounts)
        count = int(times) if star else 1
        if len(values) + count > LIMITS.most_numbers:
            raise problem("too_many_numbers", value=len(values) + count, allowed=amounts)
        values.extend([value] * count)
    if len(values) < 2:
        raise problem("too_few_numbers", value=len(values), allowed=amounts)
    return tuple(values)


def checked_numbers(value: Any) -> Any:
    """Hold the text of the reader's numbers to `numbers`, and keep the text."""
    if isinstance(value, str):
        numbers(value)
    return value


Numbers = Annotated[str, BeforeValidator(checked_numbers)]


def control(
    default: Any, group: str, kind: str, *, ge: float | None = None, le: float | None = None, **table: Any
) -> Any:
    """A field of a configuration: its default, its bounds, and what a menu needs to know of it."""
    metadata = {"group": group, "kind": kind, "min": ge, "max": le, **table}
    return Field(
        default,
        ge=ge,
        le=le,
        allow_inf_nan=False if kind == "float" else None,
        json_schema_extra={key: value for key, value in metadata.items() if value is not None},
    )


def plain(value: Any) -> str:
    """A value as an address spells it: 1.0 → "1", ("a", "b") → "a,b", {"f": 1.0} → "f:1"."""
    if isinstance(value, Mapping):
        return ",".join(f"{key}:{plain(item)}" for key, item in value.items())
    if isinstance(value, tuple | list):
        return ",".join(plain(item) for item in value)
    if isinstance(value, float):
        return repr(value + 0.0).removesuffix(".0")  # -0 is 0
    return str(value)


def query(values: Mapping[str, Any]) -> str:
    """A query string; what separates values from each other stays readable."""
    return urlencode({name: plain(value) for name, value in values.items()}, safe=",:*;=|")


@cache
def rows_of(model: type[BaseModel]) -> dict[str, dict[str, Any]]:
    """The rows of a model's table by name, in the order of an address."""
    rows = []
    for name, info in model.model_fields.items():
        extra = info.json_schema_extra
        rows.append({"name": name, **(extra if isinstance(extra, dict) else {}), "default": info.default})
    return {row["name"]: row for row in sorted(rows, key=lambda row: GROUPS.index(row["group"]))}


def table(model: type[BaseModel]) -> list[dict[str, Any]]:
    """A model's fields as a menu needs them: name, group, kind, default, bounds, choices, unit, where it applies."""
    return [dict(row) for row in rows_of(model).values()]


def allowed_in(model: type[BaseModel], name: str) -> str | Range:
    """What the table row of the field `name` allows: a range, or words that need no translation."""
    row = rows_of(model).get(name, {})
    if "choices" in row:
        return ", ".join(row["choices"])
    return Range(row["min"], row["max"]) if "min" in row and "max" in row else ""


class Fields(BaseModel):
    """A flat record of validated fields, which is an address."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @model_validator(mode="after")
    def belongs_together(self) -> Self:
        """What several fields say together is held to `check`, once each of them is right."""
        self.check()
        return self

    def check(self) -> None:
        """Raise `problem(...)` where fields do not go together. A kind of configuration adds its own rules."""

    def chosen(self, name: str) -> tuple[Any, ...]:
        """Every value that the field `name` has in the run."""
        value = getattr(self, name)
        return value if isinstance(value, tuple) else (value,)

    def applies(self, name: str) -> bool:
        """Whether a field acts; a condition on a field that this kind does not have is none."""
        conditions: dict[str, list[str]] = rows_of(type(self))[name].get("applies", {})
        return all(
            any(value in values for value in self.chosen(field))
            for field, values in conditions.items()
            if field in type(self).model_fields
        )

    def acting_part(self, name: str, value: Any) -> Any:
        """Of a value of the field `name`, what acts."""
        return value

    def address_fields(self, *, idle: bool = False) -> dict[str, Any]:
        """The fields that are not at their default, in the order of an address; those that do not act where `idle`."""
        values = {}
        for name, row in rows_of(type(self)).items():
            value, default = getattr(self, name), row["default"]
            if idle or not self.applies(name):
                value = value if idle else default
            elif (part := self.acting_part(name, value)) != self.acting_part(name, default):
                value = part
            else:
                value = default
            if value != default:
                values[name] = value
        return values

    def acting(self) -> Self:
        """The same run with every field that does not act at its default: what an address of it says again."""
        defaults = {name: row["default"] for name, row in rows_of(type(self)).items()}
        return self.model_copy(update=defaults | self.address_fields())

    def spell(self, name: str, value: Any) -> Any:
        """A value of the field `name` as an address spells it, where it has a grammar of its own."""
        return value

    def address(self, *, idle: bool = False) -> str:
        """The query string that makes this configuration again: what acts and is no default; see `address_fields`."""
        return query({name: self.spell(name, value) for name, value in self.address_fields(idle=idle).items()})


def not_default(model: BaseModel) -> dict[str, Any]:
    """A model's fields that are not at their default, in their order."""
    return {
        name: getattr(model, name)
        for name, row in rows_of(type(model)).items()
        if getattr(model, name) != row["default"]
    }
