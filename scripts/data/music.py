"""Melodies for the music application: app/applications/music/melodies.txt.

    pip install music21==10.5.1               # into an environment of its own: only this script needs it
    python -m scripts.data.music              # three minutes

Source: F. O'Neill, "O'Neill's Music of Ireland: Eighteen Hundred and Fifty Melodies" (Chicago, 1903), traditional
dance tunes and airs. The book is in the public domain: it was published before 1930, and its editors Francis and James
O'Neill died in 1936 and 1949. It is read from the transcription in ABC notation in the corpus of the PyPI package
music21. Only pitches and lengths are taken from it, without ornaments, ties, repeats and words; transposed to the
signature of C.

Taken are tunes in one key and one metre, of 40 to 140 notes of the common lengths and pitches, and of tunes that begin
alike, have one title or share a long run of intervals, one: so that none can be held out while training knows it.
"""

from __future__ import annotations

import re
import statistics
import warnings
from collections import Counter
from fractions import Fraction
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.applications.music.melodies import LENGTH_SIGNS, METRES, QUARTER, Melody, Note, write

if TYPE_CHECKING:
    from collections.abc import Iterator

TARGET = Path(__file__).resolve().parents[2] / "app" / "applications" / "music" / "melodies.txt"
FEWEST, MOST = 40, 140
"""Notes of a tune."""
RARE = 12
"""A note (pitch and length) that comes less often than this takes its tune with it."""
TUNES = 740
OPENING, RUN = 8, 16
"""Intervals that two tunes must not have in common at their beginnings, or anywhere."""
MIDDLE = 74
"""The pitch that the median of a tune's notes is brought close to: D above middle C's octave, the fiddle's middle."""
SAME_METRE = {"2/2": "4/4"}
HEADER = """\
# Tunes of F. O'Neill, "O'Neill's Music of Ireland" (1903, public domain), made by scripts/data/music.py:
# metre|title|notes in the signature of C, as app/applications/music/melodies.py writes them
"""


def scores() -> Iterator[Any]:
    """Every tune of the book, as music21 reads it."""
    music21 = import_module("music21")
    folder = Path(str(music21.__file__)).parent / "corpus" / "oneills1850"
    for file in sorted(folder.glob("*.abc")):
        parsed = music21.converter.parse(file, format="abc", forceSource=True)
        yield from getattr(parsed, "scores", [parsed])


def melody(score: Any) -> Melody | None:
    """One tune in the signature of C, or None where it has more than one key or metre, rests or unusual lengths."""
    flat = score.stripTies().flatten()
    sharps = {key.sharps for key in flat.getElementsByClass("KeySignature")}
    metres = {SAME_METRE.get(time.ratioString, time.ratioString) for time in flat.getElementsByClass("TimeSignature")}
    notes = [note for note in flat.notesAndRests if not note.duration.isGrace]
    lengths = [Fraction(note.quarterLength) * QUARTER for note in notes]
    fits = FEWEST <= len(notes) <= MOST and len(sharps) == len(metres) == 1 and metres <= set(METRES)
    if not fits or any(note.isRest for note in notes) or not set(lengths) <= set(LENGTH_SIGNS):
        return None
    pitches = [max(pitch.midi for pitch in note.pitches) for note in notes]  # of a chord the highest
    shift = -7 * sharps.pop() % 12  # each sharp is a fifth up
    middle = statistics.median(pitches)
    shift = min((shift - 12, shift, shift + 12), key=lambda by: abs(middle + by - MIDDLE))
    title = re.sub(r"[^\w' ,.!?&-]", "", str(score.metadata.title)).strip()
    transposed = [Note(pitch + shift, int(length)) for pitch, length in zip(pitches, lengths, strict=True)]
    return Melody(metres.pop(), title, tuple(transposed))


def traits(tune: Melody) -> set[Any]:
    """What no two tunes of the selection have in common: a title, an opening, a run of intervals."""
    pitches = [note.pitch for note in tune.notes]
    steps = tuple(after - before for before, after in pairwise(pitches))
    words = "".join(re.findall(r"\w", tune.title.lower().removeprefix("the ").removesuffix(", the")))
    runs = {steps[start : start + RUN] for start in range(len(steps) - RUN + 1)}
    return {words, steps[:OPENING]} | runs


def choose(tunes: list[Melody]) -> list[Melody]:
    """The selection: no rare notes, nothing twice."""
    before = 0
    while len(tunes) != before:  # a tune that goes makes the notes of others rarer
        before = len(tunes)
        times = Counter(note for tune in tunes for note in tune.notes)
        tunes = [tune for tune in tunes if min(times[note] for note in tune.notes) >= RARE]
    selection: list[Melody] = []
    seen: set[Any] = set()
    for tune in tunes:
        traits_of_tune = traits(tune)
        if tune.title and not traits_of_tune & seen:
            selection.append(tune)
            seen |= traits_of_tune
    return selection


def main() -> None:
    """Write the file anew."""
    warnings.simplefilter("ignore")  # music21 warns of bars that are too long
    tunes = choose([tune for tune in map(melody, scores()) if tune is not None])
    tunes = [tunes[place * len(tunes) // TUNES] for place in range(TUNES)] if len(tunes) > TUNES else tunes
    lines = [f"{tune.metre}|{tune.title}|{write(tune.notes)}\n" for tune in tunes]
    TARGET.write_text(HEADER + "".join(lines), encoding="utf-8")
    kinds = {note for tune in tunes for note in tune.notes}
    print(f"{TARGET}: {len(tunes)} tunes, {sum(len(tune.notes) for tune in tunes)} notes of {len(kinds)} kinds")
    print(f"{TARGET.stat().st_size / 1000:.1f} kB, {Counter(tune.metre for tune in tunes)}")


if __name__ == "__main__":
    main()
