"""What gradients are for: a step against them lowers the loss, and a task is learned."""

from __future__ import annotations

import numpy as np
import pytest

from app.bptt.clipping import clip
from app.cells import CELLS
from app.tasks import TASKS
from app.tasks.latch import Latch
from tests.engine import traced_layer, traced_problem

every_cell = pytest.mark.parametrize("cell", CELLS)


@every_cell
@pytest.mark.parametrize("task", TASKS)
def test_a_small_step_against_the_gradient_lowers_the_loss_as_much_as_it_promises(cell: str, task: str) -> None:
    given = traced_problem(traced_layer(cell=cell, task=task, steps=12, batch=4, units=8, loss_at="every"))
    before, gradients = given.solve().value.total, given.solve().params
    slope = sum(float((gradient**2).sum()) for gradient in gradients.values())
    rate = 1e-7 / slope
    after = given.total(**{name: value - rate * gradients[name] for name, value in given.params.items()})
    assert (before - after) / (rate * slope) == pytest.approx(1, rel=1e-4)


@every_cell
def test_the_latch_is_learned_far_below_guessing(cell: str) -> None:
    layer = traced_layer(cell=cell, task="latch", steps=6, batch=32, units=8, rho=1, seed=2, bias="")
    given, rng = traced_problem(layer), np.random.default_rng(0)
    losses = []
    for _ in range(150):
        batch = Latch().draw(rng, 6, 32)
        given = given.reading(inputs=batch.inputs, targets=batch.targets)
        found = given.batch_gradients()
        losses.append(found.loss)
        gradients = clip(found.params, "norm", 1.0).params
        given = given.moved(**{name: value - gradients[name] for name, value in given.params.items()})
    assert np.mean(losses[-20:]) < 0.1 * np.log(2) < losses[0]
