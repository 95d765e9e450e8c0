"""Initialisers: matrices of a spectral radius, everything around them, and that a seed draws the same for ever."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from app.bptt.architecture import Architecture
from app.bptt.encoder_decoder import EncoderDecoder
from app.bptt.initialisers import INITIALISERS, initialise, spectral_radius
from app.bptt.stacked import Stacked
from app.cells import CELLS
from app.cells.arrays import Array
from app.cells.base import AnyCell
from app.config import RunConfig
from app.trace.run import initial_params
from app.training.config import ApplicationTraining
from app.training.problem import problem_of
from tests.architectures import ARCHITECTURES, name_of

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
        settings: dict[str, Any] = {"init": init, "rho": rho, "bias": bias, "seed": seed, "dtype": np.dtype(dtype)}
        return initialise(kind, shapes, **settings, recurrent_last=True)

    shapes = kind().shapes(2, 4) | {"W_hy": (3, 4), "b_y": (3,)}
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


@pytest.mark.parametrize("architecture", ARCHITECTURES, ids=name_of)
@pytest.mark.parametrize("kind", CELLS.values(), ids=CELLS.keys())
@pytest.mark.parametrize("recurrent_last", [False, True])
def test_every_parameter_of_every_architecture_is_drawn_by_what_it_is(
    architecture: Architecture, kind: type[AnyCell], recurrent_last: bool
) -> None:
    shapes = architecture.shapes(kind(norm="layer"))
    settings: dict[str, Any] = {"init": "orthogonal", "rho": 0.8, "seed": 3, "dtype": np.dtype(float)}
    begins = {name: parameter.begin for name, parameter in kind.parameters().items()}
    params = initialise(kind, shapes, **settings, bias={"f": 1.5, "z": 1.5}, recurrent_last=recurrent_last)
    assert list(params) == list(shapes)
    units = architecture.units
    for name, value in params.items():
        own = name.rpartition(".")[2]
        assert value.shape == shapes[name]
        if own == "W_hh":
            for block in value.reshape(-1, units, units):
                np.testing.assert_allclose(block @ block.T, 0.64 * np.eye(units), atol=1e-14)
        elif own == "b_h":
            by_gate = dict(zip(kind.blocks, value.reshape(-1, units), strict=True))
            assert all((bias == (1.5 if gate == kind.carry_gate() else 0)).all() for gate, bias in by_gate.items())
        elif value.ndim == 1 and begins.get(own) != "drawn":
            assert (value == (1 if begins.get(own) == "one" else 0)).all()
        elif own != "E":
            assert 0 < np.abs(value).max() <= 1 / np.sqrt(units)
    matrices = {name: value for name, value in params.items() if value.ndim > 1}
    firsts = [value[0, 0] for value in matrices.values()]
    assert len(set(firsts)) == len(firsts), "no number is drawn twice"


def test_an_embedding_has_a_variance_of_1() -> None:
    shapes = Stacked(40, 3, 2, vocabulary=500).shapes(CELLS["rnn"]())
    E = initialise(CELLS["rnn"], shapes, init="identity", rho=1, bias={}, seed=0, dtype=np.dtype(float))["E"]
    assert E.std() == pytest.approx(1, abs=0.02)
    assert E.mean() == pytest.approx(0, abs=0.02)


def test_in_the_laboratory_another_initialiser_moves_w_hh_alone_and_elsewhere_what_is_drawn_after_it() -> None:
    """Drawn last or in its own place: an address means the same numbers for ever, so both stay."""
    shapes = Stacked(2, 4, 3, bare=True).shapes(CELLS["lstm"]())
    settings: dict[str, Any] = {"rho": 0.8, "bias": {}, "seed": 3, "dtype": np.dtype(float)}
    for recurrent_last, moved in ((True, {"W_hh"}), (False, {"W_hh", "W_hy"})):
        one, other = (
            initialise(CELLS["lstm"], shapes, init=init, **settings, recurrent_last=recurrent_last)
            for init in ("orthogonal", "identity")
        )
        assert {name for name in shapes if (one[name] != other[name]).any()} == moved


# --- the same for ever ------------------------------------------------------------------------------------------------


def fingerprint(params: dict[str, Array]) -> float:
    """One number that any change of any parameter, or of their order, changes."""
    numbers = np.concatenate([value.ravel() for value in params.values()])
    return float(numbers @ np.cos(np.arange(numbers.size)))


def drawn(
    kind: type[AnyCell], architecture: Architecture, init: str, chrono_steps: int, recurrent_last: bool
) -> dict[str, Array]:
    return initialise(
        kind,
        architecture.shapes(kind()),
        init=init,
        rho=0.9,
        bias={"f": 1.0, "z": -0.5, "i": 0.25},
        seed=7,
        dtype=np.dtype(float),
        chrono_steps=chrono_steps,
        recurrent_last=recurrent_last,
    )


OF_THE_LABORATORY = {
    ("rnn", 0): (5.118822913391, -1.795552505276, 3.65389595064, 3.024758195055),
    ("lstm", 0): (2.341827341116, 0.7664571283395, 3.059869724962, -0.07877097048722),
    ("lstm", 30): (4.717838760388, 3.142468547612, 5.435881144235, 2.297240448785),
    ("gru", 0): (2.052873211193, -5.099303405717, 3.30787416643, -0.1395544668061),
    ("gru", 30): (2.893085934412, -4.259090682498, 4.14808688965, 0.7006582564131),
}
"""By cell and by chrono's T, for each initialiser; as the first version drew them."""


