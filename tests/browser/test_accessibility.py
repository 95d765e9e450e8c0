"""axe-core over the page as readers meet it: WCAG 2.2 AA and best practices, no violation."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scripts.chromium import DESKTOP, PHONE

AXE = Path(__file__).parents[2] / "node_modules/axe-core/axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page) -> list[str]:
    """What axe finds, one line for each place."""
    page.evaluate(AXE.read_text())
    found = page.evaluate("tags => axe.run(document, { runOnly: tags })", TAGS)["violations"]
    return [f"{rule['id']}: {node['target']} {node['failureSummary']}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize(
    ("viewport", "query"),
    [
        (DESKTOP, "theme=light&lang=en"),
        (DESKTOP, "theme=dark&lang=es"),
        (DESKTOP, "theme=light&size=projector&lang=es"),
        (DESKTOP, "theme=dark&size=projector&lang=en&view=matrix&cell=lstm"),
        (PHONE, "theme=light&lang=es"),
        (PHONE, "theme=dark&lang=en"),
        (DESKTOP, "theme=light&lang=en&layers=3"),
        (PHONE, "theme=dark&lang=es&layers=3&layer=0&cell=lstm,peephole"),
    ],
)
def test_axe_finds_no_violation(open_lab, viewport, query):
    assert violations(open_lab(viewport=viewport).open(query)) == []


@pytest.mark.parametrize("tool", ["lessons", "help", "share"])
def test_axe_finds_no_violation_in_the_dialogs(lab, tool):
    page = lab.open()
    page.locator(f"#tool-{tool}").click()
    page.locator(f"#{tool}").wait_for(state="visible")
    assert violations(page) == []


def test_every_control_and_chart_can_be_reached_with_the_tab_key(lab):
    page = lab.open()
    reached = set()
    for _ in range(150):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement?.closest('[id]')?.id ?? ''"))
    assert {"tool-theme", "config-steps", "config-seed", "view-panel"} <= reached


@pytest.mark.parametrize("tool", ["help", "share"])
def test_a_dialog_opened_first_of_all_is_in_words(lab, tool):
    page = lab.open()
    page.locator(f"#tool-{tool}").click()
    page.locator(f"#{tool}").wait_for(state="visible")
    assert re.findall(r"\b(?:keys|share)\.\w+", page.locator(f"#{tool}").inner_text()) == []
