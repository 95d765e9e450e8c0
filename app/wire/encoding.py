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
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import numpy as np
from pydantic import BaseModel

from ..bptt.norms import STATUSES, LogNorms
from ..cells.base import Array
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


def rounded(array: Array, bits_kept: int) -> Array:
    """float32 with the lower bits of the mantissa rounded away; infinities and NaN stay what they are."""
    with np.errstate(all="ignore"):  # beyond float32 a display shows an overflow, or zero
        single = np.ascontiguousarray(array, dtype="<f4")
    drop = 23 - bits_kept
    bits = single.view("<u4")
    kept = (bits + np.uint32(1 << (drop - 1))) & np.uint32(~((1 << drop) - 1) & 0xFFFFFFFF)
    return np.where(np.isfinite(single), kept.view("<f4"), single)


class Encoder:
    """Encodes the values of a trace for one `encoding`."""

    def __init__(self, encoding: str) -> None:
        self.encoding = encoding

    def array(self, value: Array) -> Any:
        if self.encoding == "list":
            return self.listed(value)
        if value.dtype.kind == "f":
            if self.encoding == "display":
                value = rounded(value, SERIES_BITS if value.ndim == 1 else PICTURE_BITS)
            else:
                value = value.astype("<f8" if value.dtype == np.float64 else "<f4")  # float16 fits a float32 exactly
        elif value.dtype.kind != "u":
            value = value.astype("<i4")
        packed = {"dtype": value.dtype.str.lstrip("<|"), "bdata": base64.b64encode(value.tobytes()).decode()}
        return packed if value.ndim == 1 else {**packed, "shape": ", ".join(map(str, value.shape))}

    def listed(self, value: Array) -> Any:
        if value.ndim == 0:
            return number(value.item()) if value.dtype.kind == "f" else value.item()
        return [self.listed(one) for one in value]

    def norms(self, value: LogNorms) -> dict[str, Any]:
        log10, status = value
        if log10.ndim == 0:
            return {"log10": number(log10.item()), "status": STATUSES[int(status)]}
        encoded = {"log10": self.array(log10), "status": self.array(status)}
        if log10.ndim == 1:
            encoded["first"] = {name: first_back(status == code) for code, name in enumerate(STATUSES) if code}
        return encoded

    def __call__(self, value: Any) -> Any:
        """Encode anything that a trace holds."""
        if isinstance(value, LogNorms):
            return self.norms(value)
        if isinstance(value, np.ndarray):
            return self.array(value)
        if isinstance(value, Mapping):
            return {key: self(one) for key, one in value.items()}
        if is_dataclass(value):
            return {key_of(field): self(getattr(value, field.name)) for field in fields(value)}
        if isinstance(value, float):
            return number(value)
        if isinstance(value, tuple | list):
            return [self(one) for one in value]
        return value.item() if isinstance(value, np.generic) else value


def encode(trace: Trace[Any], encoding: str) -> dict[str, Any]:
    """A trace as JSON-ready data: each part of a cell's trace becomes a key beside its verdict."""
    encoder = Encoder(encoding)
    config = trace.config
    answer: dict[str, Any] = {"config": config.model_dump(mode="json") if isinstance(config, BaseModel) else config}
    if trace.sequence is not None:
        answer["sequence"] = encoder(trace.sequence)
    answer["runs"] = [
        {
            "cell": run.cell,
            "name": run.name,
            "verdict": encoder(run.verdict),
            "loss": number(run.loss),
            **encoder(run.parts),
        }
        for run in trace.runs
    ]
    return answer


def flat(value: Any, name: str = "") -> dict[str, Array]:
    """A trace's values as a flat map of arrays for .npz: "lstm/states/h", "lstm/norms/carry/log10", …"""
    if isinstance(value, LogNorms):
        value = value._asdict()
    if isinstance(value, np.ndarray):
        return {name: value}
    if is_dataclass(value):
        value = {one.name: getattr(value, one.name) for one in fields(value)}
    if isinstance(value, Mapping):
        pairs = [flat(one, f"{name}/{key}" if name else key) for key, one in value.items()]
        return {key: array for pair in pairs for key, array in pair.items()}
    return {} if value is None else {name: np.array(value)}
