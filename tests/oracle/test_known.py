"""What the PyTorch side of the oracle does not know is told by name, and never passed over.

That it knows all that there is `make oracle` itself asks: `make test` lets a new cell be one file.
"""

from __future__ import annotations

import pytest

from app.cells import CELLS
from app.cells.rnn import RNN
from app.config import RunConfig, control, rows_of
from scripts.oracle.known import DATA, EQUATIONS, KINDS, NUMBERS, refuse_unknown, unknown_fields, unknown_names
from scripts.oracle.unknown import UnknownNameError


def test_nothing_is_known_that_the_laboratory_does_not_have():
    fields = {name for kind in KINDS for name in rows_of(kind)}
    assert {*DATA, *NUMBERS, *EQUATIONS} - fields == set()
    assert [
        (name, choice)
        for kind in KINDS
        for name, row in rows_of(kind).items()
        for choice in EQUATIONS.get(name, ())
        if choice not in row["choices"]
    ] == []


def test_a_new_cell_is_named(monkeypatch):
    before = unknown_names()
    monkeypatch.setitem(CELLS, "stranger", RNN)
    (added,) = set(unknown_names()) - set(before)
    assert "cell 'stranger'" in added


class Leaky(RunConfig):
    """A configuration with a field and a choice that are new."""

    leak: float = control(0.0, "cell", "float", ge=0, le=1)
    clip: str = control("none", "gradient", "choice", choices=["none", "norm", "value", "sign"])


def test_a_new_field_and_a_new_choice_are_named():
    told = {str(error) for error in unknown_fields(Leaky)} - {str(error) for error in unknown_fields(RunConfig)}
    assert len(told) == 2
    assert any("the field 'leak'" in text for text in told)
    assert any("clip 'sign'" in text for text in told)


def test_a_run_that_uses_what_is_not_known_is_refused_and_one_that_does_not_is_not():
    refuse_unknown(Leaky(cell=("rnn",)))
    with pytest.raises(UnknownNameError, match="the field 'leak'"):
        refuse_unknown(Leaky(cell=("rnn",), leak=0.5))
    with pytest.raises(UnknownNameError, match="clip 'sign'"):
        refuse_unknown(Leaky(cell=("rnn",), clip="sign"))
