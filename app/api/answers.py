"""How every computed answer is made: validated, bounded, computed in a process of its own, kept for the next reader.

An answer is a function of its address, so its ETag is known before it is computed: a reader who has it gets a 304 that
cost nothing, and readers of the same link share one computation and one compression. The server itself computes
nothing: it reads and writes sockets, and keeps what has been computed.
"""

import asyncio
import gzip
import hashlib
import os
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path
from typing import TypeVar

import anyio
import numpy as np
from anyio import CapacityLimiter
from cachetools import LRUCache
from fastapi import Request, Response

from ..assets import accepted_encodings
from ..config import RunConfig
from ..errors import Busy
from ..pool import Pool, local
from ..settings import Settings
from ..wire.addresses import AnswerOptions, answer_address, read_run
from ..wire.cost import bound_trace

BUILD = hashlib.sha256(
    b"".join(path.read_bytes() for path in sorted(Path(__file__).parent.parent.rglob("*.*")) if path.suffix != ".pyc")
    + np.__version__.encode()
).hexdigest()
"""What computes the answers: an ETag of other code or another NumPy is another ETag."""

T = TypeVar("T")
Make = Callable[[RunConfig, AnswerOptions], bytes]
Compute = Callable[[], bytes]

COSTLY = 0.02
"""From this share of the dearest request on, a request is costly: some 40 ms of a core."""


class Gone(Exception):  # noqa: N818  (no error: nobody is there to see one)
    """All that waited for an answer have left before their turn came."""


def compressed(compute: Compute) -> bytes:
    """What a computing process does for a reader."""
    return gzip.compress(compute(), 4, mtime=0)


class Lanes:
    """Places in the computing processes. A costly request leaves one process to those that are not."""

    def __init__(self, processes: int, queue: int) -> None:
        self.queue = queue
        self.all = CapacityLimiter(processes)
        self.costly = CapacityLimiter(max(1, processes - 1))

    @property
    def waiting(self) -> int:
        """Requests that wait for a place."""
        return sum(lane.statistics().tasks_waiting for lane in (self.all, self.costly))

    def check(self) -> None:
        """Raise `Busy` where no more may wait."""
        if self.waiting >= self.queue:
            raise Busy


class Answers:
    """What is computed for readers, and the answers that were asked for last."""

    def __init__(self, settings: Settings, pool: Pool | None = None) -> None:
        processes = settings.computing or max(2, os.cpu_count() or 1)
        self.pool = pool or Pool(partial(local, processes), processes)
        self.lanes = Lanes(self.pool.processes, settings.queue)
        self.max_age = settings.cache_seconds
        self.cache: LRUCache[str, bytes] = LRUCache(settings.cache_bytes, getsizeof=len)
        self.pending: dict[str, tuple[asyncio.Task[bytes], list[Request]]] = {}
        self.hits = self.misses = 0

    async def run(self, compute: Callable[[], T], *, costly: bool = False, readers: Sequence[Request] = ()) -> T:
        """Compute in a process when there is a place. Raises `Busy` where too many wait, `Gone` where nobody does."""
        self.lanes.check()
        async with AsyncExitStack() as places:
            if costly:
                await places.enter_async_context(self.lanes.costly)
            await places.enter_async_context(self.lanes.all)
            if readers and all([await reader.is_disconnected() for reader in readers]):
                raise Gone
            return await self.pool(compute)

    async def compute(self, name: str, compute: Compute, readers: list[Request], *, costly: bool) -> bytes:
        """Compute a new answer and keep it."""
        try:
            body = await self.run(partial(compressed, compute), costly=costly, readers=readers)
            self.misses += 1
            if len(body) <= self.cache.maxsize:
                self.cache[name] = body
            return body
        finally:
            del self.pending[name]

    async def body(self, request: Request, name: str, compute: Compute, *, costly: bool) -> bytes:
        """The answer, compressed: kept, under way for another reader, or computed now."""
        if name in self.cache:
            self.hits += 1
            return self.cache[name]
        if name in self.pending:
            self.hits += 1
            task, readers = self.pending[name]
            readers.append(request)
        else:
            readers = [request]
            task = asyncio.create_task(self.compute(name, compute, readers, costly=costly))
            self.pending[name] = task, readers
        return await asyncio.shield(task)

    async def __call__(
        self,
        request: Request,
        make: Make,
        media_type: str,
        *,
        checks: int = 0,
        fields: tuple[str, ...] = (),
        filename: str = "",
    ) -> Response:
        """Answer `request` with what `make` computes from it; `fields` take the place of those in the query."""
        config, answer = read_run(request.query_params.multi_items())
        answer = answer.model_copy(update={"fields": fields}) if fields else answer
        share = bound_trace(config, answer, checks)
        address, compute = answer_address(config, answer), partial(make, config, answer)
        return await self.serve(request, address, compute, media_type, filename=filename, costly=share > COSTLY)

    async def serve(
        self,
        request: Request,
        address: str,
        compute: Compute,
        media_type: str,
        *,
        filename: str = "",
        costly: bool = False,
    ) -> Response:
        """Answer with what `compute` gives; `address` says all that it depends on beside the path."""
        name = f"{BUILD} {media_type} {request.scope['path']} {address}"
        tag = f'W/"{hashlib.sha256(name.encode()).hexdigest()[:20]}"'
        headers = {"ETag": tag, "Cache-Control": f"public, max-age={self.max_age}", "Vary": "Accept-Encoding"}
        if tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        try:
            body = await self.body(request, name, compute, costly=costly)
        except Gone:
            return Response(status_code=Busy.status)  # nobody waits for it any more
        if "gzip" in accepted_encodings(request.headers.get("accept-encoding", "")):
            headers["Content-Encoding"] = "gzip"
        else:
            body = await anyio.to_thread.run_sync(gzip.decompress, body)
        if filename:
            headers["Content-Disposition"] = f'attachment; filename="{filename}"'
        return Response(body, media_type=media_type, headers=headers)


def answers(request: Request) -> Answers:
    """The server's `Answers`, for the routers to depend on."""
    return request.app.state.answers  # type: ignore[no-any-return]
