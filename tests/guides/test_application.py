"""README's "Add an application": a folder, a line, its words, and there are its card, page, run and API."""

from __future__ import annotations

import re
import subprocess
import sys

import numpy as np
import pytest
from playwright.sync_api import expect

from scripts.server import Server
from tests.api.decode import array
from tests.browser.test_look import overflow
from tests.browser.test_training import LISTEN, reached
from tests.guides.asking import body_of, trained

GUIDE = "application"
KEYS = re.compile(r"\b(?:app|apps|appbaseline|class|config|figure|measure|picture)\.[a-z]\w*(?:\.\w+)*")


@pytest.fixture(scope="module")
def server(root):
    """The server of the copy, in which the weights of one cell were trained."""
    command = [sys.executable, "-m", "scripts.weights", "brackets", "--cells", "lstm"]
    subprocess.run(command, cwd=root, check=True, capture_output=True)
    with Server(root=root) as running:
        yield running


def test_what_ships_is_better_than_its_baseline_on_sequences_that_were_held_out(server):
    catalogue = body_of(server, "/api/catalogue")
    entry = next(one for one in catalogue["applications"] if one["name"] == "brackets")
    figures = entry["figures"][""]["lstm"]
    assert figures["value"] > 0.9 > figures["baseline"] > 0.5


def test_it_predicts_and_its_gradient_goes_back_to_every_bracket(server):
    one = body_of(server, "/api/play?app=brackets&text=(()(()))&cell=lstm&encoding=list&fields=norms")
    assert one["tokens"] == list("(()(()))")
    assert one["focus"] == 8
    answer = one["answer"]
    assert answer["classes"][answer["said"]] == "closed"
    assert np.sum(answer["probabilities"], axis=1) == pytest.approx(1, abs=1e-6)
    (run,) = one["trace"]["runs"]
    assert np.isfinite(array(run["norms"]["d_state"]["h"]["log10"])).all()
    other = body_of(server, "/api/play?app=brackets&text=((()&cell=lstm&encoding=list&fields=norms")["answer"]
    assert other["classes"][other["said"]] == "open"


def test_it_trains_from_its_recipe_and_measures_itself(server):
    started, frames = trained(server, "app=brackets&cell=gru&units=8&rate=0.02&minibatch=16&iterations=60")
    assert started["config"]["app"] == "brackets"
    looks = [frame["looks"]["models"][0] for frame in frames]
    figures = np.concatenate([array(look["figure"]) for look in looks if look["figure"]])
    assert 0 <= figures[-1] <= 1


def test_its_answer_is_in_the_description(server):
    description = str(body_of(server, "/openapi.json"))
    assert "p of each class after every token" in description


def test_it_has_its_card_its_page_and_its_run(lab):
    lab.context.add_init_script(LISTEN)
    lab.expect("422")  # a sign that it does not know is typed
    page = lab.page
    page.goto(f"{lab.server.url}/?mode=apps")
    card = page.locator('.app-card[data-app="brackets"]')
    expect(card.locator("h2")).to_have_text("Brackets")
    expect(card.locator("svg")).to_be_visible()
    expect(card).to_contain_text("accuracy on sequences not trained on")
    card.click()
    expect(page.locator(".token")).to_have_count(8)
    expect(page.locator(".pic-classified")).to_contain_text("At the end: closed")
    page.locator("#play-text").fill("((()")
    expect(page.locator(".token")).to_have_count(4)
    expect(page.locator(".pic-classified")).to_contain_text("At the end: open")
    page.locator("#play-text").fill("(x")
    expect(page.locator("#play-text-error")).to_contain_text("x")
    page.locator("#play-text").fill("()()")
    expect(page.locator("#play-text-error")).to_be_empty()
    page.locator(".token").first.click()
    lab.in_address("focus", "1")
    expect(page.locator(".pic-classified")).to_contain_text("After step 1")
    assert KEYS.findall(page.locator("body").inner_text()) == []
    assert overflow(page) <= 0
    page.locator(".bench-train").click()
    reached(page, 5)
    assert page.locator("#train-loss .main-svg").count()
