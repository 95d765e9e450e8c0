"""A lesson beside the picture: it asks, nothing on the screen tells, then guess and truth are seen together."""

from __future__ import annotations

import copy
import re

import pytest
from playwright.sync_api import expect

from scripts.chromium import DESKTOP, PHONE
from tests.browser.lessons import LESSON, packed
from tests.browser.test_accessibility import violations

# Everything that a reader can get from the page: what is seen, spoken, or said by a label or a table.
ALL_WORDS = """
  () => {
    const shown = (node) => node.checkVisibility({ visibilityProperty: true });
    const parts = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const { parentElement, textContent } = walker.currentNode;
      if (shown(parentElement) && !parentElement.closest("script, noscript, #controls")) parts.push(textContent);
    }
    for (const element of document.querySelectorAll("[aria-label], [aria-valuetext], [title]"))
      if (shown(element) && !element.closest("#controls"))
        for (const name of ["aria-label", "aria-valuetext", "title"]) parts.push(element.getAttribute(name) ?? "");
    return parts.join(" | ");
  }
"""


def opened(lab, query: str = "", lesson: object = LESSON):
    page = lab.page
    page.goto(f"{lab.server.url}/?{query}#lesson={packed(lesson)}")
    lab.painted(0)
    expect(page.locator("#note .note-title")).to_be_visible()
    return page


def truth(page) -> str:
    """What the card says that is."""
    said = page.locator(".note-verdict dd").nth(1)
    expect(said).not_to_be_empty()
    return said.inner_text()


def arrived(page) -> None:
    """The page at rest: the pass that was played is over and the newest picture is on the screen."""
    expect(page.locator(".player-big span")).to_have_text(["Backward", "Forward"])
    page.wait_for_function("() => document.documentElement.dataset.status === 'idle'")


def test_the_whole_path_goes_by_keyboard_alone(open_lab):
    lab = open_lab(reduced_motion="reduce")
    page = opened(lab)
    keys = page.keyboard
    page.locator(".note-title").focus()
    for _ in range(20):
        keys.press("Tab")
        if page.evaluate("document.activeElement.textContent") == "it is lost":
            break
    keys.press("Enter")
    keys.press("Tab")  # the sliders' summary
    keys.press("Enter")
    keys.press("Tab")
    keys.press("ArrowRight")
    expect(page.locator(".guess-path")).to_have_attribute("d", re.compile("^M"))
    keys.press("Enter")  # releases, from wherever one is in the form
    assert "10" in truth(page)
    expect(page.locator(".note-verdict")).to_be_focused()
    arrived(page)
    keys.press("]")
    expect(page.locator(".note-title")).to_have_text("The share")
    page.locator("#note-number").focus()
    keys.type("10 %")
    keys.press("Enter")
    assert "%" in truth(page)
    keys.press("j")
    expect(page.locator(".note-title")).to_have_text("The choice")
    page.locator(".note-option input").first.focus()
    keys.press("ArrowDown")
    keys.press("Enter")
    expect(page.locator(".note-verdict")).to_contain_text("Right")
    keys.press("[")
    expect(page.locator(".note-title")).to_have_text("The share")
    for _ in range(3):
        keys.press("]")
    expect(page.locator(".summary-list li")).to_have_count(3)
    expect(page.locator(".note-title")).to_be_focused()
    expect(page.locator(".summary")).to_contain_text("3 of 3")


