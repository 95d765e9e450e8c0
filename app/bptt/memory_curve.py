"""What backpropagation through time keeps, over the length of the sequence: all, a window of it, or √T checkpoints.

    full          s_0 and t steps                             a line
    truncated     s_0 and min(t, k) steps                     flat from k on
    checkpointed  ⌈√t⌉ states and one segment of ⌈√t⌉ steps   a root

The curves are exact arithmetic on the measured arrays of a tape (`app.bptt.memory.TapeSize`). At a few lengths they are
also measured: a pass of the engine counts the arrays that are alive, and a test holds the two equal.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..cells.arrays import Array
from ..document import about
from .memory import size_of
from .segments import SMALLEST, Stack, Walk, segment_length, walk_forward
from .unroll import Tape

PARTS_OF_T = (4, 2, 1)
"""Passes are measured at T/4, T/2 and T."""


@dataclass(frozen=True)
class MeasuredMemory:
    """Most bytes of tapes and checkpoints that were alive at one time in passes over a sequence of `steps` steps."""

    steps: int = about("the length of the sequence")
    full: int = about("with the whole tape kept, in one piece", unit="bytes")
    truncated: int = about("of a window of k steps; as `full` where nothing is truncated", unit="bytes")
    checkpointed: int = about("with √T checkpoints", unit="bytes")


@dataclass(frozen=True)
class MemoryCurve:
    """Bytes kept for a sequence of t steps, at [t-1], t = 1 … T: exact arithmetic on the tape's measured arrays."""

    full: Array = about("s_0 and t steps", shape="(N,)", unit="bytes")
    truncated: Array = about(
        "s_0 and min(t, k) steps; as `full` where nothing is truncated", shape="(N,)", unit="bytes"
    )
    checkpointed: Array = about(
        "the states between segments of ⌈√t⌉ steps, and the tape of one segment", shape="(N,)", unit="bytes"
    )
    measured: tuple[MeasuredMemory, ...] = about("passes of the engine over some of these lengths")
    training_segment: int = about(
        "the length of a segment in a checkpointed training pass of this size: more than ⌈√T⌉ where tapes are small",
        unit="steps",
    )


def memory_curve(tapes: Sequence[Tape], truncate: int, *, owns: bool = True) -> MemoryCurve:
    """The curves of layers above each other, and passes over the first steps of their input that hold them true.

    truncate: the window k in steps; 0 = nothing is truncated. owns: as in `app.bptt.memory.size_of`.
    """
    steps, size = tapes[0].steps, size_of(tapes, owns=owns)
    lengths = range(1, steps + 1)
    return MemoryCurve(
        full=np.array([size.full(t) for t in lengths]),
        truncated=np.array([size.full(min(t, truncate or t)) for t in lengths]),
        checkpointed=np.array([size.checkpointed(t) for t in lengths]),
        measured=tuple(
            measured_memory(tapes, t, truncate, owns=owns)
            for t in sorted({max(1, steps // part) for part in PARTS_OF_T})
        ),
        training_segment=min(
            steps, segment_length(steps, stack_over(tapes, steps, owns=owns).preactivations, SMALLEST)
        ),
    )


def stack_over(tapes: Sequence[Tape], steps: int, *, owns: bool) -> Stack:
    """The layers of some tapes over the first steps of what the lowest read."""
    layers = {f"layer{k}": tape.weights for k, tape in enumerate(tapes, 1)}
    return Stack(tapes[0].cell, layers, steps, lambda first, last: tapes[0].inputs[first:last], owns=owns)


@np.errstate(all="ignore")
def measured_memory(tapes: Sequence[Tape], steps: int, truncate: int, *, owns: bool) -> MeasuredMemory:
    """Go over the first steps of the inputs in each of the three ways, and count what is alive."""

    def held(walk: Walk, over: int) -> int:
        return walk_forward(stack_over(tapes, over, owns=owns), walk, {}).held

    full = held(Walk(whole=True), steps)
    window = min(steps, truncate)
    return MeasuredMemory(
        steps=steps,
        full=full,
        truncated=held(Walk(whole=True), window) if window else full,
        checkpointed=held(Walk(checkpoint=True, root=True), steps),
    )
