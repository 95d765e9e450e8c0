"""GET /api/check: the proof beside the gradient, by finite differences."""

from dataclasses import replace
from typing import Annotated

import numpy as np
from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from .. import __version__
from ..bptt.check import EPSILONS, LossFunction, compare, relative_error, uncertainty
from ..bptt.initialisers import name_in_layer
from ..cells import CELLS
from ..config import RunConfig
from ..errors import Fault, InvalidRequest
from ..settings import LIMITS
from ..trace.network import TracedNetwork
from ..trace.run import draw, loss_of, network_of, trace_network
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
    param: str = Field(description="the parameter; of several layers with its layer's name: layer2.W_hh")
    epsilon: float = Field(description="the larger step of the differences")
    entries: list[Entry] = Field(
        description="the largest entry of the gradient and others drawn from the seed; layers share them"
    )
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
    runs: list[CheckedRun] = Field(
        description="one for each compared cell, and each of its layers, that has the parameter"
    )


def in_float64(traced: TracedNetwork, config: RunConfig) -> LossFunction:
    """The run's loss as a function of its parameters, in float64."""
    network, examples = traced.passes.network, traced.passes.run.examples
    params = {name: value.astype(np.float64) for name, value in network.params.items()}
    return LossFunction(replace(network, params=params), examples.cast(np.dtype(np.float64)), loss_of(config))


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


def check_network(config: RunConfig, traced: TracedNetwork, param: str) -> CheckedRun:
    """The gradient of one of a network's parameters beside its finite differences."""
    gradients, cell = traced.passes.back.params, traced.passes.network.cell.name
    comparisons = compare(
        in_float64(traced, config),
        gradients,
        param,
        entries=max(1, LIMITS.check_entries // config.layers),
        seed=config.seed,
    )
    error = relative_error(comparisons)
    shown = [
        Entry(index=list(comparison.index), analytic=number(comparison.analytic), numeric=number(comparison.numeric))
        for comparison in comparisons
    ]
    return CheckedRun(
        cell=traced.name,
        param=param,
        epsilon=EPSILONS[0],
        entries=shown,
        max_relative_error=number(error),
        agrees=error <= TOLERANCE,
        reason=reason(config, cell, error, uncertainty(comparisons)),
    )


def as_json(config: RunConfig, answer: AnswerOptions) -> bytes:
    """The answer of /api/check."""
    resolved = config.resolved()
    batch = draw(resolved)
    networks = [trace_network(resolved, network_of(resolved, name), batch, name) for name in resolved.cell]
    having = [
        (traced, name)
        for traced in networks
        for name in traced.passes.network.params
        if name_in_layer(name) == answer.param
    ]
    if not having:
        allowed = ", ".join(dict.fromkeys(map(name_in_layer, networks[0].passes.network.params)))
        raise InvalidRequest(Fault("param", answer.param, "not_a_choice", allowed))
    runs = [check_network(resolved, traced, name) for traced, name in having]
    return Check(version=__version__, address=config.address(), runs=runs).model_dump_json().encode()


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
