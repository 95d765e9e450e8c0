"""What the page draws of a sound, and what its measure consists of."""

from dataclasses import dataclass

from ...cells.arrays import Array
from ...document import about
from ..base import Answer, Details, Uploaded


@dataclass(frozen=True)
class Interval:
    """Where a word lies on the most probable path that reads as these words."""

    symbol: str = about("the word")
    start: int = about("its first step, from 0", key="from")
    end: int = about("the step behind its last one", key="to")


@dataclass(frozen=True)
class SoundRemark:
    """How a file was read that does not say, or says wrongly, what is in it."""

    name: str = about("scaled: its numbers went beyond ±1; unfinished: its end is missing")
    value: float = about("the largest of its numbers; the seconds that were there")


@dataclass(frozen=True)
class SpeechAnswer(Answer):
    """A sound, what the network hears in it at every step, and the words that it reads off that."""

    spectrogram: Array = about("levels in dB", shape="(frames, bands)")
    bands_hz: tuple[int, ...] = about("the frequency at which each band is loudest", unit="Hz")
    posteriors: Array = about("p of every symbol at every step", shape="(T, symbols)")
    symbols: tuple[str, ...] = about("the symbols; the first is the blank")
    path: tuple[int, ...] = about("the likeliest symbol of every step, by its place among them")
    alignment: tuple[Interval, ...] = about("where each word that was heard lies")
    transcript: tuple[str, ...] = about("the words that were heard")
    truth: tuple[str, ...] | None = about("the words that were said; null where nobody told")
    step_seconds: float = about("how long a step lasts", unit="s")
    sound: str = about("the sound as a .wav file, base64")
    voice: str = about("who speaks; empty for the reader's own sound")
    language: str = about("in which language; likewise")
    lattice: tuple[str, ...] = about("the words that `gamma` is of: those that were said, or that were heard")
    gamma: Array = about(
        "the share of all paths that read as these words that passes through each of the lattice's positions",
        shape="(T, S)",
    )
    examples: int = about("how many examples there are")
    remarks: tuple[SoundRemark, ...] = about("how the reader's own sound was read, where that should be said")


@dataclass(frozen=True)
class SpeechUpload(Uploaded):
    """A sound, or recordings to learn a voice from."""

    seconds: float = about("how long it is; recordings without the silence around them", unit="s")
    remarks: tuple[SoundRemark, ...] = about("how it was read, where that should be said")
    recordings: int = about("how many recordings it has with the names of what is said; 0: it is one sound")
    words: tuple[str, ...] = about("the words that are said in them")


@dataclass(frozen=True)
class SpeechDetails(Details):
    """Beside the word error rate on the synthesisers' voices that are held out."""

    exact: float = about("the share of clips of which every word is right")
    cut: float = about(
        "the word error rate on those among them that were cut from recordings of people, of other synthesisers too"
    )