@pytest.mark.parametrize(("cell", "chrono_steps"), OF_THE_LABORATORY)
def test_the_laboratory_draws_the_weights_that_it_always_drew(cell: str, chrono_steps: int) -> None:
    architecture = Stacked(2, 5, 3, bare=True)
    found = [fingerprint(drawn(CELLS[cell], architecture, init, chrono_steps, True)) for init in INITIALISERS]
    np.testing.assert_allclose(found, OF_THE_LABORATORY[cell, chrono_steps], rtol=1e-10)


DEEP, PAIR = Stacked(2, 5, 3, 4, depth=2, both=True), EncoderDecoder(2, 5, 6, 4)
OF_APPLICATIONS = {
    ("rnn", 0): (-0.02888473128665, -3.724541075491, -0.2066895541147, -3.335798702514),
    ("lstm", 0): (2.770484478643, -14.32121037135, 0.4843974234721, -0.7166592884441),
    ("lstm", 30): (-5.273599576196, -22.36529442619, -0.1130976608905, -1.314154372807),
    ("gru", 0): (3.799291439619, -5.549152637792, -1.348202837562, -0.2834554993569),
    ("gru", 30): (-0.5236004641353, -9.872044541547, -2.082380351339, -1.017633013134),
}
"""By cell and by chrono's T: two layers in both directions and an encoder with its decoder, orthogonal and uniform."""


@pytest.mark.parametrize(("cell", "chrono_steps"), OF_APPLICATIONS)
def test_an_application_draws_the_weights_that_it_always_drew(cell: str, chrono_steps: int) -> None:
    found = [
        fingerprint(drawn(CELLS[cell], architecture, init, chrono_steps, False))
        for architecture in (DEEP, PAIR)
        for init in ("orthogonal", "uniform")
    ]
    np.testing.assert_allclose(found, OF_APPLICATIONS[cell, chrono_steps], rtol=1e-10)


def test_runs_of_the_laboratory_and_of_applications_draw_in_their_own_order() -> None:
    config = RunConfig(cell="gru", units=5, seed=7, rho=0.9, bias={"z": -0.5}).resolved()
    architecture = Stacked(2, 5, 1, bare=True)
    expected = drawn(CELLS["gru"], architecture, config.init, 0, True)
    for name, value in initial_params(config, CELLS["gru"]()).items():
        np.testing.assert_array_equal(value, expected[name], err_msg=name)
    training = ApplicationTraining(app="sentiment", cell="gru", units=5, seed=7, rho=0.9, bias={"z": -0.5})
    problem = problem_of(training.resolved())
    expected = drawn(CELLS["gru"], problem.architecture(training.resolved()), training.init, 0, False)
    for name, value in problem.initial(training.resolved()).items():
        np.testing.assert_array_equal(value, expected[name], err_msg=name)
