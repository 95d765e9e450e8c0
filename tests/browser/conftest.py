"""The page in a real browser, on the real server: fixtures for every test in this folder.

A test opens the page through ``lab`` and must leave nothing behind: a console message, an uncaught exception or a
request to another host fails it when it ends. What a test provokes on purpose it announces:
``lab.expect("ERR_CONNECTION")``.
"""

from __future__ import annotations

import re
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from scripts import chromium, firefox
from scripts.server import Server

# Patience of every wait: an answer takes a tenth of a second, but a busy machine is no reason to fail.
TIMEOUT = 90_000
expect.set_options(timeout=TIMEOUT)

PROGRAMS = {"chromium": chromium, "firefox": firefox}

# Resolves after so many animation frames.
FRAMES = """
  left => new Promise(done => { const tick = () => left-- ? requestAnimationFrame(tick) : done(); tick(); })
"""

# Nobody is asked the first visit's question but who comes for the first time.
VISITED = "try { localStorage.setItem('unroll.visited', '1') } catch {}"

# Counts complete paints: the page announces each one on the document, with the address that it shows.
COUNT_PAINTS = """
  window.paints = [];
  document.addEventListener("unroll:painted", (event) => window.paints.push(event.detail.address));
"""


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def server():
    with Server() as running:
        yield running


# One browser for each file, not for the session: Playwright's loop would keep this worker's asynchronous tests out.
# Chromium, unless a file names others: ``pytest.mark.parametrize("browser", [...], indirect=True, scope="module")``.
@pytest.fixture(scope="module")
def browser(request):
    name = getattr(request, "param", "chromium")
    path = PROGRAMS[name].find()
    if not path and name == "firefox":
        pytest.skip(firefox.HOW)
    assert path, chromium.HOW
    with sync_playwright() as playwright:
        browser = PROGRAMS[name].launch(playwright, path)
        yield browser
        browser.close()


class Lab:
    """One browser context on one server: opens pages, waits for paints, and listens for what must not be heard."""

    def __init__(self, browser, server, *, first_visit: bool = False, **options) -> None:
        self.server = server
        self.context = browser.new_context(**({"viewport": chromium.DESKTOP, "locale": "en-US"} | options))
        self.context.set_default_timeout(TIMEOUT)
        self.context.add_init_script(COUNT_PAINTS)
        if not first_visit:
            self.context.add_init_script(VISITED)
        self.context.on("request", self._request)
        self.context.on("console", self._console)
        self.context.on("weberror", lambda error: self._heard.append(f"uncaught: {error.error}"))
        self.page = self.context.new_page()
        self._heard: list[str] = []
        self._expected: list[str] = []

    def open(self, query: str = ""):
        """Open the page at this address and return it once its first complete picture is there."""
        self.page.goto(f"{self.server.url}/{query and '?'}{query}")
        self.painted(0)
        return self.page

    def paints(self) -> int:
        """How many complete pictures have been painted since the page was loaded."""
        return self.page.evaluate("window.paints.length")

    def painted(self, before: int) -> str:
        """Wait for a picture newer than the ``before`` ones, and for the frame after it; return its address."""
        self.page.wait_for_function("before => window.paints.length > before", arg=before)
        return self.page.evaluate(
            "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => done(window.paints.at(-1)))))"
        )

    def step_at_rest(self, frames: int = 30) -> str:
        """The step that the cursor stands at once no pass is played; the frames that a pass would move in go by."""
        expect(self.page.locator(".player-big span")).to_have_text(["Backward", "Forward"])
        step = self.page.locator(".player-slider").input_value()
        self.page.evaluate(FRAMES, frames)
        assert self.page.locator(".player-slider").input_value() == step
        return step

    def slider(self, name: str):
        """The slider of a control, by the name that it has in the address."""
        return self.page.locator(f'[data-control="{name}"] input[type="range"]')

    def set(self, name: str, value: float) -> str:
        """Move a slider as a hand would, in one go, and return the address of the picture that follows."""
        before = self.paints()
        self.slider(name).fill(str(value))
        return self.painted(before)

    def in_address(self, name: str, value: str | None) -> None:
        """Wait until the page's address has this parameter with this value (None: has it not)."""
        self.page.wait_for_function(
            "([name, value]) => new URLSearchParams(location.search).get(name) === value", arg=[name, value]
        )

    def expect(self, pattern: str) -> None:
        """Let what matches this regular expression pass in this test."""
        self._expected.append(pattern)

    def unexpected(self) -> list[str]:
        """What was heard and not expected."""
        return [line for line in self._heard if not any(re.search(pattern, line) for pattern in self._expected)]

    def _request(self, request) -> None:
        if not request.url.startswith((self.server.url, "data:", "blob:")):
            self._heard.append(f"request to another host: {request.url}")

    def _console(self, message) -> None:
        if message.type in {"error", "warning"}:
            self._heard.append(f"console {message.type}: {message.text} ({message.location.get('url')})")


@pytest.fixture
def open_server():
    """Start a ``Server`` of a test's own; it outlives the pages that ``open_lab`` opens on it."""
    with ExitStack() as stack:
        yield lambda **settings: stack.enter_context(Server(**settings))


@pytest.fixture
def open_lab(browser, server, open_server):
    """Make a ``Lab`` with its own options (viewport, locale, color_scheme …); each is checked and closed at the end."""
    labs = []

    def make(*, server=server, **options):
        labs.append(Lab(browser, server, **options))
        return labs[-1]

    yield make
    for lab in labs:
        lab.context.close()
    assert [line for lab in labs for line in lab.unexpected()] == []


@pytest.fixture
def lab(open_lab):
    """The usual one: 1280 × 720, English."""
    return open_lab()
