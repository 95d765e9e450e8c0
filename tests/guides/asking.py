"""Asking a server as a program does."""

from __future__ import annotations

import json
from typing import Any
from urllib.request import urlopen

from scripts.server import Server


def text_of(server: Server, address: str) -> str:
    """The body of an answer."""
    with urlopen(f"{server.url}{address}") as answer:
        return str(answer.read().decode())


def body_of(server: Server, address: str) -> Any:
    """The same as JSON."""
    return json.loads(text_of(server, address))


def trained(server: Server, query: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """A training run: what does not change in it, and its frames."""
    first, *frames = [json.loads(line) for line in text_of(server, f"/api/train?{query}").splitlines()]
    return first, frames
