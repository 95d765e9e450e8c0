"""InferenceConfig: an input of an application and how it is run, as one flat, validated record and an address.

Here is what all applications have. What one of them takes beside it is a class in its folder, made of what follows.
"""

from collections.abc import Iterable
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, ValidationInfo, model_validator

from ..bptt.clipping import MODES
from ..cells import CELLS
from ..config import CLIPPED, Fields, GateMap, Real, Whole, among, check_gates, control, gates_of_cells, problem
from ..numerals import Range
from ..settings import LIMITS
from .unicode_text import normalise

OWN = "own"
"""The variant that is trained on what the reader uploaded."""
LANGUAGES = ("es", "en")
DIGEST = 64
"""Hexadecimal digits of the name that a reader's material is kept under."""
ALLOWED_DIGEST = f"{DIGEST} × 0-9 a-f"


def check_upload(app: str, variants: Iterable[str], variant: str, material: str) -> None:
    """Hold a variant to those of its application, and what is the reader's own to having been uploaded."""
    if variant and variant not in variants:
        raise problem("not_a_choice", field="variant", value=variant, allowed=", ".join(variants))
    if variant == OWN and not material:
        raise problem("empty", field="material", value="", allowed=ALLOWED_DIGEST)
    check_digest("material", material)


def check_digest(field: str, value: str) -> None:
    """Hold the name of an upload to its form."""
    if value and not (len(value) == DIGEST and set(value) <= set("0123456789abcdef")):
        raise problem("not_a_choice", field=field, value=value[:20], allowed=ALLOWED_DIGEST)


def composed(value: Any) -> Any:
    """A validator: a text of bounded length, its letters composed."""
    if not isinstance(value, str):
        return value
    if len(value) > LIMITS.text:
        raise problem("too_long", value=len(value), allowed=Range(0, LIMITS.text))
    return normalise(value)


Text = Annotated[str, BeforeValidator(composed)]
Language = Annotated[str, BeforeValidator(among(LANGUAGES))]


def text_field() -> Any:
    """What the reader types."""
    return control("", "input", "text", max=LIMITS.text)


def language_field() -> Any:
    """The language of the examples."""
    return control("es", "input", "choice", choices=list(LANGUAGES))


def example_field() -> Any:
    """Which of the examples is taken, where the reader types nothing."""
    return control(0, "input", "int", ge=0, le=9999, step=1)


def length_field() -> Any:
    """How long what the network writes is at most."""
    return control(80, "input", "int", ge=1, le=200, step=1, unit="steps")


def temperature_field() -> Any:
    """How freely the network writes: 0 always takes what is likeliest."""
    return control(0.7, "input", "float", ge=0, le=2, step=0.05)


def focus_field() -> Any:
    """The step whose answer is asked about, from 1; 0: the one that the application chooses."""
    return control(0, "input", "int", ge=0, le=LIMITS.steps, step=1)


class InferenceConfig(Fields):
    """An input, with which network, and what is done to its gradient: the part that all applications have."""

    app: str = control("", "application", "choice", choices=[])
    variant: str = control("", "application", "choice", choices=[])
    material: str = control("", "application", "material")
    cell: Annotated[str, BeforeValidator(among(CELLS))] = control("lstm", "cell", "choice", choices=list(CELLS))
    clamp: GateMap = control({}, "cell", "map", min=-1, max=1, step=0.01)
    truncate: Whole = control(0, "gradient", "int", ge=0, le=LIMITS.steps, step=1, unit="steps")
    clip: Annotated[str, BeforeValidator(among(MODES))] = control("none", "gradient", "choice", choices=list(MODES))
    threshold: Real = control(1.0, "gradient", "float", ge=1e-6, le=1e3, log=True, applies=CLIPPED)

    def check(self) -> None:
        super().check()
        check_gates("clamp", self.clamp, (self.cell,))

    @model_validator(mode="after")
    def belongs_to_the_application(self, info: ValidationInfo) -> Self:
        """Where the application's variants are known, the variant is one of them."""
        if info.context:
            check_upload(self.app, info.context["variants"], self.variant, self.material)
        return self

    @property
    def input_upload(self) -> str:
        """The name of an upload that is the input itself, beside what the network was taught with; empty: none."""
        return ""

    def acting_part(self, name: str, value: Any) -> Any:
        """Of a map, the gates of the cell."""
        return gates_of_cells(value, (self.cell,)) if name == "clamp" else value
