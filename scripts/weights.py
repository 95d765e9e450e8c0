"""The weights that ship, anew: `python -m scripts.weights [application[.variant] …] [--cells lstm,gru]`.

Every application's recipe is trained by the same code as a live run, for each cell, on one core; the weights are kept
as float16 and measured on the held-out data, once, as they were kept. Beside the measure, its baseline, how many
examples and the interval `measured.json` gets what training took, in seconds of one core's time.

`--again` trains nothing and measures what ships, where a list of sentences was added. With `--validation` nothing is
kept, and what is printed is of the validation data: a recipe is chosen by it, with `--recipe "units=48&rate=0.01"` in
place of what the application's own says. With `--seeds 5` no weights are kept either: the recipe is trained from
scratch with each seed until its look at the validation data is 90 % of the way between baseline and what ships, and the
seconds are noted.
"""

from __future__ import annotations

import argparse
import json
import time
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import numpy as np

from app.applications import APPLICATIONS, build
from app.applications.base import OWN
from app.applications.weights import FOLDER, build_network, file_of, measurements, save, shipped
from app.config.run import DEFAULT_CELLS
from app.training.config import ApplicationTraining
from app.training.problem import ApplicationProblem
from app.training.run import EVALUATE_EVERY, Budget, TrainingRun, advance, begin
from app.wire.encoding import Encoder

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.applications.base import Measured
    from app.cells.arrays import Array

FIGURES = FOLDER / "measured.json"


def config_of(app: str, variant: str, cell: str, **fields: Any) -> ApplicationTraining:
    """The recipe as a configuration."""
    recipe = dict(parse_qsl(APPLICATIONS[app].recipe_of(variant)))
    return ApplicationTraining.model_validate({**recipe, "app": app, "variant": variant, "cell": cell, **fields})


def train(
    config: ApplicationTraining, enough: Callable[[float], bool] | None = None
) -> tuple[TrainingRun, float, bool]:
    """A run to its end, or until its quick measure is `enough`; the seconds that it took, and whether it was enough."""
    run, started = begin(config), time.process_time()
    while not run.over:
        run, frames = advance(run, Budget(iterations=EVALUATE_EVERY))
        point = frames[-1].points[0]
        figure = point.evaluation.figure if point is not None and point.evaluation is not None else None
        if enough is not None and figure is not None and enough(figure):
            return run, time.process_time() - started, True
    return run, time.process_time() - started, False


def kept(params: dict[str, Array]) -> dict[str, Array]:
    """Weights as they are read again after they were kept as float16."""
    return {name: value.astype(np.float16).astype(np.float64) for name, value in params.items()}


def figures(measured: Measured) -> str:
    """A measure beside its baseline, of how many examples, with its interval."""
    text = f"{measured.value:.4f} (baseline {measured.baseline:.4f})"
    if measured.interval is not None:
        text += f", 95 % interval {measured.interval[0]:.4f} … {measured.interval[1]:.4f}"
    return text + (f", {measured.examples} examples" if measured.examples else "")


def make(app: str, variant: str, cell: str) -> None:
    """Train, keep, measure on what is held out, note."""
    run, seconds, _ = train(config_of(app, variant, cell))
    (learner,) = run.models
    save(app, variant, cell, learner.params)
    shipped.cache_clear()
    measure(app, variant, cell, seconds=round(seconds, 1), iterations=run.iteration)


def losses(app: str, variant: str, cell: str) -> tuple[float, float]:
    """The loss on the validation data before training and with the weights that ship."""
    config = config_of(app, variant, cell)
    problem = ApplicationProblem(config)
    examples = problem.application.validation
    before, after = (
        problem.loss(problem.network(config, params).forward(examples).outputs, examples).total
        for params in (problem.initial(config), shipped(app, variant, cell))
    )
    return float(f"{before:.4g}"), float(f"{after:.4g}")


