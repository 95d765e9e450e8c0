"""A pass in segments: with checkpoints the same bits as without, and the gradient of one pass over everything."""

from __future__ import annotations

from itertools import product
from math import isqrt
from typing import Any

import numpy as np
import pytest

from app.bptt.architecture import Architecture, Network
from app.bptt.batch_gradients import norms_back
from app.bptt.losses import LOSSES
from app.bptt.segments import CHECKPOINTED, KEPT, WHOLE, Walk, segment_bounds
from app.cells import CELLS
from app.cells.base import AnyCell
from app.cells.gru import GRU
from tests.architectures import ARCHITECTURES, DEEP, LABORATORY, PAIR, hold, losses_of, name_of, problem
from tests.engine import (
    Problem,
    Shape,
    cells,
    clamped_cells,
    label,
    laboratory_problem,
    plain_cells,
    same_bits,
)

EQUAL = 1e-12
"""What a sum over segments and one over all steps may differ by, relative to the largest entry."""
WINDOWS = (0, 1, 3, 4, 10, 11, 50)
EVEN, UNEVEN = (10, 10), (11, 1, 7)
"""Lengths of the sequences of a batch."""

every_cell = pytest.mark.parametrize("cell", cells(), ids=label)
every_plain_cell = pytest.mark.parametrize("cell", list(plain_cells()), ids=label)
every_kind = pytest.mark.parametrize(
    "cell", [*(kind() for kind in CELLS.values()), GRU(norm="layer", reset="before")], ids=label
)
"""One of each kind, and one whose records have every field: what a walk by segments can tell apart."""
every_architecture = pytest.mark.parametrize("architecture", ARCHITECTURES, ids=name_of)
every_precision = pytest.mark.parametrize("dtype", ["float64", "float32", "float16"])
even_and_uneven = pytest.mark.parametrize("lengths", [EVEN, UNEVEN], ids=["even", "uneven"])


