"""Spoken digits for speech recognition: app/applications/speech/digits.npz.

    apt-get install espeak-ng            # version 1.51 of Debian 12; NumPy is the only other thing that this needs
    python -m scripts.data.speech

Source: made here with the speech synthesiser eSpeak NG (https://github.com/espeak-ng/espeak-ng, GPL 3 or later); the
licence is the program's and does not extend to the sounds that it makes, which are given under the project's licence.

Every voice is a variant of eSpeak's (its formants, pitch, breath), speaking Spanish and English in several accents,
speeds and pitches. It says every digit once and, in one breath, some numbers of two to four digits. The voices in
`HELD_OUT` are never trained on; some of what they say is kept as sound too, so that one can hear it.

The file has, for all clips together: `levels`, decibels above -60 as whole numbers, (frames, bands) uint8; `counts`,
the frames of each clip; `digits`, (clips, 4) int8, -1 after the last; `languages` and `voices`, the numbers of each
clip's; `spoken`, the names of the voices, the first `held_out` of which are held out; and `sound`, the samples of the
clips in `heard` one after the other, μ-law uint8, with their `lengths`.
"""

from __future__ import annotations

import io
import subprocess
import wave
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.applications.speech.clips import LANGUAGES, WORDS
from app.applications.speech.mel import FLOOR, RATE, decibels
from app.applications.speech.wav import compress, expand, resample
from app.cells.base import Array

TARGET = Path(__file__).resolve().parents[2] / "app" / "applications" / "speech" / "digits.npz"
SEED = 7
ACCENTS = {"es": ("es", "es-419"), "en": ("en-us", "en-gb", "en-gb-scotland", "en-gb-x-rp", "en-us-nyc")}
HELD_OUT = "f3 m5 klatt4 Andrea steph2 Marcelo Mike grandpa".split()
TRAINED = (
    "m1 m2 m3 m4 m6 m7 m8 f1 f2 f4 f5 klatt klatt2 klatt3 klatt5 adam Alex Alicia Andy Annie antonio aunty belinda "
    "benjamin boris caleb david Denis Diogo ed edward Gene Gustave Henrique Hugo iven iven2 iven3 Jacky john kaukovalta "
    "Lee linda Marco Mario max michel miguel Nguyen norbert pablo paul pedro quincy rob robert sandro shelby Storm "
    "travis victor zac anika grandma"
).split()
HEARD = 20
"""Clips that one can hear."""


@dataclass(frozen=True)
class Clip:
    """What one voice said once: μ-law samples at 8 kHz."""

    voice: str
    language: str
    digits: tuple[int, ...]
    sound: Array


def speak(voice: str, language: str, digits: tuple[int, ...], rng: np.random.Generator) -> Clip:
    """Let the synthesiser say a number, in an accent, speed and pitch that are drawn."""
    text = " ".join(WORDS[language][digit] for digit in digits)
    options = {
        "-v": f"{rng.choice(ACCENTS[language])}+{voice}",
        "-s": str(rng.integers(130, 200)),  # words a minute
        "-p": str(rng.integers(30, 70)),  # 50 is the voice's own pitch
        "-g": str(rng.choice([0, 0, 0, 4, 10])),  # pause between words, in 10 ms
    }
    command = ["espeak-ng", *(part for option in options.items() for part in option), "--stdout", text]
    made = subprocess.run(command, check=True, capture_output=True).stdout
    with wave.open(io.BytesIO(made)) as file:
        samples = np.frombuffer(made[44:], "<i2") / 32768  # the header says 2 GB, for it is written first
        sound = resample(samples, file.getframerate())
    loud = np.flatnonzero(np.abs(sound) > 0.01 * np.abs(sound).max())
    margin = rng.integers(200, 800, 2)  # 25 to 100 ms of silence on either side
    cut = sound[max(0, loud[0] - margin[0]) : loud[-1] + margin[1]]
    return Clip(voice, language, digits, compress(0.7 * cut / np.abs(cut).max()))


def said(rng: np.random.Generator, alone: bool, numbers: dict[int, int]) -> list[tuple[int, ...]]:
    """What one voice says in one language: the ten digits alone, and numbers of so many digits (length → how many)."""
    single = [(digit,) for digit in range(10)] if alone else []
    return single + [tuple(rng.integers(0, 10, length).tolist()) for length, many in numbers.items() for _ in range(many)]


def clips() -> list[Clip]:
    """Everything that is spoken; the voices that are held out come first."""
    rng = np.random.default_rng(SEED)
    found = []
    for voice in HELD_OUT:
        for language in LANGUAGES:
            found += [speak(voice, language, digits, rng) for digits in said(rng, False, {1: 2, 2: 2, 3: 2, 4: 2})]
    for voice in TRAINED:
        for language in LANGUAGES:
            found += [speak(voice, language, digits, rng) for digits in said(rng, True, {2: 2, 3: 2, 4: 1})]
    return found


def heard(found: list[Clip]) -> list[int]:
    """Clips to hear: of every held-out voice by turns, in both languages, of all lengths; none longer than 2 seconds."""
    each = len(found) // len(HELD_OUT)
    chosen: list[int] = []
    for round_ in range(each):
        for voice in range(len(HELD_OUT)):
            half = each // 2
            index = voice * each + (voice + round_) % 2 * half + (3 + 2 * round_ + voice) % half
            if index not in chosen and len(found[index].sound) < 2 * RATE:
                chosen.append(index)
    return sorted(chosen[:HEARD])


def main() -> None:
    """Write the file anew."""
    found = clips()
    held = [clip for clip in found if clip.voice in HELD_OUT]
    names = [*HELD_OUT, *TRAINED]
    levels = [np.rint(decibels(expand(clip.sound)) - FLOOR).astype(np.uint8) for clip in found]
    audible = heard(held)
    np.savez_compressed(
        TARGET,
        levels=np.concatenate(levels),
        counts=np.array([len(level) for level in levels], np.int16),
        digits=np.array([[*clip.digits, -1, -1, -1][:4] for clip in found], np.int8),
        languages=np.array([LANGUAGES.index(clip.language) for clip in found], np.int8),
        voices=np.array([names.index(clip.voice) for clip in found], np.int16),
        spoken=np.array(names),
        held_out=np.array(len(HELD_OUT)),
        heard=np.array(audible, np.int16),
        lengths=np.array([len(found[k].sound) for k in audible], np.int32),
        sound=np.concatenate([found[k].sound for k in audible]),
    )
    seconds = sum(len(clip.sound) for clip in found) / RATE
    print(f"{TARGET}: {len(found)} clips ({len(held)} held out), {seconds:.0f} s, {TARGET.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
