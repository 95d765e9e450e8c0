"""GET /api/check: the proof beside the gradient, by finite differences."""

import json
from typing import Annotated, Any

import numpy as np
from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from .. import __version__
from ..bptt.check import EPSILONS, Problem, compare, relative_error, uncertainty
from ..bptt.network import Network
from ..cells import CELLS
from ..config import RunConfig
from ..errors import Fault, InvalidRequest
from ..settings import LIMITS
from ..trace.run import Run, draw, run
from ..wire.addresses import AnswerOptions
from ..wire.encoding import number
from ..wire.schemas import ERRORS, parameters
from .answers import Answers, answers

router = APIRouter(prefix="/api", tags=["check"])

TOLERANCE = 1e-6
"""Relative error up to which a gradient and its finite differences are said to agree."""

Num = float | str


class Entry(BaseModel):
    """One entry of the parameter."""

    model_config = ConfigDict(extra="forbid")

    index: list[int] = Field(description="row and column (or the one index) of the entry")
    analytic: Num = Field(description="the gradient by backpropagation through time")
    numeric: Num = Field(description="the gradient by central differences of the loss, in float64")


class CheckedRun(BaseModel):
    """One cell's gradient beside its finite differences."""

    model_config = ConfigDict(extra="forbid")

    cell: str = Field(description="the cell's name")
    param: str = Field(description="the parameter")
    epsilon: float = Field(description="the larger step of the differences")
    entries: list[Entry] = Field(description="the largest entry of the gradient and others drawn from the seed")
    max_relative_error: Num = Field(description="largest difference, divided by the largest of all these numbers")
    agrees: bool = Field(description="whether that is below 10⁻⁶")
    reason: str | None = Field(
        description="why they need not agree: truncated (the gradient was cut on purpose), precision (it was computed "
        "in float32 or float16), kink (ReLU has no derivative at 0), sensitive (a tiny change grows "
        "so much over time that differences see no derivative), nonfinite; else null"
    )


class Check(BaseModel):
    """The answer of /api/check."""

    model_config = ConfigDict(extra="forbid")

    version: str = Field(description="the version of the app")
    address: str = Field(description="the canonical query of the configuration")
    runs: list[CheckedRun] = Field(description="one for each compared cell that has the parameter")


def doubled(one: Run) -> Problem:
    """The run's loss as a function of its parameters, in float64."""
    params = {name: value.astype(np.float64) for name, value in one.network.params.items()}
    targets = one.batch.targets if one.batch.targets.dtype.kind == "i" else one.batch.targets.astype(np.float64)
    network = Network(one.cell, params, one.network.loss)
    return Problem(network, one.batch.inputs.astype(np.float64), targets, one.counts)


def reason(config: RunConfig, cell: str, error: float, doubt: float) -> str | None:
    """Why the gradient and the differences disagree, where they should not be expected to agree."""
    if error <= TOLERANCE:
        return None
    if 0 < config.truncate < config.steps:
        return "truncated"
    if config.dtype != "float64":
        return "precision"
    if not np.isfinite(error):
        return "nonfinite"
    if doubt > TOLERANCE:
        return "sensitive"
    return "kink" if "activation" in CELLS[cell].options and config.activation == "relu" else None


def checked(config: RunConfig, name: str, one: Run, param: str) -> dict[str, Any]:
    """One cell's gradient beside its finite differences, as `CheckedRun` describes it."""
    found = compare(doubled(one), one.gradients.params, param, entries=LIMITS.check_entries, seed=config.seed)
    error = relative_error(found)
    entries = [
        {"index": list(one.index), "analytic": number(one.analytic), "numeric": number(one.numeric)} for one in found
    ]
    return {
        "cell": name,
        "param": param,
        "epsilon": EPSILONS[0],
        "entries": entries,
        "max_relative_error": number(error),
        "agrees": error <= TOLERANCE,
        "reason": reason(config, name, error, uncertainty(found)),
    }


def as_json(config: RunConfig, answer: AnswerOptions) -> bytes:
    """The answer of /api/check."""
    resolved = config.resolved()
    batch = draw(resolved)
    runs = [(name, run(resolved, name, batch)) for name in resolved.cell]
    having = [(name, one) for name, one in runs if answer.param in one.network.params]
    if not having:
        allowed = ", ".join(runs[0][1].network.params)
        raise InvalidRequest(Fault("param", answer.param, "not_a_choice", allowed))
    body = {
        "version": __version__,
        "address": config.address(),
        "runs": [checked(resolved, name, one, answer.param) for name, one in having],
    }
    return json.dumps(body, allow_nan=False, separators=(",", ":")).encode()


@router.get(
    "/check",
    summary="A gradient beside finite differences",
    response_class=Response,
    responses={200: {"model": Check}, **ERRORS},
    openapi_extra={"parameters": parameters("fields", "encoding", "sample", "unit")},
)
async def get_check(request: Request, computed: Annotated[Answers, Depends(answers)]) -> Response:
    """Compare entries of one parameter's gradient with central differences of the loss."""
    return await computed(request, as_json, "application/json", checks=LIMITS.check_entries)
