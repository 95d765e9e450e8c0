"""What gradients are for: a step against them lowers the loss, and a task is learned."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from app.bptt.clipping import clip
from app.bptt.network import backpropagate, forward
from app.cells import CELLS
from app.tasks import TASKS
from app.tasks.latch import Latch
from tests.engine import one_run

every_cell = pytest.mark.parametrize("cell", CELLS)


@every_cell
@pytest.mark.parametrize("task", TASKS)
def test_a_small_step_against_the_gradient_lowers_the_loss_as_much_as_it_promises(cell: str, task: str) -> None:
    run = one_run(cell=cell, task=task, steps=12, batch=4, units=8, loss_at="every")
    gradients = run.gradients.params
    slope = sum(float((gradient**2).sum()) for gradient in gradients.values())
    rate = 1e-7 / slope
    stepped = {name: value - rate * gradients[name] for name, value in run.network.params.items()}
    after = forward(replace(run.network, params=stepped), run.batch.inputs, run.batch.targets, run.counts)
    assert (run.forward.total - after.total) / (rate * slope) == pytest.approx(1, rel=1e-4)


@every_cell
def test_the_latch_is_learned_far_below_guessing(cell: str) -> None:
    run = one_run(cell=cell, task="latch", steps=6, batch=32, units=8, rho=1, seed=2, bias="")
    network, rng = run.network, np.random.default_rng(0)
    losses = []
    for _ in range(150):
        batch = Latch().draw(rng, 6, 32)
        passed = forward(network, batch.inputs, batch.targets, run.counts)
        losses.append(passed.total)
        gradients = clip(backpropagate(network, passed).params, "norm", 1.0).params
        network = replace(network, params={name: value - gradients[name] for name, value in network.params.items()})
    assert np.mean(losses[-20:]) < 0.1 * np.log(2) < losses[0]
