"""A network of several layers: which of them the page shows, and how the gradient comes down them."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

TITLE = "#view-panel .lettering"


def in_sight(page, selector: str) -> bool:
    """Whether an element is inside the window, unscrolled."""
    box = page.locator(selector).bounding_box()
    return box["y"] >= 0 and box["y"] + box["height"] <= page.viewport_size["height"]


def test_one_layer_offers_no_choice_of_layers(lab):
    page = lab.open("cell=lstm&steps=20")
    expect(page.locator("#layer-option")).to_be_hidden()
    expect(page.locator(".player-bar .pick")).to_be_hidden()
    expect(page.locator("#sentence")).not_to_contain_text("layer")


def test_a_layer_chosen_beside_the_player_is_on_the_screen_and_in_the_address(lab):
    page = lab.open("cell=lstm&steps=20&layers=3")
    expect(page.locator("#sentence")).to_contain_text("In layer 1, after 19 steps the LSTM")
    page.locator('label[for="player-layer-3"]').click()
    lab.in_address("layer", "3")
    expect(page.locator("#sentence")).to_contain_text("In layer 3")
    expect(page.locator(TITLE)).to_contain_text("layer 3")
    expect(page.locator(".equations-where")).to_contain_text("layer 3")
    assert in_sight(page, "#view-panel .view-plot")
    expect(page.locator("#page-layer-3")).to_be_checked()
    page.go_back()
    lab.in_address("layer", None)
    expect(page.locator("#sentence")).to_contain_text("In layer 1")


def test_the_arrow_keys_move_the_choice_and_so_does_the_shortcut(lab):
    page = lab.open("cell=rnn&steps=20&layers=2")
    page.locator("#page-layer-1").press("ArrowRight")
    lab.in_address("layer", "2")
    page.locator("#tool-theme").focus()
    page.keyboard.press("Shift+ArrowUp")
    lab.in_address("layer", "0")
    expect(page.locator("#sentence")).to_contain_text("In all layers together")
    page.keyboard.press("Shift+ArrowDown")
    lab.in_address("layer", "2")


def test_a_click_on_a_row_of_the_drawing_chooses_its_layer_and_moves_no_step(lab):
    page = lab.open("cell=lstm&steps=20&layers=3&t=7")
    canvas = page.locator(".network-canvas")
    height = canvas.bounding_box()["height"]
    canvas.click(position={"x": 20, "y": height * 0.22})
    lab.in_address("layer", "3")
    lab.in_address("t", "7")
    canvas.click(position={"x": 20, "y": height * 0.45})
    lab.in_address("layer", "2")


def test_playing_backward_goes_through_the_layers_to_the_first_step(lab):
    page = lab.open("cell=lstm&steps=12&layers=3&t=12")
    page.locator("body").press("b")
    page.wait_for_function("() => Number(new URLSearchParams(location.search).get('t')) < 9")
    lab.in_address("t", "1")
    expect(page.locator(".network-words")).to_contain_text(
        re.compile(r"LSTM, layer 1: gradient .+, of which .+ comes down from layer 2\.")
    )


@pytest.mark.parametrize("layer", [0, 2])
def test_every_view_says_which_layer_it_shows(lab, layer):
    page = lab.open(f"steps=12&units=4&layers=3&layer={layer}")
    for tab in page.locator("#tabs .tab").all():
        tab.click()
        name = tab.get_attribute("data-view")
        expect(page.locator(f"#summary-{name}")).to_contain_text("layer")


def test_the_check_speaks_of_the_layer_that_is_shown(lab):
    page = lab.open("cell=gru&steps=8&units=4&layers=2&layer=2&reset=before")
    page.locator("#proof button").first.click()
    expect(page.locator("#proof option")).to_have_text(["W_xh", "W_hh", "b_h", "W_hy", "b_y"])
    expect(page.locator("#proof .proof-list li")).to_have_text([re.compile("^GRU, layer 2 agrees")])
    page.locator('label[for="player-layer-0"]').click()
    expect(page.locator("#proof .proof-list li")).to_have_count(2)
