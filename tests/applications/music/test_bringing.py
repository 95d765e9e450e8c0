"""Tunes that readers bring: MIDI files of every usual kind, and ABC as it is written on the web."""

from __future__ import annotations

import io
import struct
from contextlib import suppress
from fractions import Fraction
from time import perf_counter
from typing import Any

import mido
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.applications.base import MaterialError
from app.applications.music import Music
from app.applications.music.abc_notation import SignError, read_abc, read_music
from app.applications.music.answer import MusicUpload
from app.applications.music.melodies import METRES, melodies, read
from app.applications.music.midi import midi
from app.applications.music.midi_file import read_midi
from app.applications.music.tune import MOST, fit, likely_sharps, nearest_length
from app.settings import LIMITS

TICKS = 96
SCALE = (60, 62, 64, 65, 67, 69, 71, 72)


def pitches(abc: str, head: str = "X:1\nM:4/4\nL:1/4\nK:C\n") -> list[int]:
    return [pitch for pitch, _ in read_abc(head + abc).notes]


def lengths(abc: str, head: str = "X:1\nM:4/4\nL:1/4\nK:C\n") -> list[Fraction]:
    return [length for _, length in read_abc(head + abc).notes]


def out(abc: str, head: str = "X:1\nM:4/4\nL:1/4\nK:C\n") -> dict[str, int]:
    return dict(+read_abc(head + abc).left_out)


# --- ABC ---


def test_letters_octaves_and_accidentals_are_pitches() -> None:
    assert pitches("C c c' C, ^F _B =F __D ^^C") == [60, 72, 84, 48, 66, 70, 65, 60, 62]


def test_an_accidental_holds_for_its_letter_to_the_end_of_the_bar() -> None:
    assert pitches("^F F f | F =f f") == [66, 66, 78, 65, 77, 77]


@pytest.mark.parametrize(
    ("key", "raised"),
    [
        ("G", {"F": 1}),
        ("D", {"F": 1, "C": 1}),
        ("Dm", {"B": -1}),
        ("D minor", {"B": -1}),
        ("Ador", {"F": 1}),
        ("A dorian", {"F": 1}),
        ("D Mix", {"F": 1}),
        ("F#m", {"F": 1, "C": 1, "G": 1}),
        ("Bb", {"B": -1, "E": -1}),
        ("Eb major", {"B": -1, "E": -1, "A": -1}),
        ("F lyd", {}),
        ("C clef=treble", {}),
        ("none", {}),
        ("HP", {"F": 1, "C": 1}),
        ("D ^g", {"F": 1, "C": 1, "G": 1}),
        ("D exp ^g", {"G": 1}),
    ],
)
def test_the_signature_is_that_of_the_key_and_its_mode(key: str, raised: dict[str, int]) -> None:
    plain = dict(zip("CDEFGAB", (60, 62, 64, 65, 67, 69, 71), strict=True))
    expected = [plain[letter] + raised.get(letter, 0) for letter in "CDEFGAB"]
    assert pitches("CDEFGAB", f"X:1\nM:4/4\nK:{key}\n") == expected


def test_lengths_are_multiples_of_the_plain_note() -> None:
    assert lengths("C C2 C/ C/2 C// C/4 C3/2 C4") == [1, 2, 0.5, 0.5, 0.25, 0.25, 1.5, 4]
    assert lengths("C", "X:1\nM:2/4\nK:C\n") == [Fraction(1, 4)]
    assert lengths("C", "X:1\nM:6/8\nK:C\n") == [Fraction(1, 2)]
    assert lengths("C", "X:1\nM:C|\nK:C\n") == [Fraction(1, 2)]


def test_broken_rhythm_tuplets_and_ties_change_lengths() -> None:
    third = Fraction(2, 3)
    assert lengths("C>D C<D C>>D") == [*map(Fraction, ("3/2", "1/2", "1/2", "3/2", "7/4", "1/4"))]
    assert lengths("(3CDE F (3:2:2C2E F") == [third, third, third, 1, 2 * third, third, 1]
    assert lengths("(2CD", "X:1\nM:6/8\nL:1/8\nK:C\n") == [Fraction(3, 4)] * 2
    assert lengths("C-C D2-|D C") == [2, 3, 1]
    assert pitches("C-C D2-|D C") == [60, 62, 60]


