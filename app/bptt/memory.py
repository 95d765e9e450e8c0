"""What backpropagation through time costs in memory: the tape, measured, and what two remedies would keep of it."""

from dataclasses import dataclass
from math import ceil, isqrt

from app.bptt.unroll import Tape


@dataclass(frozen=True)
class Memory:
    """Bytes. total: the tape, added up from its arrays; parts: the same by array; per_step: total / T.

    truncated:    a window of k steps, k · per_step (the whole tape where nothing is truncated)
    checkpointed: √T checkpointing: the states at every ⌈√T⌉-th step, and one segment's tape made again on the way back
    segment:      ⌈√T⌉, the length of such a segment, in steps

    Source: T. Chen, B. Xu, C. Zhang, C. Guestrin, "Training Deep Nets with Sublinear Memory Cost" (2016);
    A. Gruslys et al., "Memory-Efficient Backpropagation Through Time" (2016).
    """

    total: int
    per_step: int
    parts: dict[str, int]
    truncated: int
    checkpointed: int
    segment: int


def measure(tape: Tape, truncate: int) -> Memory:
    """Measure a tape. s_0 is counted to the state's arrays and is spread over the steps in `per_step`."""
    parts = {"x": tape.inputs.nbytes}
    parts |= {name: field.nbytes for name, field in zip(tape.states._fields, tape.states, strict=True)}
    parts |= {
        name: field.nbytes for name, field in zip(tape.saved._fields, tape.saved, strict=True) if name not in parts
    }
    total, steps = sum(parts.values()), tape.steps
    per_step = ceil(total / steps)
    segment = isqrt(steps - 1) + 1  # ⌈√T⌉
    state = sum(field[0].nbytes for field in tape.states)
    window = min(truncate, steps) if truncate else steps
    return Memory(
        total=total,
        per_step=per_step,
        parts=parts,
        truncated=total * window // steps,
        checkpointed=min(total, ceil(steps / segment) * state + segment * per_step),
        segment=segment,
    )
