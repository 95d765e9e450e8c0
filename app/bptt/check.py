"""The proof beside the gradient: central finite differences of the loss, entry by entry.

    D(ε)    = (L(θ + ε) - L(θ - ε)) / 2ε          error O(ε²)
    ∂L/∂θ   ≈ (4 D(ε/2) - D(ε)) / 3               Richardson's extrapolation: error O(ε⁴)

The differences are taken in float64 whatever the run's precision is: they are the yardstick. With the better formula ε
can be large enough (10⁻⁴) for rounding, about 10⁻¹⁶ / ε, not to drown a small gradient.
"""

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from ..cells.arrays import Array
from ..cells.parameters import Params
from .architecture import Network
from .examples import Examples
from .losses import Loss

EPSILONS = (1e-4, 1e-6)


class Estimate(NamedTuple):
    """A derivative by finite differences, and by how much it may be off."""

    value: float
    uncertainty: float


@dataclass(frozen=True)
class Comparison:
    """One entry of a parameter: its index, the gradient by BPTT, and by central differences, and how sure that is."""

    index: tuple[int, ...]
    analytic: float
    numeric: float
    uncertainty: float


@dataclass(frozen=True)
class LossFunction:
    """A network in float64 with a batch: the loss as a function L(θ) of its parameters."""

    network: Network
    examples: Examples
    loss: Loss

    def value(self, param: str, index: tuple[int, ...], shift: float) -> float:
        """L with `shift` added to the one entry params[param][index]."""
        moved = self.network.params[param].copy()
        moved[index] += shift
        network = replace(self.network, params={**self.network.params, param: moved})
        return self.loss(network.forward(self.examples).outputs, self.examples).total

    def central_difference(self, param: str, index: tuple[int, ...]) -> Estimate:
        """∂L/∂θ of one entry: the best of Richardson's extrapolations over `EPSILONS`, with its own uncertainty.

        Where a tiny change grows a millionfold over time (an RNN beyond the edge of chaos), a large ε no longer sees a
        derivative and a small one sees rounding; the uncertainty tells which numbers mean anything.
        """
        return min(
            (self.richardson(param, index, epsilon) for epsilon in EPSILONS), key=lambda estimate: estimate.uncertainty
        )

    def richardson(self, param: str, index: tuple[int, ...], epsilon: float) -> Estimate:
        """(4 D(ε/2) - D(ε)) / 3; uncertain by what the two D differ, and by the rounding of L divided by ε."""
        four = [self.value(param, index, shift) for shift in (epsilon, -epsilon, epsilon / 2, -epsilon / 2)]
        coarse, fine = (four[0] - four[1]) / (2 * epsilon), (four[2] - four[3]) / epsilon
        rounding = np.finfo(float).eps * max(abs(loss) for loss in four) / epsilon
        uncertainty = abs(fine - coarse) + rounding
        return Estimate((4 * fine - coarse) / 3, uncertainty if np.isfinite(uncertainty) else np.inf)


def choose(gradient: Array, entries: int, seed: int) -> list[tuple[int, ...]]:
    """Indices of `entries` entries of a gradient: its largest, and others drawn from `seed`."""
    random_entries = np.random.default_rng([seed, 2]).permutation(gradient.size)[: entries - 1]
    largest = np.abs(np.nan_to_num(gradient.astype(np.float64))).argmax()
    flat = sorted({int(largest), *(int(i) for i in random_entries)})
    return [tuple(int(i) for i in np.unravel_index(i, gradient.shape)) for i in flat]


@np.errstate(all="ignore")
def compare(loss: LossFunction, gradients: Params, param: str, *, entries: int, seed: int) -> list[Comparison]:
    """Compare entries of one parameter's gradient with finite differences."""
    gradient = gradients[param]
    return [
        Comparison(index, float(gradient[index]), *loss.central_difference(param, index))
        for index in choose(gradient, entries, seed)
    ]


def relative_error(comparisons: list[Comparison]) -> float:
    """max |analytic - numeric| over the entries, divided by the largest of all these numbers; NaN if one is NaN."""
    pairs = np.array([(comparison.analytic, comparison.numeric) for comparison in comparisons])
    scale = np.abs(pairs).max()
    with np.errstate(all="ignore"):
        worst = np.abs(pairs[:, 0] - pairs[:, 1]).max()
        return float(worst / scale) if scale > 0 else float(worst)


def uncertainty(comparisons: list[Comparison]) -> float:
    """How far the differences themselves can be trusted, on the scale of `relative_error`."""
    scale = max(max(abs(comparison.analytic), abs(comparison.numeric)) for comparison in comparisons)
    worst = max(comparison.uncertainty for comparison in comparisons)
    return worst / scale if scale > 0 else worst
