"""City names by country. `cities.txt` is made by `scripts/data/text.py`, which names the source and its licence."""

import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from ..split import Part, part_of

FILE = Path(__file__).parent / "cities.txt"


class City(NamedTuple):
    """country: its ISO 3166 code; name: as it is written there, or in English."""

    country: str
    name: str

    @property
    def part(self) -> Part:
        """The part of the data that it is in: decided by the letters alone, not by capitals, accents and spaces."""
        return part_of(key(self.name))


def key(name: str) -> str:
    """What two spellings of one name have in common: "Cordoba" and "Córdoba"."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFD", name.casefold())))


@lru_cache(maxsize=1)
def cities() -> tuple[City, ...]:
    """All names, country by country, the more populous first. No name comes twice."""
    lines = [line for line in FILE.read_text("utf-8").splitlines() if not line.startswith("#")]
    return tuple(
        City(country, name)
        for country, _, names in (line.partition(":") for line in lines)
        for name in names.split(",")
    )