@pytest.fixture(autouse=True)
def segments_of_the_square_root(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small problems here have small tapes; they are cut all the same."""
    monkeypatch.setattr("app.bptt.segments.SMALLEST", 0)


# --- segments ---------------------------------------------------------------------------------------------------------


def test_small_tapes_are_not_cut_and_large_ones_are_by_the_square_root() -> None:
    assert segment_bounds(50, 128, 16_384) == [(0, 50)]  # an LSTM of 32 units, one sequence
    assert segment_bounds(50, 128 * 32, 16_384)[0] == (0, 8)
    assert segment_bounds(5000, 128, 16_384)[0] == (0, 128)


def test_the_segments_cover_the_steps_in_order_and_none_is_longer_than_the_root() -> None:
    for steps in range(1, 130):
        bounds = segment_bounds(steps, 1, 0)
        assert [t for start, end in bounds for t in range(start, end)] == list(range(steps))
        root = int(np.ceil(np.sqrt(steps)))
        assert max(end - start for start, end in bounds) == root
        assert len(bounds) <= root


def test_the_root_of_a_length_is_taken_in_whole_numbers() -> None:
    for steps in (1, 4, 9, 10**6, 10**6 + 1):
        first, last = segment_bounds(steps, 1, 0)[0]
        assert last - first == isqrt(steps - 1) + 1


@every_architecture
@pytest.mark.parametrize(("walk", "segments"), [(WHOLE, 1), (KEPT, 3), (CHECKPOINTED, 3)])
def test_a_pass_has_its_tapes_and_its_segments_as_its_walk_says(
    architecture: Architecture, walk: Walk, segments: int
) -> None:
    given = problem(cells()[0], architecture, lengths=(10, 9))
    run = given.network.forward(given.examples, walk)
    for stack in run.stacks:
        assert len(stack.segments) == segments
        assert all((segment.tapes is None) == (walk == CHECKPOINTED) for segment in stack.segments)
        edges = [edge for segment in stack.segments for edge in (segment.first, segment.last)]
        assert edges[0] == 0
        assert edges[-1] == stack.stack.steps
        assert edges[1:-1:2] == edges[2::2]
    whole = given.network.forward(given.examples)
    asked = given.examples.weights > 0
    np.testing.assert_array_equal(run.outputs[asked], whole.outputs[asked])
    for name, state in run.ends.items():
        for mine, its in zip(state, whole.ends[name], strict=True):
            np.testing.assert_array_equal(mine, its)
            assert mine.base is None, "a view would keep the whole tape alive"


# --- the same bits ----------------------------------------------------------------------------------------------------


@every_architecture
@every_kind
@even_and_uneven
def test_checkpointing_gives_the_same_bits_for_every_architecture_loss_and_window(
    architecture: Architecture, cell: AnyCell, lengths: tuple[int, ...]
) -> None:
    for loss in losses_of(architecture).values():
        given = problem(cell, architecture, lengths=lengths, loss=loss)
        for window in (0, 1, 4):
            kept, checkpointed = (given.batch_gradients(truncate=window, checkpoint=on) for on in (False, True))
            same_bits(kept, checkpointed)
            assert kept.params.keys() == given.params.keys()


@pytest.mark.parametrize("architecture", [DEEP, PAIR], ids=name_of)
@every_kind
@pytest.mark.parametrize("dtype", ["float32", "float16"])
def test_it_does_in_every_precision(architecture: Architecture, cell: AnyCell, dtype: str) -> None:
    for loss in losses_of(architecture).values():
        given = problem(cell, architecture, lengths=UNEVEN, loss=loss).in_precision(dtype)
        for window in (0, 4):
            kept, checkpointed = (given.batch_gradients(truncate=window, checkpoint=on) for on in (False, True))
            same_bits(kept, checkpointed)
            assert {value.dtype.name for value in kept.params.values()} == {dtype}


@pytest.mark.parametrize("cell", list(clamped_cells()), ids=label)
@pytest.mark.parametrize("architecture", [DEEP, PAIR], ids=name_of)
def test_it_does_with_gates_that_are_held(cell: AnyCell, architecture: Architecture) -> None:
    given = problem(cell, architecture, lengths=UNEVEN)
    for window in WINDOWS:
        same_bits(*(given.batch_gradients(truncate=window, checkpoint=on) for on in (False, True)))


@every_kind
@pytest.mark.parametrize("loss_at", ["last", "every"])
def test_checkpointing_gives_the_same_bits_for_every_length(cell: AnyCell, loss_at: str) -> None:
    for steps in (*range(1, 18), 25, 26, 36, 37):  # whole roots, and one more
        given = laboratory_problem(cell, "cross_entropy", loss_at, Shape(steps, 2))
        for window in (0, 7):
            same_bits(*(given.batch_gradients(truncate=window, checkpoint=on) for on in (False, True)))


@every_cell
@every_precision
def test_checkpointing_gives_the_same_bits_for_every_cell_and_window_of_the_laboratory(
    cell: AnyCell, dtype: str
) -> None:
    given = laboratory_problem(cell, "mse", "every", Shape(17, 3)).in_precision(dtype)
    for window in (*WINDOWS, 17):
        kept, checkpointed = (given.batch_gradients(truncate=window, checkpoint=on) for on in (False, True))
        same_bits(kept, checkpointed)
        assert all(value.dtype == dtype for value in kept.params.values())


# --- the gradient of one pass over everything -------------------------------------------------------------------------


def is_that_of_one_pass(given: Problem, window: int) -> None:
    """Hold loss, gradients and norms over time to those of one pass over the whole sequence."""
    _, value, back = given.solve(window)
    found = given.batch_gradients(truncate=window, checkpoint=True)
    assert found.params.keys() == back.params.keys() == given.params.keys()
    for name, expected in back.params.items():
        assert found.params[name].shape == expected.shape
        assert np.abs(found.params[name] - expected).max() <= EQUAL * np.abs(expected).max(), (name, window)
    assert found.loss == pytest.approx(value.total, rel=EQUAL)
    norms = norms_back(given.architecture, back)
    np.testing.assert_array_equal(found.gradient_norms.status, norms.status)
    np.testing.assert_allclose(found.gradient_norms.log10, norms.log10, rtol=0, atol=1e-11)
    assert found.gradient_norms.status.dtype == np.uint8
    assert found.non_finite is None


@every_plain_cell
@pytest.mark.parametrize(("loss", "loss_at"), list(product(LOSSES, ("last", "every"))))
def test_the_gradient_is_that_of_one_pass_over_the_whole_sequence(cell: AnyCell, loss: str, loss_at: str) -> None:
    given = laboratory_problem(cell, loss, loss_at, Shape(11, 3))
    for window in WINDOWS:
        is_that_of_one_pass(given, window)


@every_architecture
@every_kind
@even_and_uneven
def test_it_is_for_every_architecture_and_loss(
    architecture: Architecture, cell: AnyCell, lengths: tuple[int, ...]
) -> None:
    for loss in losses_of(architecture).values():
        given = problem(cell, architecture, lengths=lengths, loss=loss)
        for window in (0, 1, 4):
            is_that_of_one_pass(given, window)


@every_architecture
@every_kind
def test_the_gradient_of_every_parameter_in_segments_is_its_central_difference(
    architecture: Architecture, cell: AnyCell
) -> None:
    *_, loss = losses_of(architecture).values()
    given = problem(cell, architecture, lengths=(5, 2, 4), loss=loss)
    hold(given, given.batch_gradients(checkpoint=True).params)


@every_plain_cell
@pytest.mark.parametrize(("loss", "loss_at"), list(product(LOSSES, ("last", "every"))))
def test_it_is_for_every_plain_cell_of_the_laboratory(cell: AnyCell, loss: str, loss_at: str) -> None:
    given = laboratory_problem(cell, loss, loss_at, Shape(7, 2))
    hold(given, given.batch_gradients(checkpoint=True).params)


@every_architecture
def test_segments_of_any_length_give_the_same_gradient(
    architecture: Architecture, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = problem(cells()[0], architecture, lengths=UNEVEN)
    for length in (1, 2, 5, 11, 40):

        def bounds(steps: int, per_step: int, smallest: int, length: int = length) -> list[tuple[int, int]]:
            return [(first, min(first + length, steps)) for first in range(0, steps, length)]

        monkeypatch.setattr("app.bptt.segments.segment_bounds", bounds)
        same_bits(*(given.batch_gradients(checkpoint=on) for on in (False, True)))
        is_that_of_one_pass(given, 0)


# --- the laboratory's network is one of them --------------------------------------------------------------------------


@every_plain_cell
@pytest.mark.parametrize("truncate", [0, 3])
def test_the_laboratory_s_network_is_a_stack_of_one_layer_under_other_names(cell: AnyCell, truncate: int) -> None:
    bare = problem(cell, LABORATORY, lengths=EVEN)
    named = next(one for one in ARCHITECTURES if name_of(one) == "1-forward-vectors")
    params = {name if name in ("W_hy", "b_y") else f"layer1.{name}": value for name, value in bare.params.items()}
    other = Problem(Network(cell, named, params), bare.examples, bare.loss)
    mine, its = bare.batch_gradients(truncate=truncate), other.batch_gradients(truncate=truncate)
    assert list(mine.params) == [*cell.shapes(1, 1), "W_hy", "b_y"]
    assert mine.loss == its.loss
    assert mine.bytes == its.bytes
    for name, value in its.params.items():
        np.testing.assert_array_equal(mine.params[name.removeprefix("layer1.")], value)


@pytest.mark.parametrize("fields", [{"depth": 2}, {"both": True}])
def test_only_a_single_layer_can_be_without_a_name(fields: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="layers need names"):
        type(LABORATORY)(2, 2, 3, bare=True, **fields)
