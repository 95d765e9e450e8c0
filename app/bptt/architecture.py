"""What an architecture is: how recurrent layers are put together into a network, forward and backward.

An architecture is a value that knows sizes and no numbers. The parameters are one flat mapping, in which a layer's are
named by the layer: "layer1.W_xh", "layer2.reverse.b_h", "decoder.W_hh"; an embedding is "E", the readout "W_hy", "b_y".
A layer whose name is empty is the only one, and its parameters go by their own names: "W_xh".

Layers come from `unroll` and go back through `backward`, in stacks that `app.bptt.segments` walks through; nothing here
knows an equation of a cell.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ..cells.arrays import Array, outer_sum
from ..cells.base import AnyCell, DType
from ..cells.parameters import Params
from ..cells.records import Record
from .backward import Gradients
from .examples import Examples
from .non_finite import NonFinite
from .norms import LogNorms, concatenate_norms
from .segments import WHOLE, LayerBack, StackPass, Walk, add_gradients
from .unroll import Tape

REVERSE = ".reverse"
"""How the name of a layer ends that reads from the last token to the first."""
READOUT = ("W_hy", "b_y")
"""The parameters of the readout, y_t = W_hy h_t + b_y."""


@dataclass(frozen=True)
class Pass:
    """One pass forward.

    examples: what was read
    stacks:   the passes through the stacks of layers, in the order in which they are read
    outputs:  y, (U, B, K); in a walk by segments only where a loss counts, elsewhere 0
    between:  where layers have to be done before those above begin: what the lowest read, and what each gave in full to
              the next or to the readout, (T, B, …)
    broke_below, broke_in_time: the first that is not finite, in stacks that are done before the outputs are read, and
              of the outputs with what is read at the same steps
    """

    examples: Examples
    stacks: tuple[StackPass, ...]
    outputs: Array
    between: tuple[Array, ...] = ()
    broke_below: NonFinite | None = None
    broke_in_time: NonFinite | None = None

    @property
    def tapes(self) -> dict[str, Tape]:
        """What each layer left for the way back, by its name, of a pass in one segment; a reverse layer's is in the
        order in which it read.
        """
        return {name: tape for stack in self.stacks for name, tape in stack.tapes.items()}

    @property
    def ends(self) -> dict[str, Record]:
        """The state in which each layer ended."""
        return {name: state for stack in self.stacks for name, state in stack.ends.items()}

    @property
    def held(self) -> int:
        """Most bytes that tapes and checkpoints held at one time, with what lies between the layers."""
        return sum(stack.held for stack in self.stacks) + sum(array.nbytes for array in self.between)


@dataclass(frozen=True)
class Back:
    """One pass backward. params: the gradient of every parameter; layers: what each layer's pass gave, by name."""

    params: dict[str, Array]
    layers: dict[str, LayerBack]

    def norms(self, chain: tuple[str, ...]) -> LogNorms:
        """log10 ‖∂L/∂h_t‖ along layers of which each goes on where the one before it ended."""
        return concatenate_norms([self.layers[name].norms for name in chain])

    @property
    def gradients(self) -> dict[str, Gradients]:
        """All that there is to see of each layer, of a pass in one segment."""
        return {name: back.gradients for name, back in self.layers.items() if back.gradients is not None}


@dataclass(frozen=True)
class Architecture(ABC):
    """Sizes shared by all: inputs are D channels, or tokens of a vocabulary of V with an embedding of D.

    vocabulary: V, the number of tokens; 0: the inputs are vectors of D channels
    inputs:     D
    units:      H of every layer
    outputs:    K
    """

    inputs: int
    units: int
    outputs: int
    vocabulary: int = 0

    @abstractmethod
    def layers(self) -> dict[str, int]:
        """The recurrent layers by name, each with the number of its inputs, in the order in which they are read."""

    @abstractmethod
    def others(self) -> dict[str, tuple[int, ...]]:
        """The shapes of the parameters that are no recurrent layer's: embeddings and the readout."""

    @property
    @abstractmethod
    def chain(self) -> tuple[str, ...]:
        """The layers that are one way through time, the lowest: one layer, or an encoder and after it its decoder."""

    @property
    def stacked_layers(self) -> tuple[str, ...]:
        """Where all layers are one stack, the layers, the lowest first: step t is the same in each. Else none."""
        return ()

    @property
    @abstractmethod
    def causal(self) -> bool:
        """Whether a network can go on where another pass ended: its outputs depend on no later input."""

    @abstractmethod
    def forward(
        self,
        cell: AnyCell,
        params: Params,
        examples: Examples,
        walk: Walk = WHOLE,
        initial: Mapping[str, Record] | None = None,
    ) -> Pass:
        """Run every layer over the batch. initial: s_0 of layers by name; zeros for those that are not named."""

    @abstractmethod
    def backward(self, params: Params, run: Pass, d_y: Array, truncate: int = 0, *, states_only: bool = False) -> Back:
        """From ∂L/∂y, (U, B, K), to the gradient of every parameter; `truncate` is the window, 0 = full.

        states_only: no parameter's gradient, only the states'; `d_y` may then be that of many losses, (U, …, B, K).
        """

    def shapes(self, cell: AnyCell) -> dict[str, tuple[int, ...]]:
        """The shape of every parameter."""
        recurrent = {
            prefix(name) + short_name: shape
            for name, inputs in self.layers().items()
            for short_name, shape in cell.shapes(inputs, self.units).items()
        }
        return recurrent | self.others()


