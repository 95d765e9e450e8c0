"""A melody as a Standard MIDI File: the bytes that any player of music reads.

    MThd  length 6   format 0   one track   ticks of a quarter note
    MTrk  length     (delta time, event) (delta time, event) … end of track

Numbers are big-endian; a delta time is a number of ticks in groups of seven bits, all but the last with the eighth bit
set. A note is an event that switches it on and one that switches it off.

Source: MIDI Manufacturers Association, "Standard MIDI Files 1.0", RP-001 (1996).
"""

import struct
from collections.abc import Iterable

from .melodies import QUARTER, Note

TICKS = 480
"""Ticks of a quarter note."""
VELOCITY = 80
FLUTE = 73
"""The instrument's number in General MIDI, from 0."""
BEATS = {"6/8": 165.0, "9/8": 165.0, "4/4": 160.0, "2/4": 120.0, "3/4": 120.0}
"""Quarter notes in a minute, by metre: a jig's beat is a dotted quarter, of which 165 quarters are 110."""


def tempo(metre: str) -> float:
    """Quarter notes in a minute."""
    return BEATS.get(metre, 120.0)


def variable_length(number: int) -> bytes:
    """A number of ticks as a file has it: 127 is 7F, 128 is 81 00. Up to four bytes."""
    groups = [number & 0x7F]
    while number := number >> 7:
        groups.append(number & 0x7F | 0x80)
    return bytes(reversed(groups))


def chunk(kind: bytes, content: bytes) -> bytes:
    """A chunk of a file: its kind, its length, its content."""
    return kind + struct.pack(">I", len(content)) + content


def midi(notes: Iterable[Note], metre: str) -> bytes:
    """The file of one melody: its metre, its tempo, a flute, and each note as long as it is written."""
    numerator, denominator = map(int, metre.split("/"))
    clocks = 36 if denominator == 8 else 24  # of the metronome: 24 to a quarter note
    track = b"\x00\xff\x58\x04" + bytes([numerator, denominator.bit_length() - 1, clocks, 8])
    track += b"\x00\xff\x51\x03" + round(60_000_000 / tempo(metre)).to_bytes(3, "big")  # µs of a quarter note
    track += bytes([0x00, 0xC0, FLUTE])
    for note in notes:
        track += bytes([0x00, 0x90, note.pitch, VELOCITY])
        track += variable_length(note.length * TICKS // QUARTER) + bytes([0x80, note.pitch, 0])
    track += b"\x00\xff\x2f\x00"
    return chunk(b"MThd", struct.pack(">HHH", 0, 1, TICKS)) + chunk(b"MTrk", track)
