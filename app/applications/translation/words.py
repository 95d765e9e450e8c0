"""The words of both sides as numbers, and what a reader types as words of the Spanish side.

Typing is forgiven its capitals, its punctuation, and accents that are missing or wrong, where only one word is meant:
"Camion" is "camión".
"""

from functools import lru_cache
from unicodedata import combining, normalize

from ..tokenise import Word, tokenise, unknown, within_length
from .lexicon import (
    ADJECTIVES,
    BE,
    DETERMINERS,
    ENGLISH_PLURALS,
    NOUNS,
    PREPOSITIONS,
    PRONOUNS,
    TIMES,
    VERBS,
)

END, START = 0, 1
MARKS = ("∎", "▸")
"""What stands for the end of a translation and for its start, where words are shown."""
MOST = 12
"""Most words that a reader may type."""


@lru_cache(maxsize=1)
def spanish() -> dict[str, int]:
    """The number of every Spanish form."""
    words = {"no", "a", "al", "del"} | {es for es, _ in TIMES} | {word for es, _ in PREPOSITIONS for word in es.split()}
    words |= {form for forms in DETERMINERS.values() for form in forms} | {es for es, _, _ in PRONOUNS}
    words |= {es for es, _ in BE.values()} | {form for verb in VERBS for form in verb.es}
    for plural in (False, True):
        words |= {noun.spanish(plural) for noun in NOUNS}
        words |= {adjective.spanish(gender, plural) for adjective in ADJECTIVES for gender in "mf"}
    return {word: number for number, word in enumerate(sorted(words))}


@lru_cache(maxsize=1)
def english() -> dict[str, int]:
    """The number of every English form, after those of `MARKS`."""
    words = {"an", "not", "do", "does"} | set(ENGLISH_PLURALS) | set(ENGLISH_PLURALS.values())
    words |= {en for _, en in TIMES} | {en for _, en in PREPOSITIONS} | {en for _, en, _ in PRONOUNS}
    words |= {en for _, en in BE.values()} | {adjective.en for adjective in ADJECTIVES}
    words |= {form for verb in VERBS for form in (verb.en, verb.en_third, verb.particle) if form}
    words |= {noun.english(plural) for noun in NOUNS for plural in (False, True)}
    return {word: number for number, word in enumerate((*MARKS, *sorted(words)))}


def without_accents(word: str) -> str:
    """Small letters without accents, diaeresis and tilde: "Niña" → "nina"."""
    return "".join(letter for letter in normalize("NFD", word.lower()) if not combining(letter))


@lru_cache(maxsize=1)
def words_without_accents() -> dict[str, tuple[str, ...]]:
    """The words that are the same without accents."""
    words: dict[str, tuple[str, ...]] = {}
    for word in spanish():
        words[without_accents(word)] = (*words.get(without_accents(word), ()), word)
    return words


def spanish_word(word: Word) -> str:
    """The Spanish word that was typed. Raises `MaterialError` where there is none, or more than one without accents."""
    exact = word.text.lower()
    if exact in spanish():
        return exact
    alike = words_without_accents().get(without_accents(word.text), ())
    if len(alike) == 1:
        return alike[0]
    raise unknown(word, alike or spanish())


def read(text: str) -> tuple[str, ...]:
    """A typed sentence as Spanish words. Raises `MaterialError` with the word, its line and its column."""
    return tuple(spanish_word(word) for word in within_length(tokenise(text), MOST))
