"""Jacobians of the whole state, ∂s_t/∂s_{t-1}, and their product, which decides what BPTT can carry.

    ∂s_T/∂s_t = J_T J_{T-1} … J_{t+1}        J_t = ∂s_t/∂s_{t-1}

Three numbers that people confuse are kept apart here: the spectral radius ρ(W_hh), the largest singular value σ(W_hh),
and the growth of ‖∂s_T/∂s_t‖ per step as it was measured along this sequence (a finite-time Lyapunov exponent). In a
linear network with a symmetric W_hh they agree; a tanh that saturates pulls the third below the other two.
"""

from typing import NamedTuple

import numpy as np

from ..cells.base import Array, Params
from .initialisers import spectral_radius
from .norms import LogNorms, with_status
from .unroll import Tape


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
def jacobians(params: Params, tape: Tape, sequence: int = 0) -> Array:
    """J_t for every step, (T, S, S), S = fields × H: [t, i, j] = ∂s_t[i]/∂s_{t-1}[j], for one sequence of the batch.

    `step_back` applied to the S rows of the identity: row i of J is (Jᵀ e_i), the gradient of s_t[i]. In float64.
    """
    cell = tape.cell
    params = {name: value.astype(np.float64) for name, value in params.items()}
    partials = tape.partials((slice(None), slice(sequence, sequence + 1)))
    partials = type(partials)(*(field.astype(np.float64) for field in partials))  # (T, 1, …)
    fields = len(cell.state_fields())
    basis = cell.state(*np.split(np.eye(fields * tape.hidden.shape[-1]), fields, axis=1))  # each (S, H)
    return np.concatenate(cell.step_back(params, partials, basis).prev, axis=-1)


@np.errstate(all="ignore")
def analyse(j: Array, end: int | None = None) -> JacobianAnalysis:
    """Singular values, spectral radii and the product of the Jacobians `j`, (T, S, S); the product from step `end` on.

    The product is divided by its own norm at every step and the logarithms are added up, so it neither underflows nor
    overflows however long the sequence is. A J that is not finite gives NaN from there on back.
    """
    steps, size = j.shape[0], j.shape[1]
    finite = np.asarray(np.isfinite(j).all(axis=(1, 2)))
    sigma, rho = np.full(steps, np.nan), np.full(steps, np.nan)
    if finite.any():
        sigma[finite] = np.linalg.svd(j[finite], compute_uv=False)[:, 0]
        rho[finite] = [spectral_radius(jacobian) for jacobian in j[finite]]

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
