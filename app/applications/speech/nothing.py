"""What is not said: sounds in which there is no word, from which the network learns to hear nothing.

    noise    of any colour between brown (energy ∝ 1/f²) and blue (∝ f), louder and softer as it goes on
    hum      of the mains, 45 to 65 Hz, with overtones
    clicks   of a key, a switch, a tongue: short, one or several
    knocks   a door, a table: a few low tones that die away within 20 to 200 ms
    silence  with the last bit of a converter, or without

Each draw mixes two of them. They are made as samples and heard through the same bands as speech is, so that
they have the grain which noise has there.

With CTC no class of its own is needed for them: the labels of such a sound are none, and the only path that reads as
none is the blank at every step.
"""

import numpy as np

from ...cells.arrays import Array
from .mel import HOP, RATE, decibels

SECONDS = (0.3, 1.4)


def nothing(rng: np.random.Generator, most: int) -> Array:
    """The levels of a sound without a word, (T, bands) in dB, of at most `most` frames."""
    length = HOP * min(int(rng.uniform(*SECONDS) * RATE / HOP), most - 1)  # of small factors: the FFT is quick
    loud, soft = rng.permutation(len(KINDS))[:2]
    gains = 10 ** (np.array([rng.uniform(-40, 0), rng.uniform(-80, -20)]) / 20)
    gains = gains * (rng.random() < 0.95)  # and now and then not even that
    samples = gains[0] * KINDS[loud](rng, length) + gains[1] * KINDS[soft](rng, length)
    bits = 2.0 ** rng.integers(7, 15)
    return decibels(np.rint(samples * bits) / bits if rng.random() < 0.5 else samples)


def noise(rng: np.random.Generator, length: int) -> Array:
    """Noise whose energy falls or rises with a power of the frequency, and whose level goes up and down."""
    spectrum = np.fft.rfft(rng.normal(0, 1, length))
    spectrum *= np.arange(1, len(spectrum) + 1) ** (rng.uniform(-2, 1) / 2)
    samples = np.fft.irfft(spectrum, length)
    points = rng.normal(0, rng.choice([0.0, 6.0]), 6)
    level = np.interp(np.linspace(0, 5, length), np.arange(6), points)
    return of_height_one(samples * 10 ** (level / 20))


def hum(rng: np.random.Generator, length: int) -> Array:
    """A tone of the mains with overtones that are weaker, on the whole, the higher they are."""
    overtone = np.arange(1, 9)[:, None]
    heights = rng.exponential(1, (8, 1)) * overtone ** -rng.uniform(0, 2)
    phase = 2 * np.pi * rng.uniform(45, 65) * np.arange(length) / RATE
    return of_height_one((heights * np.sin(overtone * phase + rng.uniform(0, 6, (8, 1)))).sum(axis=0))


def clicks(rng: np.random.Generator, length: int) -> Array:
    """One to five of them, each some milliseconds of noise that dies away."""
    blows = range(rng.integers(1, 6))
    return of_height_one(np.sum([struck(rng, length, rng.uniform(0.0003, 0.01), None) for _ in blows], axis=0))


def knocks(rng: np.random.Generator, length: int) -> Array:
    """One to four of them, each of a few tones between 50 and 800 Hz."""
    blows = range(rng.integers(1, 5))
    tones = rng.uniform(50, 800, rng.integers(1, 5))
    return of_height_one(np.sum([struck(rng, length, rng.uniform(0.02, 0.2), tones) for _ in blows], axis=0))


def struck(rng: np.random.Generator, length: int, seconds: float, tones: Array | None) -> Array:
    """Something struck once, somewhere: tones in Hz (None: noise) that fall to 1/e in `seconds`."""
    first = int(rng.integers(length))
    since = np.arange(length - first) / RATE
    sound = rng.normal(0, 1, len(since)) if tones is None else np.sin(2 * np.pi * tones[:, None] * since).sum(axis=0)
    samples = np.zeros(length)
    samples[first:] = rng.uniform(0.2, 1) * np.exp(-since / seconds) * sound
    return samples


def of_height_one(samples: Array) -> Array:
    """Scaled so that the highest sample is 1; silence stays what it is."""
    return np.asarray(samples / (np.abs(samples).max() or 1.0))


KINDS = (noise, hum, clicks, knocks)
