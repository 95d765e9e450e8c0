"""The documentation says what the code does."""

import importlib.util
import io
import re
import sys
from pathlib import Path

import pytest

from app.bptt.check import compare, relative_error
from app.cells import CELLS
from app.config import RunConfig
from app.trace import PARTS, trace
from scripts.docs import REFERENCE, reference
from tests.engine import traced_layers, traced_problem

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


def test_the_reference_is_what_the_code_says():
    assert REFERENCE.read_text("utf-8") == reference(), "run `make docs`"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_inside_the_project_leads_somewhere(page):
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text("utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target


def test_the_cell_in_the_readme_is_a_whole_cell(tmp_path, monkeypatch):
    """It runs, its gradients agree with finite differences, and it has a Jacobian, without another line."""
    code = next(block for block in re.findall(r"```python\n(.*?)```", README, re.DOTALL) if "class Leaky(" in block)
    (tmp_path / "leaky.py").write_text(code, "utf-8")
    # a file of app/cells, wherever it lies: what it imports from beside it is found
    spec = importlib.util.spec_from_file_location("app.cells.leaky", tmp_path / "leaky.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, module)
    spec.loader.exec_module(module)
    monkeypatch.setitem(CELLS, "leaky", module.Leaky)
    config = RunConfig(cell=("leaky",), steps=12, units=5, loss_at="every")
    (layer,) = traced_layers(config)
    function, gradients = traced_problem(layer).function, layer.passes.back.params
    for name in layer.passes.network.params:
        assert relative_error(compare(function, gradients, name, entries=10, seed=1)) < 1e-7
    parts = trace(config, PARTS).runs[0].parts
    assert parts["jacobians"].growth == pytest.approx(parts["jacobians"].product.log10[0] / 11)


def test_the_api_in_ten_lines_says_what_the_readme_promises(client, capsys, monkeypatch):
    code = next(block for block in re.findall(r"```python\n(.*?)```", README, re.DOTALL) if "urlopen" in block)
    monkeypatch.setattr("urllib.request.urlopen", lambda url: io.BytesIO(client.get(url.split("8000")[1]).content))
    exec(compile(code, "README.md", "exec"), {})
    printed = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert [line[:2] for line in printed] == [["rnn", "vanishing"], ["lstm", "stable"]]
    assert float(printed[0][2]) < 1e-9
    assert float(printed[1][2]) > 0.5
