"""What a reader said to teach the network their voice: many words in one WAV file, each at its mark with its name.

    data                 the recordings one after another
    cue␣                 n, then n × (number, position, "data", 0, 0, first sample)        where each begins
    LIST adtl { labl }   (number, word, 0)                                                 what is said there

That is how sound editors write marks, so a file of theirs can be brought as well. A recording ends where the next
begins; what is said is a digit's word in one of the languages ("seven", "siete"). Silence around the word is cut down
to `MARGIN`: how much of it there is says nothing of the voice.

Source: IBM and Microsoft, "Multimedia Programming Interface and Data Specifications 1.0" (1991), 3-12 to 3-17.
"""

from dataclasses import dataclass
from struct import unpack_from

import numpy as np

from ...cells.arrays import Array
from ...numerals import Range
from ..base import MaterialError
from .clips import CLASSES
from .mel import HOP, RATE, WINDOW, decibels
from .riff import Riff, read_riff
from .wav import QUIET, format_of, read_sound

MOST, FEWEST = 100, 5
"""Recordings in a file."""
MOST_SECONDS = 150.0
LONGEST = 3.0
"""Seconds of a recording, after its silence has been cut."""
MARGIN = 0.12
"""Seconds of silence that are left on either side of the word."""
HEARD = -30.0
"""dB below the loudest frame: what is weaker, at the ends, counts as silence."""
CUE = 24
"""Bytes of a mark."""


@dataclass(frozen=True)
class Recording:
    """samples: at 8 kHz; levels: d_t(k) in dB, (T, bands); label: the number of its word in `CLASSES`."""

    samples: Array
    levels: Array
    label: int

    @property
    def labels(self) -> tuple[int, ...]:
        """The words that are said: one."""
        return (self.label,)


def has_marks(content: bytes) -> bool:
    """Whether a WAV file has marks, and so is recordings and not one sound. Raises MaterialError: sound_not_wav."""
    return bool(marks(read_riff(content)))


def read_recordings(content: bytes) -> tuple[Recording, ...]:
    """The recordings of a file.

    Raises MaterialError: recordings_few, recordings_many, recordings_word (no digit's word), recordings_empty (nothing
    is heard at a mark), recordings_long (seconds), and what `wav.read_sound` raises.
    """
    riff = read_riff(content)
    labelled = marks(riff)
    if len(labelled) < FEWEST:
        raise MaterialError("recordings_few", value=len(labelled), allowed=Range(FEWEST, MOST))
    if len(labelled) > MOST:
        raise MaterialError("recordings_many", value=len(labelled), allowed=Range(FEWEST, MOST))
    samples = read_sound(content, MOST_SECONDS).samples
    rate = format_of(riff).rate
    starts = [round(first * RATE / rate) for first, _ in labelled]
    recordings = []
    for (_, word), start, end in zip(labelled, starts, [*starts[1:], len(samples)], strict=True):
        if word not in CLASSES[1:]:
            raise MaterialError("recordings_word", value=word, allowed=", ".join(CLASSES[1:]))
        said = without_silence(samples[start:end])
        if len(said) < WINDOW:
            raise MaterialError("recordings_empty", value=word, allowed=f"≥ {WINDOW / RATE} s")
        if len(said) > LONGEST * RATE:
            seconds = round(len(said) / RATE, 1)
            raise MaterialError("recordings_long", value=seconds, allowed=Range(WINDOW / RATE, LONGEST), word=word)
        recordings.append(Recording(said, decibels(said), CLASSES.index(word)))
    return tuple(recordings)


def marks(riff: Riff) -> list[tuple[int, str]]:
    """First sample and word of every mark that has both, in the order of time."""
    places: dict[int, int] = {}
    names: dict[int, str] = {}
    for name, content in riff.chunks:
        if name == b"cue ":
            for at in range(4, len(content) - CUE + 1, CUE):
                number, *_, place = unpack_from(f"{riff.order}II4sIII", content, at)
                places[number] = place
        elif name == b"LIST" and content[:4] == b"adtl":
            names |= names_of(content[4:], riff.order)
    return sorted((place, names[number]) for number, place in places.items() if number in names)


def names_of(content: bytes, order: str) -> dict[int, str]:
    """Number and text of every `labl`."""
    names, at = {}, 0
    while at + 12 <= len(content):
        kind, size, number = unpack_from(f"{order}4sII", content, at)
        if kind == b"labl":
            text = content[at + 12 : at + 8 + size].split(b"\0")[0]
            names[number] = text.decode("utf-8", "replace").strip().lower()[:20]
        at += 8 + size + size % 2
    return names


def without_silence(samples: Array) -> Array:
    """Samples from a little before the first loud frame to a little after the last; none where all is silence."""
    if len(samples) < WINDOW or np.abs(samples).max() < QUIET:
        return samples[:0]
    loudness = decibels(samples).max(axis=1)
    loud = np.flatnonzero(loudness > HEARD)
    margin = round(MARGIN * RATE)
    return samples[max(0, loud[0] * HOP - margin) : loud[-1] * HOP + WINDOW + margin]
