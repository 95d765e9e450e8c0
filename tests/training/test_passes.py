"""What passes take in time and memory: what is stored, that it is whole, and that its bytes are those of passes now."""

from __future__ import annotations

import pytest

from app.bptt.batch_gradients import loss_and_gradients
from app.config import RunConfig
from app.config.run import DEFAULT_CELLS
from app.trace.run import draw, examples_of, loss_of, network_of
from app.training.passes import QUIET, Pass, passes
from benchmarks.passes import BATCH, STEPS, UNITS, WINDOW


def test_every_default_cell_was_measured_at_every_length_with_both_losses() -> None:
    stored = passes()
    assert (stored.units, stored.batch, stored.window) == (UNITS, BATCH, WINDOW), "python -m benchmarks.passes --write"
    found = {(timed.cell, timed.loss_at, timed.steps) for timed in stored.passes}
    assert found == {(cell, at, steps) for cell in DEFAULT_CELLS for at in ("last", "every") for steps in STEPS}
    assert len(found) == len(stored.passes)


def test_times_are_in_times_of_the_full_pass_and_say_whether_the_machine_was_busy() -> None:
    stored = passes()
    assert stored.busy == (stored.load[0] > QUIET)
    for timed in stored.passes:
        assert timed.ratio.full == 1
        for kind in ("truncated", "checkpointed"):
            expected = getattr(timed.milliseconds, kind) / timed.milliseconds.full
            assert getattr(timed.ratio, kind) == pytest.approx(expected, abs=2e-3)


@pytest.mark.parametrize("timed", passes().passes[:: len(STEPS) + 1], ids=lambda timed: f"{timed.cell}-{timed.steps}")
def test_the_bytes_that_are_stored_are_those_of_a_pass_now(timed: Pass) -> None:
    config = RunConfig(cell=(timed.cell,), steps=timed.steps, units=UNITS, batch=BATCH, loss_at=timed.loss_at)
    network, examples, loss = network_of(config, timed.cell), examples_of(config, draw(config)), loss_of(config)
    assert loss_and_gradients(network, examples, loss).bytes == timed.bytes.full
    assert loss_and_gradients(network, examples, loss, truncate=WINDOW).bytes == timed.bytes.truncated
    assert loss_and_gradients(network, examples, loss, checkpoint=True).bytes == timed.bytes.checkpointed
