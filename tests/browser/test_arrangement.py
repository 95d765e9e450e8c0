"""Where things stand, measured: nothing over something else, nothing cut off, and what was chosen is on the screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from app.applications import APPLICATIONS

SCREENS = [(1280, 720), (1366, 768), (1920, 1080), (2560, 1440)]
PHONE = (390, 844)

LAB = ["", "lang=es", "view=states", "view=memory&lang=es", "side=lecture", "layers=3&view=matrix"]
SHOWN = [*LAB, "size=projector&view=contributions", "size=projector&lang=es", "embed=1&view=gates"]
OTHER_MODES = [
    *("mode=train", "mode=train&view=gates&lang=es", "mode=train&size=projector", "mode=train&size=projector&lang=es"),
    "mode=apps",
]

# What stands on the screen by itself: none of it may lie over another.
BLOCKS = (
    ".brand, .modes, .shows, .tools, #sentence, #remarks, #train-bar, .train-card, #bench, #network, #player, #tabs, "
    "#tool-equations, #views, .side, #controls"
)
# Words that are seen whole.
WORDS = ".tab, .tool, .switch button, .side-head h2, .view-about, .segmented label, .player-big, .bench-link"

MEASURE = """
([blocks, words]) => {
  const seen = (e) => e.checkVisibility({ visibilityProperty: true }) && e.getBoundingClientRect().width > 2;
  const name = (e) => e.id ? "#" + e.id : "." + e.className;
  const boxes = [...document.querySelectorAll(blocks)].filter(seen)
    .filter((e) => getComputedStyle(e).position !== "fixed")
    .map((e) => [e, e.getBoundingClientRect()]).filter(([, r]) => r.height > 0);
  const over = [];
  boxes.forEach(([a, r], i) => boxes.slice(i + 1).forEach(([b, s]) => {
    if (a.contains(b) || b.contains(a)) return;
    const width = Math.min(r.right, s.right) - Math.max(r.left, s.left);
    const height = Math.min(r.bottom, s.bottom) - Math.max(r.top, s.top);
    if (width > 1 && height > 1) over.push(`${name(a)} and ${name(b)} by ${Math.round(width)} x ${Math.round(height)}`);
  }));
  const cut = [...document.querySelectorAll(words)].filter(seen)
    .filter((e) => e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 3)
    .map((e) => `${name(e)}: ${e.textContent.trim()}`);
  return { over, cut, wide: Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth) };
}
"""


def in_sight(page, selector: str) -> bool:
    """Whether all of an element is inside the window, unscrolled."""
    box = page.locator(selector).bounding_box()
    size = page.viewport_size
    return box["width"] > 40 and box["y"] >= 0 and box["y"] + box["height"] <= size["height"] and box["x"] >= 0


def open_at(open_lab, size):
    width, height = size
    return open_lab(viewport={"width": width, "height": height})


@pytest.mark.parametrize("size", [*SCREENS, PHONE], ids=lambda size: f"{size[0]}x{size[1]}")
def test_nothing_lies_over_something_else_and_no_word_is_cut(open_lab, size):
    lab = open_at(open_lab, size)
    for query in [*SHOWN, *OTHER_MODES]:
        lab.page.goto(f"{lab.server.url}/?{query}")
        expect(lab.page.locator("#sentence")).not_to_be_empty()
        if "mode=" not in query:
            lab.painted(0)
        expect(lab.page.locator(".train-card, .app-card, .view-plot .main-svg").first).to_be_attached()
        found = lab.page.evaluate(MEASURE, [BLOCKS, WORDS])
        assert found == {"over": [], "cut": [], "wide": 0}, (size, query)


@pytest.mark.parametrize("size", SCREENS, ids=lambda size: f"{size[0]}x{size[1]}")
def test_a_view_that_a_link_a_tab_or_a_key_chooses_is_on_the_screen(open_lab, size):
    page = open_at(open_lab, size).open("view=jacobians")
    assert in_sight(page, "#view-panel")
    assert in_sight(page, "#network")
    page.locator("#tab-memory").click()
    expect(page.locator("#tab-memory")).to_have_attribute("aria-selected", "true")
    assert in_sight(page, "#view-panel")
    page.keyboard.press("2")
    expect(page.locator("#tab-states")).to_have_attribute("aria-selected", "true")
    assert in_sight(page, "#view-panel")
    assert in_sight(page, "#tab-states")


@pytest.mark.parametrize("query", ["mode=train", "mode=apps&app=sentiment", "mode=apps&app=text&size=projector"])
def test_in_a_mode_with_a_picture_of_its_own_a_view_is_one_key_away_and_on_the_screen(open_lab, query):
    page = open_at(open_lab, SCREENS[0]).open(query)
    own = "#train-bar" if "train" in query else "#bench-title"
    assert in_sight(page, own)
    expect(page.locator("#views")).to_be_hidden()
    page.keyboard.press("3")
    expect(page.locator("#tab-gates")).to_have_attribute("aria-selected", "true")
    assert in_sight(page, "#view-panel")
    page.locator('[data-show-choice="own"]').click()
    expect(page.locator("#views")).to_be_hidden()
    assert in_sight(page, own)


@pytest.mark.parametrize("step", [1, 100])
def test_the_cursor_s_tag_is_whole_at_both_ends_of_every_chart(open_lab, step):
    page = open_at(open_lab, SCREENS[0]).open(f"t={step}")
    tag, plot = page.locator(".cursor-tag").first, page.locator("#view-panel .view-plot")
    expect(tag).to_have_text(f"t = {step}")
    inner, outer = tag.bounding_box(), plot.bounding_box()
    assert outer["x"] <= inner["x"]
    assert inner["x"] + inner["width"] <= outer["x"] + outer["width"]


# Words of a sentence and marks on data stand where they stand: there are as many ways to them as arrow keys.
TARGETS = """
() => [...document.querySelectorAll("a[href], button, input, select, summary, [role=tab]")]
  .filter((e) => e.checkVisibility({ visibilityProperty: true }) && !e.closest(".bench-picture, .tokens"))
  .map((e) => {
    const labels = e.matches("[type=checkbox], [type=radio]") ? [...e.labels] : [];
    const { width, height } = (labels.at(-1) ?? e).getBoundingClientRect();
    return [`${e.tagName} ${e.id || e.className} ${e.textContent.trim().slice(0, 20)}`, width, height];
  })
  .filter(([, width, height]) => width > 1 && height > 1 && (width < 24 || height < 24))
