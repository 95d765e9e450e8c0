"""A review to be classified."""

from ...config import Whole, control
from ..config import InferenceConfig, Language, Text, example_field, focus_field, language_field, text_field
from .reviews import FARTHEST


class SentimentConfig(InferenceConfig):
    """A review to be classified."""

    text: Text = text_field()
    language: Language = language_field()
    example: Whole = example_field()
    distance: Whole = control(20, "input", "int", ge=1, le=FARTHEST, step=1, unit="words")
    focus: Whole = focus_field()
