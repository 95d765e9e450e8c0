"""Bad input: one body everywhere, which names the field, the value and what is allowed, in the reader's language."""

import json
import socket
from contextlib import suppress

import jsonschema_rs
import pytest

from app import words
from app.errors import ErrorBody
from app.main import create_app
from app.settings import LIMITS
from app.wire.schemas import TRACE
from tests.serving import serving

BAD = [
    ("steps=0", "steps", "0", "out_of_range", "1 … 500"),
    ("steps=10000", "steps", "10000", "out_of_range", "1 … 500"),
    ("steps=ten", "steps", "ten", "not_a_whole_number", "1 … 500"),
    ("steps=1.5", "steps", "1.5", "not_a_whole_number", "1 … 500"),
    ("steps=1e999", "steps", "1e999", "not_a_whole_number", "1 … 500"),
    ("steps=" + "9" * 5000, "steps", "9" * 79 + "…", "out_of_range", "1 … 500"),
    ("rho=nan", "rho", "nan", "not_finite", "0 … 3"),
    ("rho=1e999", "rho", "1e999", "not_finite", "0 … 3"),
    ("rho=-inf", "rho", "-inf", "not_finite", "0 … 3"),
    ("rho=3.01", "rho", "3.01", "out_of_range", "0 … 3"),
    ("rho=", "rho", "", "not_a_number", "0 … 3"),
    ("threshold=0", "threshold", "0", "out_of_range", "1e-06 … 1000"),
    ("cell=rnn,transformer", "cell", "transformer", "not_a_choice", "rnn, lstm, gru, peephole"),
    ("cell=", "cell", "", "empty", "rnn, lstm, gru, peephole"),
    ("cell=rnn&clamp=f:2", "clamp", "f:2", "out_of_range", "0 … 1"),
    ("cell=lstm&clamp=n:-2", "clamp", "n:-2", "out_of_range", "-1 … 1"),
    ("cell=gru&bias=f:11", "bias", "f:11", "out_of_range", "-10 … 10"),
    ("rho=1&app=sentiment", "app", "sentiment", "not_of_this_kind", ", ".join(row["name"] for row in TRACE)),
    ("clamp=q:1", "clamp", "q", "not_a_gate", "i, f, g, o, r, z, n"),
    ("clamp=f:1.5", "clamp", "f:1.5", "out_of_range", "0 … 1"),
    ("clamp=f:nan", "clamp", "nan", "not_finite", "-1 … 1"),
    ("clamp=f", "clamp", "f", "not_a_pair", "-1 … 1"),
    ("bias=f:11", "bias", "f:11", "out_of_range", "-10 … 10"),
    ("bias=f:x", "bias", "x", "not_a_number", "-10 … 10"),
    ("task=sequence&values=1", "values", "1", "too_few_numbers", "2 … 500"),
    ("task=sequence&values=1*501", "values", "501", "too_many_numbers", "2 … 500"),
    ("task=sequence&values=1*9999999999999", "values", "9999999999999", "not_a_whole_number", "2 … 500"),
    ("task=sequence&values=1,two", "values", "two", "not_a_number", "-1000000 … 1000000"),
    ("task=sequence&values=1,1e7", "values", "1e7", "out_of_range", "-1000000 … 1000000"),
    ("task=sequence&values=1,234; 2,345", "values", "1,234", "ambiguous_comma", "-1000000 … 1000000"),
    ("bias=f:1,f:2", "bias", "f:2", "repeated", "-10 … 10"),
    ("task=sequence&values=1,inf", "values", "inf", "not_finite", "-1000000 … 1000000"),
    ("fields=everything", "fields", "everything", "not_a_choice", None),
    ("encoding=xml", "encoding", "xml", "not_a_choice", "base64, list, display"),
    ("sample=1", "sample", "1", "out_of_range", "0 … 0"),
    ("unit=32", "unit", "32", "out_of_range", "0 … 31"),
    ("stpes=5", "stpes", "stpes", "unknown_field", None),
    ("steps=5&steps=6", "steps", "6", "repeated", ""),
    ("units=128&steps=500&batch=64", "batch", "64", "too_costly", None),
    ("units=128&steps=500&fields=matrix", "steps", "500", "too_costly", None),
    ("units=128&steps=500&fields=jacobians", "steps", "500", "too_costly", None),
    ("units=64&steps=500&batch=16&fields=gates,states&encoding=list", "batch", "16", "too_costly", None),
]


