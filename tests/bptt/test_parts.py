"""The smaller parts of the engine: initialisers, memory, Jacobians and contributions at their edges."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from app.bptt.contributions import contributions
from app.bptt.initialisers import INITIALISERS, initialise, spectral_radius
from app.bptt.jacobians import analyse
from app.bptt.memory import measure
from app.bptt.norms import NAN, OK, OVERFLOW, ZERO
from app.cells import CELLS
from app.cells.base import AnyCell
from tests.engine import Shape, label, plain_cells, tape_of, traced_layer

every_plain_cell = pytest.mark.parametrize("cell", list(plain_cells()), ids=label)
every_init = pytest.mark.parametrize("init", INITIALISERS)


@every_init
@pytest.mark.parametrize("units", [1, 2, 3, 40])
@pytest.mark.parametrize("seed", [0, 1, 7, 2**31 - 1])
def test_an_initialiser_gives_a_real_matrix_of_spectral_radius_1(init: str, units: int, seed: int) -> None:
    matrix = INITIALISERS[init](np.random.default_rng(seed), units)
    assert matrix.shape == (units, units)
    assert matrix.dtype == np.float64
    assert spectral_radius(matrix) == pytest.approx(1, abs=1e-12)
    again = INITIALISERS[init](np.random.default_rng(seed), units)
    np.testing.assert_array_equal(matrix, again)


def test_the_initialisers_are_what_they_are_called() -> None:
    rng = np.random.default_rng(0)
    q = INITIALISERS["orthogonal"](rng, 50)
    np.testing.assert_allclose(q @ q.T, np.eye(50), atol=1e-13)
    signs = [np.sign(np.linalg.det(INITIALISERS["orthogonal"](rng, 3))) for _ in range(200)]
    assert -0.3 < np.mean(signs) < 0.3  # Haar: reflections as often as rotations
    np.testing.assert_array_equal(INITIALISERS["identity"](rng, 3), np.eye(3))
    for init, kurtosis in (("gaussian", 3.0), ("uniform", 1.8)):
        entries = np.concatenate([INITIALISERS[init](rng, 60).ravel() for _ in range(10)])
        assert (entries**4).mean() / (entries**2).mean() ** 2 == pytest.approx(kurtosis, abs=0.15)
    assert spectral_radius(np.array([[0.0, -2.0], [2.0, 0.0]])) == pytest.approx(2)  # a pair of complex eigenvalues


@pytest.mark.parametrize("kind", CELLS.values(), ids=CELLS.keys())
@every_init
def test_all_parameters_are_drawn_from_the_seed_and_rounded_last(kind: type[AnyCell], init: str) -> None:
    gate = kind.gates[0].name if kind.gates else None
    bias = {gate: -1.5} if gate else {}

    def drawn(seed: int = 1, rho: float = 0.9, dtype: str = "float64") -> dict[str, np.ndarray]:
        settings = {"init": init, "rho": rho, "bias": bias, "seed": seed, "dtype": np.dtype(dtype)}
        return initialise(kind, shapes, **settings, recurrent_last=True)

    shapes = kind.shapes(2, 4) | {"W_hy": (3, 4), "b_y": (3,)}
    params = drawn()
    assert {name: value.shape for name, value in params.items()} == shapes
    for name, value in drawn().items():
        np.testing.assert_array_equal(value, params[name])
        np.testing.assert_array_equal(drawn(dtype="float16")[name], value.astype(np.float16))
    assert (drawn(seed=2)["W_xh"] != params["W_xh"]).any()
    assert np.abs(params["W_xh"]).max() <= 0.5  # 1/√H
    np.testing.assert_array_equal(drawn(rho=0)["W_hh"], 0)
    np.testing.assert_array_equal(drawn(rho=0)["W_xh"], params["W_xh"])
    if gate:
        block = kind.blocks.index(gate)
        np.testing.assert_array_equal(params["b_h"].reshape(-1, 4)[block], -1.5)
        np.testing.assert_array_equal(np.delete(params["b_h"].reshape(-1, 4), block, axis=0), 0)
    other = initialise(kind, shapes, init=init, rho=0.9, bias={}, seed=1, dtype=np.dtype(float), recurrent_last=True)
    np.testing.assert_array_equal(other["b_h"], 0)  # the bias of the run before is not left behind
    params["W_hy"][:] = 7  # the caller's own copy: the next one is not touched
    assert (drawn()["W_hy"] != 7).all()


@every_plain_cell
def test_the_memory_of_the_tape_is_what_its_arrays_measure(cell: AnyCell) -> None:
    _, tape = tape_of(cell, Shape(steps=9, batch=3, units=4))
    arrays = [tape.inputs, *tape.states, *tape.saved]
    found = measure(tape, 0)
    assert found.total == sum(array.nbytes for array in arrays) == sum(found.parts.values())
    assert len(found.parts) == len(arrays)
    assert found.per_step * 9 >= found.total > (found.per_step - 1) * 9
    assert found.truncated == found.total
    assert measure(tape, 3).truncated == pytest.approx(found.total / 3, abs=1)
    assert measure(tape, 100).truncated == found.total


@every_plain_cell
@pytest.mark.parametrize(("steps", "segment"), [(1, 1), (2, 2), (4, 2), (5, 3), (9, 3), (100, 10), (101, 11)])
def test_checkpointing_keeps_segments_of_the_root_of_the_length(cell: AnyCell, steps: int, segment: int) -> None:
    _, tape = tape_of(cell, Shape(steps=steps, batch=1))
    found = measure(tape, 0)
    assert found.segment == segment == int(np.ceil(np.sqrt(steps)))
    assert found.checkpointed <= found.total
    if steps >= 100:
        assert found.checkpointed < found.total / 3


def test_a_tape_in_a_smaller_precision_is_smaller_in_proportion() -> None:
    sizes = {
        dtype: measure(traced_layer(cell="lstm", dtype=dtype).tape, 0).total
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
