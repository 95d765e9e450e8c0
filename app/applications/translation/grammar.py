"""A grammar of Spanish sentences and their English: each derivation gives both sides of the pair.

    sentence → [time] subject [no] verb [object] [preposition place] [time]
             | [time] subject [no] ser adjective
             | determiner noun [adjective]                          (no sentence yet, but it is what one types first)
    subject  → determiner noun [adjective] | pronoun | (left out: yo, tú, nosotros)

What makes word for word wrong: the adjective comes after the noun in Spanish and before it in English; articles and
adjectives agree in gender and number; the verb's ending says who, and the pronoun may be missing; persons as objects
take "a" (a + el = al); "no" becomes "do not" or "does not"; "a" becomes "an" before a vowel; English nouns have their
own plurals.

The split is by combination. A pair of a noun and an adjective or a verb of one sentence (in any form, with the noun as
subject or object) is either held out or not, by a hash of the two words alone. Training never sees a sentence with a
held-out pair; every held-out sentence has at least one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias, TypeVar

import numpy as np

from ..split import held_out as by_name
from .lexicon import (
    ADJECTIVES,
    ALIVE,
    BE,
    DETERMINERS,
    ENGLISH_PLURALS,
    NOUNS,
    OMITTED_PRONOUNS,
    PERSON,
    PLACE,
    PREPOSITIONS,
    PRONOUNS,
    TIMES,
    VERBS,
    Adjective,
    Noun,
    Verb,
)

T = TypeVar("T")

LONGEST = 10
"""Words of the longest Spanish sentence."""
ONE_IN = 8
"""One pair in this many is held out."""

Pair: TypeAlias = tuple[tuple[str, ...], tuple[str, ...]]
"""A Spanish sentence and its English, as words."""


@dataclass(frozen=True)
class Phrase:
    """Determiner, noun, perhaps an adjective, in one number."""

    determiner: str
    noun: Noun
    adjective: Adjective | None
    plural: bool

    @property
    def spanish(self) -> list[str]:
        column = 2 * self.plural + (self.noun.gender == "f")
        words = [DETERMINERS[self.determiner][column], self.noun.spanish(self.plural)]
        return words + ([self.adjective.spanish(self.noun.gender, self.plural)] if self.adjective else [])

    @property
    def english(self) -> list[str]:
        words = ([self.adjective.en] if self.adjective else []) + [self.noun.english(self.plural)]
        determiner = ENGLISH_PLURALS[self.determiner] if self.plural else self.determiner
        return ["an" if determiner == "a" and words[0][0] in "aeiou" else determiner, *words]


@dataclass(frozen=True)
class Pronoun:
    """A subject that is no noun; `es` is empty where it is left out. `person` is that of its verb."""

    es: str
    en: str
    person: str


@dataclass(frozen=True)
class Derivation:
    """One sentence before it is put into words.

    `verb` is None for ser; its adjective is `quality`, in the form that agrees and as the word that it is. Without
    either, the subject stands alone.
    """

    subject: Phrase | Pronoun
    verb: Verb | None
    quality: tuple[str, Adjective] | None = None
    negative: bool = False
    object: Phrase | None = None
    preposition: tuple[str, str] | None = None
    place: Phrase | None = None
    time: tuple[str, str] | None = None
    time_first: bool = False

    @property
    def person(self) -> str:
        if isinstance(self.subject, Pronoun):
            return self.subject.person
        return "ellos" if self.subject.plural else "él"

    @property
    def spanish(self) -> tuple[str, ...]:
        """The sentence's words."""
        subject = self.subject.spanish if isinstance(self.subject, Phrase) else [*filter(None, [self.subject.es])]
        words = [*subject, *self.spanish_verb()]
        if self.object:
            words += personal_a(self.object)
        if self.preposition and self.place:
            words += contract([*self.preposition[0].split(), *self.place.spanish])
        return self.with_time(words, 0)

    @property
    def english(self) -> tuple[str, ...]:
        """Its translation's words."""
        subject = self.subject.english if isinstance(self.subject, Phrase) else [self.subject.en]
        words = [*subject, *self.english_verb()]
        if self.object:
            words += self.object.english
        if self.preposition and self.place:
            words += [self.preposition[1], *self.place.english]
        return self.with_time(words, 1)

    def spanish_verb(self) -> list[str]:
        negative = ["no"] if self.negative else []
        if self.verb:
            return [*negative, self.verb.es[person_index(self.person)]]
        return [*negative, BE[self.person][0], self.quality[0]] if self.quality else []

    def english_verb(self) -> list[str]:
        third = self.person == "él"
        if self.verb is None:
            negative = ["not"] if self.negative else []
            return [BE[self.person][1], *negative, self.quality[1].en] if self.quality else []
        particle = [self.verb.particle] if self.verb.particle else []
        if self.negative:
            return ["does" if third else "do", "not", self.verb.en, *particle]
        return [self.verb.en_third if third else self.verb.en, *particle]

    def with_time(self, words: list[str], side: int) -> tuple[str, ...]:
        if self.time is None:
            return tuple(words)
        return (self.time[side], *words) if self.time_first else (*words, self.time[side])

    @property
    def pair(self) -> Pair:
        """Both sides."""
        return self.spanish, self.english

    @property
    def combinations(self) -> frozenset[tuple[str, str]]:
        """The pairs of noun and adjective, and of noun and verb, by their dictionary forms."""
        phrases = [part for part in (self.subject, self.object, self.place) if isinstance(part, Phrase)]
        pairs = {(phrase.noun.es, phrase.adjective.es) for phrase in phrases if phrase.adjective}
        if self.verb:
            pairs |= {(phrase.noun.es, self.verb.lemma) for phrase in phrases if phrase is not self.place}
        if self.quality and isinstance(self.subject, Phrase):
            pairs.add((self.subject.noun.es, self.quality[1].es))
        return frozenset(pairs)

    @property
    def held_out(self) -> bool:
        """Whether any of its pairs is held out."""
        return any(is_held_out(pair) for pair in self.combinations)


