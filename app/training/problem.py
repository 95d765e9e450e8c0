"""A problem: what follows from a run's configuration and stays the same over its iterations.

What is drawn, how a batch teaches, what is held out and how it is looked at. A task of the laboratory and an
application differ in this and in nothing else of a training run.
"""

from abc import ABC, abstractmethod
from functools import cached_property, lru_cache
from threading import Lock
from typing import Any, Generic, NamedTuple

import numpy as np
from cachetools import LRUCache, cached
from typing_extensions import TypeVar

from .. import applications, cells, tasks
from ..applications.base import Network as Trained
from ..bptt import architecture
from ..bptt.examples import Examples
from ..bptt.learn import BatchGradients, learn
from ..bptt.losses import LOSSES, log_softmax
from ..bptt.network import Network, counted
from ..cells.base import Array
from ..tasks import Batch
from ..trace.run import cast, drawing, initial_params
from .config import ApplicationTraining, TaskTraining, TrainConfig, Training
from .evaluation import Evaluation, evaluate, evaluate_application, shown

ConfigT = TypeVar("ConfigT", bound=Training, default=Any)

HELD_OUT = 128
"""Sequences in the held-out batch of a task."""


class Shown(NamedTuple):
    """The held-out sequences whose predictions are shown, and the baseline's: see `evaluation.shown`."""

    steps: Array
    inputs: Array
    targets: Array
    baseline: Array
    classes: bool


class TrainingProblem(ABC, Generic[ConfigT]):
    """See above. `config` is a resolved configuration, `material` what the reader brought."""

    judged: int
    """Judged steps of a batch that the loss adds up over: a point's loss is per step."""

    def __init__(self, config: ConfigT, material: bytes = b"") -> None:
        self.config = config
        self.material = material
        self.effective = lru_cache(self._effective)

    def settings(self, iteration: int) -> tuple[ConfigT, ...]:
        """What holds for each model in iteration `iteration`."""
        return self.effective(sum(change.iteration < iteration for change in self.config.changes))

    def _effective(self, changes_passed: int) -> tuple[ConfigT, ...]:
        after = self.config.changes[changes_passed - 1].iteration + 1 if changes_passed else 0
        return self.config.effective(after)

    @property
    def shown(self) -> Shown | None:
        """The held-out sequences that are shown with the network's predictions, where there are such."""
        return None

    @abstractmethod
    def initial(self, config: ConfigT) -> dict[str, Array]:
        """The weights that the seed draws for one model."""

    @abstractmethod
    def draw(self, generator: np.random.Generator) -> Any:
        """The next training batch."""

    @abstractmethod
    def learn(self, config: ConfigT, params: dict[str, Array], batch: Any) -> BatchGradients:
        """What a batch teaches one model."""

    @abstractmethod
    def evaluate(self, config: ConfigT, params: dict[str, Array]) -> Evaluation:
        """A look at one model on the held-out sequences."""

    @property
    @abstractmethod
    def baseline(self) -> float | None:
        """The held-out loss of what remembers nothing."""


class TaskProblem(TrainingProblem[TaskTraining]):
    """The course of a task of the laboratory."""

    def __init__(self, config: TaskTraining, material: bytes = b"") -> None:
        super().__init__(config, material)
        self.task = tasks.build(config.task, config.numbers if config.task == "sequence" else ())
        self.loss = LOSSES[self.task.loss]
        counts = counted(config.steps, config.loss_at)
        self.counts, self.held_counts = (self.task.judged(counts, held_out=held_out) for held_out in (False, True))
        self.judged = int(self.counts.sum())

    @cached_property
    def held_out(self) -> Batch:
        """The held-out sequences, from a stream of their own: no training batch is drawn from it."""
        generator = np.random.default_rng([self.config.seed, 5])  # stream 5: held-out sequences
        return cast(self.task.draw(generator, self.config.steps, HELD_OUT), self.config)

    @cached_property
    def guesses(self) -> Array:
        """The baseline's outputs for the held-out sequences."""
        return self.task.baseline(self.held_out)

    @property
    def baseline(self) -> float:
        losses = self.loss.value(self.guesses.astype(np.float64), self.held_out.targets)
        return float(losses[self.held_counts].mean())

    @property
    def shown(self) -> Shown:
        batch = self.held_out
        steps, sequences = shown(self.held_counts)
        classes = batch.targets.dtype.kind == "i"
        guesses = np.exp(log_softmax(self.guesses)) if classes else self.guesses
        return Shown(
            steps, batch.inputs[:, :sequences], batch.targets[steps, :sequences], guesses[steps, :sequences], classes
        )

    def network(self, config: TaskTraining, params: dict[str, Array]) -> Network:
        """The network of one model under its effective configuration."""
        cell = cells.build(config.cell[0], config.clamp, config.model_dump())
        return Network(cell, params, self.loss)

    def initial(self, config: TaskTraining) -> dict[str, Array]:
        return initial_params(config, cells.CELLS[config.cell[0]])

    def draw(self, generator: np.random.Generator) -> Batch:
        return cast(self.task.draw(generator, self.config.steps, self.config.minibatch), self.config)

    def learn(self, config: TaskTraining, params: dict[str, Array], batch: Batch) -> BatchGradients:
        return learn(
            self.network(config, params),
            batch.inputs,
            batch.targets,
            self.counts,
            window=config.truncate,
            checkpoint=bool(config.checkpoint),
        )

    def evaluate(self, config: TaskTraining, params: dict[str, Array]) -> Evaluation:
        return evaluate(self.network(config, params), self.held_out, self.held_counts)


class ApplicationProblem(TrainingProblem[ApplicationTraining]):
    """The course of an application: its loss is a mean already."""

    judged = 1

    def __init__(self, config: ApplicationTraining, material: bytes = b"") -> None:
        super().__init__(config, material)
        self.application = applications.build(config.app, config.variant, material)
        self.architecture = self.application.architecture(config.units)

    @cached_property
    def held_out(self) -> Examples:
        """The application's held-out sequences, in the run's precision."""
        return self.application.held_out.cast(self.config.precision)

    @property
    def baseline(self) -> float | None:
        return self.application.guess()

    def model(self, config: ApplicationTraining, params: dict[str, Array]) -> Trained:
        """One model as the application plays with it."""
        cell = cells.build(config.cell[0], config.clamp, config.model_dump())
        return Trained(cell, self.architecture, params)

    def initial(self, config: ApplicationTraining) -> dict[str, Array]:
        return self.architecture.initialise(cells.CELLS[config.cell[0]], **drawing(config, config.seed, config.steps))

    def draw(self, generator: np.random.Generator) -> Examples:
        return self.application.batch(generator, self.config.minibatch).cast(self.config.precision)

    def learn(self, config: ApplicationTraining, params: dict[str, Array], batch: Examples) -> BatchGradients:
        model = self.model(config, params)
        return architecture.learn(
            model.architecture,
            model.cell,
            params,
            batch,
            self.application.judge,
            truncate=config.truncate,
            steps=self.config.steps,
        )

    def evaluate(self, config: ApplicationTraining, params: dict[str, Array]) -> Evaluation:
        return evaluate_application(self.application, self.model(config, params), self.held_out)


def made(config: TrainConfig, material: bytes = b"") -> TrainingProblem:
    """The course of a configuration."""
    return (
        ApplicationProblem(config, material)
        if isinstance(config, ApplicationTraining)
        else TaskProblem(config, material)
    )


problem_of = cached(LRUCache(32), key=lambda config, material=b"": (config.address(idle=True), material), lock=Lock())(
    made
)
"""The course of a configuration; the last few are kept, since a run comes back for every slice."""
