"""A sentence as tokens: words and marks as the tagger reads them, each where it stands in the text.

On top of `tokenise`: a possessive 's is a token of its own (John 's), an initial or an abbreviation keeps its full stop
(J., Mr., U.S.), and signs that are joined by & are one word (AT&T).
"""

from collections.abc import Sequence
from functools import lru_cache
from unicodedata import normalize

from ..tokenise import Word, tokenise
from ..word_list import word_list

MARKS = ',.;:!?¡¿"“”«»()—–…&'
"""Punctuation that is a token of its own."""
ABBREVIATIONS = frozenset(word_list("mr mrs ms dr dra sr sra srta st prof ee uu jr vs etc inc ltd co"))
"""Words in small letters that keep their full stop."""
BEGINS_AFTER = frozenset('.?!:¿¡"“«(—–…')
"""Marks that a sentence begins after, wherever they stand; a text begins one, too."""
APOSTROPHES = str.maketrans("’‘´`", "''''")


def read(text: str) -> list[Word]:
    """The tokens of a text."""
    words = [part for word in tokenise(text.translate(APOSTROPHES), marks=MARKS) for part in possessive(word)]
    joined: list[Word] = []
    for at, word in enumerate(words):
        last = joined[-1] if joined else None
        touches = last is not None and last.line == word.line and last.column + len(last.text) == word.column
        following = words[at + 1] if at + 1 < len(words) else None
        if last is not None and touches and (belongs(last, word, following) or ampersand(last, word, following)):
            joined[-1] = last._replace(text=last.text + word.text)
        else:
            joined.append(word)
    return joined


@lru_cache(maxsize=50_000)
def tokens(text: str) -> tuple[str, ...]:
    """The texts of the tokens."""
    return tuple(word.text for word in read(text))


def possessive(word: Word) -> list[Word]:
    """A word and its possessive 's as two."""
    if len(word.text) > 2 and word.text[-2:].lower() == "'s":
        cut = len(word.text) - 2
        return [word._replace(text=word.text[:cut]), Word(word.text[cut:], word.line, word.column + cut)]
    return [word]


def belongs(word: Word, mark: Word, following: Word | None) -> bool:
    """Whether a full stop belongs to the word before it: of an abbreviation, of an initial before a name."""
    if mark.text != ".":
        return False
    if word.text.lower() in ABBREVIATIONS:
        return True
    initial = len(word.text) == 1 and word.text.isupper()
    before_a_name = following is not None and following.text[0].isupper()
    return initial and word.text != "I" and before_a_name


def ampersand(word: Word, sign: Word, following: Word | None) -> bool:
    """Whether a sign goes on with a word that & joins: "AT" + "&", "AT&" + "T"."""
    if sign.text == "&":
        at = sign.column + 1
        return following is not None and following.line == sign.line and following.column == at
    return word.text[-1] == "&" and len(word.text) > 1


def excerpt(text: str, words: Sequence[Word]) -> str:
    """Neighbouring tokens as they stand in their text; from several lines joined by blanks."""
    first, last = words[0], words[-1]
    if first.line != last.line:
        return written(tuple(word.text for word in words))
    row = normalize("NFC", text).splitlines()[first.line - 1]
    return row[first.column - 1 : last.column - 1 + len(last.text)]


def written(words: tuple[str, ...]) -> str:
    """Tokens as they are written, with a possessive joined to its word."""
    return " ".join(words).replace(" 's", "'s")
