"""A cell with a parameter outside of its pre-activations, in one file: every unit learns how fast it forgets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

import numpy as np

from app.cells.arrays import Array, product
from app.cells.base import Cell
from app.cells.nonlinearities import sigmoid, tanh_slope
from app.cells.parameters import Parameter, Params
from app.cells.records import BackStep, Steps, StepsBack


class LeakState(NamedTuple):
    """h: the hidden state, (B, H)."""

    h: Array


class LeakSaved(NamedTuple):
    """a: pre-activations, (B, 1, H); leak: α, (B, H)."""

    a: Array
    leak: Array


class LeakLocal(NamedTuple):
    """slope: ∂h_t/∂a_t, (B, H); keep: ∂h_t/∂h_{t-1} along the direct path, (B, H)."""

    slope: Array
    keep: Array


@dataclass(frozen=True)
class LearnedLeak(Cell[LeakState, LeakSaved, LeakLocal]):
    """h_t = (1 - α) ⊙ h_{t-1} + α ⊙ tanh(a_t) with α = σ(λ), one for each unit; λ = 0 begins halfway.

    ∂L/∂λ = Σ_{t,b} ∂L/∂h_t ⊙ (tanh(a_t) - h_{t-1}) ⊙ α (1 - α)
    """

    name: ClassVar[str] = "leak"
    blocks: ClassVar[tuple[str, ...]] = ("h",)
    state: ClassVar[type] = LeakState
    year: ClassVar[int] = 2001
    source: ClassVar[str] = (
        'H. Jaeger, "The echo state approach to analysing and training recurrent neural networks" (2001)'
    )

    @classmethod
    def parameters(cls) -> dict[str, Parameter]:
        return super().parameters() | {"lambda": Parameter(1)}

    def param_gradients(self, steps: Steps, back: StepsBack) -> dict[str, Array]:
        leak, n = steps.saved.leak, np.tanh(steps.saved.a[..., 0, :])
        own = (back.felt.h * (n - steps.previous.h) * leak * (1 - leak)).sum(axis=(0, 1))
        return super().param_gradients(steps, back) | {"lambda": own}

    def step(self, params: Params, a_x: Array, prev: LeakState) -> tuple[LeakState, LeakSaved]:
        a = a_x + product(prev.h, params["W_hh"].mT)[..., None, :]
        leak = np.broadcast_to(sigmoid(params["lambda"]), prev.h.shape)
        return LeakState(prev.h + leak * (np.tanh(a[..., 0, :]) - prev.h)), LeakSaved(a, leak)

    def local(self, params: Params, saved: LeakSaved, prev: LeakState, state: LeakState) -> LeakLocal:
        return LeakLocal(saved.leak * tanh_slope(saved.a[..., 0, :]), 1 - saved.leak)

    def step_back(self, params: Params, local: LeakLocal, d: LeakState) -> BackStep:
        d_a = d.h * local.slope
        prev = LeakState(d.h * local.keep + product(d_a, params["W_hh"]))
        return BackStep(d, d_a[..., None, :], d_a[..., None, :], prev)

    def preactivations(self, saved: LeakSaved) -> Array:
        return saved.a
