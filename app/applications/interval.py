"""How far a figure on so many examples may be from the figure on all that could have been drawn: a 95 % interval.

    share of right answers        Wilson's score interval: (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n), z = 1.96
    any other ratio Σ a / Σ b     the bootstrap: examples are drawn again, with replacement, `DRAWS` times, and the
                                  ratio's 2.5 % and 97.5 % quantiles are taken
    forecasts that overlap        the same, drawing blocks of examples that follow one another: the moving block
                                  bootstrap, since neighbours err together and count for less than so many examples

F1 is such a ratio (2 right over found + there), a word error rate (errors over words), bits per character (bits over
characters). An interval speaks of other examples from the same source, not of other sources.

Sources: E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference" (1927); B. Efron,
"Bootstrap Methods: Another Look at the Jackknife" (1979); H. R. Künsch, "The Jackknife and the Bootstrap for General
Stationary Observations" (1989).
"""

from collections.abc import Sequence
from math import sqrt

import numpy as np

from ..cells.arrays import Array

Z = 1.96
DRAWS = 1000
SEED = 20


def of_share(right: int, count: int) -> tuple[float, float]:
    """Wilson's interval for `right` of `count`; nothing is known of no examples: 0 … 1."""
    if count == 0:
        return 0.0, 1.0
    p = right / count
    middle, width = p + Z**2 / (2 * count), Z * sqrt(p * (1 - p) / count + Z**2 / (4 * count**2))
    whole = 1 + Z**2 / count
    return max(0.0, min(p, (middle - width) / whole)), min(1.0, max(p, (middle + width) / whole))


def of_ratio(
    numerators: Sequence[float] | Array, denominators: Sequence[float] | Array, *, block: int = 1
) -> tuple[float, float]:
    """The bootstrap interval of Σ a / Σ b over examples, (N,) each; draws whose denominator is 0 say nothing.

    block: how many examples that follow one another are drawn as one; no more than there are
    """
    a, b = np.asarray(numerators, float), np.asarray(denominators, float)
    count, block = len(a), min(block, len(a))
    starts = np.random.default_rng(SEED).integers(0, count - block + 1, (DRAWS, -(-count // block)))
    drawn = (starts[..., None] + np.arange(block)).reshape(DRAWS, -1)[:, :count]
    above, below = a[drawn].sum(axis=1), b[drawn].sum(axis=1)
    ratios = above[below > 0] / below[below > 0]
    low, high = np.quantile(ratios, (0.025, 0.975)) if len(ratios) else (np.nan, np.nan)
    return float(low), float(high)
