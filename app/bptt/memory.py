"""What backpropagation through time costs in memory: the tape, measured, and what two remedies would keep of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, isqrt
from typing import NamedTuple

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
    checkpointed: int = about(
        "most that √T checkpointing keeps at one time; all of it where that is less", unit="bytes"
    )
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


class TapeSize(NamedTuple):
    """What a tape is made of. state: the bytes of s_0; step: those that each step adds; both are exact."""

    state: int
    step: int

    def full(self, steps: int) -> int:
        """A tape of so many steps: the states s_0 … s_t, and what each step reads and saves."""
        return self.state + steps * self.step

    def checkpointed(self, steps: int) -> int:
        """Most that √T checkpointing keeps of it at one time, on the way there or back.

        At the j-th of n = ⌈t/⌈√t⌉⌉ segments: j states to begin from, and the tape of the segment, ⌈√t⌉ steps or, the
        last one, those that are left.
        """
        segment = isqrt(steps - 1) + 1  # ⌈√t⌉
        count = ceil(steps / segment)
        last = count * self.state + self.full(steps - (count - 1) * segment)
        return max(last, (count - 1) * self.state + self.full(segment)) if count > 1 else last


def size_of(tapes: Sequence[Tape], *, owns: bool = True) -> TapeSize:
    """Tapes' arrays have as many entries for each step, and the states one more, s_0; see `parts_together`."""
    return size_from(tapes, sum(parts_together(tapes, owns=owns).values()))


def size_from(tapes: Sequence[Tape], total: int) -> TapeSize:
    """The same, from the bytes of all arrays."""
    state = sum(field[0].nbytes for tape in tapes for field in tape.states)
    return TapeSize(state, (total - state) // tapes[0].steps)


def parts_together(tapes: Sequence[Tape], *, owns: bool = True) -> dict[str, int]:
    """The bytes of the arrays of layers above each other, by name.

    owns: whether what the lowest of them reads is counted; what another reads are the states of the one below it.
    """
    parts: dict[str, int] = {}
    for tape in tapes:
        of_tape = parts_of(tape)
        if tape is not tapes[0] or not owns:
            of_tape["x"] = 0
        parts = {name: parts.get(name, 0) + size for name, size in of_tape.items()}
    return parts


def measure(tapes: Sequence[Tape], truncate: int, *, owns: bool = True) -> Memory:
    """Measure the tapes of layers above each other. s_0 is counted to the states and is spread over the steps."""
    parts = parts_together(tapes, owns=owns)
    total, steps = sum(parts.values()), tapes[0].steps
    size = size_from(tapes, total)
    return Memory(
        total=total,
        per_step=ceil(total / steps),
        parts=parts,
        truncated=size.full(min(truncate or steps, steps)),
        checkpointed=min(total, size.checkpointed(steps)),
        segment=isqrt(steps - 1) + 1,  # ⌈√T⌉
    )
