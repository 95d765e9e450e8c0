"""The headline of some hundreds of random runs, in every language, held against the numbers that are shown with it."""

from __future__ import annotations

import math
import random
import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from app import words
from app.cells import CELLS
from app.cells.rnn import ACTIVATIONS
from app.config import DTYPES
from tests.reading_aloud import RAISED, say

COUNT = 300


def queries() -> list[str]:
    """Random addresses of the laboratory: short and long, falling, steady and growing, cut, too small and too large."""
    rng = random.Random(5)
    found = ["", "truncate=20", "dtype=float16", "rho=2", "steps=1", "cell=rnn&activation=identity&rho=3&dtype=float16"]
    while len(found) < COUNT:
        fields: dict[str, Any] = {
            "cell": ",".join(rng.sample(list(CELLS), rng.randint(1, 3))),
            "steps": rng.choice([1, 2, 3, 10, 30, 80]),
            "units": rng.randint(1, 12),
            "rho": round(rng.choice([rng.uniform(0, 3), rng.uniform(0.8, 1.2)]), 2),
            "seed": rng.randint(0, 99),
            "dtype": rng.choice(DTYPES),
            "loss_at": rng.choice(["last", "every"]),
        }
        if rng.random() < 0.4:
            fields["activation"] = rng.choice(list(ACTIVATIONS))
        if rng.random() < 0.4:
            fields["truncate"] = rng.randint(1, 40)
        if rng.random() < 0.4:
            fields["clamp"] = f"f:{rng.choice([0, 0.5, 1])},z:{rng.choice([0, 0.5, 1])}"
        if rng.random() < 0.3:
            fields["input_scale"] = rng.choice([0, 8])
        found.append("&".join(f"{name}={value}" for name, value in fields.items()))
    return found


@pytest.fixture(scope="module")
def told(client: TestClient) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Every trace with what the page says of it, in each language."""
    catalogue = client.get("/api/catalogue").json()
    traces = []
    for query in queries():
        answer = client.get(f"/api/trace?{query}&fields=norms&encoding=list")
        if answer.status_code == 422:
            continue  # a field that does not act with these cells
        traces.append(answer.json())
    assert len(traces) >= 200
    said = say("say_sentences.js", catalogue=catalogue, traces=traces)
    return list(zip(traces * len(words.languages()), said, strict=True))


def magnitude(text: str) -> tuple[float, float]:
    """The base-10 logarithm of an amount as it is said, and how far off its rounding may be."""
    plain = text.replace("×", "").replace("\u00a0", "").replace("\u202f", "").replace(" ", "")
    percent = plain.endswith("%")
    if power := re.fullmatch(r"10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]*)", plain):
        return float(power[1].translate(RAISED) or 1), 0.501
    value = float(plain.rstrip("%").replace(",", ".")) / (100 if percent else 1)
    return math.log10(value), 0.025


def amounts_in(said: dict[str, Any]) -> dict[str, str]:
    """Cell → its amount as it is said; empty where none is."""
    amounts: dict[str, str] = {}
    cell = ""
    for word in said["words"]:
        if "cell" in word:
            cell = word["cell"]
            amounts[cell] = ""
        elif word.get("strong"):
            amounts[cell] = word["text"]
    return amounts


def lag_of(said: dict[str, Any]) -> int:
    found = re.search(r"\d+", said["words"][0]["text"])
    assert found, said["words"][0]
    return int(found[0])


def test_every_amount_of_the_headline_is_what_the_gradient_has_so_many_steps_back(told: Any) -> None:
    amounts = 0
    for trace, said in told:
        if not any("cell" in word for word in said["words"]):
            continue  # nothing goes back
        lag = lag_of(said)
        for run in trace["runs"]:
            norms = run["norms"]["d_h_last"]
            text = amounts_in(said)[run["name"]]
            at, last = norms["log10"][-1 - lag], norms["log10"][-1]
            if not text:
                assert norms["status"][-1 - lag] != 0 or run["verdict"]["lag"] == 0, (trace["address"], said)
                continue
            assert norms["status"][-1 - lag] == 0, (trace["address"], said["words"])
            value, tolerance = magnitude(text)
            assert abs(value - (at - last)) <= tolerance, (trace["address"], text, at - last)
            amounts += 1
    assert amounts > 300


def test_no_gradient_is_said_to_survive_that_the_ribbon_shows_at_nothing_or_far_beyond_what_it_was(told: Any) -> None:
    verdicts = {code: words.text(code, "verdict.stable") for code in words.catalogues()}
    survivors = 0
    for trace, said in told:
        for run, remark in zip(trace["runs"], said["remarks"], strict=True):
            if verdicts[said["language"]] not in remark["text"]:
                continue
            survivors += 1
            norms = run["norms"]["d_h_last"]
            assert set(norms["status"]) == {0}, trace["address"]
            assert abs(norms["log10"][0] - norms["log10"][-1]) <= 2, trace["address"]
    assert survivors > 50


def test_where_truncation_cuts_the_headline_names_the_step_and_the_gradient_is_nothing_there(told: Any) -> None:
    cuts = 0
    for trace, said in told:
        ending = said["words"][-1]["text"]
        steps = [run["verdict"]["cut"] for run in trace["runs"] if run["verdict"]["cut"]]
        assert bool(steps) == any(character.isdigit() for character in ending), (trace["address"], ending)
        for run in trace["runs"]:
            if cut := run["verdict"]["cut"]:
                assert set(run["norms"]["d_h_last"]["status"][:cut]) == {1}
                assert str(cut) in ending
                cuts += 1
    assert cuts > 50
