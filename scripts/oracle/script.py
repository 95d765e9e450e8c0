"""The PyTorch script of a run, started as a reader would start it; it prints one line for each array that it compares.

    lstm     gradients/W_hh         1.2e-16

What else it tells (a norm, a remark) is let pass, but every array has to have its line.
A difference that is above the tolerance is held to what rounding does to that quantity, as every other is.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

from .compare import EXCUSED, FACTOR, FAILED, OK, Comparer, Comparison

LINE = re.compile(r"(\w+) +(\S+) +(\d\.\de[+-]\d+|nan|inf)")
LAST = re.compile(r"loss and every gradient: largest difference (\S+)")
SECONDS = 120


def run(text: str) -> dict[str, dict[str, float]]:
    """Run a script: by cell, the difference that it prints of each array."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "trace.py"
        path.write_text(text, encoding="utf-8")
        ended = subprocess.run(
            [sys.executable, str(path)], capture_output=True, text=True, check=False, timeout=SECONDS, cwd=folder
        )
    if ended.returncode:
        raise RuntimeError(f"the script ended with {ended.returncode}: {ended.stderr.strip()[-300:]}")
    *lines, last = ended.stdout.strip().splitlines()
    if not LAST.fullmatch(last):
        raise RuntimeError(f"the script's last line is {last!r}")
    printed: dict[str, dict[str, float]] = {}
    for line in lines:
        match = LINE.fullmatch(line.strip())
        if match:
            printed.setdefault(match[1], {})[match[2]] = float(match[3])
    worst = max(value for values in printed.values() for value in values.values())
    if not np.isclose(float(LAST.fullmatch(last)[1]), worst, rtol=0.06, atol=0, equal_nan=True):  # type: ignore[index]
        raise RuntimeError(f"the script says {last!r}, its lines say {worst:.1e}")
    return printed


def compared(name: str) -> bool:
    """Whether the script compares an array of a pass."""
    return name.partition("/")[0] in ("loss", "state gradients", "gradients")


def quantity_of(name: str) -> str:
    """What the script calls "layer1.d_h" is "state gradients/layer1.h" here."""
    layer, _, field = name.rpartition("d_")
    if name == "norm_after_clipping":
        return "norms/clipped"
    return name if name == "loss" or "/" in name else f"state gradients/{layer}{field}"


def comparisons(case: str, comparer: Comparer, printed: dict[str, float]) -> list[Comparison]:
    """The script's differences of one cell."""
    theirs = comparer.yardstick()
    told = {quantity_of(name) for name in printed}
    found = [
        Comparison(case, "script", name, np.inf, comparer.tolerance, FAILED, "the script has no line for it")
        for name in theirs
        if compared(name) and name not in told
    ]
    for name, relative in printed.items():
        quantity = quantity_of(name)
        verdict, reason = OK, ""
        if not relative <= comparer.tolerance:
            size = comparer.size(quantity, theirs[quantity], by_step=False)
            moved = float((comparer.movement(quantity, theirs[quantity], by_step=False) / size).max())
            finite = all(bool(np.isfinite(array).all()) for array in theirs.values()) and comparer.ranged
            reason = f"one unit in the last place moves it by {moved:.1e}"
            verdict = EXCUSED if relative <= 2 * FACTOR * moved or not finite else FAILED
        found.append(
            Comparison(case, "script", quantity, relative, comparer.tolerance, verdict, reason, comparer.dtype.name)
        )
    return found
