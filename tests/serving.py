"""A server in a thread of this process, for what a client that calls the app does not show."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

import uvicorn

from app.api.protocol import BoundedProtocol


@contextmanager
def serving(app: Any, **options: Any) -> Iterator[int]:
    """The port that an app listens on."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, http=BoundedProtocol, log_level="error", **options))
    thread = Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        thread.join()
