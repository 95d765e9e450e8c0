"""What a cell says of a parameter: its size, how it begins, and under which options it exists."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from .arrays import Array

Params: TypeAlias = Mapping[str, Array]
"""The parameters of a layer by name."""


@dataclass(frozen=True)
class Parameter:
    """A parameter of a cell: a matrix or vector for each of so many blocks of H units.

    blocks:  how many blocks of H rows it has
    columns: how many numbers a row has: one for each input, for each unit, or only one (a vector)
    begin:   how it begins: drawn from U(-1/√H, 1/√H), at zero or at one. W_hh and b_h have initialisers of their own
    when:    options of the cell under which it exists: {"norm": "layer"}
    """

    blocks: int
    columns: Literal["inputs", "units", "one"] = "one"
    begin: Literal["drawn", "zero", "one"] = "zero"
    when: Mapping[str, str] = field(default_factory=dict)

    def shape(self, inputs: int, units: int) -> tuple[int, ...]:
        """Its shape in a layer of D inputs and H units."""
        rows_of_all = self.blocks * units
        return {"inputs": (rows_of_all, inputs), "units": (rows_of_all, units), "one": (rows_of_all,)}[self.columns]


NORMALISED: Mapping[str, str] = {"norm": "layer"}
"""The option under which a gain exists."""
