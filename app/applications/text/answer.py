"""What the page draws of a text, and what a reader's own text is."""

from dataclasses import dataclass

from ...document import about
from ..base import Uploaded
from ..next_symbol import SymbolAnswer


@dataclass(frozen=True)
class LikelyCharacter:
    """A character that might come."""

    char: str = about("the character; empty: the end")
    p: float = about("its probability")


@dataclass(frozen=True)
class Character:
    """A character of a text."""

    char: str = about("the character")
    surprise: float = about("-log₂ of its probability", unit="bits")
    given: bool = about("whether the reader gave it; else the network wrote it")
    known: bool = about("whether it is one of the alphabet; else the network reads the unknown sign in its place")
    others: tuple[LikelyCharacter, ...] = about("what was expected most")


@dataclass(frozen=True)
class TextSample:
    """Another text after the same beginning."""

    text: str = about("the text")
    seen: bool = about("whether training has seen it")


@dataclass(frozen=True)
class TextAnswer(SymbolAnswer):
    """A text as the network read it, and how it goes on."""

    characters: tuple[Character, ...] = about("the text, character by character")
    text: str = about("all of it")
    samples: tuple[TextSample, ...] = about("more that the network writes after the same beginning")
    unknown_bits: float = about("what it takes to say which character one is that is not in the alphabet", unit="bits")
    corpus_unknown: float | None = about(
        "the share of the characters of the reader's own text that are not in the alphabet; null where there is none"
    )


@dataclass(frozen=True)
class TextUpload(Uploaded):
    """A text."""

    is_list: bool = about("whether it is a list of short lines, each of which is a sequence of its own", key="listed")
    characters: int = about("how long it is")
    signs: int = about("how many different characters it has")
    unknown: float = about("the share of its characters that are none of the alphabet: of the 98 most frequent ones")
    training: int = about("sequences that teach")
    validation: int = about("sequences that a run in training is looked at with")
    held_out: int = about("sequences that are held out")
