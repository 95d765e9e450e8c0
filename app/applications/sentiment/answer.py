"""What the page draws of a review, and what its measure consists of."""

from dataclasses import dataclass

from ...cells.arrays import Array
from ...document import about
from ..base import Answer, Details
from ..first_sentences import FirstSentences


@dataclass(frozen=True)
class SentimentAnswer(Answer):
    """A review, and the opinion of it as it forms."""

    words: tuple[str, ...] = about(
        "the review as it was typed, in small letters; “didn't” is two words, “did” and “not”"
    )
    read_as: tuple[str, ...] = about("the word of the vocabulary, or the stand-in, that each one is read as")
    opinion: Array = about("p of “positive” after every word", shape="(T,)")
    decisive: int | None = about("the place, from 0, of the word that decides; null where nobody knows it")
    truth: int | None = about("1 positive, 0 negative; null for a text that was typed")
    said: int = about("the same as the network says it after the last word")
    unknown: tuple[int, ...] = about("the places, from 0, of the words that training has never seen")


@dataclass(frozen=True)
class SentimentDetails(Details):
    """The accuracy by distance, on everyday sentences, and how unknown words make the network less sure."""

    distances: tuple[int, ...] = about("words between the one that decides and the end")
    accuracy: tuple[float, ...] = about("at each of them")
    everyday: float = about("the accuracy on everyday sentences of the grammar, held out as the reviews are")
    sure: float = about("mean |p - ½| on everyday sentences in which words of opinion are known")
    sure_unknown: float = about("the same after those words are replaced by words that nobody knows")
    first_sentences: FirstSentences | None = about(
        "on sentences of people who did not see the grammar; null where their list is not there", default=None
    )
