"""https for phones in the room: a pair of files is checked before anything is served, and then served with.

The certificates are made by the openssl that the documentation tells to use, so that its line is tested with them and
no library for it is needed.
"""

from __future__ import annotations

import json
import shutil
import socket
import ssl
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from click.testing import CliRunner
from websockets.sync.client import connect

from app.__main__ import main
from app.tls import HOW, check_pair
from scripts.server import free_port

OPENSSL = shutil.which("openssl")
pytestmark = pytest.mark.skipif(OPENSSL is None, reason="no openssl to make a certificate with")


def openssl(folder: Path, *arguments: str) -> None:
    subprocess.run([str(OPENSSL), *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """A certificate and its key, by the line that a reader is told."""
    folder = tmp_path_factory.mktemp("tls")
    openssl(folder, *HOW.split(" makes")[0].split()[1:])
    return str(folder / "cert.pem"), str(folder / "key.pem")


def refused(*arguments: str) -> str:
    result = CliRunner().invoke(main, ["serve", "--port", "0", *arguments])
    assert result.exit_code == 1, result.output
    assert "Traceback" not in result.output
    return result.output


def test_without_the_two_files_it_is_http() -> None:
    assert check_pair("", "") is None


def test_one_file_of_the_two_is_refused_and_the_other_named(pair: tuple[str, str]) -> None:
    cert, key = pair
    assert "--tls-key is not" in refused("--tls-cert", cert)
    assert "--tls-cert is not" in refused("--tls-key", key)
    assert "openssl" in refused("--tls-key", key)


def test_a_file_that_is_not_there_or_holds_something_else_is_named(pair: tuple[str, str], tmp_path: Path) -> None:
    cert, key = pair
    other = tmp_path / "notes.txt"
    other.write_text("no certificate")
    assert f"{tmp_path}/none.pem cannot be read" in refused("--tls-cert", f"{tmp_path}/none.pem", "--tls-key", key)
    assert f"{tmp_path} cannot be read" in refused("--tls-cert", cert, "--tls-key", str(tmp_path))
    assert "holds no certificate" in refused("--tls-cert", str(other), "--tls-key", key)
    assert "holds no key" in refused("--tls-cert", cert, "--tls-key", str(other))
    assert "holds no certificate" in refused("--tls-cert", key, "--tls-key", cert)


def test_the_key_of_another_certificate_is_refused(pair: tuple[str, str], tmp_path: Path) -> None:
    openssl(tmp_path, "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", "other.pem")
    assert "is not the key of" in refused("--tls-cert", pair[0], "--tls-key", str(tmp_path / "other.pem"))


def test_a_key_with_a_password_is_refused_and_nobody_is_asked_for_it(pair: tuple[str, str], tmp_path: Path) -> None:
    cert, key = pair
    openssl(tmp_path, "pkey", "-in", key, "-aes256", "-passout", "pass:secret", "-out", "locked.pem")
    assert "password" in refused("--tls-cert", cert, "--tls-key", str(tmp_path / "locked.pem"))


def test_the_page_and_a_live_run_go_over_https(pair: tuple[str, str]) -> None:
    cert, key = pair
    port = free_port()
    command = [sys.executable, "-m", "app", "serve", "--port", str(port), "--tls-cert", cert, "--tls-key", key]
    context = ssl.create_default_context(cafile=cert)
    context.check_hostname = False  # it is of "unroll"
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parent.parent) as server:
        assert server.stdout is not None
        try:
            assert f"https://localhost:{port}/" in server.stdout.readline()
            wait_for(port, server)
            with urllib.request.urlopen(f"https://127.0.0.1:{port}/", context=context) as answer:
                assert answer.status == 200
                assert "Strict-Transport-Security" not in answer.headers
            with connect(f"wss://127.0.0.1:{port}/api/live", ssl=context) as live:
                live.send(json.dumps({"type": "start", "query": "task=adding&steps=5&iterations=2&cell=rnn"}))
                assert json.loads(live.recv(timeout=60))["type"] in {"queued", "started"}
        finally:
            server.terminate()


def wait_for(port: int, server: subprocess.Popen[str]) -> None:
    """Until somebody listens there."""
    end = time.monotonic() + 90
    while server.poll() is None and time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError("it did not come up")
