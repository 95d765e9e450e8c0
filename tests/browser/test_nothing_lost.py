"""What a reader typed, brought or trained is still there after every click of theirs, and after a reload."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import FRAMES

OWN = {
    "translation": "el gato negro duerme",
    "entities": "Ana lives in London",
    "sentiment": "the film was not bad",
    "text": "Villan",
    "music": "A2 B2",
}
"""A text of the reader's own for every application that reads one."""


def typed(lab, app: str, query: str = ""):
    """An application with a sentence typed into it, once its answer is there."""
    page = lab.page
    page.goto(f"{lab.server.url}/?mode=apps&app={app}&lang=en&{query}")
    expect(page.locator(".token").first).to_be_visible()
    page.locator("#play-text").fill(OWN[app])
    lab.in_address("text", OWN[app])
    answered(page)
    return page


def answered(page) -> None:
    """Wait until the picture is of what is asked."""
    page.wait_for_function(
        "() => document.documentElement.dataset.status === 'idle' && !('earlier' in document.documentElement.dataset)"
    )


def still_there(lab, app: str) -> None:
    answered(lab.page)
    expect(lab.page.locator("#play-text")).to_have_value(OWN[app])
    lab.in_address("text", OWN[app])


CONTROLS = ".bench-inputs [data-control], #controls [data-control]"


def options(page) -> list[str]:
    """Every control of the input and of the column that is in sight, by its name in the address."""
    script = """all => all.filter(one => one.checkVisibility()).map(one => one.dataset.control)"""
    return [name for name in page.locator(CONTROLS).evaluate_all(script) if name not in ("text", "gates")]


def turn(page, name: str) -> None:
    """Set a control to another value, as a hand would, and wait until the page has drawn what it now offers."""
    before = page.evaluate("location.search")
    control = page.locator(CONTROLS).and_(page.locator(f'[data-control="{name}"]')).first
    if control.locator("select").count():
        select = control.locator("select")
        values = select.locator("option").evaluate_all("all => all.map(one => one.value)")
        select.select_option(next(value for value in values if value != select.input_value()))
    elif control.locator('input[type="range"]').count():
        control.locator('input[type="range"]').first.press("ArrowRight")
    elif control.locator('input[type="radio"]:not(:checked)').count():
        other = control.locator('input[type="radio"]:not(:checked)').first.get_attribute("id")
        page.locator(f'label[for="{other}"]').click()
    else:
        control.locator("input").first.fill("3")
    page.wait_for_function("before => location.search !== before", arg=before)
    page.evaluate(FRAMES, 2)


@pytest.mark.parametrize("app", list(OWN))
def test_a_typed_sentence_survives_every_option(lab, app):
    page = typed(lab, app)
    names = options(page)
    assert {"cell"} <= set(names)
    for name in names:
        if (app, name) == ("music", "variant") or name not in options(page):
            continue  # another kind of thing is read there: see below; a gate of another cell
        turn(page, name)
        still_there(lab, app)


@pytest.mark.parametrize("app", ["entities", "music"])
def test_a_typed_sentence_survives_the_way_over_the_cards_other_modes_language_and_colours(lab, app):
    page = typed(lab, app)
    for one in ('[data-lang="es"]', "#tool-theme", "#tool-size"):
        page.locator(one).click()
        still_there(lab, app)
    page.locator(".bench-links a").first.click()
    page.locator(f'.app-card[data-app="{app}"]').click()
    still_there(lab, app)
    page.locator('[data-mode-choice="lab"]').click()
    expect(page.locator("#tab-gradient")).to_be_visible()
    page.locator('[data-mode-choice="apps"]').click()
    page.locator(f'.app-card[data-app="{app}"]').click()
    still_there(lab, app)
    page.locator(".bench-train").click()
    lab.in_address("mode", "train")
    still_there(lab, app)
    page.locator(".bench-links a").last.click()
    lab.in_address("mode", "apps")
    still_there(lab, app)
    page.reload()
    still_there(lab, app)


def test_where_variants_read_different_things_each_keeps_its_text(lab):
    page = typed(lab, "music")
    page.locator("#play-variant").select_option("phonemes")
    lab.in_address("text", None)
    page.locator("#play-text").fill("casa")
    lab.in_address("text", "casa")
    page.locator("#play-variant").select_option("melody")
    still_there(lab, "music")
    page.locator("#play-variant").select_option("phonemes")
    expect(page.locator("#play-text")).to_have_value("casa")


def test_an_example_takes_the_place_of_a_text_and_back_brings_it_back(lab):
    page = typed(lab, "sentiment")
    page.locator(".bench-line button").click()
    lab.in_address("text", None)
    expect(page.locator("#play-text")).not_to_have_value(OWN["sentiment"])
    page.go_back()
    still_there(lab, "sentiment")


