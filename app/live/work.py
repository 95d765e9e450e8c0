"""What a training process does at a time: a slice of a run, and where it is wanted the trace of the probe after it."""

import json
import time
from dataclasses import dataclass

from .. import __version__
from ..applications.base import MaterialError
from ..errors import TooCostly
from ..inference.answer import InferenceRequest, answer_with_run
from ..trace.layer import Selection
from ..training.config import TaskTraining
from ..training.probe import probe
from ..training.run import Budget, Frame, TrainingRun, advance
from ..wire.encoding import encode


@dataclass(frozen=True)
class TraceRequest:
    """Which parts of the probe's trace to add; `at` is the run to look at, or None for the newest.

    Of an application's run the trace is that of an `inference`: what it makes of an input.
    """

    fields: tuple[str, ...]
    selection: Selection
    at: TrainingRun | None = None
    inference: InferenceRequest | None = None


@dataclass(frozen=True)
class Slice:
    """run: the run carried on; frames: its iterations; trace: the probe's trace as JSON, and what it took."""

    run: TrainingRun
    frames: list[Frame]
    trace: str | None
    trace_seconds: float


def work(run: TrainingRun, budget: Budget | None, wanted: TraceRequest | None) -> Slice:
    """Carry a run on (not at all where `budget` is None), then look at it."""
    frames: list[Frame] = []
    if budget is not None:
        run, frames = advance(run, budget)
    started = time.perf_counter()
    trace = trace_json(wanted.at or run, wanted) if wanted else None
    return Slice(run, frames, trace, time.perf_counter() - started)


def replay(run: TrainingRun, iterations: int) -> TrainingRun:
    """Carry a run on by so many iterations, for its own sake."""
    return advance(run, Budget(iterations=iterations))[0] if iterations > 0 else run


def trace_json(run: TrainingRun, wanted: TraceRequest) -> str | None:
    """The body of /api/trace for the probe, or of /api/play, with the iteration in front."""
    if wanted.inference is not None:
        try:
            return answer_with_run(wanted.inference, run)
        except (MaterialError, TooCostly):  # it was right when it was asked for; other weights may say more, or nothing
            return None
    if not isinstance(run.config, TaskTraining):
        return None
    trace = encode(probe(run, wanted.fields, wanted.selection), "display")
    head = {"iteration": run.iteration, "version": __version__, "address": run.config.address()}
    return json.dumps(head | trace, allow_nan=False, separators=(",", ":"), ensure_ascii=False)
