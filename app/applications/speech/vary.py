"""Training clips varied, so that some thousand clips of some voices teach to understand other voices in other rooms.

    speed        frames are read faster or slower, by up to two fifths, and not evenly from beginning to end
    throat       the bands of the mel scale are read as those of a shorter or longer vocal tract, by up to a sixth
    dynamics     the differences in level, in dB, larger or smaller by up to a fifth: how somebody stresses
    microphone   what it does to each band: high bands louder than low ones or the other way round, humps of a few dB,
                 and now and then nothing but a telephone's middle
    room         now and then an echo that dies away by 60 dB in 0.1 to 0.6 s
    distortion   now and then a share of the loudest band in all others: a level too high, clipped
    noise        a floor under everything, of -70 to -8 dB in its loudest band and of any colour (a white one is
                 a hiss to bands that are wider and louder the higher they lie); now and then babble, that is another
                 clip, or a hum
    trimming     what lies before and after the word is cut away, so closely, now and then, that a part of it is lost;
                 or some 100 ms of silence are put there
    masks        now and then a few neighbouring bands, or frames, are missing: no single one may be relied on

Levels are in dB; where sounds add their energies do, 10^(level/10). At the end the loudest is 0 dB again. How strongly
all of it is done is drawn too, for each clip: what is nearly clean is learned first.

Sources: N. Jaitly, G. Hinton, "Vocal Tract Length Perturbation improves speech recognition" (2013); T. Ko et al.,
"Audio Augmentation for Speech Recognition" (2015); D. Park et al., "SpecAugment" (2019); for the echo's envelope
J.-M. Polack (1988), in the form of E. Habets, "Late Reverberant Spectral Variance Estimation" (2009).
"""

import numpy as np

from ...cells.arrays import Array
from .mel import FLOOR, HOP, RATE

SPEED, UNEVEN, THROAT, DYNAMICS = 0.35, 0.3, 0.16, 0.2
TILT, HUMPS = 6.0, 3.0
"""dB: how far a microphone's lowest and highest band are from its middle, and the size of its humps."""
ECHO, DISTORTION, BABBLE, HUM, TELEPHONE, MASK = 0.4, 0.15, 0.2, 0.1, 0.15, 0.4
"""How often each of these is done."""
NOISE = (-70.0, -8.0)
SLOPE = (-10.0, 30.0)
"""dB that a noise rises by from the lowest to the highest band; a white one by some 25."""
TRIMMED, LOST = 0.5, (-40.0, -12.0)
"""How often what is before and after is cut away, and below which level."""
PADDED = 0.7
"""How often there is silence around it."""
DECIBELS_OF_E = 10 / np.log(10)
"""A ratio e of energies, in dB."""
SILENCE = 5.0
"""Frames of it on either side, on average; how many is drawn from an exponential distribution."""


def vary(rng: np.random.Generator, levels: Array, most: int, other: Array | None = None) -> Array:
    """A clip's levels, (T, bands) in dB, as another voice elsewhere might have said it: at most `most` frames.

    other: levels of a clip that may be heard behind it.
    """
    strength = rng.uniform()
    if rng.random() < TRIMMED:
        levels = trim(levels, rng.uniform(*LOST))
    levels = another_microphone(rng, another_voice(rng, levels, most, strength), strength)
    room = most - len(levels) if rng.random() < PADDED else 0
    before = min(int(rng.exponential(SILENCE)), room)
    after = min(int(rng.exponential(SILENCE)), room - before)
    energy = np.zeros((before + len(levels) + after, levels.shape[1]))
    energy[before : before + len(levels)] = energy_of(levels)
    if rng.random() < ECHO * strength:
        energy = echo(energy, seconds=rng.uniform(0.1, 0.6), level=rng.uniform(-20, -3))
    if rng.random() < DISTORTION * strength:
        energy = energy + energy.max(axis=1, keepdims=True) * 10 ** (rng.uniform(-30, -12) / 10)
    energy = energy / energy.max() + noise(rng, *energy.shape, strength)
    if other is not None and rng.random() < BABBLE * strength:
        behind = energy_of(np.resize(other, energy.shape) + rng.uniform(-40, -15))
        energy = energy + np.roll(behind, int(rng.integers(len(behind))), axis=0)
    levels = relative(energy)
    return mask(rng, levels) if rng.random() < MASK * strength else levels


