"""What stands in a slot of a template: a name of its kind, taken from a list or made of several.

A slot's letter says what is wanted: P a person, L a place, O an organisation, and narrower ones. A name is made of
parts of one part of the data, so that a held-out sentence has no name that training has.
"""

from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from ..split import Part
from .names import all_lists, kept_from_training, names

SLOTS = {
    "P": "PER", "G": "PER", "S": "PER", "L": "LOC", "C": "LOC", "K": "LOC", "R": "LOC", "W": "LOC", "M": "LOC",
    "T": "LOC", "E": "LOC", "H": "LOC", "O": "ORG", "B": "ORG", "U": "ORG", "F": "ORG", "I": "ORG",
}  # fmt: skip
"""Letter → kind of name."""

PATTERNS: dict[str, dict[str, float]] = {
    "P": {
        "<given>": 36, "<given> <surname>": 26, "<famous>": 22, "<given> <surname> <surname>": 4, "<surname>": 3,
        "<PER>": 4, "<PER> <surname>": 3, "<initial> <surname>": 1, "<initial> <initial> <surname>": 2,
        "<given> <initial> <surname>": 1, "<given> de <surname>": 0.7, "<given> de la <surname>": 0.7,
        "<given> van <surname>": 0.7, "<given> von <surname>": 0.3, "<given> of <city>": 0.2,
        "<given> <given>": 1, "<given> <given> <surname>": 1, "<given>-<given>": 0.4, "<given> <surname>-<surname>": 1,
        "<given> O'<surname>": 0.2, "<given> Mc<surname>": 0.2,
    },
    "G": {"<given>": 90, "<given> <given>": 4, "<PER>": 4, "<given>-<given>": 1},
    "S": {"<surname>": 1},
    "L": {"{C}": 53, "{K}": 25, "{R}": 12, "<LOC>": 5, "{T}": 3, "{W}": 1, "{M}": 1},
    "C": {
        "<city>": 92, "San <given>": 1, "Santa <given>": 1, "New <city>": 0.7, "<city> de la Sierra": 0.4,
        "<city> del Mar": 0.4, "Villanueva de <city>": 0.4, "Puerto <surname>": 0.5, "Saint <given>": 0.3,
        "Port <surname>": 0.5, "Fort <surname>": 0.4, "North <city>": 0.4, "West <city>": 0.4, "El <city>": 0.2,
        "<city> City": 0.5, "Los <surname>": 0.3, "<city>-<city>": 0.3,
    },
    "K": {"<country>": 1},
    "R": {"<region>": 92, "Costa <surname>": 1, "Isla <surname>": 1, "<surname> County": 2, "<surname> Valley": 1,
          "Valle de <surname>": 1, "<surname> Island": 1, "Provincia de <city>": 1},
    "E": {"<the>": 1},
    "H": {"<el>": 1},
    "W": {"<water>": 80, "Río <surname>": 7, "Lake <surname>": 6, "Lago <surname>": 4, "<LOC>": 3},
    "M": {"<mountain>": 80, "Mount <surname>": 10, "Monte <surname>": 5, "Sierra de <city>": 5},
    "T": {
        "<street>": 25, "<landmark>": 40, "Calle <surname>": 6, "Calle de <city>": 3, "Avenida <surname>": 4,
        "Avenida de <city>": 3, "Plaza <surname>": 3, "Plaza de <city>": 3, "<surname> Street": 6, "<surname> Road": 3,
        "<surname> Avenue": 3, "<city> Street": 2, "<surname> Park": 2, "Parque <surname>": 2, "Paseo de <city>": 1,
        "<surname> Square": 1, "<city> Bridge": 1, "<city> Airport": 1,
    },
    "O": {"{B}": 55, "{I}": 22, "{U}": 11, "{F}": 9, "<ORG>": 3},
    "B": {
        "<company>": 82, "<ORG>": 5, "Banco <surname>": 1, "Banco de <city>": 1, "Bank of <city>": 1,
        "<city> Bank": 0.6,
        "<surname> & <surname>": 1, "<surname> y <surname>": 0.7, "<surname> Ltd": 0.6, "<surname> Inc": 0.8,
        "<surname> Group": 0.6, "Grupo <surname>": 1, "<surname> and Sons": 0.4, "<surname> e Hijos": 0.4,
        "<city> Airlines": 0.8, "Seguros <surname>": 0.5, "<surname> Foods": 0.4, "<surname> Motors": 0.4,
        "<surname> S.A.": 0.5, "<surname> Corporation": 0.4, "Hotel <surname>": 0.5, "<surname> Technologies": 0.4,
        "<surname> Studios": 0.3, "Editorial <surname>": 0.4, "Construcciones <surname>": 0.4, "Bodegas <surname>": 0.4,
    },
    "U": {
        "<university>": 60, "Universidad de <city>": 12, "University of <city>": 9, "<city> University": 9,
        "Universidad <surname>": 2, "<surname> University": 3, "<surname> College": 2, "Instituto <surname>": 2,
        "Colegio <surname>": 2, "<city> High School": 1, "Universidad Nacional de <country>": 1,
        "University of <region>": 2,
    },
    "F": {
        "<club>": 60, "<cityclub>": 25, "Real <city>": 3, "<city> United": 3, "<city> City": 2, "<city> FC": 2,
        "FC <city>": 2,
        "Deportivo <city>": 2, "Atlético <city>": 2, "<city> Tigers": 1, "<city> Rovers": 1, "Club <surname>": 1,
    },
    "I": {
        "<institution>": 80, "Museo de <city>": 3, "Museo <surname>": 2, "Museum of <city>": 3, "Hospital de <city>": 2,
        "Hospital <surname>": 2, "<surname> Hospital": 2, "Ayuntamiento de <city>": 2, "Fundación <surname>": 2,
        "<surname> Foundation": 2, "Ministerio de <city>": 0.2, "Teatro <surname>": 1, "Bank of <country>": 1,
        "<surname> Museum": 1, "Orquesta de <city>": 1, "Academia de <city>": 0.5, "Partido de <city>": 0.4,
    },
}  # fmt: skip
"""Letter → patterns with their weights; <list> stands for a name of that list, {letter} for another slot."""
KNOWN = 0.6
"""How many names of training are drawn from those that many people know, as far as a list has such."""
INITIALS = "ABCDEFGHJKLMNPRSTVW"


