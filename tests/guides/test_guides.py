"""The guides as texts: each is followed by a test, and its code is written as the project's own is."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.server import ROOT
from tests.guides.guide import BLOCK, patched, section

FOLDER = Path(__file__).parent
GUIDES = re.findall(r"^### Add an? (\w+)$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
CODE = [
    (name, path, text)
    for name in GUIDES
    for path, _, kind, text in BLOCK.findall(section(name))
    if kind in ("python", "js", "css")
]


def test_every_guide_is_followed_by_a_test():
    tests = [path.read_text("utf-8") for path in FOLDER.glob("test_*.py")]
    followed = {found[1] for text in tests if (found := re.search(r'^GUIDE = "(\w+)"$', text, re.MULTILINE))}
    assert set(GUIDES) == followed == {"cell", "task", "view", "application", "mode", "lesson", "language"}


@pytest.mark.parametrize(("path", "text"), [(p, t) for _, p, t in CODE], ids=[p for _, p, _ in CODE])
def test_a_guide_s_code_passes_the_project_s_checks(path, text):
    tools = Path(sys.executable).parent
    if path.endswith(".py"):
        commands = (
            [tools / "ruff", "check", "--stdin-filename", path, "-"],
            [tools / "ruff", "format", "--check", "--stdin-filename", path, "-"],
        )
        for command in commands:
            found = subprocess.run(command, cwd=ROOT, input=text, text=True, capture_output=True, check=False)
            assert found.returncode == 0, found.stdout + found.stderr
        return
    biome = ROOT / "node_modules" / "@biomejs" / "biome" / "bin" / "biome"
    command = [tools / "node", biome, "format", f"--stdin-file-path={path}"]
    found = subprocess.run(command, cwd=ROOT, input=text, text=True, capture_output=True, check=False)
    assert found.stdout == text, found.stderr


def test_a_change_that_does_not_fit_is_told():
    assert patched("a\nb\nc\n", " a\n+x\n-c\n+d\n") == "a\nx\nb\nd\n"
    for diff in ("-x\n", " c\n-a\n"):
        with pytest.raises(AssertionError, match="not there"):
            patched("a\nb\nc\n", diff)
