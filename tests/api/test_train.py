"""Training without a browser: lines of JSON, events, and the command."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import numpy as np
import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from app.__main__ import main
from app.live import frame as frames_of
from app.wire.addresses import read_training
from app.wire.messages import Frame, Started
from tests.api.decode import array
from tests.live.talk import losses, same, undisturbed

FIELDS = {"cell": "rnn,gru", "steps": 15, "units": 6, "minibatch": 3, "iterations": 50}
ADDRESS = "&".join(f"{name}={value}" for name, value in FIELDS.items())


def curves(frames: list[dict[str, Any]]) -> list[list[float]]:
    found: list[list[float]] = [[] for _ in frames[0]["curves"]]
    for frame in frames:
        for known, curve in zip(found, frame["curves"], strict=True):
            assert len(known) == frame["first"] - 1
            known.extend(float(value) for value in array(curve["loss"]))
    return found


def test_a_run_comes_as_lines_with_every_iteration_once(client: TestClient) -> None:
    answer = client.get(f"/api/train?{ADDRESS}")
    assert answer.headers["content-type"].startswith("application/x-ndjson")
    started, *frames = [json.loads(line) for line in answer.text.splitlines()]
    Started.model_validate(started)
    for frame in frames:
        Frame.model_validate(frame)
    assert frames[-1]["state"] == "finished"
    same(curves(frames), losses(**FIELDS))


def test_what_is_held_out_is_drawn_beside_the_event_loop(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    started = frames_of.started_message

    def beside(*args: Any) -> Started:
        with pytest.raises(RuntimeError, match="no running event loop"):
            asyncio.get_running_loop()
        return started(*args)

    monkeypatch.setattr(frames_of, "started_message", beside)
    assert client.get(f"/api/train?{ADDRESS}").status_code == 200


def test_a_run_comes_as_events_where_these_are_accepted(client: TestClient) -> None:
    answer = client.get(f"/api/train?{ADDRESS}", headers={"Accept": "text/event-stream"})
    assert answer.headers["content-type"].startswith("text/event-stream")
    events = [part for part in answer.text.split("\n\n") if part]
    assert all(event.startswith("data: ") for event in events)
    frames = [json.loads(event.removeprefix("data: ")) for event in events[1:]]
    same(curves(frames), losses(**FIELDS))


@pytest.mark.parametrize(
    ("query", "field", "code"),
    [
        ("rate=nan", "rate", "not_finite"),
        ("rate=0", "rate", "out_of_range"),
        ("iterations=1000000", "iterations", "out_of_range"),
        ("optimiser=lion", "optimiser", "not_a_choice"),
        ("models=cell=rnn;seed=3", "models", "not_a_choice"),
        ("models=rnn", "models", "not_a_setting"),
        ("models=cell=rnn;rho=9", "models", "inside"),
        ("models=" + "|".join(["cell=rnn"] * 5), "models", "too_many_models"),
        ("changes=soon:clip=norm", "changes", "not_a_change"),
        ("changes=5:units=4", "changes", "not_a_choice"),
        ("changes=5:rate=fast", "changes", "inside"),
        ("units=128&steps=500&cell=lstm&minibatch=128", "minibatch", "too_costly"),
        ("app=sentiment&units=128&minibatch=1&dtype=float16&iterations=1", "units", "too_costly"),
        ("optimizer=adam", "optimizer", "unknown_field"),
    ],
)
@pytest.mark.parametrize("lang", ["en", "es"])
def test_bad_input_is_told_before_anything_is_computed(
    client: TestClient, query: str, field: str, code: str, lang: str
) -> None:
    answer = client.get(f"/api/train?{query}&lang={lang}")
    assert answer.status_code == 422
    (detail,) = answer.json()["error"]["details"]
    assert (detail["field"], detail["code"]) == (field, code)
    assert not detail["message"].startswith("error.")
    assert "{" not in detail["message"]


def test_a_field_of_another_kind_is_refused_and_one_of_the_page_is_let_pass(client: TestClient) -> None:
    for query, names in {
        "/api/train?app=sentiment&task=latch&steps=3": ["task", "steps"],
        "/api/train?distance=5&variant=own": ["distance", "variant"],
        "/api/train?app=sentiment&horizon=5": ["horizon"],
        "/api/train?fields=norms": ["fields"],
        "/api/trace?app=sentiment&checkpoint=1": ["app", "checkpoint"],
        "/api/trace?rate=0.1&text=a": ["rate", "text"],
    }.items():
        answer = client.get(query)
        assert answer.status_code == 422, query
        details = answer.json()["error"]["details"]
        assert [(one["field"], one["code"]) for one in details] == [(name, "not_of_this_kind") for name in names]
    config = read_training(parse_qsl("app=sentiment&distance=5&text=a&mode=train&view=states&t=3"))
    assert config.address() == "app=sentiment"


@pytest.mark.parametrize(
    ("query", "field", "code"),
    [
        ("language=xx", "language", "not_a_choice"),
        ("distance=1000", "distance", "out_of_range"),
        ("example=1,000", "example", "not_a_whole_number"),
    ],
)
def test_which_input_a_run_looks_at_is_held_to_what_it_may_be(
    client: TestClient, query: str, field: str, code: str
) -> None:
    (detail,) = client.get(f"/api/train?app=sentiment&{query}&iterations=1").json()["error"]["details"]
    assert (detail["field"], detail["code"]) == (field, code)


def test_the_command_trains_and_writes_what_numpy_reads(tmp_path: Path) -> None:
    file = tmp_path / "run.npz"
    done = CliRunner().invoke(
        main, ["train", f"http://lab/?mode=train&{ADDRESS}", "--iterations", "30", "--out", str(file)]
    )
    assert done.exit_code == 0, done.output
    assert "held-out" in done.output
    with np.load(file) as arrays:
        found = dict(arrays)
    fields = FIELDS | {"iterations": 30}
    np.testing.assert_allclose(found["rnn/loss"], losses(**fields)[0], rtol=1e-6)
    np.testing.assert_array_equal(found["gru/W_hh"], undisturbed(**fields).models[1].params["W_hh"])
    assert found["looks"].tolist() == [20, 30]


def test_the_command_reads_an_address_as_the_server_does() -> None:
    done = CliRunner().invoke(main, ["train", "rho=1&rho=2"])
    assert done.exit_code == 1
    assert "more than once" in done.output


def test_the_command_names_what_is_wrong() -> None:
    done = CliRunner().invoke(main, ["train", "steps=0"])
    assert done.exit_code == 1
    assert "1 … 500" in done.output
