"""The registry of cells: to add one, write its file beside these and list its class here."""

from collections.abc import Mapping
from typing import Any

from .base import AnyCell
from .gru import GRU
from .lstm import LSTM
from .peephole import Peephole
from .rnn import RNN

CELLS: dict[str, type[AnyCell]] = {cell.name: cell for cell in (RNN, LSTM, GRU, Peephole)}


def build(name: str, clamp: Mapping[str, float], options: Mapping[str, object]) -> AnyCell:
    """The cell called `name`, with those clamps and options that apply to it (compared cells share them all).

    An option that is not named is at its default.
    """
    kind = CELLS[name]
    gates = {gate.name for gate in kind.gates}
    chosen: dict[str, Any] = {option: options[option] for option in kind.options if option in options}
    return kind(
        clamp={gate: value for gate, value in clamp.items() if gate in gates},
        **chosen,
    )
