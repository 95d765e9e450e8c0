"""What the server needs to know of the page's modes before a script runs: their tabs, and what a page begins with.

A mode is declared once, in its file in `static/js/modes/`, and listed in `index.js` beside it; both are read here.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from .assets import STATIC

FOLDER = STATIC / "js" / "modes"


@dataclass(frozen=True)
class Mode:
    """One mode, as its file declares it."""

    id: str
    sheets: tuple[str, ...]
    """Its stylesheets, in their order."""
    parts: tuple[str, ...]
    """The parts of the page that it shows."""
    companions: dict[str, str]
    """Field of the address → the mode whose files a page with that field needs as well."""
    entry: str | None
    """The script, in `static/`, that is fetched with it."""


def read_mode(path: Path) -> Mode:
    """A mode from its file; what is read must be written out there."""
    source = path.read_text("utf-8")

    def words(name: str, brackets: str = "[]") -> list[str]:
        opening, closing = map(re.escape, brackets)
        match = re.search(rf"^  {name}: {opening}(.*?){closing}", source, re.DOTALL | re.MULTILINE)
        return [key or text for key, text in re.findall(r'(\w+)(?=: )|"([^"]*)"', match[1])] if match else []

    pairs = words("companions", "{}")
    imported = re.search(r'import\("\.\./([\w/]+\.js)"\)', source)
    return Mode(
        id=path.stem,
        sheets=tuple(words("sheets")),
        parts=tuple(words("parts")),
        companions=dict(zip(pairs[::2], pairs[1::2], strict=True)),
        entry=f"js/{imported[1]}" if imported else None,
    )


@cache
def modes() -> dict[str, Mode]:
    """Every mode by its id, in the order of the tabs."""
    match = re.search(r"MODES = \[(.*?)\]", (FOLDER / "index.js").read_text("utf-8"), re.DOTALL)
    ids = re.findall(r"\w+", match[1]) if match else []
    return {name: read_mode(FOLDER / f"{name}.js") for name in ids}


def modes_for(query: dict[str, str]) -> list[Mode]:
    """The mode that an address names, the first one where it names none, and those whose files it needs too."""
    known = modes()
    mode = known.get(query.get("mode", ""), next(iter(known.values())))
    return [mode, *(known[name] for field, name in mode.companions.items() if query.get(field))]