def test_repeats_and_their_endings_are_played() -> None:
    assert pitches("|: C D :| E") == [60, 62, 60, 62, 64]
    assert pitches("C D :| E") == [60, 62, 60, 62, 64]
    assert pitches("|: C |1 D :|2 E || F") == [60, 62, 60, 64, 65]
    assert pitches("|: C |[1 D :|[2 E |] F") == [60, 62, 60, 64, 65]
    assert pitches("|: C :: D :| E") == [60, 60, 62, 62, 64]
    assert pitches("|: C |1,3 D :|2 E :| F") == [60, 62, 60, 64, 65]


def test_what_is_no_melody_is_left_out_and_counted() -> None:
    assert pitches('"Am"C "G7"D {ga}E !trill!F ~G .A uB z2 c [CEG]') == [60, 62, 64, 65, 67, 69, 71, 72, 67]
    assert out('"Am"C "G7"D {ga}E !trill!F ~G z2 [CEG]') == {
        "chords": 2,
        "grace": 1,
        "ornaments": 2,
        "rests": 1,
        "lower": 2,
    }
    assert out('"^slowly"C') == {}  # a remark, not a chord


def test_comments_words_continued_lines_and_changes_within_are_read() -> None:
    tune = "C D \\\nE % and so on\nw: la la la\nF [K:G] F [L:1/8] G | [M:3/4] A\nL:1/2\nB\nW: words\n%%staves 5\nc"
    assert pitches(tune) == [60, 62, 64, 65, 66, 67, 69, 71, 72]
    assert lengths(tune)[-4:] == [Fraction(1, 2), Fraction(1, 2), 2, 2]


def test_of_several_tunes_the_first_is_taken_and_the_others_are_said() -> None:
    text = "Here is one from a page:\n\nX:1\nT:One\nM:3/4\nK:C\nCDE\n\nX:2\nT:Two\nK:C\nGAB\n\nX:3\nK:C\nc"
    tune = read_abc(text)
    assert (tune.title, tune.metre, [pitch for pitch, _ in tune.notes]) == ("One", "3/4", [60, 62, 64])
    assert tune.left_out["tunes"] == 2


def test_of_several_voices_one_is_taken() -> None:
    text = "X:1\nK:C\nV:1\nCDE\nV:2\nC,D,E,\nV:1\nFG\n"
    assert [pitch for pitch, _ in read_abc(text).notes] == [60, 62, 64, 65, 67]
    assert read_abc(text).left_out["voices"] == 1


def test_voices_are_told_apart_where_the_head_describes_them_and_within_lines() -> None:
    head = "X:1\nV:1 clef=treble\nV:2 clef=bass\nK:C\n"
    for body in ("V:1\nCDE\nV:2\nC,D,\n", "[V:1] CDE\n[V:2] C,D,\n", "CDE\nV:2\nC,D,"):
        tune = read_abc(head + body)
        assert [pitch for pitch, _ in tune.notes] == [60, 62, 64]
        assert tune.left_out["voices"] == 1


@pytest.mark.parametrize("key", ["G", "Gmaj", "Em", "Edor", "D mix"])
def test_a_tune_that_a_field_of_one_line_has_run_together_is_read(key: str) -> None:
    lines = ["X:1", "T:The Kesh", "R:jig", "M:6/8", "L:1/8", f"K:{key}", "|: G3 GAB | A3 ABd :|"]
    metre, notes = start_of("".join(lines))
    assert metre == "6/8"
    assert notes == start_of("\n".join(lines))[1]
    assert len(notes) == 16
    assert len(start_of(f"X:1K:{key}abc")[1]) == 3


