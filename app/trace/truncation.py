"""The part of a trace about truncation: what of the full gradient its sum keeps, and by how much it turns it."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ..bptt.clipping import as_vector
from ..bptt.norms import OK, LogNorms, angle_between, log_norms
from ..cells.arrays import Array
from ..document import about
from .layer import Passes


@dataclass(frozen=True)
class TruncatedGradient:
    """A truncated gradient g beside the full one G of the same weights on the same batch."""

    full: LogNorms = about("‖G‖, back to step 1")
    truncated: LogNorms = about("‖g‖, as the windows of the configuration cut it")
    share: float | None = about("⟨g, G⟩ / ‖G‖²: what g keeps along G, signed; null where a norm is zero or not finite")
    angle: float | None = about(
        "the angle between the two, 0 … 180; null where a norm is zero or not finite", unit="degrees"
    )


@dataclass(frozen=True)
class Truncation:
    """What truncation loses: the gradient of the configuration beside that of full backpropagation through time."""

    window: int = about("k: how many steps the gradient goes back; 0 = all", unit="steps")
    all: TruncatedGradient = about("of all parameters together")
    params: dict[str, TruncatedGradient] = about("of each parameter")


@np.errstate(all="ignore")
def compare(truncated: Array, full: Array) -> TruncatedGradient:
    """Two gradients of the same weights, as vectors: share = ⟨g, G⟩ / ‖G‖², and the angle between them.

    Both are divided by their largest entry first, so that gradients of 10⁻²⁰⁰ have a square.
    """
    norms = log_norms(full, (0,)), log_norms(truncated, (0,))
    if any(norm.status != OK for norm in norms):
        return TruncatedGradient(*norms, share=None, angle=None)
    peak = np.abs(full).max()
    g, whole = truncated / peak, full / peak
    return TruncatedGradient(*norms, float(g @ whole / (whole @ whole)), angle_between(truncated, full))


def truncation(passes: Passes) -> Truncation:
    """One more pass back over the same tape, without cuts; before clipping. Without a window the two are one."""
    window, cut = passes.settings.truncate, passes.back.params
    full = passes.network.backward(passes.run, passes.value.d_y).params if window else cut
    return Truncation(window, compare(as_vector(cut), as_vector(full)), _of_each(cut, full))


def _of_each(cut: Mapping[str, Array], full: Mapping[str, Array]) -> dict[str, TruncatedGradient]:
    return {name: compare(as_vector({name: cut[name]}), as_vector({name: full[name]})) for name in cut}
