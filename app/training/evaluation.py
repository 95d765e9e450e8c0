"""A look at a model in training, taken now and then: held-out measure, predictions, gates, spectral radii."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from ..applications.base import Application, Network
from ..bptt.examples import Examples
from ..bptt.initialisers import spectral_radius
from ..bptt.losses import log_softmax
from ..bptt.network import Network as OneLayer
from ..bptt.network import forward
from ..bptt.unroll import Tape
from ..cells.base import Array, Cell
from ..document import about
from ..tasks import Batch

BINS = 24
"""Bins of the histogram of the carry gate's values, from 0 to 1."""

SHOWN_SEQUENCES, SHOWN_LAST = 2, 48
"""Held-out sequences whose predictions are shown: over all steps, or at the last step alone."""


@dataclass(frozen=True)
class Evaluation:
    """One look at one model."""

    measure: float = about("the loss per judged step, on the held-out sequences")
    accuracy: float | None = about("the fraction of judged steps whose class is right; null where there are no classes")
    predictions: Array = about(
        "outputs for the first held-out sequences (classes: their probabilities), at the judged steps",
        shape="(S, n, K)",
    )
    gates: Array | None = about(
        "histogram of the carry gate's values over all steps, sequences, units", shape="(bins,)"
    )
    radius: dict[str, float] = about("spectral radius of W_hh, by block")
    figure: float | None = about("an application's own measure, on few held-out sequences", default=None)


def shown(counts: Array) -> tuple[Array, int]:
    """The steps (indices) and the number of sequences whose predictions are kept."""
    steps = np.flatnonzero(counts)
    return steps, SHOWN_LAST if len(steps) == 1 else SHOWN_SEQUENCES


@np.errstate(all="ignore")
def evaluate(network: OneLayer, batch: Batch, counts: Array) -> Evaluation:
    """TrainingRun the network over the held-out sequences and measure."""
    run = forward(network, batch.inputs, batch.targets, counts)
    classes = batch.targets.dtype.kind == "i"
    steps, sequences = shown(counts)
    outputs = np.exp(log_softmax(run.outputs)) if classes else run.outputs
    right = (run.outputs.argmax(axis=-1) == batch.targets)[counts].mean() if classes else None
    return Evaluation(
        measure=run.total / len(steps),
        accuracy=None if right is None else float(right),
        predictions=outputs[steps, :sequences],
        gates=carry_histogram(run.tape),
        radius=radii(network.cell, network.params["W_hh"]),
    )


@np.errstate(all="ignore")
def evaluate_application(application: Application, model: Network, examples: Examples) -> Evaluation:
    """The same of an application: its loss, the share of right answers, its own measure; the first layer's gates."""
    run = model.forward(examples)
    asked = examples.weights > 0
    classes = examples.targets.dtype.kind == "i" and examples.targets.shape == asked.shape
    right = (run.outputs.argmax(axis=-1) == examples.targets)[asked].mean() if classes else None
    name, tape = next(iter(run.tapes.items()))
    return Evaluation(
        measure=application.judge(run.outputs, examples).total,
        accuracy=None if right is None else float(right),
        predictions=np.zeros((0, 0, 0)),
        gates=carry_histogram(tape),
        radius=radii(model.cell, model.params[f"{name}.W_hh"]),
        figure=application.measure(model, quick=True).value,
    )


def carry_histogram(tape: Tape) -> Array | None:
    """How the carry gate's values lie over all steps, sequences and units, (bins,)."""
    gate = tape.cell.carry(tape.partials())
    if gate is None:
        return None
    values = gate if tape.mask is None else gate[tape.mask]
    return np.asarray(np.histogram(values, BINS, (0.0, 1.0))[0] / values.size)


def radii(cell: Cell[Any, Any, Any], W_hh: Array) -> dict[str, float]:
    """The spectral radius of every block of W_hh, (G·H, H)."""
    blocks = W_hh.astype(np.float64).reshape(len(cell.blocks), -1, W_hh.shape[1])
    return {name: spectral_radius(block) for name, block in zip(cell.blocks, blocks, strict=True)}
