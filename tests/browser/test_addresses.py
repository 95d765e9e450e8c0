"""Links as people mistype them, and numbers as people type them: nothing is replaced without being said."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize(
    ("query", "control"),
    [
        ("cell=lstm&clamp=f:0,5", "gate-f"),
        ("cell=lstm&clamp=forget:1", "gate-f"),
        ("cell=lstm&steps=1,000", "steps"),
        ("cell=lstm&rho=1&rho=2", "rho"),
        ("cell=lstm&steps=1e2", "steps"),
        ("cell=lstm&clip=norm&threshold=1e9", "threshold"),
    ],
)
def test_what_the_server_refuses_the_page_refuses_at_the_control_in_the_same_words(lab, query, control, lang):
    lab.expect("422")
    page = lab.page
    answer = page.request.get(f"{lab.server.url}/api/trace?{query}&lang={lang}")
    assert answer.status == 422
    (detail,) = answer.json()["error"]["details"]
    page.goto(f"{lab.server.url}/?{query}&lang={lang}")
    expect(page.locator(f'[data-control="{control}"] .message')).to_have_text(detail["message"])


def test_a_control_that_is_changed_takes_the_place_of_what_was_said_twice(lab):
    lab.expect("422")
    page = lab.page
    page.goto(f"{lab.server.url}/?cell=rnn&rho=1&rho=2")
    expect(page.locator("#config-rho-error")).not_to_be_empty()
    page.locator("#config-rho").fill("1.5")
    expect(page.locator("#config-rho-error")).to_be_empty()
    lab.in_address("rho", "1.5")
    assert page.evaluate("location.search").count("rho=") == 1


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("mode=app", "mode=app"),
        ("view=nonsense", "view=nonsense"),
        ("lang=fr", "lang=fr"),
        ("t=soon", "t=soon"),
        ("rate=0.1", "rate"),
        ("app=sentiment", "app"),
        ("stesp=3", "stesp"),
    ],
)
def test_what_the_page_leaves_out_or_replaces_it_says(lab, query, named):
    page = lab.open(f"cell=rnn&{query}")
    expect(page.locator("#toast")).to_contain_text(f"“{named}”")


def test_a_link_that_is_right_needs_no_word(lab):
    page = lab.open("cell=rnn&view=jacobians&lang=en&scale=wide&relative=1&fields=norms")
    expect(page.locator("#toast")).to_be_empty()


@pytest.mark.parametrize(
    ("lang", "typed", "value"),
    [("es", "0,5", "0.5"), ("es", "0.5", "0.5"), ("en", "0.5", "0.5"), ("en", "1,5", "1.5"), ("es", "10⁻³", "0.001")],
)
def test_a_number_is_typed_in_the_readers_language_and_stands_in_the_address_as_in_every_language(
    lab, lang, typed, value
):
    page = lab.open(f"cell=rnn&lang={lang}")
    before = lab.paints()
    page.locator("#config-rho").fill(typed)
    assert f"rho={value}" in lab.painted(before)
    lab.in_address("rho", value)


@pytest.mark.parametrize(("lang", "typed"), [("es", "1.000"), ("en", "1,000"), ("es", "1000"), ("en", "1000")])
def test_a_thousands_sign_is_read_where_the_language_has_it(lab, lang, typed):
    page = lab.open(f"cell=rnn&lang={lang}")
    before = lab.paints()
    page.locator("#config-seed").fill(typed)
    assert "seed=1000" in lab.painted(before)


def test_a_typed_sequence_may_have_decimal_commas_where_the_language_has_them(lab):
    page = lab.open("cell=rnn&task=sequence&lang=es")
    before = lab.paints()
    page.locator("#config-values").fill("0; 0,5; 1,25")
    assert "values=0;+0,5;+1,25" in lab.painted(before), "what is typed is what is sent"
    page.locator("#config-rho").focus()
    page.reload()
    expect(page.locator("#config-values")).to_have_value("0; 0,5; 1,25")


def test_what_does_not_act_is_kept_by_the_page_and_left_out_of_its_address(lab):
    page = lab.open("cell=rnn,lstm&clip=norm&threshold=0.5&clamp=f:0.5")
    before = lab.paints()
    page.locator("#config-cell-lstm").click(force=True)
    lab.painted(before)
    lab.in_address("clamp", None)
    before = lab.paints()
    page.locator("#config-clip-none").click(force=True)
    lab.painted(before)
    lab.in_address("threshold", None)
    before = lab.paints()
    page.locator("#config-cell-lstm").click(force=True)
    lab.painted(before)
    lab.in_address("clamp", "f:0.5")
