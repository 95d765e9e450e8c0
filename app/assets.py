"""Static files: under one content hash, compressed once, kept in memory; and which Plotly.js the page gets.

The whole folder is served as /static/<hash>/…, so that ES modules that import each other by relative paths are cached
for ever too, and a changed file anywhere changes every address. Files are few and small, so they live in memory. Where
the set-up has bundled the scripts, the bundle stands in their place; a stylesheet is sent with those that it imports.
"""

import gzip
import hashlib
import json
import mimetypes
import posixpath
import re
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.util import find_spec
from pathlib import Path

import brotli  # type: ignore[import-untyped]

from .bundle import read_bundle

try:
    import minify  # type: ignore[import-untyped]
except ImportError:  # no wheel for this machine: files are sent as they are written, and are half as large again
    minify = None

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "static"
PLOTLY = "vendor/plotly.min.js"
TEXT = {".js", ".css", ".json", ".svg"}
MINIFIED = {".js": "text/javascript", ".css": "text/css"}
IMPORT = re.compile(r"""(?:\bfrom|\bimport)\s*["'](\.[^"']+)["']""")
"""`import … from "./x.js"`, `export … from "./x.js"`, `import "./x.js"`, and not `import("./x.js")`."""
SHEET = re.compile(r'@import "([^"]+)";')
"""A stylesheet in another one, from the folder that it lies in."""
LARGE = 200_000
"""Bytes from which a file (Plotly.js) is compressed at quality 9, not 11: a tenth of the time for 4 % more bytes."""


def plotly_file() -> Path | None:
    """The Plotly.js to serve: npm's cartesian bundle where it is installed, else the full one of the `plotly` package.

    None where neither is there: the page then says that its charts are missing, and everything else works.
    """
    npm = ROOT / "node_modules" / "plotly.js-cartesian-dist-min" / "plotly-cartesian.min.js"
    if npm.is_file():
        return npm
    spec = find_spec("plotly")
    places = spec.submodule_search_locations if spec else None
    package = Path(next(iter(places))) / "package_data" / "plotly.min.js" if places else None
    return package if package is not None and package.is_file() else None


def accepted_encodings(header: str) -> set[str]:
    """The encodings that an Accept-Encoding header accepts; q=0 means that one is not."""
    parts = [part.replace(" ", "").partition(";q=") for part in header.lower().split(",")]
    return {name for name, _, weight in parts if weight.rstrip("0.") or not weight}


@dataclass(frozen=True)
class Asset:
    """One file. `body` gives its bytes in an encoding that the reader accepts."""

    name: str
    content: bytes = field(repr=False)

    @property
    def media_type(self) -> str:
        guessed = mimetypes.guess_type(self.name)[0] or "application/octet-stream"
        return "text/javascript" if self.name.endswith(".js") else guessed

    @cached_property
    def brotli(self) -> bytes:
        return bytes(brotli.compress(self.content, quality=9 if len(self.content) > LARGE else 11))

    @cached_property
    def gzip(self) -> bytes:
        return gzip.compress(self.content, 9, mtime=0)

    def body(self, accept_encoding: str) -> tuple[bytes, str | None]:
        """The bytes to send and their Content-Encoding."""
        accepted = accepted_encodings(accept_encoding)
        if Path(self.name).suffix in TEXT and len(self.content) > 500:
            if "br" in accepted:
                return self.brotli, "br"
            if "gzip" in accepted:
                return self.gzip, "gzip"
        return self.content, None


@dataclass(frozen=True)
class Assets:
    """All static files by name, and the hash of all their contents."""

    files: dict[str, Asset]
    chunks: dict[str, str] = field(default_factory=dict)
    """Source of a script → the file of the bundle that holds it; empty where there is none."""

    @cached_property
    def version(self) -> str:
        digest = hashlib.sha256()
        for name, asset in sorted(self.files.items()):
            digest.update(f"{name} {len(asset.content)} ".encode() + asset.content)
        return digest.hexdigest()[:12]

    def write(self, folder: Path) -> None:
        """Every file as it is sent, under the content hash, its brotli and gzip beside it: for a proxy to serve."""
        for name, asset in self.files.items():
            path = folder / self.version / name
            path.parent.mkdir(parents=True, exist_ok=True)
            for accepted, suffix in (("", ""), ("br", ".br"), ("gzip", ".gz")):
                body, encoding = asset.body(accepted)
                if not accepted or encoding:
                    path.with_name(path.name + suffix).write_bytes(body)

    def modules(self, *entries: str) -> list[str]:
        """The scripts that these need before they run: what they import, and what that imports, but for what is
        imported later, while the page runs. A browser may fetch them side by side.
        """
        needed: set[str] = set()
        waiting = [name for name in (self.chunks.get(entry, entry) for entry in entries) if name in self.files]
        while waiting:
            name = waiting.pop()
            if name not in needed:
                needed.add(name)
                code = self.files[name].content.decode()
                waiting += [
                    posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) for path in IMPORT.findall(code)
                ]
        return sorted(needed)

    def prepare(self) -> None:
        """Compress what every first visit fetches: no class of readers who come together waits for it."""
        words = [name for name in self.files if posixpath.dirname(name) == "locales"]
        for name in (*self.modules("js/main.js"), "css/page.css", *words, PLOTLY):
            if asset := self.files.get(name):
                asset.body("br")
                asset.body("gzip")


@cache
def assets(*, bundled: bool = True) -> Assets:
    """Read the folder once, with the bundle in place of the scripts that it holds, where there is one of just these."""
    paths = {path.relative_to(STATIC).as_posix(): path for path in STATIC.rglob("*") if path.is_file()}
    sources = {name: path.read_bytes() for name, path in paths.items() if not name.endswith(".d.ts")}
    bundle = read_bundle(ROOT / "dist", sources) if bundled else None
    contents = {name: sent(name, sources) for name in sources if not bundle or name not in bundle.chunks}
    contents |= words_in_full(contents)
    more = dict(bundle.files) if bundle else {}
    if plotly := plotly_file():
        more[PLOTLY] = plotly
    contents |= {name: path.read_bytes() for name, path in more.items()}
    return Assets(
        {name: Asset(name, content) for name, content in contents.items()},
        bundle.chunks if bundle else {},
    )


def words_in_full(contents: dict[str, bytes]) -> dict[str, bytes]:
    """The files of those languages that lack texts, with the English ones in their place."""
    folders = ("locales/", "locales/later/")
    english = [json.loads(contents[f"{folder}en.json"]) for folder in folders]
    found = {}
    for code in {Path(name).stem for name in contents if name.startswith(folders)}:
        own = [json.loads(contents.get(f"{folder}{code}.json", "{}")) for folder in folders]
        said = own[0] | own[1]
        for folder, words, keys in zip(folders, own, english, strict=True):
            if keys.keys() - said.keys():
                whole = {**{key: said.get(key, text) for key, text in keys.items()}, **words}
                found[f"{folder}{code}.json"] = json.dumps(whole, ensure_ascii=False).encode()
    return found


def sent(name: str, sources: dict[str, bytes]) -> bytes:
    """A file as it is sent: a stylesheet with what it imports, and the page's own scripts and styles without comments
    and blanks, half of them compressed.
    """
    media_type = MINIFIED.get(Path(name).suffix)
    if media_type is None:
        return sources[name]
    text = sources[name].decode()
    if name.endswith(".css"):
        folder = posixpath.dirname(name)
        text = SHEET.sub(lambda found: sources[posixpath.join(folder, found[1])].decode(), text)
    return (text if minify is None else str(minify.string(media_type, text))).encode()