def test_a_tune_that_ships_comes_back_from_the_notation_of_others() -> None:
    names = {3: "/", 4: "2/3", 6: "", 9: "3/2", 12: "2", 18: "3", 24: "4", 36: "6"}
    for melody in melodies()[:40]:
        body = " ".join(
            str(note)[: -len(sign)] if (sign := str(note).lstrip("^ABCDEFGabcdefg,'")) else str(note)
            for note in melody.notes
        )
        written = [part + names[note.length] for part, note in zip(body.split(), melody.notes, strict=True)]
        text = f"X:1\nT:{melody.title}\nM:{melody.metre}\nL:1/8\nK:C\n" + " | ".join(
            "".join(written[k : k + 6]) for k in range(0, len(written), 6)
        )
        tune = read_abc(text)
        assert [length * 12 for _, length in tune.notes] == [note.length for note in melody.notes]


@given(st.text(alphabet="ABCabc^_=,'0123456789/|:[](){}<>!\"-~.zXTMLKV \n%&\\", max_size=120))
def test_any_text_is_read_without_a_fault(text: str) -> None:
    tune = read_abc("X:1\nK:C\n" + text)
    assert all(length > 0 for _, length in tune.notes)
    with suppress(SignError):
        read_music(text)


def test_repeats_of_repeats_come_to_an_end() -> None:
    assert len(read_abc("X:1\nK:C\n" + "|: C :|1 " * 2000).notes) <= 4000


# --- typed into the page ---


def start_of(text: str, **fields: Any) -> Any:
    return Music("melody").beginning(Music.request(text=text, **fields))


def test_music_in_abc_may_be_typed_and_says_its_metre_itself() -> None:
    metre, notes = start_of("M:3/4\nL:1/4\nK:D\nD2 E | ^F", example=0)
    assert metre == "3/4"
    assert [note.length for note in notes] == [24, 12, 12]
    assert notes[0].pitch % 12 == 0  # D is the key's first tone
    _, plain = start_of("C2 (3DEF [CEG] | z c>d")
    assert [note.length for note in plain] == [12, 4, 4, 4, 6, 9, 3]
    assert start_of("c2B/A.")[1] == read("c2B/A.")  # its own notation first


@pytest.mark.parametrize(("text", "sign", "column"), [("CDE H", "H", 5), ("C $% D", "%", 4), ("hello", "h", 1)])
def test_a_sign_of_neither_notation_is_named(text: str, sign: str, column: int) -> None:
    with pytest.raises(MaterialError) as raised:
        start_of(text)
    assert raised.value.code == "not_a_note"
    assert (raised.value.values["value"], raised.value.values["column"]) == (sign, column)


# --- MIDI ---


def track(*notes: tuple[int, int, int], name: str = "", channel: int = 0, before: tuple[Any, ...] = ()) -> Any:
    """A track of notes: pitch, beginning and end in ticks."""
    events = [(start, 1, mido.Message("note_on", note=pitch, channel=channel)) for pitch, start, _ in notes]
    events += [(end, 0, mido.Message("note_off", note=pitch, channel=channel)) for pitch, _, end in notes]
    made = mido.MidiTrack([mido.MetaMessage("track_name", name=name)] if name else [])
    made.extend(before)
    now = 0
    for when, _, message in sorted(events, key=lambda event: event[:2]):
        made.append(message.copy(time=when - now))
        now = when
    return made


def saved(*tracks: Any, kind: int = 1, ticks: int = TICKS) -> bytes:
    file = mido.MidiFile(type=kind, ticks_per_beat=ticks)
    file.tracks.extend(tracks)
    buffer = io.BytesIO()
    file.save(file=buffer)
    return buffer.getvalue()


def line(*steps: int, length: int = TICKS, sounds: int | None = None) -> list[tuple[int, int, int]]:
    return [(pitch, k * length, k * length + (sounds or length)) for k, pitch in enumerate(steps)]


def about(content: bytes) -> MusicUpload:
    upload = Music.read_material(content)
    assert isinstance(upload, MusicUpload)
    return upload


def refused(content: bytes) -> MaterialError:
    with pytest.raises(MaterialError) as raised:
        Music.read_material(content)
    return raised.value


