"""What a run trains on: what follows from a run's configuration and stays the same over its iterations.

The network, what is drawn, how a batch teaches, what it is evaluated on and how. A task of the laboratory and an
application differ in this and in nothing else of a training run: a task is evaluated on fresh sequences that are held
out, an application on its validation data, since its held-out data are measured once, with the weights that ship.
"""

from abc import ABC, abstractmethod
from dataclasses import replace
from functools import cached_property, lru_cache
from threading import Lock
from typing import Any, ClassVar, Generic, NamedTuple

import numpy as np
from cachetools import LRUCache, cached
from typing_extensions import TypeVar

from .. import applications, tasks
from ..applications.split import Part
from ..applications.weights import shipped
from ..bptt.architecture import Architecture, Network
from ..bptt.batch_gradients import BatchGradients, loss_and_gradients
from ..bptt.examples import Examples, every_step, loss_mask
from ..bptt.initialisers import initialise
from ..bptt.losses import Loss, log_softmax
from ..bptt.norms import LogNorms, concatenate_norms, with_status
from ..cells.arrays import Array
from ..cells.parameters import Params
from ..tasks import Batch
from ..trace.run import architecture_of, cast, cell_of, initial_params, initialiser_options, loss_of
from .config import ApplicationTraining, TaskTraining, TrainConfig, Training
from .evaluation import Evaluation, choose_shown, evaluate

ConfigT = TypeVar("ConfigT", bound=Training, default=Any)

HELD_OUT = 128
"""Sequences in the held-out batch of a task."""


class ShownSequences(NamedTuple):
    """The held-out sequences whose predictions are shown, and the baseline's: see `evaluation.choose_shown`."""

    steps: Array
    inputs: Array
    targets: Array
    baseline: Array
    classes: bool


class TrainingProblem(ABC, Generic[ConfigT]):
    """See above. `config` is a resolved configuration, `material` what the reader uploaded.

    loss:       the network's, the same for every model
    loss_steps: steps of a batch that the loss adds up over: a point's loss is per step
    """

    loss: Loss
    loss_steps: int = 1
    part: ClassVar[Part] = "held out"
    """What of its data it is evaluated on."""

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

    def network(self, config: ConfigT, params: Params) -> Network:
        """One model's network under its effective configuration."""
        return Network(cell_of(config, config.cell[0]), self.architecture(config), params)

    @abstractmethod
    def architecture(self, config: ConfigT) -> Architecture:
        """One model's architecture: its sizes are its own."""

    @abstractmethod
    def initial(self, config: ConfigT) -> dict[str, Array]:
        """The weights that the seed draws for one model."""

    def gradients(self, config: ConfigT, params: Params, batch: Examples) -> BatchGradients:
        """What a batch teaches one model."""
        network = self.network(config, params)
        return loss_and_gradients(
            network, batch, self.loss, truncate=config.truncate, checkpoint=bool(config.checkpoint)
        )

    @property
    def shown_sequences(self) -> ShownSequences | None:
        """The held-out sequences that are shown with the network's predictions, where there are such."""
        return None

    @property
    @abstractmethod
    def evaluated(self) -> Examples:
        """What it is evaluated on: sequences that no training batch has, in the run's precision."""

    @abstractmethod
    def draw(self, generator: np.random.Generator) -> Examples:
        """The next training batch."""

    @abstractmethod
    def evaluate(self, config: ConfigT, params: Params) -> Evaluation:
        """One model on the sequences that no batch has."""

    @property
    @abstractmethod
    def baseline(self) -> float | None:
        """The loss of what remembers nothing, on the same sequences."""


