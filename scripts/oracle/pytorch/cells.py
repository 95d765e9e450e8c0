"""One step of every cell in PyTorch, from its paper's equations; no derivative is written down here.

    rnn        a = W_xh x + W_hh h + b_h                           h' = φ(a)
    lstm       a_i, a_f, a_g, a_o = W_xh x + W_hh h + b_h          c' = σ(a_f) c + σ(a_i) tanh(a_g)
                                                                   h' = σ(a_o) tanh(c')
    peephole   the same, with  a_i += p_i c,  a_f += p_f c,  a_o += p_o c'
    gru        r = σ(W_xr x + b_r + W_hr h)    z = σ(W_xz x + b_z + W_hz h)    h' = (1 - z) n + z h
               n = tanh(W_xn x + b_n + r (W_hn h + b_hn))          reset=after
               n = tanh(W_xn x + b_n + W_hn (r h))                 reset=before

With norm=layer every block of H rows is normalised, LN(u) = (u - mean u) / √(var u + 10⁻⁵), before its bias:

    rnn, lstm, peephole    a = g_h LN(W_xh x + W_hh h) + b_h       (the peepholes are added after it)
    gru                    g_xh LN(W_xh x) + b_h   in place of   W_xh x + b_h
                           g_hh LN(W_hh h)         in place of   W_hh h

Sources: J. Elman (1990); S. Hochreiter, J. Schmidhuber (1997); F. Gers, J. Schmidhuber (2000); K. Cho et al. (2014);
J. Ba, J. Kiros, G. Hinton, "Layer Normalization" (2016).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, TypeVar

import torch
from torch import Tensor
from torch.nn import functional

from ..unknown import UnknownNameError
from .arithmetic import PLAIN, Arithmetic

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MeaningT = TypeVar("MeaningT")
State: TypeAlias = "tuple[Tensor, ...]"
Params: TypeAlias = "Mapping[str, Tensor]"
Keep: TypeAlias = "Callable[[Tensor, Tensor], Tensor]"
"""What becomes of a new field of the state, given the old one, before anything else is made of it."""


class How(NamedTuple):
    """How a step is computed. do: the operations whose rounding can be moved."""

    do: Arithmetic = PLAIN
    keep: Keep = lambda new, old: new


AS_IT_IS = How()


@dataclass(frozen=True)
class Cell:
    """A cell and its options. clamp: gates that are constants; options: activation, norm, reset, those that it has."""

    name: str
    clamp: Mapping[str, float]
    options: Mapping[str, str]

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of the state's fields."""
        return ("h", "c") if self.name in ("lstm", "peephole") else ("h",)

    @property
    def normalised(self) -> bool:
        """Whether its sums are normalised."""
        return chosen(self, "norm", {"none": False, "layer": True}, "none")

    def gate(self, name: str, squash: Callable[[Tensor], Tensor], a: Tensor) -> Tensor:
        """A gate's value, or the constant that it is held at."""
        return torch.full_like(a, self.clamp[name]) if name in self.clamp else squash(a)

    def step(self, p: Params, x: Tensor, state: State, how: How = AS_IT_IS) -> State:
        """One step: s_{t-1}, fields (B, H), and x_t, (B, D) → s_t."""
        if self.name not in STEPS:
            raise UnknownNameError("cell", self.name)
        return STEPS[self.name](self, p, x, state, how)


def chosen(cell: Cell, option: str, meanings: Mapping[str, MeaningT], default: str) -> MeaningT:
    """What the choice of an option means; one that has no meaning here is refused by its name."""
    choice = cell.options.get(option, default)
    if choice not in meanings:
        raise UnknownNameError(option, choice)
    return meanings[choice]


def preactivations(cell: Cell, p: Params, x: Tensor, h: Tensor, blocks: int, do: Arithmetic) -> tuple[Tensor, ...]:
    """The arguments of the non-linearities, by block, of the cells whose two sides are added first."""
    u = functional.linear(x, p["W_xh"]) + functional.linear(h, p["W_hh"])
    a = p["g_h"] * do.layer_norm(do.summed(u), blocks) if cell.normalised else u
    by_block: tuple[Tensor, ...] = do.summed(a + p["b_h"]).chunk(blocks, -1)
    return by_block


def relu(a: Tensor) -> Tensor:
    """max(0, a), whose slope is 0 at 0; and NaN at NaN, where PyTorch's lets every gradient through."""
    return torch.relu(a) * torch.where(torch.isnan(a), torch.nan, 1.0).to(a.dtype)


def rnn(cell: Cell, p: Params, x: Tensor, state: State, how: How) -> State:
    """The simple cell."""
    phi = {"tanh": how.do.tanh, "relu": relu, "identity": torch.clone}
    (a,) = preactivations(cell, p, x, state[0], 1, how.do)
    return (how.keep(chosen(cell, "activation", phi, "tanh")(a), state[0]),)


def lstm(cell: Cell, p: Params, x: Tensor, state: State, how: How) -> State:
    """Long short-term memory, with peepholes where there are any."""
    do, (h, c) = how.do, state
    a_i, a_f, a_g, a_o = preactivations(cell, p, x, h, 4, do)
    peeps = cell.name == "peephole"
    if peeps:
        a_i, a_f = a_i + p["p_i"] * c, a_f + p["p_f"] * c
    i, f, g = cell.gate("i", do.sigmoid, a_i), cell.gate("f", do.sigmoid, a_f), cell.gate("g", do.tanh, a_g)
    c = how.keep(f * c + i * g, c)  # so that ∂L/∂c_t has the path through h_t as well
    o = cell.gate("o", do.sigmoid, a_o + p["p_o"] * c if peeps else a_o)
    return how.keep(o * do.tanh(c), h), c


def gru(cell: Cell, p: Params, x: Tensor, state: State, how: How) -> State:
    """The gated recurrent unit, its reset gate after or before the matrix product."""
    do, (h,) = how.do, state
    before = chosen(cell, "reset", {"after": False, "before": True}, "after")
    left = functional.linear(x, p["W_xh"])
    if cell.normalised:
        left = p["g_xh"] * do.layer_norm(do.summed(left), 3)
    x_r, x_z, x_n = do.summed(left + p["b_h"]).chunk(3, -1)
    W_hr, W_hz, W_hn = p["W_hh"].chunk(3)
    g_r, g_z, g_n = p["g_hh"].chunk(3) if cell.normalised else (None, None, None)

    def recurrent(W: Tensor, g: Tensor | None, value: Tensor) -> Tensor:
        product = do.summed(functional.linear(value, W))
        return product if g is None else g * do.layer_norm(product, 1)

    r = cell.gate("r", do.sigmoid, do.summed(x_r + recurrent(W_hr, g_r, h)))
    z = cell.gate("z", do.sigmoid, do.summed(x_z + recurrent(W_hz, g_z, h)))
    inside = recurrent(W_hn, g_n, r * h) if before else r * (recurrent(W_hn, g_n, h) + p["b_hn"])
    n = cell.gate("n", do.tanh, do.summed(x_n + inside))
    return (how.keep((1 - z) * n + z * h, h),)


STEPS: dict[str, Callable[[Cell, Params, Tensor, State, How], State]] = {
    "rnn": rnn,
    "lstm": lstm,
    "peephole": lstm,
    "gru": gru,
}
