"""What the oracle draws: every field of the project's tables, every choice, and nothing that cannot be read again."""

from __future__ import annotations

from collections import Counter
from typing import Annotated
from urllib.parse import parse_qsl

import pytest
from pydantic import BeforeValidator

from app.applications import APPLICATIONS
from app.applications.config import OWN
from app.cells import CELLS
from app.config import RunConfig, among, control, rows_of
from app.training.config import ApplicationTraining, TaskTraining, kind_of_training
from scripts.oracle.cases import MODES, cases
from scripts.oracle.draw import Deck, Size, draw_field, draw_run, draw_training
from scripts.oracle.unknown import UnknownNameError

CASES = list(cases(0, 300))
KINDS = Counter(case.partition("?")[0] for case in CASES)


def texts(case: str) -> dict[str, str]:
    return dict(parse_qsl(case.partition("?")[2], keep_blank_values=True))


def of(kind: str) -> list[str]:
    return [case for case in CASES if case.startswith(f"{kind}?")]


def runs() -> list[RunConfig]:
    return [RunConfig.model_validate(texts(case)) for case in of("lab")]


def test_the_same_seed_draws_the_same_cases_and_another_seed_others():
    assert list(cases(0, 300)) == CASES
    assert set(of("lab")).isdisjoint(case for case in cases(1, 300) if case.startswith("lab?"))


def test_as_many_runs_are_drawn_as_were_asked_for_and_others_beside_them():
    assert KINDS["lab"] == 300
    assert set(KINDS) == {"lab", "train", "app", "script", "golden"}


def test_a_case_says_everything_of_its_run_and_is_spelled_as_the_project_spells_it():
    for case in (*of("lab"), *of("script")):
        assert RunConfig.model_validate(texts(case)).address() == case.partition("?")[2]
    for case in (*of("train"), *of("app")):
        fields = texts(case)
        assert kind_of_training(fields).model_validate(fields).address() == case.partition("?")[2]


@pytest.mark.parametrize(
    "name", [name for name, row in rows_of(RunConfig).items() if row["kind"] in ("choice", "list")]
)
def test_every_choice_of_every_field_is_drawn(name):
    chosen = {choice for config in runs() for choice in config.chosen(name)}
    assert chosen == set(rows_of(RunConfig)[name]["choices"])


@pytest.mark.parametrize("name", [name for name, row in rows_of(RunConfig).items() if "max" in row])
def test_every_number_is_drawn_within_its_bounds_and_takes_several_values(name):
    values = [getattr(config, name) for config in runs() if config.applies(name)]
    assert len({str(value) for value in values}) > 2


def test_every_field_of_a_model_and_every_change_is_drawn():
    configs = [kind_of_training(texts(case)).model_validate(texts(case)) for case in of("train")]
    owned = {name for config in configs for model in config.models for name, _ in model}
    assert {"cell", "layers", "norm", "reset", "optimiser", "truncate", "checkpoint"} <= owned
    assert {change.field for config in configs for change in config.changes} == {
        *("rate", "clip", "threshold", "clamp", "truncate")
    }


def test_every_application_is_gone_through_in_every_mode_with_every_cell():
    drawn = [ApplicationTraining.model_validate(texts(case)) for case in of("app")]
    found = {(run.app, run.variant, run.cell[0], run.truncate, run.checkpoint) for run in drawn}
    assert found == {
        (name, variant, cell, int(mode["truncate"]), int(mode["checkpoint"]))
        for name, kind in APPLICATIONS.items()
        for variant in kind.variants
        for cell in CELLS
        for mode in MODES
        if variant != OWN
    }


class Coloured(RunConfig):
    """A configuration with fields that nobody foresaw."""

    colour: Annotated[str, BeforeValidator(among(("red", "blue")))] = control(
        "red", "cell", "choice", choices=["red", "blue"]
    )
    leak: float = control(0.0, "cell", "float", ge=0, le=1)
    delay: int = control(1, "cell", "int", ge=1, le=4)


def test_a_field_that_is_added_later_is_drawn_without_a_change():
    deck = Deck(0)
    drawn = [Coloured.model_validate(texts(f"lab?{draw_run(deck, Coloured)}")) for _ in range(60)]
    assert {run.colour for run in drawn} == {"red", "blue"}
    assert {run.delay for run in drawn} == {1, 2, 3, 4}
    assert len({run.leak for run in drawn}) > 5


def test_a_row_of_an_unknown_kind_is_refused_by_its_name():
    row = {"name": "hue", "kind": "colour", "default": "red"}
    with pytest.raises(UnknownNameError, match=r"colour \(hue\)"):
        draw_field(Deck(0), row, Size(5, 5, 1, 1), ["rnn"])


def test_some_runs_are_large_and_most_are_small():
    sizes = [(config.steps, config.units, config.layers) for config in runs()]
    assert any(steps > 90 and units > 20 for steps, units, _ in sizes)
    assert sum(steps <= 14 and units <= 7 for steps, units, _ in sizes) > len(sizes) / 2
    assert {layers for *_, layers in sizes} == {1, 2, 3}


def test_a_deck_deals_every_value_before_it_deals_one_again():
    deck = Deck(3)
    dealt = [deck.draw("abc", of="x") for _ in range(9)]
    assert [sorted(dealt[k : k + 3]) for k in (0, 3, 6)] == [list("abc")] * 3


def test_training_runs_have_no_field_of_the_other_kind():
    deck = Deck(1)
    assert "layers" in {name for _ in range(40) for name in texts(f"train?{draw_training(deck, TaskTraining)}")}
    for _ in range(40):
        fields = texts(f"train?{draw_training(deck, ApplicationTraining, app='speech')}")
        assert "layers" not in fields
        assert "layers=" not in fields.get("models", "")
