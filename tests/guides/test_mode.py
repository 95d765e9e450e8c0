"""README's "Add a mode": a file, a line, its words, and the page has its tab, history, shortcuts and languages."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.test_look import overflow

GUIDE = "mode"


def test_a_mode_has_its_tab_its_address_its_picture_and_its_headline(lab):
    page = lab.open("rho=1.1")
    before = lab.paints()
    page.get_by_role("button", name="Five steps").click()
    lab.in_address("mode", "five")
    assert "steps=5" in lab.painted(before)
    expect(page.locator("#five")).to_be_visible()
    expect(page.locator("#five")).to_have_css("letter-spacing", "2px")
    expect(page.locator("#network canvas").first).to_be_visible()
    for part in (".view-tabs", ".views", ".equations", "#controls", "#lecture", ".proof", "#training", "#cards"):
        expect(page.locator(part).first).to_be_hidden()
    expect(page.locator("#sentence")).to_have_text("Raised 0 times")
    assert overflow(page) <= 0


def test_the_history_and_the_shortcuts_know_a_mode(lab):
    page = lab.open("rho=1.1")
    for mode in ("train", "apps", "five"):
        page.keyboard.press("x")
        lab.in_address("mode", mode)
    expect(page.locator("#five")).to_be_visible()
    page.keyboard.press("k")
    expect(page.locator("#five-number")).to_have_text("1")
    page.keyboard.press("?")
    expect(page.locator("#help")).to_contain_text("one more")
    expect(page.locator("#help")).to_contain_text("Five steps")
    page.keyboard.press("Escape")
    page.go_back()
    expect(page.locator(".app-card").first).to_be_visible()
    expect(page.locator("#five")).to_be_hidden()
    page.go_forward()
    expect(page.locator("#five")).to_be_visible()
    page.keyboard.press("x")
    lab.in_address("mode", None)
    lab.in_address("rho", "1.1")
    expect(page.locator("#view-panel .main-svg").first).to_be_visible()
    page.keyboard.press("k")  # of another mode
    expect(page.locator("#five-number")).to_have_text("1")


def test_a_link_opens_a_mode_in_either_language_and_in_presenter_size(lab):
    page = lab.open("mode=five&lang=es")
    expect(page.locator("#five")).to_have_text("Cinco pasos")
    expect(page.locator('[data-mode-choice="five"]')).to_have_attribute("aria-pressed", "true")
    assert page.locator('link[href$="/css/five.css"]').count() == 1
    page.keyboard.press("k")
    page.locator('[data-lang="en"]').click()
    expect(page.locator("#five")).to_have_text("Five steps")
    expect(page.locator('[data-mode-choice="five"]')).to_have_text("Five steps")
    expect(page.locator("#sentence")).to_have_text("Raised 1 time")
    page.keyboard.press("p")
    expect(page.locator("html")).to_have_attribute("data-size", "projector")
    assert overflow(page) <= 0
