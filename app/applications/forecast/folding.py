"""A pattern that repeats itself, of whatever shape: a series folded at a period, the values of each phase side by side.

    R² = 1 - Σ_t (d_t - mean of its phase)² / Σ_t d_t²          d: values less their straight line, p phases

In white noise the two sums are χ² of p - 1 and n - p degrees of freedom, and Chernoff's bound for their ratio is

    P(R² ≥ r) ≤ (r / ρ)^{(p-1)/2} ((1 - r) / (1 - ρ))^{(n-p)/2},   ρ = (p - 1) / (n - 1) < r

Noise of another colour is not white, but a pattern that repeats itself does so in the differences of the values too,
where slow noise (a random walk) is white: what counts is the larger of both bounds. It sees what a few lines of a
spectrum do not show: in a short series the harmonics of a sawtooth lie so close that they look like its noise.

Sources: C. H. D. Buys-Ballot, "Les changements périodiques de température" (1847), for the table; H. Chernoff, "A
Measure of Asymptotic Efficiency for Tests of a Hypothesis Based on the sum of Observations" (1952).
"""

import numpy as np

from ...cells.arrays import Array


def explained(d: Array, period: int) -> float:
    """R², the part of the variation that the means of the phases have; d: (n,)."""
    phase = np.arange(len(d)) % period
    sums, counts = np.bincount(phase, d, period), np.bincount(phase, minlength=period)
    return float((sums**2 / counts).sum() / (d @ d))


def log_chance(share: float, period: int, n: int) -> float:
    """ln of the bound on P(R² ≥ share) in white noise; 0 where it says nothing."""
    expected = (period - 1) / (n - 1)
    if share <= expected:
        return 0.0
    above, below = (period - 1) / 2, (n - period) / 2
    rest = max((1 - share) / (1 - expected), 1e-300)
    return float(above * np.log(share / expected) + below * np.log(rest))


def repeats(d: Array, cycles: int) -> tuple[int, float, float]:
    """The period that is least by chance among those that come `cycles` times, its R², and ln of the chance of any."""
    n = len(d)
    periods = range(2, n // cycles + 1)
    steps = np.diff(d)
    steps = steps - steps.mean()
    shares = [explained(d, period) for period in periods]
    chances = [
        max(log_chance(share, period, n), log_chance(explained(steps, period), period, n - 1))
        for share, period in zip(shares, periods, strict=True)
    ]
    best = int(np.argmin(chances))
    return periods[best], shares[best], min(0.0, float(chances[best] + np.log(len(periods))))
