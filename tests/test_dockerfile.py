"""The Dockerfile, held without a Docker engine: a linter, and its steps followed one by one in an empty folder.

The same commands build the same tree under a temporary root, with this Python in place of the base image's; then the
image's own command is started on that tree, made read-only, and asked and stopped as an engine would.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MB = 1_000_000
BASE = 135 * MB  # python:3.11-slim-bookworm unpacked, rounded up; the one number here that is not measured
LIMIT = 250 * MB


@dataclass
class Image:
    """What the last stage of the Dockerfile leaves, as a tree on this disk."""

    root: Path
    environment: dict[str, str] = field(default_factory=dict)
    workdir: Path = Path("/")
    user: str = "root"
    command: list[str] = field(default_factory=list)
    health: list[str] = field(default_factory=list)


def instructions(text: str) -> list[tuple[str, str]]:
    """Split a Dockerfile into (INSTRUCTION, rest), with comments and line continuations resolved."""
    joined = re.sub(r"\\\n", " ", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE))
    return [(word, rest.strip()) for word, _, rest in (line.partition(" ") for line in joined.splitlines() if line)]


def build(text: str, root: Path) -> Image:
    """Follow every stage under ``root/<stage>``; absolute paths of the image are read as paths under it."""
    stages: dict[str, Path] = {}
    image = Image(root)
    for word, rest in instructions(text):
        if word == "FROM":
            name = rest.partition(" AS ")[2] or "final"
            image = Image(root / name)
            image.environment = {"PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])}
            stages[name] = image.root
            image.root.mkdir()
        elif word == "WORKDIR":
            image.workdir = under(image.root, rest)
            image.workdir.mkdir(parents=True)
        elif word == "ENV":
            for name, value in re.findall(r'(\w+)="?([^"\s]+)"?', rest):
                rooted = re.sub(r"/venv\b", str(under(root / "packages", "/venv")), value)
                image.environment[name] = rooted.replace("$PATH", image.environment["PATH"])
        elif word == "COPY":
            copy(rest, image, stages)
        elif word == "RUN":
            rooted = re.sub(r"(?<![\w/])/(?=venv\b|build\b|srv\b)", f"{image.root}/", rest)
            subprocess.run(["sh", "-ec", rooted], cwd=image.workdir, env=os.environ | image.environment, check=True)
        elif word == "USER":
            image.user = rest
        elif word == "CMD":
            image.command = json.loads(rest)
        elif word == "HEALTHCHECK":
            image.health = json.loads(rest.partition("CMD ")[2])
    return image


def under(root: Path, path: str) -> Path:
    return root / path.removeprefix("/")


def copy(rest: str, image: Image, stages: dict[str, Path]) -> None:
    """COPY from the project or an earlier stage. A virtual environment stays where it was made: its paths are fixed."""
    *sources, target = [part for part in rest.split() if not part.startswith("--")]
    stage = re.search(r"--from=(\w+)", rest)
    if target == "/venv":
        return
    for source in sources:
        origin = under(stages[stage[1]], source) if stage else ROOT / source
        destination = image.workdir / target / (origin.name if target.endswith("/") else "")
        destination.parent.mkdir(parents=True, exist_ok=True)
        if origin.is_dir():
            shutil.copytree(origin, destination, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(origin, destination)


def size(*folders: Path) -> int:
    """Bytes on disk, in whole blocks, each hard link once."""
    return sum(path.lstat().st_blocks * 512 for folder in folders for path in folder.rglob("*"))


def state(*folders: Path) -> dict[str, int]:
    """Every file with the time of its last change: equal before and after means that nothing was written."""
    return {str(path): path.lstat().st_mtime_ns for folder in folders for path in folder.rglob("*")}


def answers(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
        connection.sendall(b"GET /healthz HTTP/1.0\r\n\r\n")
        return b" 200 " in connection.recv(64)
    return False


def test_hadolint_finds_nothing_to_say_about_the_dockerfile():
    linter = Path(sys.executable).with_name("hadolint")
    result = subprocess.run([linter, "--no-color", ROOT / "Dockerfile"], capture_output=True, text=True, check=False)
    assert (result.returncode, result.stdout) == (0, "")


def test_the_context_sends_only_what_the_dockerfile_copies():
    wanted = {
        source
        for word, rest in instructions((ROOT / "Dockerfile").read_text())
        if word == "COPY" and "--from" not in rest
        for source in rest.split()[:-1]
    }
    sent = {line.removeprefix("!") for line in (ROOT / ".dockerignore").read_text().splitlines() if line[:1] == "!"}
    assert sent == wanted


@pytest.fixture(scope="module")
def image(tmp_path_factory):
    return build((ROOT / "Dockerfile").read_text(), tmp_path_factory.mktemp("image"))


@pytest.mark.slow
def test_the_image_is_at_most_250_mb_and_carries_neither_pip_nor_the_plotly_package(image, record_property):
    packages = image.root.parent / "packages/venv"
    total = BASE + size(image.root, packages)
    record_property("image, unpacked (base estimated)", f"{total / MB:.0f} MB")
    assert total <= LIMIT
    assert {path.name for path in packages.glob("lib/python*/site-packages/*")}.isdisjoint({"pip", "plotly", "pytest"})
    assert list(image.root.rglob("plotly-cartesian.min.js"))


@pytest.mark.slow
def test_the_image_starts_as_a_user_without_rights_on_a_read_only_tree_and_stops_with_readers_connected(
    image, record_property
):
    assert image.user.split(":")[0] not in {"root", "0"}
    folders = (image.root, image.root.parent / "packages/venv")
    for path in (path for folder in folders for path in folder.rglob("*") if not path.is_symlink()):
        path.chmod(path.stat().st_mode & ~0o222)
    before = state(*folders)

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    # Nothing of this environment but what the image sets.
    command = [part.replace("8000", str(port)).replace("0.0.0.0", "127.0.0.1") for part in image.command]
    health = [part.replace("8000", str(port)) for part in image.health]
    program = shutil.which(command[0], path=image.environment["PATH"])
    started = time.perf_counter()
    server = subprocess.Popen([program, *command[1:]], cwd=image.workdir, env=image.environment)
    try:
        while not answers(port):
            assert server.poll() is None, "the server ended before it answered"
            assert time.perf_counter() - started < 300, "no answer after 300 s"
            time.sleep(0.02)
        record_property("image, start to first answer (limit 2 s)", f"{time.perf_counter() - started:.2f} s")
        subprocess.run([program, *health[1:]], env=image.environment, check=True)

        with (
            socket.create_connection(("127.0.0.1", port)) as idle,
            socket.create_connection(("127.0.0.1", port)) as slow,
        ):
            idle.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
            idle.recv(64)
            slow.sendall(b"GET /api/trace?steps=500&fields=states,gates&encoding=list HTTP/1.1\r\nHost: x\r\n\r\n")
            slow.recv(1)
            stopped = time.perf_counter()
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=5)
        record_property("image, SIGTERM to end (limit 5 s)", f"{time.perf_counter() - stopped:.2f} s")
    finally:
        server.kill()
        server.wait()
    assert server.returncode in {0, -signal.SIGTERM}
    assert state(*folders) == before
