"""The spoken digits that ship: frames, words, voices, and some of the sound. No voice is in two parts of the data.

    digits.npz   synthesisers' voices, of which some were cut from recordings of people: scripts/data/speech.py
    people.npz   people saying English digits, all for training: scripts/data/people.py. Derived from the Free Spoken
                 Digit Dataset, its authors as in its record, doi:10.5281/zenodo.1342401, licence CC BY-SA 4.0

How well people are understood who were not trained on is measured by leaving out one at a time: scripts/voices.py.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, get_args

import numpy as np

from ...cells.arrays import Array
from ..split import Part
from .mel import FLOOR
from .wav import expand

FILE = Path(__file__).with_name("digits.npz")
PEOPLE_FILE = Path(__file__).with_name("people.npz")
PARTS: tuple[Part, ...] = get_args(Part)
STEP = 2.0
"""dB from one whole number in the file to the next."""
LANGUAGES = ("es", "en")
WORDS = {
    "es": ("cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve"),
    "en": ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
}
BLANK = "–"
CLASSES = (BLANK, *WORDS["es"], *WORDS["en"])
"""What the network can say at a step: nothing (yet), or one of twenty words."""
SILENT = "·"
"""How nothing is written on a time axis."""


@dataclass(frozen=True)
class Clip:
    """levels: d_t(k) in dB, (T, bands); labels: the numbers of its words in `CLASSES`; voice: who speaks.

    cut: whether the voice is a synthesiser's that was cut from recordings of a person.
    """

    levels: Array
    labels: tuple[int, ...]
    language: str
    voice: str
    cut: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """What is said."""
        return tuple(CLASSES[label] for label in self.labels)


@dataclass(frozen=True)
class Clips:
    """By part; `people` are for training too, and their voices are called by numbers.

    sound: samples at 8 kHz of some of the clips for validation, by their number there.
    """

    training: tuple[Clip, ...]
    validation: tuple[Clip, ...]
    held_out: tuple[Clip, ...]
    people: tuple[Clip, ...]
    sound: dict[int, Array]

    def of(self, part: Part) -> tuple[Clip, ...]:
        """The synthesisers' clips of one part."""
        return {"training": self.training, "validation": self.validation, "held out": self.held_out}[part]


def read_levels(arrays: dict[str, Any]) -> list[Array]:
    """The levels of each clip of a file."""
    ends = np.cumsum(arrays["counts"], dtype=np.int64)
    levels = arrays["levels"].astype(np.float32) * STEP + FLOOR
    return [levels[end - count : end] for end, count in zip(ends, arrays["counts"], strict=True)]


def labels_of(language: int, digits: Array) -> tuple[int, ...]:
    """The classes of digits in a language; below zero there is none."""
    return tuple(int(1 + 10 * language + digit) for digit in digits if digit >= 0)


@lru_cache(maxsize=1)
def people() -> tuple[Clip, ...]:
    """What the people say; the file is read once."""
    with np.load(PEOPLE_FILE) as file:
        arrays = {name: file[name] for name in file.files}
    english = LANGUAGES.index("en")
    return tuple(
        Clip(levels, labels_of(english, digits), "en", str(person))
        for levels, digits, person in zip(read_levels(arrays), arrays["digits"], arrays["person"], strict=True)
    )


@lru_cache(maxsize=1)
def clips() -> Clips:
    """All clips; the files are read once."""
    with np.load(FILE) as file:
        arrays = {name: file[name] for name in file.files}
    cut = set(arrays["cut"].tolist())
    spoken = arrays["spoken"].tolist()
    by_part: dict[Part, list[Clip]] = {part: [] for part in PARTS}
    for levels, language, digits, voice in zip(
        read_levels(arrays), arrays["languages"], arrays["digits"], arrays["voices"], strict=True
    ):
        clip = Clip(levels, labels_of(language, digits), LANGUAGES[language], spoken[voice], spoken[voice] in cut)
        by_part[PARTS[arrays["parts"][voice]]].append(clip)
    starts = np.cumsum(arrays["lengths"]) - arrays["lengths"]
    sound = {
        int(index): expand(arrays["sound"][start : start + length])
        for index, start, length in zip(arrays["heard"], starts, arrays["lengths"], strict=True)
    }
    validation = by_part["validation"]
    in_order = sorted(sound, key=lambda index: validation[index].cut)  # those that are understood best come first
    return Clips(
        training=tuple(by_part["training"]),
        validation=tuple(validation),
        held_out=tuple(by_part["held out"]),
        people=people(),
        sound={index: sound[index] for index in in_order},
    )
