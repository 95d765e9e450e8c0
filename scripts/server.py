"""The real server in a process of its own, for whoever needs one: browser tests, benchmarks, screenshots."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import IO, TYPE_CHECKING, Self

if TYPE_CHECKING:
    from types import TracebackType

ROOT = Path(__file__).parent.parent
PATIENCE = 120.0  # seconds until a start or a stop counts as failed; both take well under one


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


class Server:
    """``python -m app serve`` on a free port; it can be stopped and started again at the same address.

    Keyword arguments are settings: ``Server(live_runs=1)`` runs it with UNROLL_LIVE_RUNS=1. ``root`` is where the
    application lies, for a test that changes a copy of it.

    Example:
        >>> with Server() as server:  # doctest: +SKIP
        ...     print(server.url)
    """

    def __init__(self, *options: str, port: int | None = None, root: Path = ROOT, **settings: object) -> None:
        self.root = root
        self.port = port or free_port()
        self.options = options
        self.settings = {f"UNROLL_{name.upper()}": str(value) for name, value in settings.items()}
        self._process: subprocess.Popen[bytes] | None = None
        self._log: IO[bytes] | None = None

    @property
    def url(self) -> str:
        """The address without a slash at its end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> str:
        """All that the server has written."""
        return Path(self._log.name).read_text() if self._log else ""

    def start(self) -> None:
        """Start it, and return when it answers."""
        self._log = tempfile.NamedTemporaryFile(prefix="unroll-", suffix=".log")  # noqa: SIM115 - closed by stop()
        command = [sys.executable, "-m", "app", "serve", "--port", str(self.port), *self.options]
        self._process = subprocess.Popen(
            command,
            cwd=self.root,
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=subprocess.STDOUT,
            env={**os.environ, **self.settings},
        )
        end = time.monotonic() + PATIENCE
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > end:
                message = f"{' '.join(command)} did not come up:\n{self.log}"
                self.stop()
                raise RuntimeError(message)
            time.sleep(0.02)

    @property
    def pid(self) -> int:
        """The process."""
        if self._process is None:
            raise RuntimeError("the server is not running")
        return self._process.pid

    def stop(self) -> int:
        """Stop it as a service manager does, with SIGTERM; return its exit code."""
        if self._process is None:
            return 0
        self._process.send_signal(signal.SIGTERM)
        try:
            code = self._process.wait(PATIENCE)
        finally:
            self._process.kill()
            self._process.wait()
            self._process = None
            if self._log:
                self._log.close()
                self._log = None
        return code

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=1)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == http.HTTPStatus.OK
        except OSError:
            return False
        finally:
            connection.close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
