"""Find a Firefox for the smoke tests, and with ``--install`` get Debian's where that can be done without asking.

python -m scripts.firefox              print its path
python -m scripts.firefox --install    the same, installing it first if it is missing

Nobody has to have one: without it, its tests are skipped and say why.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from scripts import apt

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Playwright

NAMES = ("firefox-esr", "firefox")
MAC_APP = Path("/Applications/Firefox.app/Contents/MacOS/firefox")
# Firefox in a snap sees neither a profile under /tmp nor one in a hidden folder, and waits for ever.
SNAP = Path("/snap/bin/firefox")
OLDEST = 153  # the oldest that was tried and speaks enough of WebDriver BiDi; 140 does not
RELAY = Path(__file__).with_name("bidi_relay.py")
HOW = f"""\
No Firefox from {OLDEST} on was found (one in a snap cannot be driven), so the smoke tests in Firefox are skipped.
  Debian            sudo apt-get install firefox-esr
  macOS             brew install --cask firefox
or name the one that you have: FIREFOX=/path/to/firefox make test"""


def find() -> str | None:
    """Return the path of a Firefox that can be driven: the one that ``FIREFOX`` names, or the machine's own."""
    if chosen := os.environ.get("FIREFOX"):
        return shutil.which(chosen) or sys.exit(f"FIREFOX has value {chosen!r}. No program is there.")
    names = NAMES[:1] if SNAP.exists() else NAMES
    paths = [path for name in names if (path := shutil.which(name))]
    paths += [str(MAC_APP)] if MAC_APP.exists() else []
    return next((path for path in paths if version(path) >= OLDEST), None)


def version(path: str) -> int:
    """Return the major version that this program tells; 0 if it tells none."""
    told = subprocess.run([path, "--version"], capture_output=True, text=True, check=False, timeout=60).stdout
    number = re.search(r"Firefox (\d+)", told)
    return int(number[1]) if number else 0


def launch(playwright: Playwright, path: str) -> Browser:
    """Start it without a window and drive it through WebDriver BiDi.

    Playwright's channel ``moz-firefox`` speaks that with a Firefox as Mozilla ships it (Playwright's own is a patched
    build that it downloads). The relay stands between the two.
    """
    # The relay looks for its Python there, and for what it starts.
    search = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    environment: dict[str, str | float | bool] = {**os.environ, "PATH": search, "FIREFOX": path}
    return playwright.firefox.launch(channel="moz-firefox", executable_path=RELAY, env=environment)


if __name__ == "__main__":
    if not find() and "--install" in sys.argv and apt.allowed():
        print("Firefox is missing; trying Debian's", flush=True)
        apt.install("firefox-esr")
    print(find() or HOW)
