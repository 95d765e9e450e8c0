"""What the network hears: the energy in 24 bands of the mel scale, fifty times a second, in decibels.

    frame_t = samples [t·hop, t·hop + window) of x_n - 0.97 x_{n-1}, times Hann's window      (pre-emphasis: consonants
    E_t(k)  = Σ_f M_k(f) |FFT(frame_t)(f)|²                                                     lie high and are weak)
    d_t(k)  = 10 log10 (E_t(k) / max E), at least -60 dB                                      0 dB: the clip's loudest

M_k are triangles, evenly spaced in mel(f) = 2595 log10(1 + f / 700), the scale on which listeners find steps of pitch
equal. Dividing by the clip's own maximum makes a voice far from the microphone the same as one near.

The network reads them without what goes on all the time in each band (`without_noise`): one microphone's hiss is not
another's.

Sources: S. Davis, P. Mermelstein, "Comparison of Parametric Representations for Monosyllabic Word Recognition in
Continuously Spoken Sentences" (1980); S. Stevens, J. Volkmann, E. Newman (1937) for the scale, in the form of D.
O'Shaughnessy, "Speech Communication" (1987).
"""

from functools import lru_cache

import numpy as np

from ...cells.arrays import Array

RATE = 8000
"""Samples a second: a telephone's, half of which, 4 kHz, is the highest frequency."""
WINDOW, HOP, SPECTRUM = 256, 160, 512
"""Samples of a frame (32 ms), from one frame to the next (20 ms), and of the FFT, with zeros at the end."""
BANDS = 24
LOWEST = 80.0
"""Hz, the lower end of the lowest band."""
FLOOR = -60.0
"""dB: what is weaker is not heard."""
EMPHASIS = 0.97


def mel(hertz: Array) -> Array:
    """Where a frequency in Hz lies on the mel scale, 2595 log10(1 + f / 700)."""
    return np.asarray(2595 * np.log10(1 + np.asarray(hertz) / 700))


def edges() -> Array:
    """The frequencies in Hz at which the bands' triangles begin, peak and end: band k has edges k, k+1, k+2."""
    points = np.linspace(mel(np.array(LOWEST)), mel(np.array(RATE / 2)), BANDS + 2)
    return np.asarray(700 * (10 ** (points / 2595) - 1))


def peaks() -> Array:
    """Where each band is most sensitive, in Hz, (bands,)."""
    return edges()[1:-1]


@lru_cache(maxsize=1)
def filters() -> Array:
    """M_k(f), (bands, frequencies): triangles of height 1."""
    at = np.fft.rfftfreq(SPECTRUM, 1 / RATE)
    low, peak, high = (edges()[k : k + BANDS, None] for k in range(3))
    return np.asarray(np.clip(np.minimum((at - low) / (peak - low), (high - at) / (high - peak)), 0, None))


def frames_of(samples: Array) -> Array:
    """Overlapping frames, (T, window), of at least one window of samples; the last is filled up with silence."""
    count = 1 + -(-max(len(samples) - WINDOW, 0) // HOP)
    padded = np.pad(samples, (0, (count - 1) * HOP + WINDOW - len(samples)))
    return np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[::HOP]


def decibels(samples: Array) -> Array:
    """d_t(k), (T, bands) in dB from `FLOOR` to 0, of samples at 8 kHz; silence is `FLOOR` throughout."""
    samples = np.asarray(samples, np.float64)
    emphasised = samples - EMPHASIS * np.concatenate([[0.0], samples[:-1]])
    spectrum = np.abs(np.fft.rfft(frames_of(emphasised) * np.hanning(WINDOW + 1)[:-1], SPECTRUM)) ** 2
    energy = spectrum @ filters().T
    loudest = energy.max()
    if loudest == 0:
        return np.full(energy.shape, FLOOR)
    return np.asarray(10 * np.log10(np.maximum(energy / loudest, 10 ** (FLOOR / 10))))


def scaled(level: Array) -> Array:
    """Decibels, from -60 to 0, as numbers from -1 to 1."""
    return np.asarray(level / (-FLOOR / 2) + 1)


PER_STEP = 2
"""Frames that the network reads at one step: half as many steps take half as long, and learn sooner."""
STEP_SECONDS = PER_STEP * HOP / RATE


def whole_steps(levels: Array) -> Array:
    """Frames (T, bands) with silence behind the last, so that they are a whole number of steps."""
    missing = np.full((-len(levels) % PER_STEP, levels.shape[1]), FLOOR, levels.dtype)
    return np.concatenate([levels, missing])


QUIETEST = 0.1
"""The share of a clip's frames in which a band is taken to have its noise alone."""


def without_noise(levels: Array) -> Array:
    """10 log10 (e - n) of each band, with n the energy below which its quietest frames lie: what goes on is no speech.

    Source: S. Boll, "Suppression of Acoustic Noise in Speech Using Spectral Subtraction" (1979).
    """
    place = int(QUIETEST * len(levels))
    noise = np.partition(levels, place, axis=0)[place]
    left = -np.expm1((noise - levels) * (np.log(10) / 10))  # the share of the energy that is not noise
    return np.asarray(np.maximum(levels + 10 * np.log10(np.maximum(left, 1e-6)), FLOOR))


def steps_of(levels: Array) -> Array:
    """What the network reads: the frames of each step side by side, (T, bands) in dB → (T / 2, 2 bands)."""
    return scaled(whole_steps(without_noise(levels))).reshape(-1, PER_STEP * levels.shape[1])
