"""How every computed answer is made: validated, bounded, computed off the event loop, kept for the next reader.

An answer is a function of its address, so its ETag is known before it is computed: a reader who has it gets a 304 that
cost nothing, and readers of the same link share one computation and one compression.
"""

import gzip
import hashlib
from collections.abc import Callable
from functools import partial
from threading import Condition
from typing import Any

import anyio
from anyio import CapacityLimiter
from cachetools import LRUCache, cached
from fastapi import Request, Response

from app import __version__
from app.api.cost import bound
from app.api.query import AnswerOptions, answer_address, read
from app.config import RunConfig
from app.settings import Settings

Make = Callable[[RunConfig, AnswerOptions], bytes]


class Answers:
    """The computing side of one worker: so many threads at once, and the answers that were asked for last."""

    def __init__(self, settings: Settings) -> None:
        self.limiter = CapacityLimiter(settings.threads)
        self.max_age = settings.cache_seconds
        self.cache: LRUCache[Any, bytes] = LRUCache(settings.cache_bytes, getsizeof=len)
        # `condition` makes readers of the same new link wait for one computation instead of starting their own
        by_address = cached(
            self.cache, key=lambda make, config, answer: (make, answer_address(config, answer)), condition=Condition()
        )
        self.compressed = by_address(lambda make, config, answer: gzip.compress(make(config, answer), 5, mtime=0))

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
        config, answer = read(request.query_params.multi_items())
        answer = answer.model_copy(update={"fields": fields}) if fields else answer
        bound(config, answer, checks)
        name = f"{__version__} {media_type} {request.url.path} {answer_address(config, answer)}"
        tag = f'W/"{hashlib.sha256(name.encode()).hexdigest()[:20]}"'
        headers = {"ETag": tag, "Cache-Control": f"public, max-age={self.max_age}", "Vary": "Accept-Encoding"}
        if tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers=headers)
        body = await anyio.to_thread.run_sync(partial(self.compressed, make, config, answer), limiter=self.limiter)
        if "gzip" in request.headers.get("accept-encoding", ""):
            headers["Content-Encoding"] = "gzip"
        else:
            body = gzip.decompress(body)
        if filename:
            headers["Content-Disposition"] = f'attachment; filename="{filename}"'
        return Response(body, media_type=media_type, headers=headers)


def answers(request: Request) -> Answers:
    """The worker's `Answers`, for the routers to depend on."""
    return request.app.state.answers  # type: ignore[no-any-return]
