"""A few iterations of a training run, by the engine's `advance` and by autograd with PyTorch's optimisers.

    loss/m/n            the loss of model m in iteration n, per step that counts, before the iteration's step
    weights/m/n/W_hh    its weights after the iteration
    ends/m              the iteration in which a number was not finite, so that the model ended; 0: none

Both begin with the weights that the seed draws, and see the same batches. What holds in an iteration is read from the
address here as well: each model's own fields over the run's, and over these every change of an earlier iteration.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from app.training.run import Budget, advance, begin

from .bridge import asked_of, batch_of, cell_of, leaves, loss_facts, plan_of
from .passes import FLOAT64, value_of
from .pytorch.arithmetic import PLAIN, Moved
from .pytorch.losses import loss
from .pytorch.networks import forward
from .pytorch.optimisers import clip, optimiser
from .pytorch.rounding import Noise

if TYPE_CHECKING:
    from app.bptt.examples import Examples
    from app.training.config import TrainConfig
    from app.training.run import TrainingRun

    from .compare import Arrays

NEVER = 20_000
"""The iterations that the run says it has: the last one of a run would be followed by an evaluation."""


def kind_of(name: str) -> tuple[str, bool]:
    """The kind of an array: "training loss", "weights", "ends"."""
    kind = name.partition("/")[0]
    return ("training loss" if kind == "loss" else kind), False


@dataclass(frozen=True)
class Lesson:
    """What both sides do. config: of the run, with the iterations that are gone through."""

    config: TrainConfig

    @cached_property
    def start(self) -> TrainingRun:
        """The run before its first iteration."""
        return begin(self.config.model_copy(update={"iterations": NEVER}))

    @cached_property
    def batches(self) -> list[Examples]:
        """What the iterations' batches are, from the run's own generator."""
        generator = np.random.default_rng()
        generator.bit_generator.state = self.start.generator
        return [self.start.problem.draw(generator) for _ in range(self.config.iterations)]

    @property
    def roundings(self) -> int:
        """n: every iteration goes through all steps."""
        models = self.config.effective(0)
        architectures = [self.start.problem.architecture(model) for model in models]
        layers = max(len(architecture.layers()) for architecture in architectures)
        width = max(architecture.units + architecture.inputs for architecture in architectures)
        return self.config.iterations * (max(len(batch.inputs) for batch in self.batches) * layers + width)

    def loss_steps(self, batch: Examples) -> int:
        """A task's loss is a sum over steps, and is told per step; an application's is a mean already."""
        return 1 if getattr(self.config, "app", "") else int((batch.weights > 0).any(axis=1).sum())

    def models(self) -> list[dict[str, str]]:
        """What each model has of its own."""
        return [dict(fields) for fields in self.config.models] or [{"cell": name} for name in self.config.cell]

    def settings(self, fields: dict[str, str], iteration: int) -> TrainConfig:
        """What holds for a model in an iteration, counted from 1."""
        changed = {change.field: change.value for change in self.config.changes if change.iteration < iteration}
        usual: dict[str, Any] = {name: getattr(self.config, name) for name in type(self.config).model_fields}
        cell = {"cell": self.config.cell[0]}
        return type(self.config).model_validate({**usual, "models": (), "changes": (), **cell, **fields, **changed})


def ours(lesson: Lesson) -> Arrays:
    """The engine's losses and weights."""
    found: Arrays = {}
    run = lesson.start
    for n in range(1, lesson.config.iterations + 1):
        if run.over:
            break
        run, frames = advance(run, Budget(iterations=1))
        for m, (learner, point) in enumerate(zip(run.models, frames[0].points, strict=True)):
            if point and not learner.end:
                found[f"loss/{m}/{n}"] = np.array([point.loss])
                found |= {f"weights/{m}/{n}/{name}": value for name, value in learner.params.items()}
    for m, learner in enumerate(run.models):
        found[f"ends/{m}"] = np.array([float(learner.end.iteration if learner.end else 0)])
    return found


def theirs(lesson: Lesson, draw: int, exact: bool, dtype: np.dtype[Any]) -> Arrays:
    """PyTorch's losses and weights."""
    found: Arrays = {}
    for m, fields in enumerate(lesson.models()):
        found |= train(lesson, m, fields, Noise(draw, dtype) if draw else None, FLOAT64 if exact else dtype)
    return found


def train(lesson: Lesson, m: int, fields: dict[str, str], noise: Noise | None, dtype: np.dtype[Any]) -> Arrays:
    """One model's."""
    problem, found = lesson.start.problem, {f"ends/{m}": np.array([0.0])}
    params = leaves(lesson.start.models[m].params, dtype, noise)
    do = Moved(noise) if noise else PLAIN
    plan = plan_of(problem.architecture(lesson.settings(fields, 1)))
    loss_spec = loss_facts(problem.loss)
    steps: Any = None
    for n, batch in enumerate(lesson.batches, 1):
        settings = lesson.settings(fields, n)
        steps = steps or optimiser(settings.optimiser, params.values(), settings.rate)
        for group in steps.param_groups:
            group["lr"] = settings.rate
        cell = cell_of(settings.cell[0], settings)
        passed = forward(plan, cell, params, batch_of(batch, dtype, noise), settings.truncate, do)
        total = loss(passed.outputs, asked_of(batch, dtype), loss_spec, do)
        given = torch.autograd.grad(total, list(params.values()), allow_unused=True)
        for value, gradient in zip(params.values(), given, strict=True):
            value.grad = torch.zeros_like(value) if gradient is None else gradient
        gone_through = [total, passed.outputs, *(v.grad for v in params.values())]
        gone_through += [value for states in passed.states.values() for state in states for value in state]
        finite = all(bool(torch.isfinite(value).all()) for value in gone_through)
        clip(settings.clip, list(params.values()), settings.threshold)
        steps.step()
        if not (finite and all(bool(torch.isfinite(value).all()) for value in params.values())):
            found[f"ends/{m}"] = np.array([float(n)])
            break
        found[f"loss/{m}/{n}"] = value_of(total)[None] / lesson.loss_steps(batch)
        found |= {f"weights/{m}/{n}/{name}": value_of(value).copy() for name, value in params.items()}
    return found


def ends(ours: Arrays, theirs: Arrays) -> dict[str, int]:
    """By model, the iteration in which the first of both sides ended; where they differ, `ends/m` itself says so."""
    names = [name for name in ours if name.startswith("ends/")]
    both = {name: [int(side[name][0]) or NEVER for side in (ours, theirs)] for name in names}
    return {name.removeprefix("ends/"): min(pair) for name, pair in both.items()}


def after(ends: dict[str, int], name: str) -> bool:
    """Whether an array is of an iteration in which one of the sides had ended."""
    kind, m, *rest = name.split("/")
    return kind != "ends" and int(rest[0]) >= ends[m]


def largest(name: str, arrays: Arrays) -> float:
    """The largest magnitude that a parameter has had: a weight is the sum of its updates, and they may cancel."""
    kind, m, n, *parameter = name.split("/") if name.startswith("weights/") else ("", "", "", "")
    if kind != "weights":
        return 0.0
    passed = (f"weights/{m}/{k}/{parameter[0]}" for k in range(1, int(n) + 1))
    return max(float(np.abs(arrays[key]).max(initial=0.0)) for key in passed)
