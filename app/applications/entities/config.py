"""A sentence whose names are to be found."""

from ...config import Whole
from ..config import InferenceConfig, Language, Text, example_field, focus_field, language_field, text_field


class EntitiesConfig(InferenceConfig):
    """A sentence whose names are to be found."""

    text: Text = text_field()
    language: Language = language_field()
    example: Whole = example_field()
    focus: Whole = focus_field()
