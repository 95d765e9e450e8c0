"""A first visit on a slow network: little is fetched, and the page can be read before Plotly has arrived."""

from __future__ import annotations

from playwright.sync_api import expect

from app.assets import assets
from scripts.wire import Wire

KB = 1000
PLOTLY = "/vendor/plotly.min.js"


def test_a_first_visit_is_twelve_requests_and_the_page_itself_is_under_70_kb(open_lab, record_property):
    assert assets().chunks, "the bundle is not of these sources: make dist/bundle.json"
    lab = open_lab(first_visit=True)
    wire = Wire(lab.page)
    lab.open().wait_for_load_state("networkidle")
    everything, plotly, answers = wire.bytes(), wire.bytes(PLOTLY), wire.bytes("/api/")
    own = everything - plotly - answers
    record_property("first visit: requests", len(wire.fetched))
    record_property("first visit: all, Plotly, answers, own files", [everything, plotly, answers, own])
    assert len(wire.fetched) <= 12
    assert everything <= 650 * KB
    assert own <= 70 * KB


def test_the_answer_to_a_drag_is_under_60_kb(lab, record_property):
    wire = Wire(lab.page)
    lab.open().wait_for_load_state("networkidle")
    before = len(wire.fetched)
    lab.set("rho", 1.1)
    answer = wire.bytes("/api/trace", since=before)
    record_property("answer to a drag", answer)
    assert 0 < answer < 60 * KB


def test_a_second_visit_fetches_nothing_that_has_not_changed(lab):
    lab.open().wait_for_load_state("networkidle")
    wire = Wire(lab.page)
    lab.page.reload()
    lab.painted(0)
    assert wire.bytes("/static/") == 0


def test_before_plotly_arrives_the_sentence_the_network_and_the_equations_can_be_read(lab):
    lab.page.route(f"**{PLOTLY}", lambda route: None)  # asked for, and never answered
    lab.page.goto(f"{lab.server.url}/?cell=rnn,lstm", wait_until="commit")
    expect(lab.page.locator("#sentence")).to_contain_text("LSTM")
    expect(lab.page.locator("#network svg, #network canvas").first).to_be_visible()
    expect(lab.page.locator("#equations math").first).to_be_attached()


def test_without_scripts_the_page_says_what_it_is_and_what_it_needs(open_lab):
    lab = open_lab(java_script_enabled=False)
    lab.page.goto(lab.server.url)
    expect(lab.page.locator(".noscript")).to_be_visible()
    expect(lab.page.locator("#sentence")).not_to_be_empty()
