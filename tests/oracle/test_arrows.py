"""The direction of the arrows in the oracle, as among the folders of app/: what has no PyTorch, what has no engine."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

from tests.arrows import circles, reachable

FOLDER = Path(__file__).parent.parent.parent / "scripts" / "oracle"

ARROWS = {
    "__init__": (),
    "unknown": (),
    "compare": (),
    "pytorch": ("compare", "unknown"),
    "known": ("unknown",),
    "draw": ("unknown",),
    "golden": ("compare",),
    "script": ("compare",),
    "report": ("compare",),
    "cases": ("draw", "golden"),
    "bridge": ("compare", "known", "pytorch", "unknown"),
    "passes": ("bridge", "compare", "pytorch"),
    "training": ("bridge", "compare", "passes", "pytorch"),
    "checks": ("bridge", "compare", "golden", "known", "passes", "script", "training"),
    "pool": ("checks", "compare"),
    "__main__": ("cases", "checks", "known", "pool", "report"),
}
"""Every file and folder of the oracle, from below to above, and what it may import of the others."""
WITHOUT_PYTORCH = ("unknown", "compare", "known", "draw", "golden", "script", "report", "cases")
"""What the tests of `make test` can import: it needs no PyTorch."""


def place_of(path: Path) -> str:
    return path.relative_to(FOLDER).with_suffix("").parts[0]


@cache
def imports() -> dict[str, set[str]]:
    """What each place imports: places of the oracle as "oracle.x", and the first name of everything else."""
    found: dict[str, set[str]] = {}
    for path in sorted(FOLDER.rglob("*.py")):
        depth = len(path.relative_to(FOLDER).parts)
        names = found.setdefault(place_of(path), set())
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.level == depth:
                modules = [node.module] if node.module else [alias.name for alias in node.names]
                names |= {f"oracle.{module.split('.')[0]}" for module in modules}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                names.add((node.module or "").split(".")[0])
    return found


def own(names: set[str]) -> set[str]:
    return {name.removeprefix("oracle.") for name in names if name.startswith("oracle.")}


def test_every_file_and_folder_of_the_oracle_has_its_arrows():
    assert set(imports()) == set(ARROWS)


@pytest.mark.parametrize("place", ARROWS)
def test_nothing_is_imported_against_the_arrows(place):
    assert own(imports()[place]) - {place} <= set(ARROWS[place])


def test_the_arrows_point_down_and_no_place_leads_back_to_itself():
    places = list(ARROWS)
    assert [(a, b) for a, below in ARROWS.items() for b in below if places.index(b) >= places.index(a)] == []
    assert circles({place: own(names) - {place} for place, names in imports().items()}) == []


def test_the_pytorch_side_knows_nothing_of_the_engine():
    assert "torch" in imports()["pytorch"]
    assert "app" not in imports()["pytorch"]


@pytest.mark.parametrize("place", WITHOUT_PYTORCH)
def test_what_is_tested_here_needs_no_pytorch(place):
    below = {place, *reachable({name: own(names) for name, names in imports().items()}, place)}
    assert [name for name in sorted(below) if "torch" in imports()[name]] == []


def test_the_engine_and_its_tests_need_no_pytorch():
    root = FOLDER.parent.parent
    sources = [*(root / "app").rglob("*.py"), *(root / "tests").rglob("test_*.py")]
    importing = [
        str(path)
        for path in sources
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import) and any(alias.name.split(".")[0] == "torch" for alias in node.names)
    ]
    assert importing == []
