"""What readers upload: a text, a table, a sound. Kept in memory under its hash, never written to disk."""

import hashlib
from functools import partial
from threading import Lock
from typing import Annotated

from cachetools import LRUCache
from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse

from ..applications import APPLICATIONS
from ..applications.base import MaterialError
from ..errors import ErrorBody, Fault, InvalidRequest, NoSuchMaterial
from ..settings import LIMITS
from ..wire.encoding import Encoder
from ..wire.faults import fault_of
from ..wire.schemas import ERRORS, uploads_schema
from .answers import Answers, answers
from .upload_body import FORM, read_body

router = APIRouter(prefix="/api", tags=["applications"])

BINARY = {"type": "string", "format": "binary"}
BODIES = {
    "application/octet-stream": {"schema": BINARY},
    FORM: {"schema": {"type": "object", "properties": {"file": BINARY}, "required": ["file"]}},
}
"""What a request may carry, for the API's description."""


class Uploads:
    """The files of one worker: the last few, by the hash of their content. Who needs one again uploads it again."""

    def __init__(self) -> None:
        self.contents: LRUCache[str, bytes] = LRUCache(LIMITS.materials_bytes, getsizeof=len)
        self.lock = Lock()

    def keep(self, content: bytes) -> str:
        """Keep bytes, and say under which name."""
        name = hashlib.sha256(content).hexdigest()
        with self.lock:
            self.contents[name] = content
        return name

    def find(self, name: str) -> bytes:
        """The bytes of a name; none for the empty name. Raises `NoSuchMaterial`."""
        if not name:
            return b""
        with self.lock:
            content = self.contents.get(name)
        if content is None:
            raise NoSuchMaterial
        return content


def uploads(request: Request) -> Uploads:
    """The worker's `Uploads`."""
    return request.app.state.uploads  # type: ignore[no-any-return]


@router.post(
    "/material",
    summary="Upload a text, a table, a sound or a tune for an application",
    response_class=Response,
    responses={
        200: {"content": {"application/json": {"schema": uploads_schema()}}},
        415: {"model": ErrorBody, "description": "The body is in an encoding that is not read."},
        **ERRORS,
    },
    openapi_extra={"requestBody": {"required": True, "content": BODIES}},
)
async def upload(request: Request, computed: Annotated[Answers, Depends(answers)], app: str = "") -> Response:
    """The body is the material itself, or a form (multipart/form-data) with it as its one file. It is checked, kept in
    memory for a while, and never written anywhere.
    """
    takers = [name for name, kind in APPLICATIONS.items() if kind.material_bytes]
    if app not in takers:
        raise InvalidRequest(Fault("app", app, "not_a_choice", ", ".join(takers)))
    kind = APPLICATIONS[app]
    most = min(kind.material_bytes, LIMITS.material_bytes)
    content = await read_body(request, most)
    try:
        about = await computed.run(partial(kind.read_material, content))
    except MaterialError as error:
        raise InvalidRequest(fault_of(error)) from None
    answer = {"material": uploads(request).keep(content), "app": app, "about": Encoder("list")(about)}
    return JSONResponse(answer, headers={"Cache-Control": "no-store"})
