"""Where a series is to be carried on from, and how far."""

from ...config import Whole, control
from ..config import InferenceConfig, example_field, focus_field


class ForecastConfig(InferenceConfig):
    """Where a series is to be carried on from, and how far."""

    example: Whole = example_field()
    horizon: Whole = control(12, "input", "int", ge=1, le=24, step=1, unit="steps")
    focus: Whole = focus_field()
