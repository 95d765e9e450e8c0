"""What people type first: greetings, names, what they like, have, want and look for."""

import re
from dataclasses import replace

from .drawing import Draw
from .everyday import EVERYDAY
from .grammar import QUESTION
from .lexicon import (
    ALIVE,
    ANYTHING,
    DRINK,
    FOOD,
    LIKING,
    MY,
    NONE,
    NUMBERS,
    PERSON,
    PERSONS,
    PLACE,
    THE,
    VERBS,
    YOUR,
    A,
)
from .phrases import Phrase, Sentence, Words, contract, known
from .placeholders import MOST, NUMBER
from .verbs import verb_of

LIKES = (("gusta", "gustan", "like", "likes"), ("encanta", "encantan", "love", "loves"))
GREETINGS = (("hola", "hello"), ("gracias", "thank you"))
LIKED = (*ANYTHING, FOOD, FOOD, DRINK)
"""Kinds of what is liked: food and drink more often than the rest."""


def everyday(draw: Draw) -> Sentence:
    """A sentence that is said as it is, its slots filled."""
    es, en = draw.choose(EVERYDAY)
    for slot in re.findall(r"{\w+}", es):
        word = draw.name() if slot == "{name}" else draw.new(NUMBER) if slot == "{number}" else draw.word()
        es, en = es.replace(slot, word, 1), en.replace(slot, word, 1)
    return Sentence(tuple(es.split()), tuple(en.split()))


def first_words(draw: Draw) -> Sentence:
    """One of the other kinds, now and then after a greeting."""
    make = draw.choose((liking, liking, liking_to_do, there_is, where_is, having, ordering, price, belonging, naming))
    sentence = make(draw)
    if sentence.spanish[0] == QUESTION or not draw.chance(0.1):
        return sentence
    es, en = draw.choose(GREETINGS)
    return Sentence((es, *sentence.spanish), (*en.split(), *sentence.english), sentence.combinations)


def liker(draw: Draw) -> tuple[Words, Words, str, str]:
    """Who likes something: in Spanish whom it pleases, in English; "do" or "does"; and whether it is a third person."""
    if draw.made < MOST and draw.chance(0.2):
        name = draw.name()
        return ("a", name), (name,), "does", "le"
    pronoun, person = draw.choose(LIKING)
    return (), ({"yo": "I", "tú": "you", "nosotros": "we"}[person],), "do", pronoun


def liking(draw: Draw) -> Sentence:
    """Me gusta: what one likes is the subject; English leaves "the" out where a kind of thing is meant."""
    phrase = draw.phrase(LIKED, adjective=draw.chance(0.3))
    if draw.chance(0.6):
        phrase = Phrase(THE, phrase.noun, phrase.adjective, phrase.plural)
    kind = phrase.plural or phrase.noun.mass or not known(phrase.noun.es)
    liked = replace(phrase, determiner=NONE) if phrase.determiner is THE and kind else phrase
    one, many, like, likes = draw.choose(LIKES)
    return like_sentence(draw, (many if phrase.plural else one, *phrase.spanish), like, likes, liked.english, phrase)


def liking_to_do(draw: Draw) -> Sentence:
    """Me gusta comer."""
    verb = draw.choose(VERBS)
    es: Words = (verb.lemma,)
    en: Words = tuple(filter(None, (verb.en[0], verb.particle)))
    phrase = draw.object(verb.objects) if verb.objects and draw.chance(0.4) else None
    if phrase and phrase.noun.kind != PERSON:
        es, en = (*es, *phrase.spanish), (*en, *phrase.english)
    one, _, like, likes = draw.choose(LIKES)
    return like_sentence(draw, (one, *es), like, likes, ("to", *en), phrase, verb.lemma)


def like_sentence(
    draw: Draw, spanish: Words, like: str, likes: str, english: Words, phrase: Phrase | None, verb: str = "gustar"
) -> Sentence:
    """Told, denied or asked."""
    whom, who, do, pronoun = liker(draw)
    combinations = phrase.pairs(verb) if phrase else frozenset()
    if draw.chance(0.15):
        return Sentence((QUESTION, *whom, pronoun, *spanish), (do, *who, like, *english, "?"), combinations)
    if draw.chance(0.2):
        return Sentence((*whom, "no", pronoun, *spanish), (*who, do, "not", like, *english), combinations)
    return Sentence((*whom, pronoun, *spanish), (*who, likes if do == "does" else like, *english), combinations)


