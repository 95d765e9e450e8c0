"""A live run that learns a voice: what it hears in a sound that it was not taught with follows its weights."""

from __future__ import annotations

import json
import urllib.request

from scripts.server import Server
from tests.applications.marked_wav import marked, siren
from tests.live.talk import page

SOUNDS = {"one": (400, 400), "two": (2500, 2500), "three": (300, 3000), "four": (3000, 300)}


def bring(port: int, content: bytes) -> str:
    request = urllib.request.Request(f"http://127.0.0.1:{port}/api/material?app=speech", content, method="POST")
    with urllib.request.urlopen(request) as answer:
        return str(json.loads(answer.read())["material"])


def test_a_sound_is_heard_by_the_runs_own_weights() -> None:
    taught = marked([(word, siren(*SOUNDS[word], seed=10 * k + n)) for k in range(3) for n, word in enumerate(SOUNDS)])
    said = marked([("two", siren(*SOUNDS["two"], seed=99))], named=False)
    with Server() as server, page(server.port) as reader:
        material, sound = bring(server.port, taught), bring(server.port, said)
        run = f"app=speech&variant=own&material={material}&cell=gru"
        reader.say("start", query=f"{run}&units=48&rate=0.004&minibatch=12&iterations=60&clip=norm&dtype=float32")
        reader.until("frame", state="finished")
        reader.say("look", fields=["norms"], play=f"{run}&sound={sound}")
        trace = reader.until("frame", trace=lambda trace: trace is not None and sound in trace["address"])["trace"]
        assert trace["iteration"] == 60
        assert trace["answer"]["transcript"] == ["two"]
        assert trace["answer"]["truth"] is None
