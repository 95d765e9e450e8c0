"""Languages, themes, sizes, embedding: how the page is shown, and that it fits."""

from __future__ import annotations

import functools
import re
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import expect

from scripts.chromium import PHONE


def overflow(page) -> int:
    """How many pixels the document is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def test_the_language_changes_in_place_and_stands_in_the_address(lab):
    page = lab.open()
    english = page.locator("#sentence").inner_text()
    page.locator('button[data-lang="es"]').click()
    expect(page.locator("html")).to_have_attribute("lang", "es")
    expect(page.locator("#sentence")).not_to_have_text(english)
    lab.in_address("lang", "es")


def test_a_reader_whose_browser_asks_for_spanish_gets_spanish(open_lab):
    page = open_lab(locale="es-MX").open()
    expect(page.locator("html")).to_have_attribute("lang", "es")


def test_no_key_of_the_locales_is_left_on_the_page(open_lab):
    for language in ("en", "es"):
        text = open_lab().open(f"lang={language}").locator("body").inner_text()
        assert (
            re.findall(r"\b(?:cell|config|figure|gate|group|keys|lecture|page|preset|share|task|view)\.[a-z]\S*", text)
            == []
        )


def test_the_theme_follows_the_system_until_the_reader_chooses(open_lab):
    lab = open_lab(color_scheme="dark")
    page = lab.open()
    background = "getComputedStyle(document.documentElement).backgroundColor"
    dark = page.evaluate(background)
    page.locator("#tool-theme").click()
    lab.in_address("theme", "light")
    assert page.evaluate(background) != dark
    page.locator("body").press("t")
    lab.in_address("theme", "dark")
    assert page.evaluate(background) == dark


def test_p_is_for_presenting_larger_type_and_folded_controls(lab):
    page = lab.open()
    size = "parseFloat(getComputedStyle(document.querySelector('#sentence')).fontSize)"
    normal = page.evaluate(size)
    page.locator("body").press("p")
    expect(page.locator("html")).to_have_attribute("data-size", "projector")
    expect(page.locator("#controls")).to_be_hidden()
    assert page.evaluate(size) > normal
    lab.in_address("size", "projector")
    page.locator("body").press("p")
    expect(page.locator("#controls")).to_be_visible()


def test_a_question_mark_shows_every_shortcut(lab):
    page = lab.open()
    page.locator("body").press("?")
    expect(page.locator("#help")).to_be_visible()
    assert page.locator("#help kbd").count() > 10
    page.keyboard.press("Escape")
    expect(page.locator("#help")).to_be_hidden()


def test_the_share_link_opens_the_same_picture(lab, open_lab):
    page = lab.open("cell=rnn")
    lab.set("rho", 1.2)
    page.locator("#tool-share").click()
    link = page.locator("#share-link").input_value()
    other = open_lab()
    other.page.goto(link)
    assert "rho=1.2" in other.painted(0)


def test_embedded_in_a_course_page_the_header_makes_room(lab):
    page = lab.open("embed=1&cell=lstm")
    expect(page.locator("#view-panel")).to_be_visible()
    expect(page.locator("footer")).to_be_hidden()


def test_a_course_page_of_another_origin_may_hold_the_lab_in_a_frame(lab, tmp_path):
    (tmp_path / "course.html").write_text(f'<!doctype html><iframe src="{lab.server.url}/?embed=1"></iframe>')
    handler = functools.partial(SimpleHTTPRequestHandler, directory=tmp_path)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as course:
        threading.Thread(target=course.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{course.server_port}/"
        lab.expect(re.escape(address))
        lab.page.goto(f"{address}course.html")
        expect(lab.page.frame_locator("iframe").locator("#sentence")).to_contain_text("LSTM")
        course.shutdown()


def test_words_in_the_text_set_the_controls_and_can_be_undone(lab):
    page = lab.open()
    phrase = page.locator("#lecture-body button, #lecture-body a[href*='?']").first
    page.locator("#tool-lecture").click()
    lab.in_address("side", "lecture")
    search = page.evaluate("location.search")
    phrase.scroll_into_view_if_needed()
    phrase.click()
    page.wait_for_function("before => location.search !== before", arg=search)
    page.locator("#toast button").first.click()
    page.wait_for_function("before => location.search === before", arg=search)


@pytest.mark.parametrize("language", ["en", "es"])
def test_at_1280_by_720_the_network_and_the_gradient_are_seen_without_scrolling(open_lab, language):
    page = open_lab().open(f"lang={language}")
    for part in ("#sentence", "#network", "#player", "#view-panel"):
        box = page.locator(part).bounding_box()
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 720, part
    assert overflow(page) <= 0


@pytest.mark.parametrize("language", ["en", "es"])
def test_at_1280_pixels_the_names_of_all_views_stand_whole_in_their_row(open_lab, language):
    tabs = open_lab(viewport={"width": 1280, "height": 720}).open(f"lang={language}").locator("#tabs")
    assert tabs.evaluate("row => row.scrollWidth - row.clientWidth") <= 0


@pytest.mark.parametrize("query", ["", "lang=es", "size=projector", "view=matrix&cell=lstm"])
def test_on_a_phone_nothing_is_wider_than_the_screen_and_the_controls_fold_away(open_lab, query):
    page = open_lab(viewport=PHONE, has_touch=True, is_mobile=True).open(query)
    assert overflow(page) <= 0
    expect(page.locator("#controls")).to_be_hidden()
    page.locator("#tool-controls").click()
    expect(page.locator("#controls")).to_be_visible()
    assert overflow(page) <= 0


def test_every_view_opens_and_draws(lab):
    page = lab.open()
    for tab in page.locator("[role=tab]").all():
        tab.click()
        expect(tab).to_have_attribute("aria-selected", "true")
        page.wait_for_function("() => document.documentElement.dataset.status === 'idle'")
        page.locator("#view-panel").scroll_into_view_if_needed()
        expect(page.locator("#view-panel").locator(".main-svg, table, svg").first).to_be_visible()
