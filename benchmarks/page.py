"""The page in Chromium: what a first visit fetches, and the time from a slider's input to painted charts."""

from __future__ import annotations

import statistics
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from scripts import chromium
from scripts.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page

WARM_UP, REPEATS = 5, 50

# For each value: set the slider and send the event that a hand would; wait until the page says that everything visible
# shows that address, then for the next animation frame and the task after it, which runs once the frame is painted.
# So the figure is an upper bound: the picture may have been on the screen one frame before.
DRAG = """
async ([selector, values]) => {
  const slider = document.querySelector(selector);
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const task = () =>
    new Promise((done) => {
      const channel = new MessageChannel();
      channel.port1.onmessage = done;
      channel.port2.postMessage(0);
    });
  const painted = () => new Promise((done) => document.addEventListener("unroll:painted", done, { once: true }));
  const taken = [];
  for (const value of values) {
    await new Promise((done) => setTimeout(done, 60));
    const start = performance.now();
    const picture = painted();
    slider.value = value;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
    await picture;
    const drawn = performance.now();
    await frame();
    await task();
    taken.push([drawn - start, performance.now() - start]);
  }
  return taken;
}
"""


@dataclass
class Visit:
    """Bytes over the wire of a first visit, headers included."""

    plotly: int
    files: int
    answers: int
    requests: int

    @property
    def own_bytes(self) -> int:
        """All but Plotly."""
        return self.files + self.answers


@dataclass
class Drag:
    """Milliseconds from the input event, and the bytes of one answer."""

    drawn: float
    painted: float
    painted_p95: float
    answer: int


@contextmanager
def open_page(url: str) -> Iterator[tuple[Page, Wire]]:
    """The page in a fresh Chromium, painted, and what it has fetched."""
    path = chromium.find()
    if path is None:
        raise SystemExit(chromium.HOW)
    with sync_playwright() as playwright:
        browser = chromium.launch(playwright, path)
        page = browser.new_context(viewport=chromium.DESKTOP, locale="en-US").new_page()  # type: ignore[arg-type]
        wire = Wire(page)
        page.add_init_script("addEventListener('unroll:painted', () => { window.painted = true; }, true);")
        page.goto(url)
        page.wait_for_function("() => window.painted === true")
        page.wait_for_load_state("networkidle")
        yield page, wire
        browser.close()


def measure(url: str) -> tuple[Visit, Drag]:
    """A first visit at 1280 × 720, and then a drag of ρ through fifty values."""
    with open_page(url) as (page, wire):
        plotly, answers = wire.bytes("/vendor/plotly.min.js"), wire.bytes("/api/")
        visit = Visit(plotly, wire.bytes() - plotly - answers, answers, len(wire.fetched))
        values = [f"{0.5 + k / 100:.2f}" for k in range(WARM_UP + REPEATS)]
        times = page.evaluate(DRAG, ['[data-control="rho"] input[type="range"]', values])[WARM_UP:]
        page.wait_for_load_state("networkidle")
        traces = [size for address, size in wire.fetched[visit.requests :] if "/api/trace" in address]
        painted = [row[1] for row in times]
        drag = Drag(
            statistics.median(row[0] for row in times),
            statistics.median(painted),
            statistics.quantiles(painted, n=20)[-1],
            max(traces),
        )
    return visit, drag
