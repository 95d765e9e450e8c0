"""What a reader types as sentences of words that the network reads.

Typing is forgiven its capitals, its punctuation and accents that are missing, where only one word is meant: "Camion" is
"camión". An accent that was typed is never taken away: "compró" is not "compro". What is not known is read as a
placeholder. Of the punctuation only the question is read: English turns it round.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ...numerals import Range
from ..accents import Accents
from ..base import MaterialError
from ..tokenise import Word
from .grammar import QUESTION
from .phrases import Words
from .placeholders import MOST as MOST_UNKNOWN
from .placeholders import is_placeholder, kind_of, number_of, placeholder
from .words import spanish

MOST_WORDS = 12
"""Most words of a sentence."""
MOST_SENTENCES = 4
PIECE = re.compile(
    r"""\d+(?:[.,:]\d+)+               # 3,5 and 10:30
      | [^\W_]+(?:['’\-·][^\W_]+)*     # a word
      | [¿¡.?!…;:]                     # where a sentence begins or ends""",
    re.VERBOSE,
)
ENDS, BEGINS = ".?!…;:", "¿¡"


@dataclass(frozen=True)
class Source:
    """A sentence. typed: its words as they were typed; tokens: what the network reads, one for each."""

    typed: Words
    tokens: Words

    @property
    def unknown(self) -> tuple[int, ...]:
        """The places, from 0, of the words that it does not know."""
        return tuple(place for place, token in enumerate(self.tokens) if is_placeholder(token))

    def copied_from(self, token: str) -> int | None:
        """The place of the word that a placeholder stands for; None for a word, and for one that stands for nothing."""
        number = number_of(token)
        return self.unknown[number] if number is not None and number < len(self.unknown) else None

    def shown(self, token: str) -> str:
        """A word of the translation as it is shown: a placeholder as the word that it stands for."""
        place = self.copied_from(token)
        return token if place is None else self.typed[place]


def read(text: str) -> list[Source]:
    """The sentences of a text. Raises `MaterialError` with line and column: no_words, too_many_words,
    too_many_unknown, too_many_sentences.
    """
    sentences = split_sentences(text)
    if not sentences:
        raise MaterialError("no_words", "text", value="", allowed=Range(1, MOST_WORDS))
    if len(sentences) > MOST_SENTENCES:
        word = next(word for word in sentences[MOST_SENTENCES] if word.text != QUESTION)
        raise fault("too_many_sentences", word, len(sentences), MOST_SENTENCES)
    return [read_sentence(words) for words in sentences]


def split_sentences(text: str) -> list[list[Word]]:
    """Sentences as words with their places, those of questions after a "¿"; such as have no words are left out."""
    sentences: list[list[Word]] = []
    sentence: list[Word] = []
    asked = False

    def end() -> None:
        nonlocal asked, sentence
        if sentence:
            first = sentence[0]
            sentences.append([Word(QUESTION, first.line, first.column), *sentence] if asked else sentence)
        asked, sentence = False, []

    for line, row in enumerate(text.splitlines(), 1):
        for piece in PIECE.finditer(row):
            if piece[0] in BEGINS:
                end()
                asked = piece[0] == QUESTION
            elif piece[0] in ENDS:
                asked = asked or piece[0] == "?"
                end()
            else:
                sentence.append(Word(piece[0], line, piece.start() + 1))
    end()
    return sentences


def read_sentence(words: list[Word]) -> Source:
    """One sentence."""
    counted = [word for word in words if word.text != QUESTION]
    if len(counted) > MOST_WORDS:
        raise fault("too_many_words", counted[MOST_WORDS], len(counted), MOST_WORDS)
    known = [QUESTION if word.text == QUESTION else accents().complete(word.text.lower()) for word in words]
    unknown = [word for word, form in zip(words, known, strict=True) if form is None]
    if len(unknown) > MOST_UNKNOWN:
        raise fault("too_many_unknown", unknown[MOST_UNKNOWN], len(unknown), MOST_UNKNOWN, 0)
    stands_for = iter(placeholder(kind_of(word.text), number) for number, word in enumerate(unknown, 1))
    return Source(tuple(word.text for word in words), tuple(form or next(stands_for) for form in known))


def fault(code: str, word: Word, value: int, most: int, least: int = 1) -> MaterialError:
    """There is more than may be; `word` is where it begins to be too much."""
    place: dict[str, Any] = {"line": word.line, "column": word.column, "word": word.text}
    return MaterialError(code, "text", value=value, allowed=Range(least, most), **place)


@lru_cache(maxsize=1)
def accents() -> Accents:
    """The Spanish words that can be typed."""
    return Accents(word for word in spanish() if not is_placeholder(word) and word != QUESTION)
