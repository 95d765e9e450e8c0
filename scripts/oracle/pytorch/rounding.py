"""One unit in the last place, up or down: of arrays before a computation begins, and of tensors within it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor

if TYPE_CHECKING:
    from ..compare import Array


class Noise:
    """One draw of random directions. dtype: the precision whose units are meant."""

    def __init__(self, seed: int, dtype: np.dtype[Any]) -> None:
        self.rng = np.random.default_rng(seed)
        self.generator = torch.Generator().manual_seed(seed)
        info = np.finfo(dtype)
        self.eps, self.smallest = float(info.eps), float(info.smallest_subnormal)

    def nudge(self, array: Array) -> Array:
        """An array of the run's precision with every entry moved to one of its neighbours."""
        if array.dtype.kind != "f":
            return array
        towards = np.where(self.rng.random(array.shape) < 0.5, -np.inf, np.inf).astype(array.dtype)
        return np.asarray(np.nextafter(array, towards))

    def sign(self, value: Tensor) -> Tensor:
        """Up or down, for every entry."""
        return torch.randint(0, 2, value.shape, generator=self.generator) * 2 - 1

    def unit(self, value: Tensor) -> Tensor:
        """One unit in the last place of every entry, at least the smallest number; 0 of what is not finite."""
        given = value.detach().to(torch.float64)
        _, exponent = torch.frexp(given)
        unit = torch.ldexp(torch.full_like(given, self.eps / 2), exponent).clamp(min=self.smallest)
        return torch.where(torch.isfinite(given), unit, 0.0)

    def moved(self, value: Tensor) -> Tensor:
        """A tensor with every entry moved by a unit up or down, as a constant added to it; an exact zero stays."""
        unit = torch.where(value.detach() == 0, 0.0, self.unit(value))
        return value + (unit * self.sign(value)).to(value.dtype)
