"""Long short-term memory: Hochreiter and Schmidhuber 1997; its forget gate: Gers, Schmidhuber and Cummins 2000."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

import numpy as np

from .arrays import Array, product, rows
from .base import Cell, Gate
from .equations import ARRIVAL, Equations, Line, normalised_lines, sigmoid_gate, tanh_gate
from .layer_norm import normalise_back
from .nonlinearities import sigmoid, tanh_slope
from .parameters import Params
from .records import BackStep

I, F, G, O = range(4)  # noqa: E741  (the gates' names in the literature)


class LSTMState(NamedTuple):
    """h: the hidden state; c: the cell state; both (B, H)."""

    h: Array
    c: Array


class LSTMSaved(NamedTuple):
    """a: pre-activations, (B, 4, H); y: the gates i f g o, (B, 4, H); tanh_c: tanh(c_t), (B, H).

    Normalised: û, (B, 4, H), and s, (B, 4, 1).
    """

    a: Array
    y: Array
    tanh_c: Array
    u_hat: Array | None = None
    s: Array | None = None


class LSTMLocal(NamedTuple):
    """Partial derivatives of one step.

    dc_da: ∂c_t/∂a_t for the blocks i, f, g, (B, 3, H)
    dh_do: ∂h_t/∂a_o = tanh(c_t) σ'(a_o), (B, H)
    dh_dc: ∂h_t/∂c_t = o_t (1 - tanh² c_t), (B, H)
    f:     ∂c_t/∂c_{t-1} along the direct path, (B, H)

    Normalised: û, (B, 4, H), and scale = ∂a_t/∂û_t / s = g_h ⊘ s, (B, 4, H).
    """

    dc_da: Array
    dh_do: Array
    dh_dc: Array
    f: Array
    u_hat: Array | None = None
    scale: Array | None = None


@dataclass(frozen=True)
class LSTM(Cell[LSTMState, LSTMSaved, LSTMLocal]):
    """Four blocks of a_t = W_xh x_t + b_h + W_hh h_{t-1}, in PyTorch's order i f g o:

        i_t = σ(a_i)   f_t = σ(a_f)   g_t = tanh(a_g)   o_t = σ(a_o)
        c_t = f_t ⊙ c_{t-1} + i_t ⊙ g_t
        h_t = o_t ⊙ tanh(c_t)

    Backward, with δh = ∂L/∂h_t and what arrives at c_t straight from c_{t+1}, δc⁺ = f_{t+1} ⊙ ∂L/∂c_{t+1}:

        ∂L/∂c_t     = δc⁺ + δh ⊙ o_t ⊙ (1 - tanh² c_t)
        ∂L/∂a_i     = ∂L/∂c_t ⊙ g_t ⊙ i_t (1 - i_t)
        ∂L/∂a_f     = ∂L/∂c_t ⊙ c_{t-1} ⊙ f_t (1 - f_t)
        ∂L/∂a_g     = ∂L/∂c_t ⊙ i_t ⊙ (1 - g_t²)
        ∂L/∂a_o     = δh ⊙ tanh(c_t) ⊙ o_t (1 - o_t)
        ∂L/∂h_{t-1} = W_hhᵀ ∂L/∂a_t
        ∂L/∂c_{t-1} = f_t ⊙ ∂L/∂c_t          ← the direct path: no matrix and no squashing, only the forget gate

    With the forget gate clamped to 1 this is the constant error carousel of 1997: the direct path carries ∂L/∂c_t
    unchanged over any number of steps. PyTorch adds two biases, b_ih + b_hh; only their sum matters, here b_h.

    Normalised (norm="layer"), for each block by itself u_t = W_xh x_t + W_hh h_{t-1} and a_t = g_h ⊙ û_t + b_h with
    û_t = (u_t - μ_t) / s_t. c_t is not normalised: the direct path stays what it is. `app.cells.layer_norm` derives

        ∂L/∂u_t     = C (q - û_t · mean(q ⊙ û_t)),   q = g_h ⊙ ∂L/∂a_t / s_t,   C v = v - mean(v)
        ∂L/∂h_{t-1} = W_hhᵀ ∂L/∂u_t
    """

    name: ClassVar[str] = "lstm"
    blocks: ClassVar[tuple[str, ...]] = ("i", "f", "g", "o")
    gates: ClassVar[tuple[Gate, ...]] = (
        Gate("i", "sigmoid"),
        Gate("f", "sigmoid", carry=True),
        Gate("g", "tanh"),
        Gate("o", "sigmoid"),
    )
    state: ClassVar[type] = LSTMState
    options: ClassVar[tuple[str, ...]] = ("norm",)
    chrono: ClassVar[Mapping[str, int]] = {"f": 1, "i": -1}
    year: ClassVar[int] = 1997
    source: ClassVar[str] = (
        'S. Hochreiter, J. Schmidhuber, "Long Short-Term Memory", Neural Computation 9 (1997); '
        'F. Gers, J. Schmidhuber, F. Cummins, "Learning to Forget", Neural Computation 12 (2000)'
    )

    equations: ClassVar[Equations] = Equations(
        forward=(
            *normalised_lines(("i", "f", "g", "o")),
            sigmoid_gate("i"),
            sigmoid_gate("f"),
            tanh_gate("g"),
            sigmoid_gate("o"),
            Line("c_t = f_t ⊙ c_{t-1} + i_t ⊙ g_t", "{f} · {c_prev} + {i} · {g}", "{c}"),
            Line("h_t = o_t ⊙ tanh(c_t)", "{o} · tanh({c})", "{h}"),
        ),
        backward=(
            ARRIVAL,
            Line(
                "δc_t = δh_t ⊙ o_t ⊙ (1 - tanh^2 c_t) | + f_{t+1} ⊙ δc_{t+1}",
                "{d_h} · {o} · (1 - tanh^2 {c}) | + {f>} · {d_c>}",
                "{d_c}",
            ),
            Line("c_{t-1} ← f_t ⊙ δc_t", "{f} · {d_c}"),
        ),
        open="equations.carousel",
        closed="equations.closed",
    )
    pytorch_second_bias: ClassVar[tuple[str, ...]] = ("i", "f", "g", "o")
    pytorch: ClassVar[str] = """
