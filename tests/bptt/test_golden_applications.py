"""Stacked and bidirectional layers and encoder-decoders against PyTorch (tests/golden/make_applications.py)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from app.bptt.architecture import Architecture, Network
from app.bptt.encoder_decoder import EncoderDecoder
from app.bptt.examples import Examples
from app.bptt.stacked import Stacked
from app.cells import CELLS
from app.cells.arrays import Array
from tests.architectures import MEAN
from tests.engine import Problem, Solution
from tests.golden.stored import FOLDER, Golden

NETWORKS: dict[str, Architecture] = {
    "stacked": Stacked(3, 4, 6, 5, depth=2, both=True),
    "pair": EncoderDecoder(3, 4, 6, 5),
}
GOLDEN = ("rnn", "lstm", "gru")
"""The cells whose numbers PyTorch computed."""


class Case(Golden):
    """A network of several layers, over sequences of different lengths."""

    file = FOLDER / "applications.npz"
    relative = 1e-11

    def __init__(self, case: dict[str, Any], arrays: dict[str, Array]) -> None:
        super().__init__(case, arrays)
        self.architecture = NETWORKS[case["network"]]
        self.cell = CELLS[case["cell"]]()

    @property
    def examples(self) -> Examples:
        whole: dict[str, Any] = {
            name: self.arrays[name].astype(int) for name in ("inputs", "targets", "decoder") if name in self.arrays
        }
        return Examples(mask=self.arrays["mask"] > 0, weights=self.arrays["weights"], **whole)

    def solve(self) -> Solution:
        """The same network in the app, forward and backward."""
        params = {name: self.arrays[name] for name in self.architecture.shapes(self.cell)}
        return Problem(Network(self.cell, self.architecture, params), self.examples, MEAN).solve()


CASES = Case.cases()
every_case = pytest.mark.parametrize("golden", CASES.values(), ids=CASES.keys())


@every_case
def test_outputs_and_loss_are_pytorch_s(golden: Case) -> None:
    run, value, _ = golden.solve()
    asked = golden.examples.weights[..., None] > 0
    golden.agrees("outputs", np.where(asked, run.outputs, 0))
    golden.agrees("loss", value.total)


@every_case
def test_the_gradient_of_every_parameter_is_pytorch_s(golden: Case) -> None:
    golden.agrees_in_gradients(golden.solve().params)


@pytest.mark.parametrize("cell", GOLDEN)
def test_the_encoder_s_last_state_is_that_of_each_sequence_s_own_last_step(cell: str) -> None:
    golden = CASES[f"pair-{cell}"]
    golden.agrees("last", golden.solve().run.tapes["encoder"].states.h[-1][None])


def test_every_cell_has_both_networks_over_sequences_of_different_lengths() -> None:
    assert {(g.case["network"], g.case["cell"]) for g in CASES.values()} == {
        (name, cell) for name in NETWORKS for cell in GOLDEN
    }
    assert all(len(set(g.examples.mask.sum(axis=0))) == 3 for g in CASES.values())


def test_the_file_of_golden_values_is_small() -> None:
    assert Case.file.stat().st_size < 200_000
