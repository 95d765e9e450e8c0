"""The lessons that ship and their list; the proof beside the gradient."""

from __future__ import annotations

import random
import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import FRAMES


def lessons(lab, query: str = ""):
    """The page with the list of lessons open."""
    page = lab.open(query)
    page.locator("#tool-lessons").click()
    expect(page.locator("#lessons-list .lesson").first).to_be_visible()
    return page


def test_a_lesson_sets_the_page_and_the_back_button_undoes_it(lab):
    page = lessons(lab)
    page.locator('#lessons-list [data-lesson="explode"]').click()
    expect(page.locator("#lessons")).to_be_hidden()
    expect(page.locator("#note .note-title")).to_be_focused()
    lab.in_address("lesson", "explode")
    page.go_back()
    page.wait_for_function("() => location.search === ''")
    expect(page.locator("#note")).to_be_hidden()


def test_the_list_says_what_each_lesson_asks_how_long_it_takes_and_how_far_one_is(lab):
    page = lessons(lab)
    first = page.locator('#lessons-list [data-lesson="first_lecture"]')
    heads = {head["name"]: head for head in page.request.get(f"{lab.server.url}/api/lessons").json()["lessons"]}
    head = heads["first_lecture"]
    expect(first).to_contain_text(f"{head['minutes']} min")
    expect(first).to_contain_text(f"{head['stops']} stops")
    expect(first).to_contain_text(f"{len(head['asks'])} questions")
    expect(first.locator("em")).not_to_be_empty()
    # the maker is before every lesson
    order = page.locator("#lessons-list button").evaluate_all("buttons => buttons.map((b) => b.dataset.lesson ?? b.id)")
    assert order.index("lesson-make") < order.index("first_lecture")
    assert page.locator("#lessons-list [data-lesson]").count() == len(heads)
    first.click()
    page.locator("#note").get_by_role("button", name="No guess").click()
    expect(page.locator(".note-verdict dd").first).to_be_visible()
    page.locator("#tool-lessons").click()
    expect(page.locator('#lessons-list [data-lesson="first_lecture"]')).to_contain_text(f"1 of {len(head['asks'])}")


def test_a_lesson_that_comes_late_does_not_push_aside_what_was_chosen_since(lab):
    page = lessons(lab)
    waiting = []

    def hold(route):
        waiting.append(route)

    page.route("**/api/lessons/explode", hold)
    with page.expect_request("**/api/lessons/explode"):
        page.locator('#lessons-list [data-lesson="explode"]').click()
    page.locator("#tool-lessons").click()
    page.locator("#lessons-list .lesson", has_text="A first run").click()
    lab.in_address("mode", "train")
    with page.expect_response("**/api/lessons/explode"):
        waiting[0].continue_()
    page.evaluate(FRAMES, 20)
    expect(page.locator("#note")).to_be_hidden()
    lab.in_address("mode", "train")
    lab.in_address("lesson", None)


def test_every_shipped_question_gets_its_answer(open_lab, server):
    lab = open_lab(reduced_motion="reduce")
    page = lab.page
    heads = page.request.get(f"{server.url}/api/lessons").json()["lessons"]
    for name, count in [(head["name"], head["stops"]) for head in heads if head["asks"]]:
        page.goto(f"{server.url}/?lang=en&lesson={name}")
        for stop in range(1, count + 1):
            expect(page.locator("#note .note-title")).to_be_visible()
            release = page.locator("#note").get_by_role("button", name="No guess")
            if page.locator("#note .note-ask").count():
                release.click()
                expect(page.locator("#note .note-verdict dd").nth(1)).not_to_be_empty()
                assert "…" not in page.locator("#note .note-text").inner_text(), (name, stop)
            page.keyboard.press("]")
            if stop < count:
                expect(page.locator("#note .note-count")).to_contain_text(f"{stop + 1} of")


def test_on_a_click_the_page_compares_a_gradient_with_finite_differences(lab):
    page = lab.open("cell=rnn,lstm&steps=20&units=8")
    page.locator("#proof button").first.click()
    result = page.locator("#proof [role=status]")
    expect(result).to_contain_text("RNN")
    expect(result).to_contain_text("LSTM")
    expect(result).to_contain_text(re.compile(r"10[⁻−-]"))  # the largest relative error


def test_r_ends_a_pass_and_keeps_the_seed(lab):
    page = lab.open("cell=rnn&steps=200&seed=7&t=1")
    page.locator("body").press("f")
    page.wait_for_function("() => Number(new URLSearchParams(location.search).get('t')) > 3")
    page.locator("body").press("r")
    lab.step_at_rest()
    lab.in_address("seed", "7")


def test_the_numbers_of_a_picture_can_be_taken_along(lab):
    page = lab.open("cell=rnn&steps=12")
    for kind in ("json", "npz", "py"):
        href = page.locator(f"#foot-{kind}").get_attribute("href")
        answer = page.request.get(f"{lab.server.url}{href}")
        assert answer.ok
        assert "steps=12" in href


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_phrases_of_the_lecture_in_any_order_end_in_a_picture_and_never_in_a_refusal(open_lab, seed):
    page = open_lab(reduced_motion="reduce").open("side=lecture&lang=en")
    phrases = page.locator("#lecture-body .phrase")
    expect(phrases.first).to_be_visible()
    names = ["T = 400", "20 steps", "the matrix of who teaches whom"]  # what was refused in this order
    order = [page.get_by_role("button", name=name, exact=True) for name in names]
    order += [phrases.nth(i) for i in random.Random(seed).sample(range(phrases.count()), 6)]
    for phrase in order:
        phrase.click()
        page.wait_for_load_state("networkidle")
        expect(page.locator("#notice")).to_be_empty()
        expect(page.locator("#view-panel [aria-busy=true]")).to_have_count(0)
        expect(page.locator("#view-panel svg.main-svg").first).to_be_visible()
