"""GET /api/trace and its two siblings: a run as JSON, as NumPy arrays, and as a PyTorch script that checks it."""

import io
import json
from typing import Annotated

import numpy as np
from fastapi import APIRouter, Depends, Request, Response

from .. import __version__
from ..config import RunConfig
from ..trace import trace
from ..wire.addresses import AnswerOptions, answer_address
from ..wire.encoding import encode, flat
from ..wire.schemas import ERRORS, parameters, trace_schema
from .answers import Answers, answers
from .script import CARRIED, torch_script

router = APIRouter(prefix="/api", tags=["trace"])
Computed = Annotated[Answers, Depends(answers)]


def as_json(config: RunConfig, answer: AnswerOptions) -> bytes:
    """The answer as JSON."""
    answer_parts = encode(trace(config, answer.fields, answer.selection), answer.encoding)
    head = {"version": __version__, "address": config.address()}
    return json.dumps(head | answer_parts, allow_nan=False, separators=(",", ":"), ensure_ascii=False).encode()


def first_picture() -> None:
    """What the page opens with: a process that has computed it has loaded all that it needs."""
    as_json(RunConfig(), AnswerOptions())


def as_npz(config: RunConfig, answer: AnswerOptions) -> bytes:
    """The answer as an .npz file, without pickles."""
    full_trace = trace(config, answer.fields, answer.selection)
    arrays = {
        "config": np.array(full_trace.config.model_dump_json()),
        "address": np.array(answer_address(config, answer)),
    }
    if full_trace.sequence is not None:
        arrays |= flat(full_trace.sequence, "sequence")
    for run in full_trace.runs:
        name = f"{run.cell}/layer{run.layer}" if config.layers > 1 and run.layer else run.cell
        arrays |= flat({"loss": run.loss, "verdict": run.verdict, **run.parts}, name)
    file = io.BytesIO()
    np.savez(file, **arrays)  # type: ignore[arg-type]
    return file.getvalue()


def as_script(config: RunConfig, answer: AnswerOptions) -> bytes:
    """The PyTorch script."""
    return torch_script(config).encode()


@router.get(
    "/trace",
    summary="Everything that a run of backpropagation through time did",
    response_class=Response,
    responses={200: {"content": {"application/json": {"schema": trace_schema()}}}, **ERRORS},
    openapi_extra={"parameters": parameters("param")},
)
async def get_trace(request: Request, computed: Computed) -> Response:
    """Run the configuration in the query and answer with the parts named in `fields`."""
    return await computed(request, as_json, "application/json")


@router.get(
    "/trace.npz",
    summary="The same arrays for NumPy",
    response_class=Response,
    responses={200: {"content": {"application/zip": {}}}, **ERRORS},
    openapi_extra={"parameters": parameters("param", "encoding")},
)
async def get_npz(request: Request, computed: Computed) -> Response:
    """`np.load` gives arrays named "lstm/states/h", "lstm/norms/d_state/h/log10", and so on; nothing is pickled."""
    return await computed(request, as_npz, "application/zip", filename="trace.npz")


@router.get(
    "/trace.py",
    summary="A PyTorch script that recomputes the run and prints the largest difference",
    response_class=Response,
    responses={200: {"content": {"text/x-python": {}}}, **ERRORS},
    openapi_extra={"parameters": parameters("param", "fields", "encoding", "sample", "unit")},
)
async def get_script(request: Request, computed: Computed) -> Response:
    """The weights, the inputs and the gradients are inside; it needs PyTorch and NumPy, and nothing of this server."""
    return await computed(request, as_script, "text/x-python", fields=CARRIED, filename="trace.py")
