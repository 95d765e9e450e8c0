"""GET /api/train: a training run without a browser: its frames as lines of JSON, or as server-sent events."""

import asyncio
from collections.abc import AsyncIterator

import anyio
from fastapi import APIRouter, Request
from fastapi.responses import StreamingResponse

from ..errors import Problem, Unexpected
from ..live import frame
from ..live.hub import Hub
from ..live.session import Reader, Session
from ..training.config import TrainConfig
from ..training.run import begin
from ..wire import messages as m
from ..wire.addresses import read_training
from ..wire.cost import bound_training
from ..wire.schemas import ERRORS, training_parameters
from .uploads import uploads

router = APIRouter(prefix="/api", tags=["live"])

EVENTS, LINES = "text/event-stream", "application/x-ndjson"


async def messages(hub: Hub, config: TrainConfig, material: bytes) -> AsyncIterator[str]:
    """Every message of a run from start to end, as JSON: queued, started, then frames; the last frame is its end.

    A frame is put together when the reader takes it: a slow reader gets fewer, with more in each.
    """
    places: asyncio.Queue[int] = asyncio.Queue()
    entering = asyncio.create_task(hub.enter(places.put_nowait))
    session: Session | None = None
    try:
        while not entering.done():
            place = asyncio.create_task(places.get())
            await asyncio.wait({entering, place}, return_when=asyncio.FIRST_COMPLETED)
            if place.done():
                yield m.Queued(place=place.result()).model_dump_json()
            place.cancel()
        await entering
        run = await anyio.to_thread.run_sync(begin, config, material)
        session = hub.open(run)
        about = (session.token, session.run.problem, 0, hub.keep_seconds)
        started = await anyio.to_thread.run_sync(frame.started_message, *about)
        yield started.model_dump_json()
        problems: list[Problem] = []
        session.play(playing=True)
        reader = Reader(problems.append, asyncio.Event())
        hub.attach(session, reader)
        number = 0
        while not (problems or (session.run.over and reader.known == session.run.iteration)):
            await reader.news.wait()
            reader.news.clear()
            number += 1
            hub.frames += 1
            yield session.frame(number, reader)
        if problems:
            yield m.ErrorMessage(error=Unexpected().body("en").error).model_dump_json()
    finally:
        if session is not None:
            hub.close(session)
        entered = entering.done() and not entering.cancelled() and entering.exception() is None
        entering.cancel()
        if entered:
            hub.leave()


@router.get(
    "/train",
    summary="Train, and watch without a browser",
    response_class=StreamingResponse,
    responses={200: {"content": {LINES: {}, EVENTS: {}}}, **ERRORS},
    openapi_extra={"parameters": training_parameters()},
)
async def get_train(request: Request) -> StreamingResponse:
    """Messages `started` and `frame` as for the page: lines of JSON, or events where Accept names text/event-stream."""
    config = read_training(request.query_params.multi_items())
    material = uploads(request).find(config.upload)
    await anyio.to_thread.run_sync(bound_training, config, material)
    hub: Hub = request.app.state.hub
    events = EVENTS in request.headers.get("accept", "")
    stream = messages(hub, config, material)
    first = await anext(stream)  # a queue that is full is an answer of its own

    async def body() -> AsyncIterator[bytes]:
        yield frame_text(first, events=events)
        async for text in stream:
            yield frame_text(text, events=events)

    headers = {"Cache-Control": "no-store", "Content-Encoding": "identity"}  # not held back by gzip
    return StreamingResponse(body(), media_type=EVENTS if events else LINES, headers=headers)


def frame_text(text: str, *, events: bool) -> bytes:
    """One message as a line, or as an event."""
    return f"data: {text}\n\n".encode() if events else f"{text}\n".encode()
