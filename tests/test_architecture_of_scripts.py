"""The direction of the arrows among the page's scripts, as among the folders of app/: see `test_architecture`."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from tests.arrows import circles

SCRIPTS = Path(__file__).parent.parent / "static" / "js"

LAYERS = (
    ("base",),
    ("state",),
    ("figure",),
    ("views", "network", "controls", "equations"),
    ("applications",),
    ("training",),
    ("modes", "lessons", "symbols"),
    ("shell",),
    ("main.js",),
)
"""The folders from below to above. A script imports from its own folder and from the layers below it."""

IMPORT = re.compile(
    r"""^\s*(?:import|export)\b[^'";]*?\bfrom\s*["']([^"']+)["']   # import … from "…", export … from "…"
      | ^\s*import\s*["']([^"']+)["']                              # import "…"
      | \bimport\(\s*["']([^"']+)["']                              # import("…"), while the page runs""",
    re.MULTILINE | re.VERBOSE,
)
COMMENT = re.compile(r"/\*.*?\*/|^\s*//.*$", re.DOTALL | re.MULTILINE)


def imported(code: str) -> list[str]:
    """The modules that a script imports. What a comment's types refer to is no import: the browser never sees it."""
    return [next(filter(None, found.groups())) for found in IMPORT.finditer(COMMENT.sub("", code))]


@cache
def imports() -> dict[str, list[str]]:
    """{script: the scripts that it imports}, each by its path in static/js."""
    return {
        path.relative_to(SCRIPTS).as_posix(): [
            (path.parent / target).resolve().relative_to(SCRIPTS).as_posix()
            for target in imported(path.read_text(encoding="utf-8"))
            if target.startswith(".")
        ]
        for path in sorted(SCRIPTS.rglob("*.js"))
    }


def folder(script: str) -> str:
    return script.split("/", maxsplit=1)[0]


LAYER = {name: height for height, names in enumerate(LAYERS) for name in names}


def test_every_folder_of_scripts_has_its_layer() -> None:
    assert {folder(script) for script in imports()} == set(LAYER)


def test_scripts_are_imported_along_the_arrows() -> None:
    against = [
        (script, other)
        for script, others in imports().items()
        for other in others
        if folder(other) != folder(script) and LAYER[folder(other)] >= LAYER[folder(script)]
    ]
    assert against == []


def test_no_script_leads_back_to_itself() -> None:
    assert circles(imports()) == []


def test_every_import_is_a_script_of_this_page() -> None:
    assert [other for others in imports().values() for other in others if other not in imports()] == []


@pytest.mark.parametrize(
    ("code", "modules"),
    [
        ('import { a } from "./a.js";', ["./a.js"]),
        ('import {\n  a,\n  b,\n} from "./a.js";', ["./a.js"]),
        ('export { a } from "./a.js";', ["./a.js"]),
        ('import "./a.js";', ["./a.js"]),
        ('const { a } = await import("./a.js");', ["./a.js"]),
        ('/** @param {import("./a.js").A} a */', []),
        ('// import { a } from "./a.js";', []),
    ],
)
def test_this_test_sees_imports_of_every_form(code: str, modules: list[str]) -> None:
    assert imported(code) == modules
