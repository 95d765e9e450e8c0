"""A change in the page during a run, until the first picture that shows its effect is painted."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from scripts import chromium

if TYPE_CHECKING:
    from playwright.sync_api import Page

QUERY = (
    "mode=train&task=adding&cell=rnn,lstm&steps=100&units=32&rho=1&bias=f:1&clip=norm&dtype=float32&iterations=20000"
)
WARM_UP, REPEATS = 3, 30

# Every frame that arrives, by its number: which iteration it is of, and how many changes the run has had.
LISTEN = """
  window.frames_seen = new Map();
  const Native = window.WebSocket;
  window.WebSocket = class extends Native {
    constructor(...given) {
      super(...given);
      this.addEventListener("message", ({ data }) => {
        const message = JSON.parse(data);
        if (message.type !== "frame") return;
        const { number, iteration, changes } = message;
        window.frames_seen.set(number, { iteration, count: changes.length, last: changes.at(-1)?.iteration ?? -1 });
        window.newest_frame = number;
      });
    }
  };
"""

# Acts, then waits for the page's word that a frame is drawn which holds an iteration done under the change, and for the
# end of that frame of the screen.
TIMED = """
async ([kind, values]) => {
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  const task = () =>
    new Promise((done) => {
      const channel = new MessageChannel();
      channel.port1.onmessage = done;
      channel.port2.postMessage(0);
    });
  const act = {
    gate(value) {
      const radio = document.querySelector(`#gate-f-${value}`);
      radio.click();
    },
    threshold(value) {
      const slider = document.querySelector('[data-control="threshold"] input[type="range"]');
      slider.value = value;
      slider.dispatchEvent(new Event("input", { bubbles: true }));
    },
  }[kind];
  const taken = [];
  for (const value of values) {
    await new Promise((done) => setTimeout(done, 400 + 100 * Math.random()));
    const before = window.frames_seen.get(window.newest_frame).count;
    const shown = new Promise((done) => {
      const heard = ({ detail }) => {
        const seen = window.frames_seen.get(detail.number);
        if (!seen || seen.count <= before || seen.iteration <= seen.last) return;
        document.removeEventListener("unroll:trained", heard);
        done();
      };
      document.addEventListener("unroll:trained", heard);
    });
    const start = performance.now();
    act(value);
    await shown;
    await frame();
    await task();
    taken.push(performance.now() - start);
  }
  return taken;
}
"""


@dataclass(frozen=True)
class Effect:
    """Milliseconds from the input to the painted effect."""

    median: float
    p95: float


def time_effect(page: Page, kind: str, values: list[str]) -> Effect:
    """Change something again and again while the run goes on."""
    times = page.evaluate(TIMED, [kind, values])[WARM_UP:]
    return Effect(statistics.median(times), statistics.quantiles(times, n=20)[-1])


def measure(url: str) -> dict[str, Effect]:
    """The forget gate toggled, and the threshold dragged, in one run."""
    path = chromium.find()
    if path is None:
        raise SystemExit(chromium.HOW)
    count = WARM_UP + REPEATS
    with sync_playwright() as playwright:
        browser = chromium.launch(playwright, path)
        page = browser.new_context(viewport=chromium.DESKTOP, locale="en-US").new_page()  # type: ignore[arg-type]
        page.add_init_script(LISTEN)
        page.goto(f"{url}/?{QUERY}")
        page.locator("#train-bar button").first.click()
        page.wait_for_function("() => (window.frames_seen.get(window.newest_frame)?.iteration ?? 0) > 40")
        effects = {
            "forget gate": time_effect(page, "gate", ["clamp", "learned"] * (count // 2)),
            "threshold": time_effect(page, "threshold", [str(50 + (7 * k) % 40) for k in range(count)]),
        }
        browser.close()
    return effects
