"""What a teacher prepares and a student finds: lessons, links that hide controls, the proof beside the gradient."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import expect


def test_a_lesson_sets_the_page_and_the_back_button_undoes_it(lab):
    page = lab.open()
    page.locator("#tool-lessons").click()
    page.locator("#lessons-list button").nth(1).click()
    expect(page.locator("#lessons")).to_be_hidden()
    page.wait_for_function("() => location.search !== ''")
    page.go_back()
    page.wait_for_function("() => location.search === ''")


def test_a_link_made_for_a_lesson_hides_what_its_teacher_chose(lab, open_lab):
    page = lab.open("cell=rnn&rho=1.1")
    page.locator("#tool-lessons").click()
    for name in ("init", "dtype"):
        page.locator(f"#hide-{name}").check(force=True)
    link = page.locator("#lessons-builder input[readonly]").input_value()
    assert set(parse_qs(urlsplit(link).query)["hide"][0].split(",")) == {"init", "dtype"}
    student = open_lab()
    student.page.goto(link)
    student.painted(0)
    expect(student.page.locator('[data-control="rho"]')).to_be_visible()
    expect(student.page.locator('[data-control="dtype"]')).to_be_hidden()


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
