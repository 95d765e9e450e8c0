"""Layers one above the other, each read forwards or in both directions, with a readout at every step.

    x_t = E[w_t]  (or the input itself)
    h¹ = layer 1 over x          h² = layer 2 over h¹          …          y_t = W_hy h_t + b_y

A layer in both directions is two layers over the same inputs, one of which reads them from the end; what the next one
sees is h_t = [h_t forwards, h_t backwards], so that y_t knows what came before step t and what comes after it.

Layers that read forwards only are one stack: a segment goes up through all of them before the next one begins. In both
directions each layer has to be done before the one above it can begin, so each is a stack of its own, and what it gives
is kept in full.

Source: M. Schuster, K. Paliwal, "Bidirectional Recurrent Neural Networks" (1997); A. Graves, A. Mohamed, G. Hinton,
"Speech Recognition with Deep Recurrent Neural Networks" (2013).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

import numpy as np

from ..cells.arrays import Array
from ..cells.base import AnyCell
from ..cells.parameters import Params
from ..cells.records import Record
from .architecture import REVERSE, Architecture, Back, Pass, Readout, ReadoutBack, layer_params, params_by_full_name
from .embedding import EmbeddingBack, embed
from .examples import Examples
from .non_finite import NonFinite, first_in_time, time_reversed
from .segments import WHOLE, LayerBack, Stack, Walk, walk_backward, walk_forward

Give: TypeAlias = Callable[[int, int, Array], None]
"""Takes ∂L/∂x_t of the steps from the first to before the last."""


@dataclass(frozen=True)
class Stacked(Architecture):
    """depth: the number of layers; both: whether each is read in both directions.

    Layers are called "layer1", "layer1.reverse", "layer2", …; bare: the only layer has no name, as in the laboratory.
    """

    depth: int = 1
    both: bool = False
    bare: bool = False

    def __post_init__(self) -> None:
        if self.bare and (self.depth > 1 or self.both):
            raise ValueError(f"bare has value True; with depth {self.depth} and both {self.both} layers need names.")

    @property
    def width(self) -> int:
        """How many numbers a layer gives at a step: H, or 2 H in both directions."""
        return self.units * (2 if self.both else 1)

    def name(self, k: int) -> str:
        """The name of layer k, from 1."""
        return "" if self.bare else f"layer{k}"

    def layers(self) -> dict[str, int]:
        inputs_of_layers = {}
        for k in range(1, self.depth + 1):
            inputs = self.inputs if k == 1 else self.width
            inputs_of_layers[self.name(k)] = inputs
            if self.both:
                inputs_of_layers[self.name(k) + REVERSE] = inputs
        return inputs_of_layers

    def others(self) -> dict[str, tuple[int, ...]]:
        embedding = {"E": (self.vocabulary, self.inputs)} if self.vocabulary else {}
        return embedding | {"W_hy": (self.outputs, self.width), "b_y": (self.outputs,)}

    @property
    def chain(self) -> tuple[str, ...]:
        return (self.name(1),)

    @property
    def stacked_layers(self) -> tuple[str, ...]:
        return () if self.both else tuple(self.layers())

    @property
    def causal(self) -> bool:
        return not self.both

    def read(self, params: Params, tokens: Array) -> Array:
        """x_t of some steps, from tokens or from vectors."""
        return embed(params["E"], tokens) if self.vocabulary else tokens

    @np.errstate(all="ignore")
    def forward(
        self,
        cell: AnyCell,
        params: Params,
        examples: Examples,
        walk: Walk = WHOLE,
        initial: Mapping[str, Record] | None = None,
    ) -> Pass:
        mask = None if examples.same_length else examples.mask
        readout = Readout(params, examples, walk)
        if self.both:
            return self.forward_both(cell, params, examples, walk, readout)
        stack = Stack(
            cell,
            {name: layer_params(cell, params, name) for name in self.layers()},
            len(examples.inputs),
            lambda first, last: self.read(params, examples.inputs[first:last]),
            mask,
        )
        passed = walk_forward(stack, walk, initial or {}, readout.read)
        return Pass(examples, (passed,), readout.outputs, broke_in_time=passed.non_finite)

    def forward_both(self, cell: AnyCell, params: Params, examples: Examples, walk: Walk, readout: Readout) -> Pass:
        """Layer by layer, each in both directions."""
        steps, mask = len(examples.inputs), None if examples.same_length else examples.mask
        below = self.read(params, examples.inputs)
        between, passes = [below], []
        broke: NonFinite | None = None
        for k in range(1, self.depth + 1):
            above = np.empty((*examples.mask.shape, self.width), readout.outputs.dtype)
            for name, back, half in self.directions(k):
                stack = Stack(
                    cell,
                    {name: layer_params(cell, params, name)},
                    steps,
                    partial(steps_of, in_order(below, back)),
                    None if mask is None else in_order(mask, back),
                    owns=False,
                )
                passed = walk_forward(stack, walk, {}, partial(keep_in, in_order(above[..., half], back)))
                passes.append(passed)
                broke = broke or (time_reversed(passed.non_finite, steps) if back else passed.non_finite)
            between.append(above)
            below = above
        in_time = first_in_time(readout.read(0, steps, below))
        return Pass(examples, tuple(passes), readout.outputs, tuple(between), broke, in_time)

    def directions(self, k: int) -> tuple[tuple[str, bool, slice], ...]:
        """The two layers at place k: name, whether it reads from the end, and which half of what they give is its."""
        name = self.name(k)
        return (name, False, slice(0, self.units)), (name + REVERSE, True, slice(self.units, 2 * self.units))

    @np.errstate(all="ignore")
    def backward(self, params: Params, run: Pass, d_y: Array, truncate: int = 0, *, states_only: bool = False) -> Back:
        weights = not states_only
        readout = ReadoutBack(params, d_y, weights=weights)
        embedding = EmbeddingBack(params["E"], run.examples.inputs) if self.vocabulary and weights else None
        give = embedding.give if embedding else None
        if self.both:
            layers = self.backward_both(run, readout, truncate, give, weights=weights)
        else:
            (passed,) = run.stacks
            cuts = passed.stack.cuts(truncate)
            layers = walk_backward(passed, readout.ask, cuts=cuts, give=give, weights=weights)
        gradients = params_by_full_name(layers) | readout.params | ({"E": embedding.d_E} if embedding else {})
        return Back({name: gradients[name] for name in params if name in gradients}, layers)

    def backward_both(
        self, run: Pass, readout: ReadoutBack, truncate: int, give: Give | None, *, weights: bool
    ) -> dict[str, LayerBack]:
        """From the highest layer down, each in both directions; `truncate` counts from where each ends to read."""
        steps = len(run.examples.inputs)
        d_h = readout.ask(0, steps, run.between[-1])  # (T, …, B, 2 H)
        layers: dict[str, LayerBack] = {}
        for k in range(self.depth, 0, -1):
            d_below: list[Array] = []
            for (_, back, half), passed in zip(self.directions(k), run.stacks[2 * k - 2 : 2 * k], strict=True):
                d_x: dict[int, Array] = {}
                layers |= walk_backward(
                    passed,
                    partial(gradient_of_steps, in_order(d_h[..., half], back)),
                    cuts=passed.stack.cuts(truncate),
                    give=partial(keep_at, d_x) if k > 1 or give else None,
                    weights=weights,
                )
                if d_x:
                    d_below.append(in_order(np.concatenate([d_x[first] for first in sorted(d_x)]), back))
            if d_below:
                d_h = d_below[0] + d_below[1]
        if give:
            give(0, steps, d_h)
        return {name: layers[name] for name in self.layers()}


def in_order(array: Array, back: bool) -> Array:
    """An array over time in the order in which a layer reads it."""
    return array[::-1] if back else array


def steps_of(array: Array, first: int, last: int) -> Array:
    """Some steps of an array over time."""
    return array[first:last]


def keep_in(array: Array, first: int, last: int, hidden: Array) -> list[tuple[str, Array]]:
    """Keep what a layer gives at some steps."""
    array[first:last] = hidden
    return []


def keep_at(parts: dict[int, Array], first: int, last: int, array: Array) -> None:
    """Keep an array of some steps under the first of them."""
    parts[first] = array


def gradient_of_steps(d_h: Array, first: int, last: int, hidden: Array) -> Array:
    """∂L/∂h_t of a layer at some steps."""
    return d_h[first:last]
