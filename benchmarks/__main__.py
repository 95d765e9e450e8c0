"""Run every benchmark and print one table: ``python -m benchmarks [--no-browser] [--measures]``.

``--measures`` prints the applications' measures and claims alone.

PyTorch takes part where it is installed: here, or in the Python that ``TORCH_PYTHON`` names.
"""

from __future__ import annotations

import importlib.util
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from itertools import product
from pathlib import Path
from typing import Any

from app.applications import APPLICATIONS
from app.trace import DEFAULT_PARTS
from app.wire.encoding import Encoder
from benchmarks import applications, claims, engine, live, live_page, page, server, training
from scripts.server import Server

KB = 1000
ALL = "rnn, lstm, gru; T 100, H 32"
LSTM = "lstm; T 100, H 32"
RATIO_GOALS = {"layers=3&norm=layer": "≤ 3.3 ×"}


def row(what: str, value: str, goal: str = "") -> None:
    """Print a line of the table."""
    print(f"  {what:<64}{value:>15}   {goal}".rstrip(), flush=True)


def torch_python() -> str | None:
    """A Python that has PyTorch, or None."""
    return os.environ.get("TORCH_PYTHON") or (sys.executable if importlib.util.find_spec("torch") else None)


def answer_of(python: str, script: str, *paths: Path) -> Any:
    """What a script beside this file prints, as JSON, run by another Python."""
    command = [python, *map(str, (Path(__file__).with_name(script), *paths))]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def torch_milliseconds() -> dict[str, float] | None:
    """What PyTorch takes for the same trace, by cell; None where there is no PyTorch."""
    if (python := torch_python()) is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "run.npz"
        engine.save(path)
        times: dict[str, float] = answer_of(python, "torch_trace.py", path)
    return times


def training_rows() -> None:
    """One iteration of training, here and in PyTorch."""
    print("\nTraining iteration: lstm, T 50, H 32, Adam, clipped by norm; in PyTorch nn.LSTM, checked; median of 100")
    cases = list(product(training.DTYPES, training.SIZES))
    times: list[dict[str, float]] = [{}] * len(cases)
    if python := torch_python():
        with tempfile.TemporaryDirectory() as folder:
            paths = [Path(folder) / f"{dtype}-{batch}.npz" for dtype, batch in cases]
            for path, (dtype, batch) in zip(paths, cases, strict=True):
                training.save(path, batch, dtype)
            times = answer_of(python, "torch_training.py", *paths)
    for (dtype, batch), torch in zip(cases, times, strict=True):
        here = training.milliseconds(batch, dtype)
        goal = "≥ 1.0 ×" if batch > 1 else "≥ 2 ×"
        if not torch:
            row(f"{dtype}, B {batch}", f"{here:.2f} ms")
        for label, milliseconds in torch.items():
            if label == "oneDNN" or dtype == "float32":  # for float64 oneDNN has nothing: one figure is enough
                label_shown = f" ({label})" if dtype == "float32" else ""
                what = f"{dtype}, B {batch}: PyTorch {milliseconds:.2f} ms{label_shown}, here {here:.2f} ms"
                row(what, f"{milliseconds / here:.2f} ×", goal)


def application_rows() -> None:
    """What the networks that ship reach on held-out data, and how long they took from scratch."""
    print("\nApplications: held-out measure of the weights that ship, beside its baseline, with its 95 % interval")
    for line in applications.lines():
        goal = "better than the baseline" if line.goal is None else f"goal {line.goal:g}"
        what = f"{line.name}, {line.cell}: {line.measure}; baseline {line.measured.baseline:.3f}"
        row(what, f"{line.measured.value:.3f}", f"{goal}: {'met' if line.met else 'MISSED'}")
        row(f"    of {line.measured.examples} held-out examples", between(line.measured.interval))
        for name, value in Encoder("list").record(vars(line.measured.details)).items():
            row(f"    {name}", f"{value:.3f}" if isinstance(value, float) else str(value))
        if line.scratch:
            seconds = [time for time in line.scratch if time is not None]
            times = ", ".join("never" if time is None else f"{time:.0f}" for time in line.scratch)
            quick = sum(time <= 60 for time in seconds)
            row(
                f"    seconds from scratch to 90 % of the way ({times})",
                f"{quick} of {len(line.scratch)}",
                "≥ 4 of 5 within 60 s",
            )
    row("weights, all together", f"{applications.kilobytes():.0f} KB", "≤ 6000 KB")


def between(interval: tuple[float, float] | None) -> str:
    """An interval of 95 %, where there is one."""
    return "no interval" if interval is None else f"{interval[0]:.3f} … {interval[1]:.3f}"


def claim_rows() -> None:
    """What the applications claim of inputs that are nobody's training data."""
    print("\nClaims, measured on held-out lists, with their 95 % intervals")
    for claim in claims.claims():
        goal = f"{claim.wish}: {'met' if claim.met else 'MISSED'}" if claim.wish else ""
        row(claim.name, f"{claim.value:.3f}", goal)
        row(f"    {claim.count}{f'; {claim.note}' if claim.note else ''}", between(claim.interval))


