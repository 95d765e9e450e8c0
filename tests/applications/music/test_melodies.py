"""Melodies: how they are written, what ships, and that no setting of a tune is on both sides."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.applications.music import LONGEST, Music
from app.applications.music.melodies import (
    FILE,
    HIGHEST,
    LENGTHS,
    LOWEST,
    METRES,
    Melody,
    Note,
    NoteError,
    melodies,
    read,
    write,
)
from scripts.data.music import OPENING, RUN, traits

notes = st.builds(Note, st.integers(60 + 12 * LOWEST, 71 + 12 * HIGHEST), st.sampled_from(list(LENGTHS.values())))


@given(st.lists(notes, max_size=30).map(tuple))
def test_what_is_written_is_read_again(own: tuple[Note, ...]) -> None:
    assert read(write(own)) == own
    assert read(" | ".join(map(str, own))) == own


def test_notes_are_written_as_in_abc() -> None:
    assert write((Note(60, 6), Note(72, 12), Note(84, 3), Note(48, 18), Note(66, 9), Note(71, 4))) == "Cc2c'/C,3^F.Bt"
    assert read("^c2") == (Note(73, 12),)


def test_a_sharp_may_be_typed_behind_its_letter() -> None:
    assert read("c#2 F# g#'/") == read("^c2 ^F ^g'/")


@pytest.mark.parametrize(
    ("line", "column", "sign"),
    [
        ("cdH", 3, "H"),
        ("c2 x", 4, "x"),
        ("8", 1, "8"),
        ("c22", 3, "2"),
        ("^E", 1, "^"),
        ("E#", 1, "E"),
        ("^c#", 1, "^"),
        ("c''''", 1, "c"),
        ("é", 1, "é"),
    ],
)
def test_what_is_no_note_is_refused_with_its_column(line: str, column: int, sign: str) -> None:
    with pytest.raises(NoteError) as told:
        read(line)
    assert (told.value.column, told.value.sign) == (column, sign)


def test_hundreds_of_tunes_ship_in_a_small_file() -> None:
    found = melodies()
    assert len(found) >= 700
    assert {tune.metre for tune in found} == set(METRES)
    assert all(40 <= len(tune.notes) <= LONGEST for tune in found)
    assert FILE.stat().st_size <= 120_000
    assert "public domain" in FILE.read_text("utf-8")
    naturals = sum(note.pitch % 12 in (0, 2, 4, 5, 7, 9, 11) for tune in found for note in tune.notes)
    assert naturals > 0.97 * sum(len(tune.notes) for tune in found), "all stand in the signature of C"


def opening(tune: Melody) -> tuple[int, ...]:
    """The intervals of its first notes: the same in every key."""
    return tuple(after.pitch - before.pitch for before, after in pairwise(tune.notes[: OPENING + 1]))


def test_no_two_tunes_begin_alike_share_a_title_or_a_long_run_of_intervals() -> None:
    found = melodies()
    assert len({opening(tune) for tune in found}) == len(found)
    assert len({tune.title for tune in found}) == len(found)
    assert RUN == 16
    sides: dict[str, set[object]] = defaultdict(set)
    for tune in found:
        sides[tune.part].update(traits(tune))
    assert sum(map(len, sides.values())) == len(set.union(*sides.values()))
    for part in ("validation", "held out"):
        assert 0.07 < sum(tune.part == part for tune in found) / len(found) < 0.13


def test_training_and_held_out_tunes_do_not_meet() -> None:
    parts = [{tuple(own) for own in part} for part in Music("melody").sequences.values()]
    assert sum(map(len, parts)) == len(melodies()) == len(set.union(*parts))
