"""The simple (Elman) recurrent cell: J. L. Elman, "Finding Structure in Time", Cognitive Science 14, 1990."""

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

import numpy as np

from .arrays import Array, product
from .base import Cell
from .equations import ARRIVAL, Equations, Line
from .layer_norm import normalise_back
from .nonlinearities import tanh_slope
from .parameters import Params
from .records import BackStep


class RNNState(NamedTuple):
    """h: the hidden state, (B, H)."""

    h: Array


class RNNSaved(NamedTuple):
    """a: the pre-activation, (B, 1, H); normalised: û, (B, 1, H), and s, (B, 1, 1)."""

    a: Array
    u_hat: Array | None = None
    s: Array | None = None


class RNNLocal(NamedTuple):
    """slope: φ'(a_t), (B, H); normalised: û, (B, 1, H), and ∂a_t/∂û / s = g ⊘ s, (B, 1, H)."""

    slope: Array
    u_hat: Array | None = None
    scale: Array | None = None


ACTIVATIONS = ("tanh", "relu", "identity")


SLOPES = {"tanh": "(1 - h_{t}^{2})", "relu": "[a_t > 0]", "identity": "1"}
"""φ' as the page writes it."""


def lines_back(name: str, slope: str) -> tuple[Line, ...]:
    """What a step hands to the one before it, for an activation, normalised or not."""
    plain, normalised = ({"activation": name, "norm": norm} for norm in ("none", "layer"))
    back = "{d_h_future<}"
    return (
        Line(f"h_{{t-1}} ← W_{{hh}}^T (δh_t ⊙ {slope})", result=back, when=plain),
        Line(f"q_t = g_h ⊙ δh_t ⊙ {slope} / s_t", when=normalised),
        Line("h_{t-1} ← W_{hh}^T (q_t - mean(q_t) | - û_t ⊙ mean(q_t ⊙ û_t))", result=back, when=normalised),
    )


@dataclass(frozen=True)
class RNN(Cell[RNNState, RNNSaved, RNNLocal]):
    """h_t = φ(a_t),  a_t = W_xh x_t + b_h + W_hh h_{t-1},  φ = tanh, ReLU or the identity.

    Backward, with δ_t = ∂L/∂h_t:

        ∂L/∂a_t     = δ_t ⊙ φ'(a_t)         φ' = 1 - h_t²  (tanh),  [a_t > 0]  (ReLU),  1  (identity)
        ∂L/∂h_{t-1} = W_hhᵀ ∂L/∂a_t         so ∂h_t/∂h_{t-1} = diag(φ'(a_t)) W_hh

    Normalised (norm="layer"), u_t = W_xh x_t + W_hh h_{t-1} and a_t = g_h ⊙ û_t + b_h with û_t = (u_t - μ_t) / s_t:

        ∂L/∂u_t     = C (q - û_t · mean(q ⊙ û_t)),   q = g_h ⊙ ∂L/∂a_t / s_t,   C v = v - mean(v)
        ∂L/∂h_{t-1} = W_hhᵀ ∂L/∂u_t         (`app.cells.layer_norm` derives it)
    """

    activation: str = "tanh"

    name: ClassVar[str] = "rnn"
    blocks: ClassVar[tuple[str, ...]] = ("h",)
    state: ClassVar[type] = RNNState
    options: ClassVar[tuple[str, ...]] = ("activation", "norm")
    year: ClassVar[int] = 1990
    source: ClassVar[str] = 'J. L. Elman, "Finding Structure in Time", Cognitive Science 14 (1990)'

    equations: ClassVar[Equations] = Equations(
        forward=(
            Line("a_t = W_{xh} x_t | + W_{hh} h_{t-1} + b_h", result="{a_h}", when={"norm": "none"}),
            Line("û_t = LN(W_{xh} x_t | + W_{hh} h_{t-1})", result="{u_h}", when={"norm": "layer"}),
            Line("a_t = g_h ⊙ û_t + b_h", result="{a_h}", when={"norm": "layer"}),
            Line("h_t = tanh(a_t)", "tanh({a_h})", "{h}", when={"activation": "tanh"}),
            Line("h_t = max(0, a_t)", "max(0, {a_h})", "{h}", when={"activation": "relu"}),
            Line("h_t = a_t", result="{h}", when={"activation": "identity"}),
        ),
        backward=(
            ARRIVAL,
            *(line for name, slope in SLOPES.items() for line in lines_back(name, slope)),
        ),
    )
    pytorch_second_bias: ClassVar[tuple[str, ...]] = ("h",)
    pytorch: ClassVar[str] = """
def rnn(p, x, h):
    return (phi(summed(p, x, h, 1)),)
"""

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.activation not in ACTIVATIONS:
            raise ValueError(f"activation has value '{self.activation}'; allowed: {', '.join(ACTIVATIONS)}.")

    def step(self, params: Params, a_x: Array, prev: RNNState) -> tuple[RNNState, RNNSaved]:
        a, u_hat, s = self.preactivate(params, a_x, prev.h)  # (B, 1, H)
        h = a[..., 0, :]
        if self.activation == "tanh":
            h = np.tanh(h)
        elif self.activation == "relu":
            h = np.maximum(h, 0)
        return RNNState(h), RNNSaved(a, u_hat, s)

    def local(self, params: Params, saved: RNNSaved, prev: RNNState, state: RNNState) -> RNNLocal:
        slope = self.slope(saved, state)
        return RNNLocal(slope, saved.u_hat, params["g_h"] / saved.s) if self.normalised else RNNLocal(slope)

    def slope(self, saved: RNNSaved, state: RNNState) -> Array:
        """φ'(a_t), (…, H)."""
        if self.activation == "tanh":
            return tanh_slope(saved.a[..., 0, :])
        if self.activation == "relu":
            return np.asarray(np.sign(state.h))  # h ≥ 0: the slope at the kink is 0, as in PyTorch, and NaN stays NaN
        return np.ones_like(state.h)

    def step_back(self, params: Params, local: RNNLocal, d: RNNState) -> BackStep:
        d_a = (d.h * local.slope)[..., None, :]
        d_m = normalise_back(d_a, local.scale, local.u_hat)
        return BackStep(d, d_a, d_m, RNNState(product(d_m[..., 0, :], params["W_hh"])))

    def preactivations(self, saved: RNNSaved) -> Array:
        return saved.a
