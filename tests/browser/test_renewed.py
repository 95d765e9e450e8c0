"""A page that is open while the server is renewed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from playwright.sync_api import expect

from scripts.server import Server
from tests.guides.guide import copied

NODE = Path(sys.executable).with_name("node")


def test_a_page_of_an_older_version_says_so_where_it_needs_a_script_that_is_gone_and_goes_on_when_reloaded(
    open_lab, tmp_path
):
    root = copied(tmp_path)
    bundle = [NODE, root / "scripts" / "bundle.js"]
    subprocess.run(bundle, check=True)
    with Server(root=root) as server:
        lab = open_lab(server=server)
        page = lab.open("cell=rnn&steps=20")
        page.wait_for_load_state("networkidle")
        server.stop()
        view = root / "static" / "js" / "views" / "states.js"
        view.write_text(
            view.read_text("utf-8") + "\nexport const renewed = true;\nglobalThis.renewed = renewed;\n", "utf-8"
        )
        subprocess.run(bundle, check=True)
        server.start()
        lab.expect("404|ERR_CONNECTION_REFUSED")  # what it fetches when it has time may meet no server
        page.locator("#tab-states").click()
        expect(page.locator("#toast")).to_contain_text("newer version")
        lab.in_address("view", "states")
        page.reload()
        expect(page.locator("#view-panel .main-svg").first).to_be_visible()
        expect(page.locator("#tab-states")).to_have_attribute("aria-selected", "true")
        assert page.evaluate("globalThis.renewed")
        lab.in_address("steps", "20")
