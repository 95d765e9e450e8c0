"""Memory over the length of a sequence: the arithmetic against tapes, and against what passes of the engine hold."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from app.bptt.memory import measure
from app.bptt.memory_curve import MemoryCurve, memory_curve
from app.bptt.segments import SMALLEST, segment_bounds
from app.cells.base import AnyCell
from app.config import RunConfig
from app.trace import trace
from tests.bptt.test_memory import bytes_of, long_problem
from tests.engine import Problem, label, plain_cells

every_plain_cell = pytest.mark.parametrize("cell", list(plain_cells()), ids=label)
T, WINDOW = 40, 7


def curve_of(given: Problem, truncate: int) -> MemoryCurve:
    return memory_curve([given.solve().tape], truncate)


@every_plain_cell
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_the_curve_is_the_bytes_of_the_tapes_of_shorter_sequences(cell: AnyCell, dtype: str) -> None:
    given = long_problem(cell, T, dtype=dtype)
    curve = curve_of(given, WINDOW)
    for t in range(1, T + 1):
        assert curve.full[t - 1] == bytes_of(given, 0, t)
        assert curve.truncated[t - 1] == bytes_of(given, 0, min(t, WINDOW))
    np.testing.assert_array_equal(curve_of(given, 0).truncated, curve.full, "without a window nothing is cut")
    np.testing.assert_array_equal(np.diff(curve.full), np.full(T - 1, curve.full[1] - curve.full[0]), "a line")
    assert len(set(curve.truncated[WINDOW - 1 :].tolist())) == 1, "flat from k on"


def batch_bytes(given: Problem, monkeypatch: pytest.MonkeyPatch, smallest: int, **options: Any) -> int:
    """What a training pass says that it held, with segments of at least so many pre-activations."""
    monkeypatch.setattr("app.bptt.segments.SMALLEST", smallest)
    return given.batch_gradients(**options).bytes


@every_plain_cell
@pytest.mark.parametrize("steps", [1, 2, 3, 5, 9, 10, 23, 40])
def test_the_curve_is_what_a_training_pass_holds(cell: AnyCell, steps: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """In one piece where segments are long; in segments of ⌈√t⌉ where checkpoints are set between them."""
    curve, given = curve_of(long_problem(cell, T), WINDOW), long_problem(cell, steps)
    one_piece = 1 << 40
    assert curve.full[steps - 1] == batch_bytes(given, monkeypatch, one_piece)
    assert curve.truncated[steps - 1] == batch_bytes(given, monkeypatch, one_piece, truncate=WINDOW)
    assert curve.checkpointed[steps - 1] == batch_bytes(given, monkeypatch, 0, checkpoint=True)


@every_plain_cell
@pytest.mark.parametrize("truncate", [0, WINDOW])
def test_what_is_measured_lies_on_the_curve_also_where_training_would_not_cut(cell: AnyCell, truncate: int) -> None:
    curve = curve_of(long_problem(cell, T), truncate)
    assert [found.steps for found in curve.measured] == [10, 20, 40]
    for found in curve.measured:
        at = found.steps - 1
        expected = (curve.full[at], curve.truncated[at], curve.checkpointed[at])
        assert (found.full, found.truncated, found.checkpointed) == expected
    assert curve.training_segment == T, "so small a tape is one segment in training"


def test_a_training_pass_has_the_segments_that_the_curve_says_it_has() -> None:
    given = long_problem(next(iter(plain_cells())), 100, batch=64, units=32)
    curve = curve_of(given, 0)
    per_step = 64 * given.params["W_hh"].shape[0]
    (first, last), *_ = segment_bounds(100, per_step, SMALLEST)
    assert curve.training_segment == last - first


@pytest.mark.parametrize("query", [{}, {"truncate": 30}, {"steps": 1}, {"steps": 2, "truncate": 1}, {"batch": 3}])
def test_the_trace_has_the_curve_up_to_its_own_tape(query: dict[str, Any]) -> None:
    config = RunConfig(cell=("rnn", "lstm", "gru"), units=4, **query)
    for run in trace(config, ("memory", "memory_curve")).runs:
        memory, curve = run.parts["memory"], run.parts["memory_curve"]
        assert len(curve.full) == len(curve.truncated) == len(curve.checkpointed) == config.steps
        assert curve.full[-1] == memory.total
        assert curve.truncated[-1] == memory.truncated
        assert min(curve.checkpointed[-1], memory.total) == memory.checkpointed
        assert curve.measured[-1].steps == config.steps
        for found in curve.measured:
            at = found.steps - 1
            assert (found.full, found.truncated, found.checkpointed) == (
                curve.full[at],
                curve.truncated[at],
                curve.checkpointed[at],
            )


def test_a_window_and_a_tape_as_long_keep_the_same() -> None:
    tape = long_problem(next(iter(plain_cells())), 12).solve().tape
    assert measure([tape], 12) == measure([tape], 0) == measure([tape], 50)
