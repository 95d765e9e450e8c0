"""The same page trains: the switch, a run under way, its threshold, its branches, and what happens when it breaks."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import expect

from scripts.chromium import DESKTOP, PHONE
from scripts.server import Server
from tests.browser.test_accessibility import violations

RUN = "mode=train&cell=rnn,lstm&steps=20&units=8&minibatch=8"
DIVERGES = "mode=train&cell=rnn&steps=30&units=16&activation=identity&rho=1.3&optimiser=sgd&rate=10"

# Remembers the last frame that was painted: the page announces each one on the document.
LISTEN = """
  window.trained = 0;
  document.addEventListener("unroll:trained", (event) => { window.trained = event.detail.iteration; });
"""


@pytest.fixture
def train(open_lab):
    """Open the page in its training mode; return it and its ``Lab``."""

    def make(query: str = RUN, **options):
        lab = open_lab(**options)
        lab.context.add_init_script(LISTEN)
        page = lab.open(query)
        expect(page.locator(".train-go")).to_be_enabled()
        return lab, page

    return make


def reached(page, iteration: int) -> int:
    """Wait until at least this iteration is on the screen."""
    page.wait_for_function("n => window.trained >= n", arg=iteration)
    return page.evaluate("window.trained")


def snapshot_at_rest():
    """What is heard of a run that comes to rest: a paused frame, and then the snapshot that the page keeps."""
    heard = []

    def last(payload: str) -> bool:
        heard.append(json.loads(payload))
        paused = [message["type"] == "frame" and message["state"] == "paused" for message in heard]
        return heard[-1]["type"] == "snapshot" and any(paused)

    return last


def start(page, iteration: int = 25) -> None:
    """Start with the space bar, and go on until there is something to see."""
    page.locator("body").press("Space")
    reached(page, iteration)


def run_and_pause(page) -> None:
    """Run until there is something to see, and pause: the page then holds the snapshot of where it stands."""
    with page.expect_websocket() as opened:
        start(page)
    with opened.value.expect_event("framereceived", snapshot_at_rest()):
        page.locator("body").press("Space")


def bring_back(page, server: Server) -> None:
    """Lose the connection with the server, and wait until the page has brought its paused run to a new one."""
    server.stop()
    expect(page.locator(".train-words")).to_contain_text("Connection lost")
    server.start()
    expect(page.locator(".train-words")).to_contain_text("paused")


def test_the_switch_changes_the_mode_and_the_address_and_back(lab):
    page = lab.open("cell=rnn,lstm")
    expect(page.locator("#training")).to_be_hidden()
    page.get_by_role("button", name="Training").click()
    expect(page.locator(".train-go")).to_be_visible()
    lab.in_address("mode", "train")
    page.locator("body").press("x")
    lab.in_address("mode", "apps")
    expect(page.locator("#training")).to_be_hidden()
    page.locator("body").press("x")
    lab.in_address("mode", None)
    page.go_back()
    page.go_back()
    expect(page.locator("#training")).to_be_visible()


def test_the_laboratory_does_not_fetch_what_trains(lab):
    fetched: list[str] = []
    lab.page.on("request", lambda request: fetched.append(request.url))
    lab.open().wait_for_load_state("networkidle")
    assert [url for url in fetched if "/js/training/" in url] == []


def test_a_run_starts_pauses_and_goes_on_with_the_space_bar(train):
    _, page = train()
    start(page)
    expect(page.locator(".train-go")).to_have_text("Pause")
    for place in ("#train-loss", "#train-norm", "#train-chart"):
        assert page.locator(f"{place} .main-svg").count()
    page.locator("body").press("Space")
    expect(page.locator(".train-go")).to_have_text("Resume")
    before = page.evaluate("window.trained")
    page.locator("body").press("n")
    reached(page, before + 1)
    expect(page.locator("#sentence")).to_contain_text("LSTM")


def test_all_of_the_training_is_seen_at_once_on_a_projector_s_720_lines(train):
    _, page = train()
    start(page)
    for place in ("#train-bar", "#train-loss", "#train-norm", "#train-chart"):
        box = page.locator(place).bounding_box()
        assert box
        assert box["y"] + box["height"] <= DESKTOP["height"] + 8, place


def test_the_threshold_is_dragged_and_moved_with_keys_while_the_run_goes_on(train):
    lab, page = train(RUN + "&clip=norm")
    start(page)
    handle = page.get_by_role("slider", name="Clipping threshold")
    box = handle.bounding_box()
    assert box
    assert box["height"] >= 24
    x, y = box["x"] + 60, box["y"] + 12
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y + 15, steps=4)
    page.mouse.up()
    value = float(handle.get_attribute("aria-valuenow") or 1)
    assert value < 1
    page.wait_for_function("() => location.search.includes('changes=')")
    field = page.locator("#config-threshold")
    expect(field).to_have_value(re.compile(r"^0\.\d+$"))
    handle.press("ArrowUp")
    page.wait_for_function("value => Number(document.querySelector('#config-threshold').value) > value", arg=value)
    lab.in_address("threshold", None)  # what the run began with is as it was
    expect(page.locator(".train-go")).to_have_text("Pause")


def test_a_setting_that_cannot_change_waits_for_a_new_start_and_nothing_is_lost(train):
    _, page = train()
    start(page)
    page.locator("#config-units").fill("4")
    expect(page.locator(".train-go")).to_have_text("Apply and start")
    assert page.evaluate("window.trained") >= 25
    page.locator("#config-units").fill("8")
    expect(page.locator(".train-go")).not_to_have_text("Apply and start")


def test_a_kept_iteration_is_looked_at_and_branched_from(train):
    _, page = train()
    start(page, 60)
    page.locator("body").press("Space")
    expect(page.locator(".train-go")).to_have_text("Resume")
    page.locator("body").press(",")
    expect(page.locator(".train-words")).to_contain_text(" of ")
    page.get_by_role("button", name="Branch here").click()
    branches = page.get_by_role("combobox", name="Branch", exact=True)
    expect(branches).to_be_visible()
    expect(page.locator(".train-go")).to_have_text("Pause")
    branches.select_option(label="branch 1")
    expect(page.locator(".train-go")).to_have_text("Resume")


def test_a_run_that_diverged_says_so_and_one_key_goes_back_and_clips(train):
    lab, page = train(DIVERGES)
    page.locator("body").press("Space")
    alert = page.get_by_role("alert").filter(has_text="RNN")
    expect(alert).to_contain_text("diverged at iteration")
    page.locator("body").press("g")
    page.wait_for_function("() => location.search.includes('clip=norm')")
    lab.in_address("clip", None)


def test_that_float16_takes_adam_s_epsilon_is_said_before_the_start_and_again_at_the_end(train):
    _, page = train("mode=train&cell=rnn&units=8&steps=20&minibatch=8&dtype=float16&optimiser=adam")
    alert = page.locator("#train-alert")
    expect(alert).to_contain_text("the ε = 10⁻⁸ of Adam is rounded to zero")
    expect(alert.get_by_role("button")).to_have_count(0)
    expect(page.locator("[data-control=optimiser] .note")).to_contain_text("float16")
    page.locator("#config-optimiser").select_option("sgd")
    expect(alert).to_be_empty()
    expect(page.locator("[data-control=optimiser] .note")).to_be_empty()
    page.locator("#config-optimiser").select_option("adam")
    page.locator(".train-go").click()
    expect(alert).to_contain_text("diverged at iteration 1: W_xh: divided by ε = 0. In float16 the ε = 10⁻⁸ of Adam")


def test_an_error_of_the_server_stands_at_its_control_in_the_reader_s_language(train):
    _, page = train(RUN + "&lang=es")
    start(page)
    page.locator("#config-models").fill("cell=nix")
    page.locator("#config-models").press("Enter")
    page.locator(".train-go").click()
    message = page.locator("#config-models-error")
    expect(message).to_contain_text("nix")
    expect(message).to_contain_text("«")
    assert page.locator("#train-loss .main-svg").count()


def test_a_lost_connection_is_said_and_the_run_goes_on_where_it_was(train, open_server):
    server = open_server()
    lab, page = train(RUN, server=server)
    lab.expect("ERR_CONNECTION|WebSocket|Failed to load")
    run_and_pause(page)
    expect(page.locator(".train-go")).to_have_text("Resume")
    before = page.evaluate("window.trained")
    bring_back(page, server)
    page.locator("body").press("n")
    assert reached(page, before + 1) <= before + 5


def test_models_of_one_cell_are_told_apart_everywhere(train):
    _, page = train("mode=train&steps=10&units=4&models=cell=lstm;bias=f:-2|cell=lstm;bias=f:2")
    start(page, 5)
    page.locator('[data-show-choice="network"]').click()
    buttons = page.locator(".equations-head button")
    expect(buttons).to_have_text(["LSTM 1", "LSTM 2"])
    colours = buttons.evaluate_all("all => all.map(one => getComputedStyle(one).getPropertyValue('--cell'))")
    assert colours[0] != colours[1]


@pytest.mark.parametrize(
    ("viewport", "query"),
    [(DESKTOP, "theme=light&lang=en"), (DESKTOP, "theme=dark&lang=es&size=projector"), (PHONE, "theme=dark&lang=en")],
)
def test_axe_finds_no_violation_while_the_page_trains(train, viewport, query):
    _, page = train(f"{RUN}&clip=norm&{query}", viewport=viewport)
    page.locator(".train-go").click()
    reached(page, 5)
    page.locator(".train-go").click()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_chosen_layer_is_what_the_layered_charts_show_and_say(train):
    lab, page = train("mode=train&cell=rnn,lstm&steps=20&units=8&minibatch=8&layers=3")
    expect(page.locator("#train-layer")).to_be_hidden()
    start(page)
    page.locator("body").press("Space")
    expect(page.locator("#summary-train_waterfall")).to_contain_text("LSTM, layer 1")
    page.locator('label[for="train-layer-3"]').click()
    lab.in_address("layer", "3")
    title, summary = page.locator("#train-chart .lettering"), page.locator("#train-chart .view-summary")
    for tab in ("Waterfall", "Forget gate", "Spectral radius"):
        page.get_by_role("tab", name=tab).click()
        expect(title).to_contain_text("LSTM, layer 3")
        expect(summary).to_contain_text("LSTM, layer 3")
    page.locator("#tool-theme").focus()
    page.keyboard.press("Shift+ArrowUp")
    lab.in_address("layer", "0")
    expect(summary).to_contain_text("LSTM, all layers: layer 1 i")
    page.get_by_role("tab", name="Predictions").click()
    expect(page.locator("#train-layer")).to_be_hidden()


def test_a_run_of_one_layer_offers_no_choice_of_layers(train):
    _, page = train()
    start(page)
    expect(page.locator("#train-chart .view-summary")).to_contain_text("LSTM")
    expect(page.locator("#train-layer")).to_be_hidden()
    expect(page.locator("#train-chart .view-summary")).not_to_contain_text("layer")


def test_a_run_of_models_of_different_depth_that_was_brought_back_still_shows_their_layers(train, open_server):
    server = open_server()
    query = "mode=train&models=cell=rnn|cell=lstm;layers=2&steps=20&units=8&minibatch=8&layer=2"
    lab, page = train(query, server=server)
    lab.expect("ERR_CONNECTION|WebSocket|Failed to load")
    run_and_pause(page)
    summary = page.locator("#train-chart .view-summary")
    expect(summary).to_contain_text(re.compile(r"RNN: .* LSTM, layer 2: "))
    before = page.evaluate("window.trained")
    bring_back(page, server)
    page.locator("body").press("n")
    reached(page, before + 1)
    expect(page.locator('label[for="train-layer-2"]')).to_be_visible()
    expect(summary).to_contain_text(re.compile(r"RNN: .* LSTM, layer 2: at step 1, .* in iteration 1 and"))
