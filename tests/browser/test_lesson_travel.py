"""Lessons that a teacher makes: taken from the screen, kept over a reload, and on their way as a link or a file."""

from __future__ import annotations

import json
import re

from playwright.sync_api import expect

from tests.browser.lessons import LESSON, bomb, packed, spelled
from tests.browser.test_accessibility import violations

TEACHER = {"permissions": ["clipboard-read", "clipboard-write"]}


def maker(lab, query: str = "", title: str = ""):
    """The page with the maker open, and a lesson of this title in it."""
    page = lab.open(query)
    page.locator("#tool-lessons").click()
    page.locator("#lesson-make").click()
    page.locator("#maker-title").fill(title)
    return page


def add_stop(page, index: int, title: str) -> None:
    page.get_by_role("button", name="Add this picture as a stop").click()
    page.locator(f"#maker-{index}-title").fill(title)
    page.locator(f"#maker-{index}-text").fill(f"About {title}.")


def asks(page, kind: str, question: str) -> None:
    """Let the first stop ask."""
    page.locator("#maker-0-kind").select_option(kind)
    page.locator("#maker-0-question").fill(question)


def stops(page) -> list[str]:
    return page.locator(".maker-stop-name span").all_inner_texts()


def test_what_a_teacher_makes_a_student_opens_from_its_link(open_lab):
    page = maker(open_lab(**TEACHER), "cell=rnn&rho=1.1", title="My lesson")
    add_stop(page, 0, "First")
    asks(page, "choice", "Does it grow?")
    page.locator("#maker-0-option-0").fill("yes")
    page.locator("#maker-0-option-1").fill("<b>no</b>")
    page.locator(".maker-stop summary").click()
    page.locator("#maker-0-hide-dtype").check(force=True)
    page.locator(".maker-travel").get_by_role("button", name="Link", exact=True).click()
    link = page.locator("#maker-link").input_value()
    assert "#lesson=" in link
    student = open_lab()
    student.page.goto(link)
    student.painted(0)
    expect(student.page.locator(".note-title")).to_have_text("First")
    expect(student.page.locator(".note-ask")).to_contain_text("<b>no</b>")
    expect(student.page.locator('[data-control="dtype"]')).to_be_hidden()
    assert student.page.locator("#config-rho").input_value() == "1.1"
    student.page.get_by_label("yes").check()
    student.page.get_by_role("button", name="Show the answer").click()
    expect(student.page.locator(".note-verdict")).to_contain_text("Right")


def test_the_maker_asks_for_a_quantity_of_the_picture_and_shows_the_lesson_as_a_student_sees_it(lab):
    page = maker(lab, "cell=rnn,gru&steps=50", title="My lesson")
    add_stop(page, 0, "First")
    asks(page, "number", "How much of the GRU's arrives?")
    page.locator("#maker-0-of").select_option("kept")
    page.locator("#maker-0-cell").select_option("gru")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator(".maker")).to_be_hidden()
    page.locator("#note-number").fill("10%")
    page.keyboard.press("Enter")
    expect(page.locator(".note-verdict dd").nth(1)).to_contain_text("%")
    page.get_by_role("button", name="Back to the maker").click()
    expect(page.locator("#maker-0-question")).to_have_value("How much of the GRU's arrives?")
    assert page.evaluate("() => Object.keys(localStorage).filter((key) => key.startsWith('unroll.guesses'))") == []


def test_the_maker_is_there_again_when_the_back_button_leaves_a_preview(lab):
    page = maker(lab, title="My lesson")
    add_stop(page, 0, "First")
    page.get_by_role("button", name="Preview").click()
    lab.in_address("lesson", "own")
    page.go_back()
    expect(page.locator("#note")).to_be_hidden()
    expect(page.locator("#maker-title")).to_be_visible()


def test_nothing_that_is_written_is_lost_by_a_reload(lab):
    page = maker(lab, title="My lesson")
    add_stop(page, 0, "First")
    page.locator("#maker-0-takeaway").fill("Take this")
    page.reload()
    lab.painted(0)
    page.locator("#tool-lessons").click()
    page.locator("#lesson-make").click()
    expect(page.locator("#maker-title")).to_have_value("My lesson")
    page.locator(".maker-stop-name").click()
    expect(page.locator("#maker-0-takeaway")).to_have_value("Take this")


