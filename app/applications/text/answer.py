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


@dataclass(frozen=True)
class TextUpload(Uploaded):
    """A text."""

    is_list: bool = about("whether it is a list of short lines, each of which is a sequence of its own", key="listed")
    characters: int = about("how long it is")
    signs: int = about("how many different characters it has")
    training: int = about("sequences that teach")
    held_out: int = about("sequences that are held out")
