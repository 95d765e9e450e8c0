"""Find a Chromium for the browser tests, and with ``--install`` get one where that can be done without asking.

python -m scripts.chromium              print its path
python -m scripts.chromium --install    the same, installing it first if it is missing
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from scripts import apt

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC_APPS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
# Headless, and silent: no look-up or download of the browser's own. Without --no-sandbox it will not run as root.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# The two screens that the page is made for: a projector, and a phone.
DESKTOP = {"width": 1280, "height": 720}
PHONE = {"width": 390, "height": 844}
HOW = """\
No Chromium was found, and none could be installed, so the browser tests cannot run. One of these helps:
  Debian, Ubuntu    sudo apt-get install chromium        (Ubuntu: chromium-browser)
  Fedora            sudo dnf install chromium
  macOS             brew install --cask chromium
  anywhere          .venv/bin/playwright install --with-deps chromium
or name the browser that you have: CHROMIUM=/path/to/chrome make test"""


def find() -> str | None:
    """Return the path of a Chromium: the one that ``CHROMIUM`` names, the machine's own, or Playwright's."""
    if chosen := os.environ.get("CHROMIUM"):
        return shutil.which(chosen) or sys.exit(f"CHROMIUM has value {chosen!r}. No program is there.")
    paths = [path for name in NAMES if (path := shutil.which(name))]
    paths += [path for path in MAC_APPS if Path(path).exists()]
    return paths[0] if paths else _playwrights()


def install() -> str | None:
    """Try the package manager (as root) and then Playwright's own download; return the path if either worked."""
    if apt.allowed():
        print("Chromium is missing; trying Debian's", flush=True)
        apt.install("chromium", "fonts-dejavu-core")
    if not find():
        command = [sys.executable, "-m", "playwright", "install", "chromium"]
        print("Chromium is missing; trying:", *command, flush=True)
        subprocess.run(command, check=False, stdin=subprocess.DEVNULL)
    return find()


def launch(playwright: Playwright, path: str) -> Browser:
    """Start it without a window."""
    return playwright.chromium.launch(executable_path=path, args=list(FLAGS))


def _playwrights() -> str | None:
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - it starts a driver, so only when it is needed

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


if __name__ == "__main__":
    path = find() or (install() if "--install" in sys.argv else None)
    print(path or HOW)
    sys.exit(path is None)
