"""What one cell, or one layer of a network, did."""

from dataclasses import dataclass
from typing import Any

from ..document import about
from .verdict import Verdict


@dataclass(frozen=True)
class CellTrace:
    """What one cell did. `parts` holds the parts that were asked for, by name."""

    cell: str = about("the cell's name")
    name: str = about("the model's name: its cell's, numbered where several models of a training run have that cell")
    layer: int = about("which layer of its network, the lowest is 1; 0: all layers together, where there are several")
    verdict: Verdict = about("vanishing, stable or exploding, with the rate")
    loss: float = about("L = Σ_t L_t")
    parts: dict[str, Any] = about("the parts asked for; in an answer each is a key of its own")
