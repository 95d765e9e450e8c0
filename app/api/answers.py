"""How every computed answer is made: validated, bounded, computed off the event loop, kept for the next reader.

An answer is a function of its address, so its ETag is known before it is computed: a reader who has it gets a 304 that
cost nothing, and readers of the same link share one computation and one compression.
"""

import gzip
import hashlib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from threading import Condition

import anyio
import numpy as np
from anyio import CapacityLimiter
from cachetools import LRUCache, cached
from fastapi import Request, Response

from ..assets import accepted_encodings
from ..config import RunConfig
from ..errors import Busy
from ..settings import Settings
from ..wire.addresses import AnswerOptions, answer_address, read_run
from ..wire.cost import bound_trace

BUILD = hashlib.sha256(
    b"".join(path.read_bytes() for path in sorted(Path(__file__).parent.parent.rglob("*.*")) if path.suffix != ".pyc")
    + np.__version__.encode()
).hexdigest()
"""What computes the answers: an ETag of other code or another NumPy is another ETag."""

Make = Callable[[RunConfig, AnswerOptions], bytes]
Compute = Callable[[], bytes]


class Answers:
    """The computing side of one worker: so many threads at once, and the answers that were asked for last."""

    def __init__(self, settings: Settings) -> None:
        self.limiter = CapacityLimiter(settings.threads)
        self.queue = settings.queue
        self.max_age = settings.cache_seconds
        self.cache: LRUCache[str, bytes] = LRUCache(settings.cache_bytes, getsizeof=len)
        # `condition` makes readers of the same new link wait for one computation instead of starting their own
        by_name = cached(self.cache, key=lambda name, compute: name, condition=Condition())
        self.compressed = by_name(lambda name, compute: gzip.compress(compute(), 4, mtime=0))

    def body(self, name: str, compute: Compute, *, packed: bool) -> bytes:
        """The answer, compressed or not."""
        compressed = self.compressed(name, compute)
        return compressed if packed else gzip.decompress(compressed)

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
        bound_trace(config, answer, checks)
        return await self.serve(
            request, answer_address(config, answer), partial(make, config, answer), media_type, filename=filename
        )

    async def serve(
        self, request: Request, address: str, compute: Compute, media_type: str, *, filename: str = ""
    ) -> Response:
        """Answer with what `compute` gives; `address` says all that it depends on beside the path."""
        name = f"{BUILD} {media_type} {request.scope['path']} {address}"
        tag = f'W/"{hashlib.sha256(name.encode()).hexdigest()[:20]}"'
        headers = {"ETag": tag, "Cache-Control": f"public, max-age={self.max_age}", "Vary": "Accept-Encoding"}
        if tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        if self.limiter.statistics().tasks_waiting >= self.queue:
            raise Busy
        packed = "gzip" in accepted_encodings(request.headers.get("accept-encoding", ""))
        async with self.limiter:
            if await request.is_disconnected():
                return Response(status_code=Busy.status)  # nobody waits for it any more
            body = await anyio.to_thread.run_sync(partial(self.body, name, compute, packed=packed))
        if packed:
            headers["Content-Encoding"] = "gzip"
        if filename:
            headers["Content-Disposition"] = f'attachment; filename="{filename}"'
        return Response(body, media_type=media_type, headers=headers)


def answers(request: Request) -> Answers:
    """The worker's `Answers`, for the routers to depend on."""
    return request.app.state.answers  # type: ignore[no-any-return]
