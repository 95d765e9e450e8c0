"""Every sign of every cell's equations is explained, in every language; so are those of a cell that nobody foresaw."""

from __future__ import annotations

from typing import Any

from starlette.testclient import TestClient

from tests.reading_aloud import say

PLAIN = set("-=+−/()[],>·|→")
UNFORESEEN = {
    "name": "unforeseen",
    "states": ["h", "v"],
    "gates": [
        {"name": "e", "activation": "sigmoid", "carry": True},
        {"name": "k", "activation": "sigmoid", "carry": False},
        {"name": "d", "activation": "tanh", "carry": False},
    ],
    "equations": {
        "forward": [
            {"formula": "e_t = σ({a_e})", "numbers": "", "result": "{e}", "gate": "e"},
            {"formula": "v_t = e_t ⊙ v_{t-1} + k_t ⊙ d_t", "numbers": "{e} · {v_prev}", "result": "{v}", "gate": ""},
        ],
        "backward": [],
    },
}


def explained(client: TestClient) -> list[dict[str, Any]]:
    cells = client.get("/api/catalogue").json()["cells"]
    return say("explain_symbols.js", cells=[*cells, UNFORESEEN])


def test_every_sign_of_every_cell_is_recognised_and_has_its_line(client):
    for told in explained(client):
        assert told["signs"]
        for sign in told["signs"]:
            what = told["lang"], told["cell"], sign
            if sign["kind"] == "slot" or not (sign["kind"] == "num" or sign["text"] in PLAIN):
                assert sign["id"], what
                assert len(sign["line"]) > 10, what
                assert not sign["line"].startswith("symbol."), what


def test_no_sign_of_a_registered_cell_is_left_to_the_general_line(client):
    for told in explained(client):
        if told["cell"] != "unforeseen":
            assert [sign for sign in told["signs"] if sign["id"] in {"term", "state"}] == []


def test_a_cell_that_nobody_foresaw_has_the_words_of_its_gates_and_states(client):
    of = {told["lang"]: told["signs"] for told in explained(client) if told["cell"] == "unforeseen"}
    lines = {sign["id"]: sign["line"] for sign in of["en"]}
    assert "e is the gate that carries the state" in lines["gate.e"]
    assert "k is a gate" in lines["gate.k"]
    assert "d is a candidate" in lines["gate.d"]
    assert "v is a state of this cell" in lines["state"]
    assert "e es la compuerta" in {sign["id"]: sign["line"] for sign in of["es"]}["gate.e"]
