"""What readers bring to an application: kept under its hash and in memory alone, or refused with what is allowed."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import jsonschema_rs
import numpy as np
import pytest
from starlette.testclient import TestClient

from app.api.uploads import Uploads
from app.applications.base import MaterialError, Uploaded
from app.applications.speech.wav import to_wav
from app.errors import NoSuchMaterial
from app.settings import LIMITS
from tests.applications.toy import Toy

pytestmark = pytest.mark.usefixtures("toy")
NOBODY = "0" * 64
WORDS = b"abc\nbac"


def bring(client: TestClient, content: bytes = WORDS, app: str = "toy") -> Any:
    return client.post("/api/material", params={"app": app}, content=content)


def test_what_is_brought_is_kept_under_its_hash_and_played_with(client: TestClient) -> None:
    answer = bring(client)
    name = hashlib.sha256(WORDS).hexdigest()
    assert answer.json() == {"material": name, "app": "toy", "about": {"words": 2}}
    assert answer.headers["cache-control"] == "no-store"
    query = f"app=toy&variant=own&material={name}"
    assert client.get(f"/api/play?{query}").json()["error"]["code"] == "not_trained"
    assert client.get(f"/api/play?app=toy&material={name}").json()["variant"] == "drawn"


def test_what_is_brought_is_read_by_as_many_threads_as_compute_and_no_more(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    limiter = client.app.state.answers.limiter  # type: ignore[attr-defined]
    taken: list[int] = []

    def read(content: bytes) -> Uploaded:
        taken.append(limiter.statistics().borrowed_tokens)
        return Uploaded()

    monkeypatch.setattr(Toy, "read_material", read)
    assert bring(client).status_code == 200
    assert taken == [1]


def test_an_answer_made_of_what_a_reader_brought_is_kept_by_nobody_on_the_way(client: TestClient) -> None:
    name = bring(client).json()["material"]
    assert client.get(f"/api/play?app=toy&material={name}").headers["cache-control"] == "no-store"
    assert "public" in client.get("/api/play?app=toy").headers["cache-control"]


@pytest.mark.parametrize(
    ("content", "code", "allowed"),
    [(b"", "empty", "a, b, c"), (b"a" * 101, "material_too_long", "1 … 100"), (b"ab\nadc", "not_a_choice", "a, b, c")],
)
def test_what_cannot_be_used_is_refused_with_what_is_allowed(
    client: TestClient, content: bytes, code: str, allowed: str
) -> None:
    answer = bring(client, content)
    assert answer.status_code == 422
    (detail,) = answer.json()["error"]["details"]
    assert (detail["field"], detail["code"], detail["allowed"]) == ("material", code, allowed)


def test_a_fault_knows_its_line_and_column() -> None:
    with pytest.raises(MaterialError) as caught:
        Toy.read_material(b"ab\nadc")
    assert (caught.value.values["line"], caught.value.values["column"]) == (2, 2)


@pytest.mark.parametrize("app", ["", "nothing"])
def test_an_application_that_takes_nothing_is_named_among_those_that_do(client: TestClient, app: str) -> None:
    (detail,) = bring(client, app=app).json()["error"]["details"]
    assert (detail["field"], detail["code"]) == ("app", "not_a_choice")
    assert "toy" in detail["allowed"]


def test_a_large_body_is_refused_before_all_of_it_is_read(client: TestClient) -> None:
    sent = 0

    def endless() -> Any:
        nonlocal sent
        for _ in range(10_000):
            sent += 1
            yield b"abc " * 1000

    answer = bring(client, endless())
    assert answer.json()["error"]["details"][0]["code"] == "material_too_long"


def test_what_is_brought_is_never_written_to_disk(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("builtins.open", lambda *given, **_: pytest.fail(f"opened {given}"))
    monkeypatch.setattr(Path, "write_bytes", lambda *given: pytest.fail(f"wrote {given}"))
    monkeypatch.setattr("os.open", lambda *given, **_: pytest.fail(f"opened {given}"))
    assert bring(client, b"abc abc").status_code == 200


@pytest.mark.parametrize("path", ["play?app=toy&material={}", "train?app=toy&variant=own&material={}"])
def test_what_is_not_there_any_more_has_to_be_brought_again(client: TestClient, path: str) -> None:
    answer = client.get(f"/api/{path.format(NOBODY)}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "no_such_material")


def test_the_oldest_is_forgotten_first(monkeypatch: pytest.MonkeyPatch) -> None:
    limits = LIMITS.model_copy(update={"materials_bytes": 250})
    monkeypatch.setattr("app.api.uploads.LIMITS", limits)
    kept = Uploads()
    names = [kept.keep(bytes([k]) * 100) for k in range(2)]
    assert kept.find(names[0]) == bytes(100)  # and now it is the newest
    names.append(kept.keep(b"2" * 100))
    assert kept.find(names[0])
    assert kept.find(names[2])
    with pytest.raises(NoSuchMaterial):
        kept.find(names[1])
    assert kept.find("") == b""


def test_material_of_another_application_is_refused_before_a_run_begins(client: TestClient) -> None:
    name = client.app.state.uploads.keep(b"not words of the toy's")  # type: ignore[attr-defined]
    answer = client.get(f"/api/train?app=toy&variant=own&material={name}&iterations=2")
    (detail,) = answer.json()["error"]["details"]
    assert (answer.status_code, detail["field"], detail["code"]) == (422, "material", "not_a_choice")


@pytest.mark.parametrize(
    ("app", "content"),
    [
        ("text", b"hello world, this is a text of some length\n" * 100),
        ("forecast", b"day,sold\n" + b"".join(b"w%d,%d\n" % (k, k % 7) for k in range(100))),
        ("speech", to_wav(np.sin(np.arange(4000) / 3))),
    ],
)
def test_what_every_application_says_of_an_upload_is_what_is_documented(
    client: TestClient, app: str, content: bytes
) -> None:
    answer = client.post(f"/api/material?app={app}", content=content)
    assert answer.status_code == 200, answer.text
    openapi = client.get("/openapi.json").json()
    schema = openapi["paths"]["/api/material"]["post"]["responses"]["200"]["content"]["application/json"]["schema"]
    jsonschema_rs.validator_for({"components": openapi["components"], **schema}).validate(answer.json())
