"""Sentences of all kinds, as they are typed, for each part of the data.

Words that the network does not know are part of them: see `placeholders`. About a third of the sentences have some
beside names and numbers, which are always such.
"""

from functools import lru_cache

import numpy as np

from ..accents import bare
from ..split import Part
from . import placeholders
from .drawing import Draw
from .first_words import everyday, first_words
from .grammar import QUESTION, clause, going, quality, whereabouts
from .lexicon import ANYTHING
from .phrases import Sentence
from .placeholders import NAME, NUMBER, is_placeholder, is_unknown_word, kind_of_placeholder, placeholder
from .words import spanish as spanish_words

LONGEST, SHORT = 10, 4
"""Words of the longest Spanish sentence, and of those that are all called short."""
UNKNOWN_SENTENCES = 0.35
"""The share of sentences that have unknown words beside names."""
WITHOUT_ACCENTS = 0.08
"""The share of sentences that are typed without accents."""


def noun_phrase(draw: Draw) -> Sentence:
    """A phrase that stands alone."""
    phrase = draw.phrase(ANYTHING)
    return Sentence(phrase.spanish, phrase.english, phrase.pairs())


MAKERS = (
    (0.06, noun_phrase),
    (0.14, everyday),
    (0.34, first_words),
    (0.48, quality),
    (0.56, whereabouts),
    (0.62, going),
)
"""How often each kind comes, cumulated; the rest are clauses."""


def derive(rng: np.random.Generator, *, unknown: bool | None = None) -> Sentence:
    """Any sentence; unknown: perhaps with words that are not known beside names and numbers, or with none."""
    draw = Draw(rng, unknown=bool(rng.random() < UNKNOWN_SENTENCES) if unknown is None else unknown)
    kind = rng.random()
    make = next((make for share, make in MAKERS if kind < share), clause)
    return finish(draw, make(draw))


def draw(rng: np.random.Generator, part: Part, *, unknown: bool | None = None) -> Sentence:
    """A sentence of a part of the data, of at most `LONGEST` words and `placeholders.MOST` unknown ones.

    Every part has sentences as long as the grammar makes them: the longer one is, the likelier it has a pair that is
    held out, and so only sentences of like length are chosen among.

    unknown: it has some beside names and numbers, or none; None: either
    """
    size = length_class(fitting(rng, unknown))
    while True:
        sentence = fitting(rng, unknown)
        if sentence.part == part and length_class(sentence) == size:
            return sentence


def fitting(rng: np.random.Generator, unknown: bool | None) -> Sentence:
    """A sentence of any part."""
    while True:
        sentence = derive(rng, unknown=unknown)
        if (
            len(sentence.spanish) <= LONGEST
            and sentence.unknown <= placeholders.MOST
            and (not unknown or any(map(is_unknown_word, sentence.spanish)))
        ):
            return sentence


def length_class(sentence: Sentence) -> int:
    """Words of a sentence in pairs, the shortest together: there are few held-out ones of two words."""
    return max(SHORT, len(sentence.spanish)) // 2


def finish(draw: Draw, sentence: Sentence) -> Sentence:
    """Placeholders numbered in the order of the source, the first word's capital and missing accents as they are typed.

    A word that is not known at the beginning of a sentence has a capital, whatever it is.
    """
    spanish = sentence.spanish
    first = 1 if spanish[0] == QUESTION and len(spanish) > 1 else 0
    capital = draw.chance(0.7)
    names: dict[str, str] = {}
    for at, word in enumerate(spanish if draw.made else ()):
        if is_placeholder(word) and word not in names:
            kind = kind_of_placeholder(word)
            kind = NAME if at == first and capital and kind != NUMBER else kind
            names[word] = placeholder(kind, len(names) + 1)
    if draw.chance(WITHOUT_ACCENTS):
        spanish = tuple(bare(word) if bare(word) in forms() else word for word in spanish)
    if names:
        spanish = tuple(names.get(word, word) for word in spanish)
    english = tuple(names.get(word, word) for word in sentence.english) if names else sentence.english
    return Sentence(spanish, english, sentence.combinations)


@lru_cache(maxsize=1)
def forms() -> frozenset[str]:
    """The Spanish words: a missing accent is left to the network where that gives another one of them."""
    return frozenset(spanish_words())
