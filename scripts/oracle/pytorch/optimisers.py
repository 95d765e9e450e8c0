"""The optimisers by their names: PyTorch's own, with the constants that the laboratory says it has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import torch

from ..unknown import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

OPTIMISERS: dict[str, Callable[..., Any]] = {
    "sgd": lambda values, rate: torch.optim.SGD(values, lr=rate),
    "momentum": lambda values, rate: torch.optim.SGD(values, lr=rate, momentum=0.9),
    "rmsprop": lambda values, rate: torch.optim.RMSprop(values, lr=rate, alpha=0.99, eps=1e-8),
    "adam": lambda values, rate: torch.optim.Adam(values, lr=rate, betas=(0.9, 0.999), eps=1e-8),
}


def optimiser(name: str, values: Iterable[Any], rate: float) -> Any:
    """An optimiser of some parameters."""
    if name not in OPTIMISERS:
        raise UnknownNameError("optimiser", name)
    return OPTIMISERS[name](values, rate)


def clip(name: str, values: list[Any], threshold: float) -> None:
    """Clip the gradients of all parameters in place, by PyTorch's own two functions."""
    if name == "norm":
        torch.nn.utils.clip_grad_norm_(values, threshold)
    elif name == "value":
        torch.nn.utils.clip_grad_value_(values, threshold)
    elif name != "none":
        raise UnknownNameError("clip", name)
