"""The trace: plain frozen data with everything that a view may show, and the registry of its parts."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from ..cells.base import Array
from ..config import RunConfig
from ..document import about
from ..tasks import TASKS
from . import jacobians, series, weights
from .cell_trace import CellTrace
from .layer import EVERYTHING, Selection, TracedLayer
from .run import draw, network_of, trace_layer
from .time_reversed import time_reversed
from .verdict import verdict

ConfigT = TypeVar("ConfigT")


@dataclass(frozen=True)
class Part:
    """A part of a trace that can be asked for by name. cost: sent by default, cheap, or costly (only when named)."""

    name: str
    cost: str
    build: Callable[[TracedLayer], Any]
    about: str
    shape: str | None = None


PARTS: dict[str, Part] = {
    part.name: part
    for part in (
        Part("norms", "default", series.norms, "norms of the states and of their gradients, step by step"),
        Part("clipping", "default", weights.clipping, "norms before and after clipping, and the factor"),
        Part("memory", "default", weights.memory, "bytes that the tape keeps, measured"),
        Part("memory_curve", "cheap", weights.memory_over_length, "bytes that sequences of 1 … T steps would keep"),
        Part("states", "cheap", series.states, "h_t and, for the LSTM, c_t", "(T, B, H)"),
        Part("gates", "cheap", series.gates, "every gate's values; empty for a cell without gates", "(T, B, H)"),
        Part("preactivations", "cheap", series.preactivations, "the arguments of the gates (RNN: of φ)", "(T, B, H)"),
        Part("state_gradients", "cheap", series.state_gradients, "∂L/∂s_t, its own-loss part and what arrives"),
        Part("outputs", "cheap", series.outputs, "y_t = W_hy h_t + b_y", "(T, B, K)"),
        Part("unit", "cheap", series.unit, "one unit's own numbers, for the equations of a step"),
        Part("contributions", "cheap", weights.contribution_norms, "what each step adds to ∂L/∂W_hh and ∂L/∂W_xh"),
        Part("gradients", "cheap", weights.gradients, "the gradient of every parameter, before and after clipping"),
        Part("params", "cheap", weights.params, "the weights and biases", "the parameter's"),
        Part("jacobians", "costly", jacobians.jacobian_part, "Jacobians of the state, their product and growth"),
        Part(
            "matrix", "costly", jacobians.matrix, "log10 ‖∂L_s/∂h_t‖ at [s-1, t-1], of a loss at every step", "(T, T)"
        ),
        Part(
            "contribution_matrices",
            "costly",
            weights.contribution_matrices,
            "the contribution of each step to ∂L/∂W_hh and ∂L/∂W_xh in full",
            "(T, G·H, H) and (T, G·H, D)",
        ),
    )
}
DEFAULT_PARTS = tuple(part.name for part in PARTS.values() if part.cost == "default")
SEQUENCE = "sequence"
"""The one part that belongs to the whole trace: inputs and targets, the same for every cell."""
FIELDS = (*PARTS, SEQUENCE)


@dataclass(frozen=True)
class SequenceData:
    """The batch that every compared cell sees."""

    channels: tuple[str, ...] = about("the names of the input channels")
    inputs: Array = about("x_t", shape="(T, B, D)")
    targets: Array | None = about(
        "ŷ_t, (T, B, K), or class numbers (T, B); null for an application's input, which has none", shape="(T, B, K)"
    )


@dataclass(frozen=True)
class Trace(Generic[ConfigT]):
    """What the layers of a run did: of each cell compared, or of each layer of an application's network."""

    config: ConfigT = about("the configuration in full, with what follows from it filled in")
    runs: tuple[CellTrace, ...] = about("one for each cell compared, in the order asked for")
    sequence: SequenceData | None = about("inputs and targets, where asked for", default=None)


def trace(
    config: RunConfig, fields: Iterable[str] = DEFAULT_PARTS, selection: Selection = EVERYTHING
) -> Trace[RunConfig]:
    """Run every cell of the configuration on the same batch, and keep the parts named in `fields`.

    >>> found = trace(RunConfig(cell=("rnn", "lstm"), steps=100))
    >>> [(run.cell, run.verdict.kind) for run in found.runs]
    [('rnn', 'vanishing'), ('lstm', 'stable')]
    """
    config = config.resolved()
    batch = draw(config)
    layers = [trace_layer(config, network_of(config, name), batch, name, selection) for name in config.cell]
    return trace_of_task(config, layers, tuple(fields))


def trace_of_task(config: RunConfig, layers: Sequence[TracedLayer], fields: Collection[str]) -> Trace[RunConfig]:
    """The trace of networks that a task's one batch went through."""
    sequence = None
    if SEQUENCE in fields or "params" in fields:
        first = layers[0]
        targets = first.passes.run.examples.targets
        sequence = SequenceData(TASKS[config.task].inputs, first.select(first.tape.inputs), first.select(targets))
    return Trace(config, tuple(trace_of(layer, fields) for layer in layers), sequence)


def trace_of(layer: TracedLayer, fields: Collection[str]) -> CellTrace:
    """The trace of one layer."""
    parts = {field: PARTS[field].build(layer) for field in fields if field in PARTS}
    in_its_order = CellTrace(layer.cell.name, layer.name, verdict(layer), layer.passes.value.total, parts)
    if not layer.reverse:
        return in_its_order
    return time_reversed(in_its_order, {name: part.shape for name, part in PARTS.items()}, layer.steps)
