"""From a play to a trace: the views of the laboratory show an application's layers as they show a single cell's.

Every layer that reads in time is one run of the trace, by its name; an encoder and its decoder are one chain of S + U
steps, since the decoder begins in the state where the encoder ended. A layer that reads from the end is turned round,
so that its steps stand under the tokens that they read.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from app.applications.base import Model, Played
from app.applications.config import PlayConfig
from app.bptt.architecture import REVERSE
from app.bptt.backward import Gradients
from app.bptt.losses import LOSSES
from app.bptt.network import Forward, Network
from app.bptt.norms import LogNorms, log_norms
from app.bptt.unroll import Tape, at
from app.cells.base import Array, Params
from app.config import RunConfig
from app.tasks import Batch
from app.trace import Trace, trace_of
from app.trace.run import Run, Selection


@dataclass(frozen=True, kw_only=True)
class LayerRun(Run):
    """A layer's run whose two passes are there already."""

    passed: tuple[Forward, Gradients]
    weights: Params

    @property
    def network(self) -> Network:
        return Network(self.cell, self.weights, LOSSES["cross_entropy"])

    @property
    def forward(self) -> Forward:
        return self.passed[0]

    @property
    def gradients(self) -> Gradients:
        return self.passed[1]

    @property
    def last_loss(self) -> LogNorms:
        """One answer is asked for: the gradient is its loss's alone."""
        return log_norms(self.gradients.total.h, (1, 2))


def traced(model: Model, request: PlayConfig, played: Played, fields: Collection[str], selection: Selection) -> Trace:
    """The trace of a play."""
    steps = len(played.tokens)
    units = model.architecture.units
    fixed = {
        "steps": steps,
        "batch": 1,
        "loss_at": "last",
        "cell": (model.cell.name,),
        "units": units,
        "clamp": dict(request.clamp),
        "bias": {},
        "truncate": request.truncate,
        "clip": request.clip,
        "threshold": request.threshold,
        "seed": request.seed,
    }
    config = RunConfig.model_construct(**{**RunConfig().model_dump(), **fixed})
    runs: dict[str, Run] = {}
    layers = played.back.layers
    if "encoder" in layers:
        joined = chain(layers["encoder"], layers["decoder"])
        runs["chain"] = run_of(model, config, played, joined, selection, "decoder", len(layers["encoder"].d_h))
    else:
        for name, gradients in layers.items():
            runs[name] = run_of(model, config, played, gradients, selection, name, 0)
    return trace_of(config, runs, fields)


def run_of(
    model: Model,
    config: RunConfig,
    played: Played,
    gradients: Gradients,
    selection: Selection,
    name: str,
    before: int,
) -> LayerRun:
    """One layer's run; outputs and losses stand `before` steps late (a decoder's, behind its encoder)."""
    run, judged = played.run, played.judged

    def late(array: Array) -> Array:
        return np.concatenate([np.zeros((before, *array.shape[1:]), array.dtype), array])

    forward = Forward(gradients.tape, late(run.outputs), late(judged.losses), late(judged.d_y))
    own = {key: value for key, value in model.params.items() if key in ("W_hy", "b_y")}
    back = {key: played.back.params[key] for key in own}
    gradients = replace(gradients, params=gradients.params | back)
    if name.endswith(REVERSE):
        gradients = turned(gradients)
        forward = replace(forward, tape=gradients.tape)
    inputs = gradients.tape.inputs
    batch = Batch(inputs, np.zeros(inputs.shape[:2], np.int64))
    return LayerRun(
        config, model.cell, batch, selection, passed=(forward, gradients), weights=dict(gradients.weights) | own
    )


def chain(early: Gradients, late: Gradients) -> Gradients:
    """Two layers of one cell, the second of which began where the first ended, as one pass over S + U steps."""

    def joined(a: Any, b: Any) -> Any:
        return type(a)(*(np.concatenate(fields) for fields in zip(a, b, strict=True)))

    first, second = early.tape, late.tape
    tape = Tape(
        first.cell,
        np.concatenate([first.inputs, second.inputs]),
        joined(first.states, at(second.states, slice(1, None))),
        joined(first.saved, second.saved),
    )
    return Gradients(
        tape=tape,
        weights=late.weights,
        partials=joined(early.partials, late.partials),
        d_h=np.concatenate([early.d_h, late.d_h]),
        totals=early.totals + late.totals,
        arrivals=early.arrivals + late.arrivals,
        d_a=np.concatenate([early.d_a, late.d_a]),
        d_m=np.concatenate([early.d_m, late.d_m]),
        initial=early.initial,
        params={name: early.params[name] + late.params[name] for name in early.params},
    )


def turned(gradients: Gradients) -> Gradients:
    """A pass that read from the end, with its steps in the order of the tokens.

    What arrives at a step then comes from the step before it: s_0 is the state after the last token.
    """

    def flipped(record: Any) -> Any:
        return type(record)(*(field[::-1] for field in record))

    tape = gradients.tape
    states = type(tape.states)(*(np.concatenate([field[:1], field[:0:-1]]) for field in tape.states))
    return replace(
        gradients,
        tape=Tape(tape.cell, tape.inputs[::-1], states, flipped(tape.saved)),
        partials=flipped(gradients.partials),
        d_h=gradients.d_h[::-1],
        totals=gradients.totals[::-1],
        arrivals=gradients.arrivals[::-1],
        d_a=gradients.d_a[::-1],
        d_m=gradients.d_m[::-1],
    )
