"""A beginning to go on from, and how freely."""

from ...config import Real, Whole, seed_field
from ..config import (
    InferenceConfig,
    Language,
    Text,
    example_field,
    focus_field,
    language_field,
    length_field,
    temperature_field,
    text_field,
)


class MusicConfig(InferenceConfig):
    """A beginning to go on from, and how freely."""

    text: Text = text_field()
    language: Language = language_field()
    example: Whole = example_field()
    length: Whole = length_field()
    temperature: Real = temperature_field()
    seed: Whole = seed_field("input")
    focus: Whole = focus_field()
