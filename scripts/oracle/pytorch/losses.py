"""The losses in PyTorch, from outputs y, (U, B, K), to one number.

squared error    l = mean_k (y - ŷ)²
cross-entropy    l = -log softmax(y)[class]
pinball          l = mean over N values and Q quantiles of max(q e, (q - 1) e),  e = ŷ - y; 0 where ŷ is unknown
label sequences  L = (1/B) Σ_b -log p(labels_b): `ctc_loss`, with no division by the number of labels

step_sum    L = Σ_u (1/B) Σ_b l_ub       over the outputs that count, w > 0
mean        L = Σ_ub w_ub l_ub / Σ_ub w_ub
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch import Tensor
from torch.nn import functional

from ..unknown import UnknownNameError
from .arithmetic import PLAIN, Arithmetic

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class LossFacts:
    """The plain facts of a loss. kind: the name of the engine's class; quantiles: of a pinball loss."""

    kind: str
    reduction: str = "mean"
    quantiles: tuple[float, ...] = ()


@dataclass(frozen=True)
class Asked:
    """What outputs are held against. frames: how many steps each sequence has, (B,)."""

    targets: Tensor
    weights: Tensor
    frames: Tensor


def squared_error(y: Tensor, asked: Asked, facts: LossFacts) -> Tensor:
    """Losses of single outputs, (U, B)."""
    return functional.mse_loss(y, asked.targets, reduction="none").mean(-1)


def cross_entropy(y: Tensor, asked: Asked, facts: LossFacts) -> Tensor:
    """Losses of single outputs, (U, B)."""
    each = functional.cross_entropy(y.flatten(0, 1), asked.targets.flatten(), reduction="none")
    return each.reshape(asked.targets.shape)


def pinball(y: Tensor, asked: Asked, facts: LossFacts) -> Tensor:
    """Losses of single outputs, (U, B)."""
    q = torch.tensor(facts.quantiles, dtype=y.dtype)
    known = torch.isfinite(asked.targets)
    e = torch.where(known, asked.targets, 0)[..., None] - y.unflatten(-1, (-1, len(q)))
    each = torch.maximum(q * e, (q - 1) * e)
    each = each * torch.where(torch.isnan(e), torch.nan, 1.0).to(y.dtype)  # else NaN's slope would be a number
    return torch.where(known[..., None], each, 0).mean((-2, -1))


SINGLE: dict[str, Callable[[Tensor, Asked, LossFacts], Tensor]] = {
    "SquaredError": squared_error,
    "CrossEntropy": cross_entropy,
    "Pinball": pinball,
}
"""Losses that are reduced from those of single outputs."""


def label_sequences(y: Tensor, asked: Asked) -> Tensor:
    """The loss of labels that nobody has placed in time; half precisions are too small for it, so in float64."""
    lengths = (asked.targets >= 0).sum(0)
    log_y = torch.log_softmax(y.to(torch.float64), -1)
    labels = asked.targets.T.clamp(min=1)
    return functional.ctc_loss(log_y, labels, asked.frames, lengths, reduction="none").mean()


PROBABILITIES = ("CrossEntropy", "LabelSequences")
"""Losses whose gradient is a difference of probabilities, softmax(y) - p."""


def loss(y: Tensor, asked: Asked, facts: LossFacts, do: Arithmetic = PLAIN) -> Tensor:
    """The loss of a batch."""
    whole = y.shape[1] if facts.reduction == "step_sum" else float(asked.weights.sum())
    y = do.outputs(y, 1 / whole if facts.kind in PROBABILITIES else 0.0)
    if facts.kind == "LabelSequences":
        return label_sequences(y, asked)
    if facts.kind not in SINGLE:
        raise UnknownNameError("loss", facts.kind)
    each = SINGLE[facts.kind](y, asked, facts)
    counted = asked.weights > 0
    if facts.reduction == "step_sum":
        return torch.where(counted, each, 0).mean(1).sum()
    if facts.reduction == "mean":
        shares = (asked.weights.to(torch.float64) / asked.weights.to(torch.float64).sum()).to(y.dtype)
        return torch.where(counted, shares * each, 0).sum()
    raise UnknownNameError("reduction", facts.reduction)


def step_losses(y: Tensor, asked: Asked, facts: LossFacts) -> Tensor:
    """L_u of every step, whatever counts, of a loss that adds up over the steps: (U,)."""
    return SINGLE[facts.kind](y, asked, facts).mean(1)
