"""README's "Add a view": a file, a line, its words, and the page has its tab, chart, sentence, key and table."""

from __future__ import annotations

import re

from playwright.sync_api import expect

GUIDE = "view"
KEYS = re.compile(r"\b(?:view|figure)\.[a-z]\w*")


def test_it_has_a_tab_a_chart_a_sentence_and_a_table_and_is_reached_by_the_keyboard(lab):
    page = lab.open("cell=rnn,lstm&steps=40&clamp=f:1")
    page.locator('#tabs [role=tab][aria-selected="true"]').focus()
    page.keyboard.press("End")
    tab = page.get_by_role("tab", name="Horizon")
    expect(tab).to_have_attribute("aria-selected", "true")
    lab.in_address("view", "horizon")
    panel = page.locator("#view-panel")
    expect(panel.locator(".main-svg .bars .point")).to_have_count(2)
    expect(panel.locator(".view-summary")).to_have_text(re.compile(r"^RNN: \d+ steps\. LSTM: 39 steps\.$"))
    panel.get_by_text("Numbers and files").click()
    expect(panel.locator("tbody tr")).to_have_count(2)
    expect(panel.get_by_role("button", name="SVG")).to_be_visible()
    before = lab.paints()
    page.locator('button[data-lang="es"]').click()
    expect(panel.locator(".view-summary")).to_contain_text("LSTM: 39")
    lab.set("steps", 2)
    assert lab.paints() > before
    expect(panel.locator(".view-summary")).to_contain_text("RNN: 1 step.")
    assert KEYS.findall(page.locator("body").inner_text()) == []


def test_its_link_opens_it_and_the_key_of_the_next_view_leads_to_it_and_on(lab):
    page = lab.open("view=horizon&theme=dark")
    tab = page.get_by_role("tab", name="Horizon")
    expect(tab).to_have_attribute("aria-selected", "true")
    page.keyboard.press("v")
    lab.in_address("view", None)
    page.keyboard.press("Shift+v")
    expect(tab).to_have_attribute("aria-selected", "true")


def test_an_application_has_it_too(lab):
    lab.page.goto(f"{lab.server.url}/?mode=apps&app=sentiment&view=horizon")
    expect(lab.page.locator("#view-panel .main-svg").first).to_be_visible()
