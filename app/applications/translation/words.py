"""The words of both sides as numbers."""

from functools import lru_cache

from .everyday import EVERYDAY, GLOSSES
from .lexicon import (
    ADJECTIVES,
    BE,
    CAN,
    DETERMINERS,
    ESTAR,
    GO,
    NOUNS,
    NUMBERS,
    PREPOSITIONS,
    PRONOUNS,
    SER,
    TIMES,
    VERBS,
)
from .placeholders import PLACEHOLDERS

END, START = 0, 1
MARKS = ("∎", "▸")
"""What stands for the end of a translation and for its start, where words are shown."""


@lru_cache(maxsize=1)
def spanish() -> dict[str, int]:
    """The number of every Spanish form, the placeholders first."""
    words = set(GLOSSES) | {es for es, _ in TIMES} | {word for es, _ in PREPOSITIONS for word in es.split()}
    words |= {form for determiner in (*DETERMINERS, *NUMBERS) for form in determiner.es} | {es for es, _, _ in PRONOUNS}
    words |= {word for es, _ in EVERYDAY for word in es.split() if not word.startswith("{")}
    words |= {*SER, *ESTAR, *CAN}
    for verb in (*VERBS, GO):
        words |= {*verb.es, *verb.past} | ({verb.gerund} if verb.gerund else set())
    words |= {verb.lemma for verb in (*VERBS, GO)}
    for plural in (False, True):
        words |= {noun.spanish(plural) for noun in NOUNS if not (plural and noun.mass)}
        words |= {adjective.spanish(gender, plural) for adjective in ADJECTIVES for gender in "mf"}
    return {word: number for number, word in enumerate((*PLACEHOLDERS, *sorted(words)))}


@lru_cache(maxsize=1)
def english() -> dict[str, int]:
    """The number of every English form, after those of `MARKS` and the placeholders."""
    words = {"an", "not", "do", "does", "did", "can", "cannot", "going", "to", "and", "very", "?", "'s"}
    words |= {"like", "likes", "love", "loves", "there", "no", "it", "they", "where", "how", "much", "cost"}
    words |= {*BE, "in", "near"}
    words |= {en for determiner in (*DETERMINERS, *NUMBERS) for en in (determiner.en, determiner.en_plural)}
    words |= {en for _, en in TIMES} | {en for _, en, _ in PRONOUNS} | {adjective.en for adjective in ADJECTIVES}
    words |= {word for _, en in EVERYDAY for word in en.split() if not word.startswith("{")}
    for verb in (*VERBS, GO):
        words |= {*verb.en[:3], verb.particle} - {""} | ({verb.en[3]} if verb.gerund else set())
    words |= {noun.english(plural) for noun in NOUNS for plural in (False, True) if not (plural and noun.mass)}
    return {word: number for number, word in enumerate((*MARKS, *PLACEHOLDERS, *sorted(words)))}
