"""Parts of a trace about the weights: what each step contributes to their gradients, clipping, and the weights."""

from dataclasses import dataclass
from functools import partial

import numpy as np

from ..bptt.clipping import clip, global_norm
from ..bptt.contributions import WEIGHTS, contributions, matrices
from ..bptt.memory import Memory, measure
from ..bptt.norms import LogNorms, log_norms
from ..cells.base import Array
from ..document import about
from .run import Run


@dataclass(frozen=True)
class WeightContributions:
    """How the gradient of one shared weight matrix is a sum over the steps, ∂L/∂W = Σ_t G_t."""

    norm: LogNorms = about("‖G_t‖, the contribution of step t", shape="(T,)")
    running: LogNorms = about("‖Σ_{s≥t} G_s‖, the sum as it runs from T down to t", shape="(T,)")
    share: Array = about("⟨G_t, ∂L/∂W⟩ / ‖∂L/∂W‖², signed; the shares add up to 1", shape="(T,)")


def contribution_norms(run: Run) -> dict[str, WeightContributions]:
    """What each step contributes to ∂L/∂W_hh and ∂L/∂W_xh."""
    measured = partial(contributions, run.forward.tape, run.gradients)
    return {weight: WeightContributions(*measured(weight)) for weight in WEIGHTS}


@np.errstate(all="ignore")
def contribution_matrices(run: Run) -> dict[str, Array]:
    """The contributions themselves, (T, G·H, H) and (T, G·H, D)."""
    return {weight: np.array(list(matrices(run.forward.tape, run.gradients, weight))[::-1]) for weight in WEIGHTS}


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
    params: dict[str, BeforeAfter] = about("the norm of each parameter's gradient, before and after")


def clipping(run: Run) -> Clipping:
    """The norms before and after clipping."""
    config, gradients = run.config, run.learned
    clipped = clip(gradients, config.clip, config.threshold)
    return Clipping(
        mode=config.clip,
        threshold=config.threshold,
        before=clipped.before,
        after=global_norm(clipped.params),
        factor=clipped.factor,
        clipped=clipped.changed,
        params={name: before_after(gradients[name], clipped.params[name]) for name in gradients},
    )


@dataclass(frozen=True)
class WeightGradients:
    """The gradient of every parameter, in the parameter's own shape."""

    before: dict[str, Array] = about("before clipping", shape="the parameter's")
    after: dict[str, Array] = about("after clipping", shape="the parameter's")


def gradients(run: Run) -> WeightGradients:
    """The gradients before and after clipping."""
    before = run.learned
    return WeightGradients(dict(before), clip(before, run.config.clip, run.config.threshold).params)


def params(run: Run) -> dict[str, Array]:
    """The weights and biases."""
    return dict(run.params)


def memory(run: Run) -> Memory:
    """The bytes of the tape."""
    return measure(run.forward.tape, run.config.truncate)
