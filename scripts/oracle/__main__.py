"""The engine's numbers beside PyTorch's, over random configurations.

    make oracle SEED=1 COUNT=500
    make oracle CASE='lab?cell=lstm&steps=9&clamp=f:1'

What is compared: `passes` (one pass forward and back: a run of the laboratory, an application on a real batch),
`training` (a few iterations), `script` (the PyTorch script of a run), `golden` (golden values made anew). How:
`compare`. What is drawn: `draw`, `cases`. A case is an address with its kind before it, and everything of it follows
from that. Exit code 1: a difference has no excuse, or the laboratory has a name that the PyTorch side does not know.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from typing import TYPE_CHECKING

# BLAS reads its threads when it is loaded
os.environ |= dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")

import torch

from .cases import cases
from .checks import check
from .known import unknown_names
from .pool import check_all, prepare
from .report import exit_code, report

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="scripts.oracle", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seed", type=int, default=0, help="what the configurations are drawn from")
    parser.add_argument("--count", type=int, default=500, help="runs of the laboratory; others come beside them")
    parser.add_argument("--case", default="", help="one case alone, as a report names it")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--every", action="store_true", help="list every case with an excuse")
    options = parser.parse_args(arguments)
    started = time.monotonic()
    case = options.case if not options.case or "?" in options.case else f"lab?{options.case}"
    chosen = [case] if case else list(cases(options.seed, options.count))
    unknown = [] if case else unknown_names()
    prepare()
    found = check(case) if case else check_all(chosen, options.processes)
    if case:
        for comparison in found:
            print(f"{comparison.verdict:8}{comparison.quantity:34}{comparison.relative:9.1e} {comparison.reason}")
    for line in report(found, unknown, every=options.every):
        print(line)
    seconds, load = time.monotonic() - started, os.getloadavg()[0]
    print(f"PyTorch {torch.__version__}, {seconds:.0f} s, {options.processes} processes, load {load:.1f}")
    return exit_code(found, unknown)


if __name__ == "__main__":
    sys.exit(main())
