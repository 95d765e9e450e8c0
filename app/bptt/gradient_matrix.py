"""Where each answer sends its gradient: the matrix of ‖∂L_s/∂h_t‖, for every layer of any architecture."""

import numpy as np

from ..cells.arrays import Array
from .architecture import Network, Pass

TOGETHER = 32
"""Losses that are carried back side by side: more are no faster, and take more memory."""


@np.errstate(all="ignore")
def gradient_matrix(network: Network, run: Pass, d_losses: Array, truncate: int = 0) -> dict[str, Array]:
    """log10 ‖∂L_s/∂h_t‖ at [s-1, t-1], (U, T) for each layer, in the order in which it reads.

    run:   a pass in one segment
    d_losses: ∂L_s/∂y_s, (U, B, K): of the loss of each output, at that output alone

    The losses are carried back side by side, on an axis before the batch's.
    """
    count, parts = len(d_losses), dict[str, list[Array]]()
    for first in range(0, count, TOGETHER):
        indices = np.arange(first, min(first + TOGETHER, count))
        d_y = np.zeros((count, len(indices), *d_losses.shape[1:]), d_losses.dtype)  # (U, losses, B, K)
        d_y[indices, indices - first] = d_losses[indices]
        back = network.backward(run, d_y, truncate, states_only=True)
        for name, gradients in back.gradients.items():
            parts.setdefault(name, []).append(gradients.norms.log10.T)  # (losses, T)
    return {name: np.concatenate(rows) for name, rows in parts.items()}
