"""What a pass takes in time and memory, full, truncated and checkpointed: what `benchmarks.passes` measured once.

Times are no function of an address, so they stand in no trace: they are data, with the conditions under which they were
measured, and what the page shows of them is ratios to a full pass of the same run.
"""

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

STORED = Path(__file__).with_name("passes.json")
QUIET = 1.5
"""The load up to which a machine counts as quiet: above it a time says more about the others."""


class Frozen(BaseModel):
    """Any of these records: it has the keys that are named, and no other."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class OfEachKind(Frozen):
    """One number of each of the three ways to go through a sequence and back."""

    full: int | float = Field(description="with every tape kept")
    truncated: int | float = Field(description="in windows")
    checkpointed: int | float = Field(description="with √T checkpoints, each segment's tapes made again")


class Timed(Frozen):
    """Of what a pass was timed."""

    cell: str = Field(description="the cell")
    loss_at: Literal["last", "every"] = Field(description="where the loss is: nothing goes back before it")
    steps: int = Field(description="T")


class Pass(Timed):
    """A batch's loss and gradients, timed."""

    segment: int = Field(description="steps between two checkpoints")
    milliseconds: OfEachKind = Field(description="of computing, the best of the repetitions")
    ratio: OfEachKind = Field(description="the same, divided by that of the full pass")
    bytes: OfEachKind = Field(description="most memory that tapes and checkpoints held at one time")


class Conditions(Frozen):
    """Under which conditions it was measured."""

    measured: str = Field(description="when, in UTC")
    load: tuple[float, float] = Field(description="the machine's load before and after")
    units: int = Field(description="H")
    batch: int = Field(description="B")
    window: int = Field(description="k, the steps of a window")
    dtype: str = Field(description="the precision")


class Passes(Conditions):
    """What was measured, and under which conditions."""

    machine: str = Field(description="the processor's kind, Python and NumPy")
    cores: int = Field(description="how many it has; one was used, with one BLAS thread")
    repetitions: int = Field(description="of each pass, all kinds in turn")
    passes: list[Pass] = Field(description="by cell, loss and length")

    @property
    def busy(self) -> bool:
        """Whether others were at work meanwhile."""
        return self.load[0] > QUIET


@cache
def passes() -> Passes:
    """What is stored, as `python -m benchmarks.passes --write` wrote it."""
    return Passes.model_validate_json(STORED.read_text(encoding="utf-8"))