def test_an_empty_field_is_not_written_into_while_somebody_types(lab):
    page = typed(lab, "sentiment")
    field = page.locator("#play-text")
    field.fill("")
    lab.in_address("text", None)
    answered(page)
    expect(field).to_have_value("")
    field.press_sequentially("so bad")
    lab.in_address("text", "so bad")
    expect(field).to_have_value("so bad")


def earlier(page):
    """Whether what the page shows is marked as of an earlier question."""
    return page.locator(":root[data-earlier]")


@pytest.mark.parametrize("lang", ["en", "es"])
def test_an_old_answer_is_marked_while_the_new_one_has_not_come(lab, lang):
    page = typed(lab, "sentiment", f"lang={lang}" if lang == "es" else "")
    held = []
    page.route("**/api/play?**", lambda route: held.append(route))  # noqa: PLW0108 - a builtin has no signature
    page.locator("#play-text").fill("it was a very good film")
    expect(earlier(page)).to_be_attached()
    expect(page.locator(".bench-earlier")).to_contain_text(OWN["sentiment"])
    filtered = "getComputedStyle(document.querySelector('.bench-picture')).filter"
    page.wait_for_function(f"() => {filtered} === 'grayscale(1)'")
    for route in held:
        route.continue_()
    expect(earlier(page)).not_to_be_attached()
    expect(page.locator(".bench-earlier")).to_be_hidden()
    page.wait_for_function(f"() => {filtered} === 'none'")


def test_an_old_answer_stays_marked_where_the_new_question_is_refused(lab):
    lab.expect("422")
    page = typed(lab, "music")
    page.locator("#play-text").fill("§§§")
    expect(page.locator("#play-text-error")).not_to_be_empty()
    expect(earlier(page)).to_be_attached()
    expect(page.locator(".bench-earlier")).to_contain_text(OWN["music"])
    page.locator("#play-text").fill(OWN["music"])
    expect(earlier(page)).not_to_be_attached()


def test_an_old_answer_is_marked_where_an_option_is_refused_or_the_server_is_away(lab):
    lab.expect("ERR_FAILED")
    page = typed(lab, "sentiment")
    page.route("**/api/play?**", lambda route: route.abort())
    page.locator('label[for="play-cell-gru"]').click()
    expect(earlier(page)).to_be_attached()
    expect(page.locator(".bench-earlier")).to_be_visible()


NUMBER = "Number((document.querySelector('.train-words b')?.textContent ?? '').replace(/\\D/g, ''))"
"""The iteration that the bar tells; 0 where it tells none."""


def rest(page) -> int:
    """Wait until a run has done its twenty iterations, and rests; return how many it has done."""
    page.wait_for_function(f"() => {NUMBER} >= 20 && document.querySelector('.train-go').dataset.do === 'resume'")
    return page.evaluate(NUMBER)


def train(page) -> int:
    """Do some iterations of a run."""
    page.locator('.train-small[data-do="next20"]').click()
    return rest(page)


SMALL = "mode=train&cell=rnn&steps=10&units=4&minibatch=2&lang=en"


def test_a_reload_goes_on_with_the_run_where_it_was(lab):
    page = lab.page
    page.goto(f"{lab.server.url}/?{SMALL}")
    done = train(page)
    page.locator("#config-rate").fill("0.1")  # a change of the run under way
    page.wait_for_function("() => location.search.includes('changes=')")
    page.reload()
    assert rest(page) == done
    assert "changes=" in page.url
    page.locator('.train-small[data-do="next"]').click()
    page.wait_for_function(f"done => {NUMBER} === done + 1", arg=done)


def test_a_run_is_left_for_another_mode_and_found_again(lab):
    page = lab.page
    page.goto(f"{lab.server.url}/?mode=apps&app=sentiment&lang=en")
    page.locator(".bench-train").click()
    lab.in_address("mode", "train")
    done = train(page)
    page.locator('[data-mode-choice="lab"]').click()
    expect(page.locator("#tab-gradient")).to_be_visible()
    page.evaluate("document.querySelector('.train-words b').textContent = ''")
    page.go_back()
    assert rest(page) == done


def test_another_link_in_the_same_tab_is_another_run(lab):
    page = lab.page
    page.goto(f"{lab.server.url}/?{SMALL}")
    train(page)
    page.goto(f"{lab.server.url}/?{SMALL}&seed=3")
    expect(page.locator(".train-go")).to_have_attribute("data-do", "start")


