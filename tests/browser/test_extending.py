"""What the README promises of a mode and of a language: a file and a line, and the page has it, in a real browser."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect

from scripts.chromium import PHONE
from scripts.server import ROOT, Server
from tests.browser.test_applications import KEYS
from tests.browser.test_look import overflow

MODE = """
/** The mode of a test: an RNN of five steps, and a number that a key raises. */

import { h } from "../base/dom.js";

/** @type {import("./types.js").Mode} */
export const five = {
  id: "five",
  sheets: ["five"],
  parts: ["network"],
  address: { tables: () => ["config"] },
  shows: "five",
  keys: (part) => [{ id: "raise", keys: ["k"], run: () => part()?.raise() }],
  query: (_state, fields, lang) => `cell=rnn&steps=5&fields=${fields.join(",")}&encoding=display&lang=${lang}`,
  load: async () => createFive,
};

/** @param {import("./types.js").Wiring} wiring */
function createFive({ root }) {
  let raised = 0;
  const number = h("output", { id: "five-number" });
  return {
    headline: (_state, t) => ({ words: [{ text: t("five.says", { n: raised }) }], remarks: [] }),
    mount: (t) => root().replaceChildren(h("h2", { id: "five" }, t("page.mode.five")), number),
    update: () => void (number.textContent = String(raised)),
    raise() {
      raised += 1;
      number.textContent = String(raised);
    },
  };
}
"""

WORDS = {
    "en": {
        "page.mode.five": "Five steps",
        "keys.raise": "one more",
        "five.says": "Raised {n, plural, one {# time} other {# times}}",
    },
    "es": {
        "page.mode.five": "Cinco pasos",
        "keys.raise": "uno más",
        "five.says": "Subido {n, plural, one {# vez} other {# veces}}",
    },
}

MARK = "†"
"""Stands at the end of every text of the third language."""


def copied(folder: Path) -> Path:
    """The application in a folder of its own, to be changed."""
    for name in ("app", "static", "templates"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "node_modules").symlink_to(ROOT / "node_modules")
    return folder


def rewrite(path: Path, **words: str) -> None:
    """Add words to a file of a language."""
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), **words}, ensure_ascii=False), "utf-8")


@pytest.fixture(scope="module")
def with_mode(tmp_path_factory):
    root = copied(tmp_path_factory.mktemp("mode"))
    modes = root / "static" / "js" / "modes"
    (modes / "five.js").write_text(MODE, "utf-8")
    (root / "static" / "css" / "five.css").write_text("#five { letter-spacing: 2px }", "utf-8")
    index = (modes / "index.js").read_text("utf-8")
    index = index.replace("apps];", "apps, five];").replace(
        "import {", 'import { five } from "./five.js";\nimport {', 1
    )
    (modes / "index.js").write_text(index, "utf-8")
    for language, words in WORDS.items():
        rewrite(root / "static" / "locales" / f"{language}.json", **words)
    with Server(root=root) as running:
        yield running


@pytest.fixture(scope="module")
def with_language(tmp_path_factory):
    root = copied(tmp_path_factory.mktemp("language"))
    locales = root / "static" / "locales"
    for folder in (locales, locales / "later"):
        english = json.loads((folder / "en.json").read_text("utf-8"))
        french = {key: text + MARK for key, text in english.items()}
        (folder / "fr.json").write_text(json.dumps(french), "utf-8")
    lead = "Après {lag, plural, one {# seul pas} many {# de pas} other {# pas}}"
    rewrite(locales / "fr.json", language="Français", **{"sentence.lead": lead})
    with Server(root=root) as running:
        yield running


def test_a_mode_has_its_tab_its_address_its_picture_and_its_headline(open_lab, with_mode):
    lab = open_lab(server=with_mode)
    page = lab.open("rho=1.1")
    before = lab.paints()
    page.get_by_role("button", name="Five steps").click()
    lab.in_address("mode", "five")
    assert "steps=5" in lab.painted(before)
    expect(page.locator("#five")).to_be_visible()
    expect(page.locator("#five")).to_have_css("letter-spacing", "2px")
    expect(page.locator("#network canvas").first).to_be_visible()
    for part in (".pair", ".views", "#controls", "#lecture", ".proof", "#training", "#cards"):
        expect(page.locator(part).first).to_be_hidden()
    expect(page.locator("#sentence")).to_have_text("Raised 0 times")
    assert overflow(page) <= 0


def test_the_history_and_the_shortcuts_know_a_mode(open_lab, with_mode):
    lab = open_lab(server=with_mode)
    page = lab.open("rho=1.1")
    for mode in ("train", "apps", "five"):
        page.keyboard.press("x")
        lab.in_address("mode", mode)
    expect(page.locator("#five")).to_be_visible()
    page.keyboard.press("k")
    expect(page.locator("#five-number")).to_have_text("1")
    page.keyboard.press("?")
    expect(page.locator("#help")).to_contain_text("one more")
    expect(page.locator("#help")).to_contain_text("Five steps")
    page.keyboard.press("Escape")
    page.go_back()
    expect(page.locator(".app-card").first).to_be_visible()
    expect(page.locator("#five")).to_be_hidden()
    page.go_forward()
    expect(page.locator("#five")).to_be_visible()
    page.keyboard.press("x")
    lab.in_address("mode", None)
    lab.in_address("rho", "1.1")
    expect(page.locator("#gradient .main-svg").first).to_be_visible()
    page.keyboard.press("k")  # of another mode
    expect(page.locator("#five-number")).to_have_text("1")


def test_a_link_opens_a_mode_in_either_language_and_in_presenter_size(open_lab, with_mode):
    lab = open_lab(server=with_mode)
    page = lab.open("mode=five&lang=es")
    expect(page.locator("#five")).to_have_text("Cinco pasos")
    expect(page.locator('[data-mode-choice="five"]')).to_have_attribute("aria-pressed", "true")
    assert page.locator('link[href$="/css/five.css"]').count() == 1
    page.keyboard.press("k")
    page.locator('[data-lang="en"]').click()
    expect(page.locator("#five")).to_have_text("Five steps")
    expect(page.locator('[data-mode-choice="five"]')).to_have_text("Five steps")
    expect(page.locator("#sentence")).to_have_text("Raised 1 time")
    page.keyboard.press("p")
    expect(page.locator("html")).to_have_attribute("data-size", "projector")
    assert overflow(page) <= 0


def test_a_third_language_is_a_file_and_has_its_own_plural_forms(open_lab, with_language):
    lab = open_lab(server=with_language, locale="fr-FR")
    page = lab.open("cell=rnn&steps=2")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.locator('[data-lang="fr"]')).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#sentence")).to_contain_text("Après 1 seul pas")
    lab.set("steps", 60)
    expect(page.locator("#sentence")).to_contain_text("Après 59 pas")
    expect(page.locator("#gradient-title")).to_contain_text(MARK)
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


def test_examples_of_an_application_speak_their_own_language_where_they_have_none_in_the_readers(
    open_lab, with_language
):
    lab = open_lab(server=with_language, locale="fr-FR")
    for name in ("sentiment", "entities", "music"):
        page = lab.page
        page.goto(f"{lab.server.url}/?mode=apps")
        page.locator(f'.app-card[data-app="{name}"]').click()
        expect(page.locator(".token").first).to_be_visible()
        expect(page.locator(".message:not(:empty)")).to_have_count(0)
        expect(page.locator("#bench-title")).to_contain_text(MARK)
        assert KEYS.findall(page.locator("body").inner_text()) == []


def test_a_third_language_fits_a_phone_and_trains(open_lab, with_language):
    lab = open_lab(server=with_language, locale="fr-FR", viewport=PHONE, has_touch=True, is_mobile=True)
    page = lab.open("mode=train&cell=rnn&steps=20&units=8")
    expect(page.locator("#sentence")).to_contain_text(MARK)
    expect(page.locator("#train-bar")).to_contain_text(re.compile(MARK))
    assert overflow(page) <= 0