@pytest.mark.parametrize("which", range(6))
def test_a_melody_that_this_application_writes_is_read_again(which: int) -> None:
    melody = melodies()[which]
    upload = about(midi(melody.notes, melody.metre))
    tune = fit(read_midi(midi(melody.notes, melody.metre)))
    assert upload.metre == melody.metre
    assert METRES[upload.example] == melody.metre
    kept = melody.notes[: upload.notes]
    assert [note.length for note in tune.notes] == [note.length for note in kept]
    intervals = {note.pitch - own.pitch for note, own in zip(tune.notes, kept, strict=True)}
    assert intervals == {upload.shift}


def test_the_track_with_a_melodys_name_is_taken_and_drums_are_none() -> None:
    high = track(*line(*[90] * 8), name="Strings", channel=1)
    sung = track(*line(*SCALE), name="Melody")
    drums = track(*line(*[100] * 30), name="Melody drums", channel=9)
    tune = read_midi(saved(high, sung, drums))
    assert [pitch for pitch, _ in tune.notes] == list(SCALE)
    assert tune.left_out["voices"] == 1


def test_without_a_name_it_is_the_highest_of_those_with_many_notes() -> None:
    bass, lead, bell = track(*line(*[40] * 8)), track(*line(*SCALE), channel=1), track((100, 0, 96), channel=2)
    assert [pitch for pitch, _ in read_midi(saved(bass, lead, bell)).notes] == list(SCALE)


def test_all_in_one_track_is_told_apart_by_channel() -> None:
    both = mido.merge_tracks([track(*line(*SCALE)), track(*line(*[40] * 8), channel=3)])
    assert [pitch for pitch, _ in read_midi(saved(both, kind=0)).notes] == list(SCALE)


def test_of_a_chord_the_highest_note_is_the_melody() -> None:
    chords = [(pitch + shift, start, end) for pitch, start, end in line(*SCALE) for shift in (0, -5, -9)]
    tune = read_midi(saved(track(*chords)))
    assert [pitch for pitch, _ in tune.notes] == list(SCALE)
    assert tune.left_out["lower"] == 16


def test_played_notes_are_put_on_the_grid_and_last_until_the_next() -> None:
    played = [(pitch, start + (-1) ** k * 2, end - 12) for k, (pitch, start, end) in enumerate(line(*SCALE))]
    played[0] = (played[0][0], 0, 80)
    assert {length for _, length in read_midi(saved(track(*played))).notes[:-1]} == {1}
    triplets = line(*SCALE, length=32)
    assert {length for _, length in read_midi(saved(track(*triplets))).notes[:-1]} == {Fraction(1, 3)}
    short = read_midi(saved(track(*line(*SCALE, sounds=24))))
    assert short.left_out["rests"] == 7
    assert {length for _, length in short.notes} == {Fraction(1, 4)}


def test_running_status_and_a_note_on_without_velocity_are_read() -> None:
    notes = b"".join(bytes([0, pitch, 80, 48, pitch, 0]) for pitch in SCALE)
    body = b"\x00\x90" + notes[1:] + b"\x00\xff\x2f\x00"
    content = b"MThd" + struct.pack(">IHHH", 6, 0, 1, 48) + b"MTrk" + struct.pack(">I", len(body)) + body
    assert read_midi(content).notes == tuple((pitch, Fraction(1)) for pitch in SCALE)
    in_riff = b"RIFF" + struct.pack("<I", len(content) + 12) + b"RMIDdata" + struct.pack("<I", len(content)) + content
    assert read_midi(in_riff).notes == read_midi(content).notes


def test_the_signature_is_the_files_or_else_the_one_that_fits_most_notes() -> None:
    shifted = [pitch + 2 for pitch in SCALE]
    told = track(*line(*shifted), before=(mido.MetaMessage("key_signature", key="D"),))
    for content in (saved(told), saved(track(*line(*shifted)))):
        upload = about(content)
        assert upload.shift % 12 == 10
        assert "^" not in upload.text
    assert [likely_sharps([pitch + 7 * k for pitch in SCALE]) for k in (-3, 0, 4)] == [-3, 0, 4]


