"""The gradient matrix: each row is one output's own loss, taken back alone, in every layer of every architecture."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from app.bptt.architecture import Architecture
from app.bptt.encoder_decoder import EncoderDecoder
from app.bptt.gradient_matrix import gradient_matrix
from app.bptt.norms import LogNorms
from app.cells import CELLS
from app.cells.base import AnyCell
from tests.architectures import ARCHITECTURES, PAIR, losses_of, name_of, problem
from tests.engine import Problem, Solution, cells, clamped_cells, label, plain_cells

every_architecture = pytest.mark.parametrize("architecture", ARCHITECTURES, ids=name_of)


@pytest.fixture(params=[3, 32], autouse=True)
def so_many_together(request: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Losses are carried back in one go, and a few at a time."""
    monkeypatch.setattr("app.bptt.gradient_matrix.TOGETHER", request.param)


def rows_of(given: Problem, solution: Solution, asked: np.ndarray, truncate: int) -> dict[str, list[LogNorms]]:
    """‖∂L_u/∂h_t‖ of each layer from a way back of its own for every output."""
    rows: dict[str, list[LogNorms]] = {}
    for u in range(len(asked)):
        alone = np.where(np.arange(len(asked))[:, None, None] == u, asked, 0)
        back = given.network.backward(solution.run, alone, truncate)
        for name, layer in back.layers.items():
            rows.setdefault(name, []).append(layer.norms)
    return rows


def is_made_of_rows(given: Problem, truncate: int, asked: np.ndarray | None = None) -> None:
    """Hold the matrix of every layer to the rows."""
    solution = given.solve(truncate)
    asked = solution.value.d_y if asked is None else asked
    found = gradient_matrix(given.network, solution.run, asked, truncate)
    rows = rows_of(given, solution, asked, truncate)
    assert list(found) == list(given.architecture.layers())
    for name, matrix in found.items():
        assert matrix.shape == (len(asked), solution.run.tapes[name].steps)
        assert matrix.dtype == np.float64
        for mine, row in zip(matrix, rows[name], strict=True):
            np.testing.assert_array_equal(np.isneginf(mine), np.isneginf(row.log10), err_msg=name)
            np.testing.assert_allclose(10**mine, 10**row.log10, rtol=1e-11, err_msg=name)


@every_architecture
@pytest.mark.parametrize("cell", [kind() for kind in CELLS.values()], ids=label)
@pytest.mark.parametrize("lengths", [(6, 6), (6, 1, 4)], ids=["even", "uneven"])
def test_every_row_is_a_way_back_of_its_own(
    architecture: Architecture, cell: AnyCell, lengths: tuple[int, ...]
) -> None:
    for truncate in (0, 1, 2, 5, 20):
        is_made_of_rows(problem(cell, architecture, lengths=lengths), truncate)


@pytest.mark.parametrize("cell", list(plain_cells()), ids=label)
def test_it_is_for_every_option_of_a_cell(cell: AnyCell) -> None:
    for truncate in (0, 2):
        is_made_of_rows(problem(cell, PAIR, lengths=(6, 1, 4)), truncate)


@pytest.mark.parametrize("cell", list(clamped_cells()), ids=label)
def test_it_is_with_gates_that_are_held(cell: AnyCell) -> None:
    is_made_of_rows(problem(cell, PAIR), 0)


@every_architecture
def test_it_is_for_every_loss(architecture: Architecture) -> None:
    for loss in losses_of(architecture).values():
        is_made_of_rows(problem(cells()[0], architecture, loss=loss), 2)


@every_architecture
def test_it_is_where_an_output_is_asked_nothing(architecture: Architecture) -> None:
    given = problem(cells()[0], architecture, lengths=(6, 6))
    asked = given.solve().value.d_y.copy()
    asked[[0, 3]] = 0
    is_made_of_rows(given, 0, asked)
    found = gradient_matrix(given.network, given.solve().run, asked)
    for matrix in found.values():
        assert np.isneginf(matrix[[0, 3]]).all()


@every_architecture
def test_a_loss_has_a_part_in_what_comes_before_it_in_the_order_in_which_a_layer_reads(
    architecture: Architecture,
) -> None:
    """An output's own step and those read before it, and in an encoder all; above the lowest layer of two, each."""
    given = problem(cells()[0], architecture, lengths=(6, 6))
    solution = given.solve()
    found = gradient_matrix(given.network, solution.run, solution.value.d_y)
    outputs = len(solution.value.d_y)
    earlier = np.tril(np.ones((outputs, outputs), bool))
    if isinstance(architecture, EncoderDecoder):
        assert np.isfinite(found["encoder"]).all()
        np.testing.assert_array_equal(np.isfinite(found["decoder"]), earlier)
        return
    highest = list(found)[-2:] if getattr(architecture, "both", False) else list(found)[-1:]
    for name, matrix in found.items():
        in_order = matrix[::-1] if name.endswith(".reverse") else matrix
        if name in highest or not getattr(architecture, "both", False):
            np.testing.assert_array_equal(np.isfinite(in_order), earlier, err_msg=name)
        else:
            assert np.isfinite(matrix).all(), name


@every_architecture
def test_the_row_of_the_only_output_that_is_asked_has_the_norms_of_the_whole_gradient(
    architecture: Architecture,
) -> None:
    given = problem(cells()[0], architecture, lengths=(5, 5))
    weights = np.zeros_like(given.examples.weights)
    weights[-1] = 1
    given = given.reading(weights=weights)
    solution = given.solve()
    found = gradient_matrix(given.network, solution.run, solution.value.d_y)
    for name, matrix in found.items():
        np.testing.assert_allclose(matrix[-1], solution.back.layers[name].norms.log10, atol=1e-11)


@pytest.mark.parametrize("dtype", ["float32", "float16"])
@every_architecture
def test_it_is_close_to_itself_in_a_small_precision(architecture: Architecture, dtype: str) -> None:
    given = problem(cells()[0], architecture, lengths=(5, 5))
    exact, small = (
        gradient_matrix(one.network, solution.run, solution.value.d_y)
        for one in (given, given.in_precision(dtype))
        for solution in [one.solve()]
    )
    for name, matrix in exact.items():
        scale = 10 ** matrix.max()
        np.testing.assert_allclose(
            10 ** small[name], 10**matrix, rtol=0, atol=scale * (1e-5 if dtype == "float32" else 0.05)
        )
