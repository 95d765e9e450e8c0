"""What was measured of weights that ship, as `weights/measured.json` has it."""

from collections.abc import Mapping
from typing import NotRequired, TypeAlias

from pydantic import JsonValue
from typing_extensions import TypedDict


class Measurement(TypedDict):
    """What was measured with weights that ship, on held-out data, and what training them took.

    examples, interval: see `app.applications.base.Measured`
    losses: of the untrained and of the shipped weights on the validation data: what the loss of a live run spans
    """

    value: float
    baseline: float
    examples: NotRequired[int]
    interval: NotRequired[list[float] | None]
    losses: NotRequired[tuple[float, float]]
    details: dict[str, JsonValue]
    seconds: float
    iterations: int
    bytes: int
    scratch: NotRequired[list[float | None]]


Figures: TypeAlias = Mapping[str, Mapping[str, Measurement]]
"""What was measured of an application, by variant and cell."""
