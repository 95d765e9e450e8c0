"""Cases in several processes, one thread each: the matrices are small, and a second thread makes them slower."""

from __future__ import annotations

import multiprocessing
import sys
import warnings
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING

import torch

from .checks import check

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .compare import Comparison

SHOWN = 100
"""After so many cases a line says how far it is."""


def prepare() -> None:
    """What a process begins with. Warnings are of numbers that overflow: they are compared."""
    torch.set_num_threads(1)
    warnings.simplefilter("ignore")


def check_all(chosen: Sequence[str], processes: int) -> list[Comparison]:
    """Every case, in as many processes; the same order of the same comparisons, however many there are."""
    found: list[Comparison] = []
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn"), prepare) as pool:
        for done, comparisons in enumerate(pool.map(check, chosen), 1):
            found += comparisons
            if done % SHOWN == 0:
                print(f"  {done} of {len(chosen)} cases", file=sys.stderr, flush=True)
    return found
