"""A run of the laboratory: a task's sequences, a network of one to three layers, and its two passes."""

from typing import Any

import numpy as np

from .. import cells, tasks
from ..bptt.architecture import Network
from ..bptt.examples import Examples, every_step, loss_mask
from ..bptt.initialisers import initialise
from ..bptt.losses import LOSSES, Loss
from ..bptt.stacked import Stacked
from ..cells.arrays import Array
from ..cells.base import AnyCell
from ..cells.parameters import Params
from ..config import NetworkConfig, RunConfig
from ..tasks import Batch
from .layer import EVERYTHING, Passes, Selection, TracedLayer
from .network import TracedNetwork


def architecture_of(config: RunConfig) -> Stacked:
    """The laboratory's network: layers above each other and a readout, sized for the task."""
    task = tasks.TASKS[config.task]
    return Stacked(len(task.inputs), config.units, task.outputs, depth=config.layers, bare=config.layers == 1)


def cell_of(config: NetworkConfig, name: str) -> AnyCell:
    """The cell called `name`, with the clamps and options of the configuration."""
    return cells.build(name, config.clamp, config.model_dump())


def loss_of(config: RunConfig) -> Loss:
    """The task's loss."""
    return LOSSES[tasks.TASKS[config.task].loss]


def initial_params(config: RunConfig, cell: AnyCell) -> dict[str, Array]:
    """The parameters that the configuration's seed draws for a network of this cell."""
    return initialise(
        type(cell),
        architecture_of(config).shapes(cell),
        **initialiser_options(config, config.seed, config.steps),
        recurrent_last=True,
    )


def initialiser_options(config: NetworkConfig, seed: int, steps: int) -> dict[str, Any]:
    """How a configuration has weights drawn, whatever the network's sizes are."""
    return {
        "init": config.init,
        "rho": config.rho,
        "bias": config.bias,
        "seed": seed,
        "dtype": config.precision,
        "chrono_steps": steps if config.bias_init == "chrono" else 0,
    }


def network_of(config: RunConfig, name: str, trained: Params | None = None) -> Network:
    """The network of the cell called `name`, with the weights that the seed draws or with those of a training."""
    cell = cell_of(config, name)
    return Network(cell, architecture_of(config), trained or initial_params(config, cell))


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


def examples_of(config: RunConfig, batch: Batch) -> Examples:
    """A batch as the network reads it, with the loss where the configuration has it."""
    return every_step(batch.inputs, batch.targets, loss_mask(len(batch.inputs), config.loss_at))


def trace_network(
    config: RunConfig, network: Network, batch: Batch, name: str, selection: Selection = EVERYTHING
) -> TracedNetwork:
    """A network on a batch, gone through there and back, as the run called `name`."""
    loss, examples = loss_of(config), examples_of(config, batch)
    run = network.forward(examples)
    value = loss(run.outputs, examples)
    everywhere = every_step(batch.inputs, batch.targets, loss_mask(config.steps, "every"))
    back = network.backward(run, value.d_y, config.truncate)
    passes = Passes(config, network, run, value, back, lambda: loss(run.outputs, everywhere).d_y)
    layers = tuple(
        TracedLayer(name, passes, (layer,), config.steps, selection, number)
        for number, layer in enumerate(network.architecture.layers(), 1)
    )
    return TracedNetwork(name, passes, layers)
