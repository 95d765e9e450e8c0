"""The summary of every view, in every language, held against the numbers of random traces."""

from __future__ import annotations

import math
import random
import re
from typing import Any
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient

from app import words
from tests.reading_aloud import number, plain_faults, say

FIELDS = (
    "norms,states,gates,state_gradients,contributions,jacobians,matrix,clipping,memory,memory_curve,sequence,outputs"
)
COUNT = 70
PLAYS = [
    "app=translation",
    "app=translation&focus=8&truncate=5",
    "app=entities",
    "app=speech&focus=5&truncate=3",
    "app=sentiment&focus=9&truncate=4",
]
NUMBER = r"−?(?:[\d.,]+ × )?10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+|−?\d+(?:[.,]\d+)?"


def queries() -> list[str]:
    """Random addresses of the laboratory, small enough for every part of the trace."""
    rng = random.Random(8)
    found: list[str] = []
    while len(found) < COUNT:
        fields: dict[str, Any] = {
            "cell": ",".join(rng.sample(["rnn", "lstm", "gru"], rng.randint(1, 3))),
            "steps": rng.choice([1, 2, 9, 24]),
            "units": rng.randint(1, 8),
            "rho": round(rng.uniform(0, 2), 2),
            "seed": rng.randint(0, 99),
            "loss_at": rng.choice(["last", "every"]),
            "clip": rng.choice(["none", "norm", "value"]),
        }
        if fields["clip"] != "none":
            fields["threshold"] = rng.choice([0.001, 0.1, 100])
        if rng.random() < 0.4:
            fields["truncate"] = rng.randint(1, 12)
        if rng.random() < 0.3:
            fields["dtype"] = "float16"
        found.append(urlencode(fields))
    return found


@pytest.fixture(scope="module")
def told(client: TestClient) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Every trace with the summaries of its views, in each language."""
    catalogue = client.get("/api/catalogue").json()
    asked = [client.get(f"/api/trace?{query}&fields={FIELDS}&encoding=list") for query in queries()]
    traces = [answer.json() for answer in asked if answer.status_code == 200]
    assert len(traces) > COUNT * 0.8
    answers = [client.get(f"/api/play?{play}&fields=norms&encoding=list").json() for play in PLAYS]
    said = say("say_summaries.js", catalogue=catalogue, traces=traces, answers=answers)
    codes = [language["code"] for language in words.languages()]
    assert len(said) == len(codes) * (len(traces) + len(answers))
    return list(zip([*traces, *answers] * len(codes), said, strict=True))


def runs(told: Any, view: str) -> list[tuple[dict[str, Any], dict[str, Any], str, str]]:
    """A trace of the laboratory, one of its runs, what a view's summary says of that run, and in what language."""
    found = []
    for trace, said in told:
        if "answer" in trace:
            continue
        for run in trace["runs"]:
            name = words.text(said["language"], f"cell.{run['cell']}")
            part = re.search(rf"(?<!\w){name}: (.*?)(?:\. |\.$)", said["summaries"][view])
            assert part, (view, said["summaries"][view])
            found.append((trace, run, part[1], said["language"]))
    assert len(found) > 100
    return found


def numbers(text: str) -> list[float]:
    return [number(match) for match in re.findall(NUMBER, text)]


def same(text: str, log10: float, status: int) -> bool:
    """Whether a norm is told as it is: a number, nothing, or none."""
    if status:
        return text == {1: "0", 2: text, 3: "NaN"}[status]
    return math.isclose(math.log10(number(text)), log10, abs_tol=0.025)


def test_the_gradient_is_told_at_the_first_and_the_last_step_with_the_verdict_of_the_headline(told: Any) -> None:
    for trace, run, text, language in runs(told, "gradient"):
        series, steps = run["norms"]["d_state"]["h"], trace["config"]["steps"]
        pattern = r"(.+) (?:at step|en el paso) (\d+), (.+) (?:at step|en el paso) (\d+); (.+)"
        last, at, first, to, verdict = re.fullmatch(pattern, text).groups()  # type: ignore[union-attr]
        assert (int(at), int(to)) == (steps, 1), text
        assert same(last, series["log10"][-1], series["status"][-1]), text
        assert same(first, series["log10"][0], series["status"][0]), text
        cut = run["verdict"]["cut"] if run["verdict"]["kind"] == "stable" else None
        key = "verdict.cut" if cut else f"verdict.{run['verdict']['kind']}"
        assert verdict == words.text(language, key, step=cut), text


