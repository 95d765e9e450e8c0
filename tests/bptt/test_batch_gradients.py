"""The gradient of a training iteration: truncated by windows, and going on from state to state."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import pytest

from app.bptt.architecture import Architecture
from app.bptt.batch_gradients import windows
from app.bptt.examples import Examples
from app.bptt.segments import KEPT
from app.bptt.truncation import cut_after
from app.cells import CELLS
from app.cells.base import AnyCell
from tests.architectures import (
    ARCHITECTURES,
    EXACT,
    LABORATORY,
    TOLERANCE,
    losses_of,
    name_of,
    numeric,
    problem,
    stacks,
)
from tests.engine import Shape, cells, central_difference, difference, label, laboratory_problem, plain_cells

every_plain_cell = pytest.mark.parametrize("cell", list(plain_cells()), ids=label)
CAUSAL = [LABORATORY, *(stack for stack in stacks() if not stack.both)]


@pytest.fixture(autouse=True)
def segments_of_the_square_root(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small problems here have small tapes; they are cut all the same."""
    monkeypatch.setattr("app.bptt.segments.SMALLEST", 0)


def test_the_windows_end_where_truncation_cuts() -> None:
    for steps, window in product(range(1, 25), range(30)):
        found = windows(steps, window)
        assert [t for start, end in found for t in range(start, end)] == list(range(steps))
        cuts = [t for t, cut in enumerate(cut_after(steps, window)) if cut and t]
        assert [end for _, end in found] == [*cuts, steps]
        assert not window or max(end - start for start, end in found) == min(window, steps)


@every_plain_cell
@pytest.mark.parametrize("window", [1, 3, 4])
def test_a_truncated_gradient_is_the_sum_of_the_windows_own_from_the_state_that_each_starts_in(
    cell: AnyCell, window: int
) -> None:
    given = laboratory_problem(cell, "mse", "every", Shape(8, 2))
    found, network = given.batch_gradients(truncate=window), given.network
    for name, analytic in found.params.items():
        summed = np.zeros_like(analytic)
        state: dict[str, Any] = {}
        for first, last in windows(8, window):
            part = given.examples.part(first, last)

            def total(
                value: np.ndarray, part: Examples = part, state: dict[str, Any] = state, name: str = name
            ) -> float:
                """The loss of one window, whose first state is held."""
                moved = replace(network, params={**network.params, name: value})
                return given.loss(moved.forward(part, initial=state).outputs, part).total

            summed += central_difference(total, given.params[name])
            state = network.forward(part, initial=state).ends
        assert difference(analytic, summed) < TOLERANCE, name


@pytest.mark.parametrize("architecture", ARCHITECTURES, ids=name_of)
@pytest.mark.parametrize(("lengths", "window"), [((6, 6), 1), ((6, 6), 4), ((6, 1, 4), 4)])
def test_a_truncated_gradient_is_the_difference_of_a_loss_that_is_blind_over_the_cuts(
    architecture: Architecture, lengths: tuple[int, ...], window: int
) -> None:
    """In windows of their own, where they are the same for all sequences, as in one pass with cuts."""
    for cell in (kind() for kind in CELLS.values()):
        given = problem(cell, architecture, lengths=lengths)
        for name, analytic in given.batch_gradients(truncate=window, checkpoint=True).params.items():
            assert difference(analytic, numeric(given, name, window)) < TOLERANCE, name


@pytest.mark.parametrize("architecture", CAUSAL, ids=name_of)
def test_a_window_is_held_apart_only_where_every_sequence_has_it_and_each_step_its_own_loss(
    architecture: Architecture, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []
    forward = type(architecture).forward

    def counted(self: Architecture, cell: AnyCell, params: object, examples: Examples, *rest: object) -> object:
        read.append(len(examples.inputs))
        return forward(self, cell, params, examples, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(type(architecture), "forward", counted)
    for lengths, (name, loss) in product([(7, 7), (7, 2)], losses_of(architecture).items()):
        given = problem(cells()[0], architecture, lengths=lengths, loss=loss)
        read.clear()
        given.batch_gradients(truncate=3)
        assert read == ([1, 3, 3] if lengths == (7, 7) and name != "labels" else [7]), name


@pytest.mark.parametrize("architecture", CAUSAL, ids=name_of)
def test_a_loss_in_windows_is_the_loss_of_the_whole_batch(architecture: Architecture) -> None:
    """A mean is over all that is asked of the batch, whatever is asked in each of its parts."""
    for loss in losses_of(architecture).values():
        given = problem(cells()[0], architecture, lengths=(7, 7), loss=loss)
        weights = given.examples.weights.copy()
        weights[2:5], weights[5, 0] = 0, 0
        given = given.reading(weights=weights)
        found = given.batch_gradients(truncate=3).loss
        np.testing.assert_allclose(found, given.solve().value.total, **EXACT)


def test_where_nothing_is_asked_nothing_is_read_out_in_segments_and_all_of_it_in_one() -> None:
    given = laboratory_problem(cells()[0], "mse", "last", Shape(9, 2))
    whole, kept = given.solve().run, given.network.forward(given.examples, KEPT)
    assert whole.outputs.any(axis=(1, 2)).all()
    assert kept.outputs.any(axis=(1, 2)).tolist() == [False] * 6 + [True] * 3
    np.testing.assert_array_equal(kept.outputs[-1], whole.outputs[-1])


@every_plain_cell
def test_a_batch_of_which_nothing_is_asked_has_no_gradient(cell: AnyCell) -> None:
    given = laboratory_problem(cell, "mse", "last", Shape(6, 2)).asked(np.zeros(6, bool))
    for truncate in (0, 2):
        found = given.batch_gradients(truncate=truncate)
        assert found.loss == 0
        assert found.params.keys() == given.params.keys()
        assert not any(value.any() for value in found.params.values())
        assert found.non_finite is None
