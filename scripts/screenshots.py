"""Take pictures of the page: the few in ``docs/screenshots/``, or with ``--all`` every view to look through.

python -m scripts.screenshots           the committed ones, for the README
python -m scripts.screenshots --all     every view × size × theme × language, in test-results/screenshots/
"""

from __future__ import annotations

import itertools
import sys
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from app.training.presets import TRAINING_PRESETS
from scripts import chromium
from scripts.server import ROOT, Server

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser

SIZES = {"wide": chromium.DESKTOP, "phone": chromium.PHONE}
# name → (size, address)
COMMITTED = {
    "page-light": ("wide", "t=60"),
    "applications-light": (
        "wide",
        "mode=apps&app=translation&text=ahora+estos+gatos+verdes+trabajan+cerca+de+mis+ciudades",
    ),
    "training-light": ("wide", f"mode=train&{TRAINING_PRESETS['learn_adding']}"),
}
TRAINED = 1100
"""The iteration at which a picture of training is taken."""
READY = "addEventListener('unroll:painted', () => { window.painted = true; }, true);"


def take(browser: Browser, url: str, size: str, path: Path, *, full: bool = False) -> None:
    """One picture of one address."""
    context = browser.new_context(viewport=SIZES[size], reduced_motion="reduce", locale="en-US")  # type: ignore[arg-type]
    page = context.new_page()
    page.add_init_script(READY)
    page.goto(url)
    page.wait_for_function("() => window.painted === true")
    if "mode=train" in url:
        page.evaluate(
            "addEventListener('unroll:trained', ({ detail }) => { window.trained = detail.iteration; }, true)"
        )
        page.locator("#train-bar button").first.click()
        page.wait_for_function(f"() => window.trained >= {TRAINED}", timeout=180_000)
    page.wait_for_timeout(300)
    page.screenshot(path=path, full_page=full)
    context.close()
    print(path.relative_to(ROOT))


def main() -> None:
    """Start server and browser, take the pictures."""
    program = chromium.find()
    if program is None:
        raise SystemExit(chromium.HOW)
    everything = "--all" in sys.argv
    folder = ROOT / ("test-results/screenshots" if everything else "docs/screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    with Server() as server, sync_playwright() as playwright:
        browser = chromium.launch(playwright, program)
        if not everything:
            for name, (size, query) in COMMITTED.items():
                take(browser, f"{server.url}/?{query}", size, folder / f"{name}.png")
            return
        page = browser.new_page()
        page.goto(server.url)
        page.wait_for_selector("[role=tab]")
        views = page.eval_on_selector_all("[role=tab]", "tabs => tabs.map(tab => tab.dataset.view)")
        for size, theme, language, view in itertools.product(SIZES, ("light", "dark"), ("en", "es"), views):
            query = f"lang={language}&theme={theme}&view={view}"
            take(browser, f"{server.url}/?{query}", size, folder / f"{view}-{size}-{theme}-{language}.png", full=True)
        browser.close()


if __name__ == "__main__":
    main()
