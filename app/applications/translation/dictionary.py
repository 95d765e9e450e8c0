"""The baseline of the translator: a dictionary, word for word and in the order of the words.

Every Spanish form has its English form, number and person included; what English does without ("a" before a person)
is left out. What it lacks is all that looks at another word: order, "an", "do not", the pronoun that Spanish left out.
"""

from functools import lru_cache

from .lexicon import (
    ADJECTIVES,
    BE,
    DETERMINERS,
    ENGLISH_PLURALS,
    NOUNS,
    PREPOSITIONS,
    PRONOUNS,
    TIMES,
    VERBS,
)


@lru_cache(maxsize=1)
def entries() -> dict[str, str]:
    """Spanish form → English words."""
    english_of = {"no": "not", "a": "", "al": "the", "de": "", "del": "the"}
    english_of |= {es: en for es, en, _ in PRONOUNS} | dict(TIMES)
    english_of |= {es.split()[0]: en for es, en in PREPOSITIONS}
    for en, forms in DETERMINERS.items():
        english_of |= {form: en if column < 2 else ENGLISH_PLURALS[en] for column, form in enumerate(forms)}
    for noun in NOUNS:
        english_of |= {noun.spanish(plural): noun.english(plural) for plural in (False, True)}
    for adjective in ADJECTIVES:
        english_of |= {adjective.spanish(gender, plural): adjective.en for gender in "mf" for plural in (False, True)}
    for verb in VERBS:
        for person, form in zip(BE, verb.es, strict=True):
            en = verb.en_third if person == "él" else verb.en
            english_of[form] = f"{en} {verb.particle}".strip()
    return english_of | dict(BE.values())


def word_for_word(words: tuple[str, ...]) -> tuple[str, ...]:
    """A Spanish sentence in English, each word by itself."""
    return tuple(" ".join(entries()[word] for word in words).split())
