"""What an operator sees: numbers for Prometheus, lines of the log, and whether the server is alive and ready."""

from __future__ import annotations

import io
import json
import logging
from typing import Any

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from app import logs
from app.main import create_app


def numbers(client: TestClient) -> dict[tuple[str, ...], float]:
    """Every sample of /metrics, by its name and labels."""
    families = text_string_to_metric_families(client.get("/metrics").text)
    return {(sample.name, *sample.labels.values()): sample.value for family in families for sample in family.samples}


def test_requests_are_counted_and_timed_by_route_and_status(client):
    before = numbers(client)
    client.get("/api/trace?steps=5&seed=1234")
    client.get("/api/trace?steps=5&seed=1234")
    client.get("/api/trace?steps=0")
    after = numbers(client)

    def more(*sample: str) -> float:
        return after.get(sample, 0) - before.get(sample, 0)

    assert more("unroll_requests_total", "/api/trace", "200") == 2
    assert more("unroll_requests_total", "/api/trace", "422") == 1
    assert more("unroll_request_seconds_count", "/api/trace") == 3
    assert more("unroll_cache_misses_total") == 1
    assert more("unroll_cache_hits_total") == 1
    assert after["unroll_cache_bytes",] > 0


def test_of_a_reader_nothing_is_in_the_numbers_not_even_a_path_that_is_none_of_ours(client):
    client.get("/api/play?app=sentiment&text=quite+confidential")
    client.get("/somebody/typed/this")
    text = client.get("/metrics").text
    assert "confidential" not in text
    assert "typed" not in text
    assert 'route="none"' in text
    assert "unroll_live_runs 0.0" in text


def test_what_openmetrics_asks_for_it_gets(client):
    answer = client.get("/metrics", headers={"Accept": "application/openmetrics-text; version=1.0.0"})
    assert answer.headers["content-type"].startswith("application/openmetrics-text")
    assert answer.text.endswith("# EOF\n")


@pytest.fixture
def lines() -> Any:
    """The lines of the log, as objects."""
    log = logging.getLogger("unroll")
    before = (log.handlers, log.propagate, log.level)
    stream = io.StringIO()
    logs.configure(requests=True, stream=stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    log.handlers, log.propagate, log.level = before


def test_a_request_is_one_line_of_json_with_the_id_that_its_answer_carries_and_without_its_query(client, lines):
    answer = client.get("/api/play?app=sentiment&text=quite+confidential")
    (line,) = [line for line in lines() if line["route"] == "/api/play"]
    assert line["request"] == answer.headers["x-request-id"]
    assert (line["level"], line["method"], line["status"]) == ("INFO", "GET", 200)
    assert line["ms"] > 0
    assert "confidential" not in json.dumps(line)


def test_a_fault_is_logged_with_its_request_and_without_its_query(client, lines, monkeypatch):
    def fail(*_: Any) -> None:
        raise RuntimeError("nobody foresaw this")

    monkeypatch.setattr("app.api.trace.answer_address", fail, raising=False)
    monkeypatch.setattr("app.api.answers.answer_address", fail)
    answer = client.get("/api/trace?seed=4242")
    assert answer.status_code == 500
    (fault,) = [line for line in lines() if line["level"] == "ERROR"]
    assert "nobody foresaw this" in fault["exc_info"]
    assert fault["request"] == answer.headers["x-request-id"]
    assert "4242" not in fault["message"]


def test_it_is_alive_before_it_is_ready_and_ready_until_it_stops():
    app = create_app()
    alone = TestClient(app)  # nothing has been started
    assert alone.get("/healthz").status_code == 200
    assert alone.get("/readyz").status_code == 503
    assert alone.head("/readyz").status_code == 503


def test_it_is_ready_when_its_processes_have_computed_the_first_picture(client):
    assert client.get("/readyz").json() == {"status": "ready"}
