"""The simple (Elman) recurrent cell: J. L. Elman, "Finding Structure in Time", Cognitive Science 14, 1990."""

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

import numpy as np

from .base import Array, BackStep, Cell, Params, product, tanh_slope
from .equations import ARRIVAL, Equations, Line


class RNNState(NamedTuple):
    """h: the hidden state, (B, H)."""

    h: Array


class RNNSaved(NamedTuple):
    """a: the pre-activation, (B, 1, H)."""

    a: Array


class RNNLocal(NamedTuple):
    """slope: φ'(a_t), (B, H)."""

    slope: Array


ACTIVATIONS = ("tanh", "relu", "identity")


@dataclass(frozen=True)
class RNN(Cell[RNNState, RNNSaved, RNNLocal]):
    """h_t = φ(a_t),  a_t = W_xh x_t + b_h + W_hh h_{t-1},  φ = tanh, ReLU or the identity.

    Backward, with δ_t = ∂L/∂h_t:

        ∂L/∂a_t     = δ_t ⊙ φ'(a_t)         φ' = 1 - h_t²  (tanh),  [a_t > 0]  (ReLU),  1  (identity)
        ∂L/∂h_{t-1} = W_hhᵀ ∂L/∂a_t         so ∂h_t/∂h_{t-1} = diag(φ'(a_t)) W_hh
    """

    activation: str = "tanh"

    name: ClassVar[str] = "rnn"
    blocks: ClassVar[tuple[str, ...]] = ("h",)
    state: ClassVar[type] = RNNState
    options: ClassVar[tuple[str, ...]] = ("activation",)
    year: ClassVar[int] = 1990
    source: ClassVar[str] = 'J. L. Elman, "Finding Structure in Time", Cognitive Science 14 (1990)'

    equations: ClassVar[Equations] = Equations(
        forward=(
            Line("a_t = W_{xh} x_t | + W_{hh} h_{t-1} + b_h", result="{a_h}"),
            Line("h_t = tanh(a_t)", "tanh({a_h})", "{h}", when={"activation": "tanh"}),
            Line("h_t = max(0, a_t)", "max(0, {a_h})", "{h}", when={"activation": "relu"}),
            Line("h_t = a_t", result="{h}", when={"activation": "identity"}),
        ),
        backward=(
            ARRIVAL,
            *(
                Line(f"h_{{t-1}} ← W_{{hh}}^T (δh_t ⊙ {slope})", result="{d_h_future<}", when={"activation": name})
                for name, slope in (("tanh", "(1 - h_{t}^{2})"), ("relu", "[a_t > 0]"), ("identity", "1"))
            ),
        ),
    )
    pytorch_second_bias: ClassVar[tuple[str, ...]] = ("h",)
    pytorch: ClassVar[str] = """
def rnn(p, x, h):
    return (phi(x @ p["W_xh"].T + p["b_h"] + h @ p["W_hh"].T),)
"""

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.activation not in ACTIVATIONS:
            raise ValueError(f"activation has value '{self.activation}'; allowed: {', '.join(ACTIVATIONS)}.")

    def step(self, params: Params, a_x: Array, prev: RNNState) -> tuple[RNNState, RNNSaved]:
        a = a_x + (prev.h.dot(params["W_hh"].T))[..., None, :]  # (B, 1, H)
        h = a[..., 0, :]
        if self.activation == "tanh":
            h = np.tanh(h)
        elif self.activation == "relu":
            h = np.maximum(h, 0)
        return RNNState(h), RNNSaved(a)

    def local(self, saved: RNNSaved, prev: RNNState, state: RNNState) -> RNNLocal:
        if self.activation == "tanh":
            return RNNLocal(tanh_slope(saved.a[..., 0, :]))
        if self.activation == "relu":
            return RNNLocal((state.h > 0).astype(state.h.dtype))  # the slope at the kink is 0, as in PyTorch
        return RNNLocal(np.ones_like(state.h))

    def step_back(self, params: Params, local: RNNLocal, d: RNNState) -> BackStep:
        d_a = d.h * local.slope
        prev = RNNState(product(d_a, params["W_hh"]))
        d_a = d_a[..., None, :]
        return BackStep(d, d_a, d_a, prev)

    def preactivations(self, saved: RNNSaved) -> Array:
        return saved.a
