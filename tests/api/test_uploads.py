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


def test_what_is_brought_is_read_where_answers_are_computed_and_no_more_at_a_time(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    limiter = client.app.state.answers.lanes.all  # type: ignore[attr-defined]
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


FORM_ENCODED = "application/x-www-form-urlencoded"
FORM = "multipart/form-data; boundary=XX"


def part(content: bytes, *, name: str = "file", filename: str = "", more: str = "") -> bytes:
    """One part of a form."""
    named = f'; filename="{filename}"' if filename else ""
    head = f'--XX\r\nContent-Disposition: form-data; name="{name}"{named}\r\n{more}\r\n'
    return head.encode() + content + b"\r\n"


END = b"--XX--\r\n"


def send(client: TestClient, body: Any, app: str = "toy", **headers: str) -> Any:
    """A request whose headers are named with underscores."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.post("/api/material", params={"app": app}, content=body, headers=named)


@pytest.mark.parametrize(
    "body",
    [
        part(WORDS, filename="names.txt") + END,
        part(WORDS, name="anything", filename="names.txt", more="Content-Type: text/plain\r\n") + END,
        part(b"toy", name="app") + part(WORDS, filename="ñ.txt") + part(b"more", name="note") + END,
        part(WORDS) + END,
        part(WORDS, filename="a.txt") + END + b"an epilogue",
    ],
    ids=["file", "another name", "beside fields", "the one field", "epilogue"],
)
def test_of_a_form_its_one_file_is_taken(client: TestClient, body: bytes) -> None:
    answer = send(client, body, content_type=FORM)
    assert answer.json()["material"] == hashlib.sha256(WORDS).hexdigest()


def test_the_bytes_of_a_forms_file_stay_what_they_are(client: TestClient) -> None:
    content = to_wav(np.sin(np.arange(4000) / 3)) + b"\r\n--X\r\n--XY"
    answer = client.post("/api/material?app=speech", files={"sound": ("a.wav", content, "audio/wav")})
    assert answer.json()["material"] == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (part(WORDS, filename="a") + part(WORDS, name="b", filename="b") + END, "not_one_file"),
        (part(WORDS, name="a") + part(WORDS, name="b") + END, "not_one_file"),
        (END, "not_one_file"),
        (part(WORDS, filename="a"), "broken_form"),
        (b"abc\nbac", "broken_form"),
        (b"", "broken_form"),
        (part(b"", name="n") * 40 + END, "broken_form"),
        (part(b"a" * 101, filename="a") + END, "material_too_long"),
        (part(b"", filename="a") + END, "empty"),
    ],
)
def test_a_form_that_does_not_hold_one_file_is_refused(client: TestClient, body: bytes, code: str) -> None:
    answer = send(client, body, content_type=FORM)
    assert (answer.status_code, answer.json()["error"]["details"][0]["code"]) == (422, code)


def test_a_large_form_is_refused_before_all_of_it_is_read(client: TestClient) -> None:
    sent = 0

    def endless() -> Any:
        nonlocal sent
        yield b'--XX\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n'
        for _ in range(10_000):
            sent += 1
            yield b"abc " * 1000

    answer = send(client, endless(), content_type=FORM)
    assert answer.json()["error"]["details"][0]["code"] == "material_too_long"


@pytest.mark.parametrize(
    ("headers", "named"),
    [
        ({"content_type": "multipart/mixed; boundary=XX"}, "multipart/mixed"),
        ({"content_encoding": "gzip"}, "gzip"),
    ],
)
def test_a_body_in_another_encoding_is_refused_by_its_name_and_never_read_as_text(
    client: TestClient, headers: dict[str, str], named: str
) -> None:
    answer = send(client, WORDS, **headers)
    (detail,) = answer.json()["error"]["details"]
    assert (answer.status_code, detail["value"], detail["code"]) == (415, named, "media_type")


@pytest.mark.parametrize(
    "kind", ["application/x-www-form-urlencoded", "Application/X-WWW-Form-Urlencoded; charset=utf-8"]
)
@pytest.mark.parametrize("body", [b"file=abc%0Abac", b"a=1&file=abc+bac\r\n"])
def test_an_encoded_form_is_refused_by_its_name(client: TestClient, kind: str, body: bytes) -> None:
    answer = send(client, body, content_type=kind)
    (detail,) = answer.json()["error"]["details"]
    assert (answer.status_code, detail["value"]) == (415, FORM_ENCODED)


def test_a_file_that_curl_calls_an_encoded_form_is_taken_as_it_is(client: TestClient) -> None:
    plain = send(client, WORDS, content_type="text/plain").json()
    assert send(client, WORDS, content_type=FORM_ENCODED).json() == plain


def test_a_part_that_is_encoded_is_refused(client: TestClient) -> None:
    body = part(b"YWJj", filename="a", more="Content-Transfer-Encoding: base64\r\n") + END
    assert send(client, body, content_type=FORM).status_code == 415


def test_a_form_is_never_written_to_disk_however_large(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.open", lambda *given, **_: pytest.fail(f"opened {given}"))
    answer = send(client, part(bytes(2_400_000), filename="a.wav") + END, "speech", content_type=FORM)
    assert answer.json()["error"]["details"][0]["code"] == "sound_not_wav"
