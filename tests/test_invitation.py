"""Where a class finds the server."""

from __future__ import annotations

from ipaddress import ip_address

import pytest
from click.testing import CliRunner

from app import invitation
from app.__main__ import main
from app.invitation import addresses_of_machine, qr_code, urls


def test_a_machine_has_no_address_in_the_network_that_only_it_can_reach():
    assert not any(ip_address(found).is_loopback for found in addresses_of_machine())


@pytest.mark.parametrize(
    ("host", "public", "expected"),
    [
        ("127.0.0.1", "", ["http://localhost:8000/"]),
        ("0.0.0.0", "", ["http://192.168.1.7:8000/", "http://localhost:8000/"]),
        ("192.168.1.7", "", ["http://192.168.1.7:8000/"]),
        ("fd00::7", "", ["http://[fd00::7]:8000/"]),
        ("0.0.0.0", "https://course.example/unroll", ["https://course.example/unroll/"]),
    ],
)
def test_the_first_address_is_the_one_that_students_type(monkeypatch, host, public, expected):
    monkeypatch.setattr(invitation, "addresses_of_machine", lambda: ["192.168.1.7"])
    assert urls("http", host, 8000, "/", public) == expected


def test_without_a_network_the_machine_itself_is_left(monkeypatch):
    monkeypatch.setattr(invitation, "addresses_of_machine", list)
    assert urls("https", "0.0.0.0", 8443, "/lab/") == ["https://localhost:8443/lab/"]


def test_the_qr_code_is_a_square_of_blocks_in_the_terminal():
    lines = qr_code("http://192.168.1.7:8000/").splitlines()
    assert len(lines) > 10
    assert set("".join(lines)) & set("▀▄█")


def test_more_than_one_worker_is_refused_with_a_word():
    refused = CliRunner().invoke(main, ["serve", "--workers", "2"])
    assert refused.exit_code == 1
    assert "UNROLL_COMPUTING" in refused.output
