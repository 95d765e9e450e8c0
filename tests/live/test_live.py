"""The socket: commands in, frames out, and a run that survives whatever happens to reader, process and server."""

from __future__ import annotations

import base64
import io
import json
import os
import signal
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import numpy as np
import pytest

from scripts.server import Server
from tests.api.decode import array
from tests.live.talk import Page, losses, page, same, undisturbed

SMALL = {"cell": "rnn,lstm", "steps": 20, "units": 8, "minibatch": 4}


def query(**fields: Any) -> str:
    return "&".join(f"{name}={value}" for name, value in {**SMALL, **fields}.items())


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server() as running:
        yield running


@pytest.fixture
def reader(server: Server) -> Iterator[Page]:
    with page(server.port) as talking:
        yield talking


def newest(server: Server, run: str) -> int:
    """The iteration of the newest snapshot that the server keeps of a run."""
    with urllib.request.urlopen(f"{server.url}/api/live/{run}/snapshot.npz") as answer:
        return int(np.load(io.BytesIO(answer.read()))["iteration"])


def at_rest(server: Server, run: str, looks: int = 20) -> int:
    """Where a run stands still, once it does: so many looks in a row find it at the same iteration."""
    found = [newest(server, run)]
    while found[-looks:] != [found[-1]] * looks:
        found.append(newest(server, run))
    return found[-1]


def begin_run(reader: Page, play: bool = True, **fields: Any) -> dict[str, Any]:
    reader.say("start", query=query(**fields), play=play)
    return reader.until("started")


def test_a_run_brings_every_iteration_once_and_the_numbers_of_the_engine(reader: Page) -> None:
    begin_run(reader, iterations=150)
    reader.until("frame", state="finished")
    same(reader.losses, losses(**SMALL, iterations=150))
    firsts = [frame["first"] for frame in reader.frames]
    assert firsts == sorted(firsts)
    assert reader.frames[-1]["looks"]["iterations"] or any(frame["looks"]["iterations"] for frame in reader.frames)


def test_what_does_not_change_is_told_once(reader: Page) -> None:
    started = begin_run(reader, play=False, models="cell=lstm;bias=f:-2|cell=lstm;bias_init=chrono|cell=rnn")
    assert [(one["name"], one["cell"], one["carry"]) for one in started["models"]] == [
        ("lstm.1", "lstm", "f"),
        ("lstm.2", "lstm", "f"),
        ("rnn", "rnn", None),
    ]
    assert [one["own"] for one in started["models"]] == [{"bias": "f:-2"}, {"bias_init": "chrono"}, {}]
    assert started["baseline"] == pytest.approx(1 / 6, rel=0.25)
    assert started["held_out"]["steps"] == [20]
    assert array(started["held_out"]["targets"]).shape[0] == 1


def test_a_bad_message_is_answered_and_the_run_goes_on(reader: Page) -> None:
    begin_run(reader, iterations=5000)
    reader.until("frame", iteration=lambda n: n > 3)
    for bad, code in (
        ("not json", "bad_message"),
        ('{"type": "nonsense"}', "bad_message"),
        ('{"type": "step", "iterations": 0}', "bad_message"),
        ('{"type": "step", "iterations": 1e999}', "bad_message"),
        ('{"type": "pause", "more": 1}', "bad_message"),
        ('{"type": "speed", "per_second": NaN}', "bad_message"),
        ('{"type": "change", "changes": {"units": "3"}}', "cannot_change"),
        ('{"type": "change", "changes": {"clip": "hard"}}', "cannot_be"),
        ('{"type": "change", "changes": {"rate": "50"}}', "cannot_be"),
        ('{"type": "change", "changes": {"clamp": "q:1"}}', "cannot_be"),
        ('{"type": "look", "fields": ["everything"]}', "not_a_choice"),
        ('{"type": "look", "fields": ["norms"], "unit": 100}', "out_of_range"),
        ('{"type": "attach", "run": "nobody"}', "no_such_run"),
        ('{"type": "start", "query": "steps=0"}', "out_of_range"),
        ('{"type": "start", "query": "units=128&steps=500&cell=lstm&minibatch=128"}', "too_costly"),
    ):
        reader.socket.send(bad)
        message = reader.until("error")
        assert message["error"]["details"][0]["code"] == code, bad
        assert message["error"]["details"][0]["allowed"] or code in ("no_such_run", "bad_message")
        assert message["error"]["message"]
        assert not message["error"]["message"].startswith("error."), message
    before = reader.iteration
    reader.until("frame", iteration=lambda n: n > before + 2)


