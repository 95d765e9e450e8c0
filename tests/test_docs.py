"""The documentation says what the code does."""

import io
import re
from pathlib import Path

import pytest

from scripts.docs import REFERENCE, reference

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


def test_the_api_in_ten_lines_says_what_the_readme_promises(client, capsys, monkeypatch):
    code = next(block for block in re.findall(r"```python\n(.*?)```", README, re.DOTALL) if "urlopen" in block)
    monkeypatch.setattr("urllib.request.urlopen", lambda url: io.BytesIO(client.get(url.split("8000")[1]).content))
    exec(compile(code, "README.md", "exec"), {})
    printed = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert [line[:2] for line in printed] == [["rnn", "vanishing"], ["lstm", "stable"]]
    assert float(printed[0][2]) < 1e-9
    assert float(printed[1][2]) > 0.5
