"""Melodies as notes, how they are written in a line, and those that ship.

A note is a pitch, as a MIDI number, and a length in twelfths of a quarter note. All melodies stand in the signature of
C (those in minor in A minor, the modal ones on D or G). A line has a metre, a title, and the notes as in ABC notation:
"C" is middle C, "c" the one above, "c'" and "C," an octave further, "^" a sharp (where one types "c#" it is "^c"); what
follows a letter is its length: "A" an eighth, "A2" a quarter, the others as in `LENGTHS`.

`melodies.txt` is made by `scripts/data/music.py`, which names the source.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from ..split import Part, part_of

FILE = Path(__file__).parent / "melodies.txt"
METRES = ("6/8", "4/4", "3/4", "2/4", "9/8")
QUARTER = 12
"""Units of a note's length in a quarter note: thirds and quarters of one are whole numbers."""
LENGTHS = {"/": 3, "t": 4, "": 6, ".": 9, "2": 12, "3": 18, "4": 24, "6": 36}
"""How a length is written: a sixteenth, a triplet's, an eighth, a dotted eighth, a quarter, …"""
LENGTH_SIGNS = {length: sign for sign, length in LENGTHS.items()}
LETTERS = ("C", "^C", "D", "^D", "E", "F", "^F", "G", "^G", "A", "^A", "B")
NOTE = re.compile(r"(\^?)([A-Ga-g])(#?)([,']*)([/t.2346]?)")


LOWEST, HIGHEST = -2, 3
"""Octaves from that of middle C."""
NOTES = len(LETTERS) * (HIGHEST - LOWEST + 1) * len(LENGTHS)
"""How many notes can be written."""
BETWEEN = " |\n"
"""What may stand between notes and says nothing."""


class NoteError(ValueError):
    """column: from 1, where no note begins; sign: what stands there."""

    def __init__(self, column: int, sign: str) -> None:
        super().__init__(f"column {column} has '{sign}'; allowed: {ALLOWED}.")
        self.column, self.sign = column, sign


ALLOWED = "C D E F G A B c d e f g a b, ^ , ' / t . 2 3 4 6"


class Note(NamedTuple):
    """pitch: 60 is middle C, 1 a semitone; length: in twelfths of a quarter note."""

    pitch: int
    length: int

    def __str__(self) -> str:
        octave, place = divmod(self.pitch - 60, 12)
        letter = LETTERS[place]
        pitch_text = letter + "," * -octave if octave < 1 else letter.lower() + "'" * (octave - 1)
        return pitch_text + LENGTH_SIGNS[self.length]


@dataclass(frozen=True)
class Melody:
    """A tune."""

    metre: str
    title: str
    notes: tuple[Note, ...]

    @property
    def part(self) -> Part:
        """The part of the data that it is in; no two tunes that ship are settings of one."""
        return part_of(self.title)


def read(line: str) -> tuple[Note, ...]:
    """The notes of a line such as "c2B/". Raises `NotANote`."""
    notes, place = [], 0
    while place < len(line):
        if line[place] in BETWEEN:
            place += 1
            continue
        match = NOTE.match(line, place)
        if match is None:
            raise NoteError(place + 1, line[place])
        before, letter, behind, marks, length = match.groups()
        name = ("^" if before or behind else "") + letter.upper()
        if name not in LETTERS or (before and behind):
            raise NoteError(place + 1, line[place])
        octave = int(letter.islower()) + marks.count("'") - marks.count(",")
        if not LOWEST <= octave <= HIGHEST:
            raise NoteError(place + 1, line[place])
        notes.append(Note(60 + LETTERS.index(name) + 12 * octave, LENGTHS[length]))
        place = match.end()
    return tuple(notes)


def write(notes: tuple[Note, ...]) -> str:
    """The inverse of `read`."""
    return "".join(map(str, notes))


@lru_cache(maxsize=1)
def melodies() -> tuple[Melody, ...]:
    """All that ship."""
    lines = [line for line in FILE.read_text("utf-8").splitlines() if not line.startswith("#")]
    parts = [line.split("|") for line in lines]
    return tuple(Melody(metre, title, read(notes)) for metre, title, notes in parts)
