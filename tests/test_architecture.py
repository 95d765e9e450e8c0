"""The direction of the arrows: the engine knows nothing of the web, a cell nothing of time, a task of no network,
an application nothing of how it is trained.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import applications, cells, tasks
from app.applications import APPLICATIONS
from app.cells import CELLS
from app.tasks import TASKS

ROOT = Path(__file__).parent.parent
WEB = ("app.api", "app.main", "app.errors", "app.words", "fastapi", "starlette", "uvicorn", "jinja2", "httpx")
ENGINE_MAY = ("numpy", "app.cells", "app.bptt", "app.tasks", "app.document")
ABOVE = (*WEB, "app.applications", "app.trace", "app.training", "app.config", "app.settings", "pydantic")
"""What lies above the engine: it is imported by none of the engine's files."""

FORBIDDEN = {
    "app/cells": (*ABOVE, "app.bptt", "app.tasks"),
    "app/tasks": (*ABOVE, "app.cells", "app.bptt"),
    "app/bptt": (*ABOVE, "app.tasks"),
    "app/trace": (*WEB, "app.training", "app.applications"),
    "app/applications": (*WEB, "app.training", "app.live"),
    "app/training": (*WEB, "app.live"),
    "app/config": (*WEB, "app.trace", "app.training", "app.applications"),
}


def sources(place: str) -> list[Path]:
    """The Python files of a folder, or the one file."""
    path = ROOT / place
    found = sorted(path.rglob("*.py")) if path.is_dir() else [path]
    assert found
    return found


def imported(code: str, path: Path) -> Iterator[str]:
    """Every module that the code of a file imports, wherever in it: `from a import b` counts as a and as a.b."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:  # from . import x
                package = path.relative_to(ROOT).with_suffix("").parts[: -node.level]
                base = ".".join((*package, *filter(None, [node.module])))
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)


def imports(place: str) -> Iterator[tuple[str, str]]:
    """File and module of every import in a folder or a file."""
    for path in sources(place):
        for module in imported(path.read_text(encoding="utf-8"), path):
            yield str(path.relative_to(ROOT)), module


def within(module: str, packages: tuple[str, ...]) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)


@pytest.mark.parametrize("place", FORBIDDEN)
def test_nothing_is_imported_against_the_arrows(place: str) -> None:
    assert [found for found in imports(place) if within(found[1], FORBIDDEN[place])] == []


@pytest.mark.parametrize("place", ["app/cells", "app/bptt", "app/tasks"])
def test_the_engine_needs_numpy_and_nothing_else_from_outside(place: str) -> None:
    outside = [found for found in imports(place) if found[1].split(".")[0] not in sys.stdlib_module_names]
    assert [found for found in outside if not within(found[1], ENGINE_MAY)] == []


def test_this_test_sees_imports_of_every_form() -> None:
    code = "import fastapi.routing\nfrom app import bptt\ndef f():\n    from ..bptt import unroll\n"
    found = set(imported(code, ROOT / "app" / "cells" / "x.py"))
    assert {"fastapi.routing", "app.bptt", "app.bptt.unroll"} <= found
    assert within("app.bptt.unroll", FORBIDDEN["app/cells"])
    assert not within("app.bpttx", FORBIDDEN["app/cells"])


@pytest.mark.parametrize(("folder", "package", "registry"), [("cells", cells, CELLS), ("tasks", tasks, TASKS)])
def test_every_file_of_a_registry_s_folder_is_listed_in_it(folder: str, package: object, registry: dict) -> None:  # type: ignore[type-arg]
    files = {path.stem for path in (ROOT / "app" / folder).glob("*.py")} - {"__init__", "base"}
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
        assert [found for found in imports(f"app/applications/{kind.name}") if within(found[1], others)] == []
