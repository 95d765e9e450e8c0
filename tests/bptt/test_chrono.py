"""Chrono biases: memories of every length up to T, and nothing else changed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from app.bptt.initialisers import BIAS_INITS, chrono, initialise
from app.cells import CELLS
from app.cells.arrays import Array
from app.cells.base import AnyCell
from app.config import RunConfig
from tests.engine import Shape, traced_layers

every_kind = pytest.mark.parametrize("kind", CELLS.values(), ids=CELLS.keys())
GATED = [kind for kind in CELLS.values() if kind.gates]
every_gated_kind = pytest.mark.parametrize("kind", GATED, ids=[kind.name for kind in GATED])


def drawn(kind: type[AnyCell], units: int = 40, **options: Any) -> dict[str, Array]:
    """The parameters of a network."""
    usual: dict[str, Any] = {"init": "orthogonal", "rho": 0.9, "bias": {}, "seed": 1, "dtype": np.dtype(float)}
    shapes = Shape(units=units, outputs=3).architecture.shapes(kind())
    return initialise(kind, shapes, **(usual | options), recurrent_last=True)


def by_gate(kind: type[AnyCell], params: dict[str, Array]) -> dict[str, Array]:
    """The biases by block, (H,)."""
    return dict(zip(kind.blocks, params["b_h"].reshape(len(kind.blocks), -1), strict=True))


def test_the_carry_gate_of_every_gated_cell_is_set_and_the_gate_that_writes_in_its_place_has_the_opposite() -> None:
    known = {"rnn": {}, "lstm": {"f": 1, "i": -1}, "gru": {"z": 1}}
    assert {name: dict(CELLS[name].chrono) for name in known} == known
    for kind in GATED:
        assert kind.chrono[kind.carry_gate()] == 1  # type: ignore[index]


@every_gated_kind
@pytest.mark.parametrize("steps", [3, 10, 100, 500])
def test_the_biases_lie_between_0_and_the_logarithm_of_the_length(kind: type[AnyCell], steps: int) -> None:
    biases = by_gate(kind, drawn(kind, chrono_steps=steps))
    carry = biases[kind.carry_gate()]  # type: ignore[index]
    assert (carry >= 0).all()
    assert (carry <= np.log(steps - 1)).all()
    assert len(np.unique(carry)) == len(carry)  # a memory of its own for each unit
    for gate, value in biases.items():
        np.testing.assert_array_equal(value, kind.chrono.get(gate, 0) * carry)


@every_gated_kind
@pytest.mark.parametrize("steps", [10, 100])
def test_the_memories_are_spread_evenly_over_all_lengths(kind: type[AnyCell], steps: int) -> None:
    count = 50_000
    u = np.exp(chrono(kind, count, steps, 7)[kind.carry_gate()])  # type: ignore[index]
    even = np.sort((u - 1) / (steps - 2))  # ~ U[0, 1]
    # Kolmogorov and Smirnov: the largest distance to the uniform distribution is below 1.95 / √n in 999 of 1000 draws
    assert np.abs(even - (np.arange(count) + 0.5) / count).max() < 1.95 / np.sqrt(count)
    # a gate at rest, f = σ(ln u), forgets in 1 / (1 - f) = 1 + u steps
    rest = 1 / (1 + np.exp(-np.log(u)))
    np.testing.assert_allclose(1 / (1 - rest), 1 + u, rtol=1e-11)


@every_kind
@pytest.mark.parametrize("steps", [1, 2])
def test_a_sequence_with_no_room_for_a_memory_has_biases_of_zero(kind: type[AnyCell], steps: int) -> None:
    np.testing.assert_array_equal(drawn(kind, chrono_steps=steps)["b_h"], 0)


@every_kind
def test_the_same_seed_gives_the_same_biases_and_another_seed_others(kind: type[AnyCell]) -> None:
    one, same, other = (drawn(kind, chrono_steps=50, seed=seed)["b_h"] for seed in (1, 1, 2))
    np.testing.assert_array_equal(one, same)
    assert np.array_equal(one, other) == (not kind.chrono)


@every_kind
def test_chrono_sets_its_gates_alone_and_has_the_last_word_on_them(kind: type[AnyCell]) -> None:
    bias = {gate.name: 1.25 for gate in kind.gates}
    constant, with_chrono = drawn(kind, bias=bias), drawn(kind, bias=bias, chrono_steps=50)
    for name, value in constant.items():
        if name != "b_h":
            np.testing.assert_array_equal(with_chrono[name], value)
    before, after, alone = (by_gate(kind, p) for p in (constant, with_chrono, drawn(kind, chrono_steps=50)))
    for gate in kind.blocks:
        np.testing.assert_array_equal(after[gate], alone[gate] if gate in kind.chrono else before[gate])
        assert np.array_equal(after[gate], before[gate]) == (gate not in kind.chrono)
    np.testing.assert_array_equal(drawn(kind)["b_h"], 0)  # what an earlier call drew is not left behind


@every_gated_kind
@pytest.mark.parametrize("bias_init", BIAS_INITS)
def test_the_laboratory_takes_the_length_of_the_run(kind: type[AnyCell], bias_init: str) -> None:
    config = RunConfig(cell=(kind.name,), steps=30, units=8, seed=3, bias_init=bias_init).resolved()
    (layer,) = traced_layers(config)
    expected = drawn(kind, 8, bias=config.bias, seed=3, chrono_steps=30 if bias_init == "chrono" else 0)
    np.testing.assert_array_equal(layer.passes.network.params["b_h"], expected["b_h"])
