"""What backpropagation through time costs in memory: the tape, measured, and what two remedies would keep of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, isqrt

from ..document import about
from .unroll import Tape


@dataclass(frozen=True)
class Memory:
    """The tape's bytes, and what truncation and √T checkpointing would keep of them.

    Checkpointing keeps the states at every ⌈√T⌉-th step and makes one segment's tape again on the way back.

    Source: T. Chen, B. Xu, C. Zhang, C. Guestrin, "Training Deep Nets with Sublinear Memory Cost" (2016);
    A. Gruslys et al., "Memory-Efficient Backpropagation Through Time" (2016).
    """

    total: int = about("the tape, added up from its arrays", unit="bytes")
    per_step: int = about("total / T", unit="bytes")
    parts: dict[str, int] = about("the same by array", unit="bytes")
    truncated: int = about("what a window of k steps keeps; all of it where nothing is truncated", unit="bytes")
    checkpointed: int = about("what √T checkpointing keeps", unit="bytes")
    segment: int = about("⌈√T⌉, the length of a segment between checkpoints", unit="steps")


def parts_of(tape: Tape) -> dict[str, int]:
    """The bytes of a tape's arrays, by name."""
    parts = {"x": tape.inputs.nbytes}
    parts |= {name: field.nbytes for name, field in zip(tape.states._fields, tape.states, strict=True)}
    return parts | {
        name: field.nbytes
        for name, field in zip(tape.saved._fields, tape.saved, strict=True)
        if name not in parts and field is not None
    }


def tape_bytes(tape: Tape) -> int:
    """The bytes of a tape."""
    return sum(parts_of(tape).values())


def measure(tapes: Sequence[Tape], truncate: int, *, owns: bool = True) -> Memory:
    """Measure the tapes of layers above each other. s_0 is counted to the states and is spread over the steps.

    owns: whether what the lowest of them reads is counted; what another reads are the states of the one below it.
    """
    parts: dict[str, int] = {}
    for tape in tapes:
        of_tape = parts_of(tape)
        if tape is not tapes[0] or not owns:
            of_tape["x"] = 0
        parts = {name: parts.get(name, 0) + size for name, size in of_tape.items()}
    total, steps = sum(parts.values()), tapes[0].steps
    per_step = ceil(total / steps)
    segment = isqrt(steps - 1) + 1  # ⌈√T⌉
    state = sum(field[0].nbytes for tape in tapes for field in tape.states)
    window = min(truncate, steps) if truncate else steps
    return Memory(
        total=total,
        per_step=per_step,
        parts=parts,
        truncated=total * window // steps,
        checkpointed=min(total, ceil(steps / segment) * state + segment * per_step),
        segment=segment,
    )
