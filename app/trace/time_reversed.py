"""A run that reads from the end, with its steps in the order of the tokens: every array along time reversed.

Which axes are time is what the parts' own documentation says: "(T,)", "(T, B, H)", "(T, T)".
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

import numpy as np

from ..bptt.norms import LogNorms
from ..cells.arrays import Array
from .cell_trace import CellTrace

STEPS = ("below_thousandth", "below_float32", "below_float16", "first_zero", "first_overflow", "first_nan", "cut")
"""What of a verdict is a step, from 1."""


def time_reversed(run: CellTrace, shapes: Mapping[str, str | None], steps: int) -> CellTrace:
    """The trace of a run of so many steps, reversed; shapes: of its parts, as they are documented."""
    step_fields = {name: getattr(run.verdict, name) for name in STEPS}
    verdict = replace(run.verdict, **{name: step and steps + 1 - step for name, step in step_fields.items()})
    parts = {name: reverse_part(part, shapes[name]) for name, part in run.parts.items()}
    return replace(run, verdict=verdict, parts=parts)


def reverse_part(value: Any, shape: str | None) -> Any:
    """A part, or a value inside one, that is documented with this shape."""
    if isinstance(value, LogNorms):
        return LogNorms(*(reverse_part(array, shape) for array in value))
    if isinstance(value, np.ndarray):
        return reverse_array(value, shape or "")
    if isinstance(value, Mapping):
        return {name: reverse_part(field, shape) for name, field in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value, **{field.name: reverse_part(getattr(value, field.name), shape_of(field)) for field in fields(value)}
        )
    return value


def shape_of(field: Any) -> str | None:
    """The documented shape of a field."""
    shape = field.metadata.get("shape")
    return None if shape is None else str(shape)


def reverse_array(array: Array, shape: str) -> Array:
    """An array with its time axes reversed."""
    if shape == "(T, T)":
        return array[::-1, ::-1]
    return array[::-1] if shape.startswith("(T,") else array
