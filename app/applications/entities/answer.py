"""What the page draws of a tagged sentence."""

from dataclasses import dataclass

from ...cells.arrays import Array
from ...document import about
from ..base import Answer, Details
from ..first_sentences import FirstSentences


@dataclass(frozen=True)
class Entity:
    """A name in a sentence."""

    start: int = about("the place of its first word, from 0")
    end: int = about("the place behind its last word")
    kind: str = about("PER, LOC or ORG")
    text: str = about("its words")


@dataclass(frozen=True)
class EntitiesAnswer(Answer):
    """A sentence, the tag of every word, and the names that they make."""

    words: tuple[str, ...] = about("the sentence")
    tags: tuple[str, ...] = about("the likeliest tag of every word")
    classes: tuple[str, ...] = about("all tags")
    probabilities: Array = about("p of every tag at every word", shape="(T, tags)")
    entities: tuple[Entity, ...] = about("the names that the tags make")
    history: tuple[tuple[str, ...], ...] = about("the tags when only the first n words had come, n = 1 … T")
    truth: tuple[str, ...] | None = about("the right tags; null for a text that was typed")
    read_as: tuple[str, ...] = about("the word of the vocabulary that each one is read as")


@dataclass(frozen=True)
class EntitiesDetails(Details):
    """F1 by kind of name, and what visitors type first."""

    PER: float = about("of people")
    LOC: float = about("of places")
    ORG: float = about("of organisations")
    everyday: float | None = about("of all names in held-out everyday sentences; null in a quick look", default=None)
    first_sentences: FirstSentences | None = about(
        "wholly right texts of a held-out list; null in a quick look, or where the list is not there", default=None
    )
