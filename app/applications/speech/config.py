"""A word to be recognised."""

from ...config import Whole, control
from ..config import InferenceConfig, check_digest, example_field, focus_field


class SpeechConfig(InferenceConfig):
    """A word to be recognised. `sound` is one that the reader says to a network that was taught their voice."""

    example: Whole = example_field()
    sound: str = control("", "input", "material")
    focus: Whole = focus_field()

    def check(self) -> None:
        super().check()
        check_digest("sound", self.sound)

    @property
    def input_upload(self) -> str:
        return self.sound
