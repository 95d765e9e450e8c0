"""Verbs in both languages: tenses, what is denied and asked, and verbs that take another one.

Spanish has one word where English may have three: "no come" is "does not eat", "¿comió?" is "did … eat?".
"""

from dataclasses import dataclass
from functools import lru_cache

from .lexicon import BE, CAN, GO, PERSONS, VERBS, Verb
from .phrases import Words


@dataclass(frozen=True)
class VerbPhrase:
    """A verb in both languages, in one person and tense.

    spanish: the finite verb and what follows it; finite: English, where nothing is denied or asked; auxiliary and
    plain: what it is made of there ("does", "see"), `plain` empty where the finite verb is its own auxiliary ("is");
    after: what follows both
    """

    spanish: Words
    finite: str
    auxiliary: str
    plain: str
    after: Words = ()

    def english(self, subject: Words, *, negative: bool = False, question: bool = False) -> Words:
        """With its subject."""
        if question:
            words = (self.auxiliary, *subject, self.plain)
        elif negative:
            denied = ("cannot",) if self.auxiliary == "can" else (self.auxiliary, "not")
            words = (*subject, *denied, self.plain)
        else:
            words = (*subject, self.finite)
        return tuple(filter(None, (*words, *self.after)))


def plain_verb(verb: Verb, person: str, *, past: bool = False) -> VerbPhrase:
    """Sees, saw. Where Spanish has one form for both tenses it is the present."""
    column = PERSONS.index(person)
    plain, third, past_form, _ = verb.en
    after = (verb.particle,) if verb.particle else ()
    if past and verb.past[column] != verb.es[column]:
        return VerbPhrase((verb.past[column],), past_form, "did", plain, after)
    if person == "él":
        return VerbPhrase((verb.es[column],), third, "does", plain, after)
    return VerbPhrase((verb.es[column],), plain, "do", plain, after)


def being(copula: Words, person: str, then: Words = (), after: Words = ()) -> VerbPhrase:
    """Ser or estar and what follows: "está comiendo", "is eating"."""
    column = PERSONS.index(person)
    return VerbPhrase((copula[column], *then), BE[column], BE[column], "", after)


def with_infinitive(verb: Verb, person: str, modal: str) -> VerbPhrase:
    """Wants to see, can see, is going to see, has to see."""
    column = PERSONS.index(person)
    infinitive = tuple(filter(None, (verb.en[0], verb.particle)))
    if modal == "poder":
        return VerbPhrase((CAN[column], verb.lemma), "can", "can", "", infinitive)
    if modal == "ir":
        return VerbPhrase((GO.es[column], "a", verb.lemma), BE[column], BE[column], "", ("going", "to", *infinitive))
    between = ("que",) if modal == "tener" else ()
    finite = plain_verb(verb_of(modal), person)
    return VerbPhrase(
        (*finite.spanish, *between, verb.lemma), finite.finite, finite.auxiliary, finite.plain, ("to", *infinitive)
    )


MODALS = ("querer", "poder", "ir", "tener")


@lru_cache(maxsize=32)
def verb_of(lemma: str) -> Verb:
    """A verb of the lexicon."""
    return next(verb for verb in VERBS if verb.lemma == lemma)