class Pattern(NamedTuple):
    """A pattern taken apart: words between its lists, the lists (or a slot's letter)."""

    between: tuple[str, ...]
    lists: tuple[str, ...]


@lru_cache(maxsize=64)
def patterns(slot: str, part: Part) -> tuple[tuple[float, ...], tuple[Pattern, ...]]:
    """The patterns of a slot that this part has names for, with the sums of their weights up to each."""
    possible = {pattern: weight for pattern, weight in PATTERNS[slot].items() if can_be_filled(pattern, part)}
    return tuple(accumulate(possible.values())), tuple(map(taken_apart, possible))


def taken_apart(pattern: str) -> Pattern:
    """A pattern of text as words and lists."""
    pieces = pattern.replace("{", "<").replace("}", ">").replace(">", "<").split("<")
    return Pattern(tuple(pieces[::2]), tuple(pieces[1::2]))


def can_be_filled(pattern: str, part: Part) -> bool:
    """Whether each list of a pattern has names of this part."""
    return all(can_fill(of, part) for of in taken_apart(pattern).lists)


@lru_cache(maxsize=256)
def can_fill(of: str, part: Part) -> bool:
    """Whether a list, or a slot, has names of this part."""
    if of in PATTERNS:
        return any(can_be_filled(pattern, part) for pattern in PATTERNS[of])
    return of == "initial" or bool(names(of, part))


def fill(rng: np.random.Generator, slot: str, part: Part) -> str:
    """A name for a slot. Raises IndexError where the part has none."""
    sums, possible = patterns(slot, part)
    at = rng.random() * sums[-1]
    between, of_lists = possible[next(k for k, upto in enumerate(sums) if at < upto)]
    name = between[0]
    for of, after in zip(of_lists, between[1:], strict=True):
        name += from_list(rng, of, part) + after
    return fill(rng, slot, part) if part == "training" and name in kept_from_training() else name


def from_list(rng: np.random.Generator, of: str, part: Part) -> str:
    """A name of one list, an initial, or what fills another slot."""
    if of in PATTERNS:
        return fill(rng, of, part)
    if of == "initial":
        return f"{INITIALS[int(rng.random() * len(INITIALS))]}."
    known = all_lists().get(f"{of} known")
    if known and part == "training" and rng.random() < KNOWN:
        return known[int(rng.random() ** 2 * len(known))]  # the first are the best known, and drawn most often
    every = names(of, part)
    return every[int(rng.random() * len(every))]
