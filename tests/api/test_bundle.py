"""The scripts as the set-up bundles them: used where the bundle was made of just these sources, else never."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app import assets as assets_module
from app.assets import Assets, assets
from tests.guides.guide import copied

NODE = Path(sys.executable).with_name("node")
SCRIPT = "js/state/address.js"
WORKLET = "js/applications/recorder_worklet.js"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A copy of the project with its bundle."""
    root = copied(tmp_path_factory.mktemp("bundle"))
    subprocess.run([NODE, root / "scripts" / "bundle.js"], check=True)
    return root


@pytest.fixture
def read(made, monkeypatch):
    """What a server of the copy would serve, as it lies there now."""

    def look(**options: bool) -> Assets:
        monkeypatch.setattr(assets_module, "ROOT", made)
        monkeypatch.setattr(assets_module, "STATIC", made / "static")
        return assets.__wrapped__(**options)

    return look


def test_a_page_begins_with_one_script_and_a_mode_with_few_more(read):
    served = read()
    assert served.modules("js/main.js") == ["js/main.js"]
    for entry in ("js/training/training.js", "js/applications/applications.js"):
        scripts = served.modules("js/main.js", entry)
        assert served.chunks[entry] in scripts
        assert len(scripts) <= 8
        assert set(scripts) <= served.files.keys()


def test_what_the_bundle_holds_is_served_in_it_alone_and_what_is_fetched_by_its_address_stays_a_file(read):
    served = read()
    assert set(served.chunks.values()) <= served.files.keys()
    assert served.chunks.keys() & served.files.keys() == {"js/main.js"}
    sources = {name for name in read(bundled=False).files if name.endswith(".js")}
    assert sources - served.chunks.keys() - {assets_module.PLOTLY} == {WORKLET}
    assert WORKLET in served.files


def test_one_file_that_is_not_as_it_was_and_the_bundle_is_not_used(read, made):
    script, fresh = made / "static" / SCRIPT, made / "static" / "js" / "fresh.js"
    source = script.read_text("utf-8")
    plain = read(bundled=False)
    for path, content in ((script, source + "\n"), (fresh, "export {};\n")):
        path.write_text(content, "utf-8")
        served = read()
        assert served.chunks == {}
        assert served.files.keys() - plain.files.keys() <= {"js/fresh.js"}
        assert served.files[SCRIPT].content == plain.files[SCRIPT].content
        if path is script:
            path.write_text(source, "utf-8")
        else:
            path.unlink()
    assert read().chunks


def test_without_a_bundle_each_script_is_served_by_itself(read, made, tmp_path):
    shutil.move(made / "dist", tmp_path / "dist")
    try:
        assert len(read().modules("js/main.js")) > 50
        assert read().version == read(bundled=False).version
    finally:
        shutil.move(tmp_path / "dist", made / "dist")


def test_the_same_sources_make_the_same_bundle(read, made):
    version = read().version
    subprocess.run([NODE, made / "scripts" / "bundle.js"], check=True)
    assert read().version == version
