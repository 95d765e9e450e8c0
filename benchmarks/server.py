"""The answer of the server, over HTTP on this machine: how long it takes, and how long it is."""

from __future__ import annotations

import http.client
import statistics
import time

WARM_UP, REPEATS = 5, 60


def milliseconds_and_bytes(port: int, query: str, encoding: str = "gzip") -> tuple[float, int]:
    """The median over one kept-alive connection. ρ is another one each time, so that no cache answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    times, size = [], 0
    try:
        for k in range(WARM_UP + REPEATS):
            address = f"/api/trace?rho={0.5 + k / 1000:.3f}&{query}"
            start = time.perf_counter()
            connection.request("GET", address, headers={"Accept-Encoding": encoding})
            response = connection.getresponse()
            body = response.read()
            times.append(1e3 * (time.perf_counter() - start))
            if response.status != http.HTTPStatus.OK:
                raise RuntimeError(f"{address} has status {response.status}: {body[:300]!r}")
            size = len(body)
    finally:
        connection.close()
    return statistics.median(times[WARM_UP:]), size
