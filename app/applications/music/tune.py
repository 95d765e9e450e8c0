"""A tune that a reader brings, made one that the network knows: in the signature of C, in its range and its lengths.

What is read of a file (`ReadTune`) is exact: pitches as MIDI numbers and lengths in quarter notes. What the network
reads (`Tune`) is a line of `melodies`: transposed by the signature (each sharp is a fifth up) and by octaves, so that
the middle of its notes lies where training's lie; each length the nearest of `LENGTHS`, by their ratio; as many notes
as a line may have. Whatever is changed or left out is counted, and said.
"""

import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import log

from ...settings import LIMITS
from .melodies import HIGHEST, LENGTH_SIGNS, LOWEST, METRES, QUARTER, Note, write

MIDDLE = 74
"""The pitch that the median is brought close to: D above middle C's octave, as in the melodies that ship."""
MOST = 140
"""Most notes of a beginning."""
RANGE = (60 + 12 * LOWEST, 60 + 12 * HIGHEST + 11)
SAME_METRE = {"2/2": "4/4", "C": "4/4", "C|": "4/4", "4/2": "4/4", "6/4": "3/4", "12/8": "6/8"}


@dataclass(frozen=True)
class ReadTune:
    """title and metre as they are written; sharps: of its signature, flats negative, None: it says none; notes: pitch
    and length in quarter notes; left_out: what was not read, by its name in the locales, and how often.
    """

    title: str
    metre: str
    sharps: int | None
    notes: tuple[tuple[int, Fraction], ...]
    left_out: Counter[str]


@dataclass(frozen=True)
class Tune:
    """shift: semitones that it was transposed by; metre: one of `METRES`; left_out: likewise, with what was changed."""

    title: str
    written_metre: str
    metre: str
    shift: int
    notes: tuple[Note, ...]
    left_out: tuple[tuple[str, int], ...]


def fit(tune: ReadTune) -> Tune:
    """The tune as the network can read it; one of no notes has none."""
    left_out = Counter(tune.left_out)
    metre = nearest_metre(tune.metre)
    if tune.metre and SAME_METRE.get(tune.metre, tune.metre) != metre:
        left_out["metre"] += 1
    pitches = [pitch for pitch, _ in tune.notes]
    shift = transposition(pitches, tune.sharps) if pitches else 0
    notes: list[Note] = []
    for pitch, length in tune.notes:
        whole = nearest_length(length * QUARTER)
        left_out["rounded"] += whole != length * QUARTER
        moved = into_range(pitch + shift)
        left_out["octave"] += moved != pitch + shift
        notes.append(Note(moved, whole))
    kept = first_that_fit(notes)
    left_out["end"] += len(notes) - len(kept)
    return Tune(tune.title, tune.metre, metre, shift, kept, tuple((+left_out).items()))


def first_that_fit(notes: Sequence[Note]) -> tuple[Note, ...]:
    """As many notes as a beginning, and a line of text, may have."""
    kept = list(notes[:MOST])
    while len(write(tuple(kept))) > LIMITS.text:
        kept.pop()
    return tuple(kept)


def fit_in_place(tune: ReadTune) -> tuple[Note, ...]:
    """The notes of music that says no key, where they are: only what cannot be written is changed."""
    return tuple(Note(into_range(pitch), nearest_length(length * QUARTER)) for pitch, length in tune.notes)


def nearest_metre(written: str) -> str:
    """The one of `METRES` that is meant, or that is counted alike."""
    same = SAME_METRE.get(written, written)
    if same in METRES:
        return same
    return (
        "6/8"
        if written.endswith(("/8", "/16")) and written.split("/", maxsplit=1)[0] in ("3", "6", "12", "15")
        else "4/4"
    )


def nearest_length(length: Fraction) -> int:
    """The length that training knows, in twelfths of a quarter note, by ratio: half is as far as twice."""
    return min(LENGTH_SIGNS, key=lambda known: abs(log(known / max(length, Fraction(1, 100)))))


def into_range(pitch: int) -> int:
    """The same tone in an octave that can be written."""
    low, high = RANGE
    while pitch < low:
        pitch += 12
    while pitch > high:
        pitch -= 12
    return pitch


def transposition(pitches: Sequence[int], sharps: int | None) -> int:
    """Semitones to the signature of C, with the octave that brings the median closest to `MIDDLE`."""
    shift = -7 * (sharps if sharps is not None else likely_sharps(pitches)) % 12
    middle = statistics.median(pitches)
    octaves = range(shift - 72, shift + 73, 12)
    return min(octaves, key=lambda by: (abs(middle + by - MIDDLE), abs(by)))


def likely_sharps(pitches: Sequence[int]) -> int:
    """The signature that most of the notes belong to; of equals the one with fewest signs."""
    scale = {0, 2, 4, 5, 7, 9, 11}
    return min(
        range(-6, 6),
        key=lambda sharps: (sum((pitch - 7 * sharps) % 12 not in scale for pitch in pitches), abs(sharps)),
    )
