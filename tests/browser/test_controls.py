"""What a hand does to the controls, and what the page makes of it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

CURVES = "#view-panel .scatterlayer .js-line"


def curves(page) -> list[str]:
    """The gradient chart's lines as drawn."""
    return page.eval_on_selector_all(CURVES, "lines => lines.map(line => line.getAttribute('d'))")


def test_dragging_a_slider_with_the_mouse_redraws_the_chart_and_the_sentence_and_stands_in_the_address(lab):
    page = lab.open("cell=rnn")
    lines, sentence = curves(page), page.locator("#sentence").inner_text()
    box = lab.slider("rho").bounding_box()
    before = lab.paints()
    page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + box["height"] / 2)
    page.mouse.down()
    for part in (0.4, 0.6, 0.8, 0.95):
        page.mouse.move(box["x"] + box["width"] * part, box["y"] + box["height"] / 2)
    page.mouse.up()
    lab.painted(before)
    page.wait_for_function("() => document.documentElement.dataset.status === 'idle'")
    rho = float(lab.slider("rho").input_value())
    assert rho > 2.5
    lab.in_address("rho", f"{rho:g}")
    assert curves(page) != lines
    assert page.locator("#sentence").inner_text() != sentence


def test_the_newest_value_of_a_fast_drag_wins(lab):
    page = lab.open("cell=lstm")
    before = lab.paints()
    lab.slider("rho").evaluate(
        """slider => { for (let value = 0; value <= 60; value++) {
             slider.value = String(0.5 + value / 100);
             slider.dispatchEvent(new Event("input", { bubbles: true })); } }"""
    )
    page.wait_for_function(
        "before => window.paints.length > before && window.paints.at(-1).includes('rho=1.1')", arg=before
    )
    assert lab.paints() - before <= 3


def test_a_slider_moves_with_the_arrow_keys(lab):
    page = lab.open("cell=rnn")
    before, value = lab.paints(), float(lab.slider("rho").input_value())
    lab.slider("rho").press("ArrowRight")
    lab.painted(before)
    assert float(lab.slider("rho").input_value()) == pytest.approx(value + 0.01)
    expect(page.locator("#config-rho")).to_have_value(f"{value + 0.01:g}")


def test_a_number_out_of_range_is_explained_at_its_control_and_the_last_good_picture_stays(lab):
    lab.expect("422")
    page = lab.open("cell=rnn")
    lines = curves(page)
    page.locator("#config-steps").fill("10000")
    message = page.locator("#config-steps-error")
    expect(message).to_contain_text("500")
    expect(page.locator("#config-steps")).to_have_attribute("aria-invalid", "true")
    assert curves(page) == lines
    before = lab.paints()
    page.locator("#config-steps").fill("50")
    lab.painted(before)
    expect(message).to_have_text("")


def test_the_explanation_of_an_error_is_in_the_readers_language(lab):
    lab.expect("422")
    page = lab.open("lang=es&cell=rnn")
    page.locator("#config-steps").fill("0")
    spanish = page.locator("#config-steps-error")
    expect(spanish).to_contain_text("500")
    text = spanish.inner_text()
    page.locator('button[data-lang="en"]').click()
    expect(page.locator("#config-steps-error")).not_to_have_text(text)


def test_a_link_with_a_mistake_still_opens_and_says_where_the_mistake_is(lab):
    lab.expect("422")
    lab.page.goto(f"{lab.server.url}/?cell=rnn&steps=10000")
    expect(lab.page.locator("#config-steps-error")).to_contain_text("500")


def test_the_back_button_goes_back_over_a_drag_as_one_step(lab):
    page = lab.open("cell=rnn")
    for value in (0.9, 1.0, 1.1):
        lab.set("rho", value)
    lab.in_address("rho", "1.1")
    before = lab.paints()
    page.go_back()
    lab.painted(before)
    lab.in_address("rho", None)
    expect(page.locator("#config-rho")).to_have_value("0.8")


def test_the_same_address_shows_the_same_picture(lab, open_lab):
    query = "cell=rnn,lstm&steps=40&seed=7&rho=1.1"
    first = curves(lab.open(query))
    assert first
    assert curves(open_lab().open(query)) == first


def test_choosing_cells_changes_what_is_compared_and_hides_what_does_not_apply(lab):
    page = lab.open()
    assert page.locator('[data-control="activation"]').is_visible()
    before = lab.paints()
    page.locator("#config-cell-rnn").click(force=True)  # whichever of box and label lies on top
    lab.painted(before)
    expect(page.locator('[data-control="activation"]')).to_be_hidden()
    lab.in_address("cell", "lstm,gru")


def test_a_sequence_of_ones_own_is_typed_and_taken(lab):
    page = lab.open("cell=rnn&task=sequence")
    before = lab.paints()
    page.locator("#config-values").fill("1, 0, 0, 0.5, 2")
    assert "values=1,+0,+0,+0.5,+2" in lab.painted(before)


def test_a_gate_can_be_clamped_and_the_lstm_then_keeps_its_gradient(lab):
    page = lab.open("cell=lstm&steps=100")
    sentence = page.locator("#sentence").inner_text()
    before = lab.paints()
    page.locator("#gate-f-clamp").click(force=True)
    assert "clamp=f:1" in lab.painted(before)
    expect(page.locator("#sentence")).not_to_have_text(sentence)


def test_hide_takes_controls_away(lab):
    page = lab.open("hide=init,dtype")
    expect(page.locator('[data-control="rho"]')).to_be_visible()
    for name in ("init", "dtype"):
        expect(page.locator(f'[data-control="{name}"]')).to_be_hidden()


def test_when_the_server_is_away_the_page_says_so_keeps_its_picture_and_recovers_by_itself(open_lab, open_server):
    mine = open_server()
    lab = open_lab(server=mine)
    lab.expect("ERR_CONNECTION|ERR_EMPTY_RESPONSE|ERR_SOCKET")
    page = lab.open("cell=rnn")
    lines = curves(page)
    mine.stop()
    lab.slider("rho").fill("1.2")
    notice = page.locator("#notice")
    expect(notice).not_to_be_empty()
    assert curves(page) == lines
    before = lab.paints()
    mine.start()
    assert "rho=1.2" in lab.painted(before)
    expect(notice).to_be_empty()
    assert curves(page) != lines
