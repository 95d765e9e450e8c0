"""The direction of the arrows: the engine knows nothing of the web, a cell nothing of time, a task of no network,
an application nothing of how it is trained.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from app import applications, cells, tasks
from app.applications import APPLICATIONS
from app.cells import CELLS
from app.tasks import TASKS
from tests.arrows import circles

ROOT = Path(__file__).parent.parent

ARROWS = {
    # what knows nothing of this project
    "__init__": (),
    "document": (),
    "lessons": (),
    "settings": (),
    "numerals": (),
    "tls": (),
    "invitation": (),
    "logs": (),
    "pool": (),
    "words": ("numerals",),
    "errors": ("words",),
    # the engine: a cell is one step, a task draws sequences, and neither knows of time or of the other
    "cells": (),
    "tasks": (),
    "bptt": ("cells", "document"),
    # what is computed: configurations, the trace of a run, applications, training
    "config": ("bptt", "cells", "numerals", "settings", "tasks"),
    "trace": ("bptt", "cells", "config", "document", "tasks"),
    "applications": ("bptt", "cells", "config", "document", "numerals", "settings"),
    "training": ("applications", "bptt", "cells", "config", "document", "numerals", "settings", "tasks", "trace"),
    # the web: what is read and written, a trained network's answers, what is live, the routes
    "bundle": (),
    "assets": ("bundle",),
    "modes": ("assets",),
    "wire": (
        *("applications", "bptt", "cells", "config", "document", "errors", "numerals", "settings", "tasks", "trace"),
        *("training", "words"),
    ),
    "inference": ("__init__", "applications", "bptt", "cells", "config", "tasks", "trace", "training", "wire"),
    "live": (
        *("__init__", "applications", "cells", "errors", "inference", "pool", "settings", "trace", "training", "wire"),
    ),
    "api": (
        *("__init__", "applications", "assets", "bptt", "cells", "config", "document", "errors", "inference", "live"),
        *("lessons", "modes", "numerals", "pool", "settings", "tasks", "trace", "training", "wire", "words"),
    ),
    "main": ("__init__", "api", "assets", "errors", "live", "pool", "settings", "wire", "words"),
    "__main__": (
        "__init__",
        "api",
        "assets",
        "errors",
        "invitation",
        "logs",
        "settings",
        "tls",
        "training",
        "wire",
        "words",
    ),
}
"""Every folder and file of app/, from below to above, and what it may import of the others."""

SERVERS = ("fastapi", "starlette", "uvicorn", "jinja2", "httpx")
SERVE = ("api", "main", "__main__")
"""What may know that it is served over HTTP."""


def place_of(module: str) -> str:
    """The folder or file of app/ that a module belongs to: "cells" of app.cells.lstm, "__init__" of app itself."""
    return module.split(".")[1] if "." in module else "__init__"


def sources(place: str = "") -> list[Path]:
    """The Python files of a folder or file of app/, or all."""
    path = ROOT / "app" / place
    found = sorted(path.rglob("*.py")) if path.is_dir() else [path.with_suffix(".py")]
    assert found
    return found


def name_of(path: Path) -> str:
    """app/cells/__init__.py → app.cells."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(path): path for path in sources()}


