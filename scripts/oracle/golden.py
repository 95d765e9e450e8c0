"""Golden values made anew by their own scripts, in a folder of their own, beside those that are stored."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from .compare import FAILED, OK, Comparison

if TYPE_CHECKING:
    from .compare import Arrays

FOLDER = Path(__file__).parent.parent.parent / "tests" / "golden"
TOLERANCE = 1e-11
"""What another processor's order of sums may change; tests are held to the stored values with 1e-9 and more."""
SECONDS = 300


def makers() -> list[str]:
    """The scripts that make golden values."""
    return sorted(path.stem for path in FOLDER.glob("make_*.py"))


def read(path: Path) -> Arrays:
    """A file's arrays by name; those that lie one after the other in `values` by case and name."""
    with np.load(path) as file:
        found = {name: file[name] for name in file.files if name != "made_with"}
    if "cases" in found and "values" in found:
        values, start = found.pop("values"), 0
        for case in json.loads(str(found.pop("cases"))):
            for name, shape in case["arrays"].items():
                found[f"{case['name']}/{name}"] = values[start : start + prod(shape)].reshape(shape)
                start += prod(shape)
    return found


def difference(stored: Arrays, made: Arrays) -> tuple[float, int]:
    """The largest difference of an array in units of its largest entry, and how many arrays are not bit-equal."""
    worst, other = 0.0, 0
    if stored.keys() != made.keys():
        return np.inf, len(stored.keys() ^ made.keys())
    for name, before in stored.items():
        after = made[name]
        if before.shape != after.shape or before.dtype != after.dtype:
            return np.inf, 1
        if before.tobytes() == after.tobytes():
            continue
        other += 1
        if before.dtype.kind != "f" or not np.array_equal(np.isfinite(before), np.isfinite(after)):
            return np.inf, other
        a, b = (np.where(np.isfinite(array), array, 0) for array in (before, after))
        worst = max(worst, float(np.abs(a - b).max() / max(np.abs(a).max(), 1e-300)))
    return worst, other


def check(case: str, name: str) -> list[Comparison]:
    """What one script makes."""
    if name not in makers():
        raise ValueError(f"golden has '{name}'; allowed: {', '.join(makers())}")
    found = []
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(FOLDER / f"{name}.py", folder)
        command = [sys.executable, f"{name}.py"]
        subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True, timeout=SECONDS)
        for path in sorted(Path(folder).glob("*.npz")):
            stored = read(FOLDER / path.name)
            worst, other = difference(stored, read(path))
            told = "to the bit" if not other else f"to rounding: {other} of {len(stored)} arrays are not bit-equal"
            found.append(
                Comparison(case, "golden", path.name, worst, TOLERANCE, OK if worst <= TOLERANCE else FAILED, told)
            )
    return found
