"""How fast a run goes: what it did lately, what its reader allows, and how long a slice may take."""

import time
from collections import deque

SHORTEST, LONGEST, ROUND = 0.01, 0.025, 0.1
"""Seconds of a slice, and of a round in which every run that shares a process has one."""
LATELY = 20
"""Slices over which the speed is averaged."""


def slice_seconds(load: float) -> float:
    """How long a slice takes: shorter where many runs share a process, so that each has its turn often."""
    return min(LONGEST, max(SHORTEST, ROUND / load))


class Pace:
    """limit: iterations a second at the most, or None; due: when the next one may be done."""

    def __init__(self) -> None:
        self.limit: float | None = None
        self.due = 0.0
        self.marks: deque[tuple[float, int]] = deque(maxlen=LATELY)

    def allow(self, per_second: float | None) -> None:
        """Go this fast at the most, from now on."""
        self.limit, self.due = per_second, 0.0

    @property
    def wait(self) -> float:
        """Seconds until the next iteration may be done; 0: now."""
        return max(0.0, self.due - time.monotonic())

    def spend(self) -> None:
        """An iteration begins: the next one is due a period later."""
        if self.limit is not None:
            period = 1 / self.limit
            self.due = max(self.due, time.monotonic() - period) + period

    def mark(self, iteration: int) -> None:
        """A slice has ended at this iteration."""
        self.marks.append((time.monotonic(), iteration))

    def rest(self) -> None:
        """What was measured before a pause says nothing of what comes after it."""
        self.marks.clear()

    @property
    def per_second(self) -> float:
        """Iterations a second over the last slices; 0 where too few are known."""
        if len(self.marks) < 2:
            return 0.0
        (start, first), (end, last) = self.marks[0], self.marks[-1]
        return round((last - first) / max(end - start, 1e-6), 1)
