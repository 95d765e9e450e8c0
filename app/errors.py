"""Every error that the app answers with, and the one body that they all have.

    Problem                     status   code
    ├── InvalidRequest          422      invalid_request     a field has a value that is not allowed; see `details`
    │   └── TooCostly           422      too_costly          each value is allowed, together they cost too much
    ├── BadRequest              400      bad_request         not HTTP, or a head too long to be a browser's
    ├── NotFound                404      not_found
    │   ├── NoSuchRun           404      no_such_run         a live run that this server does not have (any more)
    │   ├── NoSuchMaterial      404      no_such_material    a text, table or sound that has to be uploaded again
    │   └── NotTrained          404      not_trained         no weights ship for this: they come from a live run
    ├── MethodNotAllowed        405      method_not_allowed
    ├── QueryTooLong            414      query_too_long
    ├── UnsupportedMediaType    415      unsupported_media_type    an upload in an encoding that is not read
    ├── Busy                    503      busy
    │   └── QueueFull           503      queue_full          too many wait already for a live run
    └── Unexpected              500      unexpected          a fault of ours, of which no detail is given

A message's text is `error.<code>` in the locales, in the reader's language; a detail names the field, the value and
what is allowed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from pydantic import BaseModel, ConfigDict, Field

from . import words

SHOWN = 80
"""Longest part of a reader's value that is given back to them."""


class ErrorDetail(BaseModel):
    """What is wrong with one field."""

    model_config = ConfigDict(extra="forbid")

    field: str = Field(description="the field of the query", examples=["steps"])
    value: str = Field(description="the value it had, as text", examples=["10000"])
    code: str = Field(description="what is wrong with it; `error.<code>` is the text's key", examples=["out_of_range"])
    allowed: str = Field(description="what is allowed", examples=["1 … 500"])
    message: str = Field(description="the same in words", examples=["steps has value “10000”; allowed: 1 … 500."])


class ErrorContent(BaseModel):
    """An error as a person and a program read it."""

    model_config = ConfigDict(extra="forbid")

    code: str = Field(description="the kind of error", examples=["invalid_request"])
    message: str = Field(description="one sentence in the reader's language")
    details: list[ErrorDetail] = Field(description="one entry for each field that is wrong; may be empty")


class ErrorBody(BaseModel):
    """The body of every answer that is not a success."""

    model_config = ConfigDict(extra="forbid")

    error: ErrorContent = Field(description="what went wrong")


@dataclass(frozen=True)
class Fault:
    """One thing wrong with one field, before it is put into words."""

    field: str
    value: object
    """As the reader wrote it, a text; a number of ours is a number, and is written as its reader writes it."""
    code: str
    allowed: object = ""
    """A `Range`, or words that need no translation."""
    values: Mapping[str, object] | None = None

    def detail(self, language: str) -> ErrorDetail:
        value = self.value if isinstance(self.value, int | float) else shortened(str(self.value))
        label = words.text(language, f"config.{self.field}.label")
        field_label = self.field if label.startswith("config.") else f"{label} ({self.field})"
        values = {**(self.values or {}), "field": field_label, "value": value, "allowed": self.allowed}
        message = words.text(language, f"error.{self.code}", **values)
        return ErrorDetail(
            field=self.field, value=str(value), code=self.code, allowed=str(self.allowed), message=message
        )


def shortened(text: str) -> str:
    """A reader's value, or as much of it as is given back."""
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


class Problem(Exception):  # noqa: N818  (a problem is what a reader meets)
    """Base of every error that is answered."""

    status: ClassVar[int] = 500
    code: ClassVar[str] = "unexpected"

    def __init__(self, *faults: Fault) -> None:
        super().__init__(*faults)  # as it was made: a problem comes back whole from the process that met it
        self.faults = faults

    def __str__(self) -> str:
        return " ".join([self.code, *map(str, self.faults)])

    def body(self, language: str) -> ErrorBody:
        details = [fault.detail(language) for fault in self.faults]
        message = " ".join(detail.message for detail in details[:3]) or words.text(language, f"error.{self.code}")
        return ErrorBody(error=ErrorContent(code=self.code, message=message, details=details))


class InvalidRequest(Problem):
    """A field has a value that is not allowed."""

    status, code = 422, "invalid_request"


class TooCostly(InvalidRequest):
    """Each value is allowed, together they cost too much."""

    code = "too_costly"


class BadRequest(Problem):
    """What came is not HTTP, or has more headers than any browser sends."""

    status, code = 400, "bad_request"


class NotFound(Problem):
    """No such address."""

    status, code = 404, "not_found"


class NoSuchRun(NotFound):
    """A live run that was never here, or has been forgotten: the page brings it back."""

    code = "no_such_run"


class NoSuchMaterial(NotFound):
    """An upload that is not here (any more): the page uploads it again."""

    code = "no_such_material"


class NotTrained(NotFound):
    """No weights ship for an application's variant: it has to be trained."""

    code = "not_trained"


class MethodNotAllowed(Problem):
    """The address exists, and is only read."""

    status, code = 405, "method_not_allowed"


class QueryTooLong(Problem):
    """The query is longer than any configuration."""

    status, code = 414, "query_too_long"


class UnsupportedMediaType(Problem):
    """An upload whose bytes are not those of a file; its fault names the header."""

    status, code = 415, "unsupported_media_type"


class Busy(Problem):
    """No room for the request now."""

    status, code = 503, "busy"


class QueueFull(Busy):
    """The queue for live runs is full."""

    code = "queue_full"


class Unexpected(Problem):
    """A fault of ours."""
