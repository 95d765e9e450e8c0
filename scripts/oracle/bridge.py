"""From the engine's objects to the plain facts and tensors that the PyTorch side takes: names, sizes, arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import torch

from .known import EQUATIONS
from .pytorch.cells import Cell
from .pytorch.losses import Asked, LossFacts
from .pytorch.networks import Batch, Plan
from .unknown import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from torch import Tensor

    from app.bptt.architecture import Architecture
    from app.bptt.examples import Examples
    from app.bptt.losses import Loss

    from .compare import Array
    from .pytorch.rounding import Noise

OPTIONS = ("activation", "norm", "reset")
"""Fields of a configuration that are options of cells."""


def cell_of(name: str, config: Any) -> Cell:
    """A cell with its options, as the configuration's fields name them."""
    options = {option: str(getattr(config, option)) for option in OPTIONS if option in type(config).model_fields}
    if name not in EQUATIONS["cell"]:
        raise UnknownNameError("cell", name)
    return Cell(name, dict(config.clamp), options)


def plan_of(architecture: Architecture) -> Plan:
    """The plain facts of an architecture."""
    kind = type(architecture).__name__
    facts: Any = architecture
    if kind == "EncoderDecoder":
        return Plan("encoder_decoder", embedded=True)
    if kind == "Stacked":
        return Plan("stacked", facts.depth, facts.both, facts.bare, facts.vocabulary > 0)
    raise UnknownNameError("architecture", kind)


def loss_facts(loss: Loss) -> LossFacts:
    """The plain facts of a loss."""
    facts: Any = loss
    reduction = facts.reduction.value if hasattr(facts, "reduction") else "mean"
    return LossFacts(type(loss).__name__, reduction, getattr(facts, "quantiles", ()))


def tensor(array: Array, dtype: np.dtype[Any]) -> Tensor:
    """A tensor of its own, floats in some precision."""
    return torch.from_numpy(np.array(array, dtype if array.dtype.kind == "f" else None))


def leaves(params: Mapping[str, Array], dtype: np.dtype[Any], noise: Noise | None) -> dict[str, Tensor]:
    """Parameters that ask for their gradients."""
    moved = {name: noise.nudge(value) if noise else value for name, value in params.items()}
    return {name: tensor(value, dtype).requires_grad_() for name, value in moved.items()}


def batch_of(examples: Examples, dtype: np.dtype[Any], noise: Noise | None) -> Batch:
    """What is read."""
    inputs = noise.nudge(examples.inputs) if noise else examples.inputs
    mask = None if examples.mask.all() else torch.from_numpy(examples.mask.copy())
    decoder = None if examples.decoder is None else torch.from_numpy(np.array(examples.decoder))
    return Batch(tensor(inputs, dtype), mask, decoder, torch.from_numpy(examples.weights > 0))


def asked_of(examples: Examples, dtype: np.dtype[Any]) -> Asked:
    """What outputs are held against."""
    frames = torch.from_numpy(examples.mask.sum(axis=0))
    return Asked(tensor(examples.targets, dtype), tensor(examples.weights, np.dtype(np.float64)), frames)
