"""From a play to a trace: the views of the laboratory show an application's layers as they show a single cell's.

Every layer is one run of the trace, by its name; an encoder and its decoder are one chain of S + U steps, since the
decoder begins in the state where the encoder ended. A layer that reads from the end is a run like any other in the
order in which it reads; its parts are turned round when they are made, so that steps stand under the tokens.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from ..applications.base import Answer, Network, Prediction
from ..applications.config import InferenceConfig
from ..bptt.architecture import REVERSE
from ..bptt.backward import Gradients
from ..bptt.jacobians import jacobians
from ..bptt.losses import LOSSES
from ..bptt.network import Forward
from ..bptt.network import Network as OneLayer
from ..bptt.norms import LogNorms, log_norms
from ..bptt.unroll import Tape, at
from ..cells.base import Array, Params
from ..config import RunConfig
from ..tasks import Batch
from ..trace import Trace, trace_of
from ..trace.run import Run, Selection
from ..trace.time_reversed import turned
from .attribution import Attribution


@dataclass(frozen=True, kw_only=True)
class LayerRun(Run):
    """A layer's run whose two passes are there already: one layer, or an encoder and the decoder that goes on from it.

    layers: its parts' gradients by name; passed: its two passes; answered: the play that it is a part of
    """

    layers: dict[str, Gradients]
    passed: tuple[Forward, Gradients]
    answered: Attribution

    @property
    def network(self) -> OneLayer:
        return OneLayer(self.cell, self.passed[1].weights, LOSSES["cross_entropy"])

    @property
    def params(self) -> Params:
        return self.answered.model.params

    @property
    def learned(self) -> Params:
        return self.answered.played.back.params

    @property
    def channels(self) -> tuple[str, ...]:
        return tuple(f"x{k}" for k in range(self.batch.inputs.shape[-1]))

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

    @cached_property
    def jacobians(self) -> Array:
        return np.concatenate([jacobians(one.weights, one.tape) for one in self.layers.values()])

    @property
    def blocks(self) -> dict[str, Array]:
        found: dict[str, Array] = {}
        for layer, one in self.layers.items():
            before = f"{layer}." if len(self.layers) > 1 else ""
            parts = one.weights["W_hh"].reshape(len(self.cell.blocks), -1, self.config.units)
            found |= {f"{before}{name}": part for name, part in zip(self.cell.blocks, parts, strict=True)}
        return found

    @cached_property
    def reach(self) -> LogNorms:
        return self.answered.reach(tuple(self.layers))


def config_of(model: Network, request: InferenceConfig, played: Prediction[Answer]) -> RunConfig:
    """A play as a configuration of the laboratory's: what the views read off it is right."""
    fixed = {
        "steps": len(played.tokens),
        "batch": 1,
        "loss_at": "last",
        "cell": (model.cell.name,),
        "units": model.architecture.units,
        "dtype": model.dtype.name,
        "clamp": dict(request.clamp),
        "bias": {},
        "truncate": request.truncate,
        "clip": request.clip,
        "threshold": request.threshold,
        "seed": request.seed,
    }
    return RunConfig.model_construct(**{**RunConfig().model_dump(), **fixed})


def traced(
    model: Network, request: InferenceConfig, played: Prediction[Answer], fields: Collection[str], selection: Selection
) -> Trace:
    """The trace of a play."""
    config = config_of(model, request, played)
    answered = Attribution(model, played, request.truncate)
    layers = played.back.layers
    groups = {"chain": layers} if "encoder" in layers else {name: {name: one} for name, one in layers.items()}
    runs: dict[str, Run] = {name: run_of(config, answered, name, group, selection) for name, group in groups.items()}
    found = trace_of(config, runs, fields)
    steps = config.steps
    return replace(found, runs=tuple(turned(run, steps) if run.name.endswith(REVERSE) else run for run in found.runs))


def run_of(
    config: RunConfig, answered: Attribution, name: str, layers: dict[str, Gradients], selection: Selection
) -> LayerRun:
    """One layer's run, in the order in which it reads; outputs and losses stand behind the steps that have none."""
    played, steps = answered.played, config.steps
    gradients = chain(*layers.values()) if len(layers) > 1 else next(iter(layers.values()))
    reverse = name.endswith(REVERSE)

    def placed(array: Array) -> Array:
        late = np.concatenate([np.zeros((steps - len(array), *array.shape[1:]), array.dtype), array])
        return late[::-1] if reverse else late

    forward = Forward(
        gradients.tape, placed(played.run.outputs), placed(played.judged.losses), placed(played.judged.d_y)
    )
    inputs = gradients.tape.inputs
    return LayerRun(
        config,
        gradients.tape.cell,
        Batch(inputs, np.zeros(inputs.shape[:2], np.int64)),
        selection,
        asked=steps + 1 - played.focus if reverse else played.focus,
        layers=layers,
        passed=(forward, gradients),
        answered=answered,
    )


def chain(early: Gradients, late: Gradients) -> Gradients:
    """Two layers of one cell, the second of which began where the first ended, as one pass over S + U steps.

    Its gradients are the sums of both, as those of one layer over S + U steps would be; its weights are the second's.
    """

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
