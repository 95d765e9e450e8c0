"""What the page draws of a translation, and what its measure consists of."""

from dataclasses import dataclass

from ...document import about
from ..base import Answer, Details


@dataclass(frozen=True)
class Guess:
    """A word that might come."""

    word: str = about("the word")
    p: float = about("its probability")


@dataclass(frozen=True)
class OutputWord(Guess):
    """A word that was said."""

    others: tuple[Guess, ...] = about("the three that were likeliest beside it")


@dataclass(frozen=True)
class TranslationAnswer(Answer):
    """A sentence and its translation."""

    source: tuple[str, ...] = about("the sentence, word by word")
    output: tuple[OutputWord, ...] = about("the translation, word by word, the end among them")
    translation: str = about("the same as a sentence")
    reference: str | None = about("the right translation; null for a text that was typed")
    dictionary: str = about("what a dictionary makes of it, word for word: the baseline")
    exact: bool | None = about("whether the translation is the right one; null where that is not known")


@dataclass(frozen=True)
class TranslationDetails(Details):
    """On how many the measure is."""

    sentences: int = about("held-out sentences that were translated")
