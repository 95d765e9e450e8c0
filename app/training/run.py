"""A training run as plain data, and how it is carried on: `advance(run, budget) → (run, frames)`, a pure function.

    run = begin(TrainConfig(cell=("rnn", "lstm"), steps=50))
    run, frames = advance(run, Budget(iterations=100))

A run is its configuration (with the changes), the weights and optimiser memory of each model, the generator that draws
the batches, and the iteration. Whoever has these has the run: it can be carried to another process, saved, branched,
and replayed bit for bit. Iteration n draws one batch, which all models see, and takes weights n-1 to weights n.
"""

import time
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ..bptt.clipping import clip
from ..bptt.examples import Examples
from ..bptt.non_finite import NonFinite, first_parameter
from ..bptt.norms import LogNorms
from ..bptt.optimisers import Memory, epsilon_is_zero, remember, step
from ..cells.arrays import Array
from .config import TrainConfig
from .evaluation import Evaluation
from .problem import TrainingProblem, problem_of

EVALUATE_EVERY = 20
"""Iterations between two evaluations: on sequences that no batch has, of the gates and the spectral radii."""


@dataclass(frozen=True)
class Learner:
    """One network in training: its parameters, what its optimiser remembers, and how it ended, if it has."""

    params: dict[str, Array]
    memory: Memory
    end: "Divergence | None" = None


@dataclass(frozen=True)
class Divergence:
    """A model met a number that is not finite. Its parameters are those from before that iteration, all finite."""

    iteration: int
    quantity: str
    step: int | None


@dataclass(frozen=True)
class TrainingRun:
    """A training run between two iterations."""

    config: TrainConfig
    iteration: int
    models: tuple[Learner, ...]
    generator: dict[str, Any]
    material: bytes = b""

    @property
    def problem(self) -> TrainingProblem:
        """What follows from the configuration."""
        return problem_of(self.config, self.material)

    @property
    def over(self) -> bool:
        """Whether nothing can come any more: the last iteration is done, or every model has diverged."""
        return self.iteration >= self.config.iterations or all(learner.end for learner in self.models)


@dataclass(frozen=True)
class Budget:
    """How far `advance` goes: until any of these is used up, but one iteration at least."""

    seconds: float = np.inf
    iterations: int = 1 << 30


@dataclass(frozen=True)
class Point:
    """What one iteration did to one model.

    loss:   L per step that counts, on the batch, before the iteration's step
    norm:   log10 of the norm of all gradients together, before clipping
    factor: what clipping made of it: norm after / norm before
    gradient_norms: log10 ‖∂L/∂h_t‖, (T,), or of a stack of L > 1 layers (1 + L, T): see `BatchGradients`
    bytes:  most memory that tapes and checkpoints held at one time
    end:    how the model ended in this iteration, if it did; the other fields are then of the pass that broke
    evaluation: of the model after the iteration, in every `EVALUATE_EVERY`th
    """

    loss: float
    norm: LogNorms
    factor: float
    gradient_norms: LogNorms
    bytes: int
    end: Divergence | None = None
    evaluation: Evaluation | None = None


@dataclass(frozen=True)
class Frame:
    """One iteration: a point for each model, None for one that had ended before."""

    iteration: int
    points: tuple[Point | None, ...]


def begin(config: TrainConfig, material: bytes = b"") -> TrainingRun:
    """The run before its first iteration; `material` is what the reader uploaded for it."""
    config = config.resolved()
    problem = problem_of(config, material)
    models = []
    for config_of_model in config.effective(0):
        params = problem.initial(config_of_model)
        models.append(Learner(params, remember(config_of_model.optimiser, params)))
    generator = np.random.default_rng([config.seed, 4])  # stream 4: the training batches
    return TrainingRun(config, 0, tuple(models), dict(generator.bit_generator.state), material)


def advance(run: TrainingRun, budget: Budget) -> tuple[TrainingRun, list[Frame]]:
    """Carry a run on. The same run gives the same frames and the same next run, however its iterations are cut up."""
    started, frames = time.perf_counter(), []
    generator = np.random.default_rng()
    generator.bit_generator.state = run.generator
    problem = run.problem
    while not run.over:
        run, frame = iterate(run, problem, problem.draw(generator))
        frames.append(frame)
        if len(frames) >= budget.iterations or time.perf_counter() - started >= budget.seconds:
            break
    return replace(run, generator=dict(generator.bit_generator.state)), frames


def iterate(run: TrainingRun, problem: TrainingProblem, batch: Examples) -> tuple[TrainingRun, Frame]:
    """One iteration of every model that has not ended, on the same batch."""
    iteration = run.iteration + 1
    models: list[Learner] = []
    points: list[Point | None] = []
    for config, learner in zip(problem.settings(iteration), run.models, strict=True):
        trained = None if learner.end else train(config, learner, problem, batch, iteration)
        models.append(trained[0] if trained else learner)
        points.append(trained[1] if trained else None)
    return replace(run, iteration=iteration, models=tuple(models)), Frame(iteration, tuple(points))


def divided_by_zero(run: TrainingRun, model: int) -> bool:
    """Whether a model ended since its optimiser divided by an ε that is zero in the run's precision.

    It is the step that broke, not the gradient: what is not finite is a parameter itself.
    """
    learner = run.models[model]
    if learner.end is None or learner.end.quantity not in learner.params:
        return False
    config = run.config.effective(learner.end.iteration)[model]
    return epsilon_is_zero(config.optimiser, config.precision)


def train(
    config: TrainConfig, learner: Learner, problem: TrainingProblem, batch: Examples, iteration: int
) -> tuple[Learner, Point]:
    """One iteration of one model: gradient, clipping, a step; or its end, where a number is not finite."""
    gradients = problem.gradients(config, learner.params, batch)
    clipped = clip(gradients.params, config.clip, config.threshold)
    params, memory = step(config.optimiser, learner.params, clipped.params, learner.memory, config.rate)
    point = Point(
        gradients.loss / problem.loss_steps, clipped.before, clipped.factor, gradients.gradient_norms, gradients.bytes
    )
    name = first_parameter(params)
    non_finite = gradients.non_finite or (NonFinite(name, None) if name else None)
    if non_finite:
        end = Divergence(iteration, non_finite.quantity, non_finite.step)
        return replace(learner, end=end), replace(point, end=end)
    if iteration % EVALUATE_EVERY == 0 or iteration == config.iterations:
        point = replace(point, evaluation=problem.evaluate(config, params))
    return Learner(params, memory), point
