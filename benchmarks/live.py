"""Live training under load, over the real socket: many runs at once, and what other readers notice of them."""

from __future__ import annotations

import asyncio
import base64
import http.client
import json
import statistics
import time
from dataclasses import dataclass, field

import numpy as np
from websockets.asyncio.client import ClientConnection, connect

from app.training.presets import TRAINING_PRESETS

QUERY = "cell=rnn,lstm&steps=100&units=32&bias=f:1&rho=1&clip=norm&dtype=float32"
LOOK = {"type": "look", "fields": ["norms", "states", "unit"], "sample": 0, "unit": 0}
"""What the page asks for while the laboratory's drawing is in sight."""


@dataclass
class Reader:
    """What one reader saw: the times of its frames, and errors."""

    frames: list[float] = field(default_factory=list)
    iteration: int = 0
    errors: int = 0
    bytes: int = 0

    def per_second(self, since: float, until: float) -> float:
        """Frames a second in an interval."""
        return sum(since <= at < until for at in self.frames) / (until - since)


async def read_frames(socket: ClientConnection, reader: Reader, until: float) -> None:
    """Take frames and acknowledge each, as a page does once it has drawn it."""
    while time.monotonic() < until:
        try:
            text = await asyncio.wait_for(socket.recv(), max(0.01, until - time.monotonic()))
        except TimeoutError:
            return
        reader.bytes += len(text)
        message = json.loads(text)
        if message["type"] == "frame":
            reader.frames.append(time.monotonic())
            reader.iteration = message["iteration"]
            await socket.send(json.dumps({"type": "ack", "number": message["number"]}))
            if message["state"] in ("finished", "diverged"):
                return
        elif message["type"] == "error":
            reader.errors += 1


async def one_page(port: int, reader: Reader, seconds: float, seed: int) -> None:
    """One page: start a run, look at it, read."""
    async with connect(f"ws://127.0.0.1:{port}/api/live", max_size=None) as socket:
        await socket.send(json.dumps({"type": "start", "query": f"{QUERY}&seed={seed}&iterations=20000"}))
        await socket.send(json.dumps(LOOK))
        await read_frames(socket, reader, time.monotonic() + seconds)


def answer_milliseconds(port: int, address: str, stop: float, pause: float = 0.1) -> list[float]:
    """How long an answer takes, again and again until `stop`; ρ is another one each time, so that no cache answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    times: list[float] = []
    while time.monotonic() < stop:
        start = time.perf_counter()
        connection.request("GET", address.format(0.5 + len(times) / 10_000), headers={"Accept-Encoding": "gzip"})
        connection.getresponse().read()
        times.append(1e3 * (time.perf_counter() - start))
        time.sleep(pause)
    connection.close()
    return times


@dataclass(frozen=True)
class Load:
    """frames: the slowest and the median reader's frames a second; the others: medians in milliseconds."""

    slowest: float
    median: float
    errors: int
    iterations: float
    trace: float
    health: float
    kilobytes: float


def under_load(port: int, runs: int, seconds: float = 20.0, warm: float = 5.0) -> Load:
    """So many runs at once, each with a reader, and meanwhile traces and health checks."""

    async def everything() -> Load:
        readers = [Reader() for _ in range(runs)]
        begun = time.monotonic()
        pages = [asyncio.create_task(one_page(port, reader, seconds, k)) for k, reader in enumerate(readers)]
        await asyncio.sleep(warm)
        since, until = begun + warm, begun + seconds - 0.5
        before = [reader.iteration for reader in readers]
        trace = "/api/trace?cell=rnn,lstm,gru&rho={}"
        timed = await asyncio.gather(
            asyncio.to_thread(answer_milliseconds, port, trace, until),
            asyncio.to_thread(answer_milliseconds, port, "/healthz", until),
        )
        done = [reader.iteration - at for reader, at in zip(readers, before, strict=True)]
        await asyncio.gather(*pages)
        rates = sorted(reader.per_second(since, until) for reader in readers)
        return Load(
            rates[0],
            statistics.median(rates),
            sum(reader.errors for reader in readers),
            sum(done) / (until - since),
            statistics.median(timed[0]),
            statistics.median(timed[1]),
            sum(reader.bytes for reader in readers) / 1000 / seconds / runs,
        )

    return asyncio.run(everything())


@dataclass(frozen=True)
class Learning:
    """One seed of the adding problem: seconds and iterations from the start to the goal, and where the RNN was then."""

    seconds: float
    iterations: int
    rnn: float


GOAL = 0.01
"""Held-out mean squared error of the LSTM; predicting the mean leaves 1/6."""


def seconds_to_learn(port: int, seed: int, patience: float = 90.0) -> Learning | None:
    """Start the preset `learn_adding` as the page does, and wait until the LSTM has learned; None where it has not."""

    async def learning() -> Learning | None:
        async with connect(f"ws://127.0.0.1:{port}/api/live", max_size=None) as socket:
            begun = time.monotonic()
            query = f"{TRAINING_PRESETS['learn_adding']}&seed={seed}"
            await socket.send(json.dumps({"type": "start", "query": query}))
            while time.monotonic() - begun < patience:
                message = json.loads(await asyncio.wait_for(socket.recv(), patience))
                if message["type"] != "frame":
                    continue
                await socket.send(json.dumps({"type": "ack", "number": message["number"]}))
                rnn, lstm = (array(model["measure"]) for model in message["looks"]["models"])
                for k in np.flatnonzero(lstm < GOAL):
                    return Learning(time.monotonic() - begun, message["looks"]["iterations"][k], float(rnn[k]))
                if message["state"] == "finished":
                    return None
        return None

    return asyncio.run(learning())


def array(packed: dict[str, str]) -> np.ndarray:
    """A packed array of one axis."""
    return np.frombuffer(base64.b64decode(packed["bdata"]), f"<{packed['dtype']}")
