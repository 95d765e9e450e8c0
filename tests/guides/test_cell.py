"""README's "Add a cell": a file with parameters that nobody foresaw, a line, its words, and the page has the cell."""

from __future__ import annotations

import ast
import importlib.util
import re
import sys

import numpy as np
import pytest
from playwright.sync_api import expect

from app.bptt.architecture import Network
from app.bptt.batch_gradients import loss_and_gradients
from app.bptt.check import LossFunction, compare, relative_error
from app.bptt.examples import Examples, at_end, present
from app.bptt.jacobians import analyse, jacobians
from app.bptt.losses import CrossEntropy, Reduction
from app.bptt.memory import measure
from app.bptt.stacked import Stacked
from app.bptt.unroll import unroll
from tests.browser.test_look import overflow
from tests.browser.test_training import LISTEN, reached
from tests.guides.asking import body_of, text_of

GUIDE = "cell"
KEYS = re.compile(r"\b(?:cell|gate|figure|equations|sentence)\.[a-z]\w*")
WEIGHTS = ("W_xh", "W_hh", "b_h", "p_i", "p_f", "p_o", "W_hy")


@pytest.fixture
def kind(root, monkeypatch):
    """The cell's class, as a module of this process that no registry knows."""
    spec = importlib.util.spec_from_file_location("app.cells.followed", root / "app" / "cells" / "peephole.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, module)
    spec.loader.exec_module(module)
    return module.Peephole


def test_its_gradients_agree_with_finite_differences_its_own_parameter_s_too(server):
    for query in ("loss_at=every&task=sine", "clamp=f:0.9", "bias_init=chrono&batch=3"):
        for weight in WEIGHTS:
            (run,) = body_of(server, f"/api/check?cell=peephole&steps=12&units=5&{query}&param={weight}")["runs"]
            assert run["agrees"], (query, weight, run)
            held = weight == "p_f" and "clamp=f" in query  # a gate that is held looks at nothing
            assert held or any(abs(entry["analytic"]) > 1e-9 for entry in run["entries"]), (query, weight)


def test_its_parameter_has_no_part_in_steps_that_a_sequence_has_not_and_checkpoints_change_nothing(kind):
    architecture = Stacked(2, 3, 2, depth=2, both=True)
    rng = np.random.default_rng(0)
    params = {name: rng.normal(0, 0.7, shape) for name, shape in architecture.shapes(kind()).items()}
    mask = present([7, 3, 1])
    examples = Examples(rng.normal(size=(*mask.shape, 2)), mask, rng.integers(0, 2, mask.shape), at_end(mask))
    loss, network = CrossEntropy(Reduction.MEAN), Network(kind(), architecture, params)
    whole, kept = (loss_and_gradients(network, examples, loss, checkpoint=on).params for on in (False, True))
    for name in params:
        found = compare(LossFunction(network, examples, loss), whole, name, entries=6, seed=1)
        assert relative_error(found) < 1e-7, name
        np.testing.assert_allclose(kept[name], whole[name], rtol=1e-10, atol=1e-14, err_msg=name)


def test_its_memory_and_jacobian_are_those_of_its_records(kind):
    rng = np.random.default_rng(0)
    params = {name: rng.normal(0, 0.7, shape) for name, shape in kind().shapes(2, 3).items()}
    tape = unroll(kind(clamp={"f": 0.5}), params, rng.normal(size=(9, 1, 2)))
    assert set(measure([tape], 0).parts) == {"x", "h", "c", "a", "y", "tanh_c"}
    assert np.isfinite(analyse(jacobians([tape])).growth)


def test_its_pytorch_script_is_there(server):
    script = text_of(server, "/api/trace.py?cell=peephole,lstm&steps=5")
    ast.parse(script)
    assert "CELLS = {\"peephole\": (peephole, ['h', 'c'], [])" in script


def test_it_is_chosen_drawn_explained_and_held(lab):
    page = lab.open("cell=lstm&steps=30&units=8")
    before = lab.paints()
    page.locator('.chip[data-cell="peephole"]').click()
    lab.painted(before)
    lab.in_address("cell", "lstm,peephole")
    expect(page.locator("#sentence .cell-name")).to_have_text(["Peephole LSTM", "LSTM"])
    colour = "chips => chips.map(one => getComputedStyle(one).getPropertyValue('--cell'))"
    colours = page.locator(".chip").evaluate_all(colour)
    assert len(set(colours)) == 4
    assert all(colours)
    page.locator('#equations [data-cell="peephole"]').click()
    expect(page.locator("#equations")).to_contain_text("pf⊙")
    expect(page.locator("#equations")).to_contain_text(re.compile(r"\d\.\d"))
    for tab in ("states", "gates", "gradients", "jacobians", "memory"):
        page.locator(f"#tab-{tab}").click()
        expect(page.locator("#view-panel .main-svg").first).to_be_visible()
    page.locator("#tab-gates").click()
    page.locator("#view-panel").get_by_text("Peephole").first.click()
    expect(page.locator("#view-panel")).to_contain_text("Gates of the Peephole LSTM")
    before = lab.paints()
    page.locator('[data-control="gate-f"]').get_by_text("fixed").click()
    lab.painted(before)
    lab.in_address("clamp", "f:1")
    expect(page.locator("#view-panel")).to_contain_text("held at 1")
    assert KEYS.findall(page.locator("body").inner_text()) == []
    assert overflow(page) <= 0


def test_it_trains_and_is_checked_on_the_page(lab):
    lab.context.add_init_script(LISTEN)
    page = lab.open("mode=train&cell=peephole,gru&steps=12&units=8&minibatch=8&lang=es")
    expect(page.locator(".train-go")).to_be_enabled()
    page.locator(".train-go").click()
    reached(page, 5)
    expect(page.locator("#sentence .cell-name", has_text="LSTM con mirillas")).to_be_visible()
    assert page.locator("#train-loss .main-svg").count()
    assert KEYS.findall(page.locator("body").inner_text()) == []
