"""The words of the translator: some fifty nouns, twenty adjectives, twenty verbs and what goes between them.

Written for this project; Spanish forms come from rules (and the exceptions that the rules do not give), so that every
gender, number, person and tense of a word is there. Kinds keep sentences sensible: nobody buys a person.
"""

from dataclasses import dataclass

PERSON, ANIMAL, THING, TEXT, FOOD, DRINK, PLACE = "person", "animal", "thing", "text", "food", "drink", "place"
ALIVE = (PERSON, ANIMAL)
OWNED = (ANIMAL, THING, TEXT, FOOD, DRINK)
NO_PERSON = (*OWNED, PLACE)
ANYTHING = (PERSON, *NO_PERSON)

PERSONS = ("yo", "tú", "él", "nosotros", "ellos")
"""The person and number of a verb, by their pronouns: 1st and 2nd and 3rd singular, 1st and 3rd plural."""
PLACEHOLDER = "‹"
"""What a placeholder begins with: it has no forms."""


@dataclass(frozen=True)
class Noun:
    """A noun with its gender ("m" or "f"), its kind, and its English; a plural is given where no rule makes it.

    mass: what is not counted ("bread"); masculine_article: "el agua", though it is feminine.
    """

    es: str
    gender: str
    en: str
    kind: str
    es_plural: str = ""
    en_plural: str = ""
    mass: bool = False
    masculine_article: bool = False

    def spanish(self, plural: bool) -> str:
        return (self.es_plural or plural_of(self.es)) if plural else self.es

    def english(self, plural: bool) -> str:
        return (self.en_plural or f"{self.en}s") if plural else self.en


@dataclass(frozen=True)
class Adjective:
    """An adjective by its masculine singular; in -o it has four forms, else two. It goes with nouns of these kinds.

    state: it is how something is for a while, and goes with estar.
    """

    es: str
    en: str
    kinds: tuple[str, ...] = ANYTHING
    state: bool = False

    def spanish(self, gender: str, plural: bool) -> str:
        singular = f"{self.es[:-1]}a" if gender == "f" and self.es.endswith("o") else self.es
        return plural_of(singular) if plural else singular


@dataclass(frozen=True)
class Verb:
    """A verb: Spanish present and preterite in the order of `PERSONS`, and gerund; English forms.

    en: the plain form, the third person's, the past and the one in -ing; particle: what English puts after it ("looks
    for"); objects: kinds of its object, none for an intransitive verb. A gerund is empty where English has none.
    """

    lemma: str
    es: tuple[str, ...]
    past: tuple[str, ...]
    gerund: str
    en: tuple[str, str, str, str]
    particle: str = ""
    objects: tuple[str, ...] = ()


@dataclass(frozen=True)
class Determiner:
    """Spanish: masculine and feminine singular, masculine and feminine plural; English: singular and plural."""

    es: tuple[str, str, str, str]
    en: str
    en_plural: str


def plural_of(word: str) -> str:
    """The Spanish plural: -s after a vowel, -es after a consonant, z becomes c. A placeholder stays what it is."""
    if word.startswith(PLACEHOLDER):
        return word
    return f"{word}s" if word[-1] in "aeiou" else f"{word[:-1]}ces" if word[-1] == "z" else f"{word}es"


REGULAR = {
    "ar": ("o as a amos an", "é aste ó amos aron", "ando"),
    "er": ("o es e emos en", "í iste ió imos ieron", "iendo"),
    "ir": ("o es e imos en", "í iste ió imos ieron", "iendo"),
}
"""Endings by the infinitive's: present, preterite, gerund."""


def verb(
    lemma: str,
    en: str,
    objects: tuple[str, ...] = (),
    *,
    present: str = "",
    past: str = "",
    gerund: str = "",
    particle: str = "",
    lasting: bool = True,
) -> Verb:
    """A verb from its infinitive; what is irregular is given. lasting: whether English has it in -ing."""
    stem, (present_ends, past_ends, gerund_end) = lemma[:-2], REGULAR[lemma[-2:]]
    plain, third, english_past, ing = en.split()
    return Verb(
        lemma,
        tuple(present.split()) or tuple(stem + end for end in present_ends.split()),
        tuple(past.split()) or tuple(stem + end for end in past_ends.split()),
        (gerund or stem + gerund_end) if lasting else "",
        (plain, third, english_past, ing),
        particle,
        objects,
    )


