"""What an architecture is: how recurrent layers are put together into a network, forward and backward.

An architecture is a value that knows sizes and no numbers. The parameters are one flat mapping, in which a layer's are
named by the layer: "layer1.W_xh", "layer2.reverse.b_h", "decoder.W_hh"; an embedding is "E", the readout "W_hy", "b_y".
Layers come from `unroll` and go back through `backward`; nothing here knows an equation of a cell.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..cells.base import Array, Cell, Params
from .backward import Gradients
from .examples import Examples
from .initialisers import gate_biases, recurrent
from .judges import Judge, Judged
from .learn import BatchGradients, NonFinite, first_non_finite, non_finite_backward
from .memory import tape_bytes
from .norms import LogNorms, log_norms
from .unroll import Tape

REVERSE = ".reverse"
"""How the name of a layer ends that reads from the last token to the first."""


@dataclass(frozen=True)
class Pass:
    """One pass forward.

    examples: what was read
    tapes:    what each layer left for the way back, by its name; a reverse layer's is in the order in which it read
    outputs:  y, (U, B, K)
    """

    examples: Examples
    tapes: dict[str, Tape]
    outputs: Array


@dataclass(frozen=True)
class Back:
    """One pass backward. params: the gradient of every parameter; layers: all that each layer's pass gave, by name."""

    params: dict[str, Array]
    layers: dict[str, Gradients]


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

    @abstractmethod
    def forward(self, cell: Cell[Any, Any, Any], params: Params, examples: Examples) -> Pass:
        """Run every layer over the batch."""

    @abstractmethod
    def backward(self, params: Params, run: Pass, d_y: Array, truncate: int = 0) -> Back:
        """From ∂L/∂y, (U, B, K), to the gradient of every parameter."""

    def shapes(self, cell: type[Cell[Any, Any, Any]]) -> dict[str, tuple[int, ...]]:
        """The shape of every parameter."""
        recurrent = {
            f"{name}.{own}": shape
            for name, inputs in self.layers().items()
            for own, shape in cell.shapes(inputs, self.units).items()
        }
        return recurrent | self.others()

    def initialise(
        self,
        cell: type[Cell[Any, Any, Any]],
        *,
        init: str,
        rho: float,
        bias: Mapping[str, float],
        seed: int,
        dtype: "np.dtype[Any]",
        chrono_steps: int = 0,
    ) -> dict[str, Array]:
        """Every parameter, drawn from `seed` as `app.bptt.initialisers.initialise` draws a single layer's.

        W_hh: each block by `init`, times `rho`; embeddings N(0, 1), as in PyTorch; other matrices U(-1/√H, 1/√H);
        biases zero, but for the gates in `bias` or those of chrono.
        """
        rng = np.random.default_rng([seed, 1])  # stream 1: weights
        bound = 1.0 / np.sqrt(self.units)
        params: dict[str, Array] = {}
        for name, shape in self.shapes(cell).items():
            own = name.rpartition(".")[2]
            if own == "W_hh":
                params[name] = rho * recurrent(cell, init, rng, self.units)
            elif own == "b_h":
                params[name] = gate_biases(cell, self.units, bias, chrono_steps, seed)
            elif own == "E":
                params[name] = rng.standard_normal(shape)
            elif len(shape) > 1:
                params[name] = rng.uniform(-bound, bound, shape)
            else:
                params[name] = np.zeros(shape)
        return {name: value.astype(dtype) for name, value in params.items()}


def layer_params(params: Params, name: str) -> dict[str, Array]:
    """The parameters of one layer under their own names: "layer1.W_xh" → "W_xh"."""
    prefix = f"{name}."
    return {
        key.removeprefix(prefix): value
        for key, value in params.items()
        if key.startswith(prefix) and "." not in key.removeprefix(prefix)
    }


def named(name: str, params: Params) -> dict[str, Array]:
    """The inverse of `layer_params`."""
    return {f"{name}.{key}": value for key, value in params.items()}


@np.errstate(all="ignore")
def learn(
    architecture: Architecture,
    cell: Cell[Any, Any, Any],
    params: Params,
    examples: Examples,
    judge: Judge,
    *,
    truncate: int = 0,
    steps: int = 0,
) -> BatchGradients:
    """What one batch teaches, as `app.bptt.learn.learn` says it of a single layer.

    steps: how many steps `reach` shall have (a batch of shorter sequences has zeros at the end); 0: those of the batch.
    """
    run = architecture.forward(cell, params, examples)
    judged = judge(run.outputs, examples)
    back = architecture.backward(params, run, judged.d_y, truncate)
    reach = reach_of(back, steps)
    broken = non_finite_forward(run, judged) or non_finite_backward(reach, back.params)
    held = sum(tape_bytes(tape) for tape in run.tapes.values())
    return BatchGradients(judged.total, back.params, reach, held, broken)


def reach_of(back: Back, steps: int = 0) -> LogNorms:
    """log10 ‖∂L/∂h_t‖ along the chain that is read in time: the first layer, or an encoder and after it its decoder."""
    chain = [log_norms(gradients.total.h, (1, 2)) for name, gradients in back.layers.items() if leads(name)]
    log10 = np.concatenate([part.log10 for part in chain])
    status = np.concatenate([part.status for part in chain])
    room = max(0, steps - len(log10))
    return LogNorms(
        np.concatenate([log10, np.full(room, -np.inf)]),
        np.concatenate([status, np.ones(room, np.uint8)]).astype(np.uint8),
    )


def leads(name: str) -> bool:
    """Whether a layer belongs to the chain of the first layer (or of encoder and decoder), read forwards."""
    return name in ("layer1", "encoder", "decoder")


def non_finite_forward(run: Pass, judged: Judged) -> NonFinite | None:
    """The first thing on the way forward that is not finite, layer by layer; a step is the token's, from 1."""
    for layer, tape in run.tapes.items():
        found = first_non_finite(dict(zip(tape.states._fields, tape.following, strict=True)))
        if found:
            quantity, step = found
            return NonFinite(quantity, tape.steps - step if layer.endswith(REVERSE) else step + 1)
    found = first_non_finite({"y": run.outputs})
    if found:
        return NonFinite("y", found[1] + 1)
    return None if np.isfinite(judged.total) else NonFinite("L", None)
