"""The page from its modules as they are written: where there is no npm, or a fault is looked for."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from scripts.server import Server


@pytest.fixture(scope="module")
def unbundled():
    with Server(bundle=False) as running:
        yield running


def test_without_the_bundle_the_page_shows_the_same_and_fetches_its_modules_one_by_one(open_lab, unbundled):
    lab = open_lab(server=unbundled)
    scripts: list[str] = []
    lab.page.on("request", lambda request: scripts.append(request.url.partition("/static/")[2].partition("/")[2]))
    page = lab.open("cell=rnn,lstm")
    expect(page.locator("#sentence")).to_contain_text("LSTM")
    expect(page.locator("#view-panel .main-svg").first).to_be_visible()
    page.locator("#tab-jacobians").click()
    lab.in_address("view", "jacobians")
    expect(page.locator("#view-panel .main-svg").first).to_be_visible()
    assert {"js/main.js", "js/state/address.js", "js/views/jacobians.js", "css/page.css"} <= set(scripts)


def test_without_the_bundle_every_mode_comes_when_it_is_turned_to(open_lab, unbundled):
    lab = open_lab(server=unbundled)
    page = lab.open()
    page.get_by_role("button", name="Training").click()
    expect(page.locator("#train-bar")).to_be_visible()
    page.get_by_role("button", name="Applications").click()
    page.locator(".app-card").first.click()
    expect(page.locator("#bench-title")).to_be_visible()
    expect(page.locator(".token").first).to_be_visible()
