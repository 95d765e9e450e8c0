"""A proxy in front: it has the very files that the server would send, and no service has rights it does not need."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from starlette.testclient import TestClient

from app.__main__ import main
from app.assets import assets

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the proxy serves."""
    folder = tmp_path_factory.mktemp("static")
    result = CliRunner().invoke(main, ["files", str(folder)])
    assert result.exit_code == 0, result.output
    return folder


def test_the_proxy_s_files_are_those_that_the_server_sends_in_each_encoding(written: Path, client: TestClient) -> None:
    version = assets().version
    names = [name for name in assets().files if "vendor" not in name][::7]
    assert len(names) > 10
    for name in names:
        path = written / version / name
        for accepted, suffix in (("identity", ""), ("br", ".br"), ("gzip", ".gz")):
            with client.stream("GET", f"/static/{version}/{name}", headers={"Accept-Encoding": accepted}) as answer:
                body = b"".join(answer.iter_raw())
            is_packed = "content-encoding" in answer.headers
            packed = path.with_name(path.name + (suffix if is_packed else ""))
            assert packed.read_bytes() == body, (name, accepted)


def test_the_proxy_says_of_a_file_what_the_server_says(client: TestClient) -> None:
    caddyfile = (ROOT / "deploy" / "Caddyfile").read_text()
    answer = client.get(f"/static/{assets().version}/js/main.js", headers={"Origin": "https://elsewhere.example"})
    for name in ("Cache-Control", "X-Content-Type-Options", "Access-Control-Allow-Origin"):
        said = re.search(rf'{name} "?([^"\n]+)"?\n', caddyfile)
        assert said, name
        assert said[1] == answer.headers[name]


def test_no_service_writes_to_its_disk_or_gains_rights() -> None:
    compose = yaml.safe_load((ROOT / "compose.yaml").read_text())
    assert set(compose["services"]) == {"unroll", "files", "proxy"}
    for service in compose["services"].values():
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
    assert "ports" not in compose["services"]["unroll"]  # reached through the proxy alone