@dataclass(frozen=True)
class Network:
    """An architecture with a cell in it and numbers for its parameters: a function that can be run and gone back."""

    cell: AnyCell
    architecture: Architecture
    params: Params

    def forward(self, examples: Examples, walk: Walk = WHOLE, initial: Mapping[str, Record] | None = None) -> Pass:
        """Run it over a batch."""
        return self.architecture.forward(self.cell, self.params, examples, walk, initial)

    def backward(self, run: Pass, d_y: Array, truncate: int = 0, *, states_only: bool = False) -> Back:
        """Back from ∂L/∂y to every parameter."""
        return self.architecture.backward(self.params, run, d_y, truncate, states_only=states_only)

    @property
    def dtype(self) -> DType:
        """The precision of its numbers."""
        return np.asarray(self.params["b_y"]).dtype


class Readout:
    """y_t = W_hy h_t + b_y, read segment by segment: ∂L/∂h_t = W_hyᵀ ∂L/∂y_t, and the two parameters' gradients.

    Where no loss counts in a whole segment, nothing is read and nothing goes back.
    """

    def __init__(self, params: Params, examples: Examples, walk: Walk) -> None:
        self.W_hy, self.b_y = params["W_hy"], params["b_y"]
        self.loss_mask = examples.weights > 0  # (U, B)
        self.whole = walk.whole
        self.outputs = np.zeros((*self.loss_mask.shape, len(self.b_y)), self.W_hy.dtype)

    def read(self, first: int, last: int, hidden: Array) -> list[tuple[str, Array]]:
        """y of some steps, which has to be finite where its loss counts."""
        loss_mask = self.loss_mask[first:last]
        if not (self.whole or loss_mask.any()):
            return []
        y = self.outputs[first:last] = hidden @ self.W_hy.T + self.b_y
        return [("y", np.where(loss_mask[..., None], y, 0))]


class ReadoutBack:
    """The way back through the readout: see `Readout`. d_y: (U, …, B, K); weights: whether they have gradients."""

    def __init__(self, params: Params, d_y: Array, *, weights: bool) -> None:
        self.W_hy, self.d_y, self.weights = params["W_hy"], d_y, weights
        self.params: dict[str, Array] = {}

    def ask(self, first: int, last: int, hidden: Array) -> Array:
        """∂L_t/∂h_t of some steps, from ∂L/∂y_t; the sums for W_hy and b_y go on."""
        d_y = self.d_y[first:last]
        if self.weights:
            part = {"W_hy": outer_sum(d_y, hidden), "b_y": d_y.sum(axis=(0, 1))}
            self.params = add_gradients(self.params, part)
        return np.asarray(d_y @ self.W_hy)


def prefix(name: str) -> str:
    """What stands before the names of a layer's parameters."""
    return f"{name}." if name else ""


def layer_params(cell: AnyCell, params: Params, name: str) -> dict[str, Array]:
    """The parameters of one layer under their own names: "layer1.W_xh" → "W_xh"."""
    return {short_name: params[prefix(name) + short_name] for short_name in cell.shapes(1, 1)}


def params_by_full_name(layers: Mapping[str, LayerBack]) -> dict[str, Array]:
    """The gradients of layers' parameters under the names that they have in the network."""
    return {
        prefix(name) + short_name: value for name, back in layers.items() for short_name, value in back.params.items()
    }
