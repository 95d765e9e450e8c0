"""The HTTP parser's own refusals, with the one error body and before a long request has been read to its end.

uvicorn's parser collects an address of any length, and answers what it can not parse with a line of plain text. Here an
address or a head that is longer than any real one is refused as soon as it is, and both refusals have our body.
"""

import http
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from ..errors import BadRequest, Problem, QueryTooLong
from ..settings import LIMITS, Settings
from ..words import DEFAULT_LANGUAGE
from .guard import security_headers

ADDRESS_BYTES = LIMITS.query_bytes + 2048
"""The longest query and a path; a little more than `Guard` lets pass."""
HEAD_BYTES = 65_536
"""All headers together."""


class BoundedProtocol(HttpToolsProtocol):
    """uvicorn's protocol with a bound on what it collects. An exception in a callback makes the parser give up."""

    refusal: type[Problem] = BadRequest
    collected = 0

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.refusal, self.collected = BadRequest, 0

    def on_url(self, url: bytes) -> None:
        super().on_url(url)
        if len(self.url) > ADDRESS_BYTES:
            self.refusal = QueryTooLong
            raise QueryTooLong

    def on_header(self, name: bytes, value: bytes) -> None:
        self.collected += len(name) + len(value)
        if self.collected > HEAD_BYTES:
            raise BadRequest
        super().on_header(name, value)

    def send_400_response(self, msg: str) -> None:
        """Called by uvicorn where the parser gave up."""
        problem: Any = self.refusal()
        body = problem.body(DEFAULT_LANGUAGE).model_dump_json().encode()
        headers = {
            "Content-Type": "application/json",
            "Content-Length": str(len(body)),
            "Connection": "close",
            **security_headers(Settings().frame_ancestors),
        }
        head = f"HTTP/1.1 {problem.status} {http.HTTPStatus(problem.status).phrase}\r\n"
        head += "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        self.transport.write(head.encode() + b"\r\n" + body)
        self.transport.close()
