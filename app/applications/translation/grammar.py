"""A grammar of Spanish sentences and their English: each derivation gives both sides.

    sentence → [time] subject [no] verb [object] [preposition place] [time]     ver, vi, estoy viendo, quiero ver
             | [time] subject [no] ser|estar [muy] adjective
             | [time] subject [no] estar preposition place
             | ¿ any of these                                                   English turns it round, or says "do"
             | me gusta object | hay object | ¿dónde está …? | …                what one types first: see `first_words`
             | determiner noun [adjective]                                      (no sentence yet, but one types it)
    subject  → determiner noun [adjective] | name | pronoun | (left out: yo, tú, nosotros) | subject y subject

What makes word for word wrong: the adjective comes after the noun in Spanish and before it in English; articles and
adjectives agree in gender and number; the verb's ending says who, and the pronoun may be missing; persons as objects
take "a" (a + el = al); "no" becomes "do not", "does not", "did not"; "a" becomes "an" before a vowel; English nouns
have their own plurals.
"""

from .drawing import Draw
from .lexicon import ALIVE, ANYTHING, ESTAR, GO, PERSON, PLACE, PREPOSITIONS, SER, TIMES
from .phrases import Pair, Pairs, Phrase, Sentence, Subject, Words, contract, known, personal_a
from .verbs import MODALS, VerbPhrase, being, plain_verb, with_infinitive

QUESTION = "¿"
"""What a question begins with; English ends it."""


def clause(draw: Draw) -> Sentence:
    """Somebody does something, somewhere, at some time."""
    subject = draw.subject()
    verb = draw.verb(subject)
    said = draw.rng.random()
    past = False
    if verb.lemma in MODALS or not known(verb.lemma) or said < 0.72:
        past = bool(said < 0.25)
        phrase = plain_verb(verb, subject.person, past=past)
    elif said < 0.8 and verb.gerund:
        after = tuple(filter(None, (verb.en[3], verb.particle)))
        phrase = being(ESTAR, subject.person, (verb.gerund,), after)
    else:
        phrase = with_infinitive(verb, subject.person, draw.choose(MODALS))
    combinations = subject.pairs(verb.lemma)
    es: Words = ()
    en: Words = ()
    if verb.objects:
        target = draw.object(verb.objects)
        es, en = personal_a(target), target.english
        combinations |= target.pairs(verb.lemma)
    if draw.chance(0.12 if verb.objects else 0.5):
        place_es, place_en = place(draw)
        es, en = (*es, *place_es), (*en, *place_en)
    return put_together(draw, subject, phrase, (es, en), combinations, past=past)


def place(draw: Draw) -> Pair:
    """In, or near, some place."""
    preposition_es, preposition_en = draw.choose(PREPOSITIONS)
    where = draw.phrase((PLACE,), adjective=False)
    return contract((*preposition_es.split(), *where.spanish)), (preposition_en, *where.english)


def going(draw: Draw) -> Sentence:
    """Somebody goes somewhere."""
    subject, past = draw.subject(), draw.chance(0.3)
    where = draw.phrase((PLACE,), adjective=False)
    tail = contract(("a", *where.spanish)), where.english
    if not past and draw.chance(0.3):
        phrase = with_infinitive(GO, subject.person, draw.choose(MODALS))
    else:
        phrase = plain_verb(GO, subject.person, past=past)
    return put_together(draw, subject, phrase, tail, subject.pairs("ir") | where.pairs("ir"), past=past)


def quality(draw: Draw) -> Sentence:
    """Something is something: the adjective agrees with a subject that is before the verb, or left out."""
    subject: Subject
    if draw.chance(0.4):
        subject, kind = draw.subject(), PERSON
        noun = subject.noun.es if isinstance(subject, Phrase) else ""
    else:
        subject = draw.phrase(ANYTHING, adjective=False)
        kind, noun = subject.noun.kind, subject.noun.es
    state = kind in ALIVE and draw.chance(0.5)
    adjective = draw.adjective(kind, state=state)
    form = adjective.spanish(subject.gender, subject.person in ("nosotros", "ellos"))
    very = draw.chance(0.2)
    tail = (*(["muy"] * very), form), (*(["very"] * very), adjective.en)
    phrase = being(ESTAR if state else SER, subject.person)
    pairs = {(noun, adjective.es)} if noun and known(noun) and known(adjective.es) else set()
    return put_together(draw, subject, phrase, tail, subject.pairs() | pairs)


def whereabouts(draw: Draw) -> Sentence:
    """Something is somewhere."""
    subject = draw.subject() if draw.chance(0.5) else draw.phrase(ANYTHING, adjective=draw.chance(0.4))
    return put_together(draw, subject, being(ESTAR, subject.person), place(draw), subject.pairs("estar"))


def put_together(
    draw: Draw,
    subject: Subject,
    verb: VerbPhrase,
    tail: Pair,
    combinations: Pairs,
    *,
    past: bool = False,
) -> Sentence:
    """A sentence from its parts: told, denied or asked, perhaps with a time at either end."""
    es, en = tail
    if draw.chance(0.12):
        turned = draw.chance(0.4)  # ¿come el niño …?
        words = (*verb.spanish, *subject.spanish) if turned else (*subject.spanish, *verb.spanish)
        return Sentence(
            (QUESTION, *words, *es), (*verb.english(subject.english, question=True), *en, "?"), combinations
        )
    negative = draw.chance(0.15)
    spanish = (*subject.spanish, *(["no"] if negative else []), *verb.spanish, *es)
    english = (*verb.english(subject.english, negative=negative), *en)
    if draw.chance(0.15):
        times = (TIMES[0], TIMES[3]) if past else TIMES[:3]
        time_es, time_en = (draw.name(),) * 2 if draw.replaces() else draw.choose(times)
        if draw.chance(0.5):
            return Sentence((time_es, *spanish), (time_en, *english), combinations)
        return Sentence((*spanish, time_es), (*english, time_en), combinations)
    return Sentence(spanish, english, combinations)
