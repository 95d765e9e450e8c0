"""Live runs with a reader each, and the memory of the server and its processes meanwhile."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.live import Reader, one_page


@dataclass
class Watched:
    """What the readers saw, and (seconds, bytes) of the server's memory."""

    readers: list[Reader]
    began: float
    memory: list[tuple[float, int]] = field(default_factory=list)

    def slowest(self, since: float, until: float) -> float:
        """Frames a second of the reader that got fewest, between two times after the start."""
        return min(reader.per_second(self.began + since, self.began + until) for reader in self.readers)


def family(pid: int) -> list[int]:
    """A process and all that descend from it."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in family(int(child)))]


def memory_of(pid: int) -> int:
    """Bytes that a process and its descendants hold, shared pages counted once (proportional set size)."""
    total = 0
    for one in family(pid):
        try:
            lines = Path(f"/proc/{one}/smaps_rollup").read_text().splitlines()
        except OSError:  # it has ended meanwhile
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) * 1024
    return total


async def training(port: int, pid: int, runs: int, seconds: float, every: float = 10.0) -> Watched:
    """Runs that train while someone watches; one that has ended begins anew."""
    watched = Watched([Reader() for _ in range(runs)], time.monotonic())

    def left() -> float:
        return watched.began + seconds - time.monotonic()

    async def page(k: int) -> None:
        while left() > 0:
            await one_page(port, watched.readers[k], left(), seed=k)

    async def memory() -> None:
        while left() > 0:
            watched.memory.append((seconds - left(), memory_of(pid)))
            await asyncio.sleep(min(every, max(0.0, left())))

    await asyncio.gather(memory(), *map(page, range(runs)))
    return watched
