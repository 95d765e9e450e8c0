"""Visitors' first sentences: a list is read; a text is right only where all its names are found and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.applications.entities import names_in
from app.applications.entities.sentence_lists import VALIDATION, FirstSentence, read_sentences, score, wrong
from tests.applications.registry import network

ROWS = [
    {"text": "Ana lives in London", "language": "en", "entities": [["PER", "Ana"], ["LOC", "London"]]},
    {"text": "El perro come", "language": "es", "entities": []},
]


def test_a_list_is_read_from_its_file_and_none_where_there_is_no_file(tmp_path: Path) -> None:
    path = tmp_path / "list.json"
    assert read_sentences(path) == ()
    path.write_text(json.dumps(ROWS), "utf-8")
    assert read_sentences(path) == (
        FirstSentence("Ana lives in London", "en", (("PER", "Ana"), ("LOC", "London"))),
        FirstSentence("El perro come", "es", ()),
    )


@pytest.mark.parametrize(
    ("found", "right"),
    [
        ([("LOC", "London"), ("PER", "Ana")], True),
        ([("PER", "Ana")], False),
        ([("PER", "Ana"), ("ORG", "London")], False),
        ([("PER", "Ana lives"), ("LOC", "London")], False),
        ([("PER", "Ana"), ("LOC", "London"), ("LOC", "London")], False),
    ],
)
def test_a_text_is_right_only_as_a_whole(found: list[tuple[str, str]], right: bool) -> None:
    sentence = FirstSentence("Ana lives in London", "en", (("PER", "Ana"), ("LOC", "London")))
    assert (wrong(lambda _: found, [sentence]) == []) == right


def test_the_share_has_its_interval_and_no_list_has_none() -> None:
    sentences = [FirstSentence(str(k), "en", ()) for k in range(12)]
    found = score(lambda text: [("PER", "x")] if text == "3" else [], sentences)
    assert found is not None
    assert found.value == pytest.approx(11 / 12)
    assert found.count == 12
    assert found.low < found.value < found.high < 1
    assert score(lambda _: [], ()) is None


def test_what_ships_reads_nine_in_ten_of_the_validation_list() -> None:
    model = network("entities", "both", "lstm")
    found = score(lambda text: names_in(model, text), read_sentences(VALIDATION))
    assert found is not None
    assert found.value >= 0.9
