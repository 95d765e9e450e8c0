"""How people are understood who were not trained on: `python -m scripts.voices [--cells gru] [--changed iterations=…]`.

One person after the other is left out: the recipe is trained with the others (beside the synthesisers' voices, as
always) and read on all that the one says. A digit is right when exactly that digit is heard, in that language. What
ships is trained on all of them, so that a person in front of it may expect a little better than this.

`measured.json` gets, beside the cell's other details, `people`: by person the share that is right with Wilson's
interval, and of them all the mean with Student's interval, which is of persons and not of clips: clips of one person
are alike, and there are four persons. The recipe was chosen with an eye on these figures; people of whom nothing was
ever seen are what another recording has to tell.

It is run after `scripts.weights speech`, which writes the cell's entry anew. `--changed` are fields, as in an address,
that differ from the recipe's (a shorter run, where time is short); they are noted with the figures.

Sources: M. Stone, "Cross-Validatory Choice and Assessment of Statistical Predictions" (1974); Student, "The Probable
Error of a Mean" (1908).
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from math import sqrt
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import numpy as np

from app.applications.interval import of_share
from app.applications.speech import Speech, clip_examples, transcripts
from app.applications.speech.clips import people
from app.applications.weights import build_network, measurements
from app.training.problem import ApplicationProblem
from app.training.run import begin, iterate
from scripts.weights import config_of, note

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.cells.arrays import Array

DIGITS = 10
"""Of each language; the classes of one language follow each other, after the blank."""
STUDENT = {2: 12.71, 3: 4.303, 4: 3.182, 5: 2.776, 6: 2.571}
"""The 97.5 % quantile of Student's distribution, by the number of persons."""


def train_without(person: str, cell: str, **fields: Any) -> dict[str, Array]:
    """The recipe's weights without one person, rounded as they would ship."""
    config = config_of("speech", "", cell, **fields).resolved()
    run, problem = begin(config), ApplicationProblem(config)
    problem.application = Speech(left_out=person)
    generator = np.random.default_rng()
    generator.bit_generator.state = run.generator
    while not run.over:
        run, _ = iterate(run, problem, problem.draw(generator))
    return {name: value.astype(np.float16).astype(np.float64) for name, value in run.models[0].params.items()}


def judge(person: str, cell: str, params: dict[str, Array]) -> dict[str, Any]:
    """What is heard of all that a person says."""
    said = [clip for clip in people() if clip.voice == person]
    heard = transcripts(build_network(Speech(), cell, {}, params), clip_examples(said))
    kinds = Counter(kind_of(clip.labels, words) for clip, words in zip(said, heard, strict=True))
    return {
        "person": person,
        "right": kinds["right"] / len(said),
        "interval": list(of_share(kinds["right"], len(said))),
        "examples": len(said),
        "nothing": kinds["nothing"] / len(said),
        "several": kinds["several"] / len(said),
        "other_language": kinds["other language"] / len(said),
    }


def kind_of(said: tuple[int, ...], heard: tuple[int, ...]) -> str:
    """Whether a digit was heard right, and if not, how it was heard."""
    if heard == said:
        return "right"
    if len(heard) != 1:
        return "several" if heard else "nothing"
    return "other language" if (heard[0] - 1) // DIGITS != (said[0] - 1) // DIGITS else "other digit"


def together(folds: list[dict[str, Any]]) -> dict[str, Any]:
    """The mean over persons, its interval, and the spread."""
    shares = np.array([fold["right"] for fold in folds])
    half = STUDENT[len(shares)] * shares.std(ddof=1) / sqrt(len(shares))
    mean = float(shares.mean())
    return {
        "right": mean,
        "interval": [max(0.0, mean - half), min(1.0, mean + half)],
        "spread": [float(shares.min()), float(shares.max())],
        "persons": folds,
    }


def main(arguments: Iterable[str] | None = None) -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cells", default="gru,lstm,rnn")
    parser.add_argument("--changed", default="", help="fields that differ from the recipe's: iterations=2000&…")
    options = parser.parse_args(None if arguments is None else list(arguments))
    changed = dict(parse_qsl(options.changed))
    for cell in options.cells.split(","):
        folds = []
        for person in sorted({clip.voice for clip in people()}):
            started = time.process_time()
            folds.append(judge(person, cell, train_without(person, cell, **changed)))
            print(f"{cell:5} person {person}: {folds[-1]} in {time.process_time() - started:.0f} s", flush=True)
        found = {**together(folds), "changed": options.changed}
        entry = measurements()["speech"][cell]
        note("speech", cell, {**entry, "details": {**entry["details"], "people": found}})
        print(f"{cell:5} {found['right']:.3f}", flush=True)


if __name__ == "__main__":
    main()
