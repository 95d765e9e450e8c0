"""The gated recurrent unit: K. Cho et al. 2014, in PyTorch's form (reset gate after the matrix product)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

import numpy as np

from .base import Array, BackStep, Cell, Gate, Params, Steps, StepsBack, product, sigmoid, tanh_slope
from .equations import ARRIVAL, Equations, Line, sigmoid_gate

R, Z, N = range(3)


class GRUState(NamedTuple):
    """h: the hidden state, (B, H)."""

    h: Array


class GRUSaved(NamedTuple):
    """a: pre-activations, (B, 3, H); y: the gates r z n, (B, 3, H); m: W_hn h_{t-1} + b_hn, (B, H)."""

    a: Array
    y: Array
    m: Array


class GRULocal(NamedTuple):
    """Partial derivatives of one step.

    dh_da: ∂h_t/∂a_t, input side, (B, 3, H)
    dh_dm: ∂h_t/∂m_t, recurrent side: the same, with the block n multiplied by r_t, (B, 3, H)
    z:     ∂h_t/∂h_{t-1} along the direct path, (B, H)
    """

    dh_da: Array
    dh_dm: Array
    z: Array


@dataclass(frozen=True)
class GRU(Cell[GRUState, GRUSaved, GRULocal]):
    """Three blocks in PyTorch's order r z n; a bias b_hn inside the reset gate's reach:

        r_t = σ(a_r)      a_r = W_xr x_t + b_r + W_hr h_{t-1}
        z_t = σ(a_z)      a_z = W_xz x_t + b_z + W_hz h_{t-1}
        n_t = tanh(a_n)   a_n = W_xn x_t + b_n + r_t ⊙ m_t,   m_t = W_hn h_{t-1} + b_hn
        h_t = (1 - z_t) ⊙ n_t + z_t ⊙ h_{t-1}

    Backward, with δ = ∂L/∂h_t:

        ∂L/∂a_n     = δ ⊙ (1 - z_t) ⊙ (1 - n_t²)
        ∂L/∂a_z     = δ ⊙ (h_{t-1} - n_t) ⊙ z_t (1 - z_t)
        ∂L/∂a_r     = ∂L/∂a_n ⊙ m_t ⊙ r_t (1 - r_t)
        ∂L/∂m_t     = r_t ⊙ ∂L/∂a_n          (the recurrent side of block n; r and z have one side only)
        ∂L/∂h_{t-1} = z_t ⊙ δ + W_hhᵀ [∂L/∂a_r; ∂L/∂a_z; ∂L/∂m_t]

    The direct path is z_t ⊙ δ: the update gate plays the forget gate's part (in Cho's paper z and 1 - z are swapped,
    and the reset gate acts before the product; PyTorch and cuDNN do it as here).
    """

    name: ClassVar[str] = "gru"
    blocks: ClassVar[tuple[str, ...]] = ("r", "z", "n")
    gates: ClassVar[tuple[Gate, ...]] = (Gate("r", "sigmoid"), Gate("z", "sigmoid", carry=True), Gate("n", "tanh"))
    state: ClassVar[type] = GRUState
    chrono: ClassVar[Mapping[str, int]] = {"z": 1}
    recurrent_terms: ClassVar[tuple[str, ...]] = ("m",)
    year: ClassVar[int] = 2014
    source: ClassVar[str] = (
        'K. Cho et al., "Learning Phrase Representations using RNN Encoder-Decoder for Statistical Machine '
        'Translation", EMNLP (2014)'
    )

    equations: ClassVar[Equations] = Equations(
        forward=(
            sigmoid_gate("r"),
            sigmoid_gate("z"),
            Line("m_t = W_{hn} h_{t-1} + b_{hn}", result="{m}"),
            Line("n_t = tanh(W_{xn} x_t | + b_n + r_t ⊙ m_t)", "tanh({a_n})", "{n}", gate="n"),
            Line("h_t = (1 - z_t) ⊙ n_t | + z_t ⊙ h_{t-1}", "(1 - {z}) · {n} | + {z} · {h_prev}", "{h}"),
        ),
        backward=(
            ARRIVAL,
            Line("h_{t-1} ← z_t ⊙ δh_t + W_{hh}^T(…)", "{z} · {d_h} + …", "{d_h_future<}"),
        ),
        open="equations.hold",
    )
    pytorch_second_bias: ClassVar[tuple[str, ...]] = ("r", "z")
    pytorch: ClassVar[str] = """
def gru(p, x, h):
    (r, z, n), (m_r, m_z, m_n) = (x @ p["W_xh"].T + p["b_h"]).chunk(3, -1), (h @ p["W_hh"].T).chunk(3, -1)
    r, z = gate("r", torch.sigmoid, r + m_r), gate("z", torch.sigmoid, z + m_z)
    n = gate("n", torch.tanh, n + r * (m_n + p["b_hn"]))
    return ((1 - z) * n + z * h,)
"""

    @classmethod
    def shapes(cls, inputs: int, units: int) -> dict[str, tuple[int, ...]]:
        return super().shapes(inputs, units) | {"b_hn": (units,)}

    def param_gradients(self, steps: Steps, back: StepsBack) -> dict[str, Array]:
        """Beside those that every cell has: ∂L/∂b_hn = Σ_{t,b} ∂L/∂m_t of block n."""
        return super().param_gradients(steps, back) | {"b_hn": back.d_m[..., N, :].sum(axis=(0, 1))}

    def step(self, params: Params, a_x: Array, prev: GRUState) -> tuple[GRUState, GRUSaved]:
        recurrent = self.by_block(prev.h.dot(params["W_hh"].T))  # (B, 3, H)
        a = a_x + recurrent
        y = sigmoid(a)
        self.hold(y)
        r, z = y[..., R, :], y[..., Z, :]
        m = recurrent[..., N, :] + params["b_hn"]
        a[..., N, :] = a_x[..., N, :] + r * m
        np.tanh(a[..., N, :], out=y[..., N, :])
        self.hold(y)
        n = y[..., N, :]
        return GRUState(n + z * (prev.h - n)), GRUSaved(a, y, m)

    def local(self, saved: GRUSaved, prev: GRUState, state: GRUState) -> GRULocal:
        y, m = saved.y, saved.m
        r, z, n = y[..., R, :], y[..., Z, :], y[..., N, :]
        dh_da = y * (1 - y)  # σ' = σ (1 - σ)
        dh_da[..., N, :] = tanh_slope(saved.a[..., N, :])
        self.release(dh_da)
        dh_da[..., N, :] *= 1 - z
        dh_da[..., Z, :] *= prev.h - n
        dh_da[..., R, :] *= m * dh_da[..., N, :]
        dh_dm = dh_da.copy()
        dh_dm[..., N, :] *= r
        return GRULocal(dh_da, dh_dm, z)

    def step_back(self, params: Params, local: GRULocal, d: GRUState) -> BackStep:
        d_h = d.h[..., None, :]
        d_m = d_h * local.dh_dm
        prev = GRUState(d.h * local.z + product(d_m.reshape(*d_m.shape[:-2], -1), params["W_hh"]))
        return BackStep(d, d_h * local.dh_da, d_m, prev)

    def preactivations(self, saved: GRUSaved) -> Array:
        return saved.a

    def gate_values(self, saved: GRUSaved) -> Array:
        return saved.y

    def carry(self, local: GRULocal) -> Array:
        return local.z
