"""Networks of recurrent layers in PyTorch: layers above each other, in both directions, an encoder and its decoder.

    s_t = F(s_{t-1}, x_t)           t = 1 … T, one Python loop, nothing shared between the layers' loops
    y_t = W_hy h_t + b_y            of the highest layer; in both directions h_t = [h_t forwards, h_t backwards]

Where a sequence has no step its state is held, s_t = s_{t-1}. Truncation is `detach`, at the steps that `cuts` names.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import torch
from torch import Tensor
from torch.nn import functional

from ..unknown import UnknownNameError
from .arithmetic import PLAIN, Arithmetic
from .cells import How

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .cells import Cell, Params, State


@dataclass(frozen=True)
class Plan:
    """The plain facts of a network.

    kind:  "stacked" or "encoder_decoder"; depth, both: of the former
    bare:  whether its one layer's parameters have no prefix; embedded: whether it reads tokens
    """

    kind: str
    depth: int = 1
    both: bool = False
    bare: bool = False
    embedded: bool = False

    @property
    def layers(self) -> tuple[str, ...]:
        """The names of the layers."""
        if self.kind == "encoder_decoder":
            return ("encoder", "decoder")
        if self.kind != "stacked":
            raise UnknownNameError("architecture", self.kind)
        names = [""] if self.bare else [f"layer{k + 1}" for k in range(self.depth)]
        return tuple(name + end for name in names for end in (("", ".reverse") if self.both else ("",)))


@dataclass(frozen=True)
class Batch:
    """What is read.

    inputs:  tokens (T, B) or vectors (T, B, D); mask: (T, B), or None where each sequence has every step
    decoder: what a decoder reads, (U, B); asked: at which of its steps a word is asked, (U, B) of bool
    """

    inputs: Tensor
    mask: Tensor | None = None
    decoder: Tensor | None = None
    asked: Tensor | None = None


@dataclass
class Passed:
    """A pass forward, with what each layer read and did, by its name and in the order in which it reads.

    states: s_1 … s_T; first: s_0; inputs: x_1 … x_T; weights: W_xh and W_hh as each step has them, a copy of its own
    """

    outputs: Tensor
    states: dict[str, list[State]] = field(default_factory=dict)
    first: dict[str, State] = field(default_factory=dict)
    inputs: dict[str, list[Tensor]] = field(default_factory=dict)
    weights: dict[str, list[dict[str, Tensor]]] = field(default_factory=dict)


def own(params: Params, name: str) -> dict[str, Tensor]:
    """The parameters of one layer by their own names."""
    before = f"{name}." if name else ""
    return {key.removeprefix(before): value for key, value in params.items() if key.startswith(before)}


def ends_of(mask: Tensor) -> Tensor:
    """The last step, from 1, at which each sequence has a mark, (T, B) of bool → (B,); T where it has none."""
    steps = torch.arange(1, len(mask) + 1)[:, None].expand(mask.shape)
    last = torch.where(mask, steps, 0).amax(0)
    return torch.where(last > 0, last, len(mask))


def cuts(steps: int, window: int, mask: Tensor | None, later: Tensor | None = None) -> dict[int, Tensor | None]:
    """Between which states the gradient is cut: {t: the sequences, (B,) of bool, or None for all}, at s_t, 0 ≤ t ≤ T.

    A sequence that ends at e, after which `later` further steps of another layer come, is cut where the number of
    steps left, e + later - t, is a whole number of windows, and not 0. A sequence ends with its last step in the order
    in which it is read; one of a decoder with the last word that is asked of it.
    """
    found: dict[int, Tensor | None] = {}
    for t in range(steps + 1) if window else ():
        if mask is None and later is None:
            if steps > t and (steps - t) % window == 0:
                found[t] = None
            continue
        ends = torch.tensor(steps) if mask is None else ends_of(mask)
        left = ends - t + (0 if later is None else later)
        which = (left > 0) & (left % window == 0) & (t <= ends)
        if which.any():
            found[t] = which
    return found


def detached(state: State, which: Tensor | None) -> State:
    """A state through which no gradient goes back, of all sequences or of some."""
    if which is None:
        return tuple(value.detach().requires_grad_() for value in state)
    return tuple(torch.where(which[:, None], value.detach(), value) for value in state)


def read(
    cell: Cell,
    by_step: Sequence[Params],
    inputs: Sequence[Tensor],
    first: State,
    cut: Mapping[int, Tensor | None],
    mask: Tensor | None,
    do: Arithmetic = PLAIN,
) -> list[State]:
    """One layer over its inputs, in their order: s_1 … s_T. by_step: its parameters, as every step has them."""
    state, states = first, []
    for t, (p, x) in enumerate(zip(by_step, inputs, strict=True)):
        if t in cut:
            state = detached(state, cut[t])
        has = None if mask is None else mask[t][:, None]

        def keep(new: Tensor, old: Tensor, has: Tensor | None = has) -> Tensor:
            kept = do.state(new)
            return kept if has is None else torch.where(has, kept, old)

        state = cell.step(p, x, state, How(do, keep))
        states.append(state)
    return states


SHARED = ("W_xh", "W_hh")
"""The weights whose gradient is told step by step."""


def copies(p: Params, steps: int) -> list[dict[str, Tensor]]:
    """A layer's parameters for every step, with W_xh and W_hh its own: ∂L/∂W_t is what step t contributes."""
    return [{**p, **{name: p[name] * 1 for name in SHARED}} for _ in range(steps)]