def main() -> None:
    """Measure and print."""
    print(f"Python {platform.python_version()}, {platform.machine()}, one BLAS thread")
    load, cores = os.getloadavg()[0], os.cpu_count() or 1
    busy = "" if load < cores / 2 else ": others are at work, and every figure below is of a busy machine"
    print(f"load {load:.1f} on {cores} cores{busy}\n")

    if "--measures" in sys.argv:
        application_rows()
        claim_rows()
        return

    print("Engine: one trace, ρ another one each time, median of 100")
    lstm, default = engine.milliseconds(DEFAULT_PARTS, cell=("lstm",)), engine.milliseconds(DEFAULT_PARTS)
    row(f"{LSTM}; default fields", f"{lstm:.2f} ms")
    row(f"{ALL}; default fields", f"{default:.2f} ms", "< 10 ms")
    for label, ratio in engine.ratios().items():
        row(f"{label}, times the default (CPU, best of {engine.REPEATS})", f"{ratio:.2f} ×", RATIO_GOALS.get(label, ""))

    print("\nThe same trace in PyTorch, eager, every step kept and checked to be equal, median of 40")
    if times := torch_milliseconds():
        for cell, milliseconds in times.items():
            here = engine.milliseconds(engine.RECORDED, cell=(cell,))
            row(f"{cell}: PyTorch {milliseconds:.2f} ms, here {here:.2f} ms", f"{milliseconds / here:.1f} ×", "≥ 4 ×")
        total = engine.milliseconds(engine.RECORDED)
        row(
            f"all three: PyTorch {sum(times.values()):.2f} ms, here {total:.2f} ms",
            f"{sum(times.values()) / total:.1f} ×",
        )
    else:
        row("PyTorch is not installed (TORCH_PYTHON=/path/to/python names one)", "skipped")

    training_rows()
    application_rows()
    claim_rows()

    with Server() as running:
        print("\nServer: GET /api/trace over a kept-alive connection, no cache, median of 60")
        for label, query in ((LSTM, "cell=lstm"), (ALL, "")):
            milliseconds, size = server.milliseconds_and_bytes(running.port, query)
            row(f"{label}; default fields", f"{milliseconds:.2f} ms")
            row(f"{label}; default fields, gzip", f"{size / KB:.1f} KB")

        print("\nApplications: GET /api/play of an input that is new, median")
        for app in APPLICATIONS:
            row(app, f"{applications.milliseconds(running.port, app):.1f} ms", "< 1 s to open")

        live_rows(running.port)
        if "--no-browser" in sys.argv:
            return
        print("\nA change during a run in the page, until a picture that shows its effect is painted, median of 30")
        for what, effect in live_page.measure(running.url).items():
            row(f"{what}; p95 {effect.p95:.0f} ms", f"{effect.median:.0f} ms", "≤ 150 ms")
        visit, drag = page.measure(f"{running.url}/")
        print("\nPage: Chromium, 1280 × 720, ρ dragged through 50 values")
        row("slider's input to every visible chart on the screen, median", f"{drag.painted:.0f} ms", "≤ 60 ms")
        row("slider's input to every visible chart on the screen, p95", f"{drag.painted_p95:.0f} ms")
        row("of that, until the page has drawn (the rest is a frame)", f"{drag.drawn:.0f} ms")
        row("one answer of the drag", f"{drag.answer / KB:.1f} KB", "≤ 60 KB")
        row(
            f"first visit, over the wire ({visit.requests} requests)",
            f"{(visit.own_bytes + visit.plotly) / KB:.0f} KB",
            "≤ 700 KB",
        )
        row("first visit, the page's own part", f"{visit.own_bytes / KB:.0f} KB", "≤ 70 KB")
        row("of that, answers of the API", f"{visit.answers / KB:.0f} KB")


def live_rows(port: int, seeds: int = 10) -> None:
    """Live training over the socket: many runs at once, and how long the adding problem takes from the start."""
    load = live.under_load(port, 20)
    print("\nTwenty live runs at once (rnn and lstm, T 100, H 32, B 32), a reader each, on this machine too")
    row("frames a second of the slowest reader", f"{load.slowest:.1f}", "≥ 4")
    row("errors", str(load.errors), "0")
    row("/api/trace meanwhile, three cells, no cache, median", f"{load.trace:.1f} ms", "< 50 ms")
    row("/healthz meanwhile, median", f"{load.health:.1f} ms", "< 10 ms")
    print(f"\nAdding problem, T 100, LSTM with 32 units beside an RNN: held-out error below {live.GOAL}, {seeds} seeds")
    outcomes = [live.seconds_to_learn(port, seed) for seed in range(seeds)]
    learned = [outcome for outcome in outcomes if outcome]
    quick = sum(outcome.seconds < 60 for outcome in learned)
    row("seeds that get there within 60 s of the start", f"{quick} of {seeds}", "≥ 9 of 10")
    if learned:
        row("seconds, median", f"{statistics.median(outcome.seconds for outcome in learned):.0f} s")
        row("seconds, slowest", f"{max(outcome.seconds for outcome in learned):.0f} s", "< 60 s")
        row("iterations, median", f"{statistics.median(outcome.iterations for outcome in learned):.0f}")
        row(
            "the RNN's held-out error at that moment, smallest",
            f"{min(outcome.rnn for outcome in learned):.3f}",
            "≈ 1/6",
        )


if __name__ == "__main__":
    main()
