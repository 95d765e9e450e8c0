"""Lessons that are right and lessons that are not, by the list that the page's reader is held to as well."""

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from app.lessons.lesson import Lesson

LISTED = json.loads((Path(__file__).parents[1] / "lessons.json").read_text("utf-8"))


def read(data: Any) -> Lesson:
    return Lesson.model_validate_json(json.dumps(data))


@pytest.mark.parametrize("case", LISTED["good"], ids=lambda case: case["what"])
def test_a_lesson_is_read_and_written_as_its_file_has_it(case):
    assert json.loads(json.dumps(read(case["lesson"]).as_data())) == case["lesson"]


@pytest.mark.parametrize("case", LISTED["bad"], ids=lambda case: case["what"])
def test_what_is_no_lesson_is_refused_at_its_field(case):
    with pytest.raises(ValidationError) as refused:
        read(case["lesson"])
    places = [error["loc"] for error in refused.value.errors()]
    named = [".".join(str(p + 1 if isinstance(p, int) else p) for p in place) for place in places]
    assert any(place.startswith(case["field"]) for place in named), named
