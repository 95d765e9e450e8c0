"""From a case to what came of it. A case is "kind?address", and everything of it follows from that.

    lab?cell=lstm&steps=9            a run of the laboratory: one pass forward, one back
    train?cell=lstm&iterations=4     a few iterations of a training run
    app?app=speech&cell=gru          an application on the first batch that its training would draw
    script?cell=gru                  the PyTorch script of a run, as a reader would start it
    golden?make_ctc                  golden values made anew

Addresses are the project's own: what `lab?` names is what `/api/trace?` shows.
"""

from __future__ import annotations

import traceback
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl
from zlib import crc32

import numpy as np

from app.api.script import torch_script
from app.bptt import segments
from app.bptt.examples import every_step
from app.config import RunConfig
from app.trace.run import draw, examples_of, loss_of, network_of
from app.training.config import ApplicationTraining, kind_of_training
from app.training.problem import problem_of

from . import golden, passes, script, training
from .bridge import cell_of
from .compare import FAILED, Comparer, Comparison, Reference
from .known import refuse_unknown
from .passes import Facts, kind_of
from .training import Lesson

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from app.bptt.architecture import Network

SEGMENT = 60
"""Pre-activations that a segment of a training pass holds at least: few, so that small passes have several, too."""

SHAKE = 0.3
"""How far vectors are moved: see `shaken`."""


def texts_of(address: str) -> dict[str, str]:
    """The fields of an address."""
    return dict(parse_qsl(address, keep_blank_values=True))


def comparer_of(case: str, facts: Facts) -> Comparer:
    """The comparer of one network's passes."""
    reference = Reference(lambda draw, exact: passes.theirs(facts, draw, exact))
    return Comparer(case, facts.dtype, facts.roundings, reference)


def shaken(network: Network, address: str) -> Network:
    """A network as it begins, or, of every other address, with its vectors moved as training moves them.

    Biases begin at one number, gains at 1, and a fault in a sum over units need not show there.
    """
    digest = crc32(address.encode())
    if digest % 2:
        return network
    rng = np.random.default_rng(digest)
    moved = {
        name: value + (SHAKE * rng.standard_normal(value.shape)).astype(value.dtype) if value.ndim == 1 else value
        for name, value in network.params.items()
    }
    return replace(network, params=moved)


def facts_of_run(config: RunConfig, shake: Callable[[Network], Network]) -> Iterator[Facts]:
    """What both sides compute of a resolved run, for each of its cells."""
    batch = draw(config)
    everywhere = every_step(batch.inputs, batch.targets, np.full(len(batch.inputs), True))
    for name in config.cell:
        yield Facts(
            network=shake(network_of(config, name)),
            cell=cell_of(name, config),
            examples=examples_of(config, batch),
            loss=loss_of(config),
            truncate=config.truncate,
            clip=config.clip,
            threshold=config.threshold,
            everywhere=everywhere,
        )


def check_run(case: str, address: str) -> list[Comparison]:
    """A run of the laboratory."""
    config = RunConfig.model_validate(texts_of(address)).resolved()
    refuse_unknown(config)
    found: list[Comparison] = []
    for facts in facts_of_run(config, lambda network: shaken(network, address)):
        comparer = comparer_of(case, facts)
        comparer.hold(passes.ours(facts), kind_of)
        found += comparer.found
    return found


def check_training(case: str, address: str) -> list[Comparison]:
    """Iterations of a training run."""
    texts = texts_of(address)
    lesson = Lesson(kind_of_training(texts).model_validate(texts).resolved())
    refuse_unknown(lesson.config)
    dtype = lesson.config.precision
    reference = Reference(lambda draw, exact: training.theirs(lesson, draw, exact, dtype))
    comparer = Comparer(case, dtype, lesson.roundings, reference)
    with small_segments():
        found = training.ours(lesson)
    ends = training.ends(found, reference.arrays(exact=comparer.exact))
    comparer.hold(found, training.kind_of, lambda name: training.after(ends, name), training.largest)
    return comparer.found


def check_application(case: str, address: str) -> list[Comparison]:
    """An application's networks on the batch that training would see first."""
    config = ApplicationTraining.model_validate(texts_of(address))
    refuse_unknown(config)
    problem = problem_of(config)
    batch = problem.draw(np.random.default_rng([config.seed, 4]))
    found: list[Comparison] = []
    for settings in config.effective(0):
        facts = Facts(
            network=shaken(problem.network(settings, problem.initial(settings)), address),
            cell=cell_of(settings.cell[0], settings),
            examples=batch,
            loss=problem.loss,
            truncate=settings.truncate,
            clip=settings.clip,
            threshold=settings.threshold,
            checkpoint=bool(settings.checkpoint),
        )
        comparer = comparer_of(case, facts)
        with small_segments():
            comparer.hold(passes.ours(facts), kind_of)
        found += comparer.found
    return found


@contextmanager
def small_segments() -> Iterator[None]:
    """Training passes walk over segments of √T steps however small they are."""
    usual = segments.SMALLEST
    segments.SMALLEST = SEGMENT
    try:
        yield
    finally:
        segments.SMALLEST = usual


def check_script(case: str, address: str) -> list[Comparison]:
    """The PyTorch script of a run: what it prints is held to what the passes are."""
    config = RunConfig.model_validate(texts_of(address))
    printed = script.run(torch_script(config))
    found: list[Comparison] = []
    for facts, name in zip(facts_of_run(config.resolved(), lambda network: network), config.cell, strict=True):
        comparer = comparer_of(case, facts)
        comparer.hold(passes.ours(facts), kind_of)
        found += script.comparisons(case, comparer, printed.pop(name))
    return found


def check_golden(case: str, address: str) -> list[Comparison]:
    """Golden values made anew."""
    return golden.check(case, address)


CHECKS: dict[str, Callable[[str, str], list[Comparison]]] = {
    "lab": check_run,
    "train": check_training,
    "app": check_application,
    "script": check_script,
    "golden": check_golden,
}
"""How a case of each kind is checked."""


def check(case: str) -> list[Comparison]:
    """All that is compared of a case. What goes wrong is a failure of that case, told by its name."""
    kind, _, address = case.partition("?")
    try:
        return CHECKS[kind](case, address)
    except Exception as error:  # noqa: BLE001  (a fault of the engine in one case must not hide the others)
        told = f"{type(error).__name__}: {error} ({traceback.extract_tb(error.__traceback__)[-1]})"
        return [Comparison(case, "errors", "the case itself", np.inf, 0.0, FAILED, told)]
