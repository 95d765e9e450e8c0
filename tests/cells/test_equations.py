"""The equations that a cell gives the page: every number in them is one that the trace sends."""

from __future__ import annotations

import re
from itertools import product

import pytest

from app.cells import CELLS
from app.cells.base import AnyCell
from app.cells.equations import Line
from app.config import RunConfig
from app.trace import trace
from app.words import catalogues
from tests.engine import CELL_OPTIONS, label, plain_cells

SLOT = re.compile(r"\{(\w+)[<>]?\}")


def lines_of(name: str) -> list[Line]:
    return [*CELLS[name].equations.forward, *CELLS[name].equations.backward]


@pytest.mark.parametrize("cell", list(plain_cells()), ids=label)
def test_every_number_in_a_cell_s_equations_is_in_the_trace(cell: AnyCell) -> None:
    options = {option: getattr(cell, option) for option in cell.options}
    (run,) = trace(RunConfig(cell=(cell.name,), steps=3, units=2, **options), ("unit",)).runs
    lines = [line for line in lines_of(cell.name) if line.when.items() <= options.items()]
    texts = [f"{line.formula} {line.numbers} {line.result}" for line in lines]
    # a formula's own braces are scripts, "W_{hh}": what stands alone in braces is a place for a number
    slots = [slot for text in texts for slot in SLOT.findall(re.sub(r"[_^]\{[^}]*\}", "", text))]
    assert len(slots) >= 3
    assert set(slots) <= set(run.parts["unit"].series)


@pytest.mark.parametrize("name", CELLS)
def test_a_line_hangs_on_options_that_the_cell_has_and_each_choice_has_its_lines(name: str) -> None:
    kind = CELLS[name]
    assert all(option in kind.options for line in lines_of(name) for option in line.when)
    for chosen in product(*(CELL_OPTIONS[option] for option in kind.options)):
        config = dict(zip(kind.options, chosen, strict=True))
        shown = [line for line in kind.equations.forward if line.when.items() <= config.items()]
        assert any(line.result == "{h}" for line in shown), config


@pytest.mark.parametrize("cell", list(plain_cells()), ids=label)
def test_the_gates_that_may_be_held_have_a_line_each(cell: AnyCell) -> None:
    options = {option: getattr(cell, option) for option in cell.options}
    named = [line.gate for line in cell.equations.forward if line.gate and line.when.items() <= options.items()]
    assert named == [gate.name for gate in cell.gates]


@pytest.mark.parametrize("name", CELLS)
def test_what_is_said_of_a_held_carry_gate_is_said_in_every_language(name: str) -> None:
    keys = [key for key in (CELLS[name].equations.open, CELLS[name].equations.closed) if key]
    assert not keys or CELLS[name].carry_gate()
    assert all(key in words for words in catalogues().values() for key in keys)
