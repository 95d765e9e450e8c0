"""Forward and backward in time: the player, the keyboard, and the one cursor."""

from __future__ import annotations

from playwright.sync_api import expect


def test_the_arrow_keys_step_and_the_step_stands_in_the_address(lab):
    page = lab.open("cell=lstm&steps=20&t=10")
    page.locator("body").press("ArrowRight")
    lab.in_address("t", "11")
    page.locator("body").press("ArrowLeft")
    page.locator("body").press("ArrowLeft")
    lab.in_address("t", "9")
    page.locator("body").press("Home")
    lab.in_address("t", "1")


def test_the_equations_follow_the_cursor_with_their_own_numbers(lab):
    page = lab.open("cell=lstm&steps=20&t=10")
    expect(page.locator("#equations math").first).to_be_attached()
    numbers = page.locator("#equations").inner_text()
    page.locator("body").press("ArrowRight")
    expect(page.locator("#equations")).not_to_have_text(numbers, use_inner_text=True)


def test_space_plays_and_pauses(lab):
    page = lab.open("cell=rnn&steps=200&t=1")
    page.locator("body").press("f")
    page.wait_for_function("() => Number(new URLSearchParams(location.search).get('t')) > 3")
    page.locator("body").press(" ")
    lab.in_address("t", lab.step_at_rest())


def test_the_backward_pass_runs_from_the_last_step_to_the_first(lab):
    page = lab.open("cell=rnn&steps=30&t=30")
    page.locator("body").press("b")
    page.wait_for_function("() => Number(new URLSearchParams(location.search).get('t')) < 25")


def test_keys_typed_into_a_field_are_the_fields_own(lab):
    lab.expect("422")  # 2p0 is no number of steps
    page = lab.open("cell=rnn&steps=20&t=10")
    page.locator("#config-steps").press("p")
    assert page.evaluate("document.documentElement.dataset.size") == "normal"
