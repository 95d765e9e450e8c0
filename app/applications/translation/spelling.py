"""Sentences as people write them: words for the placeholders of an example, and words put together to a text."""

from .phrases import Words
from .placeholders import NAME, NUMBER, VOWEL, WORD, kind_of_placeholder, number_of
from .reading import Source

SPELLINGS = {
    WORD: ("flurbo", "zorpa", "blico", "trama"),
    VOWEL: ("orbelo", "impato", "aldino", "ervante"),
    NAME: ("Ana", "Madrid", "Luis", "Google"),
    NUMBER: ("3", "12", "7", "40"),
}
"""What stands in an example for the words that are not known, by their kind; most of them nobody knows."""


def spelled(tokens: Words) -> Words:
    """The words of an example as one would type them."""
    return tuple(spelling_of(token) for token in tokens)


def spelling_of(token: str) -> str:
    """A word, or for a placeholder the word of its kind and number."""
    number = number_of(token)
    return token if number is None else SPELLINGS[kind_of_placeholder(token)][number]


def text_of(words: Words, source: Source) -> str:
    """A translation as a sentence: placeholders as the words that they stand for, no blank before "?" and "'s"."""
    return " ".join(source.shown(word) for word in words).replace(" ?", "?").replace(" 's", "'s")
