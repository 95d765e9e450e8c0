"""Tagged sentences drawn from templates and names: a word and its tag at every step.

Tags are BIO: B-PER begins a person's name, I-PER goes on with it, O is no name. A sentence of the training side has a
training template and training names only; one of the held-out side has held-out ones only.
"""

from typing import NamedTuple

import numpy as np

from .names import KINDS, names
from .templates import OPENINGS, templates

TAGS = ("O", *(f"{place}-{kind}" for kind in KINDS for place in "BI"))
"""The classes, in the order of the network's outputs."""
BARE = 0.3
"""How many names begin their sentence: enough for a capital there not to be taken for that of any first word."""
LISTS = {"LOC": "place", "ORG": "organisation"}


class Sentence(NamedTuple):
    """words as they are written, and a tag for each; language: what it was drawn in, "" where it was typed."""

    words: tuple[str, ...]
    tags: tuple[str, ...]
    language: str = ""


def draw(rng: np.random.Generator, *, held_out: bool) -> Sentence:
    """One sentence, Spanish or English."""
    language = ("es", "en")[rng.integers(2)]
    kind = KINDS[rng.integers(3)] if rng.random() < 0.8 else ""
    candidates = templates(language, kind, held_out=held_out)
    text = candidates[rng.integers(len(candidates))].text
    if kind:
        opening = OPENINGS[language][rng.integers(len(OPENINGS[language]))] if rng.random() >= BARE else ""
        text = f"{opening} {{{kind}}} {text}"
    words: list[str] = []
    tags: list[str] = []
    for word in text.split():
        if word[0] == "{":
            name = draw_name(rng, word[1:-1], held_out=held_out).split()
            words += name
            tags += [f"B-{word[1:-1]}", *[f"I-{word[1:-1]}"] * (len(name) - 1)]
        else:
            words.append(word)
            tags.append("O")
    if rng.random() < 0.5:
        words, tags = [*words, "."], [*tags, "O"]
    words[0] = words[0][0].upper() + words[0][1:]
    return Sentence(tuple(words), tuple(tags), language)


def draw_name(rng: np.random.Generator, kind: str, *, held_out: bool) -> str:
    """A name of this kind; half of them could be of another kind, too."""

    def draw_from(of: str) -> str:
        candidates = names(of, held_out=held_out)
        return candidates[rng.integers(len(candidates))]

    ambiguous = rng.random() < 0.5
    if kind != "PER":
        return draw_from(kind) if ambiguous else draw_from(LISTS[kind])
    first = draw_from("PER") if ambiguous else draw_from("given")
    if rng.random() < 0.15:
        return draw_from("surname")
    return f"{first} {draw_from('surname')}" if rng.random() < 0.4 else first
