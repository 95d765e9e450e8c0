"""Parts of a trace about the weights: what each step contributes to their gradients, clipping, and the weights."""

from dataclasses import dataclass

import numpy as np

from ..bptt.clipping import clipping_angle
from ..bptt.contributions import WEIGHTS, matrices
from ..bptt.memory import Memory, measure
from ..bptt.memory_curve import MemoryCurve, memory_curve
from ..bptt.norms import LogNorms, log_norms
from ..cells.arrays import Array
from ..document import about
from .layer import Passes, TracedLayer


@dataclass(frozen=True)
class WeightContributions:
    """How the gradient of one shared weight matrix is a sum over the steps, ∂L/∂W = Σ_t G_t."""

    norm: LogNorms = about("‖G_t‖, the contribution of step t", shape="(T,)")
    running: LogNorms = about("‖Σ_{s≥t} G_s‖, the sum as it runs from T down to t", shape="(T,)")
    share: Array = about("⟨G_t, ∂L/∂W⟩ / ‖∂L/∂W‖², signed; the shares add up to 1", shape="(T,)")


def contribution_norms(layer: TracedLayer) -> dict[str, WeightContributions]:
    """What each step contributes to ∂L/∂W_hh and ∂L/∂W_xh."""
    return {weight: WeightContributions(*part) for weight, part in layer.contributions.items()}


@np.errstate(all="ignore")
def contribution_matrices(layer: TracedLayer) -> dict[str, Array]:
    """The contributions themselves, (T, G·H, H) and (T, G·H, D)."""
    return {weight: np.array(list(matrices(layer.tape, layer.gradients, weight))[::-1]) for weight in WEIGHTS}


@dataclass(frozen=True)
class BeforeAfter:
    """One norm before and after clipping."""

    before: LogNorms = about("before clipping")
    after: LogNorms = about("after clipping")


def before_after(before: Array, after: Array) -> BeforeAfter:
    """The norms of a gradient before and after clipping, which gives the same array back where it does nothing."""
    norm = log_norms(before.ravel(), (0,))
    return BeforeAfter(norm, norm if after is before else log_norms(after.ravel(), (0,)))


@dataclass(frozen=True)
class Clipping:
    """What clipping does to the gradients of all parameters."""

    mode: str = about("none, norm or value")
    threshold: float = about("the threshold θ")
    before: LogNorms = about("the norm of all gradients together, before")
    after: LogNorms = about("the same after")
    factor: float = about("by norm: what every gradient was multiplied by; by value: norm after / norm before")
    clipped: float = about("fraction of the entries that were changed")
    angle: float | None = about(
        "by how much it turned the gradient of all parameters: 0 by norm; null where one of the two is zero",
        unit="degrees",
    )
    params: dict[str, BeforeAfter] = about("the norm of each parameter's gradient, before and after")


def clipping(passes: Passes) -> Clipping:
    """The norms before and after clipping, and the angle between the two."""
    settings, gradients, clipped = passes.settings, passes.back.params, passes.clipped
    return Clipping(
        mode=settings.clip,
        threshold=settings.threshold,
        before=clipped.before,
        after=clipped.after,
        factor=clipped.factor,
        clipped=clipped.changed,
        angle=clipping_angle(settings.clip, gradients, clipped),
        params={name: before_after(gradients[name], clipped.params[name]) for name in gradients},
    )


@dataclass(frozen=True)
class WeightGradients:
    """The gradient of every parameter, in the parameter's own shape."""

    before: dict[str, Array] = about("before clipping", shape="the parameter's")
    after: dict[str, Array] = about("after clipping", shape="the parameter's")


def gradients(passes: Passes) -> WeightGradients:
    """The gradients before and after clipping."""
    return WeightGradients(dict(passes.back.params), passes.clipped.params)


def params(passes: Passes) -> dict[str, Array]:
    """The weights and biases."""
    return dict(passes.network.params)


def memory(layer: TracedLayer) -> Memory:
    """The bytes of the tape."""
    return measure([layer.tape], layer.passes.settings.truncate, owns=layer.number == 1)


def memory_over_length(layer: TracedLayer) -> MemoryCurve:
    """The bytes that shorter sequences would keep, and passes over some of them that were measured."""
    return memory_curve([layer.tape], layer.passes.settings.truncate, owns=layer.number == 1)
