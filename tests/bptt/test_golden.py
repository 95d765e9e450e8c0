"""Loss, states, gates and every gradient against values that PyTorch computed (tests/golden/make_golden.py)."""

from __future__ import annotations

import pytest

from app import cells
from app.bptt.architecture import Network
from app.bptt.clipping import clip, global_norm
from app.bptt.examples import every_step, loss_mask
from app.bptt.losses import LOSSES
from app.cells import CELLS
from tests.engine import Problem, Shape, Solution
from tests.golden.stored import FOLDER, Golden


class Case(Golden):
    """A network of one layer."""

    file = FOLDER / "golden.npz"
    relative = 1e-10

    def solve(self) -> Solution:
        """The same network in the app, forward and backward."""
        case, arrays = self.case, self.arrays
        cell = cells.build(case["cell"], case["clamp"], case)
        architecture = Shape(**{name: case[name] for name in ("inputs", "units", "outputs")}).architecture
        network = Network(cell, architecture, {name: arrays[name] for name in architecture.shapes(cell)})
        targets = arrays["targets"].astype(int) if case["loss"] == "cross_entropy" else arrays["targets"]
        examples = every_step(arrays["inputs"], targets, loss_mask(case["steps"], case["loss_at"]))
        return Problem(network, examples, LOSSES[case["loss"]]).solve(case["truncate"])


CASES = Case.cases()
every_case = pytest.mark.parametrize("golden", CASES.values(), ids=CASES.keys())
CLIPPED = [golden for golden in CASES.values() if golden.case["clip"] != "none"]


@every_case
def test_the_forward_pass_is_pytorch_s(golden: Case) -> None:
    solution = golden.solve()
    tape = solution.tape
    golden.agrees("loss", solution.value.total)
    for name in tape.states._fields:
        golden.agrees(name, getattr(tape.following, name))
    gates = tape.cell.gate_values(tape.saved)
    for k, gate in enumerate(tape.cell.gates):
        golden.agrees(f"gate_{gate.name}", gates[:, :, k])  # type: ignore[index]


@every_case
def test_the_gradient_of_every_state_is_pytorch_s(golden: Case) -> None:
    total = golden.solve().gradients.total
    for name in total._fields:
        golden.agrees(f"d_{name}", getattr(total, name))


@every_case
def test_the_gradient_of_every_parameter_is_pytorch_s(golden: Case) -> None:
    golden.agrees_in_gradients(golden.solve().params)


@pytest.mark.parametrize("golden", CLIPPED, ids=lambda g: g.case["name"])
def test_clipping_is_pytorch_s(golden: Case) -> None:
    gradients = golden.solve().params
    golden.agrees("norm", 10.0 ** float(global_norm(gradients).log10))
    clipped = clip(gradients, golden.case["clip"], golden.case["threshold"])
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
