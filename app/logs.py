"""The server's log: one JSON object a line, for whatever collects such lines. Nothing of a reader is in it."""

import logging
from typing import TextIO

from pythonjsonlogger.json import JsonFormatter


def configure(*, requests: bool, stream: TextIO | None = None) -> None:
    """Write faults, and where wanted each request, to a stream: standard error where none is named."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        JsonFormatter(
            "{levelname}{message}{exc_info}", style="{", timestamp="time", rename_fields={"levelname": "level"}
        )
    )
    log = logging.getLogger("unroll")
    log.handlers, log.propagate = [handler], False
    log.setLevel(logging.INFO if requests else logging.WARNING)
