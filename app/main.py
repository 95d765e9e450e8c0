"""create_app(): wiring only."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware

from . import __version__, words
from .api import catalogue, check, lessons, live, metrics, page, play, snapshots, trace, train, uploads, vocabulary
from .api.answers import Answers
from .api.guard import Guard
from .api.metrics import Metrics
from .api.observe import Observe
from .api.uploads import Uploads
from .assets import Assets, assets
from .errors import Busy, MethodNotAllowed, NotFound, Problem, Unexpected
from .live.hub import Hub
from .pool import Pool
from .settings import Settings
from .wire.schemas import COMPONENTS, Schema

STATUS: dict[int, type[Problem]] = {404: NotFound, 405: MethodNotAllowed}


def respond(request: Request, problem: Problem) -> JSONResponse:
    """A problem as the one error body, in the reader's language."""
    language = words.negotiate(request.query_params.get("lang"), request.headers.get("accept-language", ""))
    body = problem.body(language).model_dump()
    headers = {"Cache-Control": "no-store", "Content-Language": language}
    if isinstance(problem, Busy):
        headers["Retry-After"] = "2"
    return JSONResponse(body, problem.status, headers)


async def on_problem(request: Request, error: Exception) -> Response:
    """A problem of ours, or a fault that nobody foresaw."""
    return respond(request, error if isinstance(error, Problem) else Unexpected())


async def on_http(request: Request, error: Exception) -> Response:
    """What Starlette raises by itself: no such path, no such method."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    return respond(request, STATUS.get(status, Unexpected)())


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Start the processes, and compress what a first visit fetches while nobody waits for it; in the end stop them."""
    static_files: Assets = app.state.assets
    pool: Pool = app.state.answers.pool

    async def prepare() -> None:
        """Each process has computed the first picture once."""
        async with anyio.create_task_group() as first:
            for _ in range(pool.processes):
                first.start_soon(pool, trace.first_picture)
        app.state.ready = True

    async with anyio.create_task_group() as group:
        group.start_soon(prepare)
        group.start_soon(anyio.to_thread.run_sync, static_files.prepare)
        yield
        app.state.ready = False
    pool.close()
    await app.state.hub.shut()


class App(FastAPI):
    """FastAPI with the components that the trace's own schema refers to."""

    def openapi(self) -> Schema:
        if not self.openapi_schema:
            schema = super().openapi()
            components = schema["components"]["schemas"]
            if same := components.keys() & COMPONENTS.keys():
                raise TypeError(f"two components are called {sorted(same)}")
            components |= COMPONENTS
        return super().openapi()


def create_app(settings: Settings | None = None, pool: Pool | None = None) -> FastAPI:
    """The application; `pool` takes the place of the processes that compute answers."""
    settings = settings or Settings()
    app = App(
        title="Unroll",
        version=__version__,
        description="Backpropagation through time, step by step, in RNN, LSTM and GRU networks.",
        docs_url=None,  # both viewers load their scripts from outside hosts
        redoc_url=None,
        lifespan=lifespan,
        redirect_slashes=False,
        exception_handlers={
            Problem: on_problem,
            HTTPException: on_http,
            RequestValidationError: on_problem,
        },
    )
    app.state.assets = assets(bundled=settings.bundle)
    app.state.answers = Answers(settings, pool)
    app.state.hub = Hub(settings)
    app.state.uploads = Uploads()
    app.state.ready = False
    app.add_middleware(GZipMiddleware, minimum_size=500, compresslevel=5)
    app.state.metrics = Metrics(app.state.answers, app.state.hub)
    app.add_middleware(Guard, frame_ancestors=settings.frame_ancestors, root_path=settings.root_path)
    if origins := settings.cors_origins.split():
        app.add_middleware(
            CORSMiddleware,
            allow_origins=origins,
            allow_methods=["GET", "HEAD", "POST"],
            allow_headers=["Content-Type", "If-None-Match"],
            expose_headers=["Content-Disposition", "ETag", "Retry-After"],
        )
    app.add_middleware(Observe, metrics=app.state.metrics)  # the outermost: what is refused is counted too
    for part in (trace, check, train, live, snapshots, play, uploads, vocabulary, lessons, catalogue, metrics, page):
        app.include_router(part.router)
    return app
