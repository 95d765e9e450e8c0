"""What is told of each request, to Prometheus and to the log: its route and what became of it, never what it asks.

The path of a lesson's link is the same for everybody; its query, a sentence that someone typed, is not told to anybody.
"""

import logging
import secrets
import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .guard import route_of
from .metrics import Metrics

LOG = logging.getLogger("unroll.requests")


class Observe:
    """ASGI middleware: counts, times and logs each request under an id that its answer carries."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        identity, started, status = secrets.token_hex(6), time.perf_counter(), 500
        scope.setdefault("state", {})["request_id"] = identity

        async def observed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                if not scope["state"].get("static", False):  # eighty ids of static files would weigh 2 kB
                    message["headers"] = [*message["headers"], (b"x-request-id", identity.encode())]
            await send(message)

        try:
            await self.app(scope, receive, observed)
        finally:
            seconds = time.perf_counter() - started
            route = route_of(scope)
            self.metrics.answered(route, status, seconds)
            about = {"request": identity, "method": scope["method"], "route": route, "status": status}
            LOG.info("answered", extra=about | {"ms": round(seconds * 1000, 1)})