def test_stops_are_moved_by_keys_taken_away_and_had_back(lab):
    page = maker(lab)
    for index, title in enumerate(["One", "Two", "Three"]):
        add_stop(page, index, title)
    page.locator(".maker-stop-name").first.focus()
    page.keyboard.press("Alt+ArrowDown")
    assert stops(page) == ["Two", "One", "Three"]
    expect(page.locator(".maker-stop-name").nth(1)).to_be_focused()
    page.get_by_role("button", name=re.compile("Move stop 3 up")).click()
    assert stops(page) == ["Two", "Three", "One"]
    page.get_by_role("button", name=re.compile("Remove stop 1")).click()
    assert stops(page) == ["Three", "One"]
    expect(page.locator(".maker .said")).to_contain_text("removed")
    page.keyboard.press("Enter")  # the way back has the focus
    assert stops(page) == ["Two", "Three", "One"]


def test_what_is_missing_is_said_before_a_lesson_is_handed_on(lab):
    page = maker(lab)
    add_stop(page, 0, "First")
    page.locator(".maker-travel").get_by_role("button", name="File").click()
    expect(page.locator(".maker-travel [role=alert] li").first).to_have_text("Title")


def test_a_lesson_too_long_for_a_link_is_offered_as_a_file_which_opens_again(lab):
    page = maker(lab, title="Long")
    noise = [f"{(i * 7919) % 104729:x}{(i * 104651) % 1299709:x}" for i in range(40_00)]
    for index in range(10):
        add_stop(page, index, f"Stop {index}")
        page.locator(f"#maker-{index}-text").fill(" ".join(noise[index * 190 : index * 190 + 190])[:2000])
    page.locator(".maker-travel").get_by_role("button", name="Link", exact=True).click()
    expect(page.locator(".maker-travel-out")).to_contain_text("KB")
    with page.expect_download() as download:
        page.locator(".maker-travel-out button").click()
    path = download.value.path()
    assert download.value.suggested_filename == "long.json"
    assert len(json.loads(path.read_text())["stops"]) == 10
    page.locator(".maker").get_by_role("button", name="Close").click()
    expect(page.locator("#tool-lessons")).to_be_focused()
    page.locator("#tool-lessons").click()
    page.locator("#lesson-file").set_input_files(path)
    expect(page.locator(".note-title")).to_have_text("Stop 0")
    expect(page.locator("#note")).to_contain_text("Stop 1 of 10")


def test_what_is_no_lesson_is_said_and_the_laboratory_is_shown(open_lab):
    wrong = LESSON | {"stops": [{"title": {"en": "x"}, "address": "", "text": "plain"}]}
    for hash_part, words in [
        (bomb(), "64 KB"),
        ("rubbish", "not a lesson"),
        (spelled(b"PK\x03\x04"), "not a lesson"),
        (packed([1, 2]), ""),
        (packed(wrong), "stops.1.text"),
    ]:
        lab = open_lab()
        lab.page.goto(f"{lab.server.url}/?lang=en#lesson={hash_part}")
        lab.painted(0)
        expect(lab.page.locator("#toast")).to_contain_text("cannot be opened")
        expect(lab.page.locator("#toast")).to_contain_text(words)
        expect(lab.page.locator("#note")).to_be_hidden()
        expect(lab.page.locator("#sentence")).to_contain_text("LSTM")


def test_a_link_that_lost_its_lesson_and_a_name_that_is_none_say_so(open_lab):
    for query, words in [("lesson=own&stop=2", "after “#”"), ("lesson=nonsense", "nonsense")]:
        lab = open_lab()
        if "nonsense" in query:
            lab.expect("404")
        lab.open(f"lang=en&{query}")
        expect(lab.page.locator("#toast")).to_contain_text(words)
        expect(lab.page.locator("#note")).to_be_hidden()
        expect(lab.page.locator("#sentence")).to_contain_text("LSTM")


def test_the_code_for_a_frame_shows_the_lesson_in_a_frame(open_lab):
    page = maker(open_lab(**TEACHER), title="Framed")
    add_stop(page, 0, "First")
    page.get_by_role("button", name="Code for a frame").click()
    code = page.locator("#maker-link").input_value()
    (source,) = re.findall('src="([^"]+)"', code)
    source = source.replace("&amp;", "&")
    assert "embed=1" in source
    student = open_lab()
    student.page.goto(source)
    student.painted(0)
    expect(student.page.locator(".note-title")).to_have_text("First")


def test_axe_finds_no_violation_in_the_maker(open_lab):
    for query in ("theme=light&lang=en", "theme=dark&lang=es"):
        page = maker(open_lab(), query)
        for index, kind in enumerate(["number", "choice", "curve"]):
            page.locator(".maker-add .action").click()
            page.locator(f"#maker-{index}-kind").select_option(kind)
            page.locator(".maker-stop summary").click()
            assert violations(page) == []
