"""The guides of README.md, read as a reader reads them and done in a copy of the project.

A guide is a section `### Add a …`. A block of it belongs to the file that the line before it names. A file that is not
there is written; of one that is, a block of `diff` changes lines, one of `json` adds words. A guide may show what the
project ships: then that is taken out first. "Every other language" are
the languages beside the named one: where a guide says so, its words go into all of them.
"""

from __future__ import annotations

import json
import re
import shutil
from itertools import groupby
from pathlib import Path

from scripts.server import ROOT

BLOCK = re.compile(r"^[^\n]*`([\w./]+\.\w+)`([^\n]*):\n\n```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def section(name: str) -> str:
    """The text of README's guide "Add a <name>"."""
    readme = (ROOT / "README.md").read_text("utf-8")
    found = re.search(rf"^### Add an? {name}\n(.*?)(?=^##)", readme, re.DOTALL | re.MULTILINE)
    assert found, name
    return found[1]


def copied(folder: Path) -> Path:
    """The project in a folder of its own, to be changed."""
    for name in ("app", "static", "templates", "scripts"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "node_modules").symlink_to(ROOT / "node_modules")
    return folder


def follow(name: str, root: Path) -> list[str]:
    """Do what the guide says in the project that lies in `root`; the files that it wrote or changed."""
    blocks = BLOCK.findall(section(name))
    assert blocks, name
    for path, more, kind, text in blocks:
        file = root / path
        if not file.exists():
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, "utf-8")
        elif kind == "diff":
            file.write_text(patched(file.read_text("utf-8"), text), "utf-8")
        else:
            assert kind == "json", (path, kind)
            others = file.parent.glob("*.json") if "every other language" in more else (file,)
            for one in others:
                add_words(one, **json.loads(text))
    return [path for path, *_ in blocks]


def ships(name: str) -> bool:
    """Whether the project has what the guide adds: the first file that it names."""
    return (ROOT / BLOCK.findall(section(name))[0][0]).exists()


def take_out(name: str, root: Path) -> None:
    """Undo what a guide says, where the project ships it: the files are the README's to the letter."""
    for path, more, kind, text in reversed(BLOCK.findall(section(name))):
        file = root / path
        if kind == "diff":
            file.write_text(patched(file.read_text("utf-8"), reverse(text)), "utf-8")
        elif kind == "json":
            assert "every other language" not in more
            words = json.loads(file.read_text("utf-8"))
            for key, value in json.loads(text).items():
                assert words.pop(key) == value, key
            file.write_text(json.dumps(words, ensure_ascii=False), "utf-8")
        else:
            assert file.read_text("utf-8") == text, f"{path} is not what README shows"
            file.unlink()


def reverse(diff: str) -> str:
    """The diff of the way back: in each run of changes what was put in is taken out first."""
    lines: list[str] = []
    for changed, run in groupby(diff.splitlines(), key=lambda line: line[:1] in ("+", "-")):
        block = list(run)
        if changed:
            block = [f"-{line[1:]}" for line in block if line[0] == "+"] + [
                f"+{line[1:]}" for line in block if line[0] == "-"
            ]
        lines += block
    return "\n".join(lines) + "\n"


def patched(text: str, diff: str) -> str:
    """A text with lines taken out (-) and put in (+); what stands between them (a blank before it) says where."""
    lines, at = text.splitlines(), 0
    for line in diff.splitlines():
        sign, content = line[:1], line[1:]
        if sign == "+":
            lines.insert(at, content)
            at += 1
            continue
        assert content in lines[at:], f"not there, or not in this order: {content}"
        at = lines.index(content, at)
        if sign == "-":
            del lines[at]
        else:
            at += 1
    return "\n".join(lines) + "\n"


def add_words(path: Path, **words: str) -> None:
    """Add words to a file of a language."""
    known = json.loads(path.read_text("utf-8"))
    assert not known.keys() & words.keys()
    path.write_text(json.dumps({**known, **words}, ensure_ascii=False), "utf-8")
