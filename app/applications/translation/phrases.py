"""The parts of a sentence, in both languages: phrases that agree, subjects, and what a sentence is split by.

The split is by combination. A pair of a noun and an adjective or a verb of one sentence (in any form, with the noun as
subject or object) belongs to training, to validation or is held out, by a hash of the two words alone. Training sees
sentences whose pairs are all its own; a held-out sentence has at least one held-out pair, one for validation at least
one of that kind and none that is held out.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from ..split import Part, part_of
from .lexicon import PERSON, Adjective, Determiner, Noun
from .placeholders import begins_with_vowel, is_placeholder

Words: TypeAlias = tuple[str, ...]
Pair: TypeAlias = tuple[Words, Words]
"""A Spanish sentence and its English, as words."""
Pairs: TypeAlias = frozenset[tuple[str, str]]
"""Pairs of words by their dictionary forms."""


@dataclass(frozen=True)
class Sentence:
    """Both sides, and the pairs of words that decide which part of the data it belongs to."""

    spanish: Words
    english: Words
    combinations: frozenset[tuple[str, str]] = frozenset()

    @property
    def pair(self) -> Pair:
        """Both sides."""
        return self.spanish, self.english

    @property
    def part(self) -> Part:
        """The part of the data that it belongs to."""
        parts = {part_of_pair(pair) for pair in self.combinations}
        return "held out" if "held out" in parts else "validation" if "validation" in parts else "training"

    @property
    def unknown(self) -> int:
        """How many placeholders it has."""
        return sum(map(is_placeholder, self.spanish))


@lru_cache(maxsize=8192)
def part_of_pair(pair: tuple[str, str]) -> Part:
    """The part of the data that a pair of words belongs to."""
    return part_of(" ".join(pair))


@dataclass(frozen=True)
class Phrase:
    """Determiner, noun, perhaps an adjective, in one number."""

    determiner: Determiner
    noun: Noun
    adjective: Adjective | None = None
    plural: bool = False

    @property
    def spanish(self) -> Words:
        masculine = self.noun.masculine_article and not self.plural and self.determiner.en in ("the", "a")
        column = 2 * self.plural + (self.noun.gender == "f" and not masculine)
        words = [self.determiner.es[column], self.noun.spanish(self.plural)]
        words += [self.adjective.spanish(self.noun.gender, self.plural)] if self.adjective else []
        return tuple(filter(None, words))

    @property
    def english(self) -> Words:
        words = ([self.adjective.en] if self.adjective else []) + [self.noun.english(self.plural)]
        determiner = self.determiner.en_plural if self.plural else self.determiner.en
        determiner = "an" if determiner == "a" and begins_with_vowel(words[0]) else determiner
        return tuple(filter(None, [determiner, *words]))

    @property
    def person(self) -> str:
        return "ellos" if self.plural else "él"

    @property
    def gender(self) -> str:
        return self.noun.gender

    def pairs(self, *others: str) -> frozenset[tuple[str, str]]:
        """Its noun with its adjective, and with other words; one that is unknown makes no pair."""
        words = (*others, *([self.adjective.es] if self.adjective else []))
        return frozenset((self.noun.es, word) for word in words if known(self.noun.es) and known(word))


@dataclass(frozen=True)
class Other:
    """A subject that is no phrase: a pronoun (`spanish` is empty where it is left out), a name, or two subjects."""

    spanish: Words
    english: Words
    person: str
    gender: str = "m"
    combinations: frozenset[tuple[str, str]] = frozenset()

    def pairs(self, *_: str) -> frozenset[tuple[str, str]]:
        return self.combinations


Subject: TypeAlias = Phrase | Other


def personal_a(phrase: Phrase) -> Words:
    """An object in Spanish: persons take "a"."""
    return contract(("a", *phrase.spanish)) if phrase.noun.kind == PERSON else phrase.spanish


def contract(words: Words) -> Words:
    """A + el = al, de + el = del."""
    for at in range(len(words) - 1):
        if words[at] in ("a", "de") and words[at + 1] == "el":
            return (*words[:at], f"{words[at]}l", *words[at + 2 :])
    return words


def known(word: str) -> bool:
    """Whether it is a word, and no placeholder."""
    return not is_placeholder(word)
