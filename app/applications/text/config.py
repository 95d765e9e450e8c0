"""A beginning to go on from."""

from ...config import Real, Whole, seed_field
from ..config import InferenceConfig, Text, example_field, focus_field, length_field, temperature_field, text_field


class TextConfig(InferenceConfig):
    """A beginning to go on from."""

    text: Text = text_field()
    example: Whole = example_field()
    length: Whole = length_field()
    temperature: Real = temperature_field()
    seed: Whole = seed_field("input")
    focus: Whole = focus_field()
