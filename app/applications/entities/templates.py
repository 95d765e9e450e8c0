"""Sentences with slots: what comes before a name says nothing of what it is, what comes after it does.

    opening  +  NAME  +  verb  +  complement            "Ayer Santiago llegó tarde", "Ayer Santiago acogió a los turistas"

The same openings go before persons, places and organisations, so a network that reads only forwards cannot know.
Some verbs go with two kinds, and then the complement decides. A slot in braces is filled with a name of that kind.
A few sentences have a name that is told by what comes before it, and some have none at all.

The split is by template: a pair of verb and complement (or a sentence of the other sort) that a hash holds out is in
no training sentence. Written for this project.
"""

from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

from app.applications.listed import listed

ONE_IN = 5
"""One template in this many is held out."""

OPENINGS = {
    "es": listed(
        "|ayer|hoy|el lunes|dicen que|parece que|según la radio ,|todos saben que|hace un año|en marzo|he leído que|"
        "por la mañana|no es cierto que|al final|mientras tanto ,"
    ),
    "en": listed(
        "|yesterday|today|on monday|they say that|it seems that|according to the radio ,|everyone knows that|last year|"
        "in march|i read that|in the morning|it is not true that|in the end|meanwhile ,"
    ),
}

PREDICATES = {
    ("es", "PER"): (
        ("llegó|salió|se marchó", "tarde|con su hermana|sin su abrigo|de casa|a las ocho"),
        ("habló|cenó|bailó|discutió", "con su padre|con los vecinos|con {PER}|durante horas|con sus amigas"),
        ("nació|vive|trabaja|estudió", "en {LOC}|cerca de {LOC}|con su madre|en una casa pequeña"),
        ("escribió|leyó|perdió", "una carta|su libro|una novela|dos poemas"),
        ("compró|vendió", "un abrigo|su bicicleta|un regalo para su madre|unos zapatos"),
        ("anunció|celebró", "su boda|su cumpleaños|que se casa con {PER}"),
        ("se casó|se despidió", "con lágrimas|de su novia|de sus padres|en {LOC}"),
        ("abrió|cerró", "los ojos|la puerta|su paraguas"),
        ("llamó a|abrazó a|saludó a", "su hermano|su abuela|{PER}|los niños"),
        ("tiene", "tres hijos|treinta años|dolor de cabeza|el pelo negro"),
        ("recibió", "un beso|una carta de su hija|a su prima"),
        (", que", "es mi prima , llegó tarde|toca el piano , sonrió|tiene dos hijos , se marchó"),
    ),
    ("es", "LOC"): (
        ("tiene", "un millón de habitantes|playas hermosas|un puerto antiguo|muchas montañas|un clima seco"),
        ("recibió|acogió", "a miles de turistas|a muchos viajeros|mucha lluvia"),
        ("está|queda|se encuentra", "al norte de {LOC}|cerca del mar|lejos de {LOC}|en la frontera|al sur"),
        ("es", "una ciudad tranquila|una región pobre|un lugar hermoso|famosa por sus playas|un destino turístico"),
        ("amaneció|despertó", "bajo la nieve|con lluvia|sin luz|cubierta de niebla"),
        ("sufrió", "un terremoto|una sequía|fuertes lluvias|una inundación"),
        ("limita|linda", "con {LOC}|con el mar|al norte con {LOC}"),
        ("abrió|cerró", "sus playas|su puerto|sus museos a los turistas"),
        ("celebró", "las fiestas del barrio|su carnaval|el día de la región"),
        (", que", "está al norte , tiene playas|queda lejos del mar , es tranquila|tiene dos ríos , recibe turistas"),
    ),
    ("es", "ORG"): (
        ("despidió|contrató", "a mil empleados|a cien ingenieros|a {PER}|a sus directivos"),
        ("compró|vendió", "tres fábricas|su filial en {LOC}|sus acciones|la empresa {ORG}"),
        ("abrió|cerró", "una oficina en {LOC}|sus tiendas|su fábrica de {LOC}|dos sucursales"),
        ("publicó|presentó", "sus resultados|su balance anual|un nuevo producto|sus cuentas"),
        ("anunció", "beneficios|pérdidas|una fusión con {ORG}|despidos"),
        ("subió|bajó|cayó", "en bolsa|un tres por ciento|tras sus resultados"),
        ("tiene", "mil empleados|su sede en {LOC}|muchos clientes|acciones de {ORG}"),
        ("recibió", "una multa|un préstamo del banco|quejas de sus clientes"),
        ("contratará|pagará", "a sus accionistas|a nuevos empleados|una multa"),
        (", que", "vende seguros , despidió a mil empleados|tiene su sede en {LOC} , subió en bolsa"),
    ),
    ("en", "PER"): (
        ("arrived|left|came home", "late|with her sister|without his coat|at eight"),
        ("spoke|danced|argued|had dinner", "with his father|with the neighbours|with {PER}|for hours|with her friends"),
        ("was born|lives|studied", "in {LOC}|near {LOC}|with his mother|in a small house"),
        ("wrote|read|lost", "a letter|her book|a novel|two poems"),
        ("bought|sold", "a coat|his bicycle|a present for her mother|some shoes"),
        ("announced|celebrated", "her wedding|his birthday|that he will marry {PER}"),
        ("married|kissed|hugged", "his girlfriend|her neighbour|{PER}|a doctor"),
        ("opened|closed", "her eyes|the door|his umbrella"),
        ("has", "three children|a headache|black hair|two brothers"),
        ("received", "a kiss|a letter from her daughter|his cousin"),
        ("smiled|laughed|slept", "all day|again|like a child"),
        (", who", "is my cousin , arrived late|plays the piano , smiled|has two sons , left"),
    ),
    ("en", "LOC"): (
        ("has", "a million inhabitants|beautiful beaches|an old harbour|many mountains|a dry climate"),
        ("received|welcomed", "thousands of tourists|many travellers|a lot of rain"),
        ("is|lies", "north of {LOC}|near the sea|far from {LOC}|on the border|in the south"),
        ("is", "a quiet city|a poor region|a beautiful place|famous for its beaches|a tourist destination"),
        ("woke up", "under snow|with rain|without light|in the fog"),
        ("suffered", "an earthquake|a drought|heavy rains|a flood"),
        ("borders", "{LOC}|the sea|{LOC} in the north"),
        ("opened|closed", "its beaches|its harbour|its museums to tourists"),
        ("celebrated", "its carnival|the day of the region|its old streets"),
        ("flows", "through {LOC}|into the sea|to the south"),
        (", which", "lies in the north , has beaches|is far from the sea , is quiet|flows into the sea , is long"),
    ),
    ("en", "ORG"): (
        ("fired|hired", "a thousand employees|a hundred engineers|{PER}|its managers"),
        ("bought|sold", "three factories|its branch in {LOC}|its shares|the company {ORG}"),
        ("opened|closed", "an office in {LOC}|its stores|its factory in {LOC}|two branches"),
        ("published|presented", "its results|its annual report|a new product|its accounts"),
        ("announced", "profits|losses|a merger with {ORG}|job cuts"),
        ("rose|fell", "on the stock market|three per cent|after its results"),
        ("has", "a thousand employees|its headquarters in {LOC}|many customers|shares of {ORG}"),
        ("received", "a fine|a loan from the bank|complaints from its customers"),
        ("will pay|will hire", "its shareholders|new employees|a fine"),
        (", which", "sells insurance , fired a thousand employees|has its headquarters in {LOC} , rose"),
    ),
}
"""By language and by the kind of the name before them: groups of verbs and complements, each verb with each."""