def test_a_run_that_the_server_has_dropped_is_told_and_its_settings_stay(open_lab, open_server):
    server = open_server()
    lab = open_lab(server=server)
    page = lab.page
    page.goto(f"{server.url}/?{SMALL}&rate=0.02")
    train(page)
    lab.expect("ERR_CONNECTION|WebSocket")
    server.stop()
    server.start()
    page.reload()
    expect(page.locator(".train-words")).to_contain_text("no longer on the server")
    expect(page.locator(".train-go")).to_have_attribute("data-do", "start")
    lab.in_address("rate", "0.02")
    train(page)


@pytest.mark.parametrize("app", list(OWN))
def test_a_chip_takes_the_place_of_the_text_and_back_brings_it_back(lab, app):
    page = typed(lab, app)
    chip = page.locator(".bench-chips .chip").nth(1)
    chip.click()
    expect(page.locator("#play-text")).not_to_have_value(OWN[app])
    answered(page)
    page.go_back()
    still_there(lab, app)


def test_a_word_is_looked_up_without_its_accent_and_put_where_the_caret_stands(lab):
    page = typed(lab, "translation")
    page.locator(".words summary").click()
    page.locator("#words-search").fill("raton")
    word = page.locator(".words .chip").first
    expect(word).to_have_text("ratón")
    field = page.locator("#play-text")
    field.evaluate("box => box.setSelectionRange(2, 2)")
    word.click()
    expect(field).to_have_value("el ratón gato negro duerme")
    lab.in_address("text", "el ratón gato negro duerme")
    page.go_back()
    expect(field).to_have_value(OWN["translation"])


def test_of_thousands_of_words_only_some_are_on_the_page(lab):
    page = lab.page
    page.goto(f"{lab.server.url}/?mode=apps&app=music&variant=phonemes&lang=es")
    page.locator(".words summary").click()
    expect(page.locator(".words .chip")).to_have_count(60)
    expect(page.locator(".words select option")).to_have_count(3)
    expect(page.locator(".words select")).to_have_value("es")
    page.locator("#words-search").fill("nino")
    expect(page.locator(".words .chip").first).to_have_text("niño")


NAMES = "\n".join(f"{a}{b}{c}{d}" for a in "bcdfg" for b in "aeiou" for c in "lmnrst" for d in "aeo").encode()
FILE = {"name": "names.txt", "mimeType": "text/plain", "buffer": NAMES}


def bring(page, url: str) -> None:
    """Bring a text of one's own, and turn to a run that learns it."""
    page.goto(f"{url}/?mode=apps&app=text&lang=en")
    expect(page.locator(".token").first).to_be_visible()
    page.locator("#play-material").set_input_files(FILE)
    page.locator(".bench-alone a").click()
    page.wait_for_function("() => location.search.includes('mode=train') && location.search.includes('variant=own')")


def test_a_training_link_takes_its_material_along_over_a_reload_another_browser_and_another_server(
    open_lab, open_server
):
    server = open_server()
    first, second = open_lab(server=server), open_lab(server=server)
    for lab in (first, second):
        lab.expect("404|ERR_CONNECTION|WebSocket|preloaded using link preload")  # of a slow machine
    bring(first.page, server.url)
    link = first.page.url
    second.page.goto(link)  # the server still has it
    train(second.page)
    server.stop()
    server.start()
    first.page.reload()  # the tab still has it
    train(first.page)
    for lab in (first, second):
        lab.page.close()  # one that is open brings its file again by itself
    server.stop()
    server.start()
    third = open_lab(server=server)
    third.expect("404")
    third.page.goto(link)
    third.page.locator(".train-go").click()
    expect(third.page.locator("#play-material-error")).to_contain_text("a text of somebody's own")
    third.page.locator("#play-material").set_input_files(FILE)
    rest_of = "() => /[1-9]/.test(document.querySelector('.train-words b').textContent)"
    third.page.wait_for_function(rest_of)
    expect(third.page.locator("#play-material-error")).to_be_empty()


def test_what_was_brought_is_offered_again_after_another_variant(lab):
    page = lab.page
    lab.expect("404")
    page.goto(f"{lab.server.url}/?mode=apps&app=text&lang=en")
    expect(page.locator(".token").first).to_be_visible()
    page.locator("#play-material").set_input_files(FILE)
    lab.in_address("variant", "own")
    material = page.evaluate("new URLSearchParams(location.search).get('material')")
    page.locator('label[for="play-variant-names"], #play-variant').first.click()
    if page.locator("select#play-variant").count():
        page.locator("select#play-variant").select_option("names")
    lab.in_address("material", None)
    if page.locator("select#play-variant").count():
        page.locator("select#play-variant").select_option("own")
    else:
        page.locator('label[for="play-variant-own"]').click()
    lab.in_address("material", material)
