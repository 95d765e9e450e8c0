"""The page of applications: cards, a workbench for each, what is typed right and wrong, the keyboard, and training."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlparse

import pytest
from playwright.sync_api import expect

from app.applications import APPLICATIONS
from scripts.chromium import DESKTOP, PHONE
from tests.browser.test_accessibility import violations
from tests.browser.test_look import overflow

KEYS = re.compile(r"\b(?:app|apps|appbaseline|config|figure|group|measure|page|picture|error)\.[a-z]\w*(?:\.\w+)*")
TYPED = [name for name in ("translation", "entities", "sentiment") if name in APPLICATIONS]
"""Those whose input is a sentence of a known vocabulary."""


def opened(lab, query: str):
    """Open an application's address, and return the page once its picture, tokens and chart are there."""
    lab.page.goto(f"{lab.server.url}/?{query}")
    lab.painted(0)
    expect(lab.page.locator(".token").first).to_be_visible()
    return lab.page


def asked(page, name: str) -> str | None:
    """A value in the address."""
    return parse_qs(urlparse(page.url).query).get(name, [None])[0]


def cards(lab, query: str = ""):
    lab.page.goto(f"{lab.server.url}/?mode=apps&{query}")
    expect(lab.page.locator(".app-card")).to_have_count(len(APPLICATIONS))
    return lab.page


def test_every_application_has_a_card_with_a_picture_a_title_and_a_link(lab):
    page = cards(lab)
    for name in APPLICATIONS:
        card = page.locator(f'.app-card[data-app="{name}"]')
        expect(card.locator("h2")).not_to_be_empty()
        expect(card.locator(".app-card-picture > *").first).to_be_attached()
        assert f"app={name}" in card.get_attribute("href")


@pytest.mark.parametrize("language", ["en", "es"])
def test_behind_the_doors_above_the_cards_is_what_they_say(lab, language):
    page = cards(lab, f"lang={language}")

    def answer(door: str, more: str = ""):
        link = page.locator(f'[data-door="{door}"]').get_attribute("href")
        query = urlparse(link).query.replace("mode=apps&", "").replace("&mode=apps", "")
        query = "&".join(part for part in query.split("&") if not part.startswith("lang="))
        found = page.request.get(f"{lab.server.url}/api/play?{query}{more}&encoding=list")
        assert found.ok, found.text()
        return found.json()["answer"]

    free, held = answer("mind")["opinion"], answer("mind", "&clamp=f:1")["opinion"]
    turn = answer("mind")["read_as"].index("but" if language == "en" else "pero")
    assert free[turn - 1] < 0.1
    assert free[-1] > 0.95
    assert max(held[turn - 1 :]) < 0.5  # it never leaves its first opinion
    tags = [row[0] for row in answer("tags")["history"]]
    assert {"B-LOC", "B-PER"} < set(tags)
    assert tags[-1] == "B-ORG"

    page.locator('[data-door="mind"]').click()
    expect(page.locator("#sentence")).to_contain_text("forget gate at 1" if language == "en" else "olvido en 1")
    page.locator('.gates [type="radio"][value="clamp"]').first.check(force=True)
    expect(page.locator("#sentence")).to_contain_text("negativ")
    expect(page.locator("#sentence")).not_to_contain_text("forget gate at 1" if language == "en" else "olvido en 1")
    page.locator(".bench-links a").first.click()
    page.locator('[data-door="mistakes"]').click()
    expect(page.locator(".bench-picture")).to_contain_text("✗")
    expect(page.locator(".train-words b")).not_to_have_text("")


def test_a_card_opens_without_a_reload_from_the_keyboard_and_back_leads_back(lab):
    page = cards(lab)
    page.evaluate("window.same = true")
    name = next(iter(APPLICATIONS))
    page.locator(f'.app-card[data-app="{name}"]').focus()
    page.keyboard.press("Enter")
    expect(page.locator("#bench-title")).to_be_visible()
    expect(page.locator(".token").first).to_be_visible()
    lab.in_address("app", name)
    page.go_back()
    expect(page.locator(".app-card").first).to_be_visible()
    expect(page.locator("#bench")).to_be_hidden()
    assert page.evaluate("window.same")


