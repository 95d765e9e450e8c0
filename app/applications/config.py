"""InferenceConfig: an input of an application and how it is run, as one flat, validated record and an address."""

from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, model_validator

from ..bptt.clipping import MODES
from ..cells import CELLS
from ..config import CLIPPED, GateMap, among, control, not_default, problem, query
from ..settings import LIMITS
from . import APPLICATIONS
from .base import OWN

LANGUAGES = ("es", "en")
DIGEST = 64
"""Hexadecimal digits of the name that a reader's material is kept under."""


def listed_application(value: Any) -> Any:
    """A validator: the name of an application. The registry is read when it is asked, so that a test can add one."""
    return among(APPLICATIONS)(value)


def checked_variant(app: str, variant: str, material: str) -> None:
    """Hold a variant to those of its application, and what is the reader's own to having been brought."""
    variants = APPLICATIONS[app].variants
    if variant and variant not in variants:
        raise problem("not_a_choice", field="variant", value=variant, allowed=", ".join(variants))
    if variant == OWN and not material:
        raise problem("empty", field="material", value="", allowed=f"{DIGEST} × 0-9 a-f")


class InferenceConfig(BaseModel):
    """What is played, with which network, and what of it is looked at."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    app: Annotated[str, BeforeValidator(listed_application)] = control("", "application", "choice", choices=[])
    variant: str = control("", "application", "choice", choices=[])
    material: str = control("", "application", "material")
    text: str = control("", "input", "text", max=LIMITS.text)
    language: Annotated[str, BeforeValidator(among(LANGUAGES))] = control(
        "es", "input", "choice", choices=list(LANGUAGES)
    )
    example: int = control(0, "input", "int", ge=0, le=9999, step=1)
    distance: int = control(20, "input", "int", ge=1, le=60, step=1, unit="words")
    horizon: int = control(12, "input", "int", ge=1, le=24, step=1, unit="steps")
    length: int = control(80, "input", "int", ge=1, le=200, step=1, unit="steps")
    temperature: float = control(0.7, "input", "float", ge=0, le=2, step=0.05)
    seed: int = control(2, "input", "int", ge=0, le=2**31 - 1, step=1)
    focus: int = control(0, "input", "int", ge=0, le=LIMITS.steps, step=1)
    cell: Annotated[str, BeforeValidator(among(CELLS))] = control("lstm", "cell", "choice", choices=list(CELLS))
    clamp: GateMap = control({}, "cell", "map", min=-1, max=1, step=0.01)
    truncate: int = control(0, "gradient", "int", ge=0, le=LIMITS.steps, step=1, unit="steps")
    clip: Annotated[str, BeforeValidator(among(MODES))] = control("none", "gradient", "choice", choices=list(MODES))
    threshold: float = control(1.0, "gradient", "float", ge=1e-6, le=1e3, log=True, applies=CLIPPED)

    @model_validator(mode="after")
    def what_belongs_together(self) -> Self:
        """The variant is the application's, a held gate the cell's, a text of bounded length."""
        if not self.app:
            raise problem("empty", field="app", value="", allowed=", ".join(APPLICATIONS))
        checked_variant(self.app, self.variant, self.material)
        if len(self.text) > LIMITS.text:
            raise problem("too_long", field="text", value=len(self.text), allowed=f"0 … {LIMITS.text}")
        if self.material and not (len(self.material) == DIGEST and set(self.material) <= set("0123456789abcdef")):
            raise problem("not_a_choice", field="material", value=self.material[:20], allowed=f"{DIGEST} × 0-9 a-f")
        gates = {gate.name: gate for gate in CELLS[self.cell].gates}
        for name, value in self.clamp.items():
            if name not in gates:
                allowed = ", ".join(gates) or "—"
                raise problem("gate_not_in_cell", field="clamp", value=name, cells=self.cell, allowed=allowed)
            low, high = gates[name].bounds
            if not low <= value <= high:
                raise problem("out_of_range", field="clamp", value=f"{name}:{value:g}", allowed=f"{low:g} … {high:g}")
        return self

    def address(self) -> str:
        """The query string that makes this configuration again."""
        return query(not_default(self))
