"""README's "Add a language": a file, and the page speaks it, with English where a text is not there yet."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import expect

from app.assets import assets
from scripts.chromium import PHONE
from scripts.server import ROOT, Server
from tests.browser.test_applications import KEYS
from tests.browser.test_look import overflow
from tests.guides.guide import copied, follow

GUIDE = "language"
MARK = "†"
"""Stands at the end of every text that is translated when the language is complete."""


@pytest.fixture(scope="module")
def complete(tmp_path_factory):
    """The server of a copy in which every other text was translated too."""
    root = copied(tmp_path_factory.mktemp("complete"))
    follow(GUIDE, root)
    locales = root / "static" / "locales"
    own = json.loads((locales / "fr.json").read_text("utf-8"))
    for folder in (locales, locales / "later"):
        english = json.loads((folder / "en.json").read_text("utf-8"))
        french = {key: own.get(key, text + MARK) for key, text in english.items()}
        (folder / "fr.json").write_text(json.dumps(french), "utf-8")
    with Server(root=root) as running:
        yield running


def test_a_language_that_is_begun_is_in_the_menu_and_speaks_english_for_the_rest(open_lab):
    lab = open_lab(locale="fr-FR")
    page = lab.open("cell=rnn&steps=2")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.locator("#sentence")).to_contain_text("Après 1 seul pas")
    expect(page.get_by_role("button", name="Laboratoire")).to_be_visible()
    expect(page.locator("#tab-gradient")).to_have_text("Gradient")
    for tool in ("share", "help", "lessons"):
        page.locator(f"#tool-{tool}").click()
        expect(page.locator(f"#{tool}")).to_be_visible()
        assert KEYS.findall(page.locator(f"#{tool}").inner_text()) == []
        page.keyboard.press("Escape")
    page.get_by_role("button", name="Applications").click()
    expect(page.locator("#sentence")).to_have_text(re.compile(r"^\d usages des réseaux récurrents\.$"))
    expect(page.locator(".app-card h2").first).to_have_text("Machine translation")
    assert KEYS.findall(page.locator("body").inner_text()) == []


def test_what_ships_is_sent_as_it_is_written():
    """Only a language that lacks texts is filled up."""
    for name in ("locales/es.json", "locales/later/es.json", "locales/en.json"):
        assert assets().files[name].content == (ROOT / "static" / name).read_bytes()


def test_a_third_language_is_a_file_and_has_its_own_plural_forms(open_lab, complete):
    lab = open_lab(server=complete, locale="fr-FR")
    page = lab.open("cell=rnn&steps=2")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.locator('[data-lang="fr"]')).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#sentence")).to_contain_text("Après 1 seul pas")
    lab.set("steps", 60)
    expect(page.locator("#sentence")).to_contain_text("Après 59 pas")
    expect(page.locator("#tab-gradient")).to_contain_text(MARK)
    page.locator('[data-lang="es"]').click()
    expect(page.locator("#sentence")).to_contain_text("Tras 59 pasos")
    page.locator('[data-lang="fr"]').click()
    expect(page.locator("#sentence")).to_contain_text("Après 59 pas")
    for tool in ("lessons", "share", "help"):
        page.locator(f"#tool-{tool}").click()
        expect(page.locator(f"#{tool}")).to_be_visible()
        expect(page.locator(f"#{tool}")).to_contain_text(MARK)
        assert KEYS.findall(page.locator(f"#{tool}").inner_text()) == []
        page.keyboard.press("Escape")


def test_examples_of_an_application_speak_their_own_language_where_they_have_none_in_the_readers(open_lab, complete):
    lab = open_lab(server=complete, locale="fr-FR")
    for name in ("sentiment", "entities", "music"):
        page = lab.page
        page.goto(f"{lab.server.url}/?mode=apps")
        page.locator(f'.app-card[data-app="{name}"]').click()
        expect(page.locator(".token").first).to_be_visible()
        expect(page.locator(".message:not(:empty)")).to_have_count(0)
        expect(page.locator("#bench-title")).to_contain_text(MARK)
        assert KEYS.findall(page.locator("body").inner_text()) == []


def test_a_third_language_fits_a_phone_and_trains(open_lab, complete):
    lab = open_lab(server=complete, locale="fr-FR", viewport=PHONE, has_touch=True, is_mobile=True)
    page = lab.open("mode=train&cell=rnn&steps=20&units=8")
    expect(page.locator("#sentence")).to_contain_text(MARK)
    expect(page.locator("#train-bar")).to_contain_text(re.compile(MARK))
    assert overflow(page) <= 0
