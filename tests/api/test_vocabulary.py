"""The words that a network knows: told by language or kind, each of them read as itself, refused in the one body."""

from __future__ import annotations

import jsonschema_rs
import pytest
from starlette.testclient import TestClient

from app.applications import APPLICATIONS

WITH_WORDS = [
    (name, variant) for name, kind in APPLICATIONS.items() for variant in kind.variants if kind.known_words(variant)
]


def test_every_text_application_tells_its_words() -> None:
    assert {name for name, _ in WITH_WORDS} == {"translation", "text", "entities", "sentiment", "music"}


@pytest.mark.parametrize(("name", "variant"), WITH_WORDS)
def test_the_words_come_as_documented_each_once_and_in_order(client: TestClient, name: str, variant: str) -> None:
    answer = client.get(f"/api/vocabulary?app={name}&variant={variant}")
    body = answer.json()
    openapi = client.get("/openapi.json").json()
    schema = openapi["paths"]["/api/vocabulary"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    jsonschema_rs.validator_for({"components": openapi["components"], **schema}).validate(body)
    assert (body["app"], body["variant"]) == (name, variant)
    assert "max-age" in answer.headers["cache-control"]
    for group in body["groups"]:
        assert group["words"] == sorted(set(group["words"]), key=lambda word: (word.casefold(), word))
        assert all(word.strip() == word != "" for word in group["words"])
    again = client.get(
        f"/api/vocabulary?app={name}&variant={variant}", headers={"If-None-Match": answer.headers["etag"]}
    )
    assert again.status_code == 304


@pytest.mark.parametrize("name", ["translation", "entities", "sentiment"])
def test_a_word_that_is_told_is_read_as_itself(client: TestClient, name: str) -> None:
    """Typed after another word, so that it is no first word; no stand-in of unknown words is among them."""
    groups = client.get(f"/api/vocabulary?app={name}").json()["groups"]
    for word in [word for group in groups for word in group["words"][::97]]:
        first = groups[0]["words"][0]
        answer = client.get("/api/play", params={"app": name, "text": f"{first} {word}"})
        assert answer.status_code == 200, word
        told = answer.json()["answer"]
        assert told.get("read_as", told.get("source", told.get("words")))[1] == word
        assert 1 not in told.get("unknown", [])


def test_an_application_without_words_tells_none(client: TestClient) -> None:
    for query in ("app=speech", "app=forecast&variant=co2", "app=music&variant=melody", "app=text&variant=own"):
        assert client.get(f"/api/vocabulary?{query}").json()["groups"] == []


@pytest.mark.parametrize(
    ("query", "field", "code"),
    [
        ("", "app", "empty"),
        ("app=nothing", "app", "not_a_choice"),
        ("app=music&variant=opera", "variant", "not_a_choice"),
        ("app=music&text=a", "text", "not_of_this_kind"),
        ("app=music&app=text", "app", "repeated"),
    ],
)
def test_what_is_not_there_is_refused(client: TestClient, query: str, field: str, code: str) -> None:
    answer = client.get(f"/api/vocabulary?{query}")
    (detail,) = answer.json()["error"]["details"]
    assert (answer.status_code, detail["field"], detail["code"]) == (422, field, code)
