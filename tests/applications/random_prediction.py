"""What the tests of traces share: one sequence through a small random network of each kind, and the trace of it."""

from __future__ import annotations

from typing import Any

import pytest

from app.applications.base import Answer, Prediction, surprise
from app.applications.config import InferenceConfig
from app.bptt.architecture import Architecture
from app.bptt.encoder_decoder import EncoderDecoder
from app.bptt.stacked import Stacked
from app.cells import CELLS
from app.inference.trace import trace_of_prediction
from app.trace import Trace
from app.trace.layer import Selection
from tests.architectures import DEEP, PAIR, problem

STEPS = 6
PLANS: dict[str, tuple[Architecture, tuple[str, ...]]] = {
    "one": (Stacked(2, 2, 3, 4), ("layer1",)),
    "both": (Stacked(2, 2, 3, both=True), ("layer1", "layer1.reverse")),
    "deep": (DEEP, ("layer1", "layer1.reverse", "layer2", "layer2.reverse")),
    "pair": (PAIR, ("chain",)),
}
"""Networks, and what their traces are called."""
every_plan = pytest.mark.parametrize("plan", PLANS)
EXACT: dict[str, Any] = {"rtol": 1e-10, "atol": 1e-13}


class RandomPrediction:
    """One sequence through a random network, with the gradient of one of its answers, and the trace of all that."""

    def __init__(self, plan: str, cell: str, focus: int = 0, **request: Any) -> None:
        architecture, _ = PLANS[plan]
        given = problem(CELLS[cell](), architecture, lengths=(STEPS,), seed=3)
        self.network, self.examples = given.network, given.examples
        self.before = STEPS if isinstance(architecture, EncoderDecoder) else 0
        self.focus = focus
        self.request = InferenceConfig.model_construct(cell=cell, **request)
        self.solve()

    def solve(self) -> None:
        """Forward and backward with the weights that the network has now."""
        self.run = self.network.forward(self.examples)
        self.steps = self.before + len(self.run.outputs)
        self.focus = self.focus or self.steps
        self.value = surprise(self.run.outputs, self.focus - 1 - self.before, 1)
        self.back = self.network.backward(self.run, self.value.d_y, self.request.truncate)
        tokens = tuple(f"w{k}" for k in range(self.steps))
        self.prediction = Prediction(tokens, self.run, self.value, self.back, self.focus, Answer())

    def trace(self, *fields: str, unit: int = 1) -> Trace[Any]:
        return trace_of_prediction(self.network, self.request, self.prediction, fields, Selection(0, unit))

    def part(self, name: str) -> dict[str, Any]:
        """One part of every layer's trace, by the layer's name."""
        return {run.name: run.parts[name] for run in self.trace(name).runs}
