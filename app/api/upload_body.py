"""The bytes of an upload: a request's body as it is, or the file of a form (multipart/form-data).

A form is taken apart while it comes, by python-multipart's parser and in memory alone: Starlette's own reader would put
a file of more than a megabyte on the disk. Other kinds of body hold the file in a spelling of their own; they are
refused by their name, never read as text. curl's --data-binary calls every file an encoded form, though it sends it as
it is: such a body is refused only where it is one, name=value.
"""

import re
from dataclasses import dataclass, field

from fastapi import Request
from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header

from ..errors import Fault, InvalidRequest, UnsupportedMediaType
from ..numerals import Range

FORM = "multipart/form-data"
ENCODED = "application/x-www-form-urlencoded"
PACKED = ("application/gzip", "application/zip")
"""Bodies whose bytes are not those of the file."""
PAIRS = re.compile(rb"[\w.*+%~-]+=[\w.*+%~-]*(&[\w.*+%~-]+=[\w.*+%~-]*)*\s*")
"""What an encoded form looks like: no blank, no line end, and an equals sign after a name."""
PARTS, AROUND = 16, 16_384
"""Most parts of a form, and bytes that it may have beside its file."""


async def read_body(request: Request, most: int) -> bytes:
    """The file that a request carries, of at most `most` bytes. Raises `InvalidRequest`, `UnsupportedMediaType`."""
    header = request.headers.get("content-type", "")
    kind, options = parse_options_header(header)
    media_type = kind.decode("latin-1")
    coding = request.headers.get("content-encoding", "identity").strip().lower()
    if coding not in ("", "identity"):
        raise UnsupportedMediaType(Fault("Content-Encoding", coding, "media_type", "identity"))
    if media_type == FORM:
        return await read_form(request, options.get(b"boundary", b""), most)
    allowed = f"{FORM}, text/plain, text/csv, audio/wav, application/octet-stream"
    refused = UnsupportedMediaType(Fault("Content-Type", media_type, "media_type", allowed))
    if media_type in PACKED or media_type.startswith("multipart/"):
        raise refused
    content = bytearray()
    async for chunk in request.stream():
        content += chunk
        if len(content) > most:
            raise too_long(most)
    if media_type == ENCODED and PAIRS.fullmatch(content):
        raise refused
    return bytes(content)


def too_long(most: int) -> InvalidRequest:
    """More bytes than the application takes."""
    return InvalidRequest(Fault("material", f"> {most}", "material_too_long", Range(1, most)))


@dataclass
class FormPart:
    """One part of a form: its headers by name in small letters, and its bytes."""

    headers: dict[str, bytes] = field(default_factory=dict)
    content: bytearray = field(default_factory=bytearray)

    @property
    def is_file(self) -> bool:
        """Whether it is a file, which has a name, and no plain field."""
        _, options = parse_options_header(self.headers.get("content-disposition", b""))
        return b"filename" in options


class Form:
    """The parts of a form, as its bytes come."""

    def __init__(self, boundary: bytes) -> None:
        self.parts: list[FormPart] = []
        self.header = (bytearray(), bytearray())
        self.complete = False
        self.parser = MultipartParser(
            boundary,
            {
                "on_part_begin": lambda: self.parts.append(FormPart()),
                "on_part_data": lambda data, start, end: self.parts[-1].content.extend(data[start:end]),
                "on_header_field": lambda data, start, end: self.header[0].extend(data[start:end]),
                "on_header_value": lambda data, start, end: self.header[1].extend(data[start:end]),
                "on_header_end": self.end_header,
                "on_end": self.end,
            },
        )

    def end_header(self) -> None:
        """A header of the newest part is complete."""
        name, value = self.header
        self.parts[-1].headers[name.decode("latin-1").lower()] = bytes(value)
        self.header = (bytearray(), bytearray())

    def end(self) -> None:
        """The last boundary has come."""
        self.complete = True

    def file(self) -> bytes:
        """Its one file; of a form without files its one field."""
        files = [part for part in self.parts if part.is_file] or self.parts
        if len(files) != 1:
            raise InvalidRequest(Fault("material", str(len(files)), "not_one_file", "1"))
        coding = files[0].headers.get("content-transfer-encoding", b"binary").decode("latin-1").strip().lower()
        if coding not in ("binary", "8bit", "7bit"):
            raise UnsupportedMediaType(Fault("Content-Transfer-Encoding", coding, "media_type", "binary"))
        return bytes(files[0].content)


async def read_form(request: Request, boundary: bytes, most: int) -> bytes:
    """The file of a form, of which no more is read than it may have."""
    broken = InvalidRequest(Fault("material", FORM, "broken_form"))
    if not boundary:
        raise broken
    try:
        form, length = Form(boundary), 0
        async for chunk in request.stream():
            length += len(chunk)
            if length > most + AROUND or any(len(part.content) > most for part in form.parts):
                raise too_long(most)
            form.parser.write(chunk)
            if len(form.parts) > PARTS:
                raise broken
    except MultipartParseError:
        raise broken from None
    if not form.complete:
        raise broken
    content = form.file()
    if len(content) > most:
        raise too_long(most)
    return content
