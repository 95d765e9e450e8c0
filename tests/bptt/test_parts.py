"""The smaller parts of the engine: memory, Jacobians and contributions at their edges."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from app.bptt.contributions import contributions
from app.bptt.jacobians import analyse
from app.bptt.memory import measure
from app.bptt.norms import NAN, OK, OVERFLOW, ZERO
from app.cells.base import AnyCell
from tests.engine import Shape, label, plain_cells, tape_of, traced_layer

every_plain_cell = pytest.mark.parametrize("cell", list(plain_cells()), ids=label)


@every_plain_cell
def test_the_memory_of_the_tape_is_what_its_arrays_measure(cell: AnyCell) -> None:
    _, tape = tape_of(cell, Shape(steps=9, batch=3, units=4))
    arrays = [tape.inputs, *tape.states, *(field for field in tape.saved if field is not None)]
    found = measure([tape], 0)
    assert found.total == sum(array.nbytes for array in arrays) == sum(found.parts.values())
    assert len(found.parts) == len(arrays)
    assert found.per_step * 9 >= found.total > (found.per_step - 1) * 9
    assert found.truncated == found.total
    _, window = tape_of(cell, Shape(steps=3, batch=3, units=4))
    assert measure([tape], 3).truncated == measure([window], 0).total, "a window's tape is that of a sequence as long"
    assert measure([tape], 100).truncated == found.total


@every_plain_cell
@pytest.mark.parametrize(("steps", "segment"), [(1, 1), (2, 2), (4, 2), (5, 3), (9, 3), (100, 10), (101, 11)])
def test_checkpointing_keeps_segments_of_the_root_of_the_length(cell: AnyCell, steps: int, segment: int) -> None:
    _, tape = tape_of(cell, Shape(steps=steps, batch=1))
    found = measure([tape], 0)
    assert found.segment == segment == int(np.ceil(np.sqrt(steps)))
    assert found.checkpointed <= found.total
    if steps >= 100:
        assert found.checkpointed < found.total / 3


def test_a_tape_in_a_smaller_precision_is_smaller_in_proportion() -> None:
    sizes = {
        dtype: measure([traced_layer(cell="lstm", dtype=dtype).tape], 0).total
        for dtype in ("float64", "float32", "float16")
    }
    assert sizes["float64"] == 2 * sizes["float32"] == 4 * sizes["float16"]


def test_jacobians_that_are_not_finite_are_nan_from_there_on_back() -> None:
    j = np.array([np.eye(2)] * 5)
    j[2, 0, 0] = np.inf  # J_3
    found = analyse(j)
    np.testing.assert_array_equal(found.product.status, [NAN, NAN, OK, OK, OK])
    np.testing.assert_array_equal(np.isnan(found.sigma), [False, False, True, False, False])
    assert np.isnan(found.growth)
    assert np.isnan(analyse(np.full((3, 2, 2), np.nan)).sigma).all()


def test_a_jacobian_of_zeros_ends_the_product() -> None:
    j = np.array([2 * np.eye(2)] * 4)
    j[1] = 0  # J_2
    found = analyse(j)
    np.testing.assert_array_equal(found.product.status, [ZERO, OK, OK, OK])
    np.testing.assert_allclose(found.product.log10[1:], np.log10([4, 2, 1]), atol=1e-15)
    assert found.growth == -np.inf


def test_a_product_of_jacobians_neither_underflows_nor_overflows() -> None:
    for factor in (1e-5, 1e5):
        found = analyse(np.array([factor * np.eye(3)] * 200))
        np.testing.assert_allclose(found.product.log10[0], 199 * np.log10(factor), rtol=1e-12)
        np.testing.assert_allclose(found.growth, np.log10(factor), rtol=1e-12)
        assert (found.product.status == OK).all()


def test_one_step_has_no_growth() -> None:
    found = analyse(np.array([3 * np.eye(2)]))
    assert found.growth == 0.0
    np.testing.assert_array_equal(found.product.log10, [0.0])


def test_shares_of_a_gradient_that_is_zero_or_not_finite_are_zero_or_nan() -> None:
    nothing = traced_layer(cell="lstm", clamp="o:0", steps=4)
    found = contributions(nothing.tape, nothing.gradients, "W_hh")
    np.testing.assert_array_equal(found.share, 0)
    assert (found.norm.status == ZERO).all()
    layer = traced_layer(
        cell="rnn", bias="", activation="identity", rho=3, steps=60, dtype="float16", input_scale=10, loss_at="every"
    )
    not_finite = contributions(layer.tape, layer.gradients, "W_hh")
    assert np.isnan(not_finite.share).any()
    assert set(np.unique(not_finite.norm.status)) & {NAN, OVERFLOW}


def test_shares_are_right_where_the_gradient_s_square_underflows() -> None:
    layer = traced_layer(cell="rnn", bias="", steps=6)
    gradients = layer.gradients
    passes = [back._replace(d_a=back.d_a * 1e-200, d_m=back.d_m * 1e-200) for back in gradients.passes]
    expected = contributions(layer.tape, gradients, "W_hh")
    found = contributions(layer.tape, replace(gradients, passes=passes), "W_hh")
    np.testing.assert_allclose(found.share, expected.share, rtol=1e-9)
    np.testing.assert_allclose(found.running.log10, expected.running.log10 - 200, atol=1e-9)
