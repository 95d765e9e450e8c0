"""A sentence to translate."""

from ...config import Whole
from ..config import InferenceConfig, Text, example_field, focus_field, text_field


class TranslationConfig(InferenceConfig):
    """A sentence to translate."""

    text: Text = text_field()
    example: Whole = example_field()
    focus: Whole = focus_field()
