"""The examples that the page offers at one click: each of them has an answer of the weights that ship."""

from __future__ import annotations

from urllib.parse import parse_qsl

import pytest
from starlette.testclient import TestClient

from app import words
from app.applications import APPLICATIONS
from app.applications.base import OWN


def chips(language: str, name: str, variant: str) -> list[dict[str, str]]:
    """The fields that each chip sets, read as the page reads them."""
    catalogue = words.catalogues()[language]
    key = next((key for key in (f"app.{name}.chips.{variant}", f"app.{name}.chips") if key in catalogue), None)
    found = []
    for part in catalogue[key].split("|") if key else []:
        label, _, piece = (side.strip() for side in part.partition("=>"))
        found.append(dict(parse_qsl(piece)) or {"text": label})
    return found


EVERY = [
    pytest.param(language, name, variant, id=f"{language} {name} {variant}")
    for language in words.catalogues()
    for name, kind in APPLICATIONS.items()
    for variant in kind.variants
    if variant != OWN
]
MAY_BE_REFUSED = "unknown_word"
"""What a sentence with a word outside the vocabulary may be met with, where the network does not carry it over."""


@pytest.mark.parametrize(("language", "name", "variant"), EVERY)
def test_every_chip_has_an_answer(client: TestClient, language: str, name: str, variant: str) -> None:
    offered = chips(language, name, variant)
    assert 5 <= len(offered) <= 8
    assert len({str(chip) for chip in offered}) == len(offered)
    refused = 0
    for chip in offered:
        answer = client.get("/api/play", params={"app": name, "variant": variant, **chip, "fields": "norms"})
        if answer.status_code != 200:
            (detail,) = answer.json()["error"]["details"]
            assert (name, detail["code"]) == ("translation", MAY_BE_REFUSED), (chip, detail)
            refused += 1
    assert refused <= 1
