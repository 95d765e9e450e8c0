"""Loss, states, gates and every gradient against values that PyTorch computed (tests/golden/make_golden.py)."""

from __future__ import annotations

import pytest

from app import cells
from app.bptt.backward import Gradients
from app.bptt.check import Problem
from app.bptt.clipping import clip, global_norm
from app.bptt.losses import LOSSES
from app.bptt.network import Forward, Network, counted
from app.cells import CELLS
from tests.engine import solve
from tests.golden.stored import FOLDER, Golden


class Case(Golden):
    """A network of one layer."""

    file = FOLDER / "golden.npz"
    relative = 1e-10

    def solve(self) -> tuple[Forward, Gradients]:
        """The same network in the app, forward and backward."""
        case, arrays = self.case, self.arrays
        cell = cells.build(case["cell"], case["clamp"], case)
        names = [*cell.shapes(case["inputs"], case["units"]), "W_hy", "b_y"]
        network = Network(cell, {name: arrays[name] for name in names}, LOSSES[case["loss"]])
        targets = arrays["targets"].astype(int) if case["loss"] == "cross_entropy" else arrays["targets"]
        counts = counted(case["steps"], case["loss_at"])
        return solve(Problem(network, arrays["inputs"], targets, counts), case["truncate"])


CASES = Case.cases()
every_case = pytest.mark.parametrize("golden", CASES.values(), ids=CASES.keys())
CLIPPED = [golden for golden in CASES.values() if golden.case["clip"] != "none"]


@every_case
def test_the_forward_pass_is_pytorch_s(golden: Case) -> None:
    passed, _ = golden.solve()
    golden.agrees("loss", passed.total)
    for name in passed.tape.states._fields:
        golden.agrees(name, getattr(passed.tape.following, name))
    gates = passed.tape.cell.gate_values(passed.tape.saved)
    for k, gate in enumerate(passed.tape.cell.gates):
        golden.agrees(f"gate_{gate.name}", gates[:, :, k])  # type: ignore[index]


@every_case
def test_the_gradient_of_every_state_is_pytorch_s(golden: Case) -> None:
    _, gradients = golden.solve()
    for name in gradients.total._fields:
        golden.agrees(f"d_{name}", getattr(gradients.total, name))


@every_case
def test_the_gradient_of_every_parameter_is_pytorch_s(golden: Case) -> None:
    _, gradients = golden.solve()
    golden.agrees_in_gradients(gradients.params)


@pytest.mark.parametrize("golden", CLIPPED, ids=lambda g: g.case["name"])
def test_clipping_is_pytorch_s(golden: Case) -> None:
    _, gradients = golden.solve()
    golden.agrees("norm", 10.0 ** float(global_norm(gradients.params).log10))
    clipped = clip(gradients.params, golden.case["clip"], golden.case["threshold"])
    assert clipped.changed > 0
    for name, gradient in clipped.params.items():
        golden.agrees(f"clipped_{name}", gradient)


def test_every_cell_has_golden_values_with_truncation_clamps_and_both_losses() -> None:
    for name, kind in CELLS.items():
        mine = [golden.case for golden in CASES.values() if golden.case["cell"] == name]
        assert {(case["loss"], case["loss_at"]) for case in mine} == {
            (loss, at) for loss in LOSSES for at in ("last", "every")
        }
        assert any(case["truncate"] for case in mine)
        assert any(case["batch"] > 1 for case in mine)
        assert {gate.name for gate in kind.gates} == {gate for case in mine for gate in case["clamp"]}


def test_the_file_of_golden_values_is_small() -> None:
    assert Case.file.stat().st_size < 200_000
