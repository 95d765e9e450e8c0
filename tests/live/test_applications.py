"""An application over the socket: frames that carry a play, and material that may be gone when a run comes back."""

from __future__ import annotations

import json
import pickle
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from starlette.applications import Starlette

from app.applications import APPLICATIONS
from app.applications.base import OWN
from app.live.work import work
from app.main import create_app
from app.pool import Pool
from scripts.server import Server
from tests.applications.toy import OWN_WORDS
from tests.live.talk import Page, losses, page, same
from tests.serving import serving

FIELDS = {"app": "toy", "cell": "rnn,lstm", "units": 6, "rate": 0.02, "minibatch": 8}
QUERY = "&".join(f"{name}={value}" for name, value in FIELDS.items())


@pytest.fixture
def served(toy: type) -> Iterator[tuple[int, Starlette]]:
    """A server in this process, whose runs train in one of its threads: the processes would not know the toy."""
    app = create_app()
    app.state.hub.pool = Pool(lambda: ThreadPoolExecutor(1), 1)
    with serving(app, ws="websockets-sansio") as port:
        yield port, app


@pytest.fixture(scope="module")
def real() -> Iterator[Server]:
    """A server with processes of its own, which knows the applications that ship and no other."""
    with Server() as running:
        yield running


@pytest.fixture
def reader(served: tuple[int, Starlette]) -> Iterator[Page]:
    with page(served[0]) as talking:
        yield talking


def bring(port: int, content: bytes) -> str:
    request = urllib.request.Request(f"http://127.0.0.1:{port}/api/material?app=toy", content, method="POST")
    with urllib.request.urlopen(request) as answer:
        return str(json.loads(answer.read())["material"])


def played(reader: Page) -> Any:
    """The next trace."""
    return reader.until("frame", trace=lambda trace: trace is not None)["trace"]


def test_a_run_brings_the_numbers_of_the_engine(reader: Page) -> None:
    reader.say("start", query=f"{QUERY}&iterations=60")
    started = reader.until("started")
    assert started["held_out"] is None
    assert started["config"]["app"] == "toy"
    assert started["baseline"] > 0
    reader.until("frame", state="finished")
    same(reader.losses, losses(**FIELDS, iterations=60))
    looks = [model for frame in reader.frames if frame["looks"]["iterations"] for model in frame["looks"]["models"]]
    assert looks
    assert all(one["figure"] is not None for one in looks)
    assert all(model is None or not model["bdata"] for frame in reader.frames for model in frame["predictions"])


def test_frames_carry_what_is_made_of_an_input_with_the_newest_weights(reader: Page) -> None:
    reader.say("start", query=f"{QUERY}&iterations=20000", play=False)
    reader.say("look", fields=["norms"], play="app=toy&cell=lstm&text=abc")
    first = played(reader)
    assert (first["iteration"], first["cell"], first["tokens"]) == (0, "lstm", ["a", "b", "c"])
    assert first["trace"]["runs"][0]["norms"]
    reader.say("step", iterations=30)
    later = reader.until("frame", trace=lambda trace: trace is not None and trace["iteration"] == 30)["trace"]
    assert later["answer"] != first["answer"]
    reader.say("look", fields=["states"], play="app=toy&cell=rnn&text=ab&focus=1", iteration=0)
    kept = reader.until("frame", trace=lambda trace: trace is not None and trace["cell"] == "rnn")["trace"]
    assert (kept["iteration"], kept["focus"]) == (0, 1)
    assert kept["trace"]["runs"][0]["states"]


def test_a_play_has_the_gates_window_and_clipping_of_the_run(reader: Page) -> None:
    reader.say("start", query=f"{QUERY}&iterations=20000&clip=norm&threshold=0.5", play=False)
    reader.say("look", fields=["gates", "clipping"], play="app=toy&cell=lstm&text=abcabc")
    assert "clip=norm" in played(reader)["address"]
    reader.say("change", changes={"clamp": "f:0.25", "truncate": "2"})
    found = reader.until("frame", trace=lambda trace: trace is not None and "clamp" in trace["address"])["trace"]
    assert "clamp=f:0.25&truncate=2&clip=norm&threshold=0.5" in found["address"]


def test_a_play_that_goes_wrong_is_told_and_the_run_goes_on(reader: Page) -> None:
    reader.say("start", query=f"{QUERY}&iterations=20000")
    reader.until("frame", iteration=lambda n: n > 3)
    for query, field, code in (
        ("app=toy&text=xyz", "text", "not_a_choice"),
        ("app=toy&text=ab&focus=9", "focus", "out_of_range"),
        ("app=toy&variant=own&material=" + "0" * 64, "variant", "not_a_choice"),
        ("app=nothing", "app", "not_a_choice"),
        ("", "app", "empty"),
        ("app=toy&nothing=1", "nothing", "unknown_field"),
    ):
        reader.say("look", fields=["norms"], play=query)
        (detail,) = reader.until("error")["error"]["details"]
        assert (detail["field"], detail["code"]) == (field, code), query
    reader.say("look", fields=["everything"], play="app=toy")
    assert reader.until("error")["error"]["details"][0]["code"] == "not_a_choice"
    there = reader.iteration
    reader.say("look", fields=["norms"], play="app=toy&text=ab")
    assert played(reader)["iteration"] >= there
    reader.say("look", fields=[], play="app=toy")
    reader.until("frame", iteration=lambda n: n > there + 3)


