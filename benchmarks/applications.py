"""The applications: the measure of every network that ships, measured anew on its held-out data, and one play."""

from __future__ import annotations

import http.client
import statistics
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from app.applications import APPLICATIONS, build
from app.applications.base import OWN
from app.applications.weights import FOLDER, build_network, measurements, shipped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.applications.base import Measured

REPEATS = 9


@dataclass(frozen=True)
class Line:
    """One variant's own cell on its held-out data; scratch: seconds from scratch to 90 % of the way, as they were noted
    when the weights were made (None: a seed that did not get there).
    """

    name: str
    cell: str
    measure: str
    goal: float | None
    measured: Measured
    scratch: list[float | None]

    @property
    def met(self) -> bool:
        """Whether the measure reaches its goal, or is better than the baseline where there is none."""
        value, sign = self.measured.value, 1 if APPLICATIONS[self.name.partition(".")[0]].higher else -1
        if self.goal is None:
            return sign * value > sign * self.measured.baseline
        return sign * value >= sign * self.goal


def lines() -> Iterator[Line]:
    """Every application and variant that ships."""
    for app, kind in APPLICATIONS.items():
        for variant in kind.variants:
            if variant == OWN:
                continue
            application = build(app, variant)
            network = build_network(application, kind.cell, {}, shipped(app, variant, kind.cell))
            name = kind.full_name(variant)
            known = measurements().get(name, {}).get(kind.cell)
            yield Line(
                name,
                kind.cell,
                kind.measure_name,
                kind.goal,
                application.measure(network),
                known.get("scratch", []) if known else [],
            )


def kilobytes() -> float:
    """All weights that ship."""
    return sum(path.stat().st_size for path in FOLDER.glob("*.npz")) / 1000


def other(k: int) -> dict[str, object]:
    """What makes one request another than the last, whatever fields an application has."""
    return {"clip": "norm", "threshold": 1 + k / 1000}


def milliseconds(port: int, app: str) -> float:
    """The median time of a play that nobody has asked for before, as the page asks for it."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    times = []
    for k in range(REPEATS):
        query = {"app": app, "cell": APPLICATIONS[app].cell, **other(k), "encoding": "display"}
        start = time.perf_counter()
        connection.request("GET", f"/api/play?{urlencode(query)}")
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"/api/play?{urlencode(query)} answers {answer.status}")
        times.append(1e3 * (time.perf_counter() - start))
    connection.close()
    return statistics.median(times)
