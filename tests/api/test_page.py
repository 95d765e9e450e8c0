"""The page, its static files, and the headers around them."""

import gzip
import re

import brotli  # type: ignore[import-untyped]
import pytest
from starlette.testclient import TestClient

from app import assets as assets_module
from app import words
from app.assets import ROOT, accepted_encodings, assets, plotly_file
from app.main import create_app
from app.settings import Settings


def test_every_answer_forbids_foreign_scripts(client):
    for path in ("/", "/?lang=es", "/api/trace", "/api/trace?steps=0", "/healthz", "/nowhere"):
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self';" in policy
        assert "style-src 'self';" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"


def test_a_static_file_is_taken_for_what_it_is(client):
    headers = client.get(f"/static/{assets().version}/js/main.js").headers
    assert headers["x-content-type-options"] == "nosniff"
    assert "javascript" in headers["content-type"]


@pytest.mark.parametrize("bundled", [True, False])
def test_scripts_are_sent_without_their_comments(bundled):
    source = (ROOT / "static" / "js" / "state" / "address.js").read_text("utf-8")
    static_files = assets(bundled=bundled)
    name = static_files.chunks.get("js/state/address.js", "js/state/address.js")
    sent = static_files.files[name].content.decode()
    assert "@param" in source
    assert "@param" not in sent
    assert bundled or len(sent) < len(source)


def test_without_the_minifier_scripts_are_sent_as_they_are(monkeypatch):
    monkeypatch.setattr(assets_module, "minify", None)
    name = "js/state/address.js"
    source = (ROOT / "static" / name).read_bytes()
    assert assets_module.sent(name, {name: source}) == source


def test_a_stylesheet_is_sent_with_those_that_it_imports_in_their_order():
    sent = assets().files["css/page.css"].content.decode()
    assert "@import" not in sent
    assert 0 <= sent.find("--base:") < sent.find(".view-tabs")
    assert [
        name for name, asset in assets().files.items() if name.endswith(".css") and b"@import" in asset.content
    ] == []


@pytest.mark.parametrize("language", list(words.catalogues()))
def test_the_page_comes_in_the_reader_s_language(client, language):
    text = client.get("/", headers={"Accept-Language": language}).text
    assert f'<html lang="{language}"' in text
    assert words.text(language, "page.lead") in text
    assert client.get(f"/?lang={language}").text.count(f'<html lang="{language}"') == 1


def test_the_page_has_no_inline_script_style_or_handler_and_names_no_outside_host(client):
    text = client.get("/").text
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert "<style" not in text
    assert not re.search(r"\s(style|on\w+)=", text)
    assert not re.search(r"""(src|href)=["'](https?:)?//""", text)


def test_every_file_that_the_page_names_is_there(client):
    text = client.get("/").text
    for address in set(re.findall(r'(?:src|href)="(/[^"#]+)', text)):
        assert client.get(address).status_code == 200, address


def test_static_files_are_kept_for_ever_under_their_hash_and_never_under_another(client):
    now = client.get(f"/static/{assets().version}/js/main.js")
    old = client.get("/static/000000000000/js/main.js")
    assert "immutable" in now.headers["cache-control"]
    assert now.headers["content-type"].startswith("text/javascript")
    assert old.headers["cache-control"] == "no-cache"
    assert old.content == now.content


@pytest.mark.parametrize(("encoding", "decompress"), [("br", brotli.decompress), ("gzip", gzip.decompress)])
def test_text_is_sent_compressed_as_the_reader_accepts(client, encoding, decompress):
    with client.stream(
        "GET", f"/static/{assets().version}/js/main.js", headers={"Accept-Encoding": encoding}
    ) as answer:
        body = b"".join(answer.iter_raw())
        assert answer.headers["content-encoding"] == encoding
    assert decompress(body) == assets().files["js/main.js"].content


def test_a_path_that_leaves_the_folder_leads_nowhere(client):
    for path in ("../pyproject.toml", "%2e%2e/pyproject.toml", "js/../../app/main.py"):
        assert client.get(f"/static/{assets().version}/{path}").status_code == 404