def test_the_header_switches_between_the_three_modes_and_the_laboratory_stays_as_it_was(lab):
    page = lab.open("rho=1.1&cell=lstm")
    page.locator('[data-mode-choice="apps"]').click()
    expect(page.locator(".app-card").first).to_be_visible()
    lab.in_address("rho", None)
    page.locator('[data-mode-choice="lab"]').click()
    lab.in_address("rho", "1.1")
    expect(page.locator("#tab-gradient")).to_be_visible()


@pytest.mark.parametrize("name", list(APPLICATIONS))
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_application_opens_playable_and_leaves_no_key_on_the_page(lab, name, language):
    page = opened(lab, f"mode=apps&app={name}&cell={APPLICATIONS[name].cell}&lang={language}")
    expect(page.locator("#bench-title")).not_to_be_empty()
    expect(page.locator(".bench-picture > *").first).to_be_visible()
    assert KEYS.findall(page.locator("body").inner_text()) == []
    assert overflow(page) <= 0


@pytest.mark.parametrize("name", list(APPLICATIONS))
def test_every_view_of_an_application_draws(lab, name):
    page = opened(lab, f"mode=apps&app={name}&cell={APPLICATIONS[name].cell}")
    page.locator('[data-show-choice="network"]').click()
    for tab in page.locator("#tabs [role=tab]:visible").all():
        tab.click()
        expect(tab).to_have_attribute("aria-selected", "true")
        page.wait_for_function("() => document.documentElement.dataset.status === 'idle'")
        expect(page.locator("#view-panel").locator(".main-svg, table").first).to_be_attached()
    assert page.locator("#tab-sequence").is_hidden()


@pytest.mark.parametrize("name", list(APPLICATIONS))
def test_an_application_opens_on_a_phone(open_lab, name):
    lab = open_lab(viewport=PHONE, has_touch=True, is_mobile=True)
    page = opened(lab, f"mode=apps&app={name}&cell={APPLICATIONS[name].cell}&lang=es")
    assert overflow(page) <= 0


@pytest.mark.parametrize("name", TYPED)
def test_an_unknown_word_is_told_at_the_field_and_the_last_picture_stays(lab, name):
    page = opened(lab, f"mode=apps&app={name}&lang=es")
    lab.expect("422")
    field = page.locator("#play-text")
    sentence = field.input_value()
    assert sentence
    expect(page.locator(".bench-picture")).not_to_be_empty()  # its script comes after the answer
    before = page.locator(".bench-picture").inner_text()
    field.fill("§§§")
    expect(page.locator("#play-text-error")).not_to_be_empty()
    expect(field).to_have_attribute("aria-invalid", "true")
    assert page.locator(".bench-picture").inner_text() == before
    assert page.locator("#notice").inner_text() == ""
    field.fill(sentence)
    expect(page.locator("#play-text-error")).to_be_empty()
    lab.in_address("text", sentence)


def test_the_arrow_keys_choose_the_answer_whose_gradient_is_shown(lab):
    name = next(name for name in APPLICATIONS if "focus" in APPLICATIONS[name].fields())
    page = opened(lab, f"mode=apps&app={name}&cell={APPLICATIONS[name].cell}")
    page.locator('.token[aria-pressed="true"]').focus()
    now = int(page.locator('.token[aria-pressed="true"]').get_attribute("data-step"))
    page.keyboard.press("ArrowLeft")
    lab.in_address("focus", str(now - 1))
    expect(page.locator(f'.token[data-step="{now - 1}"]')).to_have_attribute("aria-pressed", "true")
    expect(page.locator(f'.token[data-step="{now - 1}"]')).to_be_focused()


