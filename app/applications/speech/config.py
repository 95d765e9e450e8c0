"""A word to be recognised."""

from typing import Self

from pydantic import model_validator

from ...config import Whole, control
from ..config import InferenceConfig, check_digest, example_field, focus_field


class SpeechConfig(InferenceConfig):
    """A word to be recognised. `sound` is one that the reader says to a network that was taught their voice."""

    example: Whole = example_field()
    sound: str = control("", "input", "material")
    focus: Whole = focus_field()

    @model_validator(mode="after")
    def sound_is_the_name_of_an_upload(self) -> Self:
        """As the material's name is."""
        check_digest("sound", self.sound)
        return self

    @property
    def input_upload(self) -> str:
        return self.sound
