"""The gradient of a batch as a training iteration needs it, in little memory: full, truncated or checkpointed BPTT.

The sequence is walked in segments of ⌈√T⌉ steps (more, where so few make a tape too small to be worth it). A tape is
kept of every segment until the way back has read it; with checkpointing only the states between segments are kept, and
each segment's tape is made anew from them on the way back: 2 √T steps of memory for T, at one more forward pass.

    full          s_0 ─tape─▶ s_k ─tape─▶ s_2k ─tape─▶ … s_T      ◀── ∂L/∂s   through all of it
    checkpointed  s_0 ──────▶ s_k ──────▶ s_2k ──────▶ … s_T      ◀── ∂L/∂s   each tape made again
    truncated     s_0 ─tape─▶ s_w   s_w ─tape─▶ s_2w   …          ◀── ∂L/∂s   inside windows; the state is carried on

All three add up the same products of the same arrays in the same order, so checkpointing gives full BPTT's gradient to
the last bit; the gradient of `backpropagate`, which sums over all steps in one product, differs by rounding.

Sources: T. Chen, B. Xu, C. Zhang, C. Guestrin, "Training Deep Nets with Sublinear Memory Cost" (2016); A. Gruslys et
al., "Memory-Efficient Backpropagation Through Time" (2016); R. Williams, J. Peng (1990) for the windows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from math import isqrt
from typing import Any

import numpy as np

from ..cells.base import Array
from .backward import Gradients, backward
from .memory import tape_bytes
from .network import Forward, Network, backpropagate, forward
from .norms import LogNorms, log_norms
from .truncation import cut_after
from .unroll import Tape, at, over_time, unroll


@dataclass(frozen=True)
class NonFinite:
    """quantity: "h", "c", "y", "L", "d_h", or a parameter's name with "d_" before it; step: t from 1, or None."""

    quantity: str
    step: int | None


@dataclass(frozen=True)
class BatchGradients:
    """What one batch teaches.

    loss:    L = Σ_t L_t
    params:  ∂L/∂θ of every parameter
    reach:   log10 ‖∂L/∂h_t‖, (T,): how far back the gradient got
    bytes:   most memory that tapes and checkpoints held at one time, counted from the arrays that were alive
    broken:  the first quantity that was not finite, on the way forward and then back, or None
    """

    loss: float
    params: dict[str, Array]
    reach: LogNorms
    bytes: int
    broken: NonFinite | None


SMALLEST = 16_384
"""Pre-activations that a segment holds at least: 100 KB of tape are not worth the walk from segment to segment."""