def test_a_changed_file_changes_every_address():
    files = assets().files
    name = "js/main.js"
    changed = assets_module.Assets(files | {name: assets_module.Asset(name, files[name].content + b" ")})
    assert changed.version != assets().version


def test_plotly_is_npm_s_bundle_else_the_python_package_s_else_none(tmp_path, monkeypatch):
    monkeypatch.setattr(assets_module, "ROOT", tmp_path)
    monkeypatch.setattr(assets_module, "find_spec", lambda _: None)
    assert plotly_file() is None
    package = tmp_path / "plotly" / "package_data" / "plotly.min.js"
    package.parent.mkdir(parents=True)
    package.touch()
    spec = type("Spec", (), {"submodule_search_locations": [str(tmp_path / "plotly")]})
    monkeypatch.setattr(assets_module, "find_spec", lambda _: spec)
    assert plotly_file() == package
    npm = tmp_path / "node_modules" / "plotly.js-cartesian-dist-min" / "plotly-cartesian.min.js"
    npm.parent.mkdir(parents=True)
    npm.touch()
    assert plotly_file() == npm


def test_the_page_works_under_a_url_prefix():
    with TestClient(create_app(Settings(root_path="lab/"))) as client:
        for address in ("/", "/lab/"):  # a proxy may strip the prefix, or hand it on
            text = client.get(address).text
            assert 'data-root="/lab"' in text
            assert f'src="/lab/static/{assets().version}/js/main.js"' in text
        assert client.get(f"/lab/static/{assets().version}/js/main.js").status_code == 200
        assert client.get("/lab/api/trace?steps=0").status_code == 422


@pytest.mark.parametrize(("path", "home"), [("/lab", "/lab/"), ("/lab?rho=1&lang=es", "/lab/?rho=1&lang=es")])
def test_a_prefix_without_its_slash_leads_to_the_page_with_its_query(path, home):
    with TestClient(create_app(Settings(root_path="/lab"))) as client:
        answer = client.get(path, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (308, home)
        assert "content-security-policy" in answer.headers
        assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    ("origins", "origin", "allowed"),
    [
        ("", "https://course.example", None),
        ("", "null", None),
        ("null", "null", "null"),
        ("https://course.example null", "https://course.example", "https://course.example"),
        ("https://course.example", "https://other.example", None),
        ("*", "https://other.example", "*"),
    ],
)
def test_scripts_of_another_origin_read_the_api_where_the_setting_says_so(origins, origin, allowed):
    with TestClient(create_app(Settings(cors_origins=origins))) as client:
        for query in ("steps=5&fields=norms", "steps=0"):
            answer = client.get(f"/api/trace?{query}", headers={"Origin": origin})
            assert answer.headers.get("access-control-allow-origin") == allowed
            assert "access-control-allow-credentials" not in answer.headers


def test_static_files_are_everybodys_so_that_a_page_without_an_origin_can_say_what_is_wrong(client):
    answer = client.get(f"/static/{assets().version}/js/main.js", headers={"Origin": "null"})
    assert answer.headers["access-control-allow-origin"] == "*"


def test_every_link_to_a_file_or_to_data_is_a_download(client):
    links = re.findall(r"<a [^>]*>", client.get("/").text)
    data = [link for link in links if "/api/" in link or "openapi" in link]
    assert len(data) == 4
    assert all("download=" in link for link in data)


def test_a_monitor_may_ask_for_the_head_alone(client):
    for path in ("/", "/healthz", f"/static/{assets().version}/js/main.js"):
        answer = client.head(path)
        assert (answer.status_code, answer.content) == (200, b"")


def test_only_a_real_static_file_goes_without_the_policy(client):
    assert "content-security-policy" in client.get("/nowhere/static/x").headers
    assert "content-security-policy" in client.get("/static/x/nothing.js").headers


def test_the_server_says_that_it_is_well(client):
    assert client.get("/healthz").json() == {"status": "ok"}


@pytest.mark.parametrize(
    ("header", "accepted"),
    [("gzip, br;q=0.5", {"gzip", "br"}), ("gzip;q=0, br; q=0.000", set()), ("BR ; q=1.0", {"br"}), ("", {""})],
)
def test_an_encoding_of_weight_zero_is_not_accepted(header, accepted):
    assert accepted_encodings(header) == accepted
