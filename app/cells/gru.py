"""The gated recurrent unit: K. Cho et al. 2014, and the form in which cuDNN and PyTorch compute it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

import numpy as np

from .arrays import Array, product, rows, split_blocks
from .base import Cell, Gate
from .equations import ARRIVAL, Equations, Line, sigmoid_gate
from .layer_norm import normalise, normalise_back
from .nonlinearities import sigmoid, tanh_slope
from .parameters import NORMALISED, Parameter, Params
from .records import BackStep, Factors, InputPartials, Steps, StepsBack

R, Z, N = range(3)
RESETS = ("after", "before")


class GRUState(NamedTuple):
    """h: the hidden state, (B, H)."""

    h: Array


class GRUSaved(NamedTuple):
    """a: pre-activations, (B, 3, H); y: the gates r z n, (B, 3, H); m: the recurrent side of block n, which r_t
    multiplies where it acts after the product, (B, H).

    Normalised, of the recurrent side: û, (B, 3, H), and s, (B, 3, 1).
    """

    a: Array
    y: Array
    m: Array
    u_hat: Array | None = None
    s: Array | None = None


class GRULocal(NamedTuple):
    """Partial derivatives of one step.

    dh_da: ∂h_t/∂a_t, (B, 3, H); where r_t acts before the product, its block holds ∂(r_t ⊙ h_{t-1})/∂a_r
    dh_dm: ∂h_t/∂m_t, recurrent side: the same, with the block n multiplied by r_t where it acts after, (B, 3, H)
    z:     ∂h_t/∂h_{t-1} along the direct path, (B, H)
    r:     the reset gate where it acts before the product, (B, H)

    Normalised, of the recurrent side: û, (B, 3, H), and scale = g_hh ⊘ s, (B, 3, H).
    """

    dh_da: Array
    dh_dm: Array
    z: Array
    r: Array | None = None
    u_hat: Array | None = None
    scale: Array | None = None


def lines_of_candidate() -> tuple[Line, ...]:
    """m_t and n_t, for both places of the reset gate, normalised or not."""
    m = {
        ("after", "none"): "m_t = W_{hn} h_{t-1} + b_{hn}",
        ("after", "layer"): "m_t = g_{hn} ⊙ LN(W_{hn} h_{t-1}) | + b_{hn}",
        ("before", "none"): "m_t = W_{hn} (r_t ⊙ h_{t-1})",
        ("before", "layer"): "m_t = g_{hn} ⊙ LN(W_{hn} (r_t ⊙ h_{t-1}))",
    }
    x = {"none": "W_{xn} x_t", "layer": "g_{xn} ⊙ LN(W_{xn} x_t)"}
    lines = [Line(formula, result="{m}", when={"reset": reset, "norm": norm}) for (reset, norm), formula in m.items()]
    for reset, norm in m:
        reached = "r_t ⊙ m_t" if reset == "after" else "m_t"
        formula = f"n_t = tanh({x[norm]} | + b_n + {reached})"
        lines.append(Line(formula, "tanh({a_n})", "{n}", gate="n", when={"reset": reset, "norm": norm}))
    return tuple(lines)


@dataclass(frozen=True)
class GRU(Cell[GRUState, GRUSaved, GRULocal]):
    """Three blocks in PyTorch's order r z n. reset="after" (cuDNN, PyTorch; Keras reset_after=True):

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

    reset="before" (Cho 2014; Keras reset_after=False): the reset gate acts before the matrix product, which has to wait
    for it, and there is no b_hn:

        a_n = W_xn x_t + b_n + W_hn v_t,   v_t = r_t ⊙ h_{t-1}

        ∂L/∂v_t     = W_hnᵀ ∂L/∂a_n
        ∂L/∂a_r     = ∂L/∂v_t ⊙ h_{t-1} ⊙ r_t (1 - r_t)
        ∂L/∂h_{t-1} = z_t ⊙ δ + r_t ⊙ ∂L/∂v_t + W_hrᵀ ∂L/∂a_r + W_hzᵀ ∂L/∂a_z

    The direct path is z_t ⊙ δ: the update gate plays the forget gate's part (in Cho's paper z and 1 - z are swapped;
    PyTorch and cuDNN have them as here).

    Normalised (norm="layer"), each side and block by itself, LN(u) = (u - μ) / s over the block's units:

        W_xh x_t + b_h  becomes  g_xh ⊙ LN(W_xh x_t) + b_h        W_hh h_{t-1}  becomes  g_hh ⊙ LN(W_hh h_{t-1})

    so that r_t multiplies a normalised m_t (or makes v_t, whose product is normalised). Each side's way back is that of
    `app.cells.layer_norm`, with q = g ⊙ ∂L/∂(what the side adds to a_t) / s:

        ∂L/∂u = C (q - û · mean(q ⊙ û)),   C v = v - mean(v)
    """

    reset: str = "after"

    name: ClassVar[str] = "gru"
    blocks: ClassVar[tuple[str, ...]] = ("r", "z", "n")
    gates: ClassVar[tuple[Gate, ...]] = (Gate("r", "sigmoid"), Gate("z", "sigmoid", carry=True), Gate("n", "tanh"))
    state: ClassVar[type] = GRUState
    chrono: ClassVar[Mapping[str, int]] = {"z": 1}
    options: ClassVar[tuple[str, ...]] = ("norm", "reset")
    recurrent_terms: ClassVar[tuple[str, ...]] = ("m",)
    year: ClassVar[int] = 2014
    source: ClassVar[str] = (
        'K. Cho et al., "Learning Phrase Representations using RNN Encoder-Decoder for Statistical Machine '
        'Translation", EMNLP (2014); reset after the product: J. Appleyard, T. Kocisky, P. Blunsom, "Optimizing '
        'Performance of Recurrent Neural Networks on GPUs" (2016), as in cuDNN'
    )

    equations: ClassVar[Equations] = Equations(
        forward=(
            sigmoid_gate("r"),
            sigmoid_gate("z"),
            *lines_of_candidate(),
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
    W_r, W_z, W_n = p["W_hh"].chunk(3)
    side = lambda u, gain: u if norm == "none" else LN(u, p[gain], 3)
    def recurrent(v):
        return side(torch.cat([h @ W_r.T, h @ W_z.T, v @ W_n.T], -1), "g_hh").chunk(3, -1)
    r, z, n = (side(x @ p["W_xh"].T, "g_xh") + p["b_h"]).chunk(3, -1)
    m_r, m_z, m_n = recurrent(h)
    r, z = gate("r", torch.sigmoid, r + m_r), gate("z", torch.sigmoid, z + m_z)
    m = r * (m_n + p["b_hn"]) if CONFIG["reset"] == "after" else recurrent(r * h)[2]
    n = gate("n", torch.tanh, n + m)
    return ((1 - z) * n + z * h,)
"""

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.reset not in RESETS:
            raise ValueError(f"reset has value '{self.reset}'; allowed: {', '.join(RESETS)}.")

    @classmethod
    def parameters(cls) -> dict[str, Parameter]:
        """b_hn where the reset gate acts after the product, and a gain for each side where both are normalised."""
        common = {name: parameter for name, parameter in super().parameters().items() if name != "g_h"}
        gain = Parameter(len(cls.blocks), begin="one", when=NORMALISED)
        return {**common, "b_hn": Parameter(1, when={"reset": "after"}), "g_xh": gain, "g_hh": gain}

    @property
    def after(self) -> bool:
        """Whether the reset gate acts after the matrix product."""
        return self.reset == "after"

    def project(self, params: Params, x: Array) -> Array:
        u = super().project(params, x)
        if not self.normalised:
            return u
        return np.asarray(normalise(u)[0] * params["g_xh"] + params["b_h"])

    def step(self, params: Params, a_x: Array, prev: GRUState) -> tuple[GRUState, GRUSaved]:
        if not self.after:
            return self.step_reset_before(params, a_x, prev)
        recurrent = self.by_block(product(prev.h, params["W_hh"].mT))  # (B, 3, H)
        u_hat = s = None
        if self.normalised:
            u_hat, s = normalise(recurrent)
            recurrent = u_hat * params["g_hh"]
        a = a_x + recurrent
        y = sigmoid(a)
        self.hold(y)
        r = y[..., R, :]
        m = recurrent[..., N, :] + params["b_hn"]
        a[..., N, :] = a_x[..., N, :] + r * m
        return self.candidate(a, y, prev), GRUSaved(a, y, m, u_hat, s)

    def step_reset_before(self, params: Params, a_x: Array, prev: GRUState) -> tuple[GRUState, GRUSaved]:
        """The step where r_t acts before the product: two products, since the second waits for the first."""
        W_hh, a, u_hat, s = params["W_hh"], a_x.copy(), None, None
        split = N * prev.h.shape[-1]
        gates = split_blocks(product(prev.h, W_hh[..., :split, :].mT), N)  # (B, 2, H)
        if self.normalised:
            u_hat, s = np.empty_like(a), np.empty((*a.shape[:-1], 1), a.dtype)
            gain = params["g_hh"]
            u_hat[..., :N, :], s[..., :N, :] = normalise(gates)
            gates = u_hat[..., :N, :] * gain[..., :N, :]
        a[..., :N, :] += gates
        y = sigmoid(a)
        self.hold(y)
        m = product(y[..., R, :] * prev.h, W_hh[..., split:, :].mT)  # (B, H)
        if u_hat is not None and s is not None:
            u_hat[..., N, :], s[..., N, :] = normalise(m)
            m = u_hat[..., N, :] * gain[..., N, :]
        a[..., N, :] += m
        return self.candidate(a, y, prev), GRUSaved(a, y, m, u_hat, s)

    def candidate(self, a: Array, y: Array, prev: GRUState) -> GRUState:
        """n_t written into `y`, and h_t = (1 - z_t) ⊙ n_t + z_t ⊙ h_{t-1}."""
        np.tanh(a[..., N, :], out=y[..., N, :])
        self.hold(y)
        z, n = y[..., Z, :], y[..., N, :]
        return GRUState(n + z * (prev.h - n))

    def local(self, params: Params, saved: GRUSaved, prev: GRUState, state: GRUState) -> GRULocal:
        y = saved.y
        r, z, n = y[..., R, :], y[..., Z, :], y[..., N, :]
        dh_da = y * (1 - y)  # σ' = σ (1 - σ)
        dh_da[..., N, :] = tanh_slope(saved.a[..., N, :])
        self.release(dh_da)
        dh_da[..., N, :] *= 1 - z
        dh_da[..., Z, :] *= prev.h - n
        scale = self.by_block(params["g_hh"]) / saved.s if self.normalised else None
        if not self.after:
            dh_da[..., R, :] *= prev.h
            return GRULocal(dh_da, dh_da, z, r, saved.u_hat, scale)
        dh_da[..., R, :] *= saved.m * dh_da[..., N, :]
        dh_dm = dh_da.copy()
        dh_dm[..., N, :] *= r
        return GRULocal(dh_da, dh_dm, z, None, saved.u_hat, scale)

    def step_back(self, params: Params, local: GRULocal, d: GRUState) -> BackStep:
        if local.r is not None:
            return self.step_back_reset_before(params, local, local.r, d)
        d_h = d.h[..., None, :]
        d_m = normalise_back(d_h * local.dh_dm, local.scale, local.u_hat)
        return BackStep(d, d_h * local.dh_da, d_m, GRUState(d.h * local.z + product(rows(d_m), params["W_hh"])))

    def step_back_reset_before(self, params: Params, local: GRULocal, r: Array, d: GRUState) -> BackStep:
        """The way back of `step_reset_before`: block n first, since a_r is reached through it."""
        W_hh, split = params["W_hh"], N * d.h.shape[-1]
        d_a = d.h[..., None, :] * local.dh_da
        d_m = self.through_norm(d_a[..., N:, :], local, slice(N, None))
        d_v = product(d_m[..., 0, :], W_hh[..., split:, :])  # ∂L/∂(r_t ⊙ h_{t-1})
        d_a[..., R, :] = d_v * local.dh_da[..., R, :]
        d_gates = self.through_norm(d_a[..., :N, :], local, slice(N))
        prev = d.h * local.z + d_v * r + product(rows(d_gates), W_hh[..., :split, :])
        return BackStep(d, d_a, np.concatenate([d_gates, d_m], axis=-2) if self.normalised else d_a, GRUState(prev))

    def through_norm(self, d_a: Array, local: GRULocal, blocks: slice) -> Array:
        """∂L/∂a_t of some blocks, at their recurrent side."""
        u_hat, scale = (part if part is None else part[..., blocks, :] for part in (local.u_hat, local.scale))
        return normalise_back(d_a, scale, u_hat)

    def param_gradients(self, steps: Steps, back: StepsBack) -> dict[str, Array]:
        """Beside those that every cell has: ∂L/∂b_hn = Σ_{t,b} r_t ⊙ ∂L/∂a_n, at m_t before it is normalised."""
        common = super().param_gradients(steps, back)
        return common | (
            {"b_hn": self.at_recurrent_side(steps, back)[..., N, :].sum(axis=(0, 1))} if self.after else {}
        )

    def at_recurrent_side(self, steps: Steps, back: StepsBack) -> Array:
        """What comes back to what the recurrent side adds, (T, B, 3, H): ∂L/∂a_t, through r_t where it acts after."""
        if not self.normalised:
            return back.d_m
        d = back.d_a
        if self.after:
            d = d.copy()
            d[..., N, :] *= steps.saved.y[..., R, :]
        return d

    def gain_gradients(self, steps: Steps, back: StepsBack) -> dict[str, Array]:
        """∂L/∂g_xh = Σ_{t,b} ∂L/∂a_t ⊙ û_t of the input side, and the same of the recurrent side."""
        if not self.normalised:
            return {}
        sides = {
            "g_xh": back.d_a * back.input_partials.u_hat,
            "g_hh": self.at_recurrent_side(steps, back) * steps.saved.u_hat,
        }
        return {name: rows(terms).sum(axis=(0, 1)) for name, terms in sides.items()}

    def input_norm(self, params: Params, x: Array) -> tuple[Array, Array]:
        """û and s of W_xh x_t, made again: (T, B, 3, H) and (T, B, 3, 1)."""
        return normalise(super().project(self.acting(params), x))

    def input_partials(self, params: Params, x: Array) -> InputPartials:
        if not self.normalised:
            return InputPartials()
        u_hat, s = self.input_norm(params, x)
        return InputPartials(u_hat, self.by_block(params["g_xh"]) / s)

    def input_side(self, partials: InputPartials, d_a: Array, d_m: Array) -> Array:
        if partials.u_hat is None or partials.scale is None:
            return d_a
        beside = (slice(None), *(None,) * (d_a.ndim - partials.u_hat.ndim))  # further losses stand before the batch
        return normalise_back(d_a, partials.scale[beside], partials.u_hat[beside])

    def factors(self, weight: str, steps: Steps, back: StepsBack) -> tuple[Factors, ...]:
        """Where r_t acts before the product, W_hn multiplies r_t ⊙ h_{t-1} and not h_{t-1}."""
        if weight != "W_hh" or self.after:
            return super().factors(weight, steps, back)
        h = steps.previous[0]
        return (
            Factors(self.at_matrix(back.d_m[..., :N, :]), h),
            Factors(self.at_matrix(back.d_m[..., N:, :]), steps.saved.y[..., R, :] * h),
        )

    def preactivations(self, saved: GRUSaved) -> Array:
        return saved.a

    def gate_values(self, saved: GRUSaved) -> Array:
        return saved.y

    def carry(self, local: GRULocal) -> Array:
        return local.z