@pytest.mark.skipif("text" not in APPLICATIONS, reason="it is not there")
def test_the_arrow_keys_choose_after_a_click_too_with_the_pointer_at_rest_on_a_token(lab):
    page = opened(lab, "mode=apps&app=text&text=Villanueva")
    page.locator('.token[data-step="7"]').click()
    lab.in_address("focus", "7")
    expect(page.locator('.token[data-step="7"]')).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("ArrowLeft")
    lab.in_address("focus", "6")


@pytest.mark.skipif("text" not in APPLICATIONS, reason="it is not there")
def test_the_country_is_chosen_by_name_and_what_was_typed_stays(lab):
    page = opened(lab, "mode=apps&app=text&text=Villan")
    page.locator("#play-example").select_option(label="Poland")
    expect(page.locator(".token").first).to_contain_text("PL")
    assert asked(page, "text") == "Villan"
    assert page.locator("#play-text").input_value() == "Villan"


@pytest.mark.skipif("music" not in APPLICATIONS, reason="it is not there")
def test_a_tune_begins_with_a_metre_and_a_word_with_a_language(lab):
    page = opened(lab, "mode=apps&app=music")
    metre, language = page.locator("#play-example"), page.locator('.bench-inputs [data-control="language"]')
    expect(metre).to_be_visible()
    expect(language).to_be_hidden()
    page.locator("#play-variant").select_option("phonemes")
    expect(language).to_be_visible()
    expect(metre).to_have_count(0)


@pytest.mark.skipif("entities" not in APPLICATIONS, reason="it is not there")
@pytest.mark.parametrize(("language", "named"), [("en", "en"), ("es", None)])
def test_a_card_opens_an_example_in_the_readers_language(lab, language, named):
    page = cards(lab, f"lang={language}")
    page.locator('.app-card[data-app="entities"]').click()
    expect(page.locator(".token").first).to_be_visible()
    lab.in_address("language", named)


@pytest.mark.skipif("entities" not in APPLICATIONS, reason="it is not there")
def test_a_word_that_the_tagger_does_not_know_is_marked_where_it_stands(lab):
    page = opened(lab, "mode=apps&app=entities&lang=en&text=Ana+lives+in+Ebrelia")
    unknown = page.locator(".pic-tag-word.unknown-word")
    expect(unknown).to_have_count(1)
    expect(unknown).to_contain_text("Ebrelia")
    expect(page.locator(".pic-read li")).to_have_text("“Ebrelia” is read as any word with a capital that ends in “ia”.")


@pytest.mark.skipif("entities" not in APPLICATIONS, reason="it is not there")
def test_a_word_in_another_spelling_is_told_without_the_mark_of_the_unknown(lab):
    page = opened(lab, "mode=apps&app=entities&lang=en&text=Ana+lives+in+london")
    expect(page.locator(".pic-read li")).to_have_text("“london” is read as “London”.")
    expect(page.locator("#bench .unknown-word")).to_have_count(0)


@pytest.mark.skipif("sentiment" not in APPLICATIONS, reason="it is not there")
def test_a_review_with_an_unknown_word_has_no_violation(lab):
    page = opened(lab, "mode=apps&app=sentiment&lang=en&text=the+zorbly+food")
    expect(page.locator(".pic-review-word.unknown-word")).to_have_count(1)
    assert violations(page) == []


@pytest.mark.skipif("speech" not in APPLICATIONS, reason="it is not there")
@pytest.mark.parametrize("language", ["en", "es"])
def test_the_speech_that_a_card_opens_is_in_the_readers_language(lab, language):
    page = cards(lab, f"lang={language}")
    with page.expect_response("**/api/play?app=speech*") as answered:
        page.locator('.app-card[data-app="speech"]').click()
    assert answered.value.json()["answer"]["language"] == language


def test_a_link_to_an_application_that_there_is_not_shows_those_that_there_are_and_says_so(lab):
    page = cards(lab, "app=phonemes&lang=en")
    expect(page.locator(".app-card").first).to_be_visible()
    expect(page.locator("#bench")).to_be_hidden()
    expect(page.locator("#toast")).to_contain_text("app=phonemes")