def segment_bounds(first: int, last: int, per_step: int) -> list[tuple[int, int]]:
    """Cut the steps first … last-1 into segments of ⌈√n⌉ or more, counted from the front.

    per_step: pre-activations of a step, B · G · H.
    """
    length = max(isqrt(last - first - 1) + 1, SMALLEST // per_step)
    return [(start, min(start + length, last)) for start in range(first, last, length)]


def windows(steps: int, window: int) -> list[tuple[int, int]]:
    """The parts of the sequence between which truncation cuts the gradient."""
    edges = [0, *(t for t, cut in enumerate(cut_after(steps, window)) if cut and t > 0), steps]
    return list(pairwise(edges))


@np.errstate(all="ignore")
def learn(
    network: Network, inputs: Array, targets: Array, counts: Array, *, window: int = 0, checkpoint: bool = False
) -> BatchGradients:
    """Forward and backward over a batch: inputs (T, B, D), targets (T, B, …), counts (T,) of bool.

    window: truncated BPTT, in steps (0 = full); checkpoint: keep √T states in place of T tapes.
    """
    steps, per_step = len(inputs), inputs.shape[1] * network.params["W_hh"].shape[0]
    sums: dict[str, Array] = {}
    reach = np.empty((2, steps))
    state: Any = None  # s_0, then what each segment ends in
    total, held, broken = 0.0, 0, None

    def ahead(bounds: tuple[int, int], start: Any) -> Forward | Tape:
        """Forward through a segment; the readout only where something is judged."""
        part = slice(*bounds)
        if not counts[part].any():
            return unroll(network.cell, network.params, inputs[part], start)
        return forward(network, inputs[part], targets[part], counts[part], start)

    def back(found: Forward | Tape, last: Any) -> Gradients:
        """Backward through a segment."""
        if isinstance(found, Forward):
            return backpropagate(network, found, last=last)
        return backward(network.params, found, np.zeros_like(found.hidden), last=last)

    for first, end in windows(steps, window):
        segments = segment_bounds(first, end, per_step)
        starts, kept, alive = [], [], 0
        for bounds in segments:
            found = ahead(bounds, state)
            tape = found.tape if isinstance(found, Forward) else found
            starts.append(state)
            size = tape_bytes(tape)
            alive += sum(field[0].nbytes for field in tape.states) if checkpoint else size
            held = max(held, alive + (size if checkpoint else 0))
            state = copied(at(tape.states, -1))  # a view would keep the whole tape alive
            total += found.total if isinstance(found, Forward) else 0.0
            broken = broken or non_finite_forward(found, bounds[0], counts[slice(*bounds)])
            kept.append(None if checkpoint else found)
        arriving: Any = None
        for bounds, start, own in zip(reversed(segments), reversed(starts), reversed(kept), strict=True):
            gradients = back(own or ahead(bounds, start), arriving)
            arriving = gradients.initial
            reach[:, slice(*bounds)] = log_norms(over_time([state.h for state in gradients.totals]), (1, 2))
            for name, value in gradients.params.items():
                sums[name] = value if name not in sums else sums[name] + value
    if broken is None and not np.isfinite(total):
        broken = NonFinite("L", None)  # each part of the sum is finite
    found_reach = LogNorms(reach[0], reach[1].astype(np.uint8))
    return BatchGradients(total, sums, found_reach, held, broken or non_finite_backward(found_reach, sums))


def copied(state: Any) -> Any:
    """A state with arrays of its own."""
    return type(state)(*(field.copy() for field in state))


def non_finite_forward(found: Forward | Tape, before: int, counts: Array) -> NonFinite | None:
    """The first thing that is not finite on the way forward through a segment that `before` steps come before.

    An output is looked at where its loss counts; elsewhere nothing comes of it.
    """
    tape = found.tape if isinstance(found, Forward) else found
    named = dict(zip(tape.states._fields, tape.following, strict=True))
    if isinstance(found, Forward):
        named |= {"y": np.where(counts[:, None, None], found.outputs, 0), "L": found.losses[:, None, None]}
    first = first_non_finite(named)
    return None if first is None else NonFinite(first[0], before + first[1] + 1)


def first_non_finite(named: Mapping[str, Array]) -> tuple[str, int] | None:
    """Of arrays (T, B, …) by name, the first in time that is not finite, and its index."""
    if all(np.isfinite(values.sum()) for values in named.values()):
        return None  # nearly always: one pass, and a sum hides no infinity and no NaN
    found = [
        (int(np.flatnonzero(wrong)[0]), name)
        for name, values in named.items()
        if (wrong := ~np.isfinite(values).all(axis=(1, 2))).any()
    ]
    if not found:  # the sum alone overflowed
        return None
    step, name = min(found, key=lambda one: one[0])
    return name, step


def non_finite_backward(reach: LogNorms, params: dict[str, Array]) -> NonFinite | None:
    """The first thing that is not finite on the way back."""
    wrong = np.flatnonzero(reach.status >= 2)
    if wrong.size:
        return NonFinite("d_h", int(wrong[-1]) + 1)
    name = next((name for name, value in params.items() if not np.isfinite(value).all()), None)
    return NonFinite(f"d_{name}", None) if name else None