def test_a_finger_draws_the_curve_and_goes_through_a_lesson(open_lab):
    lab = open_lab(viewport=PHONE, has_touch=True, is_mobile=True, reduced_motion="reduce")
    page = opened(lab)
    area = page.locator(".guess-area")
    area.scroll_into_view_if_needed()
    box = area.bounding_box()
    session = page.context.new_cdp_session(page)
    right, left = box["x"] + box["width"] - 3, box["x"] + 3
    for i in range(21):
        point = {"x": right + (left - right) * i / 20, "y": box["y"] + box["height"] * (0.25 + 0.02 * i)}
        session.send("Input.dispatchTouchEvent", {"type": "touchMove" if i else "touchStart", "touchPoints": [point]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    drawn = page.locator(".guess-path").get_attribute("d")
    assert drawn.count("L") >= 35  # a place for nearly each of the 40 steps
    # clicks: a tap soon after a stroke may be the second of a double tap, and a slow one is a long press
    page.get_by_role("button", name="Show the answer").click()
    truth(page)
    expect(page.locator(".guess-layer:not(.drawing) .guess-path")).to_have_attribute("d", drawn)
    page.get_by_role("button", name="Next", exact=True).click()
    expect(page.locator(".note-title")).to_have_text("The share")
    page.get_by_role("button", name="No guess").click()
    expect(page.locator(".note-verdict")).to_contain_text("no guess")
    for target in page.locator("#note :is(button, summary, .note-option)").all():
        if target.is_visible():
            size = target.bounding_box()
            assert min(size["width"], size["height"]) >= 24, target.inner_text()


@pytest.mark.parametrize("lang", ["en", "es"])
def test_while_it_asks_nothing_on_the_page_tells_the_answer(lab, lang):
    lesson = copy.deepcopy(LESSON)
    views = ["gradient", "states", "gradients", "split", "contributions", "jacobians", "matrix", "memory"]
    asked = lesson["stops"][1]
    asked["predict"]["of"] = "kept:rnn"
    lesson["stops"] = [asked | {"address": f"cell=rnn&steps=60&view={view}"} for view in views]
    page = opened(lab, f"lang={lang}", lesson)
    pieces: set[str] = set()
    for stop in range(1, len(views) + 1):
        expect(page.locator(".note-dots [aria-current]")).to_have_attribute("aria-label", re.compile(rf" {stop}\b"))
        page.wait_for_function("() => document.documentElement.dataset.status === 'idle'")
        lab.painted(0)
        page.evaluate("() => { for (const table of document.querySelectorAll('.view-data')) table.open = true; }")
        page.locator("#view-panel .view-plot").first.hover(position={"x": 200, "y": 60})
        before = page.evaluate(ALL_WORDS)
        page.keyboard.press("b")  # even the backward pass, played, tells nothing
        page.locator(".note-foot .quiet:not(.note-previous)").click()
        told = truth(page)
        assert re.search(r"10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+", told), told
        pieces |= {told, told.split(" × ")[0] + " × "}
        assert not [piece for piece in pieces if piece in before], (views[stop - 1], before)
        page.keyboard.press("]")


# How many of the drawing's pixels change when the answer is shown and have the RNN's colour: before, and after.
COLOURED = """
  (canvas) => {
    const now = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
    const before = window.before;
    window.before = now;
    const coloured = (data, i) => data[i + 3] > 40 && data[i] - data[i + 2] > 24;
    let [covered, open] = [0, 0];
    for (let i = 0; before && i < now.length; i += 4) {
      if ([0, 1, 2, 3].every((k) => before[i + k] === now[i + k])) continue;
      covered += coloured(before, i);
      open += coloured(now, i);
    }
    return [covered, open];
  }
"""


def test_while_it_asks_the_drawing_has_neither_ribbon_nor_number(open_lab):
    lab = open_lab(reduced_motion="reduce")
    lab.expect("getImageData")
    page = opened(lab, "stop=3")
    arrived(page)
    lab.painted(0)
    canvas = page.locator(".network-canvas")
    canvas.evaluate(COLOURED)
    page.get_by_role("button", name="No guess").click()
    truth(page)
    lab.step_at_rest()
    covered, drawn = canvas.evaluate(COLOURED)
    assert covered == 0
    assert drawn > 1000


def test_a_wrong_number_is_named_at_its_field(lab):
    page = opened(lab, "stop=2")
    page.locator("#note-number").fill("a lot")
    page.keyboard.press("Enter")
    expect(page.locator("#note-fault")).to_contain_text("a lot")
    expect(page.locator("#note-number")).to_be_focused()
    expect(page.locator("#note-number")).to_have_attribute("aria-invalid", "true")
    page.locator("#note-number").fill("-10%")
    page.keyboard.press("Enter")
    expect(page.locator("#note-fault")).to_contain_text("-10%")
    assert page.locator(".note-verdict").count() == 0


def test_guess_and_truth_are_said_together_with_how_far_they_are_apart(lab):
    page = opened(lab, "stop=2")
    page.locator("#note-number").fill("1e-9")
    page.keyboard.press("Enter")
    assert truth(page) in page.locator(".note-words", has_text="It keeps").inner_text()
    expect(page.locator(".note-verdict")).to_contain_text("10⁻⁹")
    expect(page.locator(".note-verdict")).to_contain_text("times too small")
    expect(page.locator("#sentence")).to_contain_text("GRU")


def test_guesses_stay_in_this_browser_until_they_are_forgotten(lab):
    page = opened(lab, "stop=2")
    page.locator("#note-number").fill("1/4")
    page.keyboard.press("Enter")
    told = truth(page)
    page.reload()
    lab.painted(0)
    assert truth(page) == told
    for _ in range(3):
        page.keyboard.press("]")
    expect(page.locator(".summary-list")).to_contain_text("25%")
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV").click()
    assert "25%" in download.value.path().read_text()
    page.get_by_role("button", name="Forget").click()
    expect(page.locator(".note-title")).to_have_text("The curve")
    assert page.evaluate("() => Object.keys(localStorage).filter((key) => key.startsWith('unroll.guesses'))") == []


def test_a_stop_is_in_the_address_and_the_back_button_turns_back(lab):
    page = opened(lab)
    page.keyboard.press("]")
    expect(page.locator(".note-title")).to_have_text("The share")
    page.wait_for_function("() => new URLSearchParams(location.search).get('stop') === '2'")
    assert page.evaluate("() => location.hash").startswith("#lesson=")
    page.go_back()
    expect(page.locator(".note-title")).to_have_text("The curve")
    expect(page.locator("#sentence")).to_contain_text("How large")


def test_with_a_configuration_in_its_link_the_page_stays_as_the_link_says(lab):
    opened(lab, "stop=4&cell=rnn&steps=30&rho=1.3")
    assert lab.page.locator("#config-rho").input_value() == "1.3"
    lab.page.keyboard.press("[")
    lab.page.keyboard.press("]")
    expect(lab.page.locator("#config-rho")).to_have_value("1.1")


def test_what_a_stop_hides_is_there_again_when_the_lesson_is_left(lab):
    page = opened(lab, "stop=4")
    control = page.locator('[data-control="dtype"]')
    expect(control).to_be_hidden()
    page.get_by_role("button", name="Leave the lesson").click()
    expect(control).to_be_visible()
    expect(page.locator("#note")).to_be_hidden()
    assert page.evaluate("() => location.hash") == ""


def test_another_language_keeps_the_stop_and_what_was_begun(lab):
    page = opened(lab, "stop=2")
    page.locator("#note-number").fill("0.5")
    page.locator('[data-lang="es"]').click()
    expect(page.locator(".note-title")).to_have_text("La parte")
    expect(page.locator("#note-number")).to_have_value(re.compile(r"50\s%|0,5"))


@pytest.mark.parametrize(
    ("viewport", "query"),
    [(DESKTOP, "theme=light&lang=en"), (DESKTOP, "theme=dark&lang=es"), (PHONE, "theme=dark&lang=en")],
)
def test_axe_finds_no_violation_in_the_card(open_lab, viewport, query):
    lab = open_lab(viewport=viewport, reduced_motion="reduce")
    page = opened(lab, query)
    for _ in range(3):
        assert violations(page) == []
        page.locator(".note-foot .quiet:not(.note-previous)").click()
        truth(page)
        assert violations(page) == []
        page.keyboard.press("]")
    page.keyboard.press("]")
    expect(page.locator(".summary-list")).to_be_visible()
    assert violations(page) == []


def told(**stop):
    """A lesson of one stop that asks for a number."""
    return LESSON | {"stops": [LESSON["stops"][1] | stop]}


def test_numbers_that_change_leave_a_phrase_its_focus_and_the_way_back_to_it(lab):
    page = opened(lab, lesson=told(reveal={"text": {"en": "It keeps {kept:gru}: [[rho=1.3|a larger radius]]."}}))
    page.get_by_role("button", name="No guess").click()
    words = page.locator(".note-words", has_text="a larger radius")
    expect(words).to_contain_text("%")
    before = words.inner_text()
    phrase = words.get_by_role("button")
    phrase.focus()
    page.keyboard.press("Enter")
    expect(words).not_to_have_text(before)
    expect(phrase).to_be_focused()
    page.locator("#toast").get_by_role("button", name="Undo").click()
    expect(words).to_have_text(before)
    expect(phrase).to_be_focused()


def test_a_mode_that_arrives_and_another_language_leave_the_focus_in_the_card(lab):
    plain = {"address": "", "text": {"en": "Look."}}
    stops = [{"title": {"en": "Here"}} | plain, {"title": {"en": "There"}} | plain | {"address": "mode=train"}]
    page = opened(lab, lesson=LESSON | {"stops": stops})
    page.locator(".note-next").click()
    expect(page.locator("#training canvas, #training .view-plot").first).to_be_attached()
    expect(page.locator(".note-title")).to_be_focused()
    page.locator(".note-previous").focus()
    page.keyboard.press("l")
    expect(page.locator(".note-previous")).to_have_text("Anterior")
    expect(page.locator(".note-previous")).to_be_focused()


def test_what_the_picture_has_no_number_for_is_said_and_not_computed_for_ever(lab):
    predict = {"kind": "number", "question": {"en": "How large is it?"}, "of": "norm:gru@500"}
    page = opened(lab, lesson=told(predict=predict))
    page.locator("#note-number").fill("1")
    page.keyboard.press("Enter")
    assert "no such number" in truth(page)


def test_a_lesson_of_one_stop_is_announced_by_its_title(lab):
    page = opened(lab, lesson=told())
    expect(page.locator("#note [role=status]")).to_have_text("The share")


def test_the_number_of_the_picture_that_asked_is_still_there_when_one_comes_back(lab):
    reveal = {"address": "rho=0.7", "text": {"en": "It was {before.kept:gru}, and is {kept:gru}."}}
    lesson = LESSON | {"stops": [LESSON["stops"][1] | {"reveal": reveal}, LESSON["stops"][3]]}
    page = opened(lab, lesson=lesson)
    page.get_by_role("button", name="No guess").click()
    truth(page)
    words = page.locator(".note-words", has_text="It was")
    said = words.inner_text()
    assert "…" not in said
    page.keyboard.press("]")
    expect(page.locator(".note-title")).to_have_text("Only told")
    page.keyboard.press("[")
    expect(words).to_have_text(said)
    page.reload()
    expect(words).to_have_text(said)


def test_who_leaves_a_lesson_by_keyboard_is_where_it_was_opened(lab):
    page = opened(lab)
    page.get_by_role("button", name="Leave the lesson").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#tool-lessons")).to_be_focused()