def test_errors_speak_the_reader_s_language(reader: Page) -> None:
    reader.say("start", query="steps=0", lang="es")
    message = reader.hear()
    assert message["error"]["details"][0]["message"] != ""
    assert "vale" in message["error"]["message"] or "valor" in message["error"]["message"]


def test_a_step_is_so_many_iterations_and_no_more(reader: Page) -> None:
    begin_run(reader, play=False)
    reader.say("step", iterations=1)
    reader.until("frame", iteration=1)
    reader.say("step", iterations=20)
    reader.until("frame", iteration=21, state="paused")
    reader.say("look", fields=["norms"])  # an answer that needs no iteration
    reader.until("frame", trace=lambda trace: trace is not None)
    assert reader.iteration == 21


@pytest.mark.parametrize(("stop", "state"), [("pause", "paused"), ("visible", "hidden")])
def test_a_run_that_is_paused_or_that_nobody_sees_stands_still(reader: Page, stop: str, state: str) -> None:
    begin_run(reader, iterations=20_000)
    reader.until("frame", iteration=lambda n: n > 5)
    reader.say(stop, **({"visible": False} if stop == "visible" else {}))
    there = reader.until("frame", state=state)["iteration"]
    for _ in range(5):  # a frame that shows a trace, and no further iteration
        reader.say("look", fields=["norms"])
        shown = reader.until("frame", trace=lambda trace: trace is not None)
        assert (shown["iteration"], shown["state"]) == (there, state)
    reader.say("play" if stop == "pause" else "visible", **({} if stop == "pause" else {"visible": True}))
    reader.until("frame", iteration=lambda n: n > there)


def test_a_change_acts_from_the_next_iteration_on_and_a_replay_of_its_address_gives_the_same(reader: Page) -> None:
    begin_run(reader, iterations=120)
    reader.until("frame", iteration=lambda n: n > 3)
    reader.say("change", changes={"clip": "norm", "threshold": "0.1"})
    reader.until("frame", changes=lambda changes: len(changes) == 2)
    reader.say("change", changes={"clamp": "f:0.5"})
    last = reader.until("frame", state="finished")
    changes = ";".join(f"{c['iteration']}:{c['field']}={c['value']}" for c in last["changes"])
    assert len(last["changes"]) == 3
    same(reader.losses, losses(**SMALL, iterations=120, changes=changes))
    plain = losses(**SMALL, iterations=120)
    first = last["changes"][0]["iteration"]
    assert [one[:first] for one in losses(**SMALL, iterations=120, changes=changes)] == [one[:first] for one in plain]


def test_going_back_takes_back_what_came_after_and_the_changes_with_it(reader: Page) -> None:
    begin_run(reader, play=False, iterations=60)
    reader.say("step", iterations=30)
    reader.until("frame", iteration=30)
    reader.say("change", changes={"rate": "0.1"})
    reader.say("step", iterations=20)
    reader.until("frame", iteration=50)
    reader.say("rewind", iteration=17, changes={"clip": "norm", "threshold": "1"})
    last = reader.until("frame", state="finished")
    assert [(c["iteration"], c["field"]) for c in last["changes"]] == [(17, "clip"), (17, "threshold")]
    same(reader.losses, losses(**SMALL, iterations=60, changes="17:clip=norm;17:threshold=1"))


def test_a_branch_shares_the_past_and_leaves_the_old_run_as_it_was(reader: Page) -> None:
    old = begin_run(reader, play=False, iterations=40)["run"]
    reader.say("step", iterations=25)
    reader.until("frame", iteration=25)
    before = [one[:] for one in reader.losses]
    reader.say("branch", iteration=10, changes={"clamp": "f:0"})
    assert reader.until("started")["run"] != old
    reader.until("frame", state="finished")
    same(reader.losses, losses(**SMALL, iterations=40, changes="10:clamp=f:0"))
    reader.say("attach", run=old, have=0)
    assert reader.until("started")["run"] == old
    frame = reader.until("frame")
    assert (frame["iteration"], frame["state"], frame["changes"]) == (25, "paused", [])
    same([one[:25] for one in reader.losses], before)


def test_a_reader_who_comes_back_gets_what_is_missing(server: Server) -> None:
    with page(server.port) as first:
        token = begin_run(first, iterations=20_000)["run"]
        first.until("frame", iteration=lambda n: n > 10)
        have = first.iteration
    rests = at_rest(server, token)
    with page(server.port, losses=first.losses, frames=first.frames) as again:
        again.say("attach", run=token, have=have)
        again.until("started")
        frame = again.until("frame")
        assert frame["first"] == have + 1
        there = frame["iteration"]
        assert there >= rests, "it stood still meanwhile, and goes on from there"
        again.until("frame", iteration=lambda n: n > there + 20)
        again.say("pause")
        again.until("frame", state="paused")
        same(again.losses, losses(**SMALL, iterations=again.iteration))


