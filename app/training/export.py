"""A finished run as arrays for NumPy: its curves, its evaluations and its last weights."""

from typing import Any

import numpy as np

from ..cells.base import Array
from .record import Record
from .run import TrainingRun
from .snapshot import arrays_of


def arrays(run: TrainingRun, record: Record) -> dict[str, Array]:
    """By name: lstm/loss, lstm/norm_log10, lstm/clip_factor by iteration, lstm/held_out at `looks`, lstm/W_hh, …"""
    found: dict[str, Any] = {
        "address": np.array(run.config.address()),
        "iteration": np.array(run.iteration),
        "looks": np.array([iteration for iteration, _ in record.evaluations]),
    }
    for k, (name, model, curve) in enumerate(zip(run.config.names, run.models, record.curves, strict=True)):
        found |= {f"{name}/{key}": array for key, array in arrays_of(model)}
        found[f"{name}/loss"] = np.array(curve.loss)
        found[f"{name}/norm_log10"] = np.array(curve.norm)
        found[f"{name}/clip_factor"] = np.array(curve.factor)
        evaluations = [found_there[k] for _, found_there in record.evaluations]
        found[f"{name}/held_out"] = np.array([np.nan if one is None else one.measure for one in evaluations])
    return found
