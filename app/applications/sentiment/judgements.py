"""Judgements in which one word decides, in Spanish and English.

    i would never | always    recommend | avoid     this hotel          never + recommend: against
    la comida era buena | mala   aunque | pero   el servicio era malo | bueno       what "aunque" brings weighs less
    ¿recomendaría este hotel?  sí | no                                  the word that decides is the last

Each judgement has a blank for the word that decides and an opinion beside it, for or against, of one word or of two.
The class is the one or the other (exclusive or): all four cases are equally frequent, so that neither the word nor
the opinion alone says anything, and without the word that decides there is only chance.

The split is by judgement: its hash says in which part of the data it is, with both words that may fill its blank.
Written for this project.
"""

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from itertools import product
from typing import NamedTuple, TypeAlias

from ..split import Part, part_of
from ..word_list import word_list

ONE_IN = 5
"""One judgement in this many is held out, and one is for validation."""
BLANK = "_"

PLACES = {
    "es": (
        ("el hotel", "m"), ("el restaurante", "m"), ("el museo", "m"), ("el teatro", "m"), ("el bar", "m"),
        ("la tienda", "f"), ("la playa", "f"), ("la película", "f"), ("la novela", "f"), ("la obra", "f"),
    ),
    "en": tuple(
        (f"the {word}", "") for word in word_list("hotel restaurant museum theatre bar store beach film novel play")
    ),
}  # fmt: skip
PARTS = {
    "es": (
        ("la comida", "f"), ("la cena", "f"), ("la música", "f"), ("la vista", "f"), ("la cama", "f"),
        ("el servicio", "m"), ("el precio", "m"), ("el final", "m"), ("el postre", "m"), ("el baño", "m"),
    ),
    "en": tuple(
        (f"the {word}", "") for word in word_list("food dinner music view bed service price ending dessert bathroom")
    ),
}  # fmt: skip
ADJECTIVES = {
    ("es", True): word_list("bueno excelente maravilloso perfecto estupendo fantástico"),
    ("es", False): word_list("malo horrible terrible pésimo espantoso aburrido"),
    ("en", True): word_list("good excellent wonderful perfect great fantastic"),
    ("en", False): word_list("bad horrible terrible awful dreadful boring"),
}
ACTS = {
    ("es", True): word_list("recomendaría elegiría alabaría"),
    ("es", False): word_list("evitaría criticaría rechazaría"),
    ("en", True): word_list("recommend choose praise"),
    ("en", False): word_list("avoid criticise reject"),
}
"""What one would do with a place."""
FEELINGS = {
    ("es", True): word_list("gustó encantó emocionó"),
    ("es", False): word_list("molestó disgustó decepcionó"),
    ("en", True): word_list("like love enjoy"),
    ("en", False): word_list("hate dislike regret"),
}
"""me gustó, i did like."""


class Judgement(NamedTuple):
    """A judgement before the word that decides is put in.

    text:     its words, with `BLANK` where that word comes
    keeps:    the word with which the opinion stands ("siempre", "aunque")
    reverses: the word with which it turns into its opposite ("nunca", "pero")
    positive: the opinion
    """

    language: str
    text: str
    keeps: str
    reverses: str
    positive: bool

    @property
    def tail(self) -> int:
        """How many words come after the one that decides."""
        words = self.text.split()
        return len(words) - 1 - words.index(BLANK)

    @property
    def part(self) -> Part:
        """The part of the data that it is in."""
        return part_of(f"{self.language} {self.text} {self.keeps}", ONE_IN)

    def fill(self, *, reverse: bool) -> str:
        """Its words, with the one word or the other."""
        return self.text.replace(BLANK, self.reverses if reverse else self.keeps)


def agreeing(adjective: str, gender: str) -> str:
    """A Spanish adjective in its gender."""
    return f"{adjective[:-1]}a" if gender == "f" and adjective.endswith("o") else adjective


def spanish() -> Iterator[Judgement]:
    """All judgements in Spanish."""
    for positive in (True, False):
        for act, (place, _) in product(ACTS["es", positive], PLACES["es"]):
            yield Judgement("es", f"{BLANK} {act} {place}", "siempre", "nunca", positive)
            yield Judgement("es", f"{act} {place} {BLANK}", "siempre", "nunca", positive)
            yield Judgement("es", f"{act} {place} {BLANK}", "sí", "no", positive)
        for feeling, (thing, _) in product(FEELINGS["es", positive], PARTS["es"]):
            yield Judgement("es", f"{BLANK} me {feeling} {thing}", "sí", "no", positive)
            yield Judgement("es", f"me {feeling} {thing} {BLANK}", "sí", "no", positive)
        for (part, of), (other_part, to) in product(PARTS["es"], PARTS["es"]):
            for adjective, opposite in zip(ADJECTIVES["es", positive], ADJECTIVES["es", not positive], strict=True):
                if part != other_part:
                    text = f"{part} era {agreeing(adjective, of)} {BLANK} {other_part} era {agreeing(opposite, to)}"
                    yield Judgement("es", text, "aunque", "pero", positive)


def english() -> Iterator[Judgement]:
    """All judgements in English."""
    for positive in (True, False):
        for act, (place, _) in product(ACTS["en", positive], PLACES["en"]):
            yield Judgement("en", f"i would {BLANK} {act} {place}", "always", "never", positive)
            yield Judgement("en", f"would i {act} {place} {BLANK}", "always", "never", positive)
            yield Judgement("en", f"would i {act} {place} {BLANK}", "yes", "no", positive)
        for feeling, (thing, _) in product(FEELINGS["en", positive], PARTS["en"]):
            yield Judgement("en", f"i did {BLANK} {feeling} {thing}", "really", "not", positive)
            yield Judgement("en", f"did i {feeling} {thing} {BLANK}", "yes", "no", positive)
        for (part, _), (other_part, _) in product(PARTS["en"], PARTS["en"]):
            for adjective, opposite in zip(ADJECTIVES["en", positive], ADJECTIVES["en", not positive], strict=True):
                if part != other_part:
                    text = f"{part} was {adjective} {BLANK} {other_part} was {opposite}"
                    yield Judgement("en", text, "although", "but", positive)


@lru_cache(maxsize=1)
def all_judgements() -> tuple[Judgement, ...]:
    """All judgements."""
    return (*spanish(), *english())


Group: TypeAlias = tuple[str, str, bool, bool, Part]
"""Language, the word that keeps the opinion, whether the word that decides is the last, opinion, part."""


@lru_cache(maxsize=1)
def grouped() -> dict[Group, tuple[Judgement, ...]]:
    """All judgements by what is asked of them."""
    groups: dict[Group, list[Judgement]] = defaultdict(list)
    for one in all_judgements():
        groups[one.language, one.keeps, one.tail == 0, one.positive, one.part].append(one)
    return {group: tuple(members) for group, members in groups.items()}


def judgements(language: str, pattern: int, positive: bool, part: Part) -> tuple[Judgement, ...]:
    """Those of one language, pattern (see `PATTERNS`), opinion and part."""
    keeps, last = PATTERNS[language][pattern]
    return grouped()[language, keeps, last, positive, part]


PATTERNS = {
    "es": (("siempre", True), ("sí", True), ("siempre", False), ("sí", False), ("aunque", False)),
    "en": (("always", True), ("yes", True), ("always", False), ("really", False), ("although", False)),
}
"""The patterns by the word that keeps the opinion, and whether the word that decides is the last of them."""
