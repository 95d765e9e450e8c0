"""The words of the translator: twenty-four nouns, twelve adjectives, twelve verbs and what goes between them.

Written for this project; Spanish forms come from rules (and the few exceptions that the rules do not give), so that
every gender, number and person of a word is there. Kinds keep sentences sensible: nobody buys a person.
"""

from dataclasses import dataclass

PERSON, ANIMAL, THING, PLACE = "person", "animal", "thing", "place"
ALIVE = (PERSON, ANIMAL)
OWNED = (ANIMAL, THING)
ANYTHING = (PERSON, ANIMAL, THING, PLACE)
NO_PERSON = (ANIMAL, THING, PLACE)

PERSONS = ("yo", "tú", "él", "nosotros", "ellos")
"""The person and number of a verb, by their pronouns: 1st and 2nd and 3rd singular, 1st and 3rd plural."""


@dataclass(frozen=True)
class Noun:
    """A noun with its gender ("m" or "f"), its kind, and its English; a plural is given where no rule makes it."""

    es: str
    gender: str
    en: str
    kind: str
    es_plural: str = ""
    en_plural: str = ""

    def spanish(self, plural: bool) -> str:
        return (self.es_plural or plural_of(self.es)) if plural else self.es

    def english(self, plural: bool) -> str:
        return (self.en_plural or f"{self.en}s") if plural else self.en


@dataclass(frozen=True)
class Adjective:
    """An adjective by its masculine singular; in -o it has four forms, else two. It goes with nouns of these kinds."""

    es: str
    en: str
    kinds: tuple[str, ...] = ANYTHING

    def spanish(self, gender: str, plural: bool) -> str:
        singular = f"{self.es[:-1]}a" if gender == "f" and self.es.endswith("o") else self.es
        return plural_of(singular) if plural else singular


@dataclass(frozen=True)
class Verb:
    """A verb: five Spanish forms in the order of `PERSONS`; English with and without the third person's s.

    particle: what English puts after it ("looks for"); objects: kinds of its object, none for an intransitive verb.
    """

    lemma: str
    es: tuple[str, ...]
    en: str
    en_third: str
    particle: str = ""
    objects: tuple[str, ...] = ()


def plural_of(word: str) -> str:
    """The Spanish plural: -s after a vowel, -es after a consonant."""
    return f"{word}s" if word[-1] in "aeiou" else f"{word}es"


def ar(stem: str, en: str, en_third: str, particle: str = "", objects: tuple[str, ...] = ()) -> Verb:
    """A regular verb in -ar."""
    forms = tuple(stem + ending for ending in ("o", "as", "a", "amos", "an"))
    return Verb(f"{stem}ar", forms, en, en_third, particle, objects)


NOUNS = (
    Noun("niño", "m", "boy", PERSON),
    Noun("niña", "f", "girl", PERSON),
    Noun("hombre", "m", "man", PERSON, en_plural="men"),
    Noun("mujer", "f", "woman", PERSON, en_plural="women"),
    Noun("amiga", "f", "friend", PERSON),
    Noun("profesor", "m", "teacher", PERSON),
    Noun("perro", "m", "dog", ANIMAL),
    Noun("gato", "m", "cat", ANIMAL),
    Noun("ratón", "m", "mouse", ANIMAL, "ratones", "mice"),
    Noun("oveja", "f", "sheep", ANIMAL, en_plural="sheep"),
    Noun("libro", "m", "book", THING),
    Noun("coche", "m", "car", THING),
    Noun("camión", "m", "truck", THING, "camiones"),
    Noun("huevo", "m", "egg", THING),
    Noun("reloj", "m", "clock", THING),
    Noun("manzana", "f", "apple", THING),
    Noun("flor", "f", "flower", THING),
    Noun("llave", "f", "key", THING),
    Noun("mesa", "f", "table", THING),
    Noun("carta", "f", "letter", THING),
    Noun("casa", "f", "house", PLACE),
    Noun("ciudad", "f", "city", PLACE, en_plural="cities"),
    Noun("jardín", "m", "garden", PLACE, "jardines"),
    Noun("parque", "m", "park", PLACE),
)

ADJECTIVES = (
    Adjective("rojo", "red", NO_PERSON),
    Adjective("blanco", "white", NO_PERSON),
    Adjective("negro", "black", NO_PERSON),
    Adjective("azul", "blue", NO_PERSON),
    Adjective("verde", "green", NO_PERSON),
    Adjective("pequeño", "small"),
    Adjective("grande", "big"),
    Adjective("viejo", "old"),
    Adjective("nuevo", "new"),
    Adjective("extraño", "strange"),
    Adjective("elegante", "elegant"),
    Adjective("famoso", "famous"),
)

VERBS = (
    Verb("ver", ("veo", "ves", "ve", "vemos", "ven"), "see", "sees", objects=ANYTHING),
    Verb(
        "encontrar",
        ("encuentro", "encuentras", "encuentra", "encontramos", "encuentran"),
        "find",
        "finds",
        "",
        ANYTHING,
    ),
    ar("busc", "look", "looks", "for", ANYTHING),
    ar("pint", "paint", "paints", "", ANYTHING),
    ar("compr", "buy", "buys", "", (*OWNED, PLACE)),
    Verb("vender", ("vendo", "vendes", "vende", "vendemos", "venden"), "sell", "sells", objects=OWNED),
    Verb("tener", ("tengo", "tienes", "tiene", "tenemos", "tienen"), "have", "has", objects=OWNED),
    Verb("querer", ("quiero", "quieres", "quiere", "queremos", "quieren"), "want", "wants", objects=OWNED),
    Verb("dormir", ("duermo", "duermes", "duerme", "dormimos", "duermen"), "sleep", "sleeps"),
    Verb("correr", ("corro", "corres", "corre", "corremos", "corren"), "run", "runs"),
    ar("cant", "sing", "sings"),
    ar("trabaj", "work", "works"),
)

BE = {
    "yo": ("soy", "am"),
    "tú": ("eres", "are"),
    "él": ("es", "is"),
    "nosotros": ("somos", "are"),
    "ellos": ("son", "are"),
}
"""ser, to be: neither side follows a rule."""

PRONOUNS = (
    ("yo", "i", "yo"),
    ("tú", "you", "tú"),
    ("él", "he", "él"),
    ("ella", "she", "él"),
    ("nosotros", "we", "nosotros"),
    ("nosotras", "we", "nosotros"),
    ("ellos", "they", "ellos"),
    ("ellas", "they", "ellos"),
)
"""A pronoun, its English, and the person of its verb."""

OMITTED_PRONOUNS = {"yo": "i", "tú": "you", "nosotros": "we"}
"""Persons whose pronoun Spanish may leave out, for the verb's ending tells; English has to say it."""

DETERMINERS = {
    "the": ("el", "la", "los", "las"),
    "a": ("un", "una", "unos", "unas"),
    "my": ("mi", "mi", "mis", "mis"),
    "this": ("este", "esta", "estos", "estas"),
}
"""By the English singular: masculine and feminine singular, masculine and feminine plural."""

ENGLISH_PLURALS = {"the": "the", "a": "some", "my": "my", "this": "these"}

TIMES = (("hoy", "today"), ("ahora", "now"))
"""What may end or begin a sentence."""

PREPOSITIONS = (("en", "in"), ("cerca de", "near"))
