"""Recordings with the names of what is said, as a sound editor writes them: one WAV file with marks."""

from __future__ import annotations

import struct
from collections.abc import Sequence

import numpy as np

from app.applications.speech.mel import RATE
from app.cells.arrays import Array


def marked(recordings: Sequence[tuple[str, Array]], *, rate: int = RATE, named: bool = True) -> bytes:
    """A WAV file of 16 bits with a mark at the beginning of each recording."""
    starts = np.cumsum([0, *(len(samples) for _, samples in recordings)])[:-1]
    data = b"".join(np.rint(samples * 32767).astype("<i2").tobytes() for _, samples in recordings)
    cues = b"".join(struct.pack("<II4sIII", k + 1, start, b"data", 0, 0, start) for k, start in enumerate(starts))
    labels = b"".join(
        chunk(b"labl", struct.pack("<I", k + 1) + word.encode() + b"\0") for k, (word, _) in enumerate(recordings)
    )
    parts = [
        chunk(b"fmt ", struct.pack("<HHIIHH", 1, 1, rate, 2 * rate, 2, 16)),
        chunk(b"data", data),
        chunk(b"cue ", struct.pack("<I", len(recordings)) + cues),
        chunk(b"LIST", b"adtl" + labels) if named else b"",
    ]
    return chunk(b"RIFF", b"WAVE" + b"".join(parts))


def chunk(name: bytes, content: bytes) -> bytes:
    """A chunk, with its pad byte where it needs one."""
    return name + struct.pack("<I", len(content)) + content + bytes(len(content) % 2)


def siren(low: float, high: float, seconds: float = 0.4, *, rate: int = RATE, seed: int = 0) -> Array:
    """A sound that nobody says: a tone that rises or falls, with silence before and after."""
    rng = np.random.default_rng(seed)
    count = int(seconds * rate * rng.uniform(0.9, 1.1))
    hertz = np.geomspace(low, high, count) * rng.uniform(0.95, 1.05)
    tone = 0.5 * np.sin(2 * np.pi * np.cumsum(hertz) / rate) * np.hanning(count)
    return np.asarray(np.pad(tone, rate // 4) + rng.normal(0, 1e-4, count + 2 * (rate // 4)))
