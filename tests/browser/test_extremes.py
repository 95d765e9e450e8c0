"""Every view of what is hard to draw: overflow, zero, NaN, one step, the longest and the largest."""

from __future__ import annotations

import json
import urllib.request

import pytest
from playwright.sync_api import expect

EXTREMES = {
    "it explodes beyond float16": "cell=rnn&activation=identity&rho=3&steps=100&dtype=float16",
    "it explodes beyond float32": "cell=rnn,lstm,gru&activation=relu&rho=3&steps=200&dtype=float32",
    "nothing is left": "cell=rnn,lstm,gru&rho=0&clamp=f:0",
    "a single step": "steps=1",
    "two numbers of one's own": "task=sequence&values=0,1",
    "the longest": "steps=500&units=8&loss_at=every",
    "the largest": "cell=gru&steps=60&units=128&batch=4",
    "one unit": "units=1&batch=2&sample=1&unit=0",
    "classes": "task=latch&loss_at=every&truncate=5&clip=value&threshold=0.001",
}


@pytest.mark.parametrize("query", EXTREMES.values(), ids=EXTREMES.keys())
def test_every_view_can_be_opened_when(lab, query):
    page = lab.open(query)
    expect(page.locator("#sentence")).not_to_be_empty()
    for tab in page.locator("[role=tab]").all():
        tab.click()
        page.locator("#view-panel").scroll_into_view_if_needed()
        page.wait_for_function("() => document.documentElement.dataset.status === 'idle'")
        expect(page.locator("#view-panel")).not_to_be_empty()
    assert lab.unexpected() == []


def test_every_lesson_that_ships_opens_by_its_name(lab):
    with urllib.request.urlopen(f"{lab.server.url}/api/lessons") as answer:
        entries = json.load(answer)["lessons"]
    assert entries
    for entry in entries:
        page = lab.open(f"lesson={entry['name']}")
        expect(page.locator("#note .note-title")).not_to_be_empty()
    assert lab.unexpected() == []


def test_a_link_that_names_what_nobody_knows_says_so(lab):
    page = lab.open("cel=lstm&steps=20")
    expect(page.locator("#toast")).to_contain_text("cel")


def test_a_link_that_can_not_be_drawn_offers_one_that_can(lab):
    page = lab.page
    lab.expect(r"422|Unprocessable")
    page.goto(f"{lab.server.url}/?cell=transformer")
    page.locator("#notice a").click()
    lab.painted(0)