def begin(cell: Cell, p: Params, batch: int) -> State:
    """s_0 = 0, which asks for a gradient itself, so that a state that depends on no parameter has one too."""
    W = p["W_hh"]
    return tuple(torch.zeros(batch, W.shape[1], dtype=W.dtype, requires_grad=True) for _ in cell.fields)


def forward(plan: Plan, cell: Cell, params: Params, batch: Batch, truncate: int = 0, do: Arithmetic = PLAIN) -> Passed:
    """A pass over a batch."""
    if plan.kind == "encoder_decoder":
        return forward_pair(cell, params, batch, truncate, do)
    steps, size = batch.inputs.shape[:2]
    below = list(params["E"][batch.inputs] if plan.embedded else batch.inputs)
    states: dict[str, list[State]] = {}
    firsts: dict[str, State] = {}
    inputs: dict[str, list[Tensor]] = {}
    weights: dict[str, list[dict[str, Tensor]]] = {}
    for k in range(plan.depth):
        halves = []
        for name in plan.layers[(1 + plan.both) * k :][: 1 + plan.both]:
            order = slice(None, None, -1 if name.endswith(".reverse") else 1)
            mask = None if batch.mask is None else batch.mask.flip(0) if order.step == -1 else batch.mask
            p = own(params, name)
            firsts[name] = begin(cell, p, size)
            inputs[name], weights[name] = below[order], copies(p, steps)
            states[name] = read(cell, weights[name], inputs[name], firsts[name], cuts(steps, truncate, mask), mask, do)
            halves.append([state[0] for state in states[name]][order])
        below = [torch.cat(both, dim=1) for both in zip(*halves, strict=True)]
    outputs = functional.linear(torch.stack(below), params["W_hy"], params["b_y"])
    return Passed(outputs, states, firsts, inputs, weights)


def forward_pair(cell: Cell, params: Params, batch: Batch, truncate: int, do: Arithmetic) -> Passed:
    """An encoder, and a decoder that begins in its last state."""
    if batch.decoder is None or batch.asked is None:
        raise ValueError("an encoder-decoder needs what the decoder reads")
    steps, size = batch.inputs.shape
    later = len(batch.decoder)
    p = own(params, "encoder")
    first = begin(cell, p, size)
    cut = cuts(steps, truncate, batch.mask, ends_of(batch.asked))
    early = read(cell, [p] * steps, list(p["E"][batch.inputs]), first, cut, batch.mask, do)
    handed = detached(early[-1], cut[steps]) if steps in cut else early[-1]
    handed = tuple(value * 1 for value in handed)  # what arrives here is the decoder's part alone
    p = own(params, "decoder")
    late = read(cell, [p] * later, list(p["E"][batch.decoder]), handed, cuts(later, truncate, batch.asked), None, do)
    outputs = functional.linear(torch.stack([state[0] for state in late]), params["W_hy"], params["b_y"])
    return Passed(outputs, {"encoder": early, "decoder": late}, {"encoder": first, "decoder": handed})
