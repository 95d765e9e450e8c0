"""The page itself, its static files, and the health check."""

from pathlib import Path

import anyio
from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates

from .. import __version__, modes, words
from ..assets import PLOTLY, ROOT, Assets
from ..errors import NotFound

router = APIRouter()
templates = Jinja2Templates(Path(ROOT) / "templates")


def static_prefix(request: Request, static_files: Assets) -> str:
    """The folder that every static address begins with."""
    return f"{request.scope.get('root_path', '')}/static/{static_files.version}"


@router.api_route("/", methods=["GET", "HEAD"], include_in_schema=False)
async def page(request: Request) -> Response:
    """The page. Its script reads the address's query; only language, frame and mode matter here."""
    query, static_files = request.query_params, request.app.state.assets
    language = words.negotiate(query.get("lang"), request.headers.get("accept-language", ""))
    prefix = static_prefix(request, static_files)
    opened = modes.modes_for(dict(query))
    entries = ["js/main.js", *(mode.entry for mode in opened if mode.entry)]
    context = {
        "static": prefix,
        "root": request.scope.get("root_path", ""),
        "lang": language,
        "t": lambda key, **values: words.text(language, key, **values),
        "languages": words.languages(),
        "version": __version__,
        "embed": query.get("embed") == "1",
        "plotly": PLOTLY in static_files.files,
        "modules": [f"{prefix}/{name}" for name in static_files.modules(*entries)],
        "modes": list(modes.modes()),
        "opened": opened,
    }
    headers = {"Cache-Control": "no-cache", "Vary": "Accept-Language, Accept-Encoding"}
    return templates.TemplateResponse(
        request, "index.html", context, headers=headers, media_type=HTMLResponse.media_type
    )


@router.api_route("/static/{version}/{name:path}", methods=["GET", "HEAD"], include_in_schema=False)
async def static(request: Request, version: str, name: str) -> Response:
    """A static file under its content hash. A page of an older version still gets a file, but one not to be kept."""
    static_files: Assets = request.app.state.assets
    if name not in static_files.files:
        raise NotFound
    asset = static_files.files[name]
    request.state.static = True
    body, encoding = await anyio.to_thread.run_sync(asset.body, request.headers.get("accept-encoding", ""))
    current = version == static_files.version
    headers = {
        "Cache-Control": "max-age=31536000, immutable" if current else "no-cache",
        "Vary": "Accept-Encoding, Origin",
    }
    if encoding:
        headers["Content-Encoding"] = encoding
    return Response(body, media_type=asset.media_type, headers=headers)


@router.head("/healthz", include_in_schema=False)
@router.get("/healthz", summary="Whether the server answers", tags=["health"])
async def healthz() -> dict[str, str]:
    """For a container's health check: a server that does not answer is to be started anew."""
    return {"status": "ok"}


@router.head("/readyz", include_in_schema=False)
@router.get("/readyz", summary="Whether the server is ready for readers", tags=["health"])
async def readyz(request: Request, response: Response) -> dict[str, str]:
    """For whatever sends readers here: not before its processes are up, and not when it is about to stop."""
    ready: bool = request.app.state.ready
    response.status_code = 200 if ready else 503
    return {"status": "ready" if ready else "not ready"}
