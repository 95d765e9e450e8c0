"""What the contract of every application is tested with: the registry's applications and the toy."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any, TypeVar
from urllib.parse import parse_qsl

import numpy as np
import pytest

from app.applications import APPLICATIONS, build, weights
from app.applications.base import OWN, Answer, Application, MaterialError, Network, Prediction
from app.applications.config import InferenceConfig
from app.bptt.clipping import clip
from app.bptt.examples import Examples
from app.bptt.optimisers import remember, step
from app.cells import CELLS
from app.inference.answer import InferenceRequest, answer_with_shipped_weights
from app.inference.trace import trace_of_prediction
from app.settings import LIMITS
from app.trace.layer import Selection
from app.training.config import ApplicationTraining
from app.wire.addresses import AnswerOptions
from tests.applications.toy import Toy
from tests.engine import Problem, drawn_network

A = TypeVar("A", bound=Application)
KINDS: dict[str, type[Application]] = {**APPLICATIONS, Toy.name: Toy}
SHIPPED = [(name, variant) for name, kind in KINDS.items() for variant in kind.variants if variant != OWN]
OF_THE_PROJECT = [pair for pair in SHIPPED if pair[0] != Toy.name]

every_variant = pytest.mark.parametrize(("name", "variant"), SHIPPED)
every_application = pytest.mark.parametrize("name", list(KINDS))
every_cell = pytest.mark.parametrize("cell", list(CELLS))


def drawn(application: Application, seed: int = 0, size: int = 5) -> Examples:
    return application.batch(np.random.default_rng(seed), size)


def built(kind: type[A], variant: str = "") -> A:
    """The application of a class, the one that the app itself asks."""
    found = build(kind.name, variant)
    assert isinstance(found, kind)
    return found


def untrained(application: Application, cell: str = "gru", units: int = 4, dtype: str = "float64") -> Network:
    """A network of the application with a few random units."""
    return drawn_network(CELLS[cell](), application.architecture(units), dtype=dtype)


def small(name: str, variant: str, cell: str = "gru", units: int = 4) -> Network:
    """A network of the registry's own application with a few random units."""
    return untrained(build(name, variant), cell, units)


def network(name: str, variant: str, cell: str) -> Network:
    """The network with the weights that ship. Where they have not been made yet there is nothing to test."""
    if not weights.file_of(name, variant, cell).is_file():
        pytest.skip(f"no weights for {name} {variant} {cell} yet")
    return weights.build_network(build(name, variant), cell, {}, weights.shipped(name, variant, cell))


@cache
def measured(name: str, variant: str, cell: str) -> Any:
    """What the weights that ship measure, on all that is held out."""
    return build(name, variant).measure(network(name, variant, cell))


def trained_on(
    application: Application,
    model: Network,
    draw: Callable[[], Examples],
    *,
    iterations: int,
    rate: float,
    threshold: float = np.inf,
) -> tuple[Network, list[float]]:
    """A network after some iterations of Adam on batches that are drawn, clipped by norm, and the losses on its way."""
    params, memory, losses = model.params, remember("adam", model.params), []
    for _ in range(iterations):
        given = Problem(replace(model, params=params), draw().cast(model.dtype), application.loss)
        found = given.batch_gradients()
        params, memory = step("adam", params, clip(found.params, "norm", threshold).params, memory, rate)
        losses.append(found.loss)
    return replace(model, params=params), losses


def recipe(name: str, variant: str, cell: str, **fields: Any) -> ApplicationTraining:
    given = dict(parse_qsl(KINDS[name].recipe_of(variant)))
    return ApplicationTraining.model_validate({**given, "app": name, "variant": variant, "cell": cell, **fields})


def request_of(name: str, variant: str, cell: str, **fields: Any) -> InferenceConfig:
    return KINDS[name].request(variant=variant, cell=cell, **fields)


def body(request: InferenceConfig, **options: Any) -> dict[str, Any]:
    """The answer of /api/play, read as strict JSON; the errors of a reader go on to the caller."""
    text = answer_with_shipped_weights(InferenceRequest(request, AnswerOptions(**options)))
    return dict(json.loads(text, parse_constant=lambda constant: pytest.fail(f"{constant} is no JSON")))


def holds_together(model: Network, found: Prediction[Answer]) -> None:
    """Tokens, passes and trace of a prediction have one time axis, of one sequence."""
    steps = len(found.tokens)
    assert all(isinstance(token, str) for token in found.tokens)
    assert 1 <= found.focus <= steps <= LIMITS.steps
    assert found.run.examples.size == 1
    layers = found.back.gradients
    assert layers.keys() == model.architecture.layers().keys()
    if "encoder" in layers:
        assert sum(len(layer.d_h) for layer in layers.values()) == steps
    else:
        assert {len(layer.d_h) for layer in layers.values()} == {steps}
    assert len(found.value.losses) == len(found.run.outputs)
    assert np.isfinite(found.value.total)
    assert any(np.abs(value).max() > 0 for value in found.back.params.values()), "the gradient of nothing"
    trace = trace_of_prediction(model, InferenceConfig.model_construct(), found, ("norms",), Selection(0, 0))
    assert trace.config["steps"] == steps
    assert trace.runs[0].verdict.kind in ("vanishing", "stable", "exploding")


def refusal(call: Callable[[], Any]) -> MaterialError | None:
    """What a reader is told of a call that refuses what was brought; None where it does not."""
    try:
        call()
    except MaterialError as error:
        return error
    return None
