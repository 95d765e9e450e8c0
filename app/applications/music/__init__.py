"""Music and voice: the next note of a melody, the next sound of a word.

A tune begins with its metre, a word with its language, which are given once. What comes next hangs on them to the end,
on the place in the bar and on how the tune began: more than the two symbols that a Markov model of second order knows.
"""

from base64 import b64encode
from collections.abc import Sequence
from functools import cached_property
from math import log
from typing import Any, ClassVar

import numpy as np

from ...bptt.architecture import Network
from ...numerals import Range
from ..alphabet import UNKNOWN, Alphabet
from ..base import MaterialError, Prediction
from ..config import InferenceConfig
from ..known_words import WordGroup, group
from ..next_symbol import NextSymbol, SymbolAnswer
from ..split import Part
from ..text_encoding import decode
from ..tokenise import Word as Typed
from ..tokenise import unknown
from .abc_notation import SignError, is_abc, read_abc, read_music, unfold
from .answer import (
    ExpectedSymbol,
    KnownWord,
    LikelySymbol,
    MelodyAnswer,
    MelodyNote,
    MusicUpload,
    Phoneme,
    VoiceAnswer,
    VoiceSample,
    upload_of,
)
from .config import MusicConfig
from .formants import SOUNDS
from .melodies import ALLOWED, METRES, NOTES, QUARTER, Note, NoteError, melodies, read
from .midi import midi, tempo
from .midi_file import is_midi, read_midi
from .phonemes import INVENTORY, PHONEMES, split_phonemes, words
from .tune import MOST, Tune, first_that_fit, fit, fit_in_place

MELODY, VOICE = "melody", "phonemes"
SAMPLES = 8
"""Words that are made beside the one that is shown."""
LONGEST = MOST
"""Most notes of a melody."""
MOST_BYTES = 400_000
"""A MIDI file of an orchestra has so many."""
LONGEST_WORD = 30
"""Most letters, or phonetic signs, of a word that is typed."""
COMMON = "rho=1&dtype=float32&clip=norm&threshold=1"


class Music(NextSymbol[MusicConfig]):
    """See the module. The variant "melody" begins with a metre, "phonemes" with a language."""

    name: ClassVar[str] = "music"
    variants: ClassVar[tuple[str, ...]] = (MELODY, VOICE)
    config: ClassVar[type[InferenceConfig]] = MusicConfig
    recipe: ClassVar[str] = f"units=64&rate=0.01&minibatch=32&iterations=1200&{COMMON}&changes=900:rate=0.002"
    steps: ClassVar[int] = LONGEST + 1
    measure_name: ClassVar[str] = "bits_symbol"
    unit: ClassVar[float] = log(2)
    source: ClassVar[str] = (
        "melodies: F. O'Neill, \"O'Neill's Music of Ireland\" (1903, public domain), in the PyPI package music21; "
        "words: CMU Pronouncing Dictionary (BSD) and espeak-ng"
    )

    material_bytes: ClassVar[int] = MOST_BYTES

    @classmethod
    def read_material(cls, content: bytes) -> MusicUpload:
        """A MIDI file, or a text in ABC notation: what of it the network can read, to be played as a text."""
        tune = fit(read_midi(content)) if is_midi(content) else tune_of(decode(content)[0])
        if not tune.notes:
            raise MaterialError("tune_empty", value=0, allowed=Range(1, LONGEST))
        return upload_of(tune, METRES.index(tune.metre))

    @classmethod
    def recipe_of(cls, variant: str) -> str:
        """Words are short and many, melodies long and few."""
        voice = f"units=80&rate=0.005&minibatch=64&iterations=3000&{COMMON}&changes=2000:rate=0.001"
        return voice if variant == VOICE else cls.recipe

    @cached_property
    def alphabet(self) -> Alphabet[Any]:
        if self.variant == VOICE:
            return Alphabet(PHONEMES, tuple(INVENTORY))
        notes = tuple(sorted({note for tune in melodies() for note in tune.notes}))
        return Alphabet(notes, METRES, NOTES - len(notes))

    @cached_property
    def sequences(self) -> dict[Part, list[list[int]]]:
        parts: dict[Part, list[list[int]]] = {"training": [], "validation": [], "held out": []}
        if self.variant == VOICE:
            for word in words():
                parts[word.part].append(self.alphabet.sequence(word.language, word.phonemes))
        else:
            for tune in melodies():
                parts[tune.part].append(self.alphabet.sequence(tune.metre, tune.notes))
        return parts

    @classmethod
    def known_words(cls, variant: str) -> tuple[WordGroup, ...]:
        """The words whose sounds ship, by language; a melody has none."""
        if variant != VOICE:
            return ()
        return tuple(group(lang, (word.spelling for word in words() if word.language == lang)) for lang in INVENTORY)

    def predict(self, network: Network, request: MusicConfig) -> Prediction[MelodyAnswer | VoiceAnswer]:
        """A beginning as the network hears it, and how it goes on."""
        start, beginning = self.beginning(request)
        given = self.alphabet.sequence(start, beginning, ends=False)
        sequence, *others = self.continue_sequence(network, given, request, 1 + SAMPLES if self.variant == VOICE else 1)
        symbols = (*beginning, *self.alphabet.symbols_of(sequence[len(given) :]))
        reading = self.read(network, sequence, request, (start, *map(str, symbols)))
        expected_symbols = [
            ExpectedSymbol(
                given=place < len(beginning),
                surprise=expectation.surprise,
                others=tuple(LikelySymbol(self.symbol_text(number), p) for number, p in expectation.likely),
            )
            for place, expectation in enumerate(reading.expectations)
        ]
        answer = reading.prediction.answer
        if self.variant == VOICE:
            more = [(*beginning, *self.alphabet.symbols_of(other[len(given) :])) for other in others]
            return reading.with_answer(voice(answer, symbols, expected_symbols, more))
        return reading.with_answer(melody(answer, symbols, expected_symbols))

    def beginning(self, request: MusicConfig) -> tuple[str, Sequence[Any]]:
        """The start that a request names, and the symbols that were typed. Raises `MaterialError`."""
        if self.variant == VOICE:
            return request.language, spoken(request.text, request.language)
        metre = METRES[request.example % len(METRES)]
        if is_abc(unfold(request.text)):
            tune = tune_of(request.text)
            return tune.metre if tune.written_metre else metre, tune.notes
        notes = typed_notes(request.text)
        if len(notes) > LONGEST:
            raise MaterialError("too_many_notes", "text", value=len(notes), allowed=Range(0, LONGEST))
        return metre, notes

    def symbol_text(self, number: int) -> str:
        """A predicted symbol as text; the end is none."""
        return "".join(map(str, self.alphabet.symbols_of([number]))) if number != UNKNOWN else "�"


