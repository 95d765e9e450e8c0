"""`python -m benchmarks.load [--hour]`: start a server as `make run` does, be a class, and print figure beside goal.

Ends with 1 where a goal is missed. Client, browser and server share the machine's cores, so the figures are on the safe
side. `--hour` watches the memory of live runs from minute 2 to minute 60.
"""

from __future__ import annotations

import asyncio
import os
import sys
from urllib.parse import urlsplit

from benchmarks import page
from scripts.server import Server

from . import crowd, runs

MS, KB = 1000, 1000
HOUR = "--hour" in sys.argv[1:]


class Table:
    """Rows with a figure and what is promised; it remembers what was missed."""

    def __init__(self) -> None:
        self.missed: list[str] = []

    def row(self, what: str, figure: float, goal: float, unit: str, *, least: bool = False) -> None:
        """A figure that is to be at most, or at least, its goal."""
        met = figure >= goal if least else figure <= goal
        mark = "" if met else "   missed"
        print(f"  {what:<74}{figure:>9.3g} {unit:<5} {'≥' if least else '≤'} {goal:g}{mark}", flush=True)
        if not met:
            self.missed.append(what)


def one_browser(table: Table, url: str) -> list[str]:
    """A first visit, and a slider; returns the paths that the visit fetched, the page first."""
    visit, drag = page.measure(url)
    table.row("first visit: its own part, without Plotly.js and answers", visit.files / KB, 70, "KB")
    table.row("first visit: requests", visit.requests, 12, "")
    table.row("slider to all visible charts painted, three cells: median", drag.painted, 40, "ms")
    table.row("the same: p95", drag.painted_p95, 60, "ms")
    with page.open_page(url) as (_, wire):
        parts = [urlsplit(address) for address, _ in wire.fetched if address.startswith(url)]
    paths = [part.path + (f"?{part.query}" if part.query else "") for part in parts]
    return sorted(paths, key=lambda path: path != "/")


def class_at_once(table: Table, paths: list[str]) -> None:
    """Three hundred open the page, and drag."""
    with Server() as server:
        waits = asyncio.run(crowd.opening(server.port, 300, 10.0, paths))
    table.row("300 browsers open the page within 10 s: whole page, p95", waits.quantile(0.95), 1, "s")
    for students, limit in ((100, True), (150, False)):
        with Server() as server:
            waits = asyncio.run(crowd.dragging(server.port, students, 20, same=False))
        figure = waits.quantile(0.95, since=2.0) * MS
        what = f"{students} students, each another seed, one trace a second: p95"
        if limit:
            table.row(what, figure, 150, "ms")
        else:
            print(f"  {what:<74}{figure:>9.3g} ms", flush=True)
    with Server() as server:
        waits = asyncio.run(crowd.dragging(server.port, 300, 25, same=True))
    early, late = (waits.quantile(0.95, since, until) * MS for since, until in ((4.0, 12.0), (12.0, 25.0)))
    table.row("300 students drag ρ in one lesson, from the fourth second: p95", early, 300, "ms")
    table.row("the same, then: p95", late, 30, "ms")


def live(table: Table) -> None:
    """Twenty live runs, and what they hold in memory."""
    seconds = 3600.0 if HOUR else 60.0
    with Server() as server:
        watched = asyncio.run(runs.training(server.port, server.pid, 20, seconds))
    slowest = watched.slowest(since=10.0, until=seconds)
    table.row("twenty live runs: frames a second of the slowest reader", slowest, 4, "/s", least=True)
    if HOUR:
        settled = min((abs(at - 120), held) for at, held in watched.memory)[1]
        grown = watched.memory[-1][1] / settled - 1
        table.row("the same: growth of memory from minute 2 to minute 60", 100 * grown, 5, "%")


def main() -> int:
    """The table."""
    table = Table()
    print(f"Load of the machine before: {os.getloadavg()[0]:.2f}; cores: {os.cpu_count()}", flush=True)
    with Server() as server:
        paths = one_browser(table, server.url)
    class_at_once(table, paths)
    live(table)
    if table.missed:
        print(f"Missed: {len(table.missed)}", flush=True)
    return 1 if table.missed else 0


if __name__ == "__main__":
    sys.exit(main())
