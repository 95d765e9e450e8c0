"""The baseline of the translator: a dictionary, word for word and in the order of the words.

Every Spanish form has its English form, number, person and tense included; what English does without ("a" before a
person) is left out, and what no dictionary has is carried over. What it lacks is all that looks at another word: order,
"an", "do not", the pronoun that Spanish left out.
"""

from functools import lru_cache

from .everyday import GLOSSES
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
from .phrases import Words


@lru_cache(maxsize=1)
def entries() -> dict[str, str]:
    """Spanish form → English words."""
    english_of = dict(GLOSSES)
    for verb in (GO, *VERBS):
        plain, third, past, ing = verb.en
        english_of[verb.lemma] = f"{plain} {verb.particle}".strip()
        for form in verb.past:
            english_of[form] = f"{past} {verb.particle}".strip()
        for column, form in enumerate(verb.es):
            english_of[form] = f"{third if column == 2 else plain} {verb.particle}".strip()
        if verb.gerund:
            english_of[verb.gerund] = f"{ing} {verb.particle}".strip()
    english_of |= {es: en for es, en, _ in PRONOUNS} | dict(TIMES) | {es.split()[0]: en for es, en in PREPOSITIONS}
    for determiner in (*DETERMINERS, *NUMBERS):
        for column, form in enumerate(determiner.es):
            english_of[form] = determiner.en if column < 2 else determiner.en_plural
    for noun in NOUNS:
        english_of |= {noun.spanish(plural): noun.english(plural) for plural in (False, True)[: 2 - noun.mass]}
    for adjective in ADJECTIVES:
        english_of |= {adjective.spanish(gender, plural): adjective.en for gender in "mf" for plural in (False, True)}
    english_of |= dict(zip(SER, BE, strict=True)) | dict(zip(ESTAR, BE, strict=True)) | dict.fromkeys(CAN, "can")
    return english_of


def word_for_word(words: Words) -> Words:
    """A Spanish sentence in English, each word by itself; what is no Spanish word stays what it is."""
    return tuple(" ".join(entries().get(word, word) for word in words).split())
