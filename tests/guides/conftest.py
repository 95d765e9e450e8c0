"""Each module follows one guide of README.md, its ``GUIDE``, and uses what came of it on a server of its own."""

from __future__ import annotations

import pytest

from scripts.server import Server
from tests.browser.conftest import browser, lab, open_lab, open_server
from tests.guides.guide import copied, follow, ships, take_out

__all__ = ["browser", "lab", "open_lab", "open_server"]


@pytest.fixture(scope="module")
def root(request, tmp_path_factory):
    """A copy of the project in which the module's guide was followed."""
    guide = request.module.GUIDE
    folder = copied(tmp_path_factory.mktemp(guide))
    if ships(guide):
        take_out(guide, folder)
    follow(guide, folder)
    return folder


@pytest.fixture(scope="module")
def server(root):
    with Server(root=root) as running:
        yield running


def pytest_collection_modifyitems(items):
    for item in items:
        if {"lab", "open_lab"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.browser)
