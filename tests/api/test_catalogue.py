"""The catalogue is what the registries hold, and the locales have a word for all of it."""

import re

import numpy as np
import pytest

from app import words
from app.bptt.optimisers import OPTIMISERS
from app.cells import CELLS
from app.config import DTYPES, RunConfig, plain, table
from app.tasks import TASKS
from app.trace import FIELDS
from app.training.passes import passes
from app.training.presets import TRAINING_PRESETS
from app.wire.addresses import PageState, read_run


def pairs(address: str) -> list[tuple[str, str]]:
    return [(name, value) for name, _, value in (pair.partition("=") for pair in address.split("&"))]


def test_everything_registered_is_in_the_catalogue(client):
    found = client.get("/api/catalogue").json()
    assert [row["name"] for row in found["config"]] == list(RunConfig.model_fields)
    assert [row["name"] for row in found["page"]] == list(PageState.model_fields)
    assert [cell["name"] for cell in found["cells"]] == list(CELLS)
    assert [task["name"] for task in found["tasks"]] == list(TASKS)
    assert [field["name"] for field in found["fields"]] == list(FIELDS)
    assert [language["code"] for language in found["languages"]] == list(words.catalogues())


def test_every_optimiser_has_its_epsilon_and_every_precision_its_smallest_number(client):
    found = client.get("/api/catalogue").json()
    assert {row["name"]: row["epsilon"] for row in found["optimisers"]} == {
        name: optimiser.epsilon for name, optimiser in OPTIMISERS.items()
    }
    smallest = {row["name"]: row["smallest"] for row in found["precisions"]}
    assert list(smallest) == list(DTYPES)
    for name, value in smallest.items():
        assert np.array(value, name) > 0
        assert np.array(value / 2, name) == 0


def test_the_catalogue_says_what_truncation_and_checkpoints_cost_in_time(client):
    found, stored = client.get("/api/catalogue").json()["passes"], passes()
    assert (found["units"], found["batch"], found["window"]) == (stored.units, stored.batch, stored.window)
    assert found["load"] == list(stored.load)
    assert len(found["ratios"]) == len(stored.passes)
    for ratio, timed in zip(found["ratios"], stored.passes, strict=True):
        assert ratio["checkpointed"] == timed.ratio.checkpointed
        assert (ratio["cell"], ratio["steps"]) == (timed.cell, timed.steps)


def test_the_default_of_every_field_is_within_what_the_field_allows():
    row_defaults = {row["name"]: plain(row["default"]) for row in table(RunConfig)}
    assert read_run(row_defaults.items())[0] == RunConfig()


def test_both_languages_have_the_same_keys():
    catalogues = list(words.catalogues().values())
    assert all(catalogue.keys() == catalogues[0].keys() for catalogue in catalogues)


CHOICE = re.compile(r"\{(\w+), plural,(?:\s*\w+ \{[^{}]*\})+\s*\}")
"""A choice by number, whose forms differ from language to language."""


def test_a_text_has_the_same_blanks_in_every_language():
    blanks = [
        {key: sorted(set(words.BLANK.findall(CHOICE.sub(r"{\1}", text)))) for key, text in catalogue.items()}
        for catalogue in words.catalogues().values()
    ]
    assert all(one == blanks[0] for one in blanks)


def test_what_the_server_says_itself_has_no_choices_by_number():
    """They are made by the page, with the plural rules of its language."""
    said = {key: text for catalogue in words.catalogues().values() for key, text in catalogue.items()}
    assert not [key for key, text in said.items() if key.startswith("error.") and ", plural," in text]


def test_everything_in_the_catalogue_has_a_word():
    keys = {f"config.{name}.label" for name in RunConfig.model_fields}
    keys |= {f"cell.{name}" for name in CELLS} | {f"task.{name}" for name in TASKS}
    keys |= {f"gate.{gate.name}" for cell in CELLS.values() for gate in cell.gates}
    keys |= {f"preset.{name}.{part}" for name in TRAINING_PRESETS for part in ("label", "about")}
    keys |= {f"group.{row['group']}" for row in table(RunConfig)}
    keys |= {
        f"config.{row['name']}.{choice}"
        for row in table(RunConfig)
        if row["name"] not in ("cell", "task", "dtype")  # a precision is called alike in every language
        for choice in row.get("choices", [])
    }
    missing = {code: sorted(keys - catalogue.keys()) for code, catalogue in words.catalogues().items()}
    assert not any(missing.values()), missing


@pytest.mark.parametrize(
    ("asked", "accept", "expected"),
    [
        ("es", "en", "es"),
        (None, "es-AR,es;q=0.9,en;q=0.8", "es"),
        (None, "fr,en;q=0.5,es;q=0.7", "es"),
        ("xx", "", "en"),
        (None, "es;q=0,en;q=0.1", "en"),
        (None, "fr, es; q=0.9", "es"),
        (None, "*;q=nonsense,,;", "en"),
    ],
)
def test_the_language_is_the_one_asked_for_or_the_best_of_those_accepted(asked, accept, expected):
    assert words.negotiate(asked, accept) == expected
