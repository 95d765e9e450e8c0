"""Spoken digits for speech recognition: app/applications/speech/digits.npz.

    apt-get install espeak-ng flite festival festvox-kdlpc16k festvox-itapc16k festvox-italp16k festvox-ca-ona-hts
    python -m scripts.data.speech      # with the versions of Debian 12; besides, this needs NumPy alone

Source: made here with three speech synthesisers, eSpeak NG (https://github.com/espeak-ng/espeak-ng, GPL 3 or later),
Flite (http://cmuflite.org) and Festival (https://www.cstr.ed.ac.uk/projects/festival) with its voices (licences like
BSD's; the Italian and Catalan voices GPL and LGPL). The licences are the programs' and do not extend to the sounds that
they make, which are given under the project's own.

eSpeak's voices are variants (of formants, pitch, breath) that speak Spanish and English in several accents. Those of
Flite and Festival are recordings of people, cut up and joined anew; each has one language, and Spanish is read by
Italian and Catalan voices from a spelling that makes them say the Spanish sounds (with the s of America). Every voice
says the digits at several speeds and pitches, alone and, in one breath, as numbers of two to four. The voices in
`HELD_OUT` are never trained on; some of what they say is kept as sound too, so that one can hear it.

The file has, for all clips together: `levels`, steps of `STEP` dB above -60, (frames, bands) uint8; `counts`, the
frames of each clip; `digits`, (clips, 4) int8, -1 after the last; `languages` and `voices`, the numbers of each clip's;
`spoken`, the names of the voices, the first `held_out` of which are held out, and `people`, those that were people's;
`sound`, the samples of the clips in `heard` one after the other, μ-law uint8, with their `lengths`.
"""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING

import numpy as np

from app.applications.speech.clips import LANGUAGES, STEP, WORDS
from app.applications.speech.mel import FLOOR, HOP, RATE, decibels
from app.applications.speech.wav import compress, expand, read

if TYPE_CHECKING:
    from app.cells.arrays import Array

TARGET = Path(__file__).resolve().parents[2] / "app" / "applications" / "speech" / "digits.npz"
SEED = 7
LONGEST = 124
"""Frames of a clip: slower ones are left out."""
ACCENTS = {"es": ("es", "es-419"), "en": ("en-us", "en-gb", "en-gb-scotland", "en-gb-x-rp", "en-us-nyc")}
PEOPLE = {
    # voice: language, pitch in Hz (0: it keeps its own), how it is to be told that it shall say the ten digits
    "lp": ("es", 0, "(voice_lp_diphone)", "sero uno dos tres quatro sinco seis siete occio nueve"),
    "pc": ("es", 0, "(voice_pc_diphone)", "sero uno dos tres quatro sinco seis siete occio nueve"),
    "ona": ("es", 0, "(voice_upc_ca_ona_hts)", "sero uno dos tres cuatro sinco seis siete otxo nueve"),
    "ked": ("en", 0, "(voice_ked_diphone)", ""),
    "kal16": ("en", 105, "", ""),
    "rms": ("en", 100, "", ""),
    "slt": ("en", 170, "", ""),
    "awb": ("en", 130, "", ""),
}
"""Voices of Flite and, where there is a command, of Festival."""
HELD_OUT = "awb lp f3 m5 klatt4 Andrea steph2 Marcelo Mike grandpa".split()  # noqa: SIM905
TRAINED = """
    m1 m2 m3 m4 m6 m7 m8 f1 f2 f4 f5 klatt klatt2 klatt3 klatt5 adam Alex Alicia Andy Annie antonio aunty belinda
    benjamin boris caleb david Denis Diogo ed edward Gene Henrique Hugo iven iven3 Jacky john kaukovalta
    Lee linda Marco Mario max michel miguel norbert pablo pedro quincy rob sandro shelby Storm travis victor zac anika
    grandma pc ona ked kal16 rms slt
""".split()  # noqa: SIM905
HEARD = 20
"""Clips that one can hear."""


@dataclass(frozen=True)
class Clip:
    """What one voice said once: μ-law samples at 8 kHz."""

    voice: str
    language: str
    digits: tuple[int, ...]
    sound: Array


def words(voice: str, language: str) -> list[str]:
    """The ten digits as this voice has to read them."""
    spelling = PEOPLE[voice][3] if voice in PEOPLE else ""
    return spelling.split() or list(WORDS[language])


