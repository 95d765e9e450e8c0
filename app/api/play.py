"""GET /api/play: a reader's input through an application's network, and the gradient of one answer back through it."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from ..applications.base import MaterialError
from ..errors import InvalidRequest, NotTrained
from ..inference.answer import InferenceRequest, answer_with_shipped_weights
from ..wire.addresses import read_inference
from ..wire.faults import fault_of
from ..wire.schemas import ERRORS, inference_parameters, inference_schema
from .answers import Answers, answers
from .uploads import uploads

router = APIRouter(prefix="/api", tags=["applications"])
Computed = Annotated[Answers, Depends(answers)]


def as_json(inference: InferenceRequest) -> bytes:
    """The answer of the shipped weights."""
    try:
        return answer_with_shipped_weights(inference).encode()
    except MaterialError as error:
        raise InvalidRequest(fault_of(error)) from None
    except FileNotFoundError:
        raise NotTrained from None


@router.get(
    "/play",
    summary="An application's network at work on an input, and the gradient of one of its answers",
    response_class=Response,
    responses={200: {"content": {"application/json": {"schema": inference_schema()}}}, **ERRORS},
    openapi_extra={"parameters": inference_parameters()},
)
async def get_play(request: Request, computed: Computed) -> Response:
    """Run an input through the weights that ship."""
    config, options = read_inference(request.query_params.multi_items())
    brought = [uploads(request).find(name) for name in (config.material, config.input_upload)]
    inference = InferenceRequest(config, options, *brought)
    address = f"{config.address()} {options.model_dump_json()}"
    compute = partial(as_json, inference)
    answer = await computed.serve(request, address, compute, "application/json", costly=any(brought))
    if any(brought):  # a reader's own text or voice: neither a browser nor a proxy is to write it down
        answer.headers["Cache-Control"] = "no-store"
    return answer
