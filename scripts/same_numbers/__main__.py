"""The numbers of a checkout, recorded before a refactoring and compared after it.

    python -m scripts.same_numbers record --root CHECKOUT --out BEFORE.npz
    python -m scripts.same_numbers record --root CHECKOUT --out AFTER.npz --like BEFORE.npz
    python -m scripts.same_numbers compare BEFORE.npz AFTER.npz

A record has what the public faces of a checkout answer to some hundred addresses, and nothing that a refactoring may
rename: the HTTP API, called in this process, and the command `python -m app train`. Addresses come from the checkout's
own catalogue, README, lecture and lessons, from lists below, and from a seeded generator: the same checkout has the
same addresses. `--like` asks for those of another record instead, so that a link that was mended is no difference.

Every answer is taken apart into leaves, each with its path in the JSON: arrays (a lone number is one) and texts. What
depends on the clock is left out: tokens of runs, iterations a second, and how iterations are split over frames.
`compare` lists every leaf that is neither bit-equal nor within `TOLERANCE`, and exits with 1 where there is one.

Answers are exact where the API's are: `/api/trace` and `/api/play` (but for encoding=display), and the weights, losses
and looks that the command writes. Frames of `/api/train` have curves of 16 bits, rows and predictions of 7.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

# BLAS reads its threads when it is loaded; and nothing is written into the checkout, here or by its processes
os.environ |= dict.fromkeys(("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"), "1")
os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
sys.dont_write_bytecode = True

from .compare import Comparison  # noqa: E402
from .record import Record, record  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    recording = commands.add_parser("record", help="ask a checkout, and write down what it answers")
    recording.add_argument("--root", type=Path, required=True, help="the checkout")
    recording.add_argument("--out", type=Path, required=True, help="the record, an .npz")
    recording.add_argument("--like", type=Path, help="ask what this record asked, not what the checkout's links say")
    comparing = commands.add_parser("compare", help="list what differs between two records")
    comparing.add_argument("before", type=Path)
    comparing.add_argument("after", type=Path)
    comparing.add_argument("--most", type=int, default=0, help="list so many exceptions of a pattern; 0: all")
    options = parser.parse_args(arguments)
    if options.command == "record":
        record(options.root.resolve(), options.out, options.like)
        return 0
    comparison = Comparison(Record(options.before), Record(options.after))
    for line in comparison.listing(options.most):
        print(line)
    return 1 if comparison.differences else 0


if __name__ == "__main__":
    sys.exit(main())
