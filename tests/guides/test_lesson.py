"""README's "Add a lesson": a file, and the page has its place in the list, its link, its question and its numbers."""

from __future__ import annotations

import re

from playwright.sync_api import expect

GUIDE = "lesson"


def test_it_is_in_the_list_asks_and_tells_with_numbers_of_the_picture(lab):
    page = lab.open("cell=lstm")
    page.locator("#tool-lessons").click()
    page.locator("#lessons").get_by_text("Twice as long").click()
    lab.in_address("lesson", "longer")
    lab.in_address("steps", "50")
    expect(page.locator("#note")).to_contain_text(re.compile(r"Over 50 steps \d"))
    expect(page.locator("#sentence")).to_have_text("How much over 100?")
    page.get_by_role("button", name="No guess").click()
    lab.in_address("steps", None)
    expect(page.locator("#note")).to_contain_text(re.compile(r"10⁻¹⁰, for \d"))
    expect(page.locator("#note")).to_contain_text("squared")


def test_its_link_opens_it_in_the_reader_s_language(open_lab):
    page = open_lab(locale="es-ES").open("lesson=longer")
    expect(page.locator("#sentence")).to_have_text("¿Cuánto tras 100?")
