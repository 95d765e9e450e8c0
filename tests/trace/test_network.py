"""A network's layers together: every number of the whole state against the layers' arrays put side by side."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from app.bptt.memory import tape_bytes
from app.bptt.norms import log_norms
from app.bptt.unroll import at, unroll
from app.cells.arrays import Array
from app.config import RunConfig
from app.trace import FIELDS, trace
from app.trace import network as whole
from app.trace.network import TracedNetwork
from tests.engine import central_difference, traced_networks

CONFIGS = (
    {"cell": "rnn", "layers": 2},
    {"cell": "lstm", "layers": 3, "loss_at": "every", "truncate": 4},
    {"cell": "gru", "layers": 3, "norm": "layer", "loss_at": "every"},
    {"cell": "peephole", "layers": 2, "norm": "layer"},
)
every_network = pytest.mark.parametrize("fields", CONFIGS, ids=lambda fields: fields["cell"])


def network_of(fields: dict[str, Any]) -> TracedNetwork:
    """A small network, gone through there and back."""
    (network,) = traced_networks(RunConfig(steps=9, units=4, batch=2, rho=1.1, **fields))
    return network


def side_by_side(arrays: list[Array]) -> Array:
    """Arrays of the layers, (T, B, H), as one of the whole state."""
    return np.concatenate(arrays, axis=-1)


@every_network
def test_a_norm_of_the_whole_is_that_of_the_layers_side_by_side(fields: dict[str, Any]) -> None:
    network = network_of(fields)
    found = whole.norms(network)
    for state in network.layers[0].cell.state_fields():
        of_layers = {
            "state": [getattr(layer.tape.following, state) for layer in network.layers],
            "d_state": [getattr(layer.gradients.total, state) for layer in network.layers],
            "d_state_local": [getattr(layer.gradients.local, state) for layer in network.layers],
            "d_state_future": [getattr(layer.gradients.arrives, state) for layer in network.layers],
        }
        for name, arrays in of_layers.items():
            expected = log_norms(side_by_side(arrays), (1, 2))
            np.testing.assert_allclose(getattr(found, name)[state].log10, expected.log10, atol=1e-10, err_msg=name)
            np.testing.assert_array_equal(getattr(found, name)[state].status, expected.status)
    assert found.loss.sum() == pytest.approx(network.passes.value.total)


@every_network
def test_what_comes_down_to_a_layer_is_what_the_one_above_sends_to_its_inputs(fields: dict[str, Any]) -> None:
    network = network_of(fields)
    for lower, upper in zip(network.layers, network.layers[1:], strict=False):
        np.testing.assert_allclose(lower.gradients.local.h, upper.gradients.d_x, rtol=1e-12, atol=1e-15)


@every_network
def test_contributions_of_all_layers_are_those_of_one_long_gradient(fields: dict[str, Any]) -> None:
    network = network_of(fields)
    for weight, found in whole.contribution_norms(network).items():
        of_layers = [layer.contributions[weight] for layer in network.layers]
        squares = np.array([10.0 ** (2 * part.norm.log10) for part in of_layers]).sum(axis=0)
        np.testing.assert_allclose(10.0 ** (2 * found.norm.log10), squares, rtol=1e-9)
        assert found.share.sum() == pytest.approx(1.0)


@every_network
def test_the_jacobian_of_the_whole_state_is_the_difference_of_a_step_of_all_layers(fields: dict[str, Any]) -> None:
    network = network_of(fields)
    layers, t = network.layers, 5
    tapes = [layer.tape for layer in layers]
    fields_of = len(layers[0].cell.state_fields())

    def step(flat: Array) -> Array:
        below, after = tapes[0].inputs[t : t + 1, :1], []
        for tape, own in zip(tapes, np.split(flat, len(tapes)), strict=True):
            start = type(tape.states)(*(part[None] for part in np.split(own, fields_of)))
            one = unroll(tape.cell, tape.weights, below, start)
            after += [field[1, 0] for field in one.states]
            below = one.hidden
        return np.concatenate(after)

    before = np.concatenate([field[0] for tape in tapes for field in at(tape.previous, t)])
    numeric = central_difference(step, before)
    sigma = np.linalg.svd(numeric, compute_uv=False)[0]
    found = whole.jacobian_part(network)
    assert found.sigma[t] == pytest.approx(sigma, rel=1e-6)
    assert found.rho[t] == pytest.approx(np.abs(np.linalg.eigvals(numeric)).max(), rel=1e-4)


@every_network
def test_the_memory_of_all_layers_counts_every_array_once(fields: dict[str, Any]) -> None:
    network = network_of(fields)
    tapes = [layer.tape for layer in network.layers]
    read_of_the_one_below = sum(tape.inputs.nbytes for tape in tapes[1:])
    assert whole.memory(network).total == sum(map(tape_bytes, tapes)) - read_of_the_one_below
    of_layers = [run.parts["memory"].total for run in trace_of(fields) if run.layer]
    assert whole.memory(network).total == sum(of_layers)


@every_network
def test_the_gradient_matrix_of_the_whole_has_the_layers_in_it(fields: dict[str, Any]) -> None:
    network = network_of(fields)
    squares = sum(10.0 ** (2 * layer.matrix.log10) for layer in network.layers)
    np.testing.assert_allclose(10.0 ** (2 * whole.matrix(network).log10), squares, rtol=1e-9)


def trace_of(fields: dict[str, Any]) -> list[Any]:
    """The runs of its trace."""
    return list(trace(RunConfig(steps=9, units=4, batch=2, rho=1.1, **fields), FIELDS).runs)