NOUNS = (
    Noun("niño", "m", "boy", PERSON),
    Noun("niña", "f", "girl", PERSON),
    Noun("hombre", "m", "man", PERSON, en_plural="men"),
    Noun("mujer", "f", "woman", PERSON, en_plural="women"),
    Noun("amigo", "m", "friend", PERSON),
    Noun("amiga", "f", "friend", PERSON),
    Noun("profesor", "m", "teacher", PERSON),
    Noun("hermano", "m", "brother", PERSON),
    Noun("hermana", "f", "sister", PERSON),
    Noun("madre", "f", "mother", PERSON),
    Noun("padre", "m", "father", PERSON, en_plural="parents"),
    Noun("perro", "m", "dog", ANIMAL),
    Noun("gato", "m", "cat", ANIMAL),
    Noun("ratón", "m", "mouse", ANIMAL, "ratones", "mice"),
    Noun("oveja", "f", "sheep", ANIMAL, en_plural="sheep"),
    Noun("pájaro", "m", "bird", ANIMAL),
    Noun("libro", "m", "book", TEXT),
    Noun("carta", "f", "letter", TEXT),
    Noun("coche", "m", "car", THING),
    Noun("camión", "m", "truck", THING, "camiones"),
    Noun("reloj", "m", "clock", THING),
    Noun("flor", "f", "flower", THING),
    Noun("llave", "f", "key", THING),
    Noun("mesa", "f", "table", THING),
    Noun("huevo", "m", "egg", FOOD),
    Noun("manzana", "f", "apple", FOOD),
    Noun("naranja", "f", "orange", FOOD),
    Noun("pan", "m", "bread", FOOD, mass=True),
    Noun("chocolate", "m", "chocolate", FOOD, mass=True),
    Noun("agua", "f", "water", DRINK, mass=True, masculine_article=True),
    Noun("café", "m", "coffee", DRINK, mass=True),
    Noun("leche", "f", "milk", DRINK, mass=True),
    Noun("casa", "f", "house", PLACE),
    Noun("ciudad", "f", "city", PLACE, en_plural="cities"),
    Noun("jardín", "m", "garden", PLACE, "jardines"),
    Noun("parque", "m", "park", PLACE),
    Noun("escuela", "f", "school", PLACE),
    Noun("biblioteca", "f", "library", PLACE, en_plural="libraries"),
    Noun("estación", "f", "station", PLACE, "estaciones"),
    Noun("playa", "f", "beach", PLACE, en_plural="beaches"),
    Noun("tienda", "f", "shop", PLACE),
    Noun("baño", "m", "bathroom", PLACE),
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
    Adjective("bueno", "good"),
    Adjective("bonito", "pretty"),
    Adjective("interesante", "interesting"),
    Adjective("cansado", "tired", ALIVE, state=True),
    Adjective("enfermo", "sick", ALIVE, state=True),
    Adjective("feliz", "happy", ALIVE, state=True),
    Adjective("triste", "sad", ALIVE, state=True),
)

