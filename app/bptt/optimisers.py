"""Optimisers: from a gradient to a step. Each is a pure function: parameters, gradients, memory → the same, one later.

Conventions and constants are PyTorch's, so that a student can check any number. With g the gradient, η the rate:

    sgd       θ ← θ - η g
    momentum  v ← μ v + g                        θ ← θ - η v                            μ = 0.9
    rmsprop   s ← α s + (1 - α) g²               θ ← θ - η g / (√s + ε)                 α = 0.99, ε = 10⁻⁸
    adam      m ← β₁ m + (1 - β₁) g              m̂ = m / (1 - β₁ⁿ)
              s ← β₂ s + (1 - β₂) g²             ŝ = s / (1 - β₂ⁿ)
              θ ← θ - η m̂ / (√ŝ + ε)                                  β₁ = 0.9, β₂ = 0.999, ε = 10⁻⁸, n = 1, 2, …

Sources: B. Polyak, "Some methods of speeding up the convergence of iteration methods" (1964); T. Tieleman, G. Hinton,
"Lecture 6.5: RMSProp" (2012); D. Kingma, J. Ba, "Adam: A Method for Stochastic Optimization" (2015).

ε keeps the division defined where s is zero, as long as the precision has a number for it: the smallest of float16 is
6·10⁻⁸, and 10⁻⁸ is rounded to zero there (`epsilon_is_zero`). A parameter whose gradient is zero is then moved by
0 / 0, one whose g² is too small for the precision by g / 0: a run ends in its first iteration, in PyTorch too.
"""

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

import numpy as np

from ..cells.arrays import Array
from ..cells.base import DType
from ..cells.parameters import Params

MU, ALPHA, BETA_1, BETA_2, EPSILON = 0.9, 0.99, 0.9, 0.999, 1e-8

Slots: TypeAlias = tuple[Array, ...]
"""What an optimiser remembers of one parameter: arrays of the parameter's shape."""


class Optimiser(NamedTuple):
    """slots: how many arrays it remembers for each parameter; change: (g, slots, n) → what η multiplies, and slots;
    epsilon: the ε that it adds to what it divides by, None where it divides by nothing.
    """

    slots: int
    change: Callable[[Array, Slots, int], tuple[Array, Slots]]
    epsilon: float | None = None


def sgd(g: Array, slots: Slots, n: int) -> tuple[Array, Slots]:
    """The gradient itself."""
    return g, ()


def momentum(g: Array, slots: Slots, n: int) -> tuple[Array, Slots]:
    """v ← μ v + g."""
    v = MU * slots[0] + g
    return v, (v,)


def rmsprop(g: Array, slots: Slots, n: int) -> tuple[Array, Slots]:
    """g / (√s + ε) with s a running mean of g²."""
    s = ALPHA * slots[0] + (1 - ALPHA) * (g * g)
    return g / (np.sqrt(s) + EPSILON), (s,)


def adam(g: Array, slots: Slots, n: int) -> tuple[Array, Slots]:
    """m̂ / (√ŝ + ε), both means freed of their start at zero."""
    m = BETA_1 * slots[0] + (1 - BETA_1) * g
    s = BETA_2 * slots[1] + (1 - BETA_2) * (g * g)
    return (m / (1 - BETA_1**n)) / (np.sqrt(s / (1 - BETA_2**n)) + EPSILON), (m, s)


OPTIMISERS: dict[str, Optimiser] = {
    "sgd": Optimiser(0, sgd),
    "momentum": Optimiser(1, momentum),
    "rmsprop": Optimiser(1, rmsprop, EPSILON),
    "adam": Optimiser(2, adam, EPSILON),
}


def epsilon_is_zero(name: str, dtype: DType) -> bool:
    """Whether a precision rounds the optimiser's ε to zero: ε ≤ half of its smallest number above zero."""
    epsilon = OPTIMISERS[name].epsilon
    return epsilon is not None and bool(dtype.type(epsilon) == 0)


class Memory(NamedTuple):
    """What an optimiser remembers of a network: slots by parameter, and n, the steps taken so far."""

    slots: dict[str, Slots]
    steps: int


def remember(name: str, params: Params) -> Memory:
    """The memory before the first step: zeros."""
    count = OPTIMISERS[name].slots
    return Memory({key: tuple(np.zeros_like(value) for _ in range(count)) for key, value in params.items()}, 0)


@np.errstate(all="ignore")  # a run that diverges is a result
def step(name: str, params: Params, gradients: Params, memory: Memory, rate: float) -> tuple[dict[str, Array], Memory]:
    """One step of the optimiser called `name`; everything in the parameters' own precision."""
    n = memory.steps + 1
    moved, slots = {}, {}
    for key, value in params.items():
        change, slots[key] = OPTIMISERS[name].change(gradients[key], memory.slots[key], n)
        moved[key] = value - value.dtype.type(rate) * change
    return moved, Memory(slots, n)
