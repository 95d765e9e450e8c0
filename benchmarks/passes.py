"""What truncation and checkpointing cost in time: a batch's loss and gradients, beside a full pass of the same batch.

    python -m benchmarks.passes [--repetitions 15] [--wait 600] [--anyway] [--write]

The three kinds are timed in turn, over and over, in time of computing, and the best time of each counts: what else the
machine does only ever adds. It begins once the load is below 1.5, and gives up after --wait seconds, or with --anyway
measures all the same. With --write the figures go into `app/training/passes.json` with the load, and the page, which
finds them there, says where the machine was busy.
"""

from __future__ import annotations

import argparse
import os
import platform
import time
from datetime import UTC, datetime
from itertools import product
from typing import Any

import numpy as np

from app.bptt.batch_gradients import loss_and_gradients
from app.bptt.segments import SMALLEST, segment_length
from app.config import RunConfig
from app.config.run import DEFAULT_CELLS
from app.trace.run import draw, examples_of, loss_of, network_of
from app.training.passes import QUIET, STORED, OfEachKind, Pass, Passes

STEPS = (50, 100, 200, 400)
UNITS, BATCH, WINDOW = 32, 32, 20
KINDS: dict[str, dict[str, Any]] = {"full": {}, "truncated": {"truncate": WINDOW}, "checkpointed": {"checkpoint": True}}


def measure(cell: str, loss_at: str, steps: int, repetitions: int) -> Pass:
    """One batch of the adding problem, gone through in each of the three ways in turn."""
    config = RunConfig(cell=(cell,), steps=steps, units=UNITS, batch=BATCH, loss_at=loss_at)
    network, examples, loss = network_of(config, cell), examples_of(config, draw(config)), loss_of(config)
    held = {kind: loss_and_gradients(network, examples, loss, **options).bytes for kind, options in KINDS.items()}
    best = dict.fromkeys(KINDS, np.inf)
    for _ in range(repetitions):
        for kind, options in KINDS.items():
            start = time.process_time()  # of computing: others' turns on the processor are not counted
            loss_and_gradients(network, examples, loss, **options)
            best[kind] = min(best[kind], 1e3 * (time.process_time() - start))
    return Pass(
        cell=cell,
        loss_at="every" if loss_at == "every" else "last",
        steps=steps,
        segment=min(steps, segment_length(steps, BATCH * network.params["W_hh"].shape[0], SMALLEST)),
        milliseconds=OfEachKind(**{kind: round(value, 3) for kind, value in best.items()}),
        ratio=OfEachKind(**{kind: round(value / best["full"], 3) for kind, value in best.items()}),
        bytes=OfEachKind(**held),
    )


def wait_for_quiet(seconds: float, *, anyway: bool) -> float:
    """The load, once it is low enough. Raises SystemExit where it does not become so in this time, if not `anyway`."""
    end = time.monotonic() + seconds
    while (load := os.getloadavg()[0]) > QUIET:
        if time.monotonic() > end:
            if anyway:
                return load
            raise SystemExit(f"The load is {load:.2f}; above {QUIET} nothing is measured.")
        time.sleep(2)
    return load


def main() -> None:
    """Measure, print, and keep where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repetitions", type=int, default=15)
    parser.add_argument("--wait", type=float, default=600)
    parser.add_argument("--anyway", action="store_true")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    before = wait_for_quiet(options.wait, anyway=options.anyway)
    print(f"H {UNITS}, B {BATCH}; beside a full pass: window of {WINDOW}, √T checkpoints; most memory of the three")
    found = []
    for cell, loss_at, steps in product(DEFAULT_CELLS, ("every", "last"), STEPS):
        timed = measure(cell, loss_at, steps, options.repetitions)
        found.append(timed)
        ratio, held = timed.ratio, timed.bytes
        print(
            f"{cell:5} loss at {loss_at:6} T {steps:4}  full {timed.milliseconds.full:7.2f} ms"
            f"   {ratio.truncated:.2f} ×  {ratio.checkpointed:.2f} ×"
            f"   {held.full / 1e6:6.2f} MB {held.truncated / 1e6:5.2f} MB {held.checkpointed / 1e6:5.2f} MB",
            flush=True,
        )
    measured = Passes(
        measured=datetime.now(UTC).isoformat(timespec="minutes"),
        machine=f"{platform.machine()}, Python {platform.python_version()}, NumPy {np.__version__}",
        cores=os.cpu_count() or 1,
        load=(round(before, 2), round(os.getloadavg()[0], 2)),
        repetitions=options.repetitions,
        units=UNITS,
        batch=BATCH,
        window=WINDOW,
        dtype="float64",
        passes=found,
    )
    print(f"load {measured.load[0]} before, {measured.load[1]} after")
    if options.write:
        STORED.write_text(measured.model_dump_json(indent=1) + "\n", encoding="utf-8")
        print(f"Written to {STORED}")


if __name__ == "__main__":
    main()
