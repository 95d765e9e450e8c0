"""What the page draws of a review, and what its measure consists of."""

from dataclasses import dataclass

from ...cells.arrays import Array
from ...document import about
from ..base import Answer, Details


@dataclass(frozen=True)
class SentimentAnswer(Answer):
    """A review, and the opinion of it as it forms."""

    words: tuple[str, ...] = about("the review as it is read, in small letters")
    opinion: Array = about("p of “positive” after every word", shape="(T,)")
    decisive: int | None = about("the place, from 0, of the word that decides; null where nobody knows it")
    truth: int | None = about("1 positive, 0 negative; null for a text that was typed")
    said: int = about("the same as the network says it after the last word")
    unknown: tuple[int, ...] = about("the places, from 0, of the words that training has never seen")


@dataclass(frozen=True)
class SentimentDetails(Details):
    """The accuracy by distance."""

    distances: tuple[int, ...] = about("words between the one that decides and the end")
    accuracy: tuple[float, ...] = about("at each of them")
