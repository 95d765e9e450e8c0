"""What the page draws of a translation, and what its measure consists of."""

from dataclasses import dataclass

from ...document import about
from ..base import Answer, Details


@dataclass(frozen=True)
class Guess:
    """A word that might come."""

    word: str = about("the word; a placeholder as the word of the source that it stands for")
    p: float = about("its probability")
    copied_from: int | None = about("the place of that word in the source, from 0; null where nothing is carried over")


@dataclass(frozen=True)
class OutputWord(Guess):
    """A word that was said."""

    said: str = about("the word that the network said: the same, or a placeholder")
    others: tuple[Guess, ...] = about("the three that were likeliest beside it")


@dataclass(frozen=True)
class FurtherSentence:
    """A sentence after the first."""

    source: str = about("as it was typed")
    translation: str = about("its translation")


@dataclass(frozen=True)
class TranslationAnswer(Answer):
    """A sentence and its translation."""

    source: tuple[str, ...] = about("the sentence, word by word; a question begins with ¿")
    read_as: tuple[str, ...] = about("what the network reads for each of them: a word of its own, or a placeholder")
    unknown: tuple[int, ...] = about("the places, from 0, of the words that it does not know")
    output: tuple[OutputWord, ...] = about("the translation, word by word, the end among them")
    translation: str = about("the same as a sentence")
    reference: str | None = about("the right translation; null for a text that was typed")
    dictionary: str = about("what a dictionary makes of it, word for word: the baseline")
    exact: bool | None = about("whether the translation is the right one; null where that is not known")
    further: tuple[FurtherSentence, ...] = about("the sentences after the first, each translated by itself")


@dataclass(frozen=True)
class TranslationDetails(Details):
    """On how many the measure is, and the same where some words are not known."""

    sentences: int = about("sentences that were translated, all of whose words but names and numbers are known")
    certainty: float | None = about("the mean probability that the network gives its own translation; null: not taken")
    unknown_sentences: int = about("further sentences, with other words that are not known")
    exact_unknown: float | None = about("the share of exact translations of those; null: not taken")
    certainty_unknown: float | None = about("the mean probability that the network gives its own translation of those")