"""


PRESSED = [
    *("", "side=lecture", "layers=3&view=matrix", "view=gates&clamp=f:1", "size=projector"),
    *("mode=train", "mode=train&app=sentiment", "mode=apps"),
    *(f"mode=apps&app={name}" for name in APPLICATIONS),
]


@pytest.mark.parametrize("size", [SCREENS[0], PHONE], ids=["1280", "phone"])
def test_nothing_that_can_be_pressed_is_smaller_than_24_pixels(open_lab, size):
    lab = open_at(open_lab, size)
    for query in PRESSED:
        lab.page.goto(f"{lab.server.url}/?{query}")
        expect(
            lab.page.locator("#train-bar button, .app-card, #bench-title, .view-plot .main-svg").first
        ).to_be_attached()
        assert lab.page.evaluate(TARGETS) == [], query


def test_a_view_that_was_mounted_out_of_sight_fits_its_place_when_it_is_shown(open_lab):
    lab = open_at(open_lab, SCREENS[0])
    lab.page.goto(f"{lab.server.url}/?mode=apps")
    lab.page.locator(".app-card").first.click()
    expect(lab.page.locator("#bench-title")).to_be_visible()
    lab.page.locator('[data-show-choice="network"]').click()
    expect(lab.page.locator("#view-panel .main-svg").first).to_be_visible()
    lab.page.wait_for_function(
        "() => { const { scrollHeight, clientHeight } = document.querySelector('#view-panel');"
        " return scrollHeight <= clientHeight; }"
    )


def test_on_a_phone_a_tab_shows_its_view_right_below_it(open_lab):
    page = open_lab(viewport={"width": 390, "height": 844}, has_touch=True).open("view=gates")
    page.locator("#tab-contributions").tap()
    expect(page.locator("#tab-contributions")).to_have_attribute("aria-selected", "true")
    tabs, view = page.locator("#tabs").bounding_box(), page.locator("#view-panel").bounding_box()
    assert view["y"] - (tabs["y"] + tabs["height"]) < 120


def test_the_equations_fold_for_a_view_and_come_with_a_press(open_lab):
    page = open_at(open_lab, SCREENS[0]).open()
    expect(page.locator("#equations-card")).to_be_visible()
    page.locator("#tab-states").click()
    expect(page.locator("#equations-card")).to_be_hidden()
    page.locator("#tool-equations").click()
    expect(page.locator("#equations-card")).to_be_visible()
    expect(page.locator("#tool-equations")).to_have_attribute("aria-pressed", "true")
    page.locator("#equations-card [data-side-close]").click()
    expect(page.locator("#equations-card")).to_be_hidden()
    expect(page.locator("#tool-equations")).to_be_focused()
    page.keyboard.press("k")
    assert in_sight(page, "#lecture")
    assert in_sight(page, "#view-panel")


def test_where_there_is_room_the_lecture_stands_beside_view_and_equations(open_lab):
    page = open_at(open_lab, (1920, 1080)).open("view=states")
    for part in ("#lecture", "#view-panel", "#equations-card", "#network"):
        assert in_sight(page, part), part


def test_a_training_of_an_application_shows_its_output_beside_its_loss(open_lab):
    page = open_at(open_lab, SCREENS[0]).open("mode=train&app=sentiment")
    assert in_sight(page, "#train-loss")
    assert in_sight(page, "#bench")
    loss, output = page.locator("#train-loss").bounding_box(), page.locator("#bench").bounding_box()
    assert loss["x"] + loss["width"] <= output["x"]


# Charts that reach beyond their card, in pixels, and a picture that is wider than its place.
REACH_OUT = """
() => [
  ...[...document.querySelectorAll(".train-card")].map((card) => {
    const end = (e) => e.getBoundingClientRect().bottom;
    return Math.max(0, ...[...card.querySelectorAll(".main-svg")].map((e) => end(e) - end(card)));
  }),
  ...[...document.querySelectorAll("#bench")].map((e) => e.scrollWidth - e.clientWidth),
].map(Math.round)
"""


@pytest.mark.parametrize("size", SCREENS, ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_run_of_an_application_is_whole_beside_what_it_predicts(open_lab, size):
    lab = open_at(open_lab, size)
    for name in ("translation", "entities"):
        lab.page.goto(f"{lab.server.url}/?mode=train&app={name}&cell=lstm&lang=es")
        lab.page.locator(".train-go").click()
        expect(lab.page.locator(".train-card .main-svg").nth(2)).to_be_attached()
        expect(lab.page.locator(".bench-picture *").first).to_be_visible()
        lab.page.locator(".train-go").click()
        lab.page.wait_for_function(f"() => ({REACH_OUT})().every((over) => over === 0)")  # as soon as it is drawn
        assert in_sight(lab.page, ".train-card.tabbed")
        assert lab.page.locator(".bench-picture").bounding_box()["y"] < size[1] * 0.7


# How far each part of a stop reaches out of the window, or what of it has to be scrolled to.
STOP = """
() => {
  const inside = (e) => e ? Math.max(0, e.scrollHeight - e.clientHeight - 1) : 0;
  const below = (e) => Math.max(0, Math.round(e.getBoundingClientRect().bottom) - innerHeight);
  const one = (selector) => document.querySelector(selector);
  return Object.fromEntries(Object.entries({
    text: inside(one(".note-text")), question: inside(one(".note-ask")), card: below(one("#note")),
    foot: below(one(".note-foot")), picture: one("#network").offsetParent ? below(one("#views")) : 0,
  }).filter(([, pixels]) => pixels > 0));
}
"""


@pytest.mark.parametrize("size", ["", "&size=projector"], ids=["desk", "room"])
@pytest.mark.parametrize("lesson", ["first_lecture", "depth"])
def test_a_stop_that_asks_shows_text_question_options_and_picture_without_scrolling(open_lab, lesson, size):
    lab = open_at(open_lab, SCREENS[0])
    page = lab.open(f"lesson={lesson}&lang=es{size}")
    expect(page.locator(".note-ask")).to_be_visible()
    dots = page.locator(".note-dots button")
    for stop in range(max(1, dots.count())):
        if dots.count():
            title = dots.nth(stop).get_attribute("aria-label").split(": ", 1)[1]
            dots.nth(stop).click()
            expect(page.locator(".note-title")).to_have_text(title)
        page.wait_for_load_state("networkidle")
        expect(page.locator(".note-ask")).to_be_visible()
        assert page.evaluate(STOP) == {}, stop + 1


def test_where_a_lesson_is_open_nothing_of_the_picture_lies_under_its_card(open_lab):
    page = open_at(open_lab, (1024, 768)).open("lesson=first_lecture&lang=es")
    expect(page.locator(".note-ask")).to_be_visible()
    found = page.evaluate(MEASURE, [BLOCKS, ".note-title, .note-count, .note-option, .player-big"])
    assert found == {"over": [], "cut": [], "wide": 0}


def test_on_a_phone_the_handle_of_the_controls_covers_nothing_of_a_lesson(open_lab):
    page = open_lab(viewport={"width": 390, "height": 844}, has_touch=True).open("lesson=first_lecture&lang=es")
    expect(page.locator(".note-ask")).to_be_visible()
    handle = page.locator("#tool-controls")
    assert handle.bounding_box()["y"] < page.locator("#sentence").bounding_box()["y"]
    handle.tap()
    expect(page.locator("#controls")).to_be_visible()
    handle.tap()
    expect(page.locator("#controls")).to_be_hidden()


def test_a_phrase_changes_what_is_on_the_screen_and_does_not_move_the_page(open_lab):
    page = open_at(open_lab, SCREENS[0]).open("side=lecture&lang=en")
    for phrase in page.locator("#lecture-body .phrase").all()[:4]:
        phrase.scroll_into_view_if_needed()
        page.evaluate("scrollTo(0, 0)")
        phrase.dispatch_event("click")
        page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        assert page.evaluate("scrollY") == 0, phrase.inner_text()
        assert in_sight(page, "#view-panel")
