"""A finished run as arrays for NumPy: its curves, its evaluations and its last weights."""

from typing import Any

import numpy as np

from ..cells.arrays import Array
from .record import Record
from .run import TrainingRun
from .snapshot import arrays_of


def arrays_of_run(run: TrainingRun, record: Record) -> dict[str, Array]:
    """By name: lstm/loss, lstm/norm_log10, lstm/clip_factor by iteration, lstm/held_out at `looks`, lstm/W_hh, …

    What was measured at `looks` is called by the part of the data that it is of: an application has lstm/validation.
    """
    by_name: dict[str, Any] = {
        "address": np.array(run.config.address()),
        "iteration": np.array(run.iteration),
        "looks": np.array([iteration for iteration, _ in record.evaluations]),
    }
    for k, (name, learner, curve) in enumerate(zip(run.config.names, run.models, record.curves, strict=True)):
        by_name |= {f"{name}/{key}": array for key, array in arrays_of(learner)}
        by_name[f"{name}/loss"] = np.array(curve.loss)
        by_name[f"{name}/norm_log10"] = np.array(curve.norm)
        by_name[f"{name}/clip_factor"] = np.array(curve.factor)
        evaluations = [evaluations_then[k] for _, evaluations_then in record.evaluations]
        by_name[f"{name}/{run.problem.part.replace(' ', '_')}"] = np.array(
            [np.nan if evaluation is None else evaluation.measure for evaluation in evaluations]
        )
    return by_name
