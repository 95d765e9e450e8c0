"""Initialisers of the recurrent matrix, each scaled to a target spectral radius, and of everything around it.

The spectral radius ρ(W) is the largest |eigenvalue|. An orthogonal or identity matrix has ρ = 1; a Gaussian or uniform
one is divided by its own ρ, measured, so that the target is met exactly and not only in the limit of many units.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TypeAlias

import numpy as np

from ..cells.arrays import Array
from ..cells.base import AnyCell, DType


def orthogonal(rng: np.random.Generator, units: int) -> Array:
    """Haar-distributed orthogonal matrix, QᵀQ = 1: the Q of a Gaussian matrix's QR, signs fixed by R's diagonal.

    Source: A. Saxe, J. McClelland, S. Ganguli, "Exact solutions to the nonlinear dynamics of learning" (2014);
    F. Mezzadri, "How to generate random matrices from the classical compact groups" (2007).
    """
    q, r = np.linalg.qr(rng.standard_normal((units, units)))
    return np.asarray(q * np.where(np.diag(r) < 0, -1.0, 1.0))


def identity(rng: np.random.Generator, units: int) -> Array:
    """W = 1. Source: Q. Le, N. Jaitly, G. Hinton, "A Simple Way to Initialize Recurrent Networks" (2015)."""
    return np.eye(units)


def gaussian(rng: np.random.Generator, units: int) -> Array:
    """W_ij ~ N(0, 1/H), whose eigenvalues fill the unit disc for large H (Girko's circular law), divided by its ρ."""
    return unit_radius(rng.standard_normal((units, units)) / np.sqrt(units))


def uniform(rng: np.random.Generator, units: int) -> Array:
    """W_ij ~ U(-1/√H, 1/√H), PyTorch's default, divided by its ρ (about 1/√3 before that)."""
    return unit_radius(rng.uniform(-1.0, 1.0, (units, units)) / np.sqrt(units))


def spectral_radius(matrix: Array) -> float:
    """ρ(W) = max |λ|."""
    return float(np.abs(np.linalg.eigvals(matrix)).max())


def unit_radius(matrix: Array) -> Array:
    """W / ρ(W). A random matrix has ρ = 0 with probability zero."""
    return matrix / spectral_radius(matrix)


INITIALISERS: dict[str, Callable[[np.random.Generator, int], Array]] = {
    "orthogonal": orthogonal,
    "identity": identity,
    "gaussian": gaussian,
    "uniform": uniform,
}


def recurrent(cell: type[AnyCell], init: str, rng: np.random.Generator, units: int) -> Array:
    """W_hh for ρ = 1: each of its (H, H) blocks by the initialiser `init`, (G·H, H)."""
    return np.concatenate([INITIALISERS[init](rng, units) for _ in cell.blocks])


def chrono(cell: type[AnyCell], units: int, steps: int, seed: int) -> dict[str, Array]:
    """Biases by gate, (H,): b_f = ln u and b_i = -b_f with u ~ U[1, T-1], one u for each unit; b_z = ln u in a GRU.

    A gate f = σ(b) at rest keeps what it holds for about 1 / (1 - f) = 1 + e^b steps: the units get memories of every
    length up to T. Source: C. Tallec, Y. Ollivier, "Can recurrent neural networks warp time?" (2018).
    """
    rng = np.random.default_rng([seed, 3])  # stream 3: chrono biases
    bias = np.log(rng.uniform(1.0, max(steps - 1, 1), units))
    return {gate: sign * bias for gate, sign in cell.chrono.items()}


BIAS_INITS = ("constant", "chrono")


def gate_biases(cell: type[AnyCell], units: int, bias: Mapping[str, float], chrono_steps: int, seed: int) -> Array:
    """b_h, (G·H,): zero, but for the gates named in `bias`, and for those that `chrono` sets where its T is given."""
    set_apart: dict[str, float | Array] = dict(bias) | (chrono(cell, units, chrono_steps, seed) if chrono_steps else {})
    b_h = np.zeros((len(cell.blocks), units))
    for gate, value in set_apart.items():
        if gate in cell.blocks:
            b_h[cell.blocks.index(gate)] = value
    return b_h.ravel()


Shapes: TypeAlias = tuple[tuple[str, tuple[int, ...]], ...]


@lru_cache(maxsize=64)
def _unscaled(cell: type[AnyCell], shapes: Shapes, init: str, seed: int, *, recurrent_last: bool) -> dict[str, Array]:
    """All parameters for ρ = 1 and no biases. A slider that drags ρ asks for the same ones again, so they are kept."""
    rng = np.random.default_rng([seed, 1])  # stream 1: weights (stream 0 draws the batch)
    units = next(shape[1] for name, shape in shapes if name_in_layer(name) == "W_hh")
    bound = 1.0 / np.sqrt(units)
    known, params = cell.parameters(), {}

    def place(name: str, shape: tuple[int, ...]) -> int:
        """When it is drawn: vectors last, so that the matrices are those of a cell that has no such vector."""
        return 2 if len(shape) == 1 else int(recurrent_last and name_in_layer(name) == "W_hh")

    for name, shape in sorted(shapes, key=lambda pair: place(*pair)):
        short_name = name_in_layer(name)
        begin = known[short_name].begin if short_name in known else "drawn" if len(shape) > 1 else "zero"
        if short_name == "W_hh":
            params[name] = recurrent(cell, init, rng, units)
        elif short_name == "E":
            params[name] = rng.standard_normal(shape)
        elif begin == "drawn":
            params[name] = rng.uniform(-bound, bound, shape)
        else:
            params[name] = np.full(shape, float(begin == "one"))
    return {name: params[name] for name, _ in shapes}


def name_in_layer(name: str) -> str:
    """A parameter's name within its layer: "layer1.W_hh" → "W_hh"."""
    return name.rpartition(".")[2]


def initialise(
    cell: type[AnyCell],
    shapes: Mapping[str, tuple[int, ...]],
    *,
    init: str,
    rho: float,
    bias: Mapping[str, float],
    seed: int,
    dtype: DType,
    chrono_steps: int = 0,
    recurrent_last: bool = False,
) -> dict[str, Array]:
    """Every parameter of a network, drawn from `seed`. shapes: of an architecture, by name.

    W_hh: each (H, H) block by the initialiser `init`, times the target spectral radius `rho`; embeddings N(0, 1), as in
    PyTorch; other matrices, and vectors that a cell has drawn, U(-1/√H, 1/√H), as in PyTorch. Other vectors begin as
    the cell says. b_h is zero, but for the gates named in `bias`, and for those that `chrono` sets where
    `chrono_steps`, the T of its formula, is given: it has the last word.
    Drawn in float64 and rounded to `dtype` last, so that the precisions compare the same network.

    recurrent_last: W_hh is drawn after all others, so that `init` moves it alone, as in the laboratory; otherwise
                    parameters are drawn in their order. An address means the same numbers for ever, so both stay.
    """
    unscaled = _unscaled(cell, tuple(shapes.items()), init, seed, recurrent_last=recurrent_last)
    params = dict(unscaled)
    for name, (rows, *columns) in shapes.items():
        short_name = name_in_layer(name)
        if short_name == "W_hh":
            params[name] = unscaled[name] * rho
        elif short_name == "b_h" and not columns:
            params[name] = gate_biases(cell, rows // len(cell.blocks), bias, chrono_steps, seed)
    return {name: value.astype(dtype) for name, value in params.items()}
