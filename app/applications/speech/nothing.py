"""What is not said: sounds in which there is no word, from which the network learns to hear nothing.

    noise    of any colour between brown (energy ∝ 1/f²) and blue (∝ f), louder and softer as it goes on
    hum      of the mains, 45 to 65 Hz, with overtones
    bursts   of a key, a switch, a latch, a step, a breath: noise that dies away within 0.3 to 100 ms, one or several
    knocks   a door, a table: a few low tones that die away within 20 to 200 ms
    silence  with the last bit of a converter, or without

Each draw mixes up to three of them. They are made as samples and heard through the same bands as speech is, so that
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
    chosen = rng.permutation(len(KINDS))[: rng.integers(1, 4)]
    gains = 10 ** (rng.uniform(-50, 0, len(chosen)) / 20)
    gains = gains * (rng.random() < 0.95)  # and now and then not even that
    samples = gains @ np.stack([KINDS[kind](rng, length) for kind in chosen])
    bits = 2.0 ** rng.integers(7, 15)
    return decibels(np.rint(samples * bits) / bits if rng.random() < 0.5 else samples)


def coloured(rng: np.random.Generator, length: int) -> Array:
    """Noise whose energy falls or rises with a power of the frequency."""
    spectrum = np.fft.rfft(rng.normal(0, 1, length))
    spectrum *= np.arange(1, len(spectrum) + 1) ** (rng.uniform(-2, 1) / 2)
    return of_height_one(np.fft.irfft(spectrum, length))


def noise(rng: np.random.Generator, length: int) -> Array:
    """Noise of any colour whose level goes up and down, or does not."""
    points = rng.normal(0, rng.choice([0.0, 6.0]), 6)
    level = np.interp(np.linspace(0, 5, length), np.arange(6), points)
    return of_height_one(coloured(rng, length) * 10 ** (level / 20))


def hum(rng: np.random.Generator, length: int) -> Array:
    """A tone of the mains with overtones that are weaker, on the whole, the higher they are."""
    overtone = np.arange(1, 9)[:, None]
    heights = rng.exponential(1, (8, 1)) * overtone ** -rng.uniform(0, 2)
    phase = 2 * np.pi * rng.uniform(45, 65) * np.arange(length) / RATE
    return of_height_one((heights * np.sin(overtone * phase + rng.uniform(0, 6, (8, 1)))).sum(axis=0))


def bursts(rng: np.random.Generator, length: int) -> Array:
    """One to five of them, of one colour."""
    sound = coloured(rng, length)
    seconds = 10 ** rng.uniform(-3.5, -1)
    return of_height_one(np.sum([struck(rng, sound, seconds) for _ in range(rng.integers(1, 6))], axis=0))


def knocks(rng: np.random.Generator, length: int) -> Array:
    """One to four of them, each of a few tones between 50 and 800 Hz."""
    tones = 2 * np.pi * rng.uniform(50, 800, (rng.integers(1, 5), 1))
    sound = np.sin(tones * np.arange(length) / RATE).sum(axis=0)
    seconds = rng.uniform(0.02, 0.2)
    return of_height_one(np.sum([struck(rng, sound, seconds) for _ in range(rng.integers(1, 5))], axis=0))


def struck(rng: np.random.Generator, sound: Array, seconds: float) -> Array:
    """A sound that begins somewhere and falls to 1/e in so many seconds."""
    first = int(rng.integers(len(sound)))
    since = np.arange(len(sound) - first) / RATE
    samples = np.zeros(len(sound))
    samples[first:] = rng.uniform(0.2, 1) * np.exp(-since / seconds) * sound[: len(since)]
    return samples


def of_height_one(samples: Array) -> Array:
    """Scaled so that the highest sample is 1; silence stays what it is."""
    return np.asarray(samples / (np.abs(samples).max() or 1.0))


KINDS = (noise, hum, bursts, knocks)
