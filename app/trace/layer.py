"""One layer's two passes: the raw material that every part of a trace is made from.

A cell of the laboratory is a network of one layer; an application's network has several, and each is shown as the one
of the laboratory is. An encoder and its decoder are one chain of S + U steps, since the decoder begins in the state
where the encoder ended. A layer that reads from the end is shown in the order in which it reads, and its parts are
reversed in time when they are made (`app.trace.time_reversed`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np

from ..bptt.architecture import REVERSE, Back, Network, Pass
from ..bptt.backward import Gradients, WayBack
from ..bptt.clipping import Clipped, clip
from ..bptt.contributions import WEIGHTS, Contributions, contributions
from ..bptt.gradient_matrix import gradient_matrix
from ..bptt.jacobians import jacobians
from ..bptt.losses import LossValue
from ..bptt.norms import LogNorms, log_norms, with_status
from ..bptt.unroll import Tape, at
from ..cells.arrays import Array
from ..cells.base import AnyCell
from ..cells.records import Record


class GradientSettings(Protocol):
    """What of a configuration acts on gradients, whatever kind it is."""

    @property
    def truncate(self) -> int: ...
    @property
    def clip(self) -> str: ...
    @property
    def threshold(self) -> float: ...


@dataclass(frozen=True)
class Selection:
    """Which part of a run the reader looks at: `sequence` of the batch (None: all) and `unit` of the layer."""

    sequence: int | None = None
    unit: int = 0


EVERYTHING = Selection()
"""Every sequence of the batch; the equations are those of unit 0."""


@dataclass(frozen=True)
class Passes:
    """A network's two passes over a batch, which all its layers share.

    settings: how gradients are cut and clipped
    value:    the loss of the outputs, and its gradient at them
    each:     gives ∂L_u/∂y_u, (U, B, K), of each output's own loss, whatever the run's loss counts
    """

    settings: GradientSettings
    network: Network
    run: Pass
    value: LossValue
    back: Back
    each: Callable[[], Array]

    @cached_property
    def clipped(self) -> Clipped:
        """The gradients of all parameters after clipping."""
        return clip(self.back.params, self.settings.clip, self.settings.threshold)

    @cached_property
    def matrices(self) -> dict[str, Array]:
        """log10 ‖∂L_u/∂h_t‖ by layer, (U, T)."""
        return gradient_matrix(self.network, self.run, self.each(), self.settings.truncate)


@dataclass(frozen=True)
class TracedLayer:
    """One layer, or layers of which each goes on where the one before it ended.

    name:   the run's in the trace
    layers: the layers of the network, by name
    end:    the step, from 1, in the order in which it reads, that the last loss is of
    number: which layer of the network it is, the lowest is 1
    """

    name: str
    passes: Passes
    layers: tuple[str, ...]
    end: int
    selection: Selection = EVERYTHING
    number: int = 1

    @cached_property
    def gradients(self) -> Gradients:
        """All that the way back gave, over all its steps."""
        gradients = self.passes.back.gradients
        return chain_gradients([gradients[name] for name in self.layers])

    @property
    def tape(self) -> Tape:
        """What the way forward left, over all its steps."""
        return self.gradients.tape

    @property
    def cell(self) -> AnyCell:
        """The layer's cell."""
        return self.tape.cell

    @property
    def steps(self) -> int:
        """T."""
        return self.tape.steps

    @property
    def units(self) -> int:
        """H."""
        return int(self.tape.hidden.shape[-1])

    @property
    def batch(self) -> int:
        """B."""
        return int(self.tape.inputs.shape[1])

    @property
    def reverse(self) -> bool:
        """Whether it reads from the end."""
        return self.layers[-1].endswith(REVERSE)

    def on_all_steps(self, array: Array) -> Array:
        """An array over the outputs, (U, …), on this layer's steps: behind those that have none."""
        late = np.concatenate([np.zeros((self.steps - len(array), *array.shape[1:]), array.dtype), array])
        return late[::-1] if self.reverse else late

    @cached_property
    def outputs(self) -> Array:
        """y_t, (T, B, K)."""
        return self.on_all_steps(self.passes.run.outputs)

    @cached_property
    def losses(self) -> Array:
        """L_t where the loss counts, 0 elsewhere, (T,)."""
        return self.on_all_steps(self.passes.value.losses)

    @cached_property
    def last_loss(self) -> LogNorms:
        """log10 ‖∂L_T/∂h_t‖, (T,): the gradient of the last step's loss alone, which the verdict is about."""
        passes, d_y = self.passes, self.passes.value.d_y
        last = self.steps - self.end if self.reverse else self.end - 1 - (self.steps - len(d_y))  # among the outputs
        others = np.arange(len(d_y)) != last
        if not d_y[others].any():
            return self.gradients.norms
        alone = np.where(others[:, None, None], 0, d_y).astype(d_y.dtype)
        back = passes.network.backward(passes.run, alone, passes.settings.truncate, states_only=True)
        return back.norms(self.layers)

    @cached_property
    def norms_of_states(self) -> dict[str, dict[str, LogNorms]]:
        """log10 ‖·‖ of the states, (T,), and of their gradients and the two parts of these; of each by field."""
        gradients = self.gradients
        states = {
            "state": self.tape.following,
            "d_state": gradients.total,
            "d_state_local": gradients.local,
            "d_state_future": gradients.arrives,
        }
        return {
            name: {field: log_norms(values, (1, 2)) for field, values in state._asdict().items()}
            for name, state in states.items()
        }

    @cached_property
    @np.errstate(all="ignore")
    def carry(self) -> LogNorms | None:
        """‖∂L/∂s_T ⊙ Π_{k=t+1…T} gate_k‖ for the state field that the carry gate multiplies, (T,).

        Where the last loss is of an earlier step, that step stands in place of T, and nothing is carried to later ones.
        """
        gate = self.cell.carry(self.gradients.partials)  # (T, B, H)
        if gate is None:
            return None
        end = self.end - 1
        last = self.gradients.total[-1][end].astype(np.float64)  # the state's last field: c, or the GRU's h
        carried = np.cumprod(gate[end:0:-1].astype(np.float64), axis=0)[::-1]  # Π_{k=t+1…T}, t = 1 … T-1
        beyond = np.zeros((len(gate) - self.end, *last.shape))
        return log_norms(np.concatenate([last * carried, last[None], beyond]), (1, 2))

    @cached_property
    def contributions(self) -> dict[str, Contributions]:
        """What each step adds to the gradients of the two weight matrices."""
        return {weight: contributions(self.tape, self.gradients, weight) for weight in WEIGHTS}

    @cached_property
    def jacobians(self) -> Array:
        """∂s_t/∂s_{t-1} of the chosen sequence (the first, where none is chosen), (T, S, S)."""
        gradients = self.passes.back.gradients
        return np.concatenate([jacobians([gradients[name].tape], self.sequence) for name in self.layers])

    @property
    def blocks(self) -> dict[str, Array]:
        """The blocks of W_hh by name, (H, H); with the layer's name before it where there are several layers."""
        blocks: dict[str, Array] = {}
        for layer in self.layers:
            before = f"{layer}." if len(self.layers) > 1 else ""
            W_hh = self.passes.back.gradients[layer].tape.weights["W_hh"]
            parts = W_hh.reshape(len(self.cell.blocks), -1, self.units)
            blocks |= {f"{before}{name}": part for name, part in zip(self.cell.blocks, parts, strict=True)}
        return blocks

    @cached_property
    def matrix(self) -> LogNorms:
        """log10 ‖∂L_s/∂h_t‖ at [s-1, t-1], (T, T); steps before the first output have no loss of their own."""
        by_output = np.concatenate([self.passes.matrices[name] for name in self.layers], axis=1)  # (U, T)
        whole = np.full((self.steps, self.steps), -np.inf)
        whole[self.steps - len(by_output) :] = by_output[::-1] if self.reverse else by_output
        return with_status(whole)

    @property
    def sequence(self) -> int:
        """The sequence whose own numbers are shown: the chosen one, or the first."""
        return min(self.selection.sequence or 0, self.batch - 1)

    def select(self, array: Array) -> Array:
        """A (T, B, …) array as the reader asked for it: whole, or (T, …) of the chosen sequence."""
        return array if self.selection.sequence is None else array[:, min(self.selection.sequence, array.shape[1] - 1)]

    def state_by_field(self, state: Record) -> dict[str, Array]:
        """A state of (T, B, H) fields as a map from field name to what is shown of it."""
        return {name: self.select(values) for name, values in zip(self.cell.state_fields(), state, strict=True)}

    def by_block(self, values: Array) -> dict[str, Array]:
        """(T, B, G, H) → a map from block name to what is shown of it."""
        return {name: self.select(values[:, :, k]) for k, name in enumerate(self.cell.blocks)}


def chain_gradients(parts: list[Gradients]) -> Gradients:
    """Layers of one cell, each of which began where the one before it ended, as one pass over all their steps.

    The gradients of the parameters are then the sums of all; the weights are those of the last.
    """
    if len(parts) == 1:
        return parts[0]

    def concatenate(records: list[Record]) -> Record:
        fields = zip(*records, strict=True)
        return type(records[0])(*(None if field[0] is None else np.concatenate(field) for field in fields))

    tapes = [part.tape for part in parts]
    states = [tapes[0].states, *(at(tape.states, slice(1, None)) for tape in tapes[1:])]
    tape = Tape(
        tapes[0].cell,
        tapes[-1].weights,
        np.concatenate([tape.inputs for tape in tapes]),
        concatenate(states),
        concatenate([tape.saved for tape in tapes]),
    )
    return Gradients(
        tape=tape,
        partials=concatenate([part.partials for part in parts]),
        input_partials=concatenate([part.input_partials for part in parts]),
        d_h=np.concatenate([part.d_h for part in parts]),
        way=WayBack(
            [back for part in parts for back in part.way.passes],
            [state for part in parts for state in part.way.arrivals],
        ),
        initial=parts[0].initial,
    )
