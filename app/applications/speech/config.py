"""A word to be recognised."""

from ...config import Whole
from ..config import InferenceConfig, example_field, focus_field


class SpeechConfig(InferenceConfig):
    """A word to be recognised."""

    example: Whole = example_field()
    focus: Whole = focus_field()
