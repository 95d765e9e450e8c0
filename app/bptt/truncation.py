"""Truncated backpropagation through time: where the gradient is cut.

The state still flows forward over a cut; only the gradient stops. With a window of k steps the sequence is read as
blocks of k, counted back from its end (the first block may be shorter), so that the last loss always reaches back over
exactly k steps: it moves h_T, h_{T-1}, …, h_{T-k+1} and nothing before them. In a batch of sequences of different
lengths each is counted back from its own end; where another layer goes on from there (a decoder), from that one's.

Source: R. Williams, J. Peng, "An Efficient Gradient-Based Algorithm for On-Line Training of Recurrent Network
Trajectories", Neural Computation 2 (1990), with the backward pass made every k steps over k steps.
"""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np

from ..cells.arrays import Array

Cuts: TypeAlias = Sequence[bool] | Array
"""For t = 0 … T whether the gradient that would arrive at s_t from step t+1 is cut; see `cuts_of`."""


def cuts_of(steps: int, window: int, *, later: int | Array = 0, mask: Array | None = None) -> Cuts:
    """Where a window of so many steps cuts: (T+1,), or (T+1, B) where sequences of a `mask` end at steps of their own.

    later: the steps of another layer that goes on from s_T, of all sequences or of each, (B,). A window of 0 cuts
           nowhere.
    """
    if window == 0:
        return cut_after(steps, window)
    if isinstance(later, int) and mask is None:
        return cut_after(steps, window, later)
    return cuts_in(np.full((steps, np.size(later)), True) if mask is None else mask, window, later)


def cut_after(steps: int, window: int, later: int = 0) -> list[bool]:
    """For t = 0 … T: whether the gradient that would arrive at s_t from step t+1 is cut.

    later: the steps of another layer that goes on from s_T; with none the gradient is never cut at T itself.

    >>> [t for t, cut in enumerate(cut_after(10, 4)) if cut]
    [2, 6]
    """
    left = [steps + later - t for t in range(steps + 1)]
    return [window > 0 and steps_left > 0 and steps_left % window == 0 for steps_left in left]


def ends_of(mask: Array) -> Array:
    """The last step, from 1, at which the mask of each sequence is true, (T, B) of bool → (B,)."""
    return np.asarray(len(mask) - mask[::-1].argmax(axis=0))


def cuts_in(mask: Array, window: int, later: int | Array = 0) -> Array:
    """The same for each sequence of a batch, counted from where its own steps end: (T, B) of bool → (T+1, B).

    later: of all sequences, or of each, (B,).
    """
    steps = np.arange(len(mask) + 1)[:, None]
    ends = ends_of(mask)
    left = ends + later - steps
    return np.asarray((left > 0) & (left % window == 0) & (steps <= ends))
