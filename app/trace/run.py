"""One cell run forward and backward: the raw material that every part of a trace is made from."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from .. import cells, tasks
from ..bptt.backward import Gradients
from ..bptt.gradient_matrix import reach
from ..bptt.initialisers import initialise
from ..bptt.jacobians import jacobians
from ..bptt.losses import LOSSES
from ..bptt.network import Forward, Network, backpropagate, counted, forward
from ..bptt.norms import LogNorms, log_norms
from ..cells.base import Array, Cell, Params
from ..config import NetworkConfig, RunConfig
from ..tasks import Batch


@dataclass(frozen=True)
class Selection:
    """Which part of a run the reader looks at: `sequence` of the batch (None: all) and `unit` of the layer."""

    sequence: int | None = None
    unit: int = 0


EVERYTHING = Selection()
"""Every sequence of the batch; the equations are those of unit 0."""


@dataclass(frozen=True)
class Run:
    """One cell on one batch. Everything is computed once, when it is first asked for.

    asked: the step, from 1, that the last loss is of; None: T
    """

    config: RunConfig
    cell: Cell[Any, Any, Any]
    batch: Batch
    selection: Selection = EVERYTHING
    trained: Params | None = None
    asked: int | None = None

    @cached_property
    def network(self) -> Network:
        """The network with the weights that the seed draws for this cell, or with those that training has made."""
        params = self.trained or initial_params(self.config, type(self.cell))
        return Network(self.cell, params, LOSSES[tasks.TASKS[self.config.task].loss])

    @property
    def params(self) -> Params:
        """Every parameter."""
        return self.network.params

    @property
    def learned(self) -> Params:
        """The gradient of every parameter: what is clipped together."""
        return self.gradients.params

    @property
    def channels(self) -> tuple[str, ...]:
        """The names of the input channels."""
        return tasks.TASKS[self.config.task].inputs

    @property
    def end(self) -> int:
        """The step that the last loss is of."""
        return self.asked or self.config.steps

    @property
    def counts(self) -> Array:
        return counted(self.config.steps, self.config.loss_at)

    @cached_property
    def forward(self) -> Forward:
        return forward(self.network, self.batch.inputs, self.batch.targets, self.counts)

    @cached_property
    def gradients(self) -> Gradients:
        return backpropagate(self.network, self.forward, truncate=self.config.truncate)

    @cached_property
    def last_loss(self) -> LogNorms:
        """log10 ‖∂L_T/∂h_t‖, (T,): the gradient of the last step's loss alone, which the verdict is about."""
        if self.config.loss_at == "last":
            return log_norms(self.gradients.total.h, (1, 2))
        at_last = counted(self.config.steps, "last")[:, None, None]
        alone = replace(self.forward, d_y=np.where(at_last, self.forward.d_y, 0).astype(self.config.precision))
        return log_norms(backpropagate(self.network, alone, truncate=self.config.truncate).total.h, (1, 2))

    @cached_property
    def jacobians(self) -> Array:
        """∂s_t/∂s_{t-1} of the chosen sequence (the first, where none is chosen), (T, S, S)."""
        return jacobians(self.params, self.forward.tape, min(self.selection.sequence or 0, self.config.batch - 1))

    @property
    def blocks(self) -> dict[str, Array]:
        """The blocks of W_hh by name, (H, H)."""
        blocks = self.params["W_hh"].reshape(len(self.cell.blocks), self.config.units, -1)
        return dict(zip(self.cell.blocks, blocks, strict=True))

    @cached_property
    def reach(self) -> LogNorms:
        """log10 ‖∂L_s/∂h_t‖ at [s-1, t-1], (T, T), of a loss at every step, whatever steps the own loss counts."""
        with np.errstate(all="ignore"):
            d_y = self.network.loss.gradient(self.forward.outputs, self.batch.targets)
            d_h = d_y.astype(self.config.precision) @ self.params["W_hy"]
        return reach(self.params, self.forward.tape, d_h, truncate=self.config.truncate)

    def shown(self, array: Array) -> Array:
        """A (T, B, …) array as the reader asked for it: whole, or (T, …) of the chosen sequence."""
        sequence = self.selection.sequence
        return array if sequence is None else array[:, min(sequence, array.shape[1] - 1)]

    def shown_state(self, state: Any) -> dict[str, Array]:
        """A state of (T, B, H) fields as a map from field name to what is shown of it."""
        return {name: self.shown(field) for name, field in zip(state._fields, state, strict=True)}

    def by_block(self, values: Array) -> dict[str, Array]:
        """(T, B, G, H) → a map from block name to what is shown of it."""
        return {name: self.shown(values[:, :, k]) for k, name in enumerate(self.cell.blocks)}


def initial_params(config: RunConfig, cell: type[Cell[Any, Any, Any]]) -> dict[str, Array]:
    """The parameters that the configuration's seed draws for a network of this cell."""
    task = tasks.TASKS[config.task]
    return initialise(
        cell,
        inputs=len(task.inputs),
        units=config.units,
        outputs=task.outputs,
        **drawing(config, config.seed, config.steps),
    )


def drawing(config: NetworkConfig, seed: int, steps: int) -> dict[str, Any]:
    """How a configuration has weights drawn for runs of `steps` steps, whatever the network's sizes are."""
    return {
        "init": config.init,
        "rho": config.rho,
        "bias": config.bias,
        "seed": seed,
        "dtype": config.precision,
        "chrono_steps": steps if config.bias_init == "chrono" else 0,
    }


def draw(config: RunConfig) -> Batch:
    """The batch that the configuration's seed draws; the same for every cell compared."""
    task = tasks.build(config.task, config.numbers if config.task == "sequence" else ())
    return cast(task.draw(np.random.default_rng([config.seed, 0]), config.steps, config.batch), config)  # stream 0


def cast(batch: Batch, config: RunConfig) -> Batch:
    """A batch in the configuration's precision, its inputs scaled."""
    dtype = config.precision
    with np.errstate(over="ignore"):  # a typed 1e6 is beyond float16: that is a result
        targets = batch.targets if batch.targets.dtype.kind == "i" else batch.targets.astype(dtype)
        return Batch((batch.inputs * config.input_scale).astype(dtype), targets)


def run(
    config: RunConfig, name: str, batch: Batch, selection: Selection = EVERYTHING, trained: Params | None = None
) -> Run:
    """The run of the cell called `name` under a resolved configuration, with its own weights or with trained ones."""
    cell = cells.build(name, config.clamp, config.model_dump())
    return Run(config, cell, batch, selection, trained)
