"""Lists of first sentences: how they are read, and what is counted."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import cast

import numpy as np
import pytest

from app.applications.first_sentences import FirstSentences
from app.applications.interval import of_share
from app.applications.sentiment import MEASURED_PARTS, Sentiment
from app.applications.sentiment import sentence_lists as lists
from app.applications.sentiment.answer import SentimentDetails
from app.applications.split import Part
from tests.applications.registry import built, network, small

NAME = "sentiment"
ROWS = [
    {"text": "I love it", "language": "en", "positive": True},
    {"text": "Es horrible", "language": "es", "positive": False},
    {"text": "Genial!", "language": "es", "positive": True},
]


@pytest.fixture
def held_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "sentiment.json"
    path.write_text(json.dumps(ROWS), "utf-8")
    monkeypatch.setattr(lists, "HELD_OUT", path)
    return path


def test_a_list_is_read_and_a_missing_one_is_no_list(held_out: Path) -> None:
    assert [tuple(one) for one in lists.read_sentences(held_out)] == [tuple(row.values()) for row in ROWS]
    assert lists.read_sentences(held_out.with_name("none.json")) == ()


def test_the_right_ones_are_counted_with_an_interval(held_out: Path) -> None:
    model = small(NAME, "")
    always = replace(model, params={**model.params, "b_y": np.array([0.0, 50.0])})
    found = lists.score(always)
    assert found == FirstSentences(2 / 3, 3, *of_share(2, 3))
    assert [one.text for one in lists.wrong(always, lists.read_sentences(held_out))] == ["Es horrible"]


def test_the_held_out_list_is_measured_with_the_held_out_part_alone(held_out: Path) -> None:
    application, model = built(Sentiment), small(NAME, "")
    measured = {part: application.measure(model, part).details for part in MEASURED_PARTS}
    assert all(isinstance(details, SentimentDetails) for details in measured.values())
    found = cast("dict[Part, SentimentDetails]", measured)
    assert found["held out"].first_sentences == lists.score(model)
    assert found["validation"].first_sentences is None


def test_without_a_list_nothing_is_claimed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(lists, "HELD_OUT", tmp_path / "none.json")
    assert lists.score(small(NAME, "")) is None


def test_most_of_the_validation_list_is_read_rightly_by_the_gated_cells() -> None:
    listed = lists.read_sentences(lists.VALIDATION)
    assert len(listed) >= 100
    for cell in ("lstm", "gru"):
        found = lists.score(network(NAME, "", cell), listed)
        assert found is not None
        assert found.value >= 0.9