def test_a_run_that_another_reader_takes_over_is_wholly_that_reader_s(server: Server) -> None:
    with page(server.port) as first, page(server.port) as second:
        token = begin_run(first, iterations=300)["run"]
        first.until("frame", iteration=lambda n: n > 5)
        second.say("attach", run=token)
        second.until("started")
        assert first.until("error")["error"]["details"][0]["code"] == "taken_over"
        before = len(first.frames)
        second.until("frame", state="finished")
        same(second.losses, losses(**SMALL, iterations=300))
        first.say("attach", run="nobody")
        assert first.hear()["error"]["code"] == "no_such_run", "nothing else has come"
        assert len(first.frames) == before


def test_a_slow_reader_gets_fewer_frames_and_no_iteration_is_lost(server: Server) -> None:
    with page(server.port, acknowledge=False) as slow:
        begin_run(slow, iterations=200)
        frames = [slow.until("frame"), slow.until("frame")]
        while newest(server, slow.started["run"]) < 200:
            pass
        slow.say("attach", run="nobody")
        assert slow.hear()["type"] == "error", "a third frame before the first was acknowledged"
        slow.acknowledge = True
        slow.say("ack", number=frames[1]["number"])
        slow.until("frame", iteration=200)
        same(slow.losses, losses(**SMALL, iterations=200))
        third = slow.frames[2]
        assert third["first"] == frames[1]["iteration"] + 1
        assert third["iteration"] > third["first"], "what came meanwhile is in one frame"


def test_a_run_comes_back_after_a_restart_of_the_server_with_the_numbers_that_it_would_have_had() -> None:
    with Server() as server, ExitStack() as stack:
        before = stack.enter_context(page(server.port))
        begin_run(before, iterations=400)
        before.until("frame", iteration=lambda n: n > 20)
        before.say("change", changes={"clip": "norm", "threshold": "0.5"})
        before.until("frame", changes=lambda changes: len(changes) == 2)
        before.say("pause")
        while before.snapshot is None or before.snapshot["iteration"] < 20:
            before.hear()
        before.say("play")
        at = before.snapshot["iteration"]
        before.until("frame", iteration=lambda n: n > at + 5)
        address, data, run = before.snapshot["address"], before.snapshot["data"], before.started["run"]
        server.stop()
        server.start()
        with page(server.port, losses=before.losses, frames=before.frames) as after:
            after.say("attach", run=run, have=after.iteration)
            assert after.hear()["error"]["code"] == "no_such_run"
            after.say("start", query=address, snapshot=data, have=after.iteration)
            after.until("frame", state="finished")
            changes = ";".join(f"{c['iteration']}:{c['field']}={c['value']}" for c in after.frames[-1]["changes"])
            same(after.losses, losses(**SMALL, iterations=400, changes=changes))


def test_killing_the_processes_that_train_changes_no_number(server: Server) -> None:
    with page(server.port) as talking:
        begin_run(talking, iterations=300)
        talking.until("frame", iteration=lambda n: n > 20)
        found = subprocess.run(["pgrep", "-P", str(server.pid)], capture_output=True, text=True, check=True).stdout
        children = [int(pid) for pid in found.split()]
        assert children
        for pid in children:
            os.kill(pid, signal.SIGKILL)
        talking.until("frame", state="finished")
        same(talking.losses, losses(**SMALL, iterations=300))


def test_a_snapshot_that_belongs_to_another_run_is_refused(reader: Page) -> None:
    begin_run(reader, play=False)
    while reader.snapshot is None:
        reader.hear()
    good = reader.snapshot["data"]
    numbers = bytearray(base64.b64decode(good["arrays"]))
    numbers[:8] = np.float64(np.nan).tobytes()
    broken: tuple[dict[str, Any], ...] = (
        {"arrays": good["arrays"][:-8]},
        {"arrays": "%%%"},
        {"arrays": base64.b64encode(bytes(numbers)).decode()},
        {"iteration": 20_000},
        {"ends": []},
        {"optimiser_steps": [5, 5]},
        {"generator": ["-1", "1"]},
        {"generator": ["1" * 60, "1"]},
    )
    for bad in broken:
        reader.say("start", query=query(iterations=100), snapshot={**good, **bad})
        message = reader.until("error")
        assert message["error"]["details"][0]["code"] == "no_snapshot", bad


