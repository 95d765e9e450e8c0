"""What a run's PyTorch script prints is read line by line, and held to the same rules."""

from __future__ import annotations

import numpy as np
import pytest

from scripts.oracle.compare import EXCUSED, FAILED, OK, Arrays, Comparer, Reference
from scripts.oracle.script import comparisons, quantity_of, run

SCRIPT = """
print("lstm     loss                   1.0e-16")
print("lstm     layer2.d_h             2.5e-13")
print("gru      gradients/W_hh         0.0e+00")
print("gru      norm of the gradient 1.92868")
print("loss and every gradient: largest difference {worst}")
"""


def test_every_line_that_it_prints_is_read():
    assert run(SCRIPT.format(worst="2.5e-13")) == {
        "lstm": {"loss": 1e-16, "layer2.d_h": 2.5e-13},
        "gru": {"gradients/W_hh": 0.0},
    }


def test_the_largest_difference_that_it_prints_is_the_largest_of_its_lines():
    with pytest.raises(RuntimeError, match="its lines say"):
        run(SCRIPT.format(worst="1.0e-16"))


def test_a_script_that_breaks_is_told_with_what_it_said():
    with pytest.raises(RuntimeError, match="NameError"):
        run("print(torch)")


def test_its_names_are_those_of_the_passes():
    names = ("loss", "d_c", "layer2.d_h", "gradients/layer1.W_hh", "norm_after_clipping")
    assert [quantity_of(name) for name in names] == [
        *("loss", "state gradients/c", "state gradients/layer2.h", "gradients/layer1.W_hh", "norms/clipped")
    ]


def test_a_difference_is_excused_where_rounding_moves_it_as_far_and_else_a_failure():
    def compute(draw: int, exact: bool) -> Arrays:
        return {"loss": np.array([1.0]), "gradients/b": np.array([1 + 1e-6 * draw])}

    comparer = Comparer("script?", np.dtype("float64"), 10, Reference(compute))

    def verdicts(**printed: float) -> list[str]:
        return [
            c.verdict for c in comparisons("script?", comparer, {k.replace("_b", "s/b"): v for k, v in printed.items()})
        ]

    assert verdicts(loss=1e-7, gradient_b=1e-7) == [FAILED, EXCUSED]
    assert verdicts(loss=1e-12, gradient_b=0.0) == [OK, OK]
    assert verdicts(loss=float("nan"), gradient_b=0.0) == [FAILED, OK]


def test_an_array_without_a_line_is_a_failure():
    comparer = Comparer("script?", np.dtype("float64"), 10, Reference(lambda draw, exact: {"loss": np.ones(1)}))
    (found,) = comparisons("script?", comparer, {})
    assert (found.verdict, found.quantity) == (FAILED, "loss")
