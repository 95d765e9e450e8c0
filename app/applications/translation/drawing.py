"""Phrases and subjects drawn from the lexicon, some of their words unknown ones: see `placeholders`."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TypeVar

import numpy as np

from . import placeholders
from .lexicon import (
    ADJECTIVES,
    ALIVE,
    DETERMINERS,
    DRINK,
    NONE,
    NOUNS,
    NUMBERS,
    OMITTED_PRONOUNS,
    PERSON,
    PRONOUNS,
    THE,
    VERBS,
    A,
    Adjective,
    Determiner,
    Noun,
    Verb,
)
from .phrases import Other, Phrase, Subject, Words, contract
from .placeholders import NAME, NUMBER, VOWEL, WORD, placeholder

T = TypeVar("T")

UNKNOWN_WORDS = 0.25
"""The share of words that are unknown, in a sentence that has such."""


class Draw:
    """What a sentence is drawn with: a generator, and the unknown words that it has made so far.

    unknown: whether the sentence is one of those that have some beside names
    """

    def __init__(self, rng: np.random.Generator, *, unknown: bool) -> None:
        self.rng, self.unknown, self.made = rng, unknown, 0

    def choose(self, among: Sequence[T]) -> T:
        """One of them. (`rng.choice` takes ten times as long.)"""
        return among[int(self.rng.random() * len(among))]

    def chance(self, p: float) -> bool:
        """Whether what happens with the probability p does."""
        return bool(self.rng.random() < p)

    def new(self, kind: str) -> str:
        """Another unknown word of a kind. They are numbered in the order of the source at the end: see `finish`."""
        self.made += 1
        return placeholder(kind, self.made)

    def word(self) -> str:
        """An unknown word that is no name."""
        return self.new(NAME if self.chance(0.08) else VOWEL if self.chance(0.3) else WORD)

    def name(self) -> str:
        """A name, sometimes typed without its capital."""
        return self.new(NAME) if self.chance(0.85) else self.word()

    def replaces(self) -> bool:
        """Whether the next word is an unknown one."""
        return self.unknown and self.made < placeholders.MOST and self.chance(UNKNOWN_WORDS)

    def noun(self, kinds: Words) -> Noun:
        """A noun of these kinds."""
        noun = self.choose(nouns_of(kinds))
        if not self.replaces():
            return noun
        word = self.word()
        return Noun(word, noun.gender, word, noun.kind, word, word)

    def adjective(self, kind: str, *, state: bool = False) -> Adjective:
        """An adjective that nouns of this kind can have."""
        if self.replaces():
            word = self.word()
            return Adjective(word, word)
        return self.choose(adjectives_of(kind, state))

    def verb(self, subject: Subject) -> Verb:
        """What a subject does; of an unknown word its subject and its object tell that it is a verb."""
        verb = self.choose(VERBS)
        if verb.objects and subject.spanish and self.replaces():
            word = self.word()
            return Verb(word, (word,) * 5, (word,) * 5, "", (word,) * 4, "", verb.objects)
        return verb

    def phrase(
        self, kinds: Words, *, adjective: bool = True, determiner: Determiner | None = None, plural: bool | None = None
    ) -> Phrase:
        """A noun of these kinds with a determiner, in three of ten cases an adjective."""
        noun = self.noun(kinds)
        quality = self.adjective(noun.kind) if adjective and self.chance(0.3) else None
        if plural is None:
            plural = self.chance(0.35)
        plural = plural and not noun.mass
        if determiner is None:
            determiner = self.determiner(noun, plural=plural)
        return Phrase(determiner, noun, quality, plural)

    def determiner(self, noun: Noun, *, plural: bool) -> Determiner:
        """One that goes with a noun: numbers before what is counted, "a" not before what is not."""
        if plural and self.chance(0.12):
            return self.number()
        determiner = self.choose(DETERMINERS)
        if noun.mass and determiner is A and noun.kind != DRINK:
            return THE
        return determiner

    def number(self) -> Determiner:
        """A number, as a word or in digits."""
        if self.made < placeholders.MOST and self.chance(0.6):
            digits = self.new(NUMBER)
            return Determiner((digits,) * 4, digits, digits)
        return self.choose(NUMBERS)

    def object(self, kinds: Words) -> Phrase:
        """An object: what is not counted, and what is many, may have no determiner."""
        phrase = self.phrase(kinds)
        if (phrase.plural or phrase.noun.mass) and phrase.noun.kind != PERSON and self.chance(0.4):
            return replace(phrase, determiner=NONE)
        return phrase

    def pronoun(self) -> Other:
        """A pronoun, said or left out; whom "yo" and "tú" mean may be a woman."""
        if self.chance(0.5):
            person = self.choose(tuple(OMITTED_PRONOUNS))
            return Other((), (OMITTED_PRONOUNS[person],), person, self.choose("mf"))
        es, en, person = self.choose(PRONOUNS)
        gender = "f" if es in ("ella", "nosotras", "ellas") else "m" if es.startswith(("él", "n", "e")) else ""
        return Other((es,), (en,), person, gender or self.choose("mf"))

    def subject(self) -> Subject:
        """Who does something."""
        if self.chance(0.3):
            return self.pronoun()
        if self.chance(0.2):
            name = self.name()
            return Other((name,), (name,), "él", self.choose("mf"))
        if self.chance(0.07):
            return self.owned()
        if self.chance(0.08):
            first, second = self.one_of_two(), self.one_of_two()
            return Other(
                (*first.spanish, "y", *second.spanish),
                (*first.english, "and", *second.english),
                "ellos",
                "m",
                first.pairs() | second.pairs(),
            )
        return self.phrase(ALIVE)

    def owned(self) -> Other:
        """What is somebody's: English names the owner first."""
        phrase = self.phrase(ALIVE, adjective=False, determiner=THE)
        name = self.name()
        es, en = contract((*phrase.spanish, "de", name)), (name, "'s", *phrase.english[1:])
        return Other(es, en, phrase.person, phrase.gender)

    def one_of_two(self) -> Subject:
        """Half of a subject of two: a name, or a phrase without an adjective."""
        if self.made < placeholders.MOST and self.chance(0.5):
            name = self.name()
            return Other((name,), (name,), "él")
        return self.phrase(ALIVE, adjective=False)


@lru_cache(maxsize=16)
def nouns_of(kinds: Words) -> tuple[Noun, ...]:
    """The nouns of these kinds."""
    return tuple(noun for noun in NOUNS if noun.kind in kinds)


@lru_cache(maxsize=16)
def adjectives_of(kind: str, state: bool) -> tuple[Adjective, ...]:
    """The adjectives that nouns of this kind can have, of those that say a state or of the others."""
    return tuple(adjective for adjective in ADJECTIVES if kind in adjective.kinds and adjective.state == state)
