"""The words that a network knows, as a reader looks them up: by language, or by what they are."""

from collections.abc import Iterable
from dataclasses import dataclass

from ..document import about


@dataclass(frozen=True)
class WordGroup:
    """Words of one language or one kind."""

    name: str = about("a language (es), a country (ES), or what they are (names, words)")
    words: tuple[str, ...] = about("each once, in the order of their letters")


def group(name: str, words: Iterable[str]) -> WordGroup:
    """A group in its order; capitals do not part words."""
    return WordGroup(name, tuple(sorted(set(words), key=lambda word: (word.casefold(), word))))


def names_and_words(words: Iterable[str]) -> tuple[WordGroup, ...]:
    """Names, which have a capital or a digit, and ordinary words; signs are neither."""
    spelled = [word for word in words if word[:1].isalnum()]
    names = [word for word in spelled if not word.islower()]
    return group("words", set(spelled) - set(names)), group("names", names)
