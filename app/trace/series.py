"""Parts of a trace that run over time: norms, states, gates, gradients of the state, and one unit's own numbers."""

from dataclasses import dataclass

from ..bptt.norms import LogNorms
from ..cells.arrays import Array
from ..document import about
from .layer import TracedLayer


@dataclass(frozen=True)
class Norms:
    """Norms over the units and the batch, at each step."""

    state: dict[str, LogNorms] = about("‖h_t‖ and, for the LSTM, ‖c_t‖", shape="(T,)")
    d_state: dict[str, LogNorms] = about("‖∂L/∂h_t‖ and ‖∂L/∂c_t‖", shape="(T,)")
    d_state_local: dict[str, LogNorms] = about("the part that comes from this step's own loss", shape="(T,)")
    d_state_future: dict[str, LogNorms] = about("the part that arrives from step t+1", shape="(T,)")
    d_h_last: LogNorms = about("‖∂L_T/∂h_t‖, the gradient of the last step's loss alone", shape="(T,)")
    carry: LogNorms | None = about(
        "the last gradient carried along the direct path alone, ‖∂L/∂s_T ⊙ Π_{k>t} carry gate_k‖ "
        "(LSTM: c and the forget gate; GRU: h and the update gate); null for a cell without one",
        shape="(T,)",
    )
    loss: Array = about("L_t where the loss counts, 0 elsewhere; the loss is their sum", shape="(T,)")


def norms(layer: TracedLayer) -> Norms:
    """All norms over time."""
    return Norms(
        **layer.norms_of_states,
        d_h_last=layer.last_loss,
        carry=layer.carry,
        loss=layer.losses,
    )


def states(layer: TracedLayer) -> dict[str, Array]:
    """h_t and, for the LSTM, c_t."""
    return layer.state_by_field(layer.tape.following)


def gates(layer: TracedLayer) -> dict[str, Array]:
    """The gates' values; nothing for a cell without gates."""
    values = layer.cell.gate_values(layer.tape.saved)
    return {} if values is None else layer.by_block(values)


def preactivations(layer: TracedLayer) -> dict[str, Array]:
    """The arguments of the non-linearities."""
    return layer.by_block(layer.cell.preactivations(layer.tape.saved))


@dataclass(frozen=True)
class StateGradients:
    """∂L/∂s_t and the two parts that it is the sum of."""

    total: dict[str, Array] = about("∂L/∂h_t and, for the LSTM, ∂L/∂c_t", shape="(T, B, H)")
    local: dict[str, Array] = about("the part that comes from this step's own loss", shape="(T, B, H)")
    future: dict[str, Array] = about("the part that arrives from step t+1; total = local + future", shape="(T, B, H)")


def state_gradients(layer: TracedLayer) -> StateGradients:
    """∂L/∂s_t and its two parts."""
    gradients = layer.gradients
    return StateGradients(
        *(layer.state_by_field(part) for part in (gradients.total, gradients.local, gradients.arrives))
    )


@dataclass(frozen=True)
class UnitSeries:
    """Every number that the equations of a step name, for one unit of one sequence, over time."""

    index: int = about("the unit, counted from 0")
    sequence: int = about("the sequence of the batch, counted from 0")
    series: dict[str, Array] = about(
        "x0 … inputs, y0 … outputs; h, c, h_prev, c_prev; a_<gate>, <gate>, and u_<gate>, what is normalised before "
        "its gain and bias; m (GRU: W_hn h + b_hn); d_h, d_h_local, d_h_future and the same for c",
        shape="(T,)",
    )


def unit(layer: TracedLayer) -> UnitSeries:
    """The chosen unit's numbers, in the first sequence where none is chosen."""
    index, sequence = layer.selection.unit, layer.sequence
    tape, gradients = layer.tape, layer.gradients
    series: dict[str, Array] = {}
    for symbol, channels in (("x", tape.inputs), ("y", layer.outputs)):
        series |= {f"{symbol}{k}": channels[:, sequence, k] for k in range(channels.shape[-1])}
    records = {"": tape.following, "_prev": tape.previous}
    for suffix, record in records.items():
        series |= {f"{name}{suffix}": getattr(record, name)[:, sequence, index] for name in record._fields}
    blocks = {"a_": layer.cell.preactivations(tape.saved), "": layer.cell.gate_values(tape.saved)}
    for prefix, values in blocks.items():
        if values is not None:
            series |= {f"{prefix}{name}": values[:, sequence, k, index] for k, name in enumerate(layer.cell.blocks)}
    series |= {name: getattr(tape.saved, name)[:, sequence, index] for name in layer.cell.recurrent_terms}
    if layer.cell.normalised:
        normalised = tape.saved.u_hat
        series |= {f"u_{name}": normalised[:, sequence, k, index] for k, name in enumerate(layer.cell.blocks)}
    for suffix, record in {"": gradients.total, "_local": gradients.local, "_future": gradients.arrives}.items():
        series |= {f"d_{name}{suffix}": getattr(record, name)[:, sequence, index] for name in record._fields}
    return UnitSeries(index, sequence, series)
