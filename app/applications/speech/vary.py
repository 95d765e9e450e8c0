"""Training clips varied, so that some thousand clips of some voices teach to understand other voices and other rooms.

    speed     the frames of a clip are read faster or slower, by up to a fifth
    throat    the bands of the mel scale are read as those of a shorter or longer vocal tract, by up to an eighth
    timbre    high bands louder than low ones, or the other way round, by up to 6 dB: a microphone, a distance
    noise     a floor of -70 to -25 dB under everything, in every band a little different
    silence   some 100 ms of it before and after, now and then a second

Source: N. Jaitly, G. Hinton, "Vocal Tract Length Perturbation improves speech recognition" (2013); T. Ko et al., "Audio
Augmentation for Speech Recognition" (2015).
"""

import numpy as np

from ...cells.arrays import Array
from .mel import FLOOR

SPEED, THROAT, TIMBRE = 0.2, 0.12, 6.0
NOISE = (-70.0, -25.0)
SILENCE = 6.0
"""Frames of it on either side, on average; how many is drawn from an exponential distribution."""


def vary(rng: np.random.Generator, levels: Array, most: int) -> Array:
    """A clip's levels, (T, bands) in dB, as another voice elsewhere might have said it: at most `most` frames."""
    frames, bands = levels.shape
    length = min(round(frames * float(np.exp(rng.uniform(-SPEED, SPEED)))), most)
    place = np.linspace(0, bands - 1, bands)
    levels = between(levels, np.linspace(0, frames - 1, length))
    levels = between(levels.T, place * np.exp(rng.uniform(-THROAT, THROAT)) + rng.uniform(-0.3, 0.3)).T
    levels = levels + rng.uniform(-TIMBRE, TIMBRE) * (2 * place / (bands - 1) - 1) + rng.uniform(-3, 0)
    room = most - length
    before = min(int(rng.exponential(SILENCE)), room)
    after = min(int(rng.exponential(SILENCE)), room - before)
    levels = np.pad(levels, ((before, after), (0, 0)), constant_values=FLOOR)
    noise = rng.uniform(*NOISE) + rng.normal(0, 2, bands) + rng.normal(0, 1.5, levels.shape)
    energy = 10 ** (levels / 10) + 10 ** (noise / 10)
    return np.asarray(np.clip(10 * np.log10(energy), FLOOR, 0))


def between(rows: Array, at: Array) -> Array:
    """Rows read at places that need not be whole, linearly between two: (N, …), (M,) → (M, …); the ends go on."""
    at = np.clip(at, 0, len(rows) - 1)
    below = np.minimum(at.astype(int), len(rows) - 2)
    share = (at - below)[:, None]
    return np.asarray(rows[below] * (1 - share) + rows[below + 1] * share)
