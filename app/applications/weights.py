"""The weights that ship, one small file for each application, variant and cell, and what was measured with them.

Files are .npz of float16, made by `python -m scripts.weights` from the application's recipe and its seed.
"""

import json
from functools import lru_cache
from pathlib import Path
from typing import NotRequired

import numpy as np
from pydantic import JsonValue
from typing_extensions import TypedDict

from .. import cells
from ..bptt.architecture import Network
from ..cells.arrays import Array
from . import APPLICATIONS, Application

FOLDER = Path(__file__).parent / "weights"


def file_of(app: str, variant: str, cell: str) -> Path:
    """Where the weights of a variant are."""
    return FOLDER / f"{APPLICATIONS[app].full_name(variant)}.{cell}.npz"


@lru_cache(maxsize=32)
def shipped(app: str, variant: str, cell: str) -> dict[str, Array]:
    """The weights of a variant, in float64. Raises FileNotFoundError where none ship (a reader's own material)."""
    with np.load(file_of(app, variant, cell)) as file:
        return {name: file[name].astype(np.float64) for name in file.files}


def save(app: str, variant: str, cell: str, params: dict[str, Array]) -> Path:
    """Write weights as they ship."""
    FOLDER.mkdir(exist_ok=True)
    path = file_of(app, variant, cell)
    np.savez_compressed(path, **{name: value.astype(np.float16) for name, value in params.items()})  # type: ignore[arg-type]
    return path


class Measurement(TypedDict):
    """What was measured with weights that ship, on held-out data, and what training them took."""

    value: float
    baseline: float
    examples: NotRequired[int]
    interval: NotRequired[list[float] | None]
    details: dict[str, JsonValue]
    seconds: float
    iterations: int
    bytes: int
    scratch: NotRequired[list[float | None]]


@lru_cache(maxsize=1)
def measurements() -> dict[str, dict[str, Measurement]]:
    """What was measured, by "app", "app.variant" and then the cell: see `scripts.weights`."""
    path = FOLDER / "measured.json"
    return dict(json.loads(path.read_text("utf-8"))) if path.is_file() else {}


def build_network(application: Application, cell: str, clamp: dict[str, float], params: dict[str, Array]) -> Network:
    """The application's network with these weights; how many units it has is read off them."""
    units = next(value.shape[1] for name, value in params.items() if name.endswith("W_hh"))
    return Network(cells.build(cell, clamp, {}), application.architecture(units), params)
