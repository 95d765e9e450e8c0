"""The trace: plain frozen data with everything that a view may show, and the registry of its parts."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, Generic, TypeVar, cast

from ..cells.arrays import Array
from ..config import RunConfig
from ..document import about
from ..tasks import TASKS
from . import jacobians, series, truncation, weights
from . import network as together
from .cell_trace import CellTrace
from .layer import EVERYTHING, Passes, Selection, TracedLayer
from .network import TracedNetwork
from .run import draw, network_of, trace_network
from .time_reversed import time_reversed
from .verdict import verdict

ConfigT = TypeVar("ConfigT")
ResultT = TypeVar("ResultT")


@dataclass(frozen=True)
class Part:
    """A part of a trace that can be asked for by name.

    cost:    sent by default, cheap, or costly (only when named)
    layer:   builds it of one layer; None: it is the network's alone
    network: builds it of a network's layers together; None: it is a layer's alone
    """

    name: str
    cost: str
    about: str
    layer: Callable[[TracedLayer], Any] | None = None
    network: Callable[[TracedNetwork], Any] | None = None
    shape: str | None = None

    @property
    def build(self) -> Callable[..., Any]:
        """What builds it; both, where there are two, build the same record."""
        return cast("Callable[..., Any]", self.layer or self.network)


def of_passes(build: Callable[[Passes], ResultT]) -> Callable[[TracedNetwork], ResultT]:
    """A part that needs the network's passes alone."""

    @wraps(build)
    def built(network: TracedNetwork) -> ResultT:
        return build(network.passes)

    return built


PARTS: dict[str, Part] = {
    part.name: part
    for part in (
        Part(
            "norms",
            "default",
            "norms of the states and of their gradients, step by step",
            series.norms,
            together.norms,
        ),
        Part(
            "clipping", "default", "norms before and after clipping, and the factor", None, of_passes(weights.clipping)
        ),
        Part("memory", "default", "bytes that the tape keeps, measured", weights.memory, together.memory),
        Part(
            "memory_curve",
            "cheap",
            "bytes that sequences of 1 … T steps would keep",
            weights.memory_over_length,
            together.memory_over_length,
        ),
        Part("states", "cheap", "h_t and, for the LSTM, c_t", series.states, shape="(T, B, H)"),
        Part("gates", "cheap", "every gate's values; empty for a cell without gates", series.gates, shape="(T, B, H)"),
        Part(
            "preactivations",
            "cheap",
            "the arguments of the gates (RNN: of φ)",
            series.preactivations,
            shape="(T, B, H)",
        ),
        Part("state_gradients", "cheap", "∂L/∂s_t, its own-loss part and what arrives", series.state_gradients),
        Part("outputs", "cheap", "y_t = W_hy h_t + b_y", None, together.outputs, "(T, B, K)"),
        Part("unit", "cheap", "one unit's own numbers, for the equations of a step", series.unit),
        Part(
            "contributions",
            "cheap",
            "what each step adds to ∂L/∂W_hh and ∂L/∂W_xh",
            weights.contribution_norms,
            together.contribution_norms,
        ),
        Part(
            "gradients",
            "cheap",
            "the gradient of every parameter, before and after clipping",
            None,
            of_passes(weights.gradients),
        ),
        Part(
            "truncation",
            "cheap",
            "what truncation keeps of the full gradient, and by how much it turns it",
            None,
            of_passes(truncation.truncation),
        ),
        Part("params", "cheap", "the weights and biases", None, of_passes(weights.params), "the parameter's"),
        Part(
            "jacobians",
            "costly",
            "Jacobians of the state, their product and growth",
            jacobians.jacobian_part,
            together.jacobian_part,
        ),
        Part(
            "matrix",
            "costly",
            "log10 ‖∂L_s/∂h_t‖ at [s-1, t-1], of a loss at every step",
            jacobians.matrix,
            together.matrix,
            "(T, T)",
        ),
        Part(
            "contribution_matrices",
            "costly",
            "the contribution of each step to ∂L/∂W_hh and ∂L/∂W_xh in full",
            weights.contribution_matrices,
            shape="(T, G·H, H) and (T, G·H, D)",
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
    networks = [trace_network(config, network_of(config, name), batch, name, selection) for name in config.cell]
    return trace_of_task(config, networks, tuple(fields))


def trace_of_task(config: RunConfig, networks: Sequence[TracedNetwork], fields: Collection[str]) -> Trace[RunConfig]:
    """The trace of networks that a task's one batch went through."""
    sequence = None
    if SEQUENCE in fields or "params" in fields:
        lowest = networks[0].layers[0]
        targets = lowest.passes.run.examples.targets
        sequence = SequenceData(TASKS[config.task].inputs, lowest.select(lowest.tape.inputs), lowest.select(targets))
    return Trace(config, tuple(run for network in networks for run in runs_of(network, fields)), sequence)


def runs_of(network: TracedNetwork, fields: Collection[str]) -> list[CellTrace]:
    """A network of one layer as one run; of several a run for each layer, the lowest first, and one for them all."""
    if len(network.layers) == 1:
        return [trace_of(network.layers[0], fields, network)]
    of_all = {name: part.network(network) for name, part in asked_for(fields) if part.network}
    lowest, loss = network.layers[0], network.passes.value.total
    whole = CellTrace(lowest.cell.name, network.name, 0, verdict(lowest, network.last_loss), loss, of_all)
    return [*(trace_of(layer, fields) for layer in network.layers), whole]


def asked_for(fields: Collection[str]) -> list[tuple[str, Part]]:
    """The parts named in `fields`, in their order."""
    return [(field, PARTS[field]) for field in fields if field in PARTS]


def trace_of(layer: TracedLayer, fields: Collection[str], network: TracedNetwork | None = None) -> CellTrace:
    """The trace of one layer; of the `network` too, where it is the only one, or speaks for all."""
    parts = {}
    for name, part in asked_for(fields):
        if part.layer:
            parts[name] = part.layer(layer)
        elif part.network and network:
            parts[name] = part.network(network)
    in_its_order = CellTrace(layer.cell.name, layer.name, layer.number, verdict(layer), layer.passes.value.total, parts)
    if not layer.reverse:
        return in_its_order
    return time_reversed(in_its_order, {name: part.shape for name, part in PARTS.items()}, layer.steps)
