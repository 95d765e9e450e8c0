"""A reader's voice over the API: a sound and how it was read, recordings that teach, and a sound beside them."""

from __future__ import annotations

import struct
from typing import Any

from starlette.testclient import TestClient

from app.applications.speech.wav import to_wav
from tests.applications.marked_wav import chunk, marked, siren

RECORDINGS = marked([(word, siren(400 * (k + 1), 900, seed=k)) for k, word in enumerate(["one", "two"] * 3)])


def bring(client: TestClient, content: bytes) -> Any:
    answer = client.post("/api/material", params={"app": "speech"}, content=content)
    assert answer.status_code == 200, answer.text
    return answer.json()


def play(client: TestClient, query: str) -> Any:
    return client.get(f"/api/play?app=speech&cell=gru&encoding=list&{query}")


def test_how_a_sound_was_read_is_in_the_answer_to_the_upload_and_in_every_later_one(client: TestClient) -> None:
    samples = (siren(300, 900) * 32767).astype("<f4")
    form = chunk(b"fmt ", struct.pack("<HHIIHH", 3, 1, 8000, 32000, 4, 32))
    content = chunk(b"RIFF", b"WAVE" + form + b"data" + struct.pack("<I", 0) + samples.tobytes())
    brought = bring(client, content)
    names = {remark["name"] for remark in brought["about"]["remarks"]}
    assert names == {"scaled", "unfinished"}
    answer = play(client, f"material={brought['material']}").json()["answer"]
    assert {remark["name"] for remark in answer["remarks"]} == names
    assert answer["truth"] is None


def test_recordings_say_what_they_are_and_have_to_be_learned_first(client: TestClient) -> None:
    brought = bring(client, RECORDINGS)
    assert (brought["about"]["recordings"], brought["about"]["words"]) == (6, ["one", "two"])
    answer = play(client, f"variant=own&material={brought['material']}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_trained")


def test_a_sound_beside_them_is_heard_and_kept_by_nobody_on_the_way(client: TestClient) -> None:
    sound = bring(client, to_wav(siren(300, 900)))["material"]
    answer = play(client, f"sound={sound}")
    assert answer.status_code == 200
    assert f"sound={sound}" in answer.json()["address"]
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json()["answer"]["transcript"] == play(client, f"material={sound}").json()["answer"]["transcript"]


def test_a_sound_that_is_not_there_or_no_name_at_all_is_told(client: TestClient) -> None:
    assert play(client, "sound=" + "0" * 64).json()["error"]["code"] == "no_such_material"
    (detail,) = play(client, "sound=../etc").json()["error"]["details"]
    assert (detail["field"], detail["code"]) == ("sound", "not_a_choice")
    assert client.get("/api/play?app=text&sound=" + "0" * 64).status_code == 422


def test_what_cannot_be_learned_from_is_told_before_a_run_begins(client: TestClient) -> None:
    sound = bring(client, to_wav(siren(300, 900)))["material"]
    answer = client.get(f"/api/train?app=speech&variant=own&cell=gru&units=48&material={sound}")
    (detail,) = answer.json()["error"]["details"]
    assert (answer.status_code, detail["field"], detail["code"]) == (422, "material", "recordings_few")
    recordings = bring(client, RECORDINGS)["material"]
    wrong = {"units": "cell=gru&units=40", "rho": "cell=gru&units=48&rho=1", "cell": "cell=peephole&units=48"}
    for field, query in wrong.items():
        answer = client.get(f"/api/train?app=speech&variant=own&material={recordings}&{query}")
        assert [detail["field"] for detail in answer.json()["error"]["details"]] == [field]