@pytest.mark.parametrize("language", list(words.catalogues()))
@pytest.mark.parametrize(("query", "field", "value", "code", "allowed"), BAD, ids=[b[0][:40] for b in BAD])
def test_bad_input_names_the_field_the_value_and_what_is_allowed(client, language, query, field, value, code, allowed):
    answer = client.get(f"/api/trace?{query}", headers={"Accept-Language": language})
    assert answer.status_code == 422
    body = ErrorBody.model_validate(answer.json()).error
    detail = next(one for one in body.details if one.field == field)
    assert (detail.value, detail.code) == (value, code)
    assert allowed is None or detail.allowed == allowed
    assert "{" not in detail.message
    assert detail.message != f"error.{code}"
    assert answer.headers["content-language"] == language


@pytest.mark.parametrize("path", ["trace", "trace.npz", "trace.py", "check"])
def test_every_way_to_ask_answers_bad_input_alike(client, path):
    answer = client.get(f"/api/{path}?steps=0")
    assert answer.status_code == 422
    assert answer.json()["error"]["details"][0]["field"] == "steps"


def test_every_field_that_is_wrong_is_told_at_once(client):
    details = client.get("/api/trace?steps=0&rho=x&encoding=y&nothing=1").json()["error"]["details"]
    assert {one["field"] for one in details} == {"steps", "rho", "encoding", "nothing"}


def test_a_misspelt_field_is_met_with_the_names_that_are_near(client):
    assert "steps" in client.get("/api/trace?stpes=5").json()["error"]["details"][0]["allowed"]


def test_a_request_that_costs_too_much_fits_once_it_is_lowered_as_told(client):
    detail = client.get("/api/trace?units=128&steps=500&fields=jacobians").json()["error"]["details"][0]
    most = detail["allowed"].split()[-1]
    assert client.get(f"/api/check?units=128&steps=2&{detail['field']}_").status_code == 422
    lowered = client.get(f"/api/trace?units=128&steps={most}&fields=jacobians&cell=rnn")
    assert lowered.status_code == 200


@pytest.mark.parametrize(
    ("request_", "status", "code"),
    [
        (b"GET /api/trace?values=" + b"1," * 5_000_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 414, "query_too_long"),
        (b"GET / HTTP/1.1\r\nHost: x\r\n" + b"A: " + b"b" * 100_000 + b"\r\n\r\n", 400, "bad_request"),
        (b"nonsense\r\n\r\n", 400, "bad_request"),
    ],
    ids=["ten megabytes", "headers", "nonsense"],
)
def test_what_is_no_reasonable_request_is_refused_before_it_is_read(request_, status, code):
    with (
        serving(create_app(), lifespan="off") as port,
        socket.create_connection(("127.0.0.1", port), timeout=120) as connection,
    ):
        with suppress(ConnectionError):  # the server may close before it has been told everything
            connection.sendall(request_)
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 %d " % status)
    assert b"default-src 'none'" in head
    assert ErrorBody.model_validate_json(body).error.code == code


def test_the_longest_sequence_that_is_allowed_fits_into_a_query(client):
    values = ",".join(f"{-0.123456789 * k:.9f}" for k in range(LIMITS.values))
    answer = client.get("/api/trace", params={"task": "sequence", "values": values, "units": 2})
    assert answer.status_code == 200
    assert answer.json()["config"]["steps"] == LIMITS.values - 1


@pytest.mark.parametrize(("path", "status"), [("/nowhere", 404), ("/api/nowhere", 404), ("/static/x/nothing.js", 404)])
def test_what_is_not_there_has_the_same_body(client, path, status):
    answer = client.get(path)
    assert answer.status_code == status
    assert ErrorBody.model_validate(answer.json()).error.code == "not_found"


def test_only_get_is_answered(client):
    answer = client.post("/api/trace")
    assert answer.status_code == 405
    assert answer.json()["error"]["code"] == "method_not_allowed"


def test_a_fault_of_ours_tells_nothing_of_itself(client, monkeypatch):
    monkeypatch.setattr("app.api.trace.trace", lambda *_: 1 / 0)
    answer = client.get("/api/trace?seed=123456")
    assert answer.status_code == 500
    assert answer.json()["error"]["code"] == "unexpected"
    assert "division" not in answer.text
    assert "Content-Security-Policy" in answer.headers


def test_the_error_body_is_the_documented_one(client):
    openapi = client.get("/openapi.json").json()
    schema = {"$ref": "#/components/schemas/ErrorBody", "components": openapi["components"]}
    jsonschema_rs.validator_for(schema).validate(client.get("/api/trace?steps=0").json())
    assert json.dumps(openapi["paths"]["/api/trace"]["get"]["responses"]["422"]).count("ErrorBody") == 1
