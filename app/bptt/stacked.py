"""Layers one above the other, each read forwards or in both directions, with a readout at every step.

    x_t = E[w_t]  (or the input itself)
    h¹ = layer 1 over x          h² = layer 2 over h¹          …          y_t = W_hy h_t + b_y

A layer in both directions is two layers over the same inputs, one of which reads them from the end; what the next one
sees is h_t = [h_t forwards, h_t backwards], so that y_t knows what came before step t and what comes after it.

Source: M. Schuster, K. Paliwal, "Bidirectional Recurrent Neural Networks" (1997); A. Graves, A. Mohamed, G. Hinton,
"Speech Recognition with Deep Recurrent Neural Networks" (2013).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..cells.base import Array, Cell, Params
from .architecture import REVERSE, Architecture, Back, Pass, layer_params, named
from .backward import Gradients, backward, outer_sum
from .embedding import embed, embed_back
from .examples import Examples
from .unroll import Tape, at, unroll


@dataclass(frozen=True)
class Stacked(Architecture):
    """depth: the number of layers; both: whether each is read in both directions.

    Layers are called "layer1", "layer1.reverse", "layer2", …
    """

    depth: int = 1
    both: bool = False

    @property
    def width(self) -> int:
        """How many numbers a layer gives at a step: H, or 2 H in both directions."""
        return self.units * (2 if self.both else 1)

    def layers(self) -> dict[str, int]:
        found = {}
        for k in range(1, self.depth + 1):
            inputs = self.inputs if k == 1 else self.width
            found[f"layer{k}"] = inputs
            if self.both:
                found[f"layer{k}{REVERSE}"] = inputs
        return found

    def others(self) -> dict[str, tuple[int, ...]]:
        embedding = {"E": (self.vocabulary, self.inputs)} if self.vocabulary else {}
        return embedding | {"W_hy": (self.outputs, self.width), "b_y": (self.outputs,)}

    @np.errstate(all="ignore")
    def forward(
        self, cell: Cell[Any, Any, Any], params: Params, examples: Examples, initial: Mapping[str, Any] | None = None
    ) -> Pass:
        """initial: s_0 of each layer by name, zeros if not given (for going on where another pass ended)."""
        below = embed(params["E"], examples.inputs) if self.vocabulary else examples.inputs
        mask = None if examples.mask.all() else examples.mask
        tapes: dict[str, Tape] = {}
        for k in range(1, self.depth + 1):
            name = f"layer{k}"
            tapes[name] = unroll(cell, layer_params(params, name), below, (initial or {}).get(name), mask)
            if self.both:
                back = name + REVERSE
                flipped = None if mask is None else mask[::-1]
                tapes[back] = unroll(cell, layer_params(params, back), below[::-1], None, flipped)
            below = self.hidden(tapes, k)
        return Pass(examples, tapes, below @ params["W_hy"].T + params["b_y"])

    @np.errstate(all="ignore")
    def backward(self, params: Params, run: Pass, d_y: Array, truncate: int = 0) -> Back:
        grads: dict[str, Array] = {}
        layers: dict[str, Gradients] = {}
        d_h = d_y @ params["W_hy"]  # (T, B, width)
        grads["W_hy"] = outer_sum(d_y, self.hidden(run.tapes, self.depth))
        grads["b_y"] = d_y.sum(axis=(0, 1))
        for k in range(self.depth, 0, -1):
            name = f"layer{k}"
            own = backward(layer_params(params, name), run.tapes[name], d_h[..., : self.units], truncate=truncate)
            layers[name] = own
            grads |= named(name, own.params)
            d_h_own = own.d_x
            if self.both:
                back = name + REVERSE
                d_back = d_h[::-1, :, self.units :]
                own = backward(layer_params(params, back), run.tapes[back], d_back, truncate=truncate)
                layers[back] = own
                grads |= named(back, own.params)
                d_h_own = d_h_own + own.d_x[::-1]
            d_h = d_h_own
        if self.vocabulary:
            grads["E"] = embed_back(params["E"], run.examples.inputs, d_h)
        return Back({name: grads[name] for name in params}, {name: layers[name] for name in self.layers()})

    def hidden(self, tapes: Mapping[str, Tape], k: int) -> Array:
        """What layer k gives to the one above it, or to the readout, (T, B, width)."""
        forwards = tapes[f"layer{k}"].hidden
        if not self.both:
            return forwards
        return np.concatenate([forwards, tapes[f"layer{k}{REVERSE}"].hidden[::-1]], axis=-1)

    def final(self, run: Pass) -> dict[str, Any]:
        """s_T of every layer that is read forwards, to go on from."""
        return {f"layer{k}": at(run.tapes[f"layer{k}"].states, -1) for k in range(1, self.depth + 1)}
