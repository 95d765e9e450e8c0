"""The weights that ship: all there, small, those of the network, and as good as is said of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.applications import weights
from app.cells import CELLS
from app.config.run import DEFAULT_CELLS
from tests.applications.registry import KINDS, OF_THE_PROJECT, every_cell, measured, network

ROOT = Path(__file__).parent.parent.parent
MOST_BYTES = 6_000_000
"""Of all weights that ship."""

pytestmark = pytest.mark.usefixtures("toy")


def test_every_variant_but_one_s_own_has_weights_for_the_cells_that_are_compared_in_at_most_six_megabytes() -> None:
    expected = {weights.file_of(name, variant, cell).name for name, variant in OF_THE_PROJECT for cell in DEFAULT_CELLS}
    files = {path.name: path.stat().st_size for path in (ROOT / "app" / "applications" / "weights").glob("*.npz")}
    assert set(files) == expected
    assert sum(files.values()) <= MOST_BYTES


@pytest.mark.parametrize(("name", "variant"), OF_THE_PROJECT)
@every_cell
def test_weights_are_small_finite_and_those_of_the_network(name: str, variant: str, cell: str) -> None:
    model = network(name, variant, cell)
    with np.load(weights.file_of(name, variant, cell)) as file:
        assert {file[key].dtype.name for key in file.files} == {"float16"}
    assert {key: value.shape for key, value in model.params.items()} == model.architecture.shapes(CELLS[cell]())
    assert all(np.isfinite(value).all() for value in model.params.values())


@pytest.mark.parametrize(("name", "variant"), OF_THE_PROJECT)
def test_the_weights_that_ship_reach_the_measure(name: str, variant: str, record_property: Any) -> None:
    kind = KINDS[name]
    found = measured(name, variant, kind.cell)
    record_property(f"{name} {variant} {kind.measure_name}", f"{found.value:.4f}, baseline {found.baseline:.4f}")
    better = found.value > found.baseline if kind.higher else found.value < found.baseline
    assert better
    if kind.goal is not None and variant == kind.variants[0]:
        assert found.value >= kind.goal if kind.higher else found.value <= kind.goal
    noted = weights.measurements().get(".".join(filter(None, (name, variant))), {}).get(kind.cell)
    assert noted is not None
    assert noted["value"] == pytest.approx(found.value, rel=0.01)
