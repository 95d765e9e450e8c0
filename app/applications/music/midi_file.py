"""A Standard MIDI File → its melody: the track that sounds like one, its highest voice, in the metre's quarter notes.

Format 0 holds all in one track, format 1 a track for each instrument: notes are told apart by track and channel, drums
(channel 10) are none, and the melody is the part with a name such as "Melody", "Voice" or "Lead"; else of those with
many notes the highest. Where notes of it sound together the highest is kept. Notes begin on a grid of twelfths of a
quarter note, which has sixteenths and triplets; one lasts until the next begins, unless a rest is heard between them.

The bytes (running status, tempo, variable lengths) are read by the package mido; see `midi` for the format's source.
"""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from fractions import Fraction
from io import BytesIO
from typing import Any

import mido

from ...numerals import Range
from ..base import MaterialError
from .melodies import QUARTER
from .tune import ReadTune

DRUMS = 9
MOST_NOTES = 20_000
LARGEST_TIME = 0x0FFFFFFF
"""Most ticks from one message to the next, by the format."""
LONGEST_RUN = 1000
"""Most bytes in a row with their upper bit set: in a number each says that it goes on, and mido reads on."""
NAMES = ("melod", "voice", "vocal", "lead", "sing", "voz", "canto", "flute", "fiddle", "violin", "soprano", "whistle")
GAP = Fraction(1, 2)
"""A note that sounds for less than this share of the time to the next is followed by a rest."""
FEW = 0.25
"""A melody has at least this share of the notes of the part that has most."""
SHARPS = {
    **{key: place for place, key in enumerate(["C", "G", "D", "A", "E", "B", "F#", "C#"])},
    **{key: -place for place, key in enumerate(["C", "F", "Bb", "Eb", "Ab", "Db", "Gb", "Cb"])},
    **{key + "m": place for place, key in enumerate(["A", "E", "B", "F#", "C#", "G#", "D#", "A#"])},
    **{key + "m": -place for place, key in enumerate(["A", "D", "G", "C", "F", "Bb", "Eb", "Ab"])},
}


@dataclass
class Part:
    """Notes of one track and channel: beginning and end in ticks, and pitch."""

    name: str = ""
    notes: list[tuple[int, int, int]] = field(default_factory=list)

    @property
    def mean_pitch(self) -> float:
        """How high it lies."""
        return sum(pitch for _, _, pitch in self.notes) / len(self.notes)


def is_midi(content: bytes) -> bool:
    """Whether bytes begin as a MIDI file, or as one in a RIFF."""
    return content[:4] == b"MThd" or (content[:4] == b"RIFF" and content[8:12] == b"RMID")


def read_midi(content: bytes) -> ReadTune:
    """The melody of a file. Raises MaterialError: midi_broken, midi_no_notes."""
    if content[:4] == b"RIFF":
        content = content[max(0, content.find(b"MThd")) :]
    if max(map(len, re.findall(rb"[\x80-\xff]+", content)), default=0) > LONGEST_RUN:
        raise MaterialError("midi_broken", value=f"> {LONGEST_RUN} × 0x80 … 0xFF", allowed="MThd, MTrk")
    try:
        file: Any = mido.MidiFile(file=BytesIO(content), clip=True)
    except Exception as error:  # noqa: BLE001 - mido has no class of its own for what is no MIDI
        raise MaterialError(
            "midi_broken", value=str(error)[:60] or type(error).__name__, allowed="MThd, MTrk"
        ) from None
    ticks = file.ticks_per_beat
    if file.type > 1 or not 0 < ticks < 0x8000:
        raise MaterialError("midi_broken", value=f"format {file.type}, {ticks}", allowed="format 0, 1")
    parts, title, metre, sharps = parts_of(file)
    heard = [part for part in parts if part.notes]
    if not heard:
        raise MaterialError("midi_no_notes", value=0, allowed=Range(1, MOST_NOTES))
    part = melody_of(heard)
    left_out: Counter[str] = Counter(voices=len(heard) - 1)
    notes = highest_voice(part, ticks, left_out)
    return ReadTune(title or part.name, metre, sharps, tuple(notes), left_out)


def parts_of(file: Any) -> tuple[list[Part], str, str, int | None]:
    """The parts of a file, its title (the first track's name), metre and signature, the first that it has."""
    parts: dict[tuple[int, int], Part] = defaultdict(Part)
    title, metre, sharps, count = "", "", None, 0
    for number, track in enumerate(file.tracks):
        name, now = "", 0
        begun: dict[tuple[int, int], int] = {}
        channels: set[int] = set()
        for message in track:
            if message.time > LARGEST_TIME:
                raise MaterialError("midi_broken", value=f"> {LARGEST_TIME}", allowed=Range(0, LARGEST_TIME))
            now += message.time
            if message.type == "track_name":
                name = name or message.name.strip("\0 ")[:80]
                title = title or (name if number == 0 else "")
            elif message.type == "time_signature":
                metre = metre or f"{message.numerator}/{message.denominator}"
            elif message.type == "key_signature":
                sharps = SHARPS.get(message.key) if sharps is None else sharps
            elif message.type in ("note_on", "note_off") and message.channel != DRUMS:
                key = (message.channel, message.note)
                if key in begun:  # a note that begins again ends
                    start = begun.pop(key)
                    parts[number, message.channel].notes.append((start, now, message.note))
                    channels.add(message.channel)
                    count += 1
                if message.type == "note_on" and message.velocity:
                    begun[key] = now
                if count > MOST_NOTES:
                    raise MaterialError("midi_broken", value=f"> {MOST_NOTES}", allowed=Range(1, MOST_NOTES))
        for channel in channels:
            parts[number, channel].name = name
    return list(parts.values()), title, metre, sharps


def melody_of(parts: list[Part]) -> Part:
    """The part that is the melody: see the module."""
    most = max(len(part.notes) for part in parts)
    some = [part for part in parts if len(part.notes) >= FEW * most]
    named = [part for part in some if any(name in part.name.lower() for name in NAMES)]
    return max(named or some, key=lambda part: part.mean_pitch)


def highest_voice(part: Part, ticks: int, left_out: Counter[str]) -> list[tuple[int, Fraction]]:
    """Pitch and length in quarter notes of the highest note at every place of the grid."""
    at_place: dict[int, tuple[int, int]] = {}
    for start, end, pitch in sorted(part.notes):
        place = round(Fraction(start * QUARTER, ticks))
        stop = max(place + 1, round(Fraction(end * QUARTER, ticks)))
        if place in at_place:
            left_out["lower"] += 1
        if place not in at_place or pitch > at_place[place][0]:
            at_place[place] = (pitch, stop)
    places = sorted(at_place)
    notes = []
    for place, following in zip(places, [*places[1:], None], strict=True):
        pitch, stop = at_place[place]
        room = None if following is None else following - place
        sounds = stop - place
        if room is not None and (sounds > room or sounds >= GAP * room):
            sounds = room
        elif room is not None:
            left_out["rests"] += 1
        notes.append((pitch, Fraction(sounds, QUARTER)))
    return notes
