"""Words that say nothing: what stands before a judgement, and after it, for as many words as are asked for.

Clauses with slots, each slot of one word, so that every clause has a known number of words. A filled clause of three
words or more is in one part of the data, by its hash: the parts share words, not clauses. Written for this project.
"""

from collections.abc import Iterator
from functools import lru_cache
from itertools import product
from typing import NamedTuple

import numpy as np

from ..split import Part, part_of
from ..word_list import word_list

ONE_IN = 5
"""One clause in this many is held out, and one is for validation."""
SHARED = 2
"""Clauses of up to this many words are in every part: any number of words has to be made up of something."""

CLAUSES = {
    "es": word_list(
        "ayer|hoy|entonces|el {day}|por la {part}|éramos {number}|fuimos el {day}|fuimos con mi {who}|"
        "está cerca del {near}|hay un {near} al lado|llegamos el {day} por la {part}|mi {who} vino conmigo|"
        "las paredes son de color {colour}|vimos {number} mesas junto al {near}|"
        "nos sentamos cerca de una ventana {colour}|el autobús número {number} para en el {near}|"
        "mi {who} llevaba un abrigo de color {colour}|había {number} personas|la calle tiene {number} árboles|"
        "pagamos con la tarjeta de mi {who}|el {day} salimos a las {number} de la {part}"
    ),
    "en": word_list(
        "yesterday|today|then|on {day}|in the {part}|we were {number}|we went on {day}|i went with my {who}|"
        "it is near the {near}|there is a {near} next door|we came on {day} in the {part}|my {who} came with me|"
        "the walls are {colour}|we saw {number} tables by the {near}|we sat next to a {colour} window|"
        "bus number {number} stops at the {near}|my {who} was wearing a {colour} coat|there were {number} people|"
        "the street has {number} trees|we paid with the card of my {who}|on {day} we left at {number} in the {part}"
    ),
}
SLOTS = {
    "es": {
        "day": word_list("lunes martes miércoles jueves viernes sábado domingo"),
        "part": word_list("mañana tarde noche"),
        "number": word_list("dos tres cuatro cinco seis siete ocho nueve diez"),
        "who": word_list("hermana hermano madre padre abuela primo tía vecino"),
        "near": word_list("puente mercado parque puerto río banco ayuntamiento"),
        "colour": word_list("verde azul gris amarillo marrón"),
    },
    "en": {
        "day": word_list("monday tuesday wednesday thursday friday saturday sunday"),
        "part": word_list("morning afternoon evening"),
        "number": word_list("two three four five six seven eight nine ten"),
        "who": word_list("sister brother mother father grandmother cousin aunt neighbour"),
        "near": word_list("bridge market park harbour river bank station"),
        "colour": word_list("green blue grey yellow brown"),
    },
}


class Clause(NamedTuple):
    """A filled clause."""

    language: str
    text: str

    @property
    def length(self) -> int:
        return len(self.text.split())

    def is_in(self, part: Part) -> bool:
        """Whether it is in a part of the data; a short one is in all of them."""
        return self.length <= SHARED or part_of(" ".join(self), ONE_IN) == part


@lru_cache(maxsize=1)
def all_clauses() -> tuple[Clause, ...]:
    """All filled clauses."""
    filled: list[Clause] = []
    for language, clauses in CLAUSES.items():
        for clause in clauses:
            slots = [name for name in SLOTS[language] if f"{{{name}}}" in clause]
            fills = product(*(SLOTS[language][name] for name in slots))
            filled += [Clause(language, clause.format(**dict(zip(slots, words, strict=True)))) for words in fills]
    return tuple(filled)


@lru_cache(maxsize=6)
def by_length(language: str, part: Part) -> tuple[tuple[tuple[str, ...], ...], ...]:
    """The clauses of one language and part as words, by their number of words: those of length n are at index n."""
    clauses_by_length: list[list[tuple[str, ...]]] = [[] for _ in range(LONGEST + 1)]
    for clause in all_clauses():
        if clause.language == language and clause.is_in(part):
            clauses_by_length[clause.length].append(tuple(clause.text.split()))
    return tuple(tuple(clauses) for clauses in clauses_by_length)


LONGEST = 9
"""Words of the longest clause."""


def random_numbers(rng: np.random.Generator) -> Iterator[float]:
    """Numbers in [0, 1), many at a time: one call for each word would cost more than all else."""
    while True:
        yield from rng.random(32).tolist()


def filler(rng: np.random.Generator, language: str, length: int, part: Part) -> list[str]:
    """Exactly `length` words that say nothing."""
    clauses = by_length(language, part)
    chances = random_numbers(rng)
    words: list[str] = []
    while len(words) < length:
        room = min(length - len(words), LONGEST)
        least = min(3, room)
        fitting = clauses[least + int(next(chances) * (room - least + 1))]
        if fitting:
            words += fitting[int(next(chances) * len(fitting))]
    return words[:length]
