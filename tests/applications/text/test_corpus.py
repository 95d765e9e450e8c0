"""A reader's own text: lists and running text, the split without overlap, and errors that say where."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.applications.base import OWN, MaterialError
from app.applications.text import Text
from app.applications.text.corpus import (
    FEWEST_LETTERS,
    MOST_BYTES,
    NEWLINE,
    PASSAGE_LENGTH,
    SIGNS,
    Corpus,
    Passage,
    key,
    read,
)
from tests.applications.registry import refusal

ENDS = (*"aeiou", "ón", "ás")
NAMES = [f"{a}{b}{c}" for a in ("Al", "Be", "Cor", "Du", "El") for b in ("ma", "ri", "to") for c in ENDS]
LIST = "\n".join(NAMES * 3)
PROSE = " ".join(f"{a} que {b} no" for a, b in zip(NAMES, NAMES[7:] + NAMES[:7], strict=True)) + ". "


def refused(content: bytes) -> MaterialError:
    with pytest.raises(MaterialError) as told:
        read(content)
    assert told.value.field == "material"
    return told.value


def pieces(corpus: Corpus) -> list[Passage]:
    return [piece for part in corpus.parts.values() for piece in part]


def apart(corpus: Corpus) -> None:
    """No part is empty, and no two share a piece."""
    keys = [{key(piece.text) for piece in part} for part in corpus.parts.values()]
    assert all(keys)
    assert len(keys) == 3
    assert sum(map(len, keys)) == len(set.union(*keys))


def test_a_list_is_learned_line_by_line_and_a_line_that_comes_twice_once() -> None:
    found = read(LIST.encode())
    assert found.is_list
    assert sorted(piece.text for piece in pieces(found)) == sorted(NAMES)
    assert all(piece.ends for piece in found.parts["training"])
    assert len(found.parts["held out"]) == len(found.parts["validation"]) == -(-len(NAMES) // 10)


def test_no_line_is_on_both_sides_not_even_in_another_spelling() -> None:
    lines = [*NAMES, *(name.upper() for name in NAMES), *(name.replace("ó", "o") for name in NAMES)] * 2
    found = read("\n".join(lines).encode())
    apart(found)


def test_a_text_that_runs_on_is_cut_into_pieces_that_share_no_character() -> None:
    text = PROSE * 3
    found = read(text.encode())
    assert not found.is_list
    assert not any(piece.ends for piece in pieces(found))
    assert {len(piece.text) for piece in found.parts["training"]} <= set(range(1, PASSAGE_LENGTH + 1))
    apart(found)


def test_the_pieces_of_a_running_text_together_are_the_text() -> None:
    rng = random.Random(0)
    text = "".join(rng.choice("abcdefgh ") for _ in range(3000)).strip()
    text = " ".join(text.split())
    found = read(text.encode())
    parts = pieces(found)
    assert sorted(piece.text for piece in parts) == sorted(
        text[k : k + PASSAGE_LENGTH] for k in range(0, len(text), PASSAGE_LENGTH)
    )


def test_new_lines_of_a_running_text_are_a_sign_of_it() -> None:
    found = read(("\n".join([PROSE] * 3)).encode())
    assert NEWLINE in found.signs


def test_a_long_line_of_a_list_is_cut_and_only_its_last_piece_ends() -> None:
    found = read("\n".join([*NAMES * 2, "x" * (2 * PASSAGE_LENGTH + 5)]).encode())
    cut = [piece for piece in pieces(found) if set(piece.text) == {"x"}]
    assert sorted((len(piece.text), piece.ends) for piece in cut) == [
        (5, True),
        (PASSAGE_LENGTH, False),
        (PASSAGE_LENGTH, False),
    ]


def test_the_alphabet_has_at_most_a_hundred_signs_and_rarer_ones_are_unknown() -> None:
    letters = [chr(0x4E00 + number) for number in range(400)]
    rng = random.Random(1)
    text = " ".join("".join(rng.choices(letters, weights=range(400, 0, -1), k=9)) for _ in range(300))
    application = Text(OWN, text.encode())
    assert len(application.corpus.signs) == SIGNS
    assert application.alphabet.predicted_count == 100
    assert any(1 in sequence for sequence in application.sequences["training"])


@pytest.mark.parametrize("encoded", [LIST.replace("\n", "\r\n"), LIST.replace("\n", "\r"), "\ufeff" + LIST])
def test_line_ends_of_every_kind_and_a_byte_order_mark_make_no_difference(encoded: str) -> None:
    assert read(encoded.encode()) == read(LIST.encode())


def test_too_little_is_refused_with_how_much_there_is_and_how_much_is_allowed() -> None:
    told = refused(b"Lima\nQuito\n")
    assert (told.code, told.values["value"]) == ("text_too_short", 9)
    assert str(FEWEST_LETTERS) in str(told.values["allowed"])
    assert refused(b"").values["value"] == 0


def test_too_much_is_refused() -> None:
    told = refused(b"a" * (MOST_BYTES + 1))
    assert told.code == "material_too_long"
    assert str(MOST_BYTES) in str(told.values["allowed"])


def test_a_byte_that_is_no_character_is_refused_with_its_place() -> None:
    told = refused(b"Lima\nQui\xf1to\x81\n" * 200)
    assert told.code == "text_control"
    assert {**told.values, "allowed": ""} == {"value": "0x81", "allowed": "", "line": 2, "column": 7}


def test_broken_utf_8_is_refused_with_its_place() -> None:
    told = refused("Bogotá\n".encode() * 200 + b"Qui\xf1to\n")
    assert told.code == "text_not_utf8"
    assert told.values == {"value": "0xF1", "allowed": "UTF-8", "line": 201, "column": 4}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_text_is_the_same_in_every_encoding(encoding: str) -> None:
    words = [f"Año {k}: mañana, corazón" for k in range(60)]
    assert read("\n".join(words).encode(encoding)) == read("\n".join(words).encode())


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_control_character_is_refused_with_its_place(end: str) -> None:
    told = refused((end.join([*NAMES, "Qui\x00to"]) + end).encode())
    assert told.code == "text_control"
    assert (told.values["value"], told.values["line"], told.values["column"]) == ("U+0000", len(NAMES) + 1, 4)


@pytest.mark.parametrize("text", ["a" * 5000, "la la la " * 500, "Lima\n" * 400])
def test_a_text_that_only_repeats_itself_is_refused(text: str) -> None:
    assert refused(text.encode()).code == "text_repeats"


@pytest.mark.parametrize("end", ["", "\n"])
def test_of_a_text_whose_pieces_all_come_again_is_said_that_there_is_nothing_to_hold_out(end: str) -> None:
    told = refused((" ".join([f"word{k}" for k in range(50)] * 40) + end).encode())
    assert told.code == "text_unseen"
    assert told.values["value"] == 0
    assert told.values["different"] == 86


@given(st.binary(max_size=4000) | st.text(min_size=200, max_size=3000).map(str.encode))
@settings(max_examples=150, deadline=None)
def test_whatever_is_brought_is_read_without_overlap_or_refused(content: bytes) -> None:
    told: list[Corpus] = []
    fault = refusal(lambda: told.append(read(content)))
    if fault is not None:
        assert fault.code.startswith("text_")
        return
    (found,) = told
    apart(found)
    assert all(1 <= len(piece.text) <= PASSAGE_LENGTH for piece in pieces(found))
    assert 1 <= len(found.signs) <= SIGNS


@pytest.mark.parametrize("marks", ["\u0315" * 30_000 + "\u0316" * 30_000, "\u0f73" * 40_000], ids=["marks", "doubles"])
def test_a_letter_with_thousands_of_marks_is_read_in_a_time_that_is_in_proportion_to_their_number(marks: str) -> None:
    start = time.perf_counter()
    read(f"{LIST}\na{marks}".encode())
    assert time.perf_counter() - start < 2
