"""`scripts.weights`: what is tried out is measured on validation data and leaves nothing behind."""

from __future__ import annotations

import pytest

from app.applications.weights import FOLDER
from scripts import weights


def test_a_recipe_is_tried_on_validation_data_and_nothing_is_kept(capsys: pytest.CaptureFixture[str]) -> None:
    before = {path.name: path.stat().st_mtime_ns for path in FOLDER.iterdir()}
    weights.try_out("forecast", "co2", "rnn", "iterations=2&units=4")
    said = capsys.readouterr().out
    assert "validation" in said
    assert "held out" not in said
    assert "95 % interval" in said
    assert "56 examples" in said
    assert before == {path.name: path.stat().st_mtime_ns for path in FOLDER.iterdir()}


def test_what_ships_is_trained_by_the_applications_own_recipe(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["weights", "forecast.co2", "--recipe", "units=4"])
    with pytest.raises(SystemExit):
        weights.main()
    assert "--validation" in capsys.readouterr().err
