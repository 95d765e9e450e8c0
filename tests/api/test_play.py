"""Playing an application: what an answer holds, and every way to ask wrongly."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import parse_qsl

import jsonschema_rs
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app import words
from app.applications import APPLICATIONS, weights
from app.applications.base import OWN, Prediction
from app.applications.fields import inference_table
from app.bptt.initialisers import initialise
from app.cells import CELLS
from app.errors import ErrorBody
from app.trace import DEFAULT_PARTS, FIELDS
from app.wire.addresses import PageState, read_inference
from app.wire.encoding import number
from app.wire.schemas import COMPONENTS, DESCRIBED, inference_schema
from tests.api.decode import array
from tests.applications.toy import Toy, ToyAnswer

pytestmark = pytest.mark.usefixtures("toy")


def play(client: TestClient, **query: Any) -> dict[str, Any]:
    answer = client.get("/api/play", params={"app": "toy", "encoding": "list", **query})
    assert answer.status_code == 200, answer.text
    return json.loads(answer.text, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))


@pytest.mark.parametrize("cell", list(CELLS))
@pytest.mark.parametrize("encoding", ["base64", "list", "display"])
def test_an_answer_has_tokens_the_application_s_own_words_and_a_trace_as_documented(
    client: TestClient, cell: str, encoding: str
) -> None:
    found = play(client, cell=cell, text="abcab", fields=",".join(FIELDS), encoding=encoding, unit=3)
    assert found.keys() == {
        *("version", "address", "app", "variant", "cell", "tokens", "focus", "loss", "answer", "trace"),
    }
    assert (found["app"], found["variant"], found["cell"]) == ("toy", "drawn", cell)
    assert found["tokens"] == list("abcab")
    assert found["focus"] == 5
    assert found["answer"].keys() == {"said", "log_p"}
    assert found["loss"] == pytest.approx(-float(array(found["answer"]["log_p"])[-1]), rel=1e-2)
    openapi = client.get("/openapi.json").json()
    layer = {"components": openapi["components"], "$ref": "#/components/schemas/Run"}
    jsonschema_rs.validator_for(layer).validate(found["trace"]["runs"][0])
    (run,) = found["trace"]["runs"]
    assert set(run) - {"cell", "name", "layer", "verdict", "loss"} == set(FIELDS) - {"sequence"}
    assert run["unit"]["index"] == 3
    assert found["trace"]["config"]["steps"] == 5
    assert found["trace"]["sequence"]["channels"] == ["x0", "x1", "x2", "x3"]


def test_without_more_than_its_name_it_plays_its_own_example(client: TestClient) -> None:
    found = play(client)
    assert found["tokens"] == list("abba")
    assert found["address"] == "app=toy"
    assert set(DEFAULT_PARTS) < set(found["trace"]["runs"][0])


def test_the_unit_is_one_that_the_network_has(client: TestClient) -> None:
    assert play(client, unit=100, fields="unit")["trace"]["runs"][0]["unit"]["index"] == 3


def test_gates_window_clipping_and_focus_do_what_they_say(client: TestClient) -> None:
    fields = {"cell": "lstm", "text": "abcabc", "fields": "gates,norms,clipping"}
    plain, held = (play(client, **fields, clamp=clamp)["trace"]["runs"][0] for clamp in ("", "f:0.25"))
    assert set(np.ravel(held["gates"]["f"])) == {0.25}
    assert held["norms"] != plain["norms"]
    status = play(client, **fields, truncate=2)["trace"]["runs"][0]["norms"]["d_state"]["h"]["status"]
    assert status == [1, 1, 1, 1, 0, 0]
    status = play(client, **fields, focus=3)["trace"]["runs"][0]["norms"]["d_state"]["h"]["status"]
    assert status == [0, 0, 0, 1, 1, 1]
    clipped = play(client, **fields, clip="norm", threshold=1e-3)["trace"]["runs"][0]["clipping"]
    assert clipped["after"]["log10"] == pytest.approx(-3, abs=1e-3)


@pytest.mark.parametrize(
    ("query", "field", "code"),
    [
        ("", "app", "empty"),
        ("app=nothing", "app", "not_a_choice"),
        ("app=toy&variant=other", "variant", "not_a_choice"),
        ("app=toy&variant=own", "material", "empty"),
        ("app=toy&material=short", "material", "not_a_choice"),
        ("app=toy&cell=rnn,lstm", "cell", "not_a_choice"),
        ("app=toy&cell=gru&clamp=q:1", "clamp", "not_a_gate"),
        ("app=toy&cell=lstm&clamp=f:1.5", "clamp", "out_of_range"),
        ("app=toy&clamp=f", "clamp", "not_a_pair"),
        ("app=toy&text=" + "a" * 401, "text", "too_long"),
        ("app=toy&text=abd", "text", "not_a_choice"),
        ("app=toy&text=<b>", "text", "not_a_choice"),
        ("app=toy&text=ab&focus=3", "focus", "out_of_range"),
        ("app=toy&focus=-1", "focus", "out_of_range"),
        ("app=sentiment&language=fr", "language", "not_a_choice"),
        ("app=text&temperature=nan", "temperature", "not_finite"),
        ("app=music&temperature=3", "temperature", "out_of_range"),
        ("app=text&length=1.5", "length", "not_a_whole_number"),
        ("app=sentiment&horizon=5", "horizon", "not_of_this_kind"),
        ("app=toy&distance=5", "distance", "not_of_this_kind"),
        ("app=toy&rho=1", "rho", "not_of_this_kind"),
        ("app=toy&rate=0.1", "rate", "not_of_this_kind"),
        ("app=toy&fields=nothing", "fields", "not_a_choice"),
        ("app=toy&encoding=xml", "encoding", "not_a_choice"),
        ("app=toy&txt=a", "txt", "unknown_field"),
        ("app=toy&text=a&text=b", "text", "repeated"),
    ],
)
@pytest.mark.parametrize("lang", ["en", "es"])
def test_bad_input_names_field_value_and_what_is_allowed(
    client: TestClient, query: str, field: str, code: str, lang: str
) -> None:
    answer = client.get(f"/api/play?{query}", headers={"Accept-Language": lang})
    assert answer.status_code == 422, answer.text
    details = ErrorBody.model_validate(answer.json()).error.details
    detail = next(one for one in details if one.field == field)
    assert detail.code == code
    assert len(detail.value) <= 80
    assert detail.allowed or code == "repeated"
    known = words.catalogues()[lang]
    if f"error.{code}" in known:  # its words are held to the locales in test_words
        assert "{" not in detail.message
    assert answer.headers["content-language"] == lang


def test_every_field_that_is_wrong_is_told_at_once(client: TestClient) -> None:
    answer = client.get("/api/play?app=toy&cell=x&focus=-1&encoding=y&nothing=1").json()
    assert {one["field"] for one in answer["error"]["details"]} == {"cell", "focus", "encoding", "nothing"}


def test_a_play_that_would_cost_too_much_is_turned_away(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    wide = Toy("drawn").architecture(128)
    cell = CELLS["lstm"]
    params = initialise(cell, wide.shapes(cell()), init="orthogonal", rho=1, bias={}, seed=1, dtype=np.dtype(float))
    monkeypatch.setattr("app.inference.answer.shipped", lambda *_: params)
    query = {"app": "toy", "text": "ab" * 200, "fields": "jacobians"}
    detail = client.get("/api/play", params=query).json()["error"]["details"][0]
    assert (detail["code"], detail["field"], detail["value"]) == ("too_costly", "steps", "400")
    most = int(detail["allowed"].split()[-1])
    assert client.get("/api/play", params={**query, "text": "a" * most}).status_code == 200


def test_weights_that_do_not_ship_are_not_there(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(weights, "FOLDER", tmp_path)
    weights.shipped.cache_clear()
    answer = client.get("/api/play?app=toy&text=abbab")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_trained")


def test_a_loss_that_is_not_finite_is_told_as_what_it_is(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    original = Toy.predict

    def broken(self: Toy, *given: Any) -> Prediction[ToyAnswer]:
        found = original(self, *given)
        found.value.losses[-1] = np.inf
        return found

    monkeypatch.setattr(Toy, "predict", broken)
    assert play(client, text="abcab")["loss"] == number(np.inf) == "inf"


def test_the_page_s_address_is_an_address_of_the_api(client: TestClient) -> None:
    state = "&".join(f"{name}=" for name in PageState.model_fields if name not in ("unit", "sample"))
    assert client.get(f"/api/play?app=toy&text=ab&{state}").status_code == 200


def test_a_reader_who_has_the_answer_is_told_so(client: TestClient) -> None:
    first = client.get("/api/play?app=toy&text=abc&focus=2")
    again = client.get("/api/play?focus=2&text=abc&app=toy", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    for other in ("focus=1", "focus=2&unit=1", "focus=2&fields=states", "focus=2&cell=gru", "focus=2&clamp=f:1"):
        answer = client.get(f"/api/play?app=toy&text=abc&{other}")
        assert answer.headers["etag"] != first.headers["etag"], other
    assert "max-age" in first.headers["cache-control"]


def test_the_address_in_an_answer_gives_the_same_answer(client: TestClient) -> None:
    first = client.get("/api/play?app=toy&clamp=f:0.5,z:1,i:1&text=abc&focus=00&threshold=2&variant=")
    address = first.json()["address"]
    assert address == "app=toy&text=abc&clamp=f:0.5,i:1"
    assert client.get(f"/api/play?{address}").content == first.content


@given(st.text(max_size=60), st.integers(0, 60), st.floats(0, 2), st.sampled_from(["es", "en"]))
def test_every_text_survives_its_address(text: str, focus: int, temperature: float, language: str) -> None:
    given_ = APPLICATIONS["music"].request(text=text, focus=focus, temperature=temperature, language=language)
    found, _ = read_inference(parse_qsl(given_.address(), keep_blank_values=True))
    assert found == given_


def test_the_catalogue_has_every_application_and_the_fields_of_a_play(client: TestClient) -> None:
    found = client.get("/api/catalogue").json()
    assert [one["name"] for one in found["applications"]] == list(APPLICATIONS)
    assert found["play"] == json.loads(json.dumps(inference_table()))
    toy = found["applications"][-1]
    assert toy["variants"] == ["drawn", "own"]
    assert toy["figures"] == {"drawn": {}, "own": {}}
    assert toy["recipes"]["own"] == Toy.recipe


def test_the_microphone_is_the_only_device_that_a_page_may_ask_for(client: TestClient) -> None:
    policy = client.get("/").headers["permissions-policy"].split(", ")
    assert "microphone=(self)" in policy
    assert all(one == "microphone=(self)" or one.endswith("=()") for one in policy)


@pytest.mark.parametrize("app", [name for name in APPLICATIONS if name != Toy.name])
@pytest.mark.parametrize("encoding", ["base64", "list"])
def test_what_every_application_answers_is_what_is_documented(client: TestClient, app: str, encoding: str) -> None:
    openapi = client.get("/openapi.json").json()
    schema = openapi["paths"]["/api/play"]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    documented = jsonschema_rs.validator_for({"components": openapi["components"], **schema})
    for variant in APPLICATIONS[app].variants:
        if variant == OWN:
            continue
        for query in ({}, {"example": 3}, {"example": 1, "focus": 4, "length": 1, "language": "en"}):
            taken = {field: value for field, value in query.items() if field in APPLICATIONS[app].fields()}
            answer = play(client, app=app, variant=variant, encoding=encoding, **taken)
            documented.validate(answer)
            own = own_schema(openapi, app, variant)
            assert set(answer["answer"]) == set(own["required"]) == set(own["properties"])


def own_schema(openapi: dict[str, Any], app: str, variant: str) -> dict[str, Any]:
    """The component that is an application's own answer."""
    names = {"music": {"melody": "MelodyAnswer", "phonemes": "VoiceAnswer"}.get(variant)}
    return openapi["components"]["schemas"][names.get(app) or f"{app.capitalize()}Answer"]


def test_an_application_that_is_added_is_documented_with_its_answer(client: TestClient) -> None:
    with patch.dict(COMPONENTS), patch.dict(DESCRIBED):
        schema = inference_schema()
        documented = jsonschema_rs.validator_for({"components": {"schemas": COMPONENTS}, **schema})
        documented.validate(play(client))
        assert COMPONENTS["ToyAnswer"]["properties"].keys() == {"said", "log_p"}
        with pytest.raises(jsonschema_rs.ValidationError):
            documented.validate(play(client) | {"answer": {"said": 1}})
