"""What an address says of gates: `f:1.0,i:0.5`. A gate belongs to its cell; two cells may use the same letter."""

from collections.abc import Collection, Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator

from ..cells import CELLS
from ..cells.base import Gate
from ..numerals import BLANKS, Range
from .fields import number, plain, problem

BIAS_RANGE = (-10.0, 10.0)


def gate_names(cells: Collection[str] | None = None) -> tuple[str, ...]:
    """The names of the gates of some cells, of all where none are given."""
    return tuple(dict.fromkeys(gate.name for name in (CELLS if cells is None else cells) for gate in CELLS[name].gates))


def gates_named(name: str, cells: Collection[str]) -> list[Gate]:
    """The gates of that name in some cells."""
    return [gate for cell in cells for gate in CELLS[cell].gates if gate.name == name]


def read_map(value: Any) -> Any:
    """Read a map: "f:1.0,i:0.5" → {"f": 1.0, "i": 0.5}; the empty text is the empty map."""
    if not isinstance(value, str):
        return value
    pairs = {}
    for part in filter(None, (part.strip(BLANKS) for part in value.split(","))):
        gate, colon, text = (side.strip(BLANKS) for side in part.partition(":"))
        if not colon:
            raise problem("not_a_pair", value=part)
        if gate not in gate_names():
            raise problem("not_a_gate", value=gate, allowed=", ".join(gate_names()))
        if gate in pairs:
            raise problem("repeated", value=part)
        pairs[gate] = number(text)
    return pairs


GateMap = Annotated[dict[str, float], BeforeValidator(read_map)]


def range_of(field: str, gate: str, cells: Collection[str]) -> tuple[float, float]:
    """What a gate may be biased by or held at: what every one of the cells that has it allows.

    A gate that none of them has waits for its cell: what any registered cell allows.
    """
    if field == "bias":
        return BIAS_RANGE
    mine = [gate.bounds for gate in gates_named(gate, cells)]
    if mine:
        return max(low for low, _ in mine), min(high for _, high in mine)
    others = [gate.bounds for gate in gates_named(gate, CELLS)]
    return min(low for low, _ in others), max(high for _, high in others)


def check_gates(field: str, gates: Mapping[str, float], cells: Collection[str]) -> None:
    """Hold a map of gates to the gates that there are and to their ranges."""
    for name, value in gates.items():
        if name not in gate_names():
            raise problem("not_a_gate", field=field, value=name, allowed=", ".join(gate_names()))
        low, high = range_of(field, name, cells)
        if not low <= value <= high:
            raise problem("out_of_range", field=field, value=f"{name}:{plain(value)}", allowed=Range(low, high))


def gates_of_cells(gates: Mapping[str, float], cells: Collection[str]) -> dict[str, float]:
    """What a map says of the gates that some of the cells have."""
    names = gate_names(cells)
    return {name: value for name, value in gates.items() if name in names}
