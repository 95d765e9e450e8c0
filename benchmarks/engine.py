"""The engine alone: a trace in this process, without the server."""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING, Any

import numpy as np

from app.config import RunConfig
from app.trace import DEFAULT_PARTS, trace

if TYPE_CHECKING:
    from pathlib import Path

CELLS = ("rnn", "lstm", "gru")
# What the PyTorch script records: the same parts are asked for where the two are compared.
RECORDED = (*DEFAULT_PARTS, "states", "gates", "preactivations", "state_gradients", "gradients")
WARM_UP, REPEATS = 5, 100


def milliseconds(fields: tuple[str, ...], **config: Any) -> float:
    """The median time of a trace. ρ is another one each time, as in a drag, so that nothing can be remembered."""
    times = []
    for k in range(WARM_UP + REPEATS):
        config_of_run = RunConfig(rho=0.5 + k / 1000, **config)
        start = time.perf_counter()
        trace(config_of_run, fields)
        times.append(1e3 * (time.perf_counter() - start))
    return statistics.median(times[WARM_UP:])


OPTIONS: dict[str, dict[str, Any]] = {
    "layers=3": {"layers": 3},
    "norm=layer": {"norm": "layer"},
    "layers=3&norm=layer": {"layers": 3, "norm": "layer"},
}
"""What makes a trace dearer than the default one."""


def ratios() -> dict[str, float]:
    """CPU time of a trace with each of `OPTIONS`, as a multiple of the default's: the best of many, in turn."""
    configs = {"default": RunConfig()} | {label: RunConfig(**fields) for label, fields in OPTIONS.items()}
    best = dict.fromkeys(configs, float("inf"))
    for _ in range(WARM_UP + REPEATS):
        for label, config in configs.items():
            start = time.process_time()
            trace(config)
            best[label] = min(best[label], time.process_time() - start)
    return {label: best[label] / best["default"] for label in OPTIONS}


def save(path: Path) -> None:
    """Write batch, weights and our answers of the default run, for ``torch_trace.py`` to check itself against."""
    default_trace = trace(RunConfig(), ("params", "state_gradients"))
    assert default_trace.sequence is not None
    arrays: dict[str, Any] = {"inputs": default_trace.sequence.inputs, "targets": default_trace.sequence.targets}
    for run in default_trace.runs:
        arrays[f"{run.cell}/loss"] = run.loss
        arrays[f"{run.cell}/d_h"] = run.parts["state_gradients"].total["h"]
        arrays |= {f"{run.cell}/params/{name}": value for name, value in run.parts["params"].items()}
    np.savez(path, allow_pickle=False, **arrays)
