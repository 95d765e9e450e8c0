"""The Firefox of the smoke tests: which is taken, and what stands between it and Playwright."""

from __future__ import annotations

import json

import pytest

from scripts import firefox
from scripts.bidi_relay import forgive

UNKNOWN = {"type": "error", "id": 7, "error": "unknown command"}


@pytest.fixture
def programs(tmp_path, monkeypatch):
    """Make programs of a name that tell a version; they are all that is on the search path."""
    monkeypatch.delenv("FIREFOX", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(firefox, "MAC_APP", tmp_path / "none")
    monkeypatch.setattr(firefox, "SNAP", tmp_path / "snap")

    def make(name: str, told: str) -> str:
        path = tmp_path / name
        path.write_text(f"#!/bin/sh\necho '{told}'\n")
        path.chmod(0o755)
        return str(path)

    return make


@pytest.mark.parametrize("told", ["Mozilla Firefox 153.8.0esr", "Mozilla Firefox 160.0"])
def test_a_firefox_that_can_be_driven_is_found(programs, told):
    path = programs("firefox", told)
    assert firefox.find() == path


def test_one_that_is_too_old_or_none_at_all_is_passed_over_for_the_next(programs):
    assert firefox.find() is None
    programs("firefox-esr", "Mozilla Firefox 140.12.0esr")
    assert firefox.find() is None
    newer = programs("firefox", "Mozilla Firefox 160.0.1")
    assert firefox.find() == newer


def test_a_snap_is_left_alone_but_debian_s_beside_it_is_not(programs, tmp_path):
    programs("firefox", "Mozilla Firefox 160.0")
    (tmp_path / "snap").touch()
    assert firefox.find() is None
    debians = programs("firefox-esr", "Mozilla Firefox 153.8.0esr")
    assert firefox.find() == debians


def test_the_one_that_is_named_is_taken_and_a_wrong_name_is_said(programs, monkeypatch):
    path = programs("mine", "Mozilla Firefox 150.0")
    monkeypatch.setenv("FIREFOX", path)
    assert firefox.find() == path
    monkeypatch.setenv("FIREFOX", path + "s")
    with pytest.raises(SystemExit, match="mines"):
        firefox.find()


def test_the_relay_forgives_an_emulation_that_this_firefox_does_not_know():
    answer = forgive(json.dumps(UNKNOWN | {"message": "emulation.setMediaFeaturesOverride"}))
    assert json.loads(answer) == {"type": "success", "id": 7, "result": {}}


@pytest.mark.parametrize(
    "answer",
    [
        UNKNOWN | {"message": "browsingContext.navigate"},
        {"type": "error", "id": 7, "error": "invalid argument", "message": "emulation.setLocaleOverride"},
        {"type": "success", "id": 7, "result": {"error": None}},
        {"type": "event", "method": "log.entryAdded", "params": {"error": "unknown command"}},
    ],
)
def test_the_relay_passes_everything_else_on_as_it_is(answer):
    assert forgive(json.dumps(answer)) == json.dumps(answer)
