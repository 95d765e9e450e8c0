"""Jacobians of the whole state, ∂s_t/∂s_{t-1}, and their product, which decides what BPTT can carry.

    ∂s_T/∂s_t = J_T J_{T-1} … J_{t+1}        J_t = ∂s_t/∂s_{t-1}

Three numbers that people confuse are kept apart here: the spectral radius ρ(W_hh), the largest singular value σ(W_hh),
and the growth of ‖∂s_T/∂s_t‖ per step as it was measured along this sequence (a finite-time Lyapunov exponent). In a
linear network with a symmetric W_hh they agree; a tanh that saturates pulls the third below the other two.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from ..cells.arrays import Array
from ..cells.records import Record
from .initialisers import spectral_radius
from .norms import LogNorms, with_status
from .unroll import Tape, at


class JacobianAnalysis(NamedTuple):
    """sigma: largest singular value of each J_t, (T,); rho: spectral radius of each J_t, (T,);
    product: log10 ‖∂s_T/∂s_t‖ (spectral norm), (T,), 0 at t = T; growth: decades per step, measured from T down to 1.
    Where `analyse` has begun at another state s_e, it stands in place of s_T, and depends on no later one.
    """

    sigma: Array
    rho: Array
    product: LogNorms
    growth: float


@np.errstate(all="ignore")  # states overflow: a Jacobian that is not finite is a result
def jacobians(tapes: Sequence[Tape], sequence: int = 0) -> Array:
    """J_t of the whole state of layers above each other, the lowest first, for every step, (T, S, S).

    S = layers × fields × H, and [t, i, j] = ∂s_t[i]/∂s_{t-1}[j], for one sequence of the batch, in float64. `step_back`
    applied to the S rows of the identity: row i of J is (Jᵀ e_i), the gradient of s_t[i]. What asks something of a
    layer asks it of h_t of the layer below too, through ∂L/∂x_t; so blocks stand on the diagonal and below it.
    """
    cell, units = tapes[0].cell, tapes[0].hidden.shape[-1]
    fields = len(cell.state_fields())
    size = fields * units
    blocks: list[Array] = []
    asked: Array | None = None  # ∂/∂h_t, from the layer above
    for k in reversed(range(len(tapes))):
        tape = sequence_in_float64(tapes[k], sequence)
        basis = np.eye(len(tapes) * size)[:, k * size : (k + 1) * size]  # of its own states
        own = cell.state(*np.split(basis, fields, axis=1))  # each (S, H)
        delta = own if asked is None else own._replace(**{own._fields[0]: own[0] + asked})
        back = cell.step_back(cell.acting(tape.weights), tape.partials(), delta)
        blocks.insert(0, np.concatenate(np.broadcast_arrays(*back.prev), axis=-1))
        if k:
            asked = cell.at_matrix(cell.input_side(tape.input_partials(), back.d_a, back.d_m)) @ tape.weights["W_xh"]
    return np.concatenate(blocks, axis=-1)


def sequence_in_float64(tape: Tape, sequence: int) -> Tape:
    """One sequence of a tape, in float64."""
    one = (slice(None), slice(sequence, sequence + 1))
    records = (cast_record(at(record, one)) for record in (tape.states, tape.saved))
    weights = {name: value.astype(np.float64) for name, value in tape.weights.items()}
    return Tape(tape.cell, weights, tape.inputs[one].astype(np.float64), *records)


def cast_record(record: Record) -> Record:
    """A record's fields in float64."""
    return type(record)(*(field if field is None else field.astype(np.float64) for field in record))


@np.errstate(all="ignore")
def analyse(j: Array, end: int | None = None, layers: int = 1) -> JacobianAnalysis:
    """Singular values, spectral radii and the product of the Jacobians `j`, (T, S, S); the product from step `end` on.

    Those of several layers are block triangular, so their eigenvalues are those of the layers' own blocks.
    The product is divided by its own norm at every step and the logarithms are added up, so it neither underflows nor
    overflows however long the sequence is. A J that is not finite gives NaN from there on back.
    """
    steps, size = j.shape[0], j.shape[1]
    finite = np.asarray(np.isfinite(j).all(axis=(1, 2)))
    sigma, rho = np.full(steps, np.nan), np.full(steps, np.nan)
    if finite.any():
        sigma[finite] = np.linalg.svd(j[finite], compute_uv=False)[:, 0]
        own = size // layers
        diagonal = [slice(k * own, (k + 1) * own) for k in range(layers)]
        rho[finite] = [max(spectral_radius(jacobian[k, k]) for k in diagonal) for jacobian in j[finite]]

    end = end or steps
    product = np.full(steps, np.nan)
    product[end - 1], product[end:] = 0.0, -np.inf
    p, log10 = np.eye(size), 0.0
    for t in range(end - 1, 0, -1):  # P_t = P_{t+1} J_{t+1}; J_{t+1} lies at index t
        if not finite[t]:
            break
        p = p @ j[t]
        norm = float(np.linalg.norm(p, 2))
        log10 += float(np.log10(norm))
        product[t - 1] = log10
        if norm == 0.0:
            product[: t - 1] = -np.inf
            break
        p /= norm
    growth = product[0] / (end - 1) if end > 1 else 0.0
    return JacobianAnalysis(sigma, rho, with_status(product), float(growth))
