"""How often does it learn? Run the presets of training over many seeds, count, and keep what was found.

    python -m benchmarks.seeds [preset …] [--seeds 10] [--processes 1] [--write]

Seeds are 0, 1, …: each has other weights, batches and held-out sequences. With --write the counts of these presets go
into `app/training/rates.json`, where the page finds them; those of the others stay.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any
from urllib.parse import parse_qsl

from app.training.config import TaskTraining, spell_models
from app.training.presets import CRITERIA, TRAINING_PRESETS
from app.training.rates import STORED, rates, wilson
from app.training.run import Budget, advance, begin


@dataclass(frozen=True)
class Outcome:
    """What became of one model in one run.

    first: the first iteration in whose look the held-out measure met the criterion, or None
    last:  the measure of the last look, None where the model had none
    end:   the iteration in which a number was not finite, or None
    """

    first: int | None
    last: float | None
    end: int | None

    def learned(self, below: float) -> bool:
        """The criterion is met when the run is over; to have met it once and lost it again does not count."""
        return self.end is None and self.last is not None and self.last < below


@dataclass(frozen=True)
class Job:
    """One preset with one seed."""

    preset: str
    seed: int

    def run(self) -> tuple[list[Outcome], float]:
        """Train to the end: an outcome for each model, and the seconds of computing that it took."""
        started = time.process_time()
        state = begin(configuration(self.preset, self.seed))
        looks: list[list[tuple[int, float]]] = [[] for _ in state.models]
        while not state.over:
            state, frames = advance(state, Budget(iterations=100))
            for frame in frames:
                for seen, point in zip(looks, frame.points, strict=True):
                    if point and point.evaluation:
                        seen.append((frame.iteration, point.evaluation.measure))
        below = CRITERIA[self.preset]
        outcomes = [
            Outcome(
                first=next((iteration for iteration, measure in seen if measure < below), None),
                last=seen[-1][1] if seen else None,
                end=model.end.iteration if model.end else None,
            )
            for seen, model in zip(looks, state.models, strict=True)
        ]
        return outcomes, time.process_time() - started


def configuration(preset: str, seed: int) -> TaskTraining:
    """The preset's configuration with another seed."""
    return TaskTraining.model_validate({**dict(parse_qsl(TRAINING_PRESETS[preset])), "seed": seed})


def summary(preset: str, outcomes: list[list[Outcome]]) -> dict[str, Any]:
    """The counts of one preset, `outcomes` by seed and model, as `app.training.rates.rates` describes them."""
    config, below = configuration(preset, 0), CRITERIA[preset]
    fields_of_models = config.models or tuple((("cell", name),) for name in config.cell)
    models = []
    for name, fields, mine in zip(config.names, fields_of_models, zip(*outcomes, strict=True), strict=True):
        first = [outcome.first for outcome in mine]
        met = [iteration for iteration in first if iteration is not None]
        models.append(
            {
                "name": name,
                "own": spell_models((fields,)),
                "learned": sum(outcome.learned(below) for outcome in mine),
                "diverged": sum(outcome.end is not None for outcome in mine),
                "runs": len(mine),
                "median_iterations": int(statistics.median(met)) if met else None,
                "first": first,
                "ends": [outcome.end for outcome in mine],
            }
        )
    return {
        "address": TRAINING_PRESETS[preset],
        "seeds": len(outcomes),
        "iterations": config.iterations,
        "criterion": f"measure < {below:g}",
        "models": models,
    }


def report(preset: str, counts: dict[str, Any], seconds: list[float]) -> None:
    """Print one preset's table."""
    heading = f"{counts['iterations']} iterations, {statistics.mean(seconds):.0f} s a seed"
    print(f"\n{preset}: {counts['criterion']}, {heading}", flush=True)
    for model in counts["models"]:
        low, high = wilson(model["learned"], model["runs"])
        learned = f"{model['learned']} of {model['runs']} learned ({low:.0%} … {high:.0%})"
        print(
            f"  {model['own']:<27} {learned}, {model['diverged']} diverged; median {model['median_iterations'] or '—'}"
        )
        for label in ("first", "ends"):
            if any(model[label]):
                print(f"    {label:<6}" + "".join(f"{value or '—':>6}" for value in model[label]))


def main() -> None:
    """Read the arguments, run, print, and write where that is asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.seeds", description=__doc__.splitlines()[0])
    parser.add_argument("presets", nargs="*", metavar="preset", help=f"of {', '.join(TRAINING_PRESETS)}")
    parser.add_argument("--seeds", type=int, default=10, help="how many seeds (default: 10)")
    parser.add_argument("--processes", type=int, default=1, help="how many run side by side (default: 1)")
    parser.add_argument("--write", action="store_true", help=f"store the counts in {STORED.name}")
    options = parser.parse_args()
    if unknown := [name for name in options.presets if name not in TRAINING_PRESETS]:
        parser.error(f"no preset is called {', '.join(unknown)}; allowed: {', '.join(TRAINING_PRESETS)}")
    with get_context("spawn").Pool(options.processes) as pool:  # spawn: one BLAS thread is set before NumPy comes
        for preset in options.presets or TRAINING_PRESETS:
            done = pool.map(Job.run, [Job(preset, seed) for seed in range(options.seeds)], chunksize=1)
            counts = summary(preset, [outcomes for outcomes, _ in done])
            report(preset, counts, [seconds for _, seconds in done])
            if options.write:
                rates.cache_clear()
                stored = {**(rates() if STORED.exists() else {}), preset: counts}
                STORED.write_text(f"{json.dumps(stored, indent=1)}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
