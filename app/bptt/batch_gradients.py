"""What a training iteration needs of a batch: the loss and its gradient, by full, truncated or checkpointed BPTT.

    full          s_0 ─▶ s_k ─▶ s_2k ─▶ … s_T         ◀── ∂L/∂s   through all of it
    checkpointed  the same gradient to the last bit, in the memory of two √T steps: see `app.bptt.segments`
    truncated     s_0 ─▶ s_w   s_w ─▶ s_2w   …        ◀── ∂L/∂s   inside windows; the state is carried on

Where windows are the same steps in every sequence, each is a pass of its own that goes on from the state in which the
one before it ended, and only one window's tapes are ever kept. In a batch of different lengths, where each sequence has
windows of its own, in an encoder and its decoder, and in layers that read from the end, one pass cuts where they end.

Source: R. Williams, J. Peng (1990) for the windows.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from ..cells.arrays import Array
from .architecture import Architecture, Back, Network, Pass
from .examples import Examples
from .losses import Loss, LossValue
from .non_finite import NonFinite, earlier, first_going_back, first_in_time
from .norms import LogNorms, concatenate_norms, together_and_each
from .segments import CHECKPOINTED, KEPT, add_gradients
from .truncation import cut_after

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..cells.records import Record


@dataclass(frozen=True)
class BatchGradients:
    """The loss and gradients of one batch.

    loss:       L
    params:     ∂L/∂θ of every parameter
    gradient_norms: log10 ‖∂L/∂h_t‖: how far back it got. Along the lowest layer (an encoder and its decoder), (T,); of
                a stack of L > 1 layers (1 + L, T): of all layers together, then of each, the lowest first
    bytes:      most memory that tapes and checkpoints held at one time, counted from the arrays that were alive
    non_finite: the first quantity that was not finite, on the way forward and then back, or None
    """

    loss: float
    params: dict[str, Array]
    gradient_norms: LogNorms
    bytes: int
    non_finite: NonFinite | None


def windows(steps: int, window: int) -> list[tuple[int, int]]:
    """The parts of the sequence between which truncation cuts the gradient."""
    edges = [0, *(t for t, cut in enumerate(cut_after(steps, window)) if cut and t > 0), steps]
    return list(pairwise(edges))


@np.errstate(all="ignore")
def loss_and_gradients(
    network: Network, examples: Examples, loss: Loss, *, truncate: int = 0, checkpoint: bool = False
) -> BatchGradients:
    """Forward and backward over a batch.

    truncate: truncated BPTT, the window in steps (0 = full); checkpoint: keep √T states in place of T tapes.
    """
    architecture, walk = network.architecture, CHECKPOINTED if checkpoint else KEPT
    apart = truncate > 0 and architecture.causal and loss.by_step and examples.same_length
    steps = len(examples.inputs)
    parts = windows(steps, truncate) if apart else [(0, steps)]
    state: Mapping[str, Record] = {}  # s_0, then what each window ends in
    total, held, sums, norms = 0.0, 0, dict[str, Array](), list[LogNorms]()
    non_finite: NonFinite | None = None
    for first, last in parts:
        part = examples.part(first, last) if apart else examples
        run = network.forward(part, walk, state)
        value = loss(run.outputs, part)
        back = network.backward(run, value.d_y, 0 if apart else truncate)
        total += value.total
        held = max(held, run.held)
        state = run.ends
        non_finite = non_finite or shift_step(first_going_forward(run, value), first)
        sums = add_gradients(sums, back.params)
        norms.append(norms_back(architecture, back))
    if non_finite is None and not np.isfinite(total):
        non_finite = NonFinite("L", None)  # each part of the sum is finite
    gradient_norms = concatenate_norms(norms)
    if non_finite is None:
        non_finite = first_going_back(LogNorms(*(lowest_layer(array) for array in gradient_norms)), sums)
    return BatchGradients(total, sums, gradient_norms, held, non_finite)


def norms_back(architecture: Architecture, back: Back) -> LogNorms:
    """What `BatchGradients.gradient_norms` says, of one pass."""
    if len(architecture.stacked_layers) > 1:
        return together_and_each([back.layers[name].norms for name in architecture.stacked_layers])
    return back.norms(architecture.chain)


def lowest_layer(array: Array) -> Array:
    """Of an array (T,), or (1 + L, T) with all layers together before each, that of the lowest layer, (T,)."""
    return array if array.ndim == 1 else array[1]


def first_going_forward(run: Pass, value: LossValue) -> NonFinite | None:
    """The first on the way forward: below the outputs, then in time among these and their losses."""
    return run.broke_below or earlier(run.broke_in_time, first_in_time([("L", value.losses)]))


def shift_step(non_finite: NonFinite | None, steps: int) -> NonFinite | None:
    """The same, counted from the start of a sequence of which so many steps came before."""
    return non_finite and NonFinite(non_finite.quantity, non_finite.step and non_finite.step + steps)
