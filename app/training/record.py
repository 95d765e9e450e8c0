"""The record of a run: its curves point by point, thinned rows of the waterfall, the evaluations, and snapshots.

It is bounded: a curve takes a few bytes an iteration and iterations are limited; rows, evaluations and snapshots are
thinned. An evaluation of a model takes 1 kB with its Python objects. A row takes 5 bytes for each step of each model,
and of a model of L > 1 layers 1 + L times as many: 40 kB at most (of four models of three layers over 500 steps), and
all rows together 10 MB.
"""

from array import array
from bisect import bisect_right
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, field, replace

import numpy as np

from ..bptt.norms import NAN
from ..cells.arrays import Array
from .evaluation import Evaluation
from .run import EVALUATE_EVERY, Divergence, Frame, TrainingRun
from .snapshot import arrays_of

ROWS = 256
"""Most rows of the waterfall, and most evaluations: beyond, every other one is forgotten."""
SNAPSHOTS = 40
SNAPSHOT_BYTES = 16_000_000
"""Most snapshots, and most memory for them; one is kept however large it is."""


NOTHING = np.empty(0)
"""In place of the predictions of evaluations that are not the newest."""


@dataclass
class Curve:
    """The curves of one model, one entry for each iteration from the first; NaN after its end."""

    loss: "array[float]" = field(default_factory=lambda: array("f"))
    norm: "array[float]" = field(default_factory=lambda: array("f"))
    status: "array[int]" = field(default_factory=lambda: array("B"))
    factor: "array[float]" = field(default_factory=lambda: array("f"))

    def add(self, loss: float, norm: float, status: int, factor: float) -> None:
        """One more iteration."""
        self.loss.append(loss)
        self.norm.append(norm)
        self.status.append(status)
        self.factor.append(factor)

    def upto(self, length: int) -> "Curve":
        """A copy of the first `length` iterations."""
        return Curve(self.loss[:length], self.norm[:length], self.status[:length], self.factor[:length])


@dataclass(frozen=True)
class Row:
    """One row of the waterfall: log10 ‖∂L/∂h_t‖ of each model and its status, of the shapes `Record.row_shapes`."""

    iteration: int
    log10: tuple[Array, ...]
    status: tuple[Array, ...]


