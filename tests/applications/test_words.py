"""Every application, fault and field of a play has its words in every language."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from app import words
from app.applications import APPLICATIONS
from app.applications.fields import inference_table

ROOT = Path(__file__).parent.parent.parent

every_language = pytest.mark.parametrize("language", list(words.catalogues()))


@cache
def codes() -> dict[str, set[str]]:
    """Every code of a fault that an application may raise, and the files that it stands in."""
    found: dict[str, set[str]] = {}
    for path in sorted((ROOT / "app" / "applications").rglob("*.py")):
        for code in raised(ast.parse(path.read_text("utf-8"))):
            found.setdefault(code, set()).add(str(path.relative_to(ROOT)))
    return found


def raised(tree: ast.AST) -> Iterator[str]:
    """The codes in the calls that make a fault: MaterialError("…"), TableError("…"), problem("…")."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            name, code = getattr(node.func, "id", getattr(node.func, "attr", "")), node.args[0].value
            fault = name.endswith("Error") or name in ("problem", "fault")
            if fault and isinstance(code, str) and re.fullmatch(r"[a-z_0-9]+", code):
                yield code


@every_language
def test_every_fault_has_words_in_every_language(language: str) -> None:
    known = words.catalogues()[language]
    missing = {f"error.{code}": sorted(files) for code, files in codes().items() if f"error.{code}" not in known}
    assert not missing
    for code in ("no_such_material", "not_trained", "material_too_long", "no_material", "too_long"):
        assert f"error.{code}" in known


@every_language
@pytest.mark.parametrize("name", list(APPLICATIONS))
def test_every_application_has_its_words(name: str, language: str) -> None:
    kind, known = APPLICATIONS[name], words.catalogues()[language]
    keys = {f"app.{name}.{part}" for part in ("title", "about", "lesson")}
    keys |= {f"app.{name}.variant.{variant}" for variant in kind.variants if variant}
    keys |= {f"measure.{kind.measure_name}", f"appbaseline.{kind.baseline_name}"}
    assert not sorted(keys - known.keys())
    assert all(known[key].strip() for key in keys)


@every_language
def test_every_field_of_a_play_has_its_words(language: str) -> None:
    known = words.catalogues()[language]
    keys = {
        f"config.{field}.{part}" for field in (row["name"] for row in inference_table()) for part in ("label", "help")
    }
    keys |= {f"config.{field}.{part}" for field in ("app", "variant", "material") for part in ("label", "help")}
    assert not sorted(keys - known.keys())
