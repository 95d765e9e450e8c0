"""A network: one recurrent layer and a readout, y_t = W_hy h_t + b_y; forward with its losses, and backward.

Layers are functions of arrays (`unroll` gives h_1 … h_T, `backward` takes ∂L/∂h_t and gives ∂L/∂x_t and ∂L/∂s_0), so a
deeper network is a composition of them, and this file is the only one that knows how they are put together.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..cells.base import Array, Cell, Params
from .backward import Gradients, backward, outer_sum
from .losses import Loss
from .unroll import Tape, unroll

READOUT = ("W_hy", "b_y")
"""The parameters that are the readout's, after those of the layer."""


@dataclass(frozen=True)
class Network:
    """cell: the layer's; params: W_xh, W_hh, b_h, … of the layer and W_hy (K, H), b_y (K,); loss: of every step."""

    cell: Cell[Any, Any, Any]
    params: Params
    loss: Loss


@dataclass(frozen=True)
class Forward:
    """One forward pass.

    tape:    what the layer left for the backward pass
    outputs: y_t, (T, B, K)
    losses:  L_t where the loss counts, 0 elsewhere, (T,); the total is their sum
    d_y:     ∂L/∂y_t, (T, B, K), zero where the loss does not count
    """

    tape: Tape
    outputs: Array
    losses: Array
    d_y: Array

    @property
    def total(self) -> float:
        """L = Σ_t L_t, added in the run's precision."""
        return float(self.losses.sum())


def counted(steps: int, loss_at: str) -> Array:
    """At which steps the loss counts: (T,) of bool, every one or only the last."""
    return np.full(steps, True) if loss_at == "every" else np.arange(steps) == steps - 1


@np.errstate(all="ignore")
def forward(network: Network, inputs: Array, targets: Array, counts: Array, initial: Any = None) -> Forward:
    """Unroll the layer over `inputs` (T, B, D), read out y_t, and judge it at the steps where `counts` (T,) is true.

    initial: s_0; zeros if not given (the state that an earlier part of the sequence ended in).
    """
    tape = unroll(network.cell, network.params, inputs, initial)
    outputs = tape.hidden @ network.params["W_hy"].T + network.params["b_y"]
    losses = np.where(counts, network.loss.value(outputs, targets), 0).astype(outputs.dtype)
    d_y = np.where(counts[:, None, None], network.loss.gradient(outputs, targets), 0).astype(outputs.dtype)
    return Forward(tape, outputs, losses, d_y)


@np.errstate(all="ignore")
def backpropagate(network: Network, run: Forward, *, truncate: int = 0, last: Any = None) -> Gradients:
    """Backward through the readout and through time: the gradient of every parameter of the network.

    ∂L_t/∂h_t = W_hyᵀ ∂L_t/∂y_t    ∂L/∂W_hy = Σ_t ∂L/∂y_t ⊗ h_t    ∂L/∂b_y = Σ_t ∂L/∂y_t

    last: ∂L/∂s_T of what comes after this part of the sequence, zeros if not given.
    """
    gradients = backward(network.params, run.tape, run.d_y @ network.params["W_hy"], truncate=truncate, last=last)
    gradients.params["W_hy"] = outer_sum(run.d_y, run.tape.hidden)
    gradients.params["b_y"] = run.d_y.sum(axis=(0, 1))
    return gradients