def test_the_cell_can_be_swapped_and_a_gate_held(lab):
    name = next(iter(APPLICATIONS))
    page = opened(lab, f"mode=apps&app={name}&cell=lstm")
    page.locator('label[for="gate-f-clamp"]').click()
    lab.in_address("clamp", "f:1")
    page.wait_for_function("() => document.documentElement.dataset.status === 'idle'")
    page.locator('label[for="play-cell-gru"]').click()
    lab.in_address("cell", "gru")
    expect(page.locator("#remarks")).to_contain_text("GRU")


@pytest.mark.parametrize("query", ["theme=light&lang=en", "theme=dark&lang=es"])
def test_axe_finds_no_violation_on_the_cards(lab, query):
    assert violations(cards(lab, query)) == []


@pytest.mark.parametrize("name", list(APPLICATIONS))
@pytest.mark.parametrize(("viewport", "query"), [(DESKTOP, "theme=dark&lang=es"), (PHONE, "theme=light&lang=en")])
def test_axe_finds_no_violation_at_a_workbench(open_lab, name, viewport, query):
    page = opened(open_lab(viewport=viewport), f"mode=apps&app={name}&cell={APPLICATIONS[name].cell}&{query}")
    assert violations(page) == []


def test_it_trains_live_and_the_picture_follows_the_runs_weights(lab):
    name = next(iter(TYPED or APPLICATIONS))
    page = opened(lab, f"mode=apps&app={name}&cell={APPLICATIONS[name].cell}")
    page.locator(".bench-train").click()
    lab.in_address("mode", "train")
    assert asked(page, "app") == name
    page.wait_for_function("() => /[1-9]/.test(document.querySelector('.train-words b')?.textContent ?? '')")
    page.locator("#bench").scroll_into_view_if_needed()
    said = page.locator("#bench .pic-summary").inner_text()
    page.wait_for_function(
        "before => document.querySelector('#bench .pic-summary').textContent !== before", arg=said, timeout=60_000
    )
    page.locator("#tab-train_measure").click()
    expect(page.locator("#train-chart .main-svg").first).to_be_attached()
    page.locator(".bench-links a").last.click()
    lab.in_address("mode", "apps")
    expect(page.locator("#training")).to_be_hidden()


def test_the_laboratory_fetches_nothing_of_the_applications(lab):
    fetched: list[str] = []
    lab.page.on("request", lambda request: fetched.append(request.url))
    lab.open().wait_for_load_state("networkidle")
    assert [url for url in fetched if "/applications" in url or "/later/" in url or "pictures" in url] == []


@pytest.mark.skipif("text" not in APPLICATIONS, reason="it is not there")
def test_what_a_reader_brings_has_to_be_learned_first(lab):
    page = opened(lab, "mode=apps&app=text")
    lab.expect("404")
    page.locator(".bring summary").click()
    words = [f"{a}{b}{c}" for a in "bcdfg" for b in "aeiou" for c in "lmnrst"]
    page.locator("#play-paste").fill("\n".join(f"{word}{other}" for word in words for other in words[:3]))
    page.locator(".bring-line.wide button").click()
    expect(page.locator(".bench-alone")).to_be_visible()
    expect(page.locator("#notice")).to_be_empty()
    page.locator(".bench-alone a").click()
    lab.in_address("variant", "own")
    page.locator(".train-go").click()
    page.wait_for_function("() => /[1-9]/.test(document.querySelector('.train-words b')?.textContent ?? '')")


@pytest.mark.skipif("speech" not in APPLICATIONS, reason="it is not there")
def test_a_file_that_is_no_sound_is_told_where_it_was_brought(lab):
    page = opened(lab, "mode=apps&app=speech&cell=gru&lang=es")
    lab.expect("422")
    page.locator("#play-material").set_input_files(
        {"name": "no.wav", "mimeType": "audio/wav", "buffer": b"not a sound"}
    )
    expect(page.locator("#play-material-error")).not_to_be_empty()