@lru_cache(maxsize=4096)
def is_held_out(pair: tuple[str, str]) -> bool:
    """Whether a pair of words is kept from training."""
    return by_name(" ".join(pair), ONE_IN)


def person_index(person: str) -> int:
    """The column of a verb's forms."""
    return tuple(BE).index(person)


def personal_a(phrase: Phrase) -> list[str]:
    """An object in Spanish: persons take "a"."""
    words = phrase.spanish
    return contract(["a", *words]) if phrase.noun.kind == PERSON else words


def contract(words: list[str]) -> list[str]:
    """A + el = al, de + el = del."""
    for at in range(len(words) - 1):
        if words[at] in ("a", "de") and words[at + 1] == "el":
            return [*words[:at], f"{words[at]}l", *words[at + 2 :]]
    return words


def draw(rng: np.random.Generator, *, held_out: bool) -> Derivation:
    """A sentence of at most `LONGEST` words, of the training side or of the held-out side."""
    while True:
        derivation = derive(rng)
        if derivation.held_out == held_out and len(derivation.spanish) <= LONGEST:
            return derivation


def derive(rng: np.random.Generator) -> Derivation:
    """Any sentence of the grammar."""
    if rng.random() < 0.08:
        return Derivation(phrase(rng, ()), None)
    time = choose(rng, TIMES) if rng.random() < 0.25 else None
    first, negative = bool(rng.random() < 0.5), bool(rng.random() < 0.2)
    if rng.random() < 0.2:
        return with_quality(rng, negative, time, first)
    verb = choose(rng, VERBS)
    subject = pronoun(rng) if rng.random() < 0.3 else phrase(rng, ALIVE)
    object_phrase = phrase(rng, verb.objects) if verb.objects else None
    if rng.random() < (0.2 if object_phrase else 0.5):
        preposition = choose(rng, PREPOSITIONS)
        place = phrase(rng, (PLACE,), adjective=False)
        return Derivation(subject, verb, None, negative, object_phrase, preposition, place, time, first)
    return Derivation(subject, verb, None, negative, object_phrase, None, None, time, first)


def with_quality(rng: np.random.Generator, negative: bool, time: tuple[str, str] | None, first: bool) -> Derivation:
    """Something is something: the adjective agrees with a subject that is before the verb, or left out."""
    subject: Phrase | Pronoun
    if rng.random() < 0.3:
        subject = pronoun(rng)
        adjective = fitting(rng, PERSON)
        gender = "f" if subject.es in ("ella", "nosotras", "ellas") else "m"
        gender = gender if subject.es not in ("", "yo", "tú") else choose(rng, ("m", "f"))
        plural = subject.person in ("nosotros", "ellos")
    else:
        subject = phrase(rng, (), adjective=False)
        adjective = fitting(rng, subject.noun.kind)
        gender, plural = subject.noun.gender, subject.plural
    quality = (adjective.spanish(gender, plural), adjective)
    return Derivation(subject, None, quality, negative, time=time, time_first=first)


def pronoun(rng: np.random.Generator) -> Pronoun:
    """A pronoun, said or left out."""
    if rng.random() < 0.5:
        person = choose(rng, tuple(OMITTED_PRONOUNS))
        return Pronoun("", OMITTED_PRONOUNS[person], person)
    return Pronoun(*choose(rng, PRONOUNS))


def phrase(rng: np.random.Generator, kinds: tuple[str, ...], *, adjective: bool = True) -> Phrase:
    """A noun of these kinds (of any, where none is named) with a determiner, in half of the cases an adjective."""
    noun = choose(rng, nouns_of(kinds))
    chosen_adjective = fitting(rng, noun.kind) if adjective and rng.random() < 0.5 else None
    return Phrase(choose(rng, tuple(DETERMINERS)), noun, chosen_adjective, bool(rng.random() < 0.4))


def fitting(rng: np.random.Generator, kind: str) -> Adjective:
    """An adjective that nouns of this kind can have."""
    return choose(rng, adjectives_of(kind))


@lru_cache(maxsize=16)
def nouns_of(kinds: tuple[str, ...]) -> tuple[Noun, ...]:
    """The nouns of these kinds; of any, where none is named."""
    return tuple(noun for noun in NOUNS if not kinds or noun.kind in kinds)


@lru_cache(maxsize=16)
def adjectives_of(kind: str) -> tuple[Adjective, ...]:
    """The adjectives that nouns of this kind can have."""
    return tuple(adjective for adjective in ADJECTIVES if kind in adjective.kinds)


def choose(rng: np.random.Generator, among: Sequence[T]) -> T:
    """One of them. (`rng.choice` and `rng.integers` take ten times as long, and this is most of what a batch costs.)"""
    return among[int(rng.random() * len(among))]
