"""From a trace to JSON, and the policy for numbers that are not finite: they are data, and never a silent null.

number   a JSON number, or the string "inf", "-inf" or "nan"
array    {"dtype": "f8", "bdata": base64 of little-endian bytes, "shape": "100, 32"}, the form that Plotly.js reads;
         infinities and NaN are themselves in it. With encoding=list nested lists of numbers as above.
norm     {"log10": number, "status": "ok" | "zero" | "overflow" | "nan"}
series   {"log10": array, "status": array of codes 0 … 3 in that order, "first": {"zero": step | null, …}}
         `first` is the first step that is met going back in time, counted from 1.
grid     {"log10": array (T, T), "status": array}
"""

import base64
import math
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, Literal, NotRequired, cast

import numpy as np
from pydantic import JsonValue
from typing_extensions import TypedDict

from ..bptt.norms import STATUSES, LogNorms
from ..cells.arrays import Array
from ..config import RunConfig
from ..document import key_of
from ..trace import Trace
from ..trace.verdict import first_back

SERIES_BITS, PICTURE_BITS = 16, 7
"""Bits of the mantissa that `display` keeps: of a series, whose numbers are read, a relative error of 10⁻⁵ (so that a
norm of 10⁻³⁰⁰ is right to half a percent); of an array that becomes a colour, one of 0.4 %. It halves the bytes."""


def number(value: float) -> float | str:
    """A JSON number, or the name of what it is."""
    value = float(value)
    if math.isfinite(value):
        return value
    return "nan" if math.isnan(value) else "inf" if value > 0 else "-inf"


def rounded(array: Array, mantissa_bits: int) -> Array:
    """float32 with the lower bits of the mantissa rounded away; infinities and NaN stay what they are."""
    with np.errstate(all="ignore"):  # beyond float32 a display shows an overflow, or zero
        single = np.ascontiguousarray(array, dtype="<f4")
    drop = 23 - mantissa_bits
    bits = single.view("<u4")
    rounded_bits = (bits + np.uint32(1 << (drop - 1))) & np.uint32(~((1 << drop) - 1) & 0xFFFFFFFF)
    return np.where(np.isfinite(single), rounded_bits.view("<f4"), single)


class Packed(TypedDict):
    """A typed array in the form that Plotly.js reads: bytes, little-endian, in base64."""

    dtype: Literal["f8", "f4", "i4", "u1"]
    bdata: str
    shape: NotRequired[str]


def pack(value: Array) -> Packed:
    """An array with all its bits: float16 becomes float32, which holds it exactly, whole numbers int32 or uint8."""
    if value.dtype.kind == "f":
        value = value.astype("<f8" if value.dtype == np.float64 else "<f4")
    elif value.dtype.kind != "u":
        value = value.astype("<i4")
    dtype = cast("Literal['f8', 'f4', 'i4', 'u1']", value.dtype.str.lstrip("<|"))
    packed = Packed(dtype=dtype, bdata=base64.b64encode(value.tobytes()).decode())
    if value.ndim != 1:
        packed["shape"] = ", ".join(map(str, value.shape))
    return packed


def pack_for_display(value: Array) -> Packed:
    """The same with as many bits as can be seen."""
    seen = rounded(value, SERIES_BITS if value.ndim == 1 else PICTURE_BITS) if value.dtype.kind == "f" else value
    return pack(seen)


def as_lists(value: Array) -> JsonValue:
    """An array as lists of numbers."""
    if value.ndim == 0:
        item = value.item()
        return number(item) if value.dtype.kind == "f" else cast("JsonValue", item)
    return [as_lists(part) for part in value]


WRITERS: dict[str, Callable[[Array], Packed | JsonValue]] = {
    "base64": pack,
    "display": pack_for_display,
    "list": as_lists,
}


class Encoder:
    """Encodes what an answer holds, in one `encoding`: base64, display or list."""

    def __init__(self, encoding: str) -> None:
        self.array = WRITERS[encoding]

    def norms(self, value: LogNorms) -> dict[str, JsonValue]:
        """A norm, a series or a grid."""
        log10, status = value
        if log10.ndim == 0:
            return {"log10": number(log10.item()), "status": STATUSES[int(status)]}
        encoded = {"log10": self(log10), "status": self(status)}
        if log10.ndim == 1:
            odd = status.any()  # nearly never: then there is nothing to look for
            encoded["first"] = {
                name: first_back(status == code) if odd else None for code, name in enumerate(STATUSES) if code
            }
        return encoded

    def __call__(self, value: object) -> JsonValue:
        """Encode anything that an answer holds."""
        if isinstance(value, LogNorms):
            return self.norms(value)
        if isinstance(value, np.ndarray):
            return cast("JsonValue", self.array(value))
        if isinstance(value, Mapping):
            return {key: self(part) for key, part in value.items()}
        if is_dataclass(value):
            return {key_of(field): self(getattr(value, field.name)) for field in fields(value)}
        if isinstance(value, float):
            return number(value)
        if isinstance(value, tuple | list):
            return [self(part) for part in value]
        return cast("JsonValue", value.item() if isinstance(value, np.generic) else value)

    def record(self, value: Mapping[str, object]) -> dict[str, JsonValue]:
        """The same of what has keys."""
        return {key: self(part) for key, part in value.items()}


def encode(trace: Trace[RunConfig] | Trace[Mapping[str, Any]], encoding: str) -> dict[str, JsonValue]:
    """A trace as JSON-ready data: each part of a cell's trace becomes a key beside its verdict."""
    encoder = Encoder(encoding)
    config = trace.config
    answer: dict[str, JsonValue] = {
        "config": config.model_dump(mode="json") if isinstance(config, RunConfig) else encoder.record(config)
    }
    if trace.sequence is not None:
        answer["sequence"] = encoder(trace.sequence)
    answer["runs"] = [
        {
            "cell": run.cell,
            "name": run.name,
            "layer": run.layer,
            "verdict": encoder(run.verdict),
            "loss": number(run.loss),
            **encoder.record(run.parts),
        }
        for run in trace.runs
    ]
    return answer


def flat(value: object, name: str = "") -> dict[str, Array]:
    """A trace's values as a flat map of arrays for .npz: "lstm/states/h", "lstm/norms/carry/log10", …"""
    if isinstance(value, LogNorms):
        value = value._asdict()
    if isinstance(value, np.ndarray):
        return {name: value}
    if is_dataclass(value):
        value = {field.name: getattr(value, field.name) for field in fields(value)}
    if isinstance(value, Mapping):
        pairs = [flat(part, f"{name}/{key}" if name else key) for key, part in value.items()]
        return {key: array for pair in pairs for key, array in pair.items()}
    return {} if value is None else {name: np.array(value)}
