"""What a class does at once: all open the page; all drag a slider, each for themselves or all in one lesson."""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import dataclass, field

from .client import Connection, Refused

CONNECTIONS = 6
"""Connections that a browser opens to one server."""
DRAG = "fields=norms,states,unit,sequence&encoding=display&sample=0&unit=0&lang=en"
"""What the page asks for while a slider moves, and with it three cells, T 100, H 32."""
FAULTS = (Refused, OSError, asyncio.IncompleteReadError, asyncio.TimeoutError)


@dataclass
class Waits:
    """How long each waited, in seconds, by when it was due; and what failed."""

    taken: list[tuple[float, float]] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    def quantile(self, q: float, since: float = 0.0, until: float = float("inf")) -> float:
        """A quantile of the waits that were due in a stretch of time; infinite where there was none, or one failed."""
        waits = sorted(wait for due, wait in self.taken if since <= due < until)
        return waits[min(len(waits) - 1, int(q * len(waits)))] if waits and not self.failed else float("inf")


async def opening(port: int, browsers: int, window: float, paths: list[str]) -> Waits:
    """Browsers open the page within a window: the page first, then all that a first visit fetches."""
    waits = Waits()

    async def browser(k: int) -> None:
        due = random.Random(k).random() * window
        await asyncio.sleep(due)
        began, rest = time.perf_counter(), list(paths[1:])
        connections = [Connection(port) for _ in range(CONNECTIONS)]

        async def fetch_rest(connection: Connection) -> None:
            while rest:
                await connection.get(rest.pop(0))

        try:
            await connections[0].get(paths[0])
            await asyncio.gather(*map(fetch_rest, connections))
            waits.taken.append((due, time.perf_counter() - began))
        except FAULTS as fault:
            waits.failed.append(repr(fault))
        finally:
            for connection in connections:
                connection.close()

    await asyncio.gather(*map(browser, range(browsers)))
    return waits


async def dragging(port: int, students: int, seconds: int, *, same: bool) -> Waits:
    """Students each send one trace a second, of another ρ each time: all of one lesson, or each of a seed of their own.

    A wait counts from the instant at which the request was due, so that a student who waits for one answer is not
    excused from the next.
    """
    waits, base = Waits(), random.randrange(10**6) * 1000

    async def student(k: int) -> None:
        draw, connection = random.Random(k), Connection(port)
        first = draw.random()
        began = time.perf_counter()
        for i in range(seconds):
            due = first + i
            await asyncio.sleep(max(0.0, began + due - time.perf_counter()))
            seed = "" if same else f"&seed={base + k * seconds + i}"
            try:
                await asyncio.wait_for(connection.get(f"/api/trace?{DRAG}&rho={draw.randint(0, 300) / 100}{seed}"), 30)
                waits.taken.append((due, time.perf_counter() - began - due))
            except FAULTS as fault:
                waits.failed.append(repr(fault))
                connection.close()
        connection.close()

    await asyncio.gather(*map(student, range(students)))
    return waits
