"""The lecture's phrases work in any order: each sets every field that it speaks of and leads to a picture with data."""

from __future__ import annotations

import json
import random
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from app import words

ROOT = Path(__file__).resolve().parents[2]
NODE = ROOT / ".venv" / "bin" / "node"
DRIVER = ROOT / "tests" / "js" / "follow_lecture.js"
LANGUAGES = [language["code"] for language in words.languages()]
STARTS = (
    *("", "steps=400&loss_at=every", "cell=gru&units=8&layers=3&layer=3&view=gates", "dtype=float16&clip=value"),
    *("task=sequence&values=1*20&truncate=5", "task=copying&loss_at=every&steps=500&batch=8&clamp=f:0.5"),
    *("mode=train&cell=lstm&iterations=50", "mode=apps&app=sentiment&view=states"),
)
SAYS = {
    r"(?:T = )?(\d+)(?: steps| pasos)": "steps",
    r"T = (\d+)": "steps",
    r"ρ = (\d+(?:[.,]\d+)?)": "rho",
    r"(?:bias of|sesgo de) (\d+)": "bias",
    r"f = (\d+(?:[.,]\d+)?)": "clamp",
}
"""Numbers in a phrase's own words, and the field that they are of."""


def ask_page(job: str, **given: Any) -> Any:
    """What the page's own scripts do."""
    text = json.dumps({"job": job, "languages": LANGUAGES, **given})
    return json.loads(subprocess.run([NODE, DRIVER], input=text, capture_output=True, check=True, text=True).stdout)


@pytest.fixture(scope="module")
def catalogue(client: TestClient) -> Any:
    return client.get("/api/catalogue").json()


@pytest.fixture(scope="module")
def followed(catalogue: Any) -> dict[str, Any]:
    """Walks over every phrase in random orders, from pictures of every kind, and one in the order of the text."""
    draw = random.Random(12)
    walks = []
    for language in LANGUAGES:
        in_order = [(i + 0.5) / 100 for i in range(100)]  # more places than phrases: none is passed over
        orders = [in_order, *(draw.sample(in_order, len(in_order)) for _ in STARTS)]
        starts = ["", *STARTS]
        walks += [{"language": language, "start": s, "order": o} for s, o in zip(starts, orders, strict=True)]
    found: dict[str, Any] = ask_page("follow", catalogue=catalogue, walks=walks)
    return found


def test_phrases_in_any_order_lead_to_pictures_that_the_server_computes_and_whose_view_has_data(
    client, catalogue, followed
):
    reached = {step["address"]: step["fields"] for walk in followed["walks"] for step in walk}
    pictures = []
    for address, fields in reached.items():
        assert fields is not None, address  # the view exists
        asked = "&".join(["", *(f"fields={','.join(fields)}" for _ in fields[:1])])
        answer = client.get(f"/api/trace?{address.removeprefix('?')}{asked}")
        assert answer.status_code == 200, (address, answer.text[:300])
        pictures.append({"address": address, "trace": answer.json()})
    drawn = ask_page("draw", catalogue=catalogue, pictures=pictures)
    for of, picture in zip(drawn, pictures, strict=True):
        assert of["rows"] > 0, picture["address"]
        assert of["summary"], picture["address"]


def test_a_phrase_leads_to_the_same_picture_wherever_one_comes_from(followed):
    reached: dict[str, set[str]] = {}
    for walk in followed["walks"]:
        for step in walk:
            reached.setdefault(step["piece"], set()).add(step["address"])
    assert set(reached) == {piece for pieces in followed["phrases"] for piece in pieces}  # every phrase was taken
    assert {piece: addresses for piece, addresses in reached.items() if len(addresses) > 1} == {}


def test_both_languages_lead_to_the_same_pictures(followed):
    first, *others = followed["phrases"]
    assert len(first) > 40
    assert all(pieces == first for pieces in others)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_number_in_a_phrase_s_words_is_the_one_that_it_sets(language):
    texts = [text for key, text in words.catalogues()[language].items() if key.startswith("lecture.")]
    phrases = [match for text in texts for match in re.findall(r"\[\[([^|]*)\|([^\]]*)\]\]", text)]
    held = 0
    for piece, label in phrases:
        fields = dict(part.split("=", 1) for part in piece.removeprefix("?").split("&"))
        for pattern, name in SAYS.items():
            for number in re.findall(pattern, label):
                value = float(number.replace(",", "."))
                field = "truncate" if name == "steps" and "truncate" in fields else name
                assert float(fields[field].split(":")[-1]) == value, (piece, label)
                held += 1
    assert held >= 17
