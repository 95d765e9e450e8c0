"""The operations of a step whose rounding can be moved: as PyTorch does them, and with a unit in the last place added.

What is moved is what any computation in that precision has to round, with the gradient that comes back through it:

    a_t ± ulp(a_t)          a sum of products, before it is normalised or squashed
    y ± ulp(y)              what a non-linearity gives, and its slope, which is made of it: 1 - y²,  y (1 - y)
    s_t ± ulp(s_t)          every state
    δ_t ± ulp(δ_t)          the gradient of every state, as it comes back
    ∂L/∂u ± ulp(∂L/∂û / √var)    of normalised sums: the gradient is what is left of terms of this size
    ∂L/∂y ± ulp(∂L/∂y)      at the outputs, and ± ulp(1/B) where it is a difference of probabilities, p - 1

The unit is that of the run's own precision, whatever precision the computation is done in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import torch
from torch import Tensor
from torch.nn import functional

if TYPE_CHECKING:
    from .rounding import Noise

EPSILON = 1e-5


class Arithmetic:
    """PyTorch's own."""

    def tanh(self, a: Tensor) -> Tensor:
        """The hyperbolic tangent."""
        return torch.tanh(a)

    def sigmoid(self, a: Tensor) -> Tensor:
        """σ(a) = 1 / (1 + e^{-a})."""
        return torch.sigmoid(a)

    def summed(self, a: Tensor) -> Tensor:
        """A sum of products."""
        return a

    def state(self, s: Tensor) -> Tensor:
        """A field of the state."""
        return s

    def layer_norm(self, u: Tensor, blocks: int) -> Tensor:
        """LN(u) = (u - mean u) / √(var u + 10⁻⁵) of each block by itself: (B, G·H) → (B, G·H)."""
        parts = u.unflatten(-1, (blocks, -1))
        return functional.layer_norm(parts, parts.shape[-1:], eps=EPSILON).flatten(-2)

    def outputs(self, y: Tensor, term: float) -> Tensor:
        """Outputs whose gradient is a difference of terms of this size, or none where it is 0."""
        return y


PLAIN = Arithmetic()


class Moved(Arithmetic):
    """The same, every result moved."""

    def __init__(self, noise: Noise) -> None:
        self.noise = noise

    def tanh(self, a: Tensor) -> Tensor:
        y = self.noise.moved(torch.tanh(a.detach())).clamp(-1, 1)
        return y + (a - a.detach()) * (1 - y) * (1 + y)

    def sigmoid(self, a: Tensor) -> Tensor:
        y = self.noise.moved(torch.sigmoid(a.detach())).clamp(0, 1)
        return y + (a - a.detach()) * y * (1 - y)

    def summed(self, a: Tensor) -> Tensor:
        return self.noise.moved(a)

    def state(self, s: Tensor) -> Tensor:
        moved = self.noise.moved(s)
        if moved.requires_grad:
            moved.register_hook(self.noise.moved)
        return moved

    def layer_norm(self, u: Tensor, blocks: int) -> Tensor:
        u = u * 1
        normalised = super().layer_norm(u, blocks)
        spread = u.detach().unflatten(-1, (blocks, -1)).var(-1, correction=0, keepdim=True)
        came: list[Tensor] = []

        def back(gradient: Tensor) -> Tensor:
            terms = came[-1].unflatten(-1, (blocks, -1)).abs().amax(-1, keepdim=True) / (spread + EPSILON).sqrt()
            unit = terms.expand(*terms.shape[:-1], gradient.shape[-1] // blocks).flatten(-2)
            return gradient + self.noise.sign(gradient) * self.noise.unit(unit).to(gradient.dtype)

        if normalised.requires_grad:
            normalised.register_hook(came.append)
            u.register_hook(back)
        return normalised

    def outputs(self, y: Tensor, term: float) -> Tensor:
        same = y * 1

        def back(gradient: Tensor) -> Tensor:
            probable = (gradient != 0) * self.noise.sign(gradient) * (self.noise.eps * term)
            return self.noise.moved(gradient) + probable.to(gradient.dtype)

        if same.requires_grad:
            same.register_hook(back)
        return same