def imported(code: str, path: Path) -> Iterator[str]:
    """Every module that the code of a file imports, wherever in it: `from a import b` is a.b where that is a module."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:  # from . import x
                package = path.relative_to(ROOT).with_suffix("").parts[: -node.level]
                base = ".".join((*package, *filter(None, [node.module])))
            whole = [f"{base}.{alias.name}" for alias in node.names]
            yield from (name if name in MODULES else base for name in whole)


@cache
def imports() -> dict[str, set[str]]:
    """What each module imports, with what only a type checker sees."""
    return {name: {*imported(path.read_text(encoding="utf-8"), path)} - {name} for name, path in MODULES.items()}


def within(module: str, packages: tuple[str, ...]) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def test_every_folder_and_file_of_the_app_has_its_arrows() -> None:
    assert {place_of(name) for name in MODULES} == set(ARROWS)


@pytest.mark.parametrize("place", ARROWS)
def test_nothing_is_imported_against_the_arrows(place: str) -> None:
    against = [
        f"{module} imports {other}"
        for module, others in imports().items()
        for other in sorted(others & set(MODULES))
        if place_of(module) == place and place_of(other) not in (place, *ARROWS[place])
    ]
    assert against == []


def test_the_arrows_point_down() -> None:
    """The table is written from below to above: no folder names one that stands after it."""
    places = list(ARROWS)
    assert [(a, b) for a, below in ARROWS.items() for b in below if places.index(b) >= places.index(a)] == []


def test_no_module_leads_back_to_itself() -> None:
    """Also where only a type checker sees the import: what two modules need of each other belongs in a third."""
    assert circles({name: others & set(MODULES) for name, others in imports().items()}) == []


def test_imports_inside_the_app_are_relative() -> None:
    """So that the same files can be installed under another name."""
    absolute = [
        str(path.relative_to(ROOT))
        for path in MODULES.values()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.ImportFrom) and not node.level and within(node.module or "", ("app",)))
        or (isinstance(node, ast.Import) and any(within(alias.name, ("app",)) for alias in node.names))
    ]
    assert absolute == []


@pytest.mark.parametrize("place", ["cells", "bptt", "tasks", "trace"])
def test_the_engine_needs_numpy_and_nothing_else_from_outside(place: str) -> None:
    outside = {other.split(".")[0] for name, others in imports().items() if place_of(name) == place for other in others}
    assert outside - {"app", *sys.stdlib_module_names} <= {"numpy"}


@pytest.mark.parametrize("place", [place for place in ARROWS if place not in SERVE])
def test_what_is_not_a_route_knows_no_web_framework(place: str) -> None:
    found = [(n, other) for n, others in imports().items() if place_of(n) == place for other in sorted(others)]
    assert [pair for pair in found if within(pair[1], SERVERS)] == []


def test_a_circle_is_found_and_a_fork_that_joins_again_is_none() -> None:
    assert circles({"a": "b", "b": "c", "c": "a", "d": "a"}) == [["a", "b", "c"]]
    assert circles({"a": "bc", "b": "d", "c": "d", "d": ""}) == []


def test_this_test_sees_imports_of_every_form() -> None:
    code = (
        "import fastapi.routing\nfrom app import bptt\ndef f():\n    from ..bptt import unroll\nfrom .base import Cell"
    )
    found = set(imported(code, ROOT / "app" / "cells" / "x.py"))
    assert found == {"fastapi.routing", "app.bptt", "app.bptt.unroll", "app.cells.base"}
    assert [place_of(name) for name in ("app", "app.config", "app.bptt.unroll")] == ["__init__", "config", "bptt"]
    assert within("app.bptt.unroll", ("app.bptt",))
    assert not within("app.bpttx", ("app.bptt",))


SHARED = {"__init__", "arrays", "base", "equations", "layer_norm", "nonlinearities", "parameters", "records"}
"""Files of a registry's folder that are no entry of it."""


@pytest.mark.parametrize(("folder", "package", "registry"), [("cells", cells, CELLS), ("tasks", tasks, TASKS)])
def test_every_file_of_a_registry_s_folder_is_listed_in_it(folder: str, package: object, registry: dict) -> None:  # type: ignore[type-arg]
    files = {path.stem for path in (ROOT / "app" / folder).glob("*.py")} - SHARED
    listed = {kind.__module__.removeprefix(f"app.{folder}.") for kind in registry.values()}
    assert files == listed, f"app/{folder}/__init__.py lists {sorted(listed)}, the folder has {sorted(files)}"
    assert all(name == kind.name for name, kind in registry.items())
    assert package.__doc__
    assert "to add one" in package.__doc__


def test_every_folder_of_an_application_is_listed_in_the_registry() -> None:
    folder = ROOT / "app" / "applications"
    folders = {path.parent.name for path in folder.glob("*/*.py")}
    listed = {kind.__module__.removeprefix("app.applications.") for kind in APPLICATIONS.values()}
    assert folders == listed, f"app/applications/__init__.py lists {sorted(listed)}, the folder has {sorted(folders)}"
    assert all(name == kind.name for name, kind in APPLICATIONS.items())
    assert "to add one" in (applications.__doc__ or "")


def test_an_application_s_own_modules_are_its_own() -> None:
    """What two applications share lies beside their folders, not in one of them."""
    for kind in APPLICATIONS.values():
        others = tuple(f"app.applications.{name}" for name in APPLICATIONS if name != kind.name)
        own = [modules for name, modules in imports().items() if within(name, (f"app.applications.{kind.name}",))]
        assert [module for modules in own for module in modules if within(module, others)] == []