def test_title_and_metre_are_shown_and_an_unknown_metre_is_said() -> None:
    before = (mido.MetaMessage("time_signature", numerator=5, denominator=4),)
    upload = about(saved(track(*line(*SCALE), name="Take Five", before=before)))
    assert (upload.title, upload.metre, upload.read_metre) == ("Take Five", "5/4", "4/4")
    assert "metre" in {one.name for one in upload.left_out}


def test_a_long_tune_is_cut_to_what_a_request_may_have_and_that_is_said() -> None:
    upload = about(saved(track(*line(*SCALE * 60))))
    assert upload.notes <= MOST
    assert len(upload.text) <= LIMITS.text
    (end,) = [one.count for one in upload.left_out if one.name == "end"]
    assert end == 480 - upload.notes
    Music.request(text=upload.text, example=upload.example)
    plain = about(b"^c''2 " * 300)
    assert len(plain.text) <= LIMITS.text
    assert [(one.name, one.count) for one in plain.left_out] == [("end", 300 - plain.notes)]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"MThd", "midi_broken"),
        (b"MThd\0\0\0\6\0\1\0\1\0\x60MTrk\0\0\0\x09\0\x90", "midi_broken"),
        (saved(track(*line(*SCALE), channel=9)), "midi_no_notes"),
        (saved(), "midi_no_notes"),
        (saved(track(*line(*SCALE)), kind=2), "midi_broken"),
        (b"", "tune_empty"),
        (b"X:1\nT:Nothing\nK:C\n", "tune_empty"),
        (b"<html>", "not_a_note"),
    ],
)
def test_what_is_no_tune_is_named(content: bytes, code: str) -> None:
    error = refused(content)
    assert error.code == code
    assert {"value", "allowed"} <= error.values.keys()


@given(st.binary(max_size=120))
def test_any_bytes_are_a_tune_or_refused(content: bytes) -> None:
    for data in (content, b"MThd\0\0\0\6\0\0\0\1\0\x60MTrk\0\0\0\x70" + content):
        try:
            assert Music.read_material(data).notes > 0
        except MaterialError:
            continue


HEAD = "X:1\nT:Long\nK:G\n"


@pytest.mark.parametrize(
    "text",
    [
        *(HEAD + sign * 60_000 for sign in ("[", "{", "[K:", "[C", "\n", '"', ":", "C,", "C ")),
        f"X:1 {' ' * 300_000}K:G CDE",
        *(HEAD + text.format("9" * 5000) + " CDE" for text in ("C{0}", "C/{0}", "(3:{0}", "|1{0}", "[M:{0}/4]")),
        "X:1\nL:1/0\nM:4/0\nK:G\nC1/0DE",
    ],
)
def test_no_text_in_abc_takes_long_or_is_an_error_of_ours(text: str) -> None:
    began = perf_counter()
    with suppress(MaterialError):  # some have no notes
        about(text.encode())
    assert perf_counter() - began < 5


@pytest.mark.parametrize(
    "events",
    [b"\x81" * 300_000 + b"\0\x90@@", b"\0\x90@@" + b"\x81" * 900 + b"\0\x80@\0"],
    ids=["it never ends", "it is beyond all floats"],
)
def test_a_time_that_no_midi_file_can_have_is_refused_and_not_waited_for(events: bytes) -> None:
    content = b"MThd\0\0\0\6\0\0\0\1\0\x60MTrk" + struct.pack(">I", len(events)) + events
    assert refused(content).code == "midi_broken"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_text_is_read_in_the_usual_encodings(encoding: str) -> None:
    assert about("X:1\nT:El niño\nK:C\nCDE".encode(encoding)).title == "El niño"


def test_a_length_is_rounded_by_ratio() -> None:
    assert [nearest_length(Fraction(length)) for length in (1, 5, 7, 15, 30, 100)] == [3, 6, 6, 18, 36, 36]