def there_is(draw: Draw) -> Sentence:
    """Hay un gato en la casa."""
    phrase = draw.phrase(ANYTHING)
    if phrase.determiner not in (A, *NUMBERS):
        phrase = replace(phrase, determiner=NONE if phrase.plural or phrase.noun.mass else A)
    be = "are" if phrase.plural else "is"
    es, en = phrase.spanish, phrase.english
    if draw.chance(0.5):
        where = draw.phrase((PLACE,), adjective=False)
        es, en = (*es, "en", *where.spanish), (*en, "in", *where.english)
    if draw.chance(0.25):
        return Sentence((QUESTION, "hay", *es), (be, "there", *en, "?"), phrase.pairs())
    if phrase.determiner is NONE and draw.chance(0.2):
        return Sentence(("no", "hay", *es), ("there", be, "no", *en), phrase.pairs())
    return Sentence(("hay", *es), ("there", be, *en), phrase.pairs())


def where_is(draw: Draw) -> Sentence:
    """¿Dónde está la biblioteca?"""
    phrase = draw.phrase((*ANYTHING, PLACE, PLACE), adjective=draw.chance(0.3))
    return asked_where(phrase, phrase.spanish, phrase.english)


def asked_where(phrase: Phrase, es: Words, en: Words) -> Sentence:
    """Where a phrase is that is said so."""
    verb, be = ("están", "are") if phrase.plural else ("está", "is")
    return Sentence((QUESTION, "dónde", verb, *es), ("where", be, *en, "?"), phrase.pairs("estar"))


def having(draw: Draw) -> Sentence:
    """Tengo 3 gatos; Ana tiene un hermano."""
    phrase = draw.phrase(ANYTHING[:-1], plural=True if draw.chance(0.5) else None)
    if phrase.plural and draw.chance(0.7):
        phrase = replace(phrase, determiner=draw.number())
    es, en, pairs = phrase.spanish, phrase.english, phrase.pairs("tener")
    if draw.made < MOST and draw.chance(0.3):
        name = draw.name()
        return Sentence((name, "tiene", *es), (name, "has", *en), pairs)
    person, who = draw.choose((("yo", "I"), ("tú", "you"), ("nosotros", "we")))
    verb = verb_of("tener").es[PERSONS.index(person)]
    if draw.chance(0.2):
        return Sentence((QUESTION, verb, *es), ("do", who, "have", *en, "?"), pairs)
    if draw.chance(0.2):
        return Sentence(("no", verb, *es), (who, "do", "not", "have", *en), pairs)
    return Sentence((verb, *es), (who, "have", *en), pairs)


def ordering(draw: Draw) -> Sentence:
    """Quiero un café, por favor."""
    phrase = draw.object((FOOD, DRINK))
    wish = draw.choose((((), ()), (("quiero",), ("I", "want"))))
    es, en = (*wish[0], *phrase.spanish, "por", "favor"), (*wish[1], *phrase.english, "please")
    return Sentence(es, en, phrase.pairs("querer"))


def price(draw: Draw) -> Sentence:
    """¿Cuánto cuesta el libro?"""
    phrase = draw.phrase(ANYTHING[1:], adjective=draw.chance(0.3))
    verb, do = ("cuestan", "do") if phrase.plural else ("cuesta", "does")
    return Sentence(
        (QUESTION, "cuánto", verb, *phrase.spanish), ("how", "much", do, *phrase.english, "cost", "?"), phrase.pairs()
    )


def belonging(draw: Draw) -> Sentence:
    """Es el perro de Juan: English names the owner first."""
    phrase = draw.phrase(ANYTHING, adjective=draw.chance(0.3), determiner=THE)
    name = draw.name()
    es, en = contract((*phrase.spanish, "de", name)), (name, "'s", *phrase.english[1:])
    if draw.chance(0.3):
        return Sentence(es, en, phrase.pairs())
    if draw.chance(0.3):
        return asked_where(phrase, es, en)
    verb, who = ("son", ("they", "are")) if phrase.plural else ("es", ("it", "is"))
    return Sentence((verb, *es), (*who, *en), phrase.pairs())


def naming(draw: Draw) -> Sentence:
    """Mi perro se llama Max."""
    phrase = draw.phrase(ALIVE, adjective=draw.chance(0.2), determiner=draw.choose((THE, MY, YOUR)), plural=False)
    name = draw.name()
    if draw.chance(0.3):
        es = (QUESTION, "cómo", "se", "llama", *phrase.spanish)
        return Sentence(es, ("what", "is", *phrase.english, "'s", "name", "?"), phrase.pairs())
    return Sentence((*phrase.spanish, "se", "llama", name), (*phrase.english, "'s", "name", "is", name), phrase.pairs())
