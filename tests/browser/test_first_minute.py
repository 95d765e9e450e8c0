"""The first minute: a first visit is asked before it is told, answers in a click, and sees how far off it was."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import FRAMES
from tests.browser.test_accessibility import violations

TOLD = re.compile(r"10⁻|vanish|desvanec|keeps|survives|61")


def what_is_told(page) -> str:
    """All that can be seen or heard of the picture."""
    return page.locator("#main").aria_snapshot() + page.locator("header.top").aria_snapshot()


def test_a_first_visit_is_asked_and_nothing_tells_the_answer(open_lab):
    page = open_lab(first_visit=True).open()
    expect(page.locator("#sentence")).to_have_text(re.compile("^Step 1 should learn from the error at step 100"))
    expect(page.locator("#first")).to_be_visible()
    expect(page.locator("#equations-card")).to_be_hidden()
    assert not TOLD.search(what_is_told(page).replace(page.locator("#first").aria_snapshot(), ""))
    assert violations(page) == []


@pytest.mark.parametrize("language", ["en-US", "es-ES"])
def test_an_answer_is_released_into_the_number_and_one_thing_to_do_next(open_lab, language):
    lab = open_lab(first_visit=True, locale=language)
    page = lab.open()
    page.locator('[data-first="3"]').click()
    expect(page.locator(".note-verdict")).to_contain_text("10⁻¹⁰")
    expect(page.locator(".note-verdict")).to_contain_text("10⁻³")
    expect(page.locator("#sentence")).to_contain_text("RNN")
    expect(page.locator("#first")).to_be_hidden()
    lab.in_address("lesson", "first_minute")
    page.locator("#note footer button, #note .note-foot button").last.click()
    lab.in_address("lesson", "first_lecture")


def test_the_question_is_answered_from_the_keyboard_without_motion(open_lab):
    lab = open_lab(first_visit=True, reduced_motion="reduce")
    page = lab.open()
    page.locator('[data-first="4"]').focus()
    page.keyboard.press("Enter")
    expect(page.locator(".note-verdict")).to_contain_text("10⁻¹⁰")
    expect(page.locator(".note-verdict")).to_be_focused()


def test_on_a_phone_the_question_stands_under_the_picture(open_lab):
    page = open_lab(first_visit=True, viewport={"width": 390, "height": 844}, has_touch=True).open()
    first, tabs = page.locator("#first").bounding_box(), page.locator("#tabs").bounding_box()
    assert first["y"] < tabs["y"]
    page.locator('[data-first="1"]').tap()
    expect(page.locator(".note-verdict")).to_contain_text("10⁻¹⁰")


def test_one_may_look_around_instead_and_is_not_asked_again(open_lab):
    lab = open_lab(first_visit=True)
    page = lab.open()
    page.locator('[data-first="skip"]').click()
    expect(page.locator("#sentence")).to_contain_text("LSTM")
    expect(page.locator("#main")).to_be_focused()
    expect(page.locator("#first")).to_be_hidden()
    expect(page.locator("#equations-card")).to_be_visible()
    page.reload()
    lab.painted(0)
    expect(page.locator("#first")).to_be_hidden()
    expect(page.locator("#sentence")).to_contain_text("LSTM")


@pytest.mark.parametrize("query", ["cell=rnn", "lang=es", "embed=1", "lesson=misconceptions"])
def test_who_follows_a_link_is_not_asked(open_lab, query):
    page = open_lab(first_visit=True).open(query)
    expect(page.locator("#first")).to_be_hidden()


def test_who_would_rather_draw_the_answer_is_not_shown_it(open_lab):
    page = open_lab(first_visit=True).open()
    page.locator('[data-first="0"]').click()
    expect(page.locator("#note .note-ask")).to_be_visible()
    expect(page.locator("#first")).to_be_hidden()
    expect(page.locator(".guess-layer.drawing")).to_be_visible()
    page.evaluate(FRAMES, 10)
    assert not TOLD.search(what_is_told(page))
    assert page.locator(".view-plot .view-canvas").evaluate("canvas => canvas.data.length") == 0
    page.locator("#note").get_by_role("button", name="No guess").click()
    expect(page.locator(".note-verdict")).to_contain_text("10⁻¹⁰")


def test_who_chooses_something_else_is_not_asked_any_more(open_lab):
    for choice, words in [("lesson", "No guess"), ("mode", "Start")]:
        page = open_lab(first_visit=True).open()
        if choice == "lesson":
            page.locator("#tool-lessons").click()
            page.locator('[data-lesson="explode"]').click()
        else:
            page.locator('[data-mode-choice="train"]').click()
        expect(page.get_by_role("button", name=words).first).to_be_visible()
        expect(page.locator("#first")).to_be_hidden()
        # a lesson covers what it asks about; nothing else is covered
        covered = page.evaluate("() => 'veil' in document.documentElement.dataset")
        assert covered == (choice == "lesson")