def test_a_play_is_of_the_run_s_own_application(reader: Page) -> None:
    reader.say("start", query="cell=rnn&steps=10&units=4", play=False)
    reader.say("look", fields=["norms"], play="app=toy")
    (detail,) = reader.until("error")["error"]["details"]
    assert (detail["field"], detail["value"]) == ("app", "toy")


def test_a_run_on_a_reader_s_own_words_comes_back_while_they_are_there_and_asks_for_them_when_they_are_gone(
    served: tuple[int, Starlette],
) -> None:
    port, app = served
    material = bring(port, OWN_WORDS)
    query = f"{QUERY}&variant=own&material={material}&iterations=20000"
    with page(port) as before:
        before.say("start", query=query, play=False)
        before.say("step", iterations=25)
        before.until("frame", iteration=25)
        before.say("look", fields=["norms"], play=f"app=toy&variant=own&material={material}&text=ab")
        assert played(before)["variant"] == "own"
        before.say("look", fields=["norms"], play="app=toy&variant=own&text=ab&material=" + "0" * 64)
        assert before.until("error")["error"]["details"][0]["field"] == "material"
        while before.snapshot is None or before.snapshot["iteration"] < 25:
            before.hear()
        address, data = before.snapshot["address"], before.snapshot["data"]
    with page(port) as after:
        after.say("start", query=address, snapshot=data, play=False)
        after.say("step", iterations=5)
        after.until("frame", iteration=30)
    app.state.uploads.contents.clear()
    with page(port) as late:
        late.say("start", query=address, snapshot=data, play=False)
        assert late.until("error")["error"]["code"] == "no_such_material"
        assert bring(port, OWN_WORDS) == material
        late.say("start", query=address, snapshot=data, play=False)
        assert late.until("started")["iteration"] == 25


def test_a_kept_run_needs_its_material_no_more(served: tuple[int, Starlette]) -> None:
    port, app = served
    material = bring(port, OWN_WORDS)
    with page(port) as before:
        before.say("start", query=f"{QUERY}&variant=own&material={material}&iterations=20000", play=False)
        token = before.until("started")["run"]
        app.state.uploads.contents.clear()
        before.say("look", fields=["norms"], play=f"app=toy&variant=own&material={material}&text=ab")
        assert played(before)["iteration"] == 0
    with page(port) as after:
        after.say("attach", run=token)
        after.until("started")
        after.say("rewind", iteration=0)
        after.until("frame", iteration=lambda n: n > 5)


def test_all_that_is_kept_of_a_run_shares_one_copy_of_its_material(
    served: tuple[int, Starlette], monkeypatch: pytest.MonkeyPatch
) -> None:
    port, app = served
    monkeypatch.setattr("app.live.session.work", lambda *asked: pickle.loads(pickle.dumps(work(*asked))))
    material = bring(port, OWN_WORDS)
    with page(port) as reader:
        reader.say("start", query=f"{QUERY}&variant=own&material={material}&iterations=20000")
        token = reader.until("started")["run"]
        reader.until("frame", iteration=lambda n: n > 20)
        reader.say("pause")
        reader.until("frame", state="paused")
        kept = app.state.hub.find(token).record.snapshots
        assert len(kept) > 2
        assert {id(run.material) for run in kept} == {id(app.state.uploads.find(material))}


def test_material_that_cannot_be_read_begins_no_run(served: tuple[int, Starlette]) -> None:
    port, app = served
    name = app.state.uploads.keep(b"words of another application")
    with page(port) as reader:
        reader.say("start", query=f"{QUERY}&variant=own&material={name}")
        (detail,) = reader.until("error")["error"]["details"]
        assert (detail["field"], detail["code"]) == ("material", "not_a_choice")
        reader.say("start", query=QUERY, play=False)
        assert reader.until("started")


def test_a_run_without_a_browser_is_the_same(served: tuple[int, Starlette]) -> None:
    port, _ = served
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/train?{QUERY}&iterations=40") as answer:
        started, *frames = [json.loads(line) for line in answer.read().splitlines()]
    assert started["config"]["app"] == "toy"
    assert frames[-1]["iteration"] == 40
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/api/train?app=toy&variant=own&material={'0' * 64}")
    assert json.loads(caught.value.read())["error"]["code"] == "no_such_material"


@pytest.mark.parametrize("name", [name for name, kind in APPLICATIONS.items() if kind.variants[0] != OWN])
def test_the_processes_that_train_know_every_application(real: Server, name: str) -> None:
    cell, variant = APPLICATIONS[name].cell, APPLICATIONS[name].variants[0]
    with page(real.port) as reader:
        reader.say("start", query=f"app={name}&cell={cell}&units=4&minibatch=2&iterations=3")
        assert reader.until("started")["config"]["app"] == name
        reader.until("frame", state="finished")
        assert len(reader.losses[0]) == 3
        reader.say("look", fields=["norms"], play=f"app={name}&cell={cell}")
        found = played(reader)
        assert (found["iteration"], found["app"], found["variant"]) == (3, name, variant)
        assert found["trace"]["runs"]
