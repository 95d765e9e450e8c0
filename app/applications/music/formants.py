"""How a phoneme sounds: the resonances of the mouth, its voice and its noise, from which a browser can make it.

A voice is a buzz through three resonances, the formants F1, F2, F3; a fricative is noise around one frequency; a stop
is silence and a short burst of noise; a diphthong moves from one vowel to another. All for an adult man.

Sources, rounded to 10 Hz: vowels of English G. Peterson, H. Barney, "Control Methods Used in a Study of the Vowels",
JASA 24 (1952), table II; of Spanish A. Bradlow, "A Comparative Acoustic Study of English and Spanish Vowels", JASA 97
(1995), Madrid, F1 and F2; consonants D. Klatt, "Software for a Cascade/Parallel Formant Synthesizer", JASA 67 (1980),
table III. What none of them has (ə, ŋ, ɲ, β, ɣ, ʎ, ʝ, ɾ, r, x, h, F3 of Spanish), loudness, the frequencies of noise
and the lengths are this project's own, chosen beside their neighbours.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True)
class Sound:
    """A phoneme.

    manner:   vowel, glide, liquid, nasal, stop, fricative or affricate
    formants: F1, F2, F3 at its beginning, in Hz
    to:       the same at its end
    voiced:   how loud its voice is, 0 … 1
    noise:    how loud its noise is, 0 … 1; centre: around which frequency, in Hz
    seconds:  how long it lasts
    """

    manner: str
    formants: tuple[int, int, int]
    to: tuple[int, int, int]
    voiced: float
    noise: float
    centre: int
    seconds: float


VOWELS: dict[str, tuple[int, int, int]] = {
    # English
    "i": (270, 2290, 3010),
    "ɪ": (390, 1990, 2550),
    "ɛ": (530, 1840, 2480),
    "æ": (660, 1720, 2410),
    "ɑ": (730, 1090, 2440),
    "ɔ": (570, 840, 2410),
    "ʊ": (440, 1020, 2240),
    "u": (300, 870, 2240),
    "ʌ": (640, 1190, 2390),
    "ɝ": (490, 1350, 1690),
    "ə": (500, 1400, 2400),
    # Spanish
    "a": (640, 1350, 2500),
    "e": (460, 1810, 2550),
    "o": (460, 1020, 2500),
}
DIPHTHONGS = ("aʊ", "aɪ", "eɪ", "oʊ", "ɔɪ")
"""Each moves from its first vowel to its second."""
VOWEL, DIPHTHONG = 0.14, 0.19
"""Seconds."""

#            manner, formants, voice, noise, centre of the noise, ms
CONSONANTS: dict[str, tuple[str, tuple[int, int, int], float, float, int, int]] = {
    "w": ("glide", (290, 610, 2150), 0.7, 0.0, 0, 70),
    "j": ("glide", (260, 2070, 3020), 0.7, 0.0, 0, 70),
    "ɹ": ("liquid", (310, 1060, 1380), 0.7, 0.0, 0, 80),
    "l": ("liquid", (310, 1050, 2880), 0.7, 0.0, 0, 75),
    "ʎ": ("liquid", (290, 1900, 2700), 0.7, 0.0, 0, 85),
    "ɾ": ("liquid", (350, 1500, 2500), 0.4, 0.0, 0, 30),
    "r": ("liquid", (400, 1400, 2400), 0.5, 0.1, 2000, 110),
    "m": ("nasal", (480, 1270, 2130), 0.5, 0.0, 0, 75),
    "n": ("nasal", (480, 1340, 2470), 0.5, 0.0, 0, 70),
    "ɲ": ("nasal", (300, 2000, 2900), 0.5, 0.0, 0, 85),
    "ŋ": ("nasal", (480, 2000, 2900), 0.5, 0.0, 0, 75),
    "p": ("stop", (400, 1100, 2150), 0.0, 0.5, 900, 90),
    "b": ("stop", (200, 1100, 2150), 0.3, 0.2, 900, 75),
    "t": ("stop", (400, 1600, 2600), 0.0, 0.6, 4000, 85),
    "d": ("stop", (200, 1600, 2600), 0.3, 0.3, 3500, 65),
    "k": ("stop", (300, 1990, 2850), 0.0, 0.6, 2000, 90),
    "ɡ": ("stop", (200, 1990, 2850), 0.3, 0.3, 2000, 70),
    "f": ("fricative", (340, 1100, 2080), 0.0, 0.3, 6000, 100),
    "v": ("fricative", (220, 1100, 2080), 0.4, 0.15, 5500, 65),
    "θ": ("fricative", (320, 1290, 2540), 0.0, 0.3, 7000, 100),
    "ð": ("fricative", (270, 1290, 2540), 0.5, 0.1, 6000, 50),
    "s": ("fricative", (320, 1390, 2530), 0.0, 0.7, 6500, 105),
    "z": ("fricative", (240, 1390, 2530), 0.4, 0.4, 6000, 75),
    "ʃ": ("fricative", (300, 1840, 2750), 0.0, 0.7, 3200, 110),
    "ʒ": ("fricative", (260, 1840, 2750), 0.4, 0.4, 3000, 75),
    "h": ("fricative", (500, 1500, 2500), 0.0, 0.3, 1500, 65),
    "x": ("fricative", (300, 1500, 2500), 0.0, 0.5, 1800, 95),
    "β": ("fricative", (260, 1100, 2150), 0.5, 0.05, 1000, 55),
    "ɣ": ("fricative", (260, 1900, 2600), 0.5, 0.05, 1800, 55),
    "ʝ": ("fricative", (260, 2070, 3020), 0.6, 0.15, 3500, 75),
    "tʃ": ("affricate", (350, 1800, 2820), 0.0, 0.7, 3400, 120),
    "dʒ": ("affricate", (260, 1800, 2820), 0.3, 0.5, 3000, 95),
}


def table() -> dict[str, Sound]:
    """Every phoneme's sound."""
    sounds = {sign: Sound("vowel", at, at, 1.0, 0.0, 0, VOWEL) for sign, at in VOWELS.items()}
    for sign in DIPHTHONGS:
        sounds[sign] = Sound("vowel", VOWELS[sign[0]], VOWELS[sign[1]], 1.0, 0.0, 0, DIPHTHONG)
    for sign, (manner, at, voiced, noise, centre, ms) in CONSONANTS.items():
        sounds[sign] = Sound(manner, at, at, voiced, noise, centre, ms / 1000)
    return sounds


SOUNDS: Mapping[str, Sound] = MappingProxyType(table())
