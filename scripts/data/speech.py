"""Spoken digits for speech recognition: app/applications/speech/digits.npz.

    apt-get install espeak-ng flite festival festvox-kdlpc16k festvox-itapc16k festvox-italp16k festvox-ca-ona-hts
    apt-get install festvox-czech-dita festvox-czech-krb festvox-czech-machac festvox-czech-ph
    python -m scripts.data.speech      # with the versions of Debian 12; besides, this needs NumPy alone

Source: made here with three speech synthesisers, eSpeak NG (https://github.com/espeak-ng/espeak-ng, GPL 3 or later),
Flite (http://cmuflite.org) and Festival (https://www.cstr.ed.ac.uk/projects/festival) with its voices (licences like
BSD's; the Italian, Catalan and Czech voices GPL and LGPL). The licences are the programs' and do not extend to the
sounds that they make, which are given under the project's own.

eSpeak's voices are variants (of formants, pitch, breath) that speak Spanish and English in several accents. Those of
Flite and Festival are recordings of people, cut up and joined anew (`CUT`); each has one language, and Spanish is read
by Italian, Catalan and Czech voices from a spelling that makes them say the Spanish sounds (with the s of America).
Every voice says the digits at several speeds and pitches, alone and, in one breath, as numbers of two to four. No voice
is in two parts: those in `VALIDATION` and in `HELD_OUT` are never trained on. Some of what the former say is kept as
sound too, so that one can hear it.

The file has, for all clips together: `levels`, steps of `STEP` dB above -60, (frames, bands) uint8; `counts`, the
frames of each clip; `digits`, (clips, 4) int8, -1 after the last; `languages` and `voices`, the numbers of each clip's;
`spoken`, the names of the voices, `parts`, the number in `PARTS` of each voice's, and `cut`, those that were people's;
`sound`, the samples of the clips in `heard` one after the other, μ-law uint8, with their `lengths`.
"""

from __future__ import annotations

import subprocess
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np

from app.applications.speech.clips import LANGUAGES, PARTS, STEP, WORDS
from app.applications.speech.mel import FLOOR, HOP, RATE, decibels
from app.applications.speech.wav import compress, expand, read

if TYPE_CHECKING:
    from app.applications.split import Part
    from app.cells.arrays import Array

TARGET = Path(__file__).resolve().parents[2] / "app" / "applications" / "speech" / "digits.npz"
SEED = 7
LONGEST = 124
"""Frames of a clip: slower ones are left out."""
ACCENTS = {"es": ("es", "es-419"), "en": ("en-us", "en-gb", "en-gb-scotland", "en-gb-x-rp", "en-us-nyc")}
ITALIAN = "sero uno dos tres quatro sinco seis siete occio nueve"
CZECH = "sero uno dos tres kuatro sinko sejs sijete očo nueve"
CUT = {
    # voice: language, pitch in Hz (0: it keeps its own), how it is to be told that it shall say the ten digits
    "lp": ("es", 0, "(voice_lp_diphone)", ITALIAN),
    "pc": ("es", 0, "(voice_pc_diphone)", ITALIAN),
    "ona": ("es", 0, "(voice_upc_ca_ona_hts)", "sero uno dos tres cuatro sinco seis siete otxo nueve"),
    "ked": ("en", 0, "(voice_ked_diphone)", ""),
    "kal16": ("en", 105, "", ""),
    "rms": ("en", 100, "", ""),
    "slt": ("en", 170, "", ""),
    "awb": ("en", 130, "", ""),
    "dita": ("es", 0, "(voice_czech_dita)", CZECH),
    "krb": ("es", 0, "(voice_czech_krb)", CZECH),
    "machac": ("es", 0, "(voice_czech_machac)", CZECH),
    "ph": ("es", 0, "(voice_czech_ph)", CZECH),
}
"""Voices of Flite and, where there is a command, of Festival."""
VALIDATION = "awb lp f3 m5 klatt4 Andrea steph2 Marcelo Mike grandpa".split()  # noqa: SIM905
HELD_OUT = "machac rms f5 m7 klatt5 Annie Hugo max victor linda".split()  # noqa: SIM905
VOICES = (
    *VALIDATION,
    *"""
    m1 m2 m3 m4 m6 m7 m8 f1 f2 f4 f5 klatt klatt2 klatt3 klatt5 adam Alex Alicia Andy Annie antonio aunty belinda
    benjamin boris caleb david Denis Diogo ed edward Gene Henrique Hugo iven iven3 Jacky john kaukovalta
    Lee linda Marco Mario max michel miguel norbert pablo pedro quincy rob sandro shelby Storm travis victor zac anika
    grandma pc ona ked kal16 rms slt dita krb machac ph
    Michael Nguyen paul RicishayMax iven4 edward2 klatt6 announcer gustave AnxiousAndy robert Tweaky
    """.split(),  # noqa: SIM905
)
"""All of them, in the order in which they are drawn: new ones go to the end, so that the others say what they said."""
HEARD = 20
"""Clips that one can hear."""