def test_the_growth_of_the_jacobians_is_told_beside_that_of_the_one_gradient(told: Any) -> None:
    checked = 0
    for _, run, text, _ in runs(told, "jacobians"):
        factors = re.findall(rf"× ({NUMBER})", text)
        if len(factors) != 2:
            continue  # one of the two is no number, or there is no step to go back
        assert math.isclose(number(factors[0]), 10 ** run["jacobians"]["growth"], rel_tol=0.06), text
        assert math.isclose(number(factors[1]), 10 ** run["verdict"]["rate"], rel_tol=0.06), text
        checked += 1
    assert checked > 80


def test_what_clipping_did_is_told_with_the_norms_before_and_after(told: Any) -> None:
    for _, run, text, _ in runs(told, "clipping"):
        before, after = re.fullmatch(r"(.+) (?:before|antes), (.+) (?:after|después)", text).groups()  # type: ignore[union-attr]
        for said, norm in ((before, run["clipping"]["before"]), (after, run["clipping"]["after"])):
            if norm["status"] == "ok":
                assert math.isclose(math.log10(number(said)), norm["log10"], abs_tol=0.025), text


def test_the_whole_sum_and_the_last_loss_are_those_of_the_trace(told: Any) -> None:
    for _, run, text, _ in runs(told, "contributions"):
        running = run["contributions"]["W_hh"]["running"]
        assert same(re.findall(rf"{NUMBER}|\w+$", text)[-1], running["log10"][0], running["status"][0]), text
    for _, run, text, _ in runs(told, "sequence"):
        loss = run["norms"]["loss"][-1]
        if isinstance(loss, float):
            assert math.isclose(numbers(text)[0], loss, rel_tol=0.06), text


def test_only_a_step_with_a_loss_is_said_to_have_one(told: Any) -> None:
    single = 0
    for trace, said in told:
        text = said["summaries"]["split"]
        body = trace.get("trace", trace)
        steps = [
            step
            for step, status in enumerate(body["runs"][0]["norms"]["d_state_local"]["h"]["status"], start=1)
            if status != 1
        ]
        only = re.search(r"(?:Only step|Solo el paso) (\d+)", text)
        assert bool(only) == (body["config"]["loss_at"] == "last"), text
        if only and steps:
            assert [int(only[1])] == steps, (text, steps)
            single += 1
        reverse = any(str(run.get("name")).endswith(".reverse") for run in body["runs"])
        assert bool(re.search("reads from the end|lee desde el final", text)) == reverse, text
    assert single > 30


def test_of_an_application_the_gradient_is_told_at_its_answer_and_where_the_layer_ends(
    told: Any,
) -> None:
    layers = cuts = 0
    for answer, said in told:
        if "answer" not in answer:
            continue
        pairs = re.findall(
            r"(?:at step|en el paso) (\d+), .+? (?:at step|en el paso) (\d+);", said["summaries"]["gradient"]
        )
        assert len(pairs) == len(answer["trace"]["runs"])
        for run, (at, to) in zip(answer["trace"]["runs"], pairs, strict=True):
            assert int(at) == answer["focus"]
            assert int(to) == (len(answer["tokens"]) if str(run["name"]).endswith(".reverse") else 1)
            if cut := run["verdict"]["cut"]:
                assert re.search(rf"(?:cut at step|cortado en el paso) {cut}\b", said["summaries"]["gradient"])
                cuts += 1
            layers += 1
    assert layers >= 2 * 7
    assert cuts >= 2 * 3


def test_no_summary_has_a_blank_or_a_number_that_does_not_agree(told: Any) -> None:
    for trace, said in told:
        for view, text in said["summaries"].items():
            faults = [fault for fault in plain_faults(text) if fault != "NaN"]
            assert not faults, (view, trace["address"], text, faults)
