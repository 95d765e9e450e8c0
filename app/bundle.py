"""The page's scripts as the set-up has bundled them (`scripts/bundle.js`), where it did so from just these sources."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Bundle:
    """Few files in place of many."""

    files: dict[str, Path]
    """Name → file, as they are served."""
    chunks: dict[str, str]
    """Source → the file that holds it."""


def read_bundle(folder: Path, contents: Mapping[str, bytes]) -> Bundle | None:
    """The bundle in `folder` of the scripts in `contents`.

    None where nobody made one, or where it was made of other sources: each script is then served by itself.
    """
    made = folder / "bundle.json"
    if not made.is_file():
        return None
    told = json.loads(made.read_text("utf-8"))
    if told["sources"] != hash_of_scripts(contents):
        return None
    return Bundle(
        {path.relative_to(folder).as_posix(): path for path in folder.glob("js/*.js")},
        told["files"],
    )


def hash_of_scripts(contents: Mapping[str, bytes]) -> str:
    """The hash that `scripts/bundle.js` takes of its sources."""
    digest = hashlib.sha256()
    for name in sorted(name for name in contents if name.startswith("js/") and name.endswith(".js")):
        digest.update(f"{name} {len(contents[name])} ".encode() + contents[name])
    return digest.hexdigest()