def synthesise(voice: str, language: str, text: str, rng: np.random.Generator) -> bytes:
    """A WAV file of a synthesiser saying this, in an accent, speed and pitch that are drawn."""
    if voice in PEOPLE:
        _, pitch, command, _ = PEOPLE[voice]
        stretch = rng.uniform(0.75, 1.2)
        settings = [f"duration_stretch={stretch:.2f}", f"int_f0_target_mean={pitch * rng.uniform(0.85, 1.25):.0f}"]
        options = [part for setting in settings for part in ("--setf", setting)]
        with NamedTemporaryFile(suffix=".wav") as file:
            if command:
                script = f"""{command} (Parameter.set 'Duration_Stretch {stretch:.2f})
                (set! said (Utterance Text "{text}")) (utt.synth said) (utt.save.wave said "{file.name}" 'riff)"""
                subprocess.run(["festival", "--pipe"], input=script.encode(), check=True)
            else:
                subprocess.run(["flite", "-voice", voice, *options, "-t", text, "-o", file.name], check=True)
            return Path(file.name).read_bytes()
    choices = {
        "-v": f"{rng.choice(ACCENTS[language])}+{voice}",
        "-s": str(rng.integers(120, 200)),  # words a minute
        "-p": str(rng.integers(25, 75)),  # 50 is the voice's own pitch
        "-g": str(rng.choice([0, 0, 0, 4, 10])),  # pause between words, in 10 ms
    }
    espeak = ["espeak-ng", *(part for choice in choices.items() for part in choice), "--stdout", text]
    return subprocess.run(espeak, check=True, capture_output=True).stdout


def speak(voice: str, language: str, digits: tuple[int, ...], rng: np.random.Generator) -> Clip:
    """Let a voice say a number, and cut away most of the silence around it."""
    sound = read(synthesise(voice, language, " ".join(words(voice, language)[digit] for digit in digits), rng))
    loud = np.flatnonzero(np.abs(sound) > 0.01 * np.abs(sound).max())
    margin = rng.integers(200, 800, 2)  # 25 to 100 ms on either side
    cut = sound[max(0, loud[0] - margin[0]) : loud[-1] + margin[1]]
    return Clip(voice, language, digits, compress(0.7 * cut / np.abs(cut).max()))


def choose_numbers(rng: np.random.Generator, voice: str) -> list[tuple[int, ...]]:
    """What a voice says in one language: the ten digits alone, and numbers; or, held out, eight of one to four digits.

    The voices that were people's say more, for they are few.
    """
    numbers = {1: 2, 2: 2, 3: 2, 4: 2} if voice in HELD_OUT else {2: 2, 3: 2, 4: 1}
    if voice in PEOPLE and voice not in HELD_OUT:
        numbers = {1: 10, 2: 15, 3: 10, 4: 5}
    single = [] if voice in HELD_OUT else [(digit,) for digit in range(10)]
    return single + [tuple(rng.integers(0, 10, size).tolist()) for size, many in numbers.items() for _ in range(many)]


def clips() -> list[Clip]:
    """Everything that is spoken; the voices that are held out come first."""
    rng = np.random.default_rng(SEED)
    return [
        speak(voice, language, digits, rng)
        for voice in (*HELD_OUT, *TRAINED)
        for language in ((PEOPLE[voice][0],) if voice in PEOPLE else LANGUAGES)
        for digits in choose_numbers(rng, voice)
    ]


def choose_audible(held: list[Clip]) -> list[int]:
    """Clips to hear: of every held-out voice and language by turns, of all lengths; none longer than 2 seconds."""
    chosen: list[int] = []
    for k in range(10 * len(HELD_OUT)):
        turn, place = divmod(k, len(HELD_OUT))
        voice, language = HELD_OUT[place], LANGUAGES[(place + turn) % 2]
        fitting = [
            index
            for index, clip in enumerate(held)
            if (clip.voice, clip.language) == (voice, language)
            and len(clip.digits) == (4, 3, 2)[(turn + place) % 3]
            and len(clip.sound) < 2 * RATE
            and index not in chosen
        ]
        chosen += fitting[:1]
    return sorted(chosen[:HEARD])


def main() -> None:
    """Write the file anew."""
    every_clip = [clip for clip in clips() if len(clip.sound) <= LONGEST * HOP]
    held = [clip for clip in every_clip if clip.voice in HELD_OUT]
    names = [*HELD_OUT, *TRAINED]
    levels = [np.rint((decibels(expand(clip.sound)) - FLOOR) / STEP).astype(np.uint8) for clip in every_clip]
    audible = choose_audible(held)
    np.savez_compressed(
        TARGET,
        levels=np.concatenate(levels),
        counts=np.array([len(level) for level in levels], np.int16),
        digits=np.array([[*clip.digits, -1, -1, -1][:4] for clip in every_clip], np.int8),
        languages=np.array([LANGUAGES.index(clip.language) for clip in every_clip], np.int8),
        voices=np.array([names.index(clip.voice) for clip in every_clip], np.int16),
        spoken=np.array(names),
        held_out=np.array(len(HELD_OUT)),
        people=np.array(list(PEOPLE)),
        heard=np.array(audible, np.int16),
        lengths=np.array([len(every_clip[k].sound) for k in audible], np.int32),
        sound=np.concatenate([every_clip[k].sound for k in audible]),
    )
    seconds = sum(len(clip.sound) for clip in every_clip) / RATE
    size = TARGET.stat().st_size / 1000
    print(f"{TARGET}: {len(every_clip)} clips ({len(held)} held out), {seconds:.0f} s, {size:.0f} kB")


if __name__ == "__main__":
    main()
