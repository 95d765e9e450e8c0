"""What the page draws, and plays, of a melody and of a word."""

from dataclasses import dataclass

from ...document import about
from ..base import Uploaded
from ..next_symbol import SymbolAnswer
from .melodies import write
from .tune import Tune


@dataclass(frozen=True)
class LikelySymbol:
    """A note or a sound that might come."""

    symbol: str = about("the note or the phonetic sign; empty: the end")
    p: float = about("its probability")


@dataclass(frozen=True)
class ExpectedSymbol:
    """How a symbol was expected."""

    given: bool = about("whether the reader gave it; else the network made it")
    surprise: float = about("-log₂ of its probability", unit="bits")
    others: tuple[LikelySymbol, ...] = about("what was expected most")


@dataclass(frozen=True)
class MelodyNote(ExpectedSymbol):
    """A note of a melody."""

    pitch: int = about("its MIDI number")
    start: float = about("when it begins", unit="quarter notes")
    length: float = about("how long it lasts", unit="quarter notes")


@dataclass(frozen=True)
class MelodyAnswer(SymbolAnswer):
    """A melody, for the piano roll and for the ear."""

    kind: str = about("melody")
    notes: tuple[MelodyNote, ...] = about("the notes")
    tempo: float = about("quarter notes in a minute")
    midi: str = about("the melody as a MIDI file, base64")


@dataclass(frozen=True)
class Phoneme(ExpectedSymbol):
    """A sound of a word, and how to make it: see `app.applications.music.formants`."""

    symbol: str = about("its phonetic sign")
    manner: str = about("vowel, glide, liquid, nasal, stop, fricative or affricate")
    formants: tuple[int, int, int] = about("F1, F2, F3 at its beginning", unit="Hz")
    to: tuple[int, int, int] = about("the same at its end", unit="Hz")
    voiced: float = about("how loud its voice is, 0 … 1")
    noise: float = about("how loud its noise is, 0 … 1")
    centre: int = about("around which frequency the noise is", unit="Hz")
    seconds: float = about("how long it lasts", unit="s")


@dataclass(frozen=True)
class KnownWord:
    """A word that ships."""

    spelling: str = about("how it is written")
    seen: bool = about("whether training has seen it")


@dataclass(frozen=True)
class VoiceSample:
    """Another word after the same beginning."""

    text: str = about("its phonetic signs")
    word: KnownWord | None = about("the word that sounds so; null for one that was made up")


@dataclass(frozen=True)
class VoiceAnswer(SymbolAnswer):
    """A word, for the ear, and more of them."""

    kind: str = about("phonemes")
    phonemes: tuple[Phoneme, ...] = about("its sounds")
    word: KnownWord | None = about("the word that ships which sounds so; null for one that was made up")
    samples: tuple[VoiceSample, ...] = about("others that the network makes after the same beginning")


@dataclass(frozen=True)
class LeftOut:
    """What of a tune was not read, or was changed."""

    name: str = about(
        "chords, grace, ornaments, rests, lower (notes under others), voices, tunes, signs, rounded (lengths), octave, "
        "end (notes after the most that fit), metre"
    )
    count: int = about("how often")


@dataclass(frozen=True)
class MusicUpload(Uploaded):
    """A tune, as the network can read it: the text is one to be played, and the upload is no longer needed."""

    text: str = about("its notes, in the signature of C")
    example: int = about("the place of its metre among the starts")
    title: str = about("its title; empty where it has none")
    metre: str = about("its metre as it is written; empty likewise")
    read_metre: str = about("the metre that it is read in")
    shift: int = about("how far it was transposed", unit="semitones")
    notes: int = about("how many notes were read")
    left_out: tuple[LeftOut, ...] = about("what was not read, or was changed")


def upload_of(tune: Tune, example: int) -> MusicUpload:
    """What is said of a tune."""
    return MusicUpload(
        text=write(tune.notes),
        example=example,
        title=tune.title,
        metre=tune.written_metre,
        read_metre=tune.metre,
        shift=tune.shift,
        notes=len(tune.notes),
        left_out=tuple(LeftOut(name, count) for name, count in tune.left_out),
    )
