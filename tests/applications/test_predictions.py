"""Every application on any input: an answer or a fault of the reader's, with everything that a page asks for."""

from __future__ import annotations

import json
import re
import string
from functools import partial
from typing import Any

import numpy as np
import pytest

from app.applications import build
from app.applications.base import Network
from app.applications.config import InferenceConfig
from app.cells import CELLS
from app.inference.answer import InferenceRequest, answer_with_shipped_weights
from app.settings import LIMITS
from app.trace import FIELDS, PARTS
from app.wire.addresses import AnswerOptions
from tests.applications.registry import (
    KINDS,
    body,
    every_cell,
    every_variant,
    holds_together,
    network,
    refusal,
    request_of,
    small,
)

pytestmark = pytest.mark.usefixtures("toy")


@every_variant
@every_cell
def test_an_application_shows_its_own_example_with_everything_that_a_page_may_ask_for(
    name: str, variant: str, cell: str
) -> None:
    model, request = network(name, variant, cell), request_of(name, variant, cell)
    found = build(name, variant).predict(model, request)
    holds_together(model, found)
    answer = body(request, fields=FIELDS, encoding="display")
    assert answer["tokens"] == list(found.tokens)
    assert answer["variant"] == variant
    assert all(set(run) >= set(PARTS) for run in answer["trace"]["runs"])
    listed = body(request, fields=("states", "unit"), encoding="list")
    assert {len(run["states"]["h"]) for run in listed["trace"]["runs"]} == {len(found.tokens)}


@every_variant
@every_cell
def test_every_gate_can_be_held_and_the_gradient_be_cut_and_clipped(name: str, variant: str, cell: str) -> None:
    network(name, variant, cell)
    for gate in CELLS[cell].gates:
        for value in gate.bounds:
            answer = body(request_of(name, variant, cell, clamp={gate.name: value}), fields=("gates",), encoding="list")
            assert set(np.ravel(answer["trace"]["runs"][0]["gates"][gate.name])) == {value}
    cut = body(request_of(name, variant, cell, truncate=1), fields=("norms",), encoding="list")
    status = cut["trace"]["runs"][0]["norms"]["d_state"]["h"]["status"]
    whole = body(request_of(name, variant, cell), fields=("norms",), encoding="list")["trace"]["runs"][0]
    assert status.count(0) <= whole["norms"]["d_state"]["h"]["status"].count(0)
    clipped = body(request_of(name, variant, cell, clip="norm", threshold=1e-4), fields=("clipping",))
    assert clipped["trace"]["runs"][0]["clipping"]["after"]["log10"] <= -4 + 1e-6


@every_variant
def test_the_focus_is_a_step_of_the_time_axis_whatever_is_asked_for(name: str, variant: str) -> None:
    """Where a step has no answer of its own the nearest that has one is shown, or the reader is told which have."""
    cell = KINDS[name].cell
    network(name, variant, cell)
    plain = body(request_of(name, variant, cell))
    steps = len(plain["tokens"])
    answers: list[dict[str, Any]] = []
    for focus in (1, steps // 2 or 1, steps, min(steps + 1, LIMITS.steps), LIMITS.steps):
        request = request_of(name, variant, cell, focus=focus)
        fault = refusal(partial(lambda asked: answers.append(body(asked)), request))
        if fault is not None:
            assert (fault.code, fault.field, fault.values["value"]) == ("out_of_range", "focus", focus)
            assert re.search(r"\d+ … \d+", str(fault.values["allowed"]))
    assert steps in {answer["focus"] for answer in answers}, "the last step can be asked about"
    assert all(1 <= answer["focus"] <= len(answer["tokens"]) == steps for answer in answers)


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "😀👩‍👩‍👧‍👦🇪🇸",
    "a" * 400,
    "no " * 133,
    "ß ﬁ İ ı Ǆ",
    "\x00\x01\x02\x1b[31m",
    "\u202egnirts\u200b\ufeff",
    "e\u0301" * 100,
    "   ",
    "\n\t\r\n",
    "'; DROP TABLE words; --",
    "{0} {value} %s %(x)s \\",
    "∎",
    "漢字かな",
    "¿¡!?.,;:",
    "1e999 nan -inf",
    "El gato no come. The cat doesn't eat.",
    string.printable,
]


@every_variant
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_whatever_is_typed_is_answered_or_refused_with_what_is_wrong(name: str, variant: str, text: str) -> None:
    cell = KINDS[name].cell
    network(name, variant, cell)
    typed = {"text": text} if "text" in KINDS[name].fields() else {}
    for fields in ({}, {"focus": 1}, {"focus": 400}):
        is_answered_or_refused(request_of(name, variant, cell, **typed, **fields))


def is_answered_or_refused(request: InferenceConfig) -> None:
    """An answer, or a fault of the reader's that names the field and the value."""
    answers: list[dict[str, Any]] = []
    fault = refusal(lambda: answers.append(body(request, encoding="display")))
    if fault is not None:
        assert fault.field in type(request).model_fields
        assert "value" in fault.values
        json.dumps(fault.values, default=str)
    for answer in answers:
        assert len(answer["tokens"]) <= LIMITS.steps
        assert answer["focus"] <= len(answer["tokens"])


EXTREMES: dict[str, tuple[Any, ...]] = {
    "language": ("es", "en"),
    "example": (0, 1, 9999),
    "distance": (1, 60),
    "horizon": (1, 24),
    "length": (1, 200),
    "temperature": (0.0, 0.05, 2.0),
    "seed": (0, 2**31 - 1),
}


@every_variant
def test_every_field_can_be_at_its_bounds(name: str, variant: str) -> None:
    cell = KINDS[name].cell
    network(name, variant, cell)
    for field in KINDS[name].fields():
        for value in EXTREMES.get(field, ()):
            found = body(request_of(name, variant, cell, **{field: value}))
            assert found["tokens"], (field, value)


@every_variant
def test_the_same_request_has_the_same_answer(name: str, variant: str) -> None:
    cell = KINDS[name].cell
    network(name, variant, cell)
    request = request_of(name, variant, cell, truncate=5)
    assert answer_with_shipped_weights(InferenceRequest(request, AnswerOptions())) == answer_with_shipped_weights(
        InferenceRequest(request, AnswerOptions())
    )


@every_variant
@pytest.mark.parametrize("dtype", ["float32", "float16"])
def test_a_network_in_training_answers_in_its_own_precision(name: str, variant: str, dtype: str) -> None:
    start = small(name, variant)
    model = Network(start.cell, start.architecture, {key: value.astype(dtype) for key, value in start.params.items()})
    found = build(name, variant).predict(model, request_of(name, variant, "gru"))
    assert found.run.outputs.dtype == dtype
    assert {value.dtype.name for value in found.back.params.values()} == {dtype}
