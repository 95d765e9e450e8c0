"""The outermost layer: security headers, a bound on the length of a query, and the last resort."""

import logging

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .. import words
from ..errors import Problem, QueryTooLong, Unexpected
from ..settings import LIMITS

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors {frame_ancestors}"
)


def security_headers(frame_ancestors: str) -> dict[str, str]:
    """No script, style or connection but the page's own; nothing guessed or leaked; no device but the microphone."""
    return {
        "Content-Security-Policy": POLICY.format(frame_ancestors=frame_ancestors),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(self), payment=(), usb=()",
        "Cross-Origin-Opener-Policy": "same-origin",
    }


STATIC_HEADERS = {"X-Content-Type-Options": "nosniff"}
"""A script or a style obeys the policy of the page that asked for it; eighty copies of it would weigh 40 kB."""
FOR_EVERYBODY = {"Access-Control-Allow-Origin": "*"}
"""Static files are the same for everybody; it is said where another origin asks, since eighty times it weighs 3 kB.

A frame with `sandbox="allow-scripts"` has no origin: without it its page could not run the script that says so.
"""


def is_from_elsewhere(asked: Headers) -> bool:
    """Whether a page of another origin asks, or one without an origin ("null")."""
    origin = asked.get("origin", "")
    return origin != "" and origin.partition("://")[2] != asked.get("host")


def route_of(scope: Scope) -> str:
    """The route's own pattern, /static/{version}/{name}; "none" where nothing was found."""
    return str(getattr(scope.get("route"), "path", "none"))


class Guard:
    """ASGI middleware."""

    def __init__(self, app: ASGIApp, frame_ancestors: str, root_path: str = "") -> None:
        self.app = app
        self.root_path = "/" + root_path.strip("/") if root_path.strip("/") else ""
        self.headers = security_headers(frame_ancestors)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if self.root_path:  # a proxy may hand the prefix on or strip it: both are the same address
            path = scope["path"]
            if path in ("", self.root_path) and scope["type"] == "http":  # what is relative to it would miss its folder
                query = scope["query_string"].decode("latin-1")
                home = f"{self.root_path}/{query and '?'}{query}"
                await RedirectResponse(home, 308, headers=self.headers)(scope, receive, send)
                return
            inside = path == self.root_path or path.startswith(self.root_path + "/")
            scope["root_path"] = self.root_path
            scope["path"] = path if inside else self.root_path + path
        if scope["type"] == "websocket":
            await self.app(scope, receive, send)
            return

        started = False

        async def guarded(message: Message) -> None:
            nonlocal started
            started = True
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                static = scope.get("state", {}).get("static", False)
                headers.update(STATIC_HEADERS if static else self.headers)
                if static and is_from_elsewhere(Headers(scope=scope)):
                    headers.update(FOR_EVERYBODY)
            await send(message)

        async def refuse(problem: Problem) -> None:
            language = words.negotiate(None, Headers(scope=scope).get("accept-language", ""))
            answer = JSONResponse(problem.body(language).model_dump(), problem.status, {"Cache-Control": "no-store"})
            await answer(scope, receive, guarded)

        if len(scope["query_string"]) > LIMITS.query_bytes:
            await refuse(QueryTooLong())
            return
        try:
            await self.app(scope, receive, guarded)
        except Exception:
            about = {"request": scope.get("state", {}).get("request_id", ""), "route": route_of(scope)}
            logging.getLogger("unroll").exception("failed", extra=about)
            if started:
                raise  # half of an answer is on its way: break the connection off, so that nobody takes it for whole
            await refuse(Unexpected())