def another_voice(rng: np.random.Generator, levels: Array, most: int, strength: float) -> Array:
    """Speed, throat, dynamics: (T, bands) → (T', bands), T' ≤ `most`."""
    frames, bands = levels.shape
    speed, uneven, throat, dynamics = strength * rng.uniform(-1, 1, 4) * (SPEED, UNEVEN, THROAT, DYNAMICS)
    length = max(2, min(round(frames * float(np.exp(speed))), most))
    at = np.arange(length) / (length - 1)
    at = at + uneven * np.sin(np.pi * at) / np.pi  # its slope stays above 0: no way back
    levels = between(levels, at * (frames - 1))
    place = np.arange(bands) * np.exp(throat) + strength * rng.uniform(-0.5, 0.5)
    return np.asarray(between(levels.T, place).T * np.exp(dynamics))


def another_microphone(rng: np.random.Generator, levels: Array, strength: float) -> Array:
    """A gain for every band."""
    bands = levels.shape[1]
    gain = rng.uniform(-TILT, TILT) * (2 * np.arange(bands) / (bands - 1) - 1) + curve(rng, bands, HUMPS)
    gain *= strength
    if rng.random() < TELEPHONE * strength:
        low, high = rng.integers(1, 4), rng.integers(1, 5)
        gain[:low] -= rng.uniform(6, 30)
        gain[-high:] -= rng.uniform(6, 30)
    return np.asarray(levels + gain)


def curve(rng: np.random.Generator, bands: int, size: float) -> Array:
    """A smooth line over the bands through points drawn with a standard deviation of `size` dB."""
    points = rng.normal(0, size, 5)
    return np.asarray(np.interp(np.arange(bands) * (len(points) - 1) / (bands - 1), np.arange(len(points)), points))


def echo(energy: Array, seconds: float, level: float) -> Array:
    """e_t + w Σ_{u < t} r^{t-u} e_u, where r^{frames of `seconds`} is -60 dB and w sums the echo up to `level` dB."""
    decay = 10 ** (-6 * HOP / RATE / seconds)
    ago = np.arange(len(energy))[:, None] - np.arange(len(energy))
    share = np.where(ago > 0, decay ** np.maximum(ago, 0), 0.0) * (1 - decay) / decay
    return np.asarray(energy + 10 ** (level / 10) * share @ energy)


def trim(levels: Array, below: float) -> Array:
    """Without the frames before the first and after the last one that has a band of so many dB."""
    loud = np.flatnonzero(levels.max(axis=1) >= min(below, levels.max()))
    return levels[max(0, min(loud[0], len(levels) - 2)) : max(loud[-1] + 1, loud[0] + 2)]


def noise(rng: np.random.Generator, frames: int, bands: int, strength: float) -> Array:
    """The energy of a noise of any colour that goes on, and of a hum in the lowest bands."""
    low, high = NOISE
    rise = rng.uniform(*SLOPE) * np.arange(bands) / (bands - 1) + curve(rng, bands, HUMPS)
    colour = low + strength * rng.uniform(0, high - low) + rise - rise.max()
    if rng.random() < HUM * strength:
        colour[: rng.integers(1, 4)] += rng.uniform(5, 30)
    grain = rng.normal(0, 1, (frames, bands)) * np.linspace(4, 1.5, bands)  # a narrow band's level varies more
    return energy_of(np.minimum(colour, high) + grain)


def energy_of(levels: Array) -> Array:
    """10^(level/10), as a power of e: that is what a processor does quickly."""
    return np.asarray(np.exp(levels / DECIBELS_OF_E))


def relative(energy: Array) -> Array:
    """Energies in dB below the loudest, at least `FLOOR`."""
    return np.asarray(np.clip(DECIBELS_OF_E * np.log(energy / energy.max() + 1e-12), FLOOR, 0))


def mask(rng: np.random.Generator, levels: Array) -> Array:
    """Up to four neighbouring bands at the mean of all levels, up to four neighbouring frames in silence."""
    levels = levels.copy()
    for axis, size, filling in ((1, levels.shape[1], levels.mean()), (0, levels.shape[0], FLOOR)):
        width = int(rng.integers(1, min(5, size)))
        first = int(rng.integers(0, size - width + 1))
        np.moveaxis(levels, axis, 0)[first : first + width] = filling
    return levels


def between(rows: Array, at: Array) -> Array:
    """Rows read at places that need not be whole, linearly between two: (N, …), (M,) → (M, …); the ends go on."""
    at = np.clip(at, 0, len(rows) - 1)
    below = np.minimum(at.astype(int), len(rows) - 2)
    share = (at - below)[:, None]
    return np.asarray(rows[below] * (1 - share) + rows[below + 1] * share)