def test_over_the_limit_a_newcomer_hears_its_place_and_has_its_turn_when_somebody_leaves() -> None:
    with Server(live_runs=1, live_queue=2) as server, ExitStack() as stack:
        first, second, third, fourth = (stack.enter_context(page(server.port)) for _ in range(4))
        begin_run(first)
        for waiting, place in ((second, 1), (third, 2)):
            waiting.say("start", query=query())
            assert waiting.until("queued")["place"] == place
        assert fourth.hear()["error"]["code"] == "queue_full"
        first.until("frame", iteration=lambda n: n > 2)
        first.socket.close()
        assert second.until("started")
        assert third.until("queued")["place"] == 1
        second.socket.close()
        third.until("frame", iteration=lambda n: n > 2)


def test_runs_without_a_reader_are_kept_up_to_a_limit_and_the_oldest_goes_first() -> None:
    with Server(live_runs=1) as server, page(server.port) as reader:
        tokens = [begin_run(reader, play=False)["run"] for _ in range(4)]
        reader.say("attach", run=tokens[0])
        message = reader.until("error")
        assert message["error"]["code"] == "no_such_run"
        reader.say("attach", run=tokens[2])
        assert reader.until("started")["run"] == tokens[2]


def test_the_probe_s_trace_before_training_is_the_laboratory_s(reader: Page, server: Server) -> None:
    address = query(batch=2)
    reader.say("start", query=address, play=False)
    reader.say("look", fields=["norms", "states", "sequence"], sample=1)
    trace = reader.until("frame", trace=lambda trace: trace is not None)["trace"]
    task = address.replace("&minibatch=4", "")
    lab = f"{server.url}/api/trace?{task}&fields=norms,states,sequence&sample=1&encoding=display"
    with urllib.request.urlopen(lab) as answer:
        expected = json.loads(answer.read())
    assert trace["iteration"] == 0
    assert (trace["runs"], trace["sequence"]) == (expected["runs"], expected["sequence"])


def test_a_kept_snapshot_can_be_looked_at_while_the_run_goes_on(reader: Page) -> None:
    begin_run(reader, iterations=20_000)
    reader.until("frame", iteration=lambda n: n > 30)
    kept = reader.frames[-1]["snapshots"][1]
    reader.say("look", fields=["norms"], iteration=kept)
    trace = reader.until("frame", trace=lambda trace: trace is not None)["trace"]
    assert trace["iteration"] == kept
    reader.say("look", fields=["norms"])
    assert reader.until("frame", trace=lambda t: t is not None and t["iteration"] != kept)["trace"]["iteration"] > kept


def test_a_model_that_diverges_ends_and_says_where(reader: Page) -> None:
    wild: dict[str, Any] = {
        "activation": "identity",
        "rho": 3,
        "steps": 100,
        "optimiser": "sgd",
        "rate": 1,
        "dtype": "float32",
    }
    begin_run(reader, **wild, iterations=50, models="cell=rnn|cell=lstm;rate=0.001")
    last = reader.until("frame", state="finished")
    end, none = last["ends"]
    assert none is None
    assert end["quantity"] in ("h", "y", "L", "d_h", "W_hh") or end["quantity"].startswith("d_")
    assert np.isnan(reader.losses[0][end["iteration"] :]).all()
    assert np.isfinite(reader.losses[1]).all()
    begin_run(reader, **wild, iterations=50, cell="rnn")
    assert reader.until("frame", state="diverged")["iteration"] == end["iteration"]


def test_a_speed_limit_holds_until_it_is_lifted(reader: Page) -> None:
    begin_run(reader, play=False, iterations=20_000)
    reader.say("speed", per_second=20)
    reader.say("play")
    reader.until("frame", iteration=5)
    firsts = [frame["first"] for frame in reader.frames if frame["iteration"] > 1]
    assert firsts == [*range(2, 2 + len(firsts))], "one iteration at a time"
    reader.say("speed")
    reader.until("frame", iteration=lambda n: n > 100)


def test_the_weights_of_a_live_run_can_be_taken_along(reader: Page, server: Server) -> None:
    token = begin_run(reader, play=False, iterations=100)["run"]
    reader.say("step", iterations=100)
    reader.until("frame", iteration=100)
    with urllib.request.urlopen(f"{server.url}/api/live/{token}/snapshot.npz") as answer:
        found = np.load(io.BytesIO(answer.read()))
    expected = undisturbed(**SMALL, iterations=100)
    assert int(found["iteration"]) == 100
    np.testing.assert_array_equal(found["lstm/W_hh"], expected.models[1].params["W_hh"])


def test_stopping_a_run_forgets_it(reader: Page) -> None:
    token = begin_run(reader)["run"]
    reader.say("stop")
    reader.say("attach", run=token)
    message = reader.until("error")
    assert message["error"]["code"] == "no_such_run"
