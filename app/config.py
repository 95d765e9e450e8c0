"""RunConfig: one flat, validated record that says everything about a run, and the table that menus are built from.

As a query string it is the page's address and the API's address. The order of the fields is the order in an address.
"""

import math
import re
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Self
from urllib.parse import urlencode

import numpy as np
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from .bptt.clipping import MODES
from .bptt.initialisers import BIAS_INITS, INITIALISERS
from .cells import CELLS
from .cells.base import Gate
from .cells.rnn import ACTIVATIONS
from .settings import LIMITS
from .tasks import TASKS
from .tasks.sequence import Sequence

DTYPES = ("float64", "float32", "float16")
BIAS_RANGE = (-10.0, 10.0)
GATES: dict[str, Gate] = {gate.name: gate for cell in CELLS.values() for gate in cell.gates}


def problem(code: str, **context: Any) -> PydanticCustomError:
    """A validation error whose code is a key of the locales (`error.<code>`) and whose context fills its template."""
    return PydanticCustomError(code, code, context)


def listed(value: Any) -> Any:
    """Split a list: "rnn,lstm" → ("rnn", "lstm"), each once, in the given order."""
    if isinstance(value, str):
        value = [part.strip() for part in value.split(",") if part.strip()]
    return tuple(dict.fromkeys(value))


def among(allowed: Iterable[str]) -> Any:
    """A validator: the text, or every text of a tuple, is one of `allowed`."""
    names = tuple(allowed)

    def check(value: Any) -> Any:
        for one in value if isinstance(value, tuple) else (value,):
            if one not in names:
                raise problem("not_a_choice", value=one, allowed=", ".join(names))
        if value == ():
            raise problem("empty", value="", allowed=", ".join(names))
        return value

    return check


def number(text: str, **context: str) -> float:
    """A finite number from its text; `context` goes into the error."""
    try:
        value = float("nonsense" if "_" in text else text)  # Python reads 1_0 as 10; a reader does not mean it
    except ValueError:
        raise problem("not_a_number", value=text, **context) from None
    if not math.isfinite(value):
        raise problem("not_finite", value=text, **context)
    return value


def mapped(value: Any) -> Any:
    """Read a map: "f:1.0,i:0.5" → {"f": 1.0, "i": 0.5}; the empty text is the empty map."""
    if not isinstance(value, str):
        return value
    pairs = {}
    for part in filter(None, (part.strip() for part in value.split(","))):
        gate, colon, text = part.partition(":")
        if not colon:
            raise problem("not_a_pair", value=part)
        if gate.strip() not in GATES:
            raise problem("not_a_gate", value=gate.strip(), allowed=", ".join(GATES))
        if gate.strip() in pairs:
            raise problem("repeated", value=part)
        pairs[gate.strip()] = number(text.strip())
    return pairs


DECIMAL_COMMA = re.compile(r"(?:(?<=[\s;])|^)-?\d+,\d+(?=[\s;])")


def numbers(text: str) -> tuple[float, ...]:
    """Read numbers between commas or blanks, v*n for n times v: "1, 2, 0*3" → (1, 2, 0, 0, 0)."""
    values: list[float] = []
    amounts, magnitudes = f"2 … {LIMITS.typed}", f"{-LIMITS.value:,.0f} … {LIMITS.value:,.0f}"
    decimal = next((part for part in DECIMAL_COMMA.findall(text)), None)
    if decimal and not re.search(r",\s|,\S*,", text):  # 0,5 1,5: two numbers or four?
        raise problem("ambiguous_comma", value=decimal, allowed=magnitudes)
    for part in text.replace(",", " ").replace(";", " ").split():
        one, star, times = part.partition("*")
        value = number(one, allowed=magnitudes)
        if abs(value) > LIMITS.value:
            raise problem("out_of_range", value=one, allowed=magnitudes)
        if star and not (times.isdecimal() and len(times) < 9):
            raise problem("not_a_whole_number", value=times, allowed=amounts)
        count = int(times) if star else 1
        if len(values) + count > LIMITS.typed:
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


def control(
    default: Any, group: str, kind: str, *, ge: float | None = None, le: float | None = None, **table: Any
) -> Any:
    """A field of RunConfig: its default, its bounds, and what a menu needs to know of it."""
    shown = {"group": group, "kind": kind, "min": ge, "max": le, **table}
    return Field(
        default,
        ge=ge,
        le=le,
        allow_inf_nan=False if kind == "float" else None,
        json_schema_extra={key: value for key, value in shown.items() if value is not None},
    )


Text = Annotated[str, BeforeValidator(checked_numbers)]
GateMap = Annotated[dict[str, float], BeforeValidator(mapped)]
NOT_TYPED = {"task": [name for name in TASKS if name != Sequence.name]}
GATED = {"cell": [name for name, cell in CELLS.items() if cell.gates]}
CLIPPED = {"clip": [mode for mode in MODES if mode != "none"]}


