"""GET /api/vocabulary: the words that an application's network knows, to look them up in."""

import json
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from ..applications import APPLICATIONS, Application
from ..wire.addresses import read_vocabulary
from ..wire.encoding import Encoder
from ..wire.schemas import ERRORS, vocabulary_schema
from .answers import Answers, answers

router = APIRouter(prefix="/api", tags=["applications"])

PARAMETERS = [
    {"name": "app", "in": "query", "required": True, "schema": {"type": "string", "enum": list(APPLICATIONS)}},
    {"name": "variant", "in": "query", "required": False, "schema": {"type": "string", "default": ""}},
]


def as_json(kind: type[Application], variant: str) -> bytes:
    """The words, each group in its order."""
    answer = {"app": kind.name, "variant": variant, "groups": Encoder("list")(kind.known_words(variant))}
    return json.dumps(answer, separators=(",", ":"), ensure_ascii=False).encode()


@router.get(
    "/vocabulary",
    summary="The words that an application's network knows",
    response_class=Response,
    responses={200: {"content": {"application/json": {"schema": vocabulary_schema()}}}, **ERRORS},
    openapi_extra={"parameters": PARAMETERS},
)
async def get_vocabulary(request: Request, computed: Annotated[Answers, Depends(answers)]) -> Response:
    """By language or kind; no group where an application reads no words, or those of a reader's own text."""
    kind, variant = read_vocabulary(request.query_params.multi_items())
    address = f"app={kind.name}&variant={variant}"
    return await computed.serve(request, address, partial(as_json, kind, variant), "application/json")