class Record:
    """What is kept of a run.

    row_shapes: of each model's part of a row: (T,), or of L > 1 layers (1 + L, T), all of them together and then each
    """

    def __init__(self, run: TrainingRun) -> None:
        self.count = len(run.models)
        self.row_shapes = [(*levels_of(layers), run.config.steps) for layers in layers_of(run)]
        self.first = run.iteration
        self.curves = [Curve() for _ in run.models]
        self.rows: list[Row] = []
        self.stride = 1
        self.evaluations: list[tuple[int, tuple[Evaluation | None, ...]]] = []
        self.evaluation_stride = 1
        self.newest: tuple[int, tuple[Array | None, ...]] = (run.iteration, (None,) * self.count)
        self.bytes = [0] * self.count
        self.snapshots: list[TrainingRun] = []
        self.keep(run)

    @property
    def iteration(self) -> int:
        """The last iteration that the curves know."""
        return self.first + len(self.curves[0].loss)

    @property
    def ends(self) -> list[Divergence | None]:
        """How each model ended, if it has."""
        return [learner.end for learner in self.snapshots[-1].models]

    def add(self, frames: Iterable[Frame], run: TrainingRun) -> None:
        """The frames of a slice of the run, and the run after it."""
        for frame in frames:
            for k, point in enumerate(frame.points):
                if point is None:
                    self.curves[k].add(np.nan, np.nan, NAN, np.nan)
                else:
                    self.curves[k].add(point.loss, float(point.norm.log10), int(point.norm.status), point.factor)
                    self.bytes[k] = point.bytes
            if frame.iteration % self.stride == 0:
                self.rows.append(self.row(frame))
            evaluations = tuple(point.evaluation if point else None for point in frame.points)
            if any(evaluations):
                self.newest = (
                    frame.iteration,
                    tuple(evaluation.predictions if evaluation else None for evaluation in evaluations),
                )
                bare = tuple(
                    replace(evaluation, predictions=NOTHING) if evaluation else None for evaluation in evaluations
                )
                self.add_evaluations(frame.iteration, bare)
        if len(self.rows) > ROWS:
            self.stride *= 2
            self.rows = [row for row in self.rows if row.iteration % self.stride == 0]
        self.keep(run)

    def add_evaluations(self, iteration: int, of_models: tuple[Evaluation | None, ...]) -> None:
        """The newest evaluations, which are always kept; of those before them, the ones that lie on the stride."""
        if self.evaluations and self.evaluations[-1][0] % self.evaluation_stride:
            self.evaluations.pop()
        self.evaluations.append((iteration, of_models))
        if len(self.evaluations) > ROWS:
            self.evaluation_stride = max(EVALUATE_EVERY, self.evaluation_stride) * 2
            self.evaluations = [
                kept for kept in self.evaluations if kept[0] % self.evaluation_stride == 0 or kept[0] == iteration
            ]

    def row(self, frame: Frame) -> Row:
        log10 = tuple(np.full(shape, np.nan, np.float32) for shape in self.row_shapes)
        status = tuple(np.full(shape, NAN, np.uint8) for shape in self.row_shapes)
        for k, point in enumerate(frame.points):
            if point is not None:
                log10[k][:], status[k][:] = point.gradient_norms
        return Row(frame.iteration, log10, status)

    def keep(self, run: TrainingRun) -> None:
        """Keep the newest run for going back to, and of the older ones those that lie most evenly on a log scale."""
        snapshots = self.snapshots
        if snapshots and snapshots[-1].iteration == run.iteration:
            snapshots[-1] = run
            return
        if len(snapshots) > 1 and snapshots[-1].iteration - snapshots[-2].iteration < max(
            1, snapshots[-1].iteration // 32
        ):
            snapshots[-1] = run  # too close to the one before it
        else:
            snapshots.append(run)
        size = sum(array.nbytes for learner in run.models for _, array in arrays_of(learner))
        while len(snapshots) > 2 and (len(snapshots) > SNAPSHOTS or len(snapshots) * size > SNAPSHOT_BYTES):
            gaps = [
                (snapshots[k + 1].iteration - snapshots[k - 1].iteration) / (snapshots[k].iteration + 1)
                for k in range(1, len(snapshots) - 1)
            ]
            del snapshots[1 + int(np.argmin(gaps))]

    def before(self, iteration: int) -> TrainingRun:
        """The last kept run at or before an iteration."""
        return self.snapshots[max(0, bisect_right(self.snapshots, iteration, key=lambda run: run.iteration) - 1)]

    def forget_after(self, run: TrainingRun) -> None:
        """Go back to `run`: what came after it is taken back."""
        iteration = run.iteration
        self.curves = [curve.upto(max(0, iteration - self.first)) for curve in self.curves]
        self.first = min(self.first, iteration)
        self.rows = [row for row in self.rows if row.iteration <= iteration]
        self.evaluations = [evaluation for evaluation in self.evaluations if evaluation[0] <= iteration]
        if self.newest[0] > iteration:
            self.newest = (iteration, (None,) * self.count)
        self.snapshots = [snapshot for snapshot in self.snapshots if snapshot.iteration < iteration]
        self.keep(run)

    def branched(self, run: TrainingRun) -> "Record":
        """A record of its own that shares the past up to `run`."""
        twin = copy(self)
        twin.bytes = self.bytes[:]
        twin.forget_after(run)
        return twin


def layers_of(run: TrainingRun) -> list[int]:
    """How many layers of each model are told apart: L of a stack, 1 of every other architecture."""
    problem = run.problem
    return [max(1, len(problem.architecture(config).stacked_layers)) for config in problem.settings(1)]


def levels_of(layers: int) -> tuple[int, ...]:
    """What comes before the axis of time where layers are told apart: all of them together, then each."""
    return (1 + layers,) if layers > 1 else ()
