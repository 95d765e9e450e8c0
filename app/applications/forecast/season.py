"""The season of a series: a line in its spectrum that noise would not draw, and how sure it is.

    P_k = |Σ_t w_t d_t e^{-2πikt/n}|² / n        d: values less their straight line,  w: Hann's window, Σ w² = n
    S_k = s² |1 + θ e^{-iω}|² / |1 - φ e^{-iω}|^{2r},  ω = 2πk/n,  r = 1 or 2     what noise of that colour would have

White noise (φ = 0), a random walk (φ = 1), one that drifts smoothly (r = 2), and what lies between. φ, θ and s have
the least Σ |ln P_k - ln S_k|: a median, which a few lines do not move. And S is at least the median of P about k.
Where there is noise alone P_k / S_k is exponential with mean 1, so that the largest of m is beyond x with probability
1 - (1 - e^{-x})^m, about m e^{-x}; below `CHANCE` it is a season. A season comes at least three times. Its period is
that of the least squares of a wave of up to three harmonics; its standard error that of a wave in noise of density S,
p² √(24 S / A² n³) / 2π for a period p, or half of the line's width, if it is broad.

Sources: M. E. Mann, J. M. Lees, "Robust estimation of background noise and signal detection in climatic time series",
Climatic Change 33 (1996); R. A. Fisher, "Tests of significance in harmonic analysis", Proc. R. Soc. A 125 (1929);
D. C. Rife, R. R. Boorstyn, "Single-tone parameter estimation from discrete-time observations", IEEE Trans. Information
Theory 20 (1974).
"""

from dataclasses import dataclass

import numpy as np

from ...cells.arrays import Array
from .folding import repeats

CHANCE = 1e-6
"""Largest probability that noise alone has so high a line, for the line to be a season."""
CYCLES = 3
"""Fewest seasons in a series. Two peaks may be anything."""
FEWEST = 12
"""Fewest values that a season is looked for in."""
WITHIN = 2.0
"""Standard errors that a season of the calendar may lie off the estimate."""
AS_GOOD = 0.85
"""A shorter season is taken where its lines have this part of the power of the best: twelve months, not twenty-four."""
COMMON = (4.0, 7.0, 12.0, 24.0, 52.18, 168.0, 365.25)
"""Seasons of calendars: quarters, days of the week, months, hours, weeks of a year, hours of a week, days of a year."""
PHIS = np.array([-0.3, 0, 0.2, 0.4, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 1.0])
THETAS = np.linspace(-0.95, 0.95, 13)
TINY = 1e-12


@dataclass(frozen=True)
class Season:
    """steps: m, 1 where none is clear; period: the estimate, not rounded; error: its standard error (both 0 if none).

    strength: the part of the variation about a smooth trend (a cubic) that it explains; chance: the probability that
    noise alone has so high a line in its spectrum.
    """

    steps: int = 1
    period: float = 0.0
    error: float = 0.0
    strength: float = 0.0
    chance: float = 1.0


def season_of(values: Array) -> Season:
    """The season of values at equal distances, (n,). See the head of this file."""
    n = len(values)
    spread = float(np.ptp(values)) if n else 0.0
    if n < FEWEST or spread == 0:
        return Season()
    d = detrended((values - values[0]) / spread)
    if d @ d <= TINY * n:  # a straight line
        return Season()
    power = spectrum(d)
    noise = background(power)
    ratio = power / noise
    if n % 2 == 0:
        ratio[-1] /= 2  # a real number, so that its square has the tail e^{-x/2}
    k = np.arange(len(power))
    allowed = (k >= CYCLES) & (k < len(power) - 1)
    allowed[1:-1] &= (ratio[1:-1] >= ratio[:-2]) & (ratio[1:-1] >= ratio[2:])
    if n % 2 == 0 and len(power) > CYCLES + 1:
        allowed[-1] = ratio[-1] > ratio[-2]  # a season of two steps
    if not allowed.any():
        return folded(d, power, noise)
    line = int(np.argmax(np.where(allowed, ratio, 0)))
    count = int((k >= CYCLES).sum())
    chance = float(-np.expm1(count * np.log1p(-np.exp(-ratio[line])))) if ratio[line] > 0 else 1.0
    if chance > CHANCE:
        return folded(d, power, noise, chance)
    clear = allowed & (ratio > np.log(count / CHANCE))
    period = fundamental(n, line, np.where(clear, power, 0))
    period, strength, variance = refined(d, period)
    error = standard_error(n, period, variance, power, noise)
    near = min(COMMON, key=lambda common: abs(common - period))
    steps = round(near if abs(near - period) <= WITHIN * error else period)
    return Season(max(2, steps), period, error, strength, chance)


def folded(d: Array, power: Array, noise: Array, chance: float = 1.0) -> Season:
    """A pattern that repeats itself, where no line stands out (`folding`); no season where there is none either."""
    steps, _, log_chance = repeats(d, CYCLES)
    if log_chance > np.log(CHANCE):
        return Season(chance=chance)
    period, strength, variance = refined(d, float(steps))
    error = standard_error(len(d), period, variance, power, noise)
    return Season(steps, period, error, strength, float(np.exp(log_chance)))


