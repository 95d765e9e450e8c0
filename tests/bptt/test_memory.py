"""What the gradient of a batch holds in memory: as it is reported, and as Python measures it."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from app.bptt.architecture import Architecture, Network
from app.bptt.encoder_decoder import EncoderDecoder
from app.bptt.examples import every_step, loss_mask
from app.bptt.losses import SquaredError
from app.bptt.memory import tape_bytes
from app.bptt.segments import CHECKPOINTED, segment_bounds
from app.cells import CELLS
from app.cells.base import AnyCell
from tests.architectures import ARCHITECTURES, MEAN, batch, name_of
from tests.engine import Problem, Shape, label, parameters, plain_cells

every_plain_cell = pytest.mark.parametrize("cell", list(plain_cells()), ids=label)


@pytest.fixture(autouse=True)
def segments_of_the_square_root(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small problems here have small tapes; they are cut all the same."""
    monkeypatch.setattr("app.bptt.segments.SMALLEST", 0)


def long_problem(cell: AnyCell, steps: int, batch: int = 4, units: int = 8, dtype: str = "float64") -> Problem:
    """A random network on a random sequence, mild enough for its gradients to stay finite over hundreds of steps."""
    architecture, rng = Shape(units=units).architecture, np.random.default_rng(0)
    network = Network(cell, architecture, parameters(cell, architecture, rng, 0.1))
    inputs, targets = (rng.normal(size=(steps, batch, 2)) for _ in range(2))
    examples = every_step(inputs, targets, loss_mask(steps, "every"))
    return Problem(network, examples, SquaredError()).in_precision(dtype)


def bytes_of(given: Problem, first: int, last: int) -> int:
    """The bytes of the tape of some steps."""
    (tape,) = given.network.forward(given.examples.part(first, last)).tapes.values()
    return tape_bytes(tape)


@every_plain_cell
@pytest.mark.parametrize("steps", [1, 2, 10, 100, 101])
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_the_bytes_are_those_of_the_tapes_and_of_the_states_between_them(cell: AnyCell, steps: int, dtype: str) -> None:
    given = long_problem(cell, steps, dtype=dtype)
    tapes = [bytes_of(given, *bounds) for bounds in segment_bounds(steps, 1, 0)]
    state = len(cell.state_fields()) * 4 * 8 * np.dtype(dtype).itemsize
    assert given.batch_gradients().bytes == sum(tapes)
    # one state for each segment up to the one at work, and that one's tape
    expected = max((k + 1) * state + tape for k, tape in enumerate(tapes))
    assert given.batch_gradients(checkpoint=True).bytes == expected


@every_plain_cell
def test_with_checkpointing_the_memory_grows_with_the_root_of_the_length_and_without_with_the_length(
    cell: AnyCell,
) -> None:
    full, kept = (
        np.array([long_problem(cell, steps).batch_gradients(checkpoint=on).bytes for steps in (100, 400)])
        for on in (False, True)
    )
    assert full[1] / full[0] == pytest.approx(4, rel=0.05)
    assert kept[1] / kept[0] == pytest.approx(2, rel=0.05)
    assert (kept < full / np.array([4, 8])).all()


@every_plain_cell
@pytest.mark.parametrize("checkpoint", [False, True])
@pytest.mark.parametrize("steps", [80, 93])
def test_a_truncated_run_holds_the_memory_of_one_window(cell: AnyCell, checkpoint: bool, steps: int) -> None:
    whole, window = long_problem(cell, steps), long_problem(cell, 20)
    truncated = whole.batch_gradients(truncate=20, checkpoint=checkpoint).bytes
    assert truncated == window.batch_gradients(checkpoint=checkpoint).bytes
    assert whole.batch_gradients(truncate=20).bytes < whole.batch_gradients().bytes / 3


def peak(given: Problem, **options: Any) -> int:
    """The most bytes that Python and NumPy held at one time while gradients were made, beyond those from before."""
    given.batch_gradients(**options)  # whatever is made only once
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        tracemalloc.reset_peak()
        given.batch_gradients(**options)
        return tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()


def measured(given: Problem, modes: dict[str, dict[str, Any]]) -> dict[str, tuple[int, int]]:
    """Reported and measured bytes of each mode: none holds less than it says."""
    found = {mode: (given.batch_gradients(**options).bytes, peak(given, **options)) for mode, options in modes.items()}
    for mode, (reported, really) in found.items():
        assert really >= reported, mode
    return found


