"""Numbers and tables as a person types and brings them: what is shown is what was meant, or it is asked."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_accessibility import violations

OPEN = "mode=apps&app=forecast&cell=gru"
ROWS = [f"{k // 12 + 2010}-{k % 12 + 1:02};{10 + (k % 12) * (k % 12 - 6)},{k * k % 7};{k % 5 + 1}" for k in range(96)]
TABLE = "mes;presión;nubes\n" + "\n".join(ROWS)
ASKED = "mes;ventas\n" + "\n".join(f"m{k};1,{100 + k}" for k in range(60))


def bring(lab, text, lang="en"):
    """Paste a table."""
    page = lab.open(f"{OPEN}&lang={lang}")
    lab.expect("404")  # nothing is trained on it yet
    page.locator(".bring summary").click()
    page.locator("#play-paste").fill(text)
    page.locator(".bring-line.wide button").click()
    return page


def material(page):
    return re.findall(r"material=(\w+)", page.url)[0]


@pytest.mark.parametrize(("lang", "season"), [("en", "Found: 12"), ("es", "Encontrado: 12")])
def test_a_table_is_shown_as_it_was_read_before_anything_learns_from_it(lab, lang, season):
    page = bring(lab, TABLE, lang)
    preview = page.locator(".table-preview")
    expect(preview).to_be_visible()
    expect(preview.locator(".table-says")).to_contain_text("96")
    expect(preview.locator("th.is-chosen")).to_have_text("presión")
    expect(preview.locator("tbody tr")).to_have_count(5)
    expect(preview.locator("#table-season-note")).to_contain_text(season)
    expect(preview.locator("#table-season")).to_have_value("12")
    expect(preview.locator("svg polyline")).to_have_count(1)
    assert violations(page) == []


def test_another_column_and_season_are_part_of_the_material_and_can_be_taken_back(lab):
    page = bring(lab, TABLE)
    expect(page.locator(".table-preview")).to_be_visible()
    lab.in_address("variant", "own")
    first = material(page)
    page.locator("#table-column").select_option("nubes")
    expect(page.locator("th.is-chosen")).to_have_text("nubes")
    page.locator("#table-season").fill("6")
    page.locator("#table-season").press("Enter")
    expect(page.locator("#table-season-note")).to_contain_text("Yours")
    assert material(page) != first
    page.locator(".table-choices button").click()
    expect(page.locator("th.is-chosen")).to_have_text("presión")
    page.wait_for_function("(first) => location.href.includes(first)", arg=first)


def test_where_no_cell_tells_both_readings_are_shown_and_the_reader_chooses(lab):
    page = bring(lab, ASKED)
    lab.expect("422")
    asked = page.locator(".table-ask")
    expect(asked).to_contain_text("1,100")
    expect(asked.locator("button")).to_have_text(["1100", "1.1"])
    asked.locator("button").nth(1).click()
    expect(page.locator(".table-spark figcaption")).to_contain_text("1.1 to 1.159")
    page.locator("#table-decimal").select_option(".")
    expect(page.locator(".table-spark figcaption")).to_contain_text("1100 to 1159")


@pytest.mark.parametrize(("lang", "typed"), [("es", "0,5; 1,5; 2,5"), ("es", "0,5\n1,5\n2,5"), ("en", "0,5; 1,5; 2,5")])
def test_own_numbers_with_decimal_commas_are_sent_as_they_are_typed(lab, lang, typed):
    page = lab.open(f"task=sequence&cell=rnn&lang={lang}")
    with page.expect_response(
        lambda answer: "/api/trace" in answer.url and "2%2C5" in answer.url.replace(",", "%2C")
    ) as got:
        page.locator("#config-values").fill(typed)
    assert got.value.json()["config"]["values"] == typed
    assert got.value.json()["config"]["steps"] in (2, 100)
    expect(page.locator("#config-values-error")).to_be_empty()
    note = page.locator("[data-control=values] .reading")
    expect(note).to_have_text("" if lang == "es" else "Read as 3 numbers: 0.5; 1.5; 2.5")


def test_own_numbers_that_tell_nothing_are_asked(lab):
    page = lab.open("task=sequence&cell=rnn&lang=en")
    lab.expect("422")
    page.locator("#config-values").fill("1,234; 2,345")
    buttons = page.locator("[data-control=values] .reading button")
    expect(buttons).to_have_text(["1.234; 2.345", "1234; 2345"])
    buttons.nth(1).click()
    lab.in_address("values", "1234 2345")
    expect(page.locator("#config-values-error")).to_be_empty()


@pytest.mark.parametrize(("lang", "typed"), [("en", "6,000"), ("es", "6.000")])
def test_a_whole_number_with_a_thousands_sign_is_that_number_and_never_a_part_of_it(lab, lang, typed):
    page = lab.open(f"mode=train&cell=lstm&lang={lang}")
    page.locator("#config-iterations").fill(typed)
    lab.in_address("iterations", "6000")


def test_the_page_s_own_minus_is_taken_back_in_an_address(lab):
    page = lab.open("cell=lstm&bias=f:−3")
    expect(page.locator("[data-control=gate-f] .message")).to_be_empty()
    expect(page.locator("#gate-f-value-bias")).to_have_value("-3")
