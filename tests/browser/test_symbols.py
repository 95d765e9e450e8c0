"""Symbols explain themselves where they stand: with the mouse, from the keyboard, under a finger."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from scripts.chromium import DESKTOP, PHONE
from tests.browser.conftest import FRAMES
from tests.browser.test_accessibility import violations

QUERY = "cell=rnn,lstm&t=20"
LAPTOP = {"width": 1280, "height": 720}


def note(page):
    return page.locator("#symbol-note")


def stands_apart(page, symbol) -> None:
    """The note lies within the window and not over its symbol."""
    expect(note(page)).to_be_visible()
    there, here = note(page).bounding_box(), symbol.bounding_box()
    width, height = page.evaluate("[document.documentElement.clientWidth, document.documentElement.clientHeight]")
    assert there["x"] >= 0
    assert there["y"] >= 0
    assert there["x"] + there["width"] <= width
    assert there["y"] + there["height"] <= height
    apart_in_x = there["x"] + there["width"] <= here["x"] or here["x"] + here["width"] <= there["x"]
    apart_in_y = there["y"] + there["height"] <= here["y"] or here["y"] + here["height"] <= there["y"]
    assert apart_in_x or apart_in_y, (there, here)


def in_equations(page, symbol: str):
    """A symbol of the equations, once someone has asked about any of them."""
    page.locator(".equation math").first.hover()
    found = page.locator(f'.equation [data-symbol="{symbol}"][tabindex]').first
    expect(found).to_be_attached()
    return found


@pytest.mark.parametrize("viewport", [LAPTOP, DESKTOP, {"width": 390, "height": 844}])
def test_a_gate_in_the_equations_says_what_it_is_how_it_is_made_and_its_number(open_lab, viewport):
    page = open_lab(viewport=viewport).open(QUERY)
    gate = in_equations(page, "gate.f")
    gate.hover()
    expect(note(page)).to_contain_text("forget gate")
    expect(note(page).locator("math")).to_contain_text("σ")
    result = page.locator('.equation .result [data-symbol="gate.f"]').first
    shown = float((result.text_content() or "").replace("−", "-"))
    told = note(page).locator(".symbol-number b").inner_text()
    assert float(told) == pytest.approx(shown, abs=0.006)
    stands_apart(page, gate)
    assert page.locator('.equation [data-symbol="gate.f"][data-tied]').count() > 2


def test_what_is_explained_is_outlined_in_the_picture(open_lab):
    page = open_lab(viewport=LAPTOP).open(QUERY)
    in_equations(page, "h").hover()
    expect(note(page)).to_contain_text("hidden state")
    expect(page.locator(".symbol-outline")).to_have_count(2)
    page.keyboard.press("Escape")
    expect(note(page)).to_be_hidden()
    expect(page.locator(".symbol-outline")).to_have_count(0)


def test_the_note_stays_while_the_pointer_is_on_it_and_goes_when_it_leaves(open_lab):
    page = open_lab(viewport=LAPTOP).open(QUERY)
    in_equations(page, "c").hover()
    expect(note(page)).to_contain_text("cell state")
    note(page).hover()
    page.evaluate(FRAMES, 30)  # those in which it would go
    expect(note(page)).to_be_visible()
    page.locator("#sentence").hover(position={"x": 3, "y": 3})
    expect(note(page)).to_be_hidden()


def test_a_control_s_symbol_is_the_one_explanation_and_tells_the_measured_radius(open_lab):
    page = open_lab(viewport=LAPTOP).open(QUERY + "&rho=0.9")
    page.locator('[data-control="rho"] .label').hover()
    rho = page.locator('[data-control="rho"] [data-symbol="rho"]')
    rho.hover()
    expect(note(page)).to_contain_text("spectral radius")
    expect(note(page)).to_contain_text(re.compile(r"set to:\s*0.9"))
    expect(note(page)).to_contain_text(re.compile(r"RNN\s*0.9"))
    expect(page.locator(".hint-line")).to_be_hidden()
    stands_apart(page, rho)


@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_chart_s_title_tells_the_norm_of_every_run(open_lab, lang):
    page = open_lab(viewport=LAPTOP).open(f"{QUERY}&lang={lang}")
    page.locator("#view-panel").hover()
    title = page.locator('.lettering [data-symbol="norm_gradient"]')
    title.hover()
    expect(note(page).locator(".symbol-number")).to_have_count(2)
    expect(note(page)).to_contain_text(re.compile(r"paso \d+" if lang == "es" else r"step \d+"))
    stands_apart(page, title)


def test_a_lane_of_the_network_explains_itself_once_the_pointer_rests(open_lab):
    page = open_lab(viewport=LAPTOP).open(QUERY)
    in_equations(page, "h").hover()
    outline = page.locator(".symbol-outline").first.bounding_box()
    page.mouse.move(outline["x"] + 200, outline["y"] + outline["height"] / 2)
    page.mouse.move(outline["x"] + 202, outline["y"] + outline["height"] / 2)
    expect(note(page)).to_contain_text("hidden state")
    there = note(page).bounding_box()
    assert there["y"] + there["height"] <= outline["y"] or there["y"] >= outline["y"] + outline["height"]


@pytest.mark.parametrize("lang", ["en", "es"])
def test_a_ring_of_the_clipping_view_says_what_it_is_and_its_numbers(open_lab, lang):
    page = open_lab(viewport=LAPTOP).open(f"cell=rnn&view=clipping&clip=norm&lang={lang}")
    page.locator("#view-panel").hover()
    marks = page.locator(".chart-marks [data-symbol]")
    expect(marks.first).to_be_attached()
    whole = marks.nth(2)
    whole.hover()
    expect(note(page)).to_contain_text("ring" if lang == "en" else "aro")
    expect(note(page)).to_contain_text(re.compile(r"before .*, after" if lang == "en" else r"antes .*, después"))
    stands_apart(page, whole)
    marks.first.focus()
    expect(note(page)).to_contain_text("all together" if lang == "en" else "todos juntos")


def test_a_heading_of_a_table_explains_its_symbol(open_lab):
    page = open_lab(viewport=LAPTOP).open(f"{QUERY}&view=jacobians")
    heading = page.locator(".view-facts th").filter(has_text="singular value")
    expect(heading.locator("sub")).to_have_text("hh")
    heading.hover()
    heading.locator('[data-symbol="sigma_max"]').hover()
    expect(note(page)).to_contain_text("largest singular value")


def test_a_tap_on_a_lane_of_the_network_explains_it(open_lab):
    page = open_lab(viewport=PHONE, has_touch=True).open(QUERY)
    canvas = page.locator(".network-canvas").bounding_box()
    page.touchscreen.tap(canvas["x"] + 180, canvas["y"] + 60)
    expect(note(page)).to_contain_text("hidden state")


def test_the_equations_are_one_tab_stop_and_arrows_go_from_symbol_to_symbol(open_lab):
    page = open_lab(viewport=LAPTOP).open(QUERY)
    page.locator(".equations-lines").focus()
    expect(page.locator(".equation [data-symbol]").first).to_be_attached()
    page.keyboard.press("ArrowRight")
    first = page.locator('.equation [data-symbol="gate.i"]').first
    expect(first).to_be_focused()
    expect(note(page)).to_contain_text("input gate")
    assert first.get_attribute("aria-describedby") == "symbol-note"
    step = page.locator(".player-slider").input_value()
    page.keyboard.press("ArrowDown")
    expect(page.locator(".equation [data-symbol]:focus")).to_have_count(1)
    expect(first).not_to_be_focused()
    assert page.locator(".player-slider").input_value() == step
    page.keyboard.press("Escape")
    expect(note(page)).to_be_hidden()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.equations-lines')") is None
    expect(note(page)).to_be_hidden()


def test_a_tap_opens_and_a_tap_elsewhere_closes(open_lab):
    page = open_lab(viewport=PHONE, has_touch=True).open(QUERY)
    line = page.locator(".equation math").first
    line.scroll_into_view_if_needed()
    line.tap(position={"x": 5, "y": 10})
    expect(note(page)).to_contain_text("input gate")
    stands_apart(page, page.locator('.equation [data-symbol="gate.i"]').first)
    page.touchscreen.tap(3, 400)
    expect(note(page)).to_be_hidden()


@pytest.mark.parametrize(("viewport", "theme"), [(LAPTOP, "dark"), (PHONE, "light")])
def test_axe_finds_nothing_while_a_symbol_is_explained(open_lab, viewport, theme):
    page = open_lab(viewport=viewport).open(f"{QUERY}&theme={theme}")
    in_equations(page, "gate.f").hover()
    expect(note(page)).to_be_visible()
    assert violations(page) == []


def test_a_first_visit_fetches_nothing_of_it(lab):
    asked = []
    lab.page.on("request", lambda request: asked.append(request.url))
    lab.open().wait_for_load_state("networkidle")
    assert not [url for url in asked if "symbols.css" in url or "/later/" in url]