def lstm(p, x, h, c):
    i, f, g, o = summed(p, x, h, 4).chunk(4, -1)
    i, f = gate("i", torch.sigmoid, i), gate("f", torch.sigmoid, f)
    g, o = gate("g", torch.tanh, g), gate("o", torch.sigmoid, o)
    c = f * c + i * g
    return o * torch.tanh(c), c
"""

    def step(self, params: Params, a_x: Array, prev: LSTMState) -> tuple[LSTMState, LSTMSaved]:
        a, u_hat, s = self.preactivate(params, a_x, prev.h)
        y = sigmoid(a)
        np.tanh(a[..., G, :], out=y[..., G, :])
        self.hold(y)
        i, f, g, o = y[..., I, :], y[..., F, :], y[..., G, :], y[..., O, :]
        c = f * prev.c + i * g
        tanh_c = np.tanh(c)
        return LSTMState(o * tanh_c, c), LSTMSaved(a, y, tanh_c, u_hat, s)

    def local(self, params: Params, saved: LSTMSaved, prev: LSTMState, state: LSTMState) -> LSTMLocal:
        y, tanh_c = saved.y, saved.tanh_c
        i, f, g, o = y[..., I, :], y[..., F, :], y[..., G, :], y[..., O, :]
        slope = y * (1 - y)  # σ' = σ (1 - σ)
        slope[..., G, :] = tanh_slope(saved.a[..., G, :])
        self.release(slope)
        dc_da = slope[..., :O, :]
        dc_da[..., I, :] *= g
        dc_da[..., F, :] *= prev.c
        dc_da[..., G, :] *= i
        scale = self.by_block(params["g_h"]) / saved.s if self.normalised else None
        return LSTMLocal(dc_da, slope[..., O, :] * tanh_c, o * tanh_slope(state.c), f, saved.u_hat, scale)

    def within(self, local: LSTMLocal, d: LSTMState) -> LSTMState:
        return LSTMState(d.h, d.c + d.h * local.dh_dc)

    def step_back(self, params: Params, local: LSTMLocal, d: LSTMState) -> BackStep:
        total = self.within(local, d)
        d_c = total.c
        d_a = np.empty((*d_c.shape[:-1], 4, d_c.shape[-1]), d_c.dtype)
        np.multiply(d_c[..., None, :], local.dc_da, out=d_a[..., :O, :])
        np.multiply(d.h, local.dh_do, out=d_a[..., O, :])
        d_m = normalise_back(d_a, local.scale, local.u_hat)
        return BackStep(total, d_a, d_m, LSTMState(product(rows(d_m), params["W_hh"]), d_c * local.f))

    def preactivations(self, saved: LSTMSaved) -> Array:
        return saved.a

    def gate_values(self, saved: LSTMSaved) -> Array:
        return saved.y

    def carry(self, local: LSTMLocal) -> Array:
        return local.f