@dataclass(frozen=True)
class Utterance:
    """What one voice is to say once: speed (1: its own), pitch in Hz (0: its own), and further options of eSpeak's.

    margin: samples of silence that are left before and after.
    """

    voice: str
    language: str
    digits: tuple[int, ...]
    stretch: float
    pitch: float
    options: tuple[str, ...]
    margin: Array

    @property
    def text(self) -> str:
        """The digits as this voice has to read them."""
        spelling = CUT[self.voice][3] if self.voice in CUT else ""
        words = spelling.split() or WORDS[self.language]
        return " ".join(words[digit] for digit in self.digits)


@dataclass(frozen=True)
class Clip:
    """What one voice said once: μ-law samples at 8 kHz."""

    voice: str
    language: str
    digits: tuple[int, ...]
    sound: Array


def draw(rng: np.random.Generator, voice: str, language: str, digits: tuple[int, ...]) -> Utterance:
    """An accent, a speed, a pitch."""
    stretch, pitch, options = 1.0, 0.0, tuple[str, ...]()
    if voice in CUT:
        stretch, pitch = rng.uniform(0.75, 1.2), CUT[voice][1] * rng.uniform(0.85, 1.25)
    else:
        choices = {
            "-v": f"{rng.choice(ACCENTS[language])}+{voice}",
            "-s": str(rng.integers(120, 200)),  # words a minute
            "-p": str(rng.integers(25, 75)),  # 50 is the voice's own pitch
            "-g": str(rng.choice([0, 0, 0, 4, 10])),  # pause between words, in 10 ms
        }
        options = tuple(part for choice in choices.items() for part in choice)
    return Utterance(voice, language, digits, stretch, pitch, options, rng.integers(200, 800, 2))  # 25 to 100 ms


def synthesise(utterance: Utterance) -> bytes:
    """A WAV file of eSpeak or Flite saying this."""
    if utterance.voice not in CUT:
        espeak = ["espeak-ng", *utterance.options, "--stdout", utterance.text]
        return subprocess.run(espeak, check=True, capture_output=True).stdout
    settings = (f"duration_stretch={utterance.stretch:.2f}", f"int_f0_target_mean={utterance.pitch:.0f}")
    options = [part for setting in settings for part in ("--setf", setting)]
    with NamedTemporaryFile(suffix=".wav") as file:
        subprocess.run(
            ["flite", "-voice", utterance.voice, *options, "-t", utterance.text, "-o", file.name], check=True
        )
        return Path(file.name).read_bytes()


def say_all(utterances: list[Utterance]) -> list[bytes]:
    """WAV files of Festival saying these, all of one voice: it takes longer to start than to speak."""
    with TemporaryDirectory() as folder:
        lines = [CUT[utterances[0].voice][2]]
        for k, utterance in enumerate(utterances):
            lines.append(
                f"""(Parameter.set 'Duration_Stretch {utterance.stretch:.2f})
                (set! said (Utterance Text "{utterance.text}")) (utt.synth said)
                (utt.save.wave said "{folder}/{k}.wav" 'riff)"""
            )
        subprocess.run(["festival", "--pipe"], input="\n".join(lines).encode("iso-8859-2"), check=True)
        return [Path(folder, f"{k}.wav").read_bytes() for k in range(len(utterances))]


