"""Real names of persons, places and organisations, and which of them training never sees.

    lists/known.txt      names that many people know, written down for this project: always in training
    lists/packages.txt   names out of Faker and GeoNames, see scripts/data/entities.py; the common ones are always in
                         training too, of the others `HELD_OUT` says which are for validation and which are held out
    AMBIGUOUS            names of several kinds: Santiago is a first name and a city, Amazon a company and a river;
                         only the words around them tell

So what a visitor is likely to type is known, and the measure is of names that were never seen.
"""

from functools import lru_cache
from pathlib import Path

from ..split import Part, part_of
from ..word_list import word_list

KINDS = ("PER", "LOC", "ORG")
"""Person, place, organisation."""
ONE_IN = 6
"""Of the names that are not always in training, one in this many is held out, and as many are for validation."""
TIERS = (" known", " common", "")
"""Ends of the names of the lists that a list of names is made of."""
FOLDER = Path(__file__).parent / "lists"

AMBIGUOUS = {
    ("PER", "LOC"): word_list(
        "Santiago Jordan Paris Victoria Washington Florence Charlotte Sydney Austin Madison Lincoln Virginia Carolina "
        "Georgia Israel Dakota Brooklyn India Trinidad Asunción Concepción Guadalupe Lourdes Fátima Loreto Córdoba "
        "Toledo León Houston Dallas Adelaida Río"
    ),
    ("LOC", "ORG"): word_list(
        "Amazon Santander Barcelona Valencia Sevilla Getafe Liverpool Chelsea Arsenal Villarreal Columbia"
    ),
    ("PER", "ORG"): word_list(
        "Mercedes Ford Disney Zara Morgan Ferrari Porsche Dior Chanel Heinz Kellogg Cartier Wendy Lilly"
    ),
}
"""Words of two kinds; as persons most of them stand alone or before a surname."""
LESSONS = word_list(
    "Santiago|Amazon|Jordan|Paris|Washington|Victoria|Río|Mercedes|Santander|Río Negro|Río Grande|Río Ebro|"
    "Río de Janeiro|Santiago de Compostela|Santiago de Cuba|Victoria Falls|Jordan River|Banco Santander|Río Tinto|"
    "Washington Post|Jordan Airlines|Victoria Bank"
)
"""The names of the page's own examples."""


@lru_cache(maxsize=1)
def all_lists() -> dict[str, tuple[str, ...]]:
    """Every list of the two files by its name; "city known", "city common" and "city" are three lists."""
    lists: dict[str, list[str]] = {}
    for file in ("known.txt", "packages.txt"):
        for line in (FOLDER / file).read_text("utf-8").splitlines():
            if line and line[0] != "#":
                of, _, entries = line.partition(":")
                name = f"{of} known" if file == "known.txt" and not of.endswith(" rest") else of.removesuffix(" rest")
                lists.setdefault(name, []).extend(entries.split(","))
    return {of: tuple(dict.fromkeys(entries)) for of, entries in lists.items()}


@lru_cache(maxsize=1)
def always_trained() -> frozenset[str]:
    """Names of the lists that everyone knows, of the ambiguous ones, and of the page's examples."""
    lists = all_lists()
    known = {name for of, entries in lists.items() if is_common(of) for name in entries}
    return frozenset(known.union(*AMBIGUOUS.values(), LESSONS))


def is_common(of: str) -> bool:
    """Whether a list is always in training as a whole."""
    return of.endswith((" known", " common")) or of == "region"


def part_of_name(name: str) -> Part:
    """The part of the data that a name belongs to."""
    return "training" if name in always_trained() else part_of(f"names {name}", ONE_IN)


@lru_cache(maxsize=1)
def kept_from_training() -> frozenset[str]:
    """All listed names of the other parts; one may be made of training's, too: "Santa" and "Lucía"."""
    return frozenset(name for entries in all_lists().values() for name in entries if part_of_name(name) != "training")


@lru_cache(maxsize=64)
def names(of: str, part: Part) -> tuple[str, ...]:
    """The names of one list, of one part: "given", "surname", "city", …; "PER", "LOC" or "ORG": the ambiguous ones."""
    if of in KINDS:
        every = tuple(name for kinds, ambiguous in AMBIGUOUS.items() if of in kinds for name in ambiguous)
    else:
        lists = all_lists()
        every = tuple(dict.fromkeys(name for tier in TIERS for name in lists.get(of + tier, ())))
    return tuple(name for name in every if part_of_name(name) == part)
