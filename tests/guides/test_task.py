"""README's "Add a task": a file, a line, two words, and it is drawn, trained and measured."""

from __future__ import annotations

import re

import numpy as np
from playwright.sync_api import expect

from tests.api.decode import array
from tests.browser.test_training import LISTEN, reached
from tests.guides.asking import body_of, trained

GUIDE = "task"
KEYS = re.compile(r"\b(?:task|baseline|figure|train|trainsays)\.[a-z]\w*")
RUN = "task=echo&loss_at=every&steps=12&cell=rnn&units=12&rate=0.02&minibatch=32"


def test_it_is_drawn_from_its_seed_and_traced(server):
    answers = [
        body_of(server, f"/api/trace?task=echo&cell=gru&steps=9&seed={seed}&fields=sequence,norms&encoding=list")
        for seed in (3, 3, 4)
    ]
    one, again, other = [answer["sequence"] for answer in answers]
    assert one == again != other
    assert one["channels"] == ["A", "B", "C"]
    letters = np.array(one["inputs"]).argmax(axis=-1).ravel()
    np.testing.assert_array_equal(np.ravel(one["targets"])[2:], letters[:-2])
    assert answers[0]["runs"][0]["verdict"]["kind"] in ("vanishing", "stable", "exploding")


def test_it_is_learned_far_below_its_baseline_on_sequences_that_were_held_out(server):
    started, frames = trained(server, f"{RUN}&iterations=400")
    assert started["baseline"] == np.float64(started["baseline"])
    assert abs(started["baseline"] - np.log(3)) < 0.01
    assert started["held_out"]["classes"] is True
    measures = np.concatenate([array(frame["looks"]["models"][0]["measure"]) for frame in frames if "looks" in frame])
    assert measures[-1] < 0.6 * started["baseline"]


def test_it_is_chosen_from_the_menu_seen_and_trained(lab):
    lab.context.add_init_script(LISTEN)
    page = lab.open("cell=gru&steps=12&loss_at=every&view=sequence")
    before = lab.paints()
    page.get_by_label("Task", exact=True).select_option(label="Echo")
    assert "task=echo" in lab.painted(before)
    expect(page.locator("#view-panel .main-svg").first).to_be_visible()
    page.get_by_role("button", name="Training").click()
    expect(page.locator(".train-go")).to_be_enabled()
    expect(page.locator("#sentence")).to_contain_text("two steps ago")
    page.locator(".train-go").click()
    reached(page, 5)
    expect(page.locator("#train-loss")).to_contain_text("guessing: 1.1")
    page.locator("#tab-train_predictions").click()
    panel = page.get_by_role("tabpanel", name="Predictions")
    panel.get_by_text("Numbers and files").click()
    expect(panel.locator("td", has_text=re.compile("^[ABC]$")).first).to_be_visible()
    assert KEYS.findall(page.locator("body").inner_text()) == []
