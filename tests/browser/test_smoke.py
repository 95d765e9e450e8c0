"""The page comes up and does what it is for, in Chromium and in Firefox: the first things that must hold."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from scripts import chromium

pytestmark = pytest.mark.parametrize("browser", ["chromium", "firefox"], indirect=True, scope="module")


def in_sight(page, selector: str) -> bool:
    """Whether all of an element is inside the window, unscrolled."""
    box = page.locator(selector).bounding_box()
    size = page.viewport_size
    return box["height"] > 100 and box["y"] >= 0 and box["y"] + box["height"] <= size["height"]


def test_the_page_comes_up_with_a_sentence_a_network_and_a_chart(lab):
    page = lab.open()
    assert "Unroll" in page.title()
    assert page.locator("#sentence").inner_text().strip()
    assert page.locator("#network svg, #network canvas").count()
    assert page.locator("#view-panel .main-svg").count()


def test_nothing_is_fetched_from_another_host_and_nothing_is_written_to_the_console(lab):
    page = lab.open()
    page.wait_for_load_state("networkidle")
    assert lab.unexpected() == []


def test_a_dragged_slider_changes_sentence_and_address(lab):
    page = lab.open("cell=rnn")
    sentence = page.locator("#sentence").inner_text()
    box = lab.slider("rho").bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + box["height"] / 2)
    page.mouse.down()
    for part in (0.5, 0.7, 0.95):
        page.mouse.move(box["x"] + box["width"] * part, box["y"] + box["height"] / 2)
    page.mouse.up()
    expect(page.locator("#sentence")).not_to_have_text(sentence, use_inner_text=True)
    rho = float(lab.slider("rho").input_value())
    assert rho > 2.5
    lab.in_address("rho", f"{rho:g}")


def test_a_tab_opens_its_view_on_the_screen(lab):
    page = lab.open("cell=lstm")
    for view in ("states", "gates", "memory"):
        page.locator(f"#tab-{view}").click()
        expect(page.locator(f"#tab-{view}")).to_have_attribute("aria-selected", "true")
        lab.in_address("view", view)
        expect(page.locator("#view-panel .main-svg").first).to_be_visible()
        assert in_sight(page, "#view-panel")


def test_the_keyboard_steps_plays_and_opens_help(lab):
    page = lab.open("cell=lstm&steps=20&t=15")
    page.locator("body").press("ArrowRight")
    lab.in_address("t", "16")
    page.locator("body").press("f")
    lab.in_address("t", "20")
    page.locator("body").press("2")
    lab.in_address("view", "states")
    page.locator("body").press("?")
    expect(page.locator("dialog[open]")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)


@pytest.mark.parametrize("viewport", [chromium.DESKTOP, chromium.PHONE], ids=["wide", "phone"])
def test_the_drawn_network_fits_its_place_and_shows_no_bar_to_scroll_it(open_lab, viewport):
    page = open_lab(viewport=viewport).open()
    rest = page.locator("#network").evaluate("e => [e.scrollHeight - e.clientHeight, e.offsetWidth - e.clientWidth]")
    assert rest == [0, 0]


def test_every_slider_is_drawn_in_the_page_s_colours(lab):
    page = lab.open("theme=dark")
    for slider in (lab.slider("rho"), page.locator(".player-slider")):
        expect(slider).to_have_css("background-color", "rgba(0, 0, 0, 0)")
        if page.context.browser.browser_type.name == "firefox":  # Chromium does not tell of a slider's parts
            thumb = slider.evaluate("e => getComputedStyle(e, '::-moz-range-thumb').borderTopColor")
            assert thumb == "rgb(183, 156, 255)"


def test_equations_are_mathematics_with_height_and_width(lab):
    page = lab.open("cell=lstm&side=equations")
    expect(page.locator("#equations math").first).to_be_visible()
    symbol = page.locator("#equations msub, #equations msubsup").first.bounding_box()
    assert symbol["width"] > 4
    assert symbol["height"] > 8


def test_a_mode_changes_with_its_button_and_comes_back_with_the_browsers(lab):
    page = lab.open("cell=rnn,lstm")
    page.locator('[data-mode-choice="apps"]').click()
    lab.in_address("mode", "apps")
    expect(page.locator(".app-card").first).to_be_visible()
    page.go_back()
    lab.in_address("mode", None)
    expect(page.locator("#network")).to_be_visible()


def test_a_training_starts_draws_its_loss_and_stops(lab):
    page = lab.open("mode=train&cell=rnn,lstm&steps=20&units=8&minibatch=8")
    expect(page.locator(".train-go")).to_be_enabled()
    page.locator(".train-go").click()
    expect(page.locator(".train-go")).to_have_text("Pause")
    expect(page.locator("#train-loss .scatterlayer .js-line").first).to_be_attached()
    page.locator(".train-go").click()
    expect(page.locator(".train-go")).to_have_text("Resume")


def test_the_page_speaks_spanish(lab):
    page = lab.open("lang=es")
    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page.locator("#sentence")).to_contain_text("la RNN")
    page.locator('button[data-lang="en"]').click()
    expect(page.locator("#sentence")).to_contain_text("the RNN")