def measure(app: str, variant: str, cell: str, **further: Any) -> None:
    """Measure what ships on what is held out, and note it beside what is known of its training, or is told anew."""
    application = build(app, variant)
    network = build_network(application, cell, {}, shipped(app, variant, cell))
    measured = application.measure(network, part="held out")
    details: Any = Encoder("list")(measured.details)
    name = APPLICATIONS[app].full_name(variant)
    known: dict[str, Any] = {} if further else dict(measurements()[name][cell])
    entry = {
        **known,
        **further,
        "value": measured.value,
        "baseline": measured.baseline,
        "examples": measured.examples,
        "interval": None if measured.interval is None else list(measured.interval),
        "losses": list(losses(app, variant, cell)),
        "details": {**known.get("details", {}), **details},
        "bytes": file_of(app, variant, cell).stat().st_size,
    }
    note(name, cell, entry)
    print(f"{name:24} {cell:5} held out {figures(measured)}, trained in {entry['seconds']:.0f} s", flush=True)


def try_out(app: str, variant: str, cell: str, recipe: str) -> None:
    """Train and measure on the validation data; keep and note nothing."""
    run, seconds, _ = train(config_of(app, variant, cell, **dict(parse_qsl(recipe))))
    application = build(app, variant)
    network = build_network(application, cell, {}, kept(run.models[0].params))
    measured = application.measure(network, part="validation")
    name = APPLICATIONS[app].full_name(variant)
    print(f"{name:24} {cell:5} validation {figures(measured)} in {seconds:.0f} s", flush=True)


def from_scratch(app: str, variant: str, seeds: int) -> None:
    """How long the application's own cell takes to 90 % of the way between baseline and what ships."""
    kind = APPLICATIONS[app]
    name = kind.full_name(variant)
    application = build(app, variant)
    network = build_network(application, kind.cell, {}, shipped(app, variant, kind.cell))
    look = application.measure(network, "validation", quick=True)
    goal = look.baseline + 0.9 * (look.value - look.baseline)
    times: list[float | None] = []
    for seed in range(1, seeds + 1):
        config = config_of(app, variant, kind.cell, seed=seed)
        _, seconds, reached = train(config, lambda value: value >= goal if kind.higher else value <= goal)
        times.append(round(seconds, 1) if reached else None)
        print(f"{name:24} {kind.cell:5} seed {seed}: {times[-1]} s", flush=True)
    note(name, kind.cell, {**measurements()[name][kind.cell], "scratch": times})


def note(name: str, cell: str, entry: dict[str, Any]) -> None:
    """Put what was measured beside what is known."""
    known = json.loads(FIGURES.read_text("utf-8")) if FIGURES.is_file() else {}
    known.setdefault(name, {})[cell] = entry
    FIGURES.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n", "utf-8")
    measurements.cache_clear()


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("applications", nargs="*", help="which: translation, entities.both, …; all of them if none")
    parser.add_argument("--cells", default=",".join(DEFAULT_CELLS))
    parser.add_argument("--seeds", type=int, default=0)
    parser.add_argument("--again", action="store_true", help="train nothing; measure what ships")
    parser.add_argument("--validation", action="store_true", help="keep nothing; measure on the validation data")
    parser.add_argument("--recipe", default="", help="fields of the recipe, with --validation")
    options = parser.parse_args()
    if options.recipe and not options.validation:
        parser.error("--recipe is for --validation: what ships is trained by the application's own recipe")
    for app, kind in APPLICATIONS.items():
        for variant in kind.variants:
            if variant == OWN or (
                options.applications and not {app, kind.full_name(variant)} & set(options.applications)
            ):
                continue
            if options.seeds:
                from_scratch(app, variant, options.seeds)
                continue
            for cell in options.cells.split(","):
                if options.validation:
                    try_out(app, variant, cell, options.recipe)
                elif options.again:
                    measure(app, variant, cell)
                else:
                    make(app, variant, cell)


if __name__ == "__main__":
    main()
