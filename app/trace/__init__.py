"""The trace: plain frozen data with everything that a view may show, and the registry of its parts."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ..cells.base import Array
from ..config import RunConfig
from ..document import about
from . import jacobians, series, weights
from .run import EVERYTHING, Run, Selection, draw, run
from .verdict import Verdict, verdict


@dataclass(frozen=True)
class Part:
    """A part of a trace that can be asked for by name. cost: sent by default, cheap, or costly (only when named)."""

    name: str
    cost: str
    build: Callable[[Run], Any]
    about: str
    shape: str | None = None


PARTS: dict[str, Part] = {
    part.name: part
    for part in (
        Part("norms", "default", series.norms, "norms of the states and of their gradients, step by step"),
        Part("clipping", "default", weights.clipping, "norms before and after clipping, and the factor"),
        Part("memory", "default", weights.memory, "bytes that the tape keeps, measured"),
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
    targets: Array = about("ŷ_t, (T, B, K), or class numbers (T, B)", shape="(T, B, K)")


@dataclass(frozen=True)
class CellTrace:
    """What one cell did. `parts` holds the parts that were asked for, by name."""

    cell: str = about("the cell's name")
    name: str = about("the model's name: its cell's, numbered where several models of a training run have that cell")
    verdict: Verdict = about("vanishing, stable or exploding, with the rate")
    loss: float = about("L = Σ_t L_t")
    parts: dict[str, Any] = about("the parts asked for; in an answer each is a key of its own")


@dataclass(frozen=True)
class Trace:
    """One answer of the laboratory."""

    config: RunConfig = about("the configuration in full, with what follows from it filled in")
    runs: tuple[CellTrace, ...] = about("one for each cell compared, in the order asked for")
    sequence: SequenceData | None = about("inputs and targets, where asked for", default=None)


def trace(config: RunConfig, fields: Iterable[str] = DEFAULT_PARTS, selection: Selection = EVERYTHING) -> Trace:
    """Run every cell of the configuration on the same batch, and keep the parts named in `fields`.

    >>> found = trace(RunConfig(cell=("rnn", "lstm"), steps=100))
    >>> [(run.cell, run.verdict.kind) for run in found.runs]
    [('rnn', 'vanishing'), ('lstm', 'stable')]
    """
    config = config.resolved()
    batch = draw(config)
    return trace_of(config, {name: run(config, name, batch, selection) for name in config.cell}, tuple(fields))


def trace_of(config: RunConfig, runs: Mapping[str, Run], fields: Collection[str]) -> Trace:
    """The trace of runs on one batch, by name."""
    traces = []
    for name, one in runs.items():
        parts = {field: PARTS[field].build(one) for field in fields if field in PARTS}
        traces.append(CellTrace(one.cell.name, name, verdict(one), one.forward.total, parts))
    sequence = None
    if SEQUENCE in fields or "params" in fields:
        first = next(iter(runs.values()))
        sequence = SequenceData(first.channels, first.shown(first.batch.inputs), first.shown(first.batch.targets))
    return Trace(config, tuple(traces), sequence)