def tune_of(text: str) -> Tune:
    """A text in ABC notation, with a head or without, as the network can read it. Raises `MaterialError`."""
    text = unfold(text)
    if is_abc(text):
        return fit(read_abc(text))
    notes = typed_notes(text, "material")
    kept = first_that_fit(notes)
    return Tune("", "", METRES[0], 0, kept, (("end", len(notes) - len(kept)),) if notes[len(kept) :] else ())


def typed_notes(text: str, field: str = "text") -> tuple[Note, ...]:
    """The notes of a line: as this application writes them, or else as music in ABC. Raises `MaterialError`."""
    try:
        return read(text)
    except NoteError as error:
        wrong = error
    try:
        tune = read_music(text)
        if tune.notes:
            return fit_in_place(tune)
    except SignError as error:
        wrong = NoteError(error.at + 1, text[error.at])
    at = text[: wrong.column - 1]
    line, column = at.count("\n") + 1, len(at) - at.rfind("\n")
    raise MaterialError("not_a_note", field, value=wrong.sign, allowed=ALLOWED, line=line, column=column) from None


def spoken(text: str, language: str) -> tuple[str, ...]:
    """The phonemes of a word that ships, or of signs of the phonetic alphabet. Raises `MaterialError`."""
    spelling = text.strip().lower()
    if len(spelling) > LONGEST_WORD:
        raise MaterialError("too_long", "text", value=len(spelling), allowed=Range(0, LONGEST_WORD))
    known = {word.spelling: word.phonemes for word in words() if word.language == language}
    phonemes = known.get(spelling) or split_phonemes(spelling, language)
    if phonemes is None:
        raise unknown(Typed(spelling, 1, 1 + len(text) - len(text.lstrip())), known)
    return phonemes


def melody(answer: SymbolAnswer, notes: Sequence[Note], expected_symbols: Sequence[ExpectedSymbol]) -> MelodyAnswer:
    """A melody: what every answer says of it, its notes, and how each was expected."""
    lengths = np.array([note.length for note in notes]) / QUARTER
    starts = np.cumsum(lengths) - lengths
    timed_notes = zip(notes, starts.tolist(), lengths.tolist(), expected_symbols, strict=True)
    metre = answer.start
    return MelodyAnswer(
        **vars(answer),
        kind=MELODY,
        notes=tuple(
            MelodyNote(**vars(expected), pitch=note.pitch, start=start, length=length)
            for note, start, length, expected in timed_notes
        ),
        tempo=tempo(metre),
        midi=b64encode(midi(notes, metre)).decode(),
    )


def voice(
    answer: SymbolAnswer,
    phonemes: Sequence[str],
    expected_symbols: Sequence[ExpectedSymbol],
    others: Sequence[Sequence[str]],
) -> VoiceAnswer:
    """A word: what every answer says of it, its sounds, how each was expected, and others after the same beginning."""
    known = {word.phonemes: word for word in words() if word.language == answer.start}

    def word_of(sounds: Sequence[str]) -> KnownWord | None:
        word = known.get(tuple(sounds))
        return None if word is None else KnownWord(word.spelling, word.part == "training")

    return VoiceAnswer(
        **vars(answer),
        kind=VOICE,
        phonemes=tuple(
            Phoneme(**vars(expected), symbol=sign, **vars(SOUNDS[sign]))
            for sign, expected in zip(phonemes, expected_symbols, strict=True)
        ),
        word=word_of(phonemes),
        samples=tuple(VoiceSample("".join(sounds), word_of(sounds)) for sounds in others),
    )
