"""Read what golden values are stored as where there are many cases: `cases`, which describes them, and `values`."""

from __future__ import annotations

import json
from math import prod
from pathlib import Path
from typing import Any, ClassVar, Self

import numpy as np

from app.cells.arrays import Array

FOLDER = Path(__file__).parent


class Golden:
    """One case: its description and its arrays."""

    file: ClassVar[Path]
    relative: ClassVar[float]
    """What an array may differ from PyTorch's by, in units of its largest entry."""

    def __init__(self, case: dict[str, Any], arrays: dict[str, Array]) -> None:
        self.case, self.arrays = case, arrays

    @classmethod
    def cases(cls) -> dict[str, Self]:
        """Every case of the file, by name."""
        found = {}
        with np.load(cls.file) as file:
            values, start = file["values"], 0
            for case in json.loads(str(file["cases"])):
                arrays = {}
                for name, shape in case.pop("arrays").items():
                    arrays[name] = values[start : start + prod(shape)].reshape(shape)
                    start += prod(shape)
                found[case["name"]] = cls(case, arrays)
        return found

    def agrees(self, name: str, found: Any) -> None:
        """Hold one array to PyTorch's."""
        expected = self.arrays[name]
        np.testing.assert_allclose(found, expected, rtol=0, atol=self.relative * np.abs(expected).max(), err_msg=name)

    def agrees_in_gradients(self, params: dict[str, Array]) -> None:
        """Hold the gradient of every parameter to PyTorch's."""
        assert {f"grad_{name}" for name in params} == {name for name in self.arrays if name.startswith("grad_")}
        for name, gradient in params.items():
            self.agrees(f"grad_{name}", gradient)