def detrended(values: Array) -> Array:
    """Values less their straight line of least squares."""
    time = np.arange(len(values)) - (len(values) - 1) / 2
    d = values - values.mean()
    return np.asarray(d - time * (time @ d) / (time @ time))


def spectrum(d: Array) -> Array:
    """P_k, k = 0 … n/2: the periodogram under Hann's window, from whose sides little leaks."""
    n = len(d)
    window = np.sin(np.pi * (np.arange(n) + 0.5) / n) ** 2
    window *= np.sqrt(n / (window @ window))
    d = d - window * (window @ d) / n  # nothing at k = 0 that could leak to its neighbours
    return np.asarray(np.abs(np.fft.rfft(d * window)) ** 2 / n)


def background(power: Array) -> Array:
    """S_k, k = 0 … n/2."""
    omega = np.pi * np.arange(1, len(power)) / (len(power) - 1)
    log_power = np.log(np.maximum(power[1:], 1e-300))
    cos = np.cos(omega)
    moving = [np.log(np.maximum(1 + theta**2 + 2 * theta * cos, TINY)) for theta in THETAS]
    recursive = [np.log(np.maximum(1 + phi**2 - 2 * phi * cos, TINY)) for phi in PHIS]
    recursive += [2 * part for part in recursive[-5:]]
    least, best = np.inf, log_power
    for part in recursive:
        for other in moving:
            shape = other - part
            level = np.median(log_power - shape)
            misfit = np.abs(log_power - shape - level).sum()
            if misfit < least:
                least, best = misfit, shape + level
    noise = np.maximum(np.exp(best), nearby(power))
    noise = noise / np.log(2) + 1e-12 * power.max()  # ln 2: the median of an exponential
    return np.concatenate([noise[:1], noise])


def nearby(power: Array) -> Array:
    """The median of P about each k = 1 … n/2, without what the window smears of k itself."""
    last = len(power) - 1
    places = sorted({*range(1, min(last, 40) + 1), *(min(last, int(40 * 1.1**j)) for j in range(60))})
    medians = []
    for k in places:
        around = np.arange(max(1, int(k / 1.6) - 2), min(last + 1, int(1.6 * k) + 4))
        around = around[np.abs(around - k) > 2]
        medians.append(float(np.median(power[around])) if len(around) else 0.0)
    return np.interp(np.arange(1, last + 1), places, medians)


def fundamental(n: int, line: int, lines: Array) -> float:
    """The period whose harmonics have the power: the strongest line may be the second or third of them.

    lines: the power of each clear line, elsewhere 0.
    """

    def at(place: float) -> float:
        return float(lines[max(1, round(place) - 1) : round(place) + 2].max(initial=0))

    periods = [n / line * j for j in range(1, 7) if line / j >= CYCLES - 0.1]
    sums = [sum(at(h * n / period) for h in range(1, min(24, int(period / 2)) + 1)) for period in periods]
    fitting = [
        period
        for period, total in zip(periods, sums, strict=True)
        if total >= AS_GOOD * max(sums) and abs(period - round(period)) <= max(0.08 * period, 2 * period**2 / n)
    ]
    return fitting[0] if fitting else periods[0]


def refined(d: Array, period: float) -> tuple[float, float, float]:
    """The period of the wave of least squares near a period, the part of d less a cubic that it explains, its power."""
    n = len(d)
    line = np.linspace(-1, 1, n)
    trend = np.array([np.ones(n), line, line**2, line**3])

    def residual(design: Array) -> float:
        fit = np.linalg.lstsq(design @ design.T, design @ d, rcond=None)[0]
        return float(np.sum((d - fit @ design) ** 2))

    def left(frequency: float) -> float:
        time = 2 * np.pi * frequency * (np.arange(n) - (n - 1) / 2)
        waves = [np.cos(time), np.sin(time)] if frequency < 0.5 - 1e-9 else [np.cos(time)]
        for h in (2, 3):
            if h * frequency < 0.5 - 1e-9:
                waves += [np.cos(h * time), np.sin(h * time)]
        return residual(np.concatenate([trend, waves]))

    centre, width = 1 / period, 1 / n
    for _ in range(5):
        frequencies = centre + np.linspace(-width, width, 11)
        centre = min(frequencies[(frequencies > 0) & (frequencies <= 0.5)], key=left)
        width /= 5
    without, least = residual(trend), left(centre)
    return float(1 / centre), max(0.0, 1 - least / max(without, 1e-300)), max(0.0, without - least) / n


def standard_error(n: int, period: float, variance: float, power: Array, noise: Array) -> float:
    """Of a wave of amplitude A = √(2 variance) in noise of density S; of a broad line half of its width."""
    k = min(len(power) - 1, max(1, round(n / period)))
    sharp = period**2 / (2 * np.pi) * np.sqrt(24 * noise[k] / max(2 * variance * n**3, 1e-300))
    low, high = k, k
    while low > 1 and power[low - 1] > power[k] / 4 and power[low - 1] > 10 * noise[low - 1]:
        low -= 1
    while high < len(power) - 1 and power[high + 1] > power[k] / 4 and power[high + 1] > 10 * noise[high + 1]:
        high += 1
    broad = (high - low - 2) / 2  # the window itself has three bins
    return float(max(sharp, broad * period**2 / n if broad > 0.5 else 0.0))