class RunConfig(BaseModel):
    """Everything about a run. The same configuration gives the same numbers, always."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    task: Annotated[str, BeforeValidator(among(TASKS))] = control("adding", "sequence", "choice", choices=list(TASKS))
    values: Text = control(
        "0,0.5,1,0.5,0,-0.5,-1,-0.5,0,0.5,1,0.5,0,-0.5,-1,-0.5,0",
        "sequence",
        "numbers",
        min=2,
        max=LIMITS.typed,
        applies={"task": [Sequence.name]},
    )
    steps: int = control(
        min(100, LIMITS.steps), "sequence", "int", ge=1, le=LIMITS.steps, step=1, unit="steps", applies=NOT_TYPED
    )
    loss_at: Annotated[str, BeforeValidator(among(("last", "every")))] = control(
        "last", "sequence", "choice", choices=["last", "every"]
    )
    input_scale: float = control(1.0, "sequence", "float", ge=0, le=LIMITS.input_scale, step=0.05)
    seed: int = control(2, "sequence", "int", ge=0, le=2**31 - 1, step=1)
    batch: int = control(1, "sequence", "int", ge=1, le=LIMITS.batch, step=1, unit="sequences", applies=NOT_TYPED)

    cell: Annotated[tuple[str, ...], BeforeValidator(lambda v: among(CELLS)(listed(v)))] = control(
        tuple(CELLS), "cell", "list", choices=list(CELLS)
    )
    units: int = control(min(32, LIMITS.units), "cell", "int", ge=1, le=LIMITS.units, step=1, unit="units")
    activation: Annotated[str, BeforeValidator(among(ACTIVATIONS))] = control(
        "tanh", "cell", "choice", choices=list(ACTIVATIONS), applies={"cell": ["rnn"]}
    )
    bias: GateMap = control(
        {"f": 3.0, "z": 3.0}, "cell", "map", min=BIAS_RANGE[0], max=BIAS_RANGE[1], step=0.1, applies=GATED
    )
    bias_init: Annotated[str, BeforeValidator(among(BIAS_INITS))] = control(
        "constant", "cell", "choice", choices=list(BIAS_INITS), applies=GATED
    )
    clamp: GateMap = control({}, "cell", "map", min=-1, max=1, step=0.01, applies=GATED)

    init: Annotated[str, BeforeValidator(among(INITIALISERS))] = control(
        "orthogonal", "weights", "choice", choices=list(INITIALISERS)
    )
    rho: float = control(0.8, "weights", "float", ge=0, le=3, step=0.01)
    dtype: Annotated[str, BeforeValidator(among(DTYPES))] = control(
        "float64", "weights", "choice", choices=list(DTYPES)
    )

    truncate: int = control(0, "gradient", "int", ge=0, le=LIMITS.steps, step=1, unit="steps")
    clip: Annotated[str, BeforeValidator(among(MODES))] = control("none", "gradient", "choice", choices=list(MODES))
    threshold: float = control(1.0, "gradient", "float", ge=1e-6, le=1e3, log=True, applies=CLIPPED)

    @model_validator(mode="after")
    def gates_belong_to_the_cells(self) -> Self:
        """A gate is held or biased only where one of the compared cells has it; the default binds no cell."""
        mine = {gate.name for name in self.cell for gate in CELLS[name].gates}
        for field, gates in (("bias", self.bias), ("clamp", self.clamp)):
            for name, value in gates.items():
                if name not in mine and not (field == "bias" and self.means_no_cell(name, value)):
                    raise problem(
                        "gate_not_in_cell",
                        field=field,
                        value=name,
                        cells=", ".join(self.cell),
                        allowed=", ".join(sorted(mine)) or "—",
                    )
                low, high = BIAS_RANGE if field == "bias" else GATES[name].bounds
                if not low <= value <= high:
                    raise problem(
                        "out_of_range", field=field, value=f"{name}:{plain(value)}", allowed=f"{low:g} … {high:g}"
                    )
        return self

    def means_no_cell(self, gate: str, value: float) -> bool:
        """Whether a bias may name a gate that none of the cells has: the default does."""
        return bool(RunConfig.model_fields["bias"].default.get(gate) == value)

    @property
    def numbers(self) -> tuple[float, ...]:
        """The reader's own numbers, for the task that uses them."""
        return numbers(self.values)

    @property
    def precision(self) -> "np.dtype[Any]":
        return np.dtype(self.dtype)

    def resolved(self) -> "RunConfig":
        """The same run with the fields that follow from others filled in: a typed sequence sets steps and batch."""
        if self.task != Sequence.name:
            return self
        return self.model_copy(update={"steps": len(self.numbers) - 1, "batch": 1})

    def address(self) -> str:
        """The query string that makes this configuration again: the values that are not the default, in field order."""
        return query(not_default(self))


def not_default(model: BaseModel) -> dict[str, Any]:
    """A model's fields that are not at their default, in their order."""
    fields = type(model).model_fields
    return {name: getattr(model, name) for name in fields if getattr(model, name) != fields[name].default}


def plain(value: Any) -> str:
    """A value as an address spells it: 1.0 → "1", ("a", "b") → "a,b", {"f": 1.0} → "f:1"."""
    if isinstance(value, Mapping):
        return ",".join(f"{key}:{plain(one)}" for key, one in value.items())
    if isinstance(value, tuple | list):
        return ",".join(plain(one) for one in value)
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    return str(value)


def query(values: Mapping[str, Any]) -> str:
    """A query string; what separates values from each other stays readable."""
    return urlencode({name: plain(value) for name, value in values.items()}, safe=",:*;=|")


def table(model: type[BaseModel]) -> list[dict[str, Any]]:
    """A model's fields as a menu needs them: name, group, kind, default, bounds, choices, unit, where it applies."""
    rows = []
    for name, info in model.model_fields.items():
        extra = info.json_schema_extra
        rows.append({"name": name, **(extra if isinstance(extra, dict) else {}), "default": info.default})
    return rows


def allowed_in(models: Iterable[type[BaseModel]], name: str) -> str:
    """What the table row of the field `name` allows, in words that need no translation."""
    row = next((row for model in models for row in table(model) if row["name"] == name), {})
    if "choices" in row:
        return ", ".join(row["choices"])
    return f"{row['min']:g} … {row['max']:g}" if "min" in row and "max" in row else ""