class TaskProblem(TrainingProblem[TaskTraining]):
    """To learn a task of the laboratory."""

    def __init__(self, config: TaskTraining, material: bytes = b"") -> None:
        super().__init__(config, material)
        self.task = tasks.build(config.task, config.numbers if config.task == "sequence" else ())
        self.loss = loss_of(config)
        steps = loss_mask(config.steps, config.loss_at)
        self.loss_mask, self.held_out_loss_mask = (
            self.task.loss_mask(steps, held_out=held_out) for held_out in (False, True)
        )
        self.loss_steps = int(self.loss_mask.sum())

    @cached_property
    def evaluated(self) -> Examples:
        """The held-out sequences, from a stream of their own: no training batch is drawn from it."""
        return self.examples(
            np.random.default_rng([self.config.seed, 5]), HELD_OUT, self.held_out_loss_mask
        )  # stream 5

    def examples(self, generator: np.random.Generator, size: int, counted: Array) -> Examples:
        """Draw `size` sequences whose loss is taken at some of their steps."""
        batch = cast(self.task.draw(generator, self.config.steps, size), self.config)
        return every_step(batch.inputs, batch.targets, counted)

    @cached_property
    def guesses(self) -> Array:
        """The baseline's outputs for the held-out sequences."""
        return self.task.baseline(Batch(self.evaluated.inputs, self.evaluated.targets))

    @property
    def baseline(self) -> float:
        value = self.loss(self.guesses.astype(np.float64), self.evaluated)
        return float(value.losses[self.held_out_loss_mask].mean())

    @property
    def shown_sequences(self) -> ShownSequences:
        held = self.evaluated
        steps, sequences = choose_shown(self.held_out_loss_mask)
        classes = held.targets.dtype.kind == "i"
        guesses = np.exp(log_softmax(self.guesses)) if classes else self.guesses
        return ShownSequences(
            steps, held.inputs[:, :sequences], held.targets[steps, :sequences], guesses[steps, :sequences], classes
        )

    def initial(self, config: TaskTraining) -> dict[str, Array]:
        return initial_params(config, cell_of(config, config.cell[0]))

    def architecture(self, config: TaskTraining) -> Architecture:
        return architecture_of(config)

    def draw(self, generator: np.random.Generator) -> Examples:
        return self.examples(generator, self.config.minibatch, self.loss_mask)

    def evaluate(self, config: TaskTraining, params: Params) -> Evaluation:
        return evaluate(
            self.network(config, params),
            self.evaluated,
            self.loss,
            loss_steps=int(self.held_out_loss_mask.sum()),
            shown_steps=choose_shown(self.held_out_loss_mask),
        )


class ApplicationProblem(TrainingProblem[ApplicationTraining]):
    """To learn an application: its loss is a mean already."""

    part = "validation"

    def __init__(self, config: ApplicationTraining, material: bytes = b"") -> None:
        super().__init__(config, material)
        self.application = applications.build(config.app, config.variant, material)
        self.loss = self.application.loss

    @cached_property
    def evaluated(self) -> Examples:
        return self.application.validation.cast(self.config.precision)

    @property
    def baseline(self) -> float | None:
        return self.application.constant_answer_loss()

    def draw(self, generator: np.random.Generator) -> Examples:
        return self.application.batch(generator, self.config.minibatch).cast(self.config.precision)

    def initial(self, config: ApplicationTraining) -> dict[str, Array]:
        """The weights that the seed draws; or those that ship, where training goes on from them."""
        begins_with = type(self.application).begins_with(self.application.variant)
        if begins_with is not None:
            weights = shipped(config.app, begins_with, config.cell[0])
            return {name: value.astype(config.precision) for name, value in weights.items()}
        cell = cell_of(config, config.cell[0])
        options = initialiser_options(config, config.seed, config.steps)
        return initialise(type(cell), self.architecture(config).shapes(cell), **options)

    def architecture(self, config: ApplicationTraining) -> Architecture:
        return self.application.architecture(config.units)

    def gradients(self, config: ApplicationTraining, params: Params, batch: Examples) -> BatchGradients:
        """As long as the longest batch: where this one's sequences are shorter, zeros follow."""
        gradients = super().gradients(config, params, batch)
        return replace(gradients, gradient_norms=pad_norms(gradients.gradient_norms, self.config.steps))

    def evaluate(self, config: ApplicationTraining, params: Params) -> Evaluation:
        return evaluate(self.network(config, params), self.evaluated, self.loss, application=self.application)


def pad_norms(norms: LogNorms, steps: int) -> LogNorms:
    """Norms over time with zeros after them, up to so many steps."""
    *levels, known = norms.log10.shape
    room = max(0, steps - known)
    return concatenate_norms([norms, with_status(np.full((*levels, room), -np.inf))])


def build_problem(config: TrainConfig, material: bytes = b"") -> TrainingProblem:
    """The problem of a configuration."""
    if isinstance(config, ApplicationTraining):
        return ApplicationProblem(config, material)
    return TaskProblem(config, material)


def key(config: TrainConfig, material: bytes = b"") -> tuple[str, bytes]:
    """What a problem is kept under: also what does not act yet, since it may after a change."""
    return config.address(idle=True), material


problem_of = cached(LRUCache(32), key=key, lock=Lock())(build_problem)
"""The problem of a configuration; the last few are kept, since a run comes back for every slice."""
