"""A page without a browser: talks to /api/live and keeps what a page keeps."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from websockets.sync.client import ClientConnection, connect

from app.training.config import kind_of_training
from app.training.run import Budget, TrainingRun, advance, begin
from app.wire import messages
from tests.api.decode import array

PATIENCE = 120
SCHEMAS = {kind.model_fields["type"].default: kind for kind in messages.ANSWERS}


@dataclass
class Page:
    """One reader. Every message is held to its documented form as it arrives."""

    socket: ClientConnection
    acknowledge: bool = True
    started: dict[str, Any] = field(default_factory=dict)
    losses: list[list[float]] = field(default_factory=list)
    frames: list[dict[str, Any]] = field(default_factory=list)
    snapshot: dict[str, Any] | None = None

    def say(self, kind: str, **fields: Any) -> None:
        self.socket.send(json.dumps({"type": kind, **fields}))

    def hear(self, timeout: float = PATIENCE) -> dict[str, Any]:
        """The next message."""
        message: dict[str, Any] = json.loads(self.socket.recv(timeout))
        SCHEMAS[message["type"]].model_validate(message)
        if message["type"] == "started":
            self.started = message
            if len(self.losses) != len(message["models"]):
                self.losses = [[] for _ in message["models"]]
        if message["type"] == "snapshot":
            self.snapshot = message
        if message["type"] == "frame":
            self.frames.append(message)
            for known, curve in zip(self.losses, message["curves"], strict=True):
                known[message["first"] - 1 :] = [float(value) for value in array(curve["loss"])]
            if self.acknowledge:
                self.say("ack", number=message["number"])
        return message

    def until(self, kind: str, **fields: Any) -> dict[str, Any]:
        """The next message of this kind that has these fields; a function is a condition on the field."""

        def fits(message: dict[str, Any], name: str, value: Any) -> bool:
            return value(message[name]) if callable(value) else message[name] == value

        while True:
            message = self.hear()
            if message["type"] == kind and all(fits(message, name, value) for name, value in fields.items()):
                return message
            assert message["type"] != "error", message

    @property
    def iteration(self) -> int:
        return int(self.frames[-1]["iteration"])


@contextmanager
def page(port: int, **options: Any) -> Iterator[Page]:
    """A page that is open."""
    with connect(f"ws://127.0.0.1:{port}/api/live", max_size=None, compression=None) as socket:
        yield Page(socket, **options)


def undisturbed(**fields: Any) -> TrainingRun:
    """The same run in this process, from its start to its end."""
    run = begin(kind_of_training(fields)(**fields))
    while not run.over:
        run, _ = advance(run, Budget(iterations=1000))
    return run


def losses(**fields: Any) -> list[list[float]]:
    """The curves of the same run in this process, as the socket rounds them."""
    _, frames = advance(begin(kind_of_training(fields)(**fields)), Budget())
    count = len(frames[0].points)
    return [[np.nan if f.points[k] is None else float(f.points[k].loss) for f in frames] for k in range(count)]  # type: ignore[union-attr]


def same(found: list[list[float]], expected: list[list[float]]) -> None:
    """Hold curves that came over the socket, with 16 bits of mantissa, to those of this process."""
    assert [len(one) for one in found] == [len(one) for one in expected]
    for one, other in zip(found, expected, strict=True):
        np.testing.assert_allclose(one, other, rtol=2**-16)