OTHERS = {
    "es": listed(
        "vive en {LOC}|mi tía viajó a {LOC} en tren|el doctor {PER} no vino|la señora {PER} trabaja en {ORG}|"
        "el presidente de {ORG} dimitió|las acciones de {ORG} cayeron|compramos un mapa de {LOC}|"
        "el tren de {LOC} a {LOC} llegó tarde|cené con {PER} y con {PER}|el director de {ORG} vive en {LOC}|"
        "el río {LOC} creció mucho|la empresa {ORG} subió en bolsa|el alcalde de {LOC} habló con {PER}|"
        "la niña compró una manzana|ayer llegó el tren tarde|no tengo hambre|los niños juegan en el parque|"
        "dicen que lloverá|todos saben que es cierto|hoy cerró la tienda|en marzo nevó mucho|la ciudad está tranquila"
    ),
    "en": listed(
        "she lives in {LOC}|my aunt travelled to {LOC} by train|doctor {PER} did not come|mrs {PER} works for {ORG}|"
        "the president of {ORG} resigned|the shares of {ORG} fell|we bought a map of {LOC}|"
        "the train from {LOC} to {LOC} was late|i had dinner with {PER} and with {PER}|the head of {ORG} lives in {LOC}|"
        "the river {LOC} rose a lot|the company {ORG} rose on the stock market|the mayor of {LOC} spoke with {PER}|"
        "the girl bought an apple|yesterday the train was late|i am not hungry|the children play in the park|"
        "they say that it will rain|everyone knows that it is true|today the store closed|in march it snowed|"
        "the city is quiet"
    ),
}


class Template(NamedTuple):
    """A predicate with the kind of the name that it follows, or a whole sentence where `kind` is empty."""

    language: str
    kind: str
    text: str

    @property
    def held_out(self) -> bool:
        """Whether it is kept from training: by a hash, the same on every machine."""
        return crc32(" ".join(self).encode()) % ONE_IN == 0


@lru_cache(maxsize=1)
def every() -> tuple[Template, ...]:
    """All templates."""
    found = [
        Template(language, kind, f"{verb} {complement}")
        for (language, kind), groups in PREDICATES.items()
        for verbs, complements in groups
        for verb in verbs.split("|")
        for complement in complements.split("|")
    ]
    return (*found, *(Template(language, "", text) for language, texts in OTHERS.items() for text in texts))


@lru_cache(maxsize=16)
def templates(language: str, kind: str, *, held_out: bool) -> tuple[Template, ...]:
    """Those of one language, kind and side."""
    return tuple(t for t in every() if (t.language, t.kind, t.held_out) == (language, kind, held_out))
