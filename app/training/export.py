"""A finished run as arrays for NumPy: its curves, its looks and its last weights."""

from typing import Any

import numpy as np

from app.cells.base import Array
from app.training.record import Record
from app.training.run import Run
from app.training.snapshot import arrays_of


def arrays(run: Run, record: Record) -> dict[str, Array]:
    """By name: lstm/loss, lstm/norm_log10, lstm/clip_factor by iteration, lstm/held_out at `looks`, lstm/W_hh, …"""
    found: dict[str, Any] = {
        "address": np.array(run.config.address()),
        "iteration": np.array(run.iteration),
        "looks": np.array([iteration for iteration, _ in record.looks]),
    }
    for k, (name, model, curve) in enumerate(zip(run.config.names, run.models, record.curves, strict=True)):
        found |= {f"{name}/{key}": array for key, array in arrays_of(model)}
        found[f"{name}/loss"] = np.array(curve.loss)
        found[f"{name}/norm_log10"] = np.array(curve.norm)
        found[f"{name}/clip_factor"] = np.array(curve.factor)
        looks = [found_there[k] for _, found_there in record.looks]
        found[f"{name}/held_out"] = np.array([np.nan if one is None else one.measure for one in looks])
    return found