VERBS = (
    verb(
        "ver",
        "see sees saw seeing",
        ANYTHING,
        present="veo ves ve vemos ven",
        past="vi viste vio vimos vieron",
        lasting=False,
    ),
    verb(
        "encontrar",
        "find finds found finding",
        ANYTHING,
        present="encuentro encuentras encuentra encontramos encuentran",
        lasting=False,
    ),
    verb(
        "buscar",
        "look looks looked looking",
        ANYTHING,
        past="busqué buscaste buscó buscamos buscaron",
        particle="for",
    ),
    verb("pintar", "paint paints painted painting", ANYTHING),
    verb("comprar", "buy buys bought buying", (*OWNED, PLACE)),
    verb("vender", "sell sells sold selling", OWNED),
    verb(
        "tener",
        "have has had having",
        OWNED,
        present="tengo tienes tiene tenemos tienen",
        past="tuve tuviste tuvo tuvimos tuvieron",
        lasting=False,
    ),
    verb(
        "querer",
        "want wants wanted wanting",
        OWNED,
        present="quiero quieres quiere queremos quieren",
        past="quise quisiste quiso quisimos quisieron",
        lasting=False,
    ),
    verb("necesitar", "need needs needed needing", OWNED, lasting=False),
    verb("comer", "eat eats ate eating", (FOOD,)),
    verb("beber", "drink drinks drank drinking", (DRINK,)),
    verb(
        "leer",
        "read reads read reading",
        (TEXT,),
        past="leí leíste leyó leímos leyeron",
        gerund="leyendo",
    ),
    verb("escribir", "write writes wrote writing", (TEXT,)),
    verb(
        "dormir",
        "sleep sleeps slept sleeping",
        present="duermo duermes duerme dormimos duermen",
        past="dormí dormiste durmió dormimos durmieron",
        gerund="durmiendo",
    ),
    verb("correr", "run runs ran running"),
    verb("cantar", "sing sings sang singing"),
    verb("trabajar", "work works worked working"),
    verb("vivir", "live lives lived living"),
    verb("hablar", "speak speaks spoke speaking"),
    verb("estudiar", "study studies studied studying"),
)

GO = verb(
    "ir",
    "go goes went going",
    (PLACE,),
    present="voy vas va vamos van",
    past="fui fuiste fue fuimos fueron",
    lasting=False,
    particle="to",
)
"""Where one goes is with "a", and a place."""

SER, ESTAR = ("soy", "eres", "es", "somos", "son"), ("estoy", "estás", "está", "estamos", "están")
"""Both are "to be": what something is, and how or where it is. In the order of `PERSONS`, as those that follow."""
BE = ("am", "are", "is", "are", "are")
CAN = ("puedo", "puedes", "puede", "podemos", "pueden")

PRONOUNS = (
    ("yo", "I", "yo"),
    ("tú", "you", "tú"),
    ("él", "he", "él"),
    ("ella", "she", "él"),
    ("nosotros", "we", "nosotros"),
    ("nosotras", "we", "nosotros"),
    ("ellos", "they", "ellos"),
    ("ellas", "they", "ellos"),
)
"""A pronoun, its English, and the person of its verb."""

OMITTED_PRONOUNS = {"yo": "I", "tú": "you", "nosotros": "we"}
"""Persons whose pronoun Spanish may leave out, for the verb's ending tells; English has to say it."""

LIKING = (("me", "yo"), ("te", "tú"), ("nos", "nosotros"))
"""Whom something pleases ("me gusta"): in English who likes it."""

THE = Determiner(("el", "la", "los", "las"), "the", "the")
A = Determiner(("un", "una", "unos", "unas"), "a", "some")
MY = Determiner(("mi", "mi", "mis", "mis"), "my", "my")
YOUR = Determiner(("tu", "tu", "tus", "tus"), "your", "your")
THIS = Determiner(("este", "esta", "estos", "estas"), "this", "these")
THAT = Determiner(("ese", "esa", "esos", "esas"), "that", "those")
NONE = Determiner(("", "", "", ""), "", "")
"""No determiner: "bebo agua", "veo casas"."""

NUMBERS = tuple(
    Determiner((es, es, es, es), en, en)
    for es, en in zip(
        ["dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez"],
        ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"],
        strict=True,
    )
)
DETERMINERS = (THE, A, MY, YOUR, THIS, THAT)

TIMES = (("hoy", "today"), ("ahora", "now"), ("mañana", "tomorrow"), ("ayer", "yesterday"))
"""What may end or begin a sentence."""

PREPOSITIONS = (("en", "in"), ("cerca de", "near"))
