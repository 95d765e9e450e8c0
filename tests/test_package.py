"""The folder app/ under another name: a wheel can carry it as `unroll`, beside whatever else is called app."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent

ASK = """
import json, sys
from starlette.testclient import TestClient
from unroll.main import create_app

with TestClient(create_app()) as client:
    answer = client.get("/api/trace?cell=rnn&steps=5")
    page = client.get("/")
print(json.dumps({
    "trace": [answer.status_code, len(answer.json()["runs"])],
    "page": page.status_code,
    "files": sorted({name.split(".")[0] for name in sys.modules} & {"app", "unroll"}),
}))
"""


def test_the_app_serves_under_the_name_unroll(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "app", tmp_path / "unroll", ignore=shutil.ignore_patterns("__pycache__"))
    for folder in ("static", "templates"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    python = [sys.executable, "-P", "-W", "ignore", "-c", ASK]
    there = {**os.environ, "PYTHONPATH": str(tmp_path)}
    ended = subprocess.run(python, cwd=tmp_path, env=there, capture_output=True, text=True, check=False, timeout=300)
    assert ended.returncode == 0, ended.stderr
    assert '{"trace": [200, 1], "page": 200, "files": ["unroll"]}' in ended.stdout


def test_the_server_s_processes_find_the_app_under_its_own_name() -> None:
    """uvicorn imports the app by name in every worker."""
    source = (ROOT / "app" / "__main__.py").read_text(encoding="utf-8")
    assert 'f"{__package__}.main:create_app"' in source
