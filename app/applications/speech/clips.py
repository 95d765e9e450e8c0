"""The spoken digits that ship, made by scripts/data/speech.py: frames, words, voices, and some of the sound.

The clips of the voices that are held out come first; training draws from the others alone.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from ...cells.arrays import Array
from .mel import FLOOR
from .wav import expand

FILE = Path(__file__).with_name("digits.npz")
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
    """levels: d_t(k) in dB, (T, bands); labels: the numbers of its words in `CLASSES`; voice: of the synthesiser."""

    levels: Array
    labels: tuple[int, ...]
    language: str
    voice: str

    @property
    def words(self) -> tuple[str, ...]:
        """What is said."""
        return tuple(CLASSES[label] for label in self.labels)


@dataclass(frozen=True)
class Clips:
    """No voice is in two of these; `people` are the voices that were cut from recordings of a person.

    sound: samples at 8 kHz of some of the held-out clips, by their number in `audible`, all that are held out.
    """

    trained: tuple[Clip, ...]
    trained_people: tuple[Clip, ...]
    held_out: tuple[Clip, ...]
    held_out_people: tuple[Clip, ...]
    audible: tuple[Clip, ...]
    sound: dict[int, Array]


@lru_cache(maxsize=1)
def unheard_languages() -> tuple[str, ...]:
    """The languages in which no held-out clip is a person's."""
    with np.load(FILE) as file:
        voices, languages, people = file["voices"], file["languages"], file["people"]
        held = (voices < file["held_out"]) & np.isin(file["spoken"][voices], people)
    heard = set(languages[held].tolist())
    return tuple(language for number, language in enumerate(LANGUAGES) if number not in heard)


@lru_cache(maxsize=1)
def clips() -> Clips:
    """All clips of the file; it is read once."""
    with np.load(FILE) as file:
        arrays = {name: file[name] for name in file.files}
    ends = np.cumsum(arrays["counts"], dtype=np.int64)
    every = [
        Clip(
            levels=arrays["levels"][end - count : end].astype(np.float32) * STEP + FLOOR,
            labels=tuple(int(1 + 10 * language + digit) for digit in digits if digit >= 0),
            language=LANGUAGES[language],
            voice=str(arrays["spoken"][voice]),
        )
        for end, count, language, digits, voice in zip(
            ends, arrays["counts"], arrays["languages"], arrays["digits"], arrays["voices"], strict=True
        )
    ]
    people = set(arrays["people"].tolist())
    first = int((arrays["voices"] < arrays["held_out"]).sum())

    def of(group: list[Clip], person: bool) -> tuple[Clip, ...]:
        return tuple(clip for clip in group if (clip.voice in people) == person)

    starts = np.cumsum(arrays["lengths"]) - arrays["lengths"]
    sound = {
        int(index): expand(arrays["sound"][start : start + length])
        for index, start, length in zip(arrays["heard"], starts, arrays["lengths"], strict=True)
    }
    held = every[:first]
    in_order = sorted(sound, key=lambda index: held[index].voice in people)  # those that are understood best come first
    return Clips(
        trained=of(every[first:], False),
        trained_people=of(every[first:], True),
        held_out=of(held, False),
        held_out_people=of(held, True),
        audible=tuple(held),
        sound={index: sound[index] for index in in_order},
    )
