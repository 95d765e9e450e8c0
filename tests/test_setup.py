"""The set-up's own promises: locks, targets, and what continuous integration calls."""

from __future__ import annotations

import json
import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from app import __version__

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
PYTHON_LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
SCRIPT_LOCK = json.loads((ROOT / "package-lock.json").read_text())


def names(requirements: list[str]) -> set[str]:
    return {name[0].lower() for line in requirements if (name := re.match(r"[\w.-]+", line))}


def locked(name: str) -> set[str]:
    return names(re.findall(r"^[\w.-]+(?===)", (ROOT / f"requirements/{name}.txt").read_text(), re.MULTILINE))


@pytest.mark.parametrize("lock", PYTHON_LOCKS, ids=lambda path: path.name)
def test_a_python_lock_holds_every_package_to_a_hash_and_names_no_host_and_no_path(lock):
    text = lock.read_text()
    entries = re.findall(r"^[\w.-]+==.*(?:\n    .*)*", text, re.MULTILINE)
    assert entries
    assert [entry for entry in entries if "--hash=sha256:" not in entry] == []
    assert re.findall(r"://|--index|--find-links|(?:^| )/\w", text) == []


def test_the_script_lock_holds_every_package_to_a_hash_and_names_no_host():
    packages = {path: entry for path, entry in SCRIPT_LOCK["packages"].items() if path}
    assert packages
    assert [path for path, entry in packages.items() if "resolved" in entry or "integrity" not in entry] == []


def test_the_locks_hold_what_the_project_asks_for():
    runtime, development = names(PROJECT["project"]["dependencies"]), names(PROJECT["dependency-groups"]["dev"])
    assert runtime <= locked("runtime")
    assert runtime | names(PROJECT["project"]["optional-dependencies"]["plotly"]) <= locked("plotly")
    assert runtime | development <= locked("dev")
    assert "plotly" not in locked("runtime")
    package = json.loads((ROOT / "package.json").read_text())
    for kind in ("dependencies", "devDependencies"):
        assert SCRIPT_LOCK["packages"][""][kind] == package[kind]
        assert all(re.fullmatch(r"[\d.]+", version) for version in package[kind].values()), "exact versions only"


def test_what_is_tested_is_what_is_served():
    pinned = [set(re.findall(r"^[\w.-]+==[\w.]+", path.read_text(), re.MULTILINE)) for path in PYTHON_LOCKS]
    everywhere = set.union(*pinned)
    assert len(everywhere) == len({line.partition("==")[0] for line in everywhere}), "one version of each package"


def test_every_dependency_of_the_server_has_its_reason_written_down():
    record = (ROOT / "docs/decisions/0001-dependencies.md").read_text()
    assert [name for name in names(PROJECT["project"]["dependencies"]) if f"| {name} |" not in record] == []


def test_every_target_of_the_makefile_has_a_line_of_help():
    makefile = (ROOT / "Makefile").read_text()
    found = re.search(r"^\.PHONY: (.*)", makefile, re.MULTILINE)
    assert found is not None
    phony = found[1].split()
    assert [target for target in phony if not re.search(rf"^{target}:.*## \S", makefile, re.MULTILINE)] == []


def test_host_and_port_given_to_make_reach_the_server():
    plan = subprocess.run(
        ["make", "--dry-run", "run", "HOST=0.0.0.0", "PORT=9000"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert 'serve --host "0.0.0.0" --port "9000"' in plan.stdout


def test_continuous_integration_calls_what_a_developer_calls():
    script = ROOT / ".ci/run"
    assert os.access(script, os.X_OK)
    assert script.read_text().rstrip().endswith("make test")


def test_the_version_is_the_same_everywhere():
    assert {PROJECT["project"]["version"], SCRIPT_LOCK["version"], __version__} == {__version__}
