"""MIDI files, read back by a reader of their own: chunks, delta times, events."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.applications.music.melodies import LENGTHS, METRES, QUARTER, Note, melodies
from app.applications.music.midi import FLUTE, TICKS, midi, tempo, variable_length

notes = st.builds(Note, st.integers(36, 107), st.sampled_from(list(LENGTHS.values())))


def number(data: bytes, at: int) -> tuple[int, int]:
    """A variable-length number and where it ends."""
    value = 0
    while True:
        value = value << 7 | data[at] & 0x7F
        at += 1
        if data[at - 1] < 0x80:
            return value, at


def parsed(data: bytes) -> tuple[tuple[int, int, int], list[tuple[int, bytes]]]:
    """The head (format, tracks, ticks) and the track's events with their times in ticks."""
    assert data[:8] == b"MThd\x00\x00\x00\x06"
    head = struct.unpack(">HHH", data[8:14])
    assert data[14:18] == b"MTrk"
    (length,) = struct.unpack(">I", data[18:22])
    track, at, time = data[22:], 0, 0
    assert len(track) == length
    events = []
    while at < len(track):
        delta, at = number(track, at)
        time += delta
        if track[at] == 0xFF:
            size, begins = number(track, at + 2)
            end = begins + size
            events.append((time, track[at : at + 2] + track[begins:end]))
        else:
            end = at + (2 if track[at] >> 4 in (0xC, 0xD) else 3)
            events.append((time, track[at:end]))
        at = end
    return head, events


@given(st.lists(notes, max_size=40), st.sampled_from(METRES))
def test_every_note_is_in_the_file_as_long_as_it_is_written(own: list[Note], metre: str) -> None:
    head, events = parsed(midi(own, metre))
    assert head == (0, 1, TICKS)
    on = [(time, event[1]) for time, event in events if event[0] == 0x90]
    off = [(time, event[1]) for time, event in events if event[0] == 0x80]
    assert [pitch for _, pitch in on] == [pitch for _, pitch in off] == [note.pitch for note in own]
    lengths = [(end - start) * QUARTER / TICKS for (start, _), (end, _) in zip(on, off, strict=True)]
    assert lengths == [note.length for note in own]
    assert [start for start, _ in on] == [0, *(end for end, _ in off)][: len(on)], "each begins where the last ended"
    assert events[-1][1] == b"\xff\x2f"


@pytest.mark.parametrize("metre", METRES)
def test_metre_tempo_and_instrument_stand_at_the_beginning(metre: str) -> None:
    _, events = parsed(midi(melodies()[0].notes, metre))
    meta = {event[1]: event[2:] for time, event in events if event[0] == 0xFF and time == 0}
    numerator, power = meta[0x58][:2]
    assert f"{numerator}/{2**power}" == metre
    assert 60e6 / int.from_bytes(meta[0x51], "big") == pytest.approx(tempo(metre), rel=1e-5)
    assert (0, bytes([0xC0, FLUTE])) in events


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "00"),
        (0x7F, "7f"),
        (0x80, "8100"),
        (0x2000, "c000"),
        (0x3FFF, "ff7f"),
        (0x4000, "818000"),
        (0xFFFFFFF, "ffffff7f"),
    ],
)
def test_delta_times_are_those_of_the_standard(value: int, written: str) -> None:
    assert variable_length(value).hex() == written
    assert number(variable_length(value), 0) == (value, len(written) // 2)