def saves(found: dict[str, tuple[int, int]], mode: str, share: float) -> None:
    """Hold what a mode saves in truth to what it says, less a tenth, and its peak to a share of the whole one."""
    (full, full_peak), (kept, kept_peak) = found["full"], found[mode]
    assert kept_peak < share * full_peak, mode
    assert kept < share * full, mode
    assert full_peak - kept_peak > 0.9 * (full - kept), mode


FULL: dict[str, dict[str, Any]] = {"full": {}, "checkpointed": {"checkpoint": True}}


@pytest.mark.parametrize("name", CELLS)
def test_the_memory_that_is_saved_was_really_there(name: str, record_property: Any) -> None:
    """At T = 400 the measured peak is less than half with checkpointing, and with a window of 20 steps.

    Python's own measure of everything that was allocated is held to the figure that `BatchGradients.bytes` reports: no
    mode holds less than it says, and what the remedies save in truth is at least what they report, less a tenth.
    """
    found = measured(long_problem(CELLS[name](), 400, batch=16, units=32), FULL | {"window of 20": {"truncate": 20}})
    for mode, (reported, really) in found.items():
        record_property(f"{name}, T 400, {mode}: reported, peak", f"{reported:>12,}{really:>12,} bytes")
    for mode in ("checkpointed", "window of 20"):
        saves(found, mode, 1 / 2)


def long_batch(name: str, architecture: Architecture, steps: int, units: int, size: int) -> Problem:
    """A random network of these units on random sequences of `steps` steps in all, as mild as the others."""
    rng, pair = np.random.default_rng(0), isinstance(architecture, EncoderDecoder)
    large = replace(architecture, units=units)
    network = Network(CELLS[name](), large, parameters(CELLS[name](), large, rng, 0.1))
    return Problem(network, batch(rng, large, (steps // (2 if pair else 1),) * size), MEAN)


@pytest.mark.parametrize("architecture", ARCHITECTURES, ids=name_of)
@pytest.mark.parametrize("name", ["rnn", "lstm"])
def test_the_memory_that_is_saved_was_really_there_in_every_architecture(name: str, architecture: Architecture) -> None:
    """Where layers read in both directions, what each gives is kept: an RNN's tape is not much more."""
    in_full = getattr(architecture, "both", False) and name == "rnn"
    saves(measured(long_batch(name, architecture, 256, 32, 8), FULL), "checkpointed", 3 / 4 if in_full else 1 / 2)


@pytest.mark.parametrize("architecture", ARCHITECTURES, ids=name_of)
@pytest.mark.parametrize("name", ["rnn", "lstm"])
@pytest.mark.parametrize("truncate", [0, 20])
def test_checkpointing_reports_less_memory_in_every_architecture(
    name: str, architecture: Architecture, truncate: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Long sequences: also where segments are as long as they are at least."""
    monkeypatch.setattr("app.bptt.segments.SMALLEST", 16_384)
    apart = truncate > 0 and architecture.causal
    given = long_batch(name, architecture, 320, 16, 32)
    kept, checkpointed = (given.batch_gradients(truncate=truncate, checkpoint=on).bytes for on in (False, True))
    assert checkpointed <= kept * (1.1 if apart else 0.8), "a window of 20 steps is hardly more than one segment"


@pytest.mark.parametrize("architecture", ARCHITECTURES, ids=name_of)
def test_with_checkpointing_the_memory_of_every_architecture_grows_with_the_root_of_the_length(
    architecture: Architecture,
) -> None:
    """Beside what is kept in full between layers in both directions, which grows with the length."""
    short, long = (long_batch("lstm", architecture, steps, 8, 4) for steps in (100, 400))
    held = [given.batch_gradients(checkpoint=True).bytes - in_full(given) for given in (short, long)]
    assert held[1] / held[0] == pytest.approx(2, rel=0.08)
    kept = [given.batch_gradients().bytes for given in (short, long)]
    assert kept[1] / kept[0] == pytest.approx(4, rel=0.05)


def in_full(given: Problem) -> int:
    """The bytes of what layers in both directions give in full."""
    return sum(array.nbytes for array in given.network.forward(given.examples, CHECKPOINTED).between)