def cut_out(utterance: Utterance, content: bytes) -> Clip:
    """The clip, with most of the silence around it cut away."""
    sound = read(content)
    loud = np.flatnonzero(np.abs(sound) > 0.01 * np.abs(sound).max())
    cut = sound[max(0, loud[0] - utterance.margin[0]) : loud[-1] + utterance.margin[1]]
    return Clip(utterance.voice, utterance.language, utterance.digits, compress(0.7 * cut / np.abs(cut).max()))


def choose_numbers(rng: np.random.Generator, voice: str) -> list[tuple[int, ...]]:
    """What a voice says in one language: the ten digits alone, and numbers; or, unheard in training, eight of one to
    four digits.

    The voices that were people's say more, for they are few.
    """
    numbers = {1: 2, 2: 2, 3: 2, 4: 2} if voice in VALIDATION else {2: 2, 3: 2, 4: 1}
    if voice in CUT and voice not in VALIDATION:
        numbers = {1: 10, 2: 15, 3: 10, 4: 5}
    single = [] if voice in VALIDATION else [(digit,) for digit in range(10)]
    return single + [tuple(rng.integers(0, 10, size).tolist()) for size, many in numbers.items() for _ in range(many)]


def utterances() -> list[Utterance]:
    """Everything that is to be said, voice by voice."""
    rng = np.random.default_rng(SEED)
    return [
        draw(rng, voice, language, digits)
        for voice in VOICES
        for language in ((CUT[voice][0],) if voice in CUT else LANGUAGES)
        for digits in choose_numbers(rng, voice)
    ]


def clips(wanted: list[Utterance]) -> list[Clip]:
    """Everything that is said."""
    said = []
    for voice, group in groupby(wanted, key=lambda utterance: utterance.voice):
        several = list(group)
        festival = voice in CUT and CUT[voice][2]
        contents = say_all(several) if festival else map(synthesise, several)
        said += [cut_out(*pair) for pair in zip(several, contents, strict=True)]
    return said


def part_of_voice(voice: str) -> Part:
    """The part of the data that a voice is in."""
    return "validation" if voice in VALIDATION else "held out" if voice in HELD_OUT else "training"


def choose_audible(validation: list[Clip]) -> list[int]:
    """Clips to hear: of every validation voice and language by turns, of all lengths; none longer than 2 seconds."""
    chosen: list[int] = []
    for k in range(10 * len(VALIDATION)):
        turn, place = divmod(k, len(VALIDATION))
        voice, language = VALIDATION[place], LANGUAGES[(place + turn) % 2]
        fitting = [
            index
            for index, clip in enumerate(validation)
            if (clip.voice, clip.language) == (voice, language)
            and len(clip.digits) == (4, 3, 2)[(turn + place) % 3]
            and len(clip.sound) < 2 * RATE
            and index not in chosen
        ]
        chosen += fitting[:1]
    return sorted(chosen[:HEARD])


def main() -> None:
    """Write the file anew."""
    every_clip = [clip for clip in clips(utterances()) if len(clip.sound) <= LONGEST * HOP]
    validation = [clip for clip in every_clip if clip.voice in VALIDATION]  # the first ones
    levels = [np.rint((decibels(expand(clip.sound)) - FLOOR) / STEP).astype(np.uint8) for clip in every_clip]
    audible = choose_audible(validation)
    np.savez_compressed(
        TARGET,
        levels=np.concatenate(levels),
        counts=np.array([len(level) for level in levels], np.int16),
        digits=np.array([[*clip.digits, -1, -1, -1][:4] for clip in every_clip], np.int8),
        languages=np.array([LANGUAGES.index(clip.language) for clip in every_clip], np.int8),
        voices=np.array([VOICES.index(clip.voice) for clip in every_clip], np.int16),
        spoken=np.array(VOICES),
        parts=np.array([PARTS.index(part_of_voice(voice)) for voice in VOICES], np.int8),
        cut=np.array(list(CUT)),
        heard=np.array(audible, np.int16),
        lengths=np.array([len(every_clip[k].sound) for k in audible], np.int32),
        sound=np.concatenate([every_clip[k].sound for k in audible]),
    )
    seconds = sum(len(clip.sound) for clip in every_clip) / RATE
    size = TARGET.stat().st_size / 1000
    print(f"{TARGET}: {len(every_clip)} clips of {len(VOICES)} voices, {seconds:.0f} s, {size:.0f} kB")


if __name__ == "__main__":
    main()
