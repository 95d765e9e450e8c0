"""A look at a model in training, taken now and then: held-out measure, predictions, gates, spectral radii."""

from dataclasses import dataclass

import numpy as np

from app.bptt.initialisers import spectral_radius
from app.bptt.losses import log_softmax
from app.bptt.network import Network, forward
from app.cells.base import Array
from app.document import about
from app.tasks import Batch

BINS = 24
"""Bins of the histogram of the carry gate's values, from 0 to 1."""

SHOWN_SEQUENCES, SHOWN_LAST = 2, 48
"""Held-out sequences whose predictions are shown: over all steps, or at the last step alone."""


@dataclass(frozen=True)
class Look:
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


def shown(counts: Array) -> tuple[Array, int]:
    """The steps (indices) and the number of sequences whose predictions are kept."""
    steps = np.flatnonzero(counts)
    return steps, SHOWN_LAST if len(steps) == 1 else SHOWN_SEQUENCES


@np.errstate(all="ignore")
def look(network: Network, batch: Batch, counts: Array) -> Look:
    """Run the network over the held-out sequences and measure."""
    run = forward(network, batch.inputs, batch.targets, counts)
    classes = batch.targets.dtype.kind == "i"
    steps, sequences = shown(counts)
    outputs = np.exp(log_softmax(run.outputs)) if classes else run.outputs
    right = (run.outputs.argmax(axis=-1) == batch.targets)[counts].mean() if classes else None
    gate = network.cell.carry(run.tape.partials())
    blocks = network.params["W_hh"].astype(np.float64).reshape(len(network.cell.blocks), -1, run.tape.hidden.shape[-1])
    return Look(
        measure=run.total / len(steps),
        accuracy=None if right is None else float(right),
        predictions=outputs[steps, :sequences],
        gates=None if gate is None else np.histogram(gate, BINS, (0.0, 1.0))[0] / gate.size,
        radius={name: spectral_radius(block) for name, block in zip(network.cell.blocks, blocks, strict=True)},
    )
