"""Tagged sentences drawn from templates and names: a word and its tag at every step.

Tags are BIO: B-PER begins a person's name, I-PER goes on with it, O is no name. A sentence has a template and names of
one part of the data only. Two sorts are mixed:

    lessons     what comes before a name says nothing of what it is (`templates`): forwards only cannot know
    everyday    what people type first (`everyday`), sometimes two sentences, in training also typed carelessly
"""

from typing import NamedTuple, TypeVar

import numpy as np

from ..split import Part
from .everyday import Slot, draw_pieces
from .names import KINDS, names
from .slots import SLOTS, fill, from_list
from .spelling import careless
from .templates import OPENINGS, templates
from .tokens import BEGINS_AFTER, tokens

T = TypeVar("T")
TAGS = ("O", *(f"{place}-{kind}" for kind in KINDS for place in "BI"))
"""The classes, in the order of the network's outputs."""
LANGUAGES = ("es", "en")
LESSONS = 0.4
"""How many sentences are of the lessons' templates."""
BARE = 0.3
"""How many of the lessons' names begin their sentence: enough for a capital there to be no sure sign of an
ordinary word."""
SECTIONS = {"telling": 0.75, "open": 0.1, "none": 0.15}
"""How many everyday sentences of training are of which section; all of the other parts tell."""
TWO = 0.15
"""How many everyday texts of training are of two sentences."""
LISTS = {"LOC": "L", "ORG": "O"}
ANY = ("P", "L", "O")
"""The slots that {N} may be."""


class Sentence(NamedTuple):
    """words as they are written, and a tag for each; language: what it was drawn in, "" where it was typed."""

    words: tuple[str, ...]
    tags: tuple[str, ...]
    language: str = ""


def draw(rng: np.random.Generator, part: Part) -> Sentence:
    """One text, Spanish or English."""
    language = LANGUAGES[int(rng.random() * 2)]
    if rng.random() < LESSONS:
        return draw_lesson(rng, language, part)
    return draw_typed(rng, language, part)


def draw_typed(rng: np.random.Generator, language: str, part: Part) -> Sentence:
    """One everyday text; in training it may be of two sentences, and typed carelessly."""
    words, tags = draw_everyday(rng, language, part)
    if part == "training":
        if rng.random() < TWO:
            if tags and words[-1] not in ".?!":
                words, tags = [*words, "."], [*tags, "O"]
            more, more_tags = draw_everyday(rng, language, part)
            words, tags = [*words, *more], [*tags, *more_tags]
        return Sentence(*careless(rng, capitals(words), tags), language)
    return Sentence(capitals(words), tuple(tags), language)


def draw_lesson(rng: np.random.Generator, language: str, part: Part) -> Sentence:
    """One sentence of the lessons' templates."""
    kind = KINDS[int(rng.random() * 3)] if rng.random() < 0.8 else ""
    text = one_of(rng, templates(language, kind, part)).text
    if kind:
        opening = one_of(rng, OPENINGS[language]) if rng.random() >= BARE else ""
        text = f"{opening} {{{kind}}} {text}"
    words: list[str] = []
    tags: list[str] = []
    for word in text.split():
        if word[0] == "{":
            add_name(words, tags, draw_name(rng, word[1:-1], part), word[1:-1])
        else:
            words.append(word)
            tags.append("O")
    if rng.random() < 0.5:
        words, tags = [*words, "."], [*tags, "O"]
    return Sentence(capitals(words), tuple(tags), language)


def draw_everyday(rng: np.random.Generator, language: str, part: Part) -> tuple[list[str], list[str]]:
    """The words, not yet with capitals, and tags of one everyday sentence."""
    section = "telling"
    if part == "training":
        chance = rng.random()
        section = "telling" if chance < SECTIONS["telling"] else "none" if chance > 1 - SECTIONS["none"] else "open"
    words: list[str] = []
    tags: list[str] = []
    for piece in draw_pieces(rng, language, section, part):
        if isinstance(piece, Slot):
            letter = one_of(rng, ANY) if piece.letter == "N" else piece.letter
            add_name(words, tags, fill(rng, letter, part), SLOTS[letter])
        else:
            words.append(piece)
            tags.append("O")
    if words[-1] not in '.?!»”"' and rng.random() < 0.5:
        words, tags = [*words, "."], [*tags, "O"]
    return words, tags


def add_name(words: list[str], tags: list[str], name: str, kind: str) -> None:
    """Put a name's words, and their tags, behind those of a sentence."""
    parts = tokens(name)
    words += parts
    tags += [f"B-{kind}", *[f"I-{kind}"] * (len(parts) - 1)]


def draw_name(rng: np.random.Generator, kind: str, part: Part) -> str:
    """A name of this kind for a lesson; half of those in training could be of another kind, too."""
    if rng.random() < 0.5 and names(kind, part):
        name = from_list(rng, kind, part)
        return f"{name} {from_list(rng, 'surname', part)}" if kind == "PER" and rng.random() < 0.4 else name
    return fill(rng, LISTS.get(kind, "P"), part)


def capitals(words: list[str]) -> tuple[str, ...]:
    """The words with a capital wherever a sentence begins."""
    first, written = True, []
    for word in words:
        written.append(word[0].upper() + word[1:] if first else word)
        first = word in BEGINS_AFTER
    return tuple(written)


def one_of(rng: np.random.Generator, of: tuple[T, ...]) -> T:
    """One of several."""
    return of[int(rng.random() * len(of))]
