"""GET /metrics: what an operator watches, in the format of Prometheus. Nothing of a reader is in it."""

from collections.abc import Iterator

from fastapi import APIRouter, Request, Response
from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.exposition import choose_encoder
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from ..live.hub import Hub
from .answers import Answers

router = APIRouter(tags=["health"])

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10)
"""Edges of the histogram of latencies; 0.15 is what a class should stay under."""


class Standing(Collector):
    """What can be read off the server at any time."""

    def __init__(self, answers: Answers, hub: Hub) -> None:
        self.answers = answers
        self.hub = hub

    def collect(self) -> Iterator[Metric]:
        """Gauges of what is now, counters of what has been."""
        answers, hub = self.answers, self.hub
        for name, about, now in (
            ("queue", "Requests that wait for a computing process.", answers.lanes.waiting),
            ("computing", "Requests that are being computed.", answers.lanes.all.borrowed_tokens),
            ("cache_bytes", "Memory of the answers that are kept.", answers.cache.currsize),
            ("processes", "Processes that compute answers.", len(answers.pool.pids)),
            ("training_processes", "Processes that train.", len(hub.pool.pids)),
            ("live_runs", "Live runs with a reader.", hub.inside),
            ("live_kept", "Live runs in memory, with a reader or without.", len(hub.sessions)),
            ("live_queue", "Readers that wait for a live run.", len(hub.waiting)),
        ):
            yield GaugeMetricFamily(f"unroll_{name}", about, now)
        for name, about, so_far in (
            ("cache_hits", "Answers that were there, or under way for another reader.", answers.hits),
            ("cache_misses", "Answers that had to be computed.", answers.misses),
            ("frames", "Frames of live runs that were sent.", hub.frames),
            (
                "process_restarts",
                "Times that computing processes were made anew, since one had died.",
                answers.pool.restarts,
            ),
            ("training_restarts", "The same of training processes.", hub.pool.restarts),
        ):
            yield CounterMetricFamily(f"unroll_{name}", about, so_far)


class Metrics:
    """The numbers of one server."""

    def __init__(self, answers: Answers, hub: Hub) -> None:
        self.registry = CollectorRegistry()
        self.registry.register(Standing(answers, hub))
        self.requests = Counter(
            "unroll_requests", "Requests answered, by route and status.", ["route", "status"], registry=self.registry
        )
        self.seconds = Histogram(
            "unroll_request_seconds",
            "From the head of a request to the end of its answer, by route.",
            ["route"],
            buckets=SECONDS,
            registry=self.registry,
        )

    def answered(self, route: str, status: int, seconds: float) -> None:
        """Count a request."""
        self.requests.labels(route, status).inc()
        self.seconds.labels(route).observe(seconds)


@router.get("/metrics", include_in_schema=False)
async def get_metrics(request: Request) -> Response:
    """For Prometheus to fetch."""
    encode, media_type = choose_encoder(request.headers.get("accept", ""))
    metrics: Metrics = request.app.state.metrics
    return Response(encode(metrics.registry), headers={"Content-Type": media_type, "Cache-Control": "no-store"})
