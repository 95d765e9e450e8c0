"""Exact laws: networks whose gradient is known in closed form."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from app.bptt.architecture import Network
from app.bptt.backward import backward
from app.bptt.examples import every_step, loss_mask
from app.bptt.jacobians import analyse, jacobians
from app.bptt.losses import SquaredError
from app.bptt.norms import OK, ZERO
from app.bptt.unroll import unroll
from app.cells.gru import GRU
from app.cells.lstm import LSTM
from app.cells.rnn import RNN
from app.trace.series import carry
from tests.engine import Problem, Shape, traced_layer, traced_problem

LAG = 100


def orthogonal(units: int, seed: int = 0) -> np.ndarray:
    """A random orthogonal matrix."""
    return np.linalg.qr(np.random.default_rng(seed).standard_normal((units, units)))[0]


def gradient_norms(cell: Any, params: dict[str, Any], inputs: Any, initial: Any = None) -> np.ndarray:
    """‖∂L_T/∂h_t‖ of a loss that asks a random direction of h_T, relative to its value at T."""
    tape = unroll(cell, params, inputs, initial)
    d_h = np.zeros_like(tape.hidden)
    d_h[-1] = np.random.default_rng(1).normal(size=d_h[-1].shape)
    norms = np.linalg.norm(backward(tape, d_h).total.h, axis=(1, 2))
    return np.asarray(norms / norms[-1])


def simple(w_hh: np.ndarray, inputs: int = 1) -> dict[str, np.ndarray]:
    """Parameters of an RNN with this W_hh, weights of one for every input, and no bias."""
    units = len(w_hh)
    return {"W_xh": np.ones((units, inputs)), "W_hh": w_hh, "b_h": np.zeros(units)}


@pytest.mark.parametrize("rho", [0.5, 0.9, 1.0, 1.1, 2.0])
def test_a_linear_network_with_a_symmetric_matrix_grows_by_rho_at_every_step(rho: float) -> None:
    q = orthogonal(8)
    eigenvalues = np.array([rho, -0.3 * rho, 0.2, 0.1, 0, -0.1, 0.3 * rho, 0.1])
    symmetric = (q * eigenvalues) @ q.T
    params = simple(symmetric)
    tape = unroll(RNN(activation="identity"), params, np.random.default_rng(0).normal(size=(60, 1, 1)))
    found = analyse(jacobians([tape]))
    np.testing.assert_allclose(found.sigma, rho, rtol=1e-12)
    np.testing.assert_allclose(found.rho, rho, rtol=1e-12)
    np.testing.assert_allclose(found.growth, np.log10(rho), atol=1e-13)
    np.testing.assert_allclose(10**found.product.log10, rho ** np.arange(59.0, -1, -1), rtol=1e-11)
    # asked along the leading eigenvector, the gradient itself is ρ^k at lag k
    d_h = np.zeros((60, 1, 8))
    d_h[-1, 0] = q[:, 0]
    norms = np.linalg.norm(backward(tape, d_h).total.h, axis=(1, 2))
    np.testing.assert_allclose(norms, rho ** np.arange(59.0, -1, -1), rtol=1e-11)


def test_three_numbers_that_people_confuse_are_three_numbers() -> None:
    """A matrix that is not normal: ρ = 0.5, a stretch of more than 10, and a growth between the two."""
    shear = np.array([[0.5, 10.0], [0.0, 0.5]])
    params = simple(shear)
    tape = unroll(RNN(activation="identity"), params, np.zeros((40, 1, 1)))
    found = analyse(jacobians([tape]))
    np.testing.assert_allclose(found.rho, 0.5, rtol=1e-6)
    assert (found.sigma > 10).all()
    assert np.log10(0.5) < found.growth < 0
    assert found.product.log10[-2] > 1  # at first it grows


@pytest.mark.parametrize("init", ["orthogonal", "identity"])
def test_a_linear_network_with_an_orthogonal_matrix_keeps_the_norm(init: str) -> None:
    w_hh = orthogonal(32) if init == "orthogonal" else np.eye(32)
    inputs = np.random.default_rng(2).normal(size=(LAG + 1, 3, 2))
    norms = gradient_norms(RNN(activation="identity"), simple(w_hh, 2), inputs)
    np.testing.assert_allclose(norms, 1.0, rtol=1e-12)
    if init == "identity":
        assert (norms == 1.0).all()


def test_an_identity_relu_network_that_is_driven_upward_keeps_the_gradient_bit_for_bit() -> None:
    inputs = np.random.default_rng(2).uniform(0.1, 1, size=(LAG + 1, 2, 3))
    tape = unroll(RNN(activation="relu"), simple(np.eye(16), 3), inputs)
    d_h = np.zeros_like(tape.hidden)
    d_h[-1] = np.random.default_rng(1).normal(size=d_h[-1].shape)
    total = backward(tape, d_h).total.h
    assert (total == d_h[-1]).all()


def test_an_orthogonal_tanh_network_keeps_the_gradient_at_rest_and_loses_it_when_it_is_driven() -> None:
    """ρ = 1 is not enough: tanh has slope 1 only at 0."""
    w_hh = orthogonal(64)
    at_rest = gradient_norms(RNN(), simple(w_hh), np.zeros((LAG + 1, 1, 1)))
    np.testing.assert_allclose(at_rest, 1.0, rtol=1e-9)
    driven = gradient_norms(RNN(), simple(w_hh), np.ones((LAG + 1, 1, 1)))
    assert driven[0] < 1e-6
    stronger = gradient_norms(RNN(), simple(w_hh), 3 * np.ones((LAG + 1, 1, 1)))
    assert stronger[0] < driven[0]


def test_the_same_law_holds_for_the_configuration_that_shows_it() -> None:
    settings = {"cell": "rnn", "task": "sequence", "values": f"0*{LAG + 2}", "units": 64, "rho": 1.0, "bias": ""}
    at_rest = traced_layer(**settings).last_loss
    # the target is 0 and so is the output: the loss asks nothing, and the norms are all zero
    assert (at_rest.status == ZERO).all()
    asking = traced_layer(**{**settings, "values": f"0*{LAG + 1},1"}).last_loss
    np.testing.assert_allclose(asking.log10, asking.log10[-1], atol=1e-9)
    driven = traced_layer(**{**settings, "values": f"1*{LAG + 2}", "input_scale": 10}).last_loss
    assert driven.log10[0] - driven.log10[-1] < -6


def test_a_forget_gate_of_one_half_leaves_two_to_the_minus_100_on_the_direct_path() -> None:
    layer = traced_layer(cell="lstm", steps=LAG + 1, rho=0, input_scale=0, bias="f:0", units=8)
    direct = carry(layer)
    assert direct is not None
    np.testing.assert_allclose(direct.log10[0] - direct.log10[-1], -LAG * np.log10(2), rtol=1e-14)
    gates = layer.cell.gate_values(layer.tape.saved)
    assert gates is not None
    assert (gates[:, :, 1] == 0.5).all()
    # with no recurrent weights the direct path is all there is: the gradient of c is that to the bit
    total = layer.gradients.total.c
    assert (total[0] == total[-1] * 2.0**-LAG).all()
    assert np.abs(total[-1]).max() > 0


def test_an_update_gate_of_one_half_leaves_two_to_the_minus_100_on_the_direct_path() -> None:
    layer = traced_layer(cell="gru", steps=LAG + 1, rho=0, input_scale=0, bias="z:0", units=8)
    direct = carry(layer)
    assert direct is not None
    np.testing.assert_allclose(direct.log10[0] - direct.log10[-1], -LAG * np.log10(2), rtol=1e-14)
    total = layer.gradients.total.h
    assert (total[0] == total[-1] * 2.0**-LAG).all()


@pytest.mark.parametrize(("cell", "clamp"), [("lstm", "f:1"), ("gru", "z:1")])
def test_a_carry_gate_held_at_one_carries_the_gradient_unchanged(cell: str, clamp: str) -> None:
    layer = traced_layer(cell=cell, clamp=clamp, steps=LAG + 1, rho=1.2, seed=3)
    direct = carry(layer)
    assert direct is not None
    assert (direct.log10 == direct.log10[-1]).all()
    assert (direct.status == OK).all()


@pytest.mark.parametrize(("kind", "gate"), [(LSTM, "f"), (GRU, "z")])
def test_the_constant_error_carousel_keeps_the_gradient_bit_for_bit_without_recurrent_weights(
    kind: Any, gate: str
) -> None:
    cell = kind(clamp={gate: 1.0})
    rng = np.random.default_rng(0)
    shapes = kind().shapes(2, 5)
    params = {name: rng.normal(size=shape) for name, shape in shapes.items()}
    params["W_hh"] = np.zeros_like(params["W_hh"])
    tape = unroll(cell, params, rng.normal(size=(LAG + 1, 2, 2)))
    d_h = np.zeros_like(tape.hidden)
    d_h[-1] = rng.normal(size=d_h[-1].shape)
    field = backward(tape, d_h).total[-1]
    assert (field == field[-1]).all()


@pytest.mark.parametrize(("cell", "clamp"), [("lstm", "f:0"), ("gru", "z:0")])
def test_a_carry_gate_held_at_zero_carries_nothing(cell: str, clamp: str) -> None:
    layer = traced_layer(cell=cell, clamp=clamp, steps=20)
    direct = carry(layer)
    assert direct is not None
    assert (direct.status[:-1] == ZERO).all()
    assert direct.status[-1] == OK


def test_an_lstm_with_its_output_held_at_zero_says_nothing_and_has_no_gradient_but_the_readout_s() -> None:
    layer = traced_layer(cell="lstm", clamp="o:0", steps=10, loss_at="every")
    assert not layer.tape.hidden.any()
    assert not layer.passes.back.params["W_hh"].any()
    assert not layer.passes.back.params["W_xh"].any()
    assert layer.passes.back.params["b_y"].any()


def test_a_network_of_rho_zero_has_no_memory() -> None:
    layer = traced_layer(cell="rnn", rho=0, steps=10)
    assert (layer.last_loss.status[:-1] == ZERO).all()
    given = traced_problem(layer)
    inputs = given.examples.inputs.copy()
    inputs[:-1] += 1
    np.testing.assert_array_equal(given.reading(inputs=inputs).solve().run.outputs[-1], layer.outputs[-1])


def test_scaling_a_linear_network_s_targets_and_inputs_scales_its_gradients() -> None:
    rng = np.random.default_rng(0)
    weights = {**simple(orthogonal(4)), "W_hy": rng.normal(size=(1, 4)), "b_y": np.zeros(1)}
    network = Network(RNN(activation="identity"), Shape(inputs=1, units=4, outputs=1).architecture, weights)
    inputs, targets = rng.normal(size=(8, 2, 1)), rng.normal(size=(8, 2, 1))
    one, two = (
        Problem(network, every_step(scale * inputs, scale * targets, loss_mask(8, "every")), SquaredError()).solve()
        for scale in (1, 4)
    )
    np.testing.assert_array_equal(two.gradients.total.h, 4 * one.gradients.total.h)
    np.testing.assert_array_equal(two.params["W_hh"], 16 * one.params["W_hh"])
