"""From a run's record to the JSON of a frame: what is new since the reader's last one, as `app.wire.messages` says."""

import json
from typing import Any

import numpy as np

from .. import cells
from ..training.problem import TrainingProblem
from ..training.record import Record
from ..training.run import Divergence
from ..wire.encoding import Encoder

pack = Encoder("display").array


def end_of(end: Divergence | None) -> dict[str, Any] | None:
    """How a model ended, as JSON."""
    return None if end is None else {"iteration": end.iteration, "quantity": end.quantity, "step": end.step}


def about_run(token: str, problem: TrainingProblem, iteration: int, keep_seconds: int) -> dict[str, Any]:
    """The message `started`: what of a run does not change."""
    config, held = problem.config, problem.shown
    return {
        "type": "started",
        "run": token,
        "address": config.address(idle=True),
        "config": {
            **config.model_dump(mode="json"),
            "steps": config.steps,
            "models": [dict(own) for own in config.models],
            "changes": [],
        },
        "models": [
            {
                "name": name,
                "cell": one.cell[0],
                "own": {field: text for field, text in dict(own).items() if field != "cell"},
                "carry": cells.CELLS[one.cell[0]].carry_gate(),
                "blocks": list(cells.CELLS[one.cell[0]].blocks),
            }
            for name, one, own in zip(
                config.names, config.effective(0), config.models or ((),) * len(config.names), strict=True
            )
        ],
        "baseline": problem.baseline,
        "held_out": None
        if held is None
        else {
            "steps": [int(step) + 1 for step in held.steps],
            "inputs": pack(held.inputs),
            "targets": pack(held.targets),
            "baseline": pack(held.baseline),
            "classes": held.classes,
        },
        "iteration": iteration,
        "keep_seconds": keep_seconds,
    }


def news(record: Record, sent: int) -> dict[str, Any]:
    """What the record has that the reader, who knows the iterations up to `sent`, has not."""
    start = max(0, sent - record.first)
    rows = [row for row in record.rows if row.iteration > sent]
    evaluations = [(iteration, found) for iteration, found in record.evaluations if iteration > sent]
    return {
        "first": record.first + start + 1,
        "curves": [
            {
                "loss": pack(np.array(curve.loss[start:], np.float32)),
                "norm": pack(np.array(curve.norm[start:], np.float32)),
                "status": pack(np.array(curve.status[start:], np.uint8)),
                "factor": pack(np.array(curve.factor[start:], np.float32)),
            }
            for curve in record.curves
        ],
        "ends": [end_of(end) for end in record.ends],
        "bytes": record.bytes,
        "rows": {
            "iterations": [row.iteration for row in rows],
            "stride": record.stride,
            "models": [
                {
                    "log10": pack(stacked([row.log10[k] for row in rows], record.steps)),
                    "status": pack(stacked([row.status[k] for row in rows], record.steps).astype(np.uint8)),
                }
                for k in range(record.count)
            ],
        },
        "looks": {
            "iterations": [iteration for iteration, _ in evaluations],
            "models": [columns_of([found[k] for _, found in evaluations]) for k in range(record.count)],
        },
        "predictions": [None if found is None else pack(found) for found in record.newest[1]],
        "snapshots": [run.iteration for run in record.snapshots],
    }


def stacked(rows: list[Any], width: int) -> Any:
    """Rows as one array (n, width), also where there are none."""
    return np.array(rows, np.float32).reshape(len(rows), width)


def columns_of(found: list[Any]) -> dict[str, Any]:
    """The looks at one model as columns; a model that had ended has NaN there."""
    known = [one for one in found if one is not None]
    blocks = known[0].radius if known else {}
    classes = any(one.accuracy is not None for one in known)
    gated = any(one.gates is not None for one in known)

    def column(values: list[float]) -> Any:
        return pack(np.array(values, np.float32))

    nothing = np.full(len(known[0].gates), np.nan) if gated else None
    return {
        "measure": column([np.nan if one is None else one.measure for one in found]),
        "accuracy": column([np.nan if one is None else one.accuracy for one in found]) if classes else None,
        "figure": column([np.nan if one is None or one.figure is None else one.figure for one in found])
        if any(one.figure is not None for one in known)
        else None,
        "gates": pack(np.array([nothing if one is None else one.gates for one in found], np.float32))
        if gated
        else None,
        "radius": {block: column([np.nan if one is None else one.radius[block] for one in found]) for block in blocks},
    }


def joined(head: dict[str, Any], trace: str | None) -> str:
    """A frame as text; the trace is JSON already, and is put in as it is."""
    text = json.dumps(head, allow_nan=False, separators=(",", ":"))
    return f'{text[:-1]},"trace":{trace or "null"}}}'
