"""The evaluation of a model in training, now and then: loss on unseen sequences, predictions, gates, spectral radii."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..applications.base import Application
from ..bptt.architecture import Architecture, Network, prefix
from ..bptt.examples import Examples
from ..bptt.initialisers import spectral_radius
from ..bptt.losses import Loss, log_softmax
from ..bptt.unroll import Tape
from ..cells.arrays import Array
from ..cells.base import AnyCell
from ..document import about

BINS = 24
"""Bins of the histogram of the carry gate's values, from 0 to 1."""

SHOWN_SEQUENCES, SHOWN_LAST = 2, 48
"""Sequences whose predictions are shown: over all steps, or at the last step alone."""


@dataclass(frozen=True)
class Evaluation:
    """One evaluation of one model."""

    measure: float = about(
        "the loss per step that counts, on sequences that no batch has: a task's held-out ones, an application's "
        "validation batch"
    )
    accuracy: float | None = about(
        "the fraction of the steps that count whose class is right; null where there are no classes"
    )
    predictions: Array = about(
        "outputs for the first of these sequences (classes: their probabilities), at the steps that count",
        shape="(S, n, K)",
    )
    gates: Array | None = about(
        "histogram of the carry gate's values over all steps, sequences, units; of L > 1 layers (1 + L, bins): of all "
        "layers together, then of each, the lowest first",
        shape="(bins,)",
    )
    radius: dict[str, float] = about("spectral radius of W_hh, by block: f; of several layers layer1.f, layer2.f, …")
    figure: float | None = about("an application's own measure, on a part of its validation data", default=None)


def choose_shown(counts: Array) -> tuple[Array, int]:
    """The steps (indices) and the number of sequences whose predictions are kept."""
    steps = np.flatnonzero(counts)
    return steps, SHOWN_LAST if len(steps) == 1 else SHOWN_SEQUENCES


@np.errstate(all="ignore")
def evaluate(
    network: Network,
    examples: Examples,
    loss: Loss,
    *,
    loss_steps: int = 1,
    shown_steps: tuple[Array, int] | None = None,
    application: Application | None = None,
) -> Evaluation:
    """Run the network over sequences that no batch has; gates and radii are of the layers of `watched_layers`.

    loss_steps:  steps that the loss adds up over
    shown_steps: steps (indices) and number of the sequences whose outputs are shown
    application: whose own measure is taken besides
    """
    run = network.forward(examples)
    counted, targets = examples.weights > 0, examples.targets
    classes = targets.dtype.kind == "i" and targets.shape == counted.shape
    right = (run.outputs.argmax(axis=-1) == targets)[counted].mean() if classes else None
    predictions = np.zeros((0, 0, 0))
    if shown_steps is not None:
        steps, sequences = shown_steps
        predictions = (np.exp(log_softmax(run.outputs)) if classes else run.outputs)[steps, :sequences]
    names, tapes = watched_layers(network.architecture), run.tapes
    return Evaluation(
        measure=loss(run.outputs, examples).total / loss_steps,
        accuracy=None if right is None else float(right),
        predictions=predictions,
        gates=carry_histograms([tapes[name] for name in names]),
        radius={
            (prefix(name) if len(names) > 1 else "") + block: value
            for name in names
            for block, value in radii(network.cell, network.params[f"{prefix(name)}W_hh"]).items()
        },
        figure=None if application is None else application.measure(network, "validation", quick=True).value,
    )


def watched_layers(architecture: Architecture) -> tuple[str, ...]:
    """All layers of a stack, the lowest first; of every other architecture its first layer."""
    return architecture.stacked_layers or tuple(architecture.layers())[:1]


def carry_histograms(tapes: Sequence[Tape]) -> Array | None:
    """The carry gate's values: (bins,) of one layer; of several (1 + L, bins), all together and then each.

    Every layer has as many units and steps, so that the histogram of all together is the mean of theirs.
    """
    each = [histogram for tape in tapes if (histogram := carry_histogram(tape)) is not None]
    if len(each) < 2:
        return each[0] if each else None
    return np.stack([np.mean(each, axis=0), *each])


def carry_histogram(tape: Tape) -> Array | None:
    """How the carry gate's values lie over all steps, sequences and units, (bins,)."""
    gate = tape.cell.carry(tape.partials())
    if gate is None:
        return None
    values = gate if tape.mask is None else gate[tape.mask]
    return np.asarray(np.histogram(values, BINS, (0.0, 1.0))[0] / values.size)


def radii(cell: AnyCell, W_hh: Array) -> dict[str, float]:
    """The spectral radius of every block of W_hh, (G·H, H)."""
    blocks = W_hh.astype(np.float64).reshape(len(cell.blocks), -1, W_hh.shape[1])
    return {name: spectral_radius(block) for name, block in zip(cell.blocks, blocks, strict=True)}
