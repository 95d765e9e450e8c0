"""The lessons that ship: one file of data each in `data/`, and nothing to register."""

from functools import cache
from pathlib import Path

from .lesson import Lesson

FOLDER = Path(__file__).parent / "data"

FIRST = "first_minute", "first_lecture", "misconceptions"
"""Those that lead the list, in their order; all others follow by name."""


@cache
def lessons() -> dict[str, Lesson]:
    """Every lesson by its name, which is its file's."""
    names = sorted(path.stem for path in FOLDER.glob("*.json"))
    names.sort(key=lambda name: FIRST.index(name) if name in FIRST else len(FIRST))
    return {name: Lesson.model_validate_json((FOLDER / f"{name}.json").read_bytes()) for name in names}
