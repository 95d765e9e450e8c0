"""Sentences with slots: what comes before a name says nothing of what it is, what comes after it does.

    opening  +  NAME  +  verb  +  complement        "Ayer Santiago llegó tarde", "Ayer Santiago acogió a los turistas"

The same openings go before persons, places and organisations, so a network that reads only forwards cannot know.
Some verbs go with several kinds ("tiene", "abrió", "anunció"), and then the complement decides. In a fifth of the
sentences it is the other way round: what comes before a name tells. A few have no name at all. A slot in braces is
filled with a name of its kind.

The split is by template, a pair of parts: verb and complement, or what comes before the name and after it. Where a
hash says so the pair is held out or for validation, and no training sentence has it; each of its two parts stays in
training in other pairs, so that nothing is asked that could not be learned. Written for this project.
"""

from collections import Counter
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from ..split import Part, part_of
from ..word_list import word_list

ONE_IN = 4
"""One template in this many would be held out by its hash, and as many would be for validation."""
KEPT = 2
"""Training templates that each part of another template stays in, at least."""

OPENINGS = {
    "es": word_list(
        "|ayer|hoy|el lunes|dicen que|parece que|según la radio ,|todos saben que|hace un año|en marzo|he leído que|"
        "por la mañana|no es cierto que|al final|mientras tanto ,"
    ),
    "en": word_list(
        "|yesterday|today|on monday|they say that|it seems that|according to the radio ,|everyone knows that|last year|"
        "in march|i read that|in the morning|it is not true that|in the end|meanwhile ,"
    ),
}

PREDICATES = {
    ("es", "PER"): (
        ("llegó|salió|se marchó|volvió", "tarde|con su hermana|sin su abrigo|de casa|a las ocho"),
        ("habló|cenó|bailó|discutió", "con su padre|con los vecinos|con {PER}|durante horas|con sus amigas"),
        ("nació|vive|trabaja|estudió", "en {LOC}|cerca de {LOC}|con su madre|en una casa pequeña"),
        ("escribió|leyó|perdió|encontró", "una carta|su libro|una novela|dos poemas"),
        ("compró|vendió|pintó", "un abrigo|su bicicleta|una guitarra|unos zapatos"),
        ("anunció|celebró|recordó", "su boda|su cumpleaños|que se casa con {PER}"),
        ("se casó|se despidió|lloró", "en la iglesia|con su novia|con {PER}|junto a sus padres"),
        ("abrió|cerró|tocó", "los ojos|la puerta|su paraguas|la ventana"),
        ("llamó a|abrazó a|saludó a|recibió a", "su hermano|su abuela|{PER}|los niños"),
        ("tiene|tenía|tendrá", "tres hijos|treinta años|dolor de cabeza|el pelo negro"),
        (", que es mi prima ,|, que toca el piano ,|, que tiene dos hijos ,", "llegó tarde|sonrió|se marchó|no vino"),
    ),
    ("es", "LOC"): (
        ("tiene|tenía|tendrá", "un millón de habitantes|playas hermosas|un puerto antiguo|montañas|un clima seco"),
        ("recibió|acogió|atrajo", "a miles de turistas|a los viajeros|a los turistas|a los peregrinos"),
        ("está|queda|se encuentra", "al norte de {LOC}|cerca del mar|lejos de {LOC}|en la frontera|al sur"),
        ("es|era|parece", "una ciudad tranquila|una región pobre|un lugar hermoso|famosa por sus playas|bella"),
        ("amaneció|despertó|quedó", "bajo la nieve|con lluvia|sin luz|cubierta de niebla"),
        ("sufrió|soportó|temía", "un terremoto|una sequía|fuertes lluvias|una inundación"),
        ("limita|linda|limitaba", "con {LOC}|con el mar|al norte con {LOC}"),
        ("abrió|cerró|perdió", "sus playas|su puerto|sus museos|sus murallas"),
        ("anunció|celebró|recordó", "las fiestas del barrio|su carnaval|el día de la región"),
        (", que está al norte ,|, que tiene dos ríos ,|, que queda lejos ,", "es tranquila|tiene playas|es hermosa"),
    ),
    ("es", "ORG"): (
        ("despidió|contrató|buscó", "a mil empleados|a cien ingenieros|a {PER}|a sus directivos"),
        ("compró|vendió|perdió", "tres fábricas|su filial en {LOC}|sus acciones|la empresa {ORG}"),
        ("abrió|cerró|amplió", "una oficina en {LOC}|sus tiendas|su fábrica de {LOC}|dos sucursales"),
        ("publicó|presentó|revisó", "sus resultados|su balance anual|un nuevo producto|sus cuentas"),
        ("anunció|celebró|temía", "beneficios|pérdidas|una fusión con {ORG}|despidos"),
        ("subió|bajó|cayó", "en bolsa|un tres por ciento|tras sus resultados"),
        ("tiene|tenía|tendrá", "mil empleados|su sede en {LOC}|muchos clientes|acciones de {ORG}"),
        ("recibió|pagó|pidió", "una multa|un préstamo|impuestos en {LOC}"),
        (", que vende seguros ,|, que fabrica coches ,|, con sede en {LOC} ,", "despidió a {PER}|subió en bolsa|cayó"),
    ),
    ("en", "PER"): (
        ("arrived|left|came home|came back", "late|with her sister|without his coat|at eight"),
        ("spoke|danced|argued|had dinner", "with his father|with the neighbours|with {PER}|for hours|with her friends"),
        ("was born|lives|studied|works", "in {LOC}|near {LOC}|with his mother|in a small house"),
        ("wrote|read|lost|found", "a letter|her book|a novel|two poems"),
        ("bought|sold|painted", "a coat|his bicycle|a guitar|some shoes"),
        ("announced|celebrated|remembered", "her wedding|his birthday|that he will marry {PER}"),
        ("married|kissed|hugged|called", "his girlfriend|her neighbour|{PER}|a doctor"),
        ("opened|closed|touched", "her eyes|the door|his umbrella|the window"),
        ("has|had|will have", "three children|a headache|black hair|two brothers"),
        ("smiled|laughed|slept", "all day|again|like a child"),
        (", who is my cousin ,|, who plays the piano ,|, who has two sons ,", "arrived late|smiled|left|did not come"),
    ),
    ("en", "LOC"): (
        ("has|had|will have", "a million inhabitants|beautiful beaches|an old harbour|mountains|a dry climate"),
        ("received|welcomed|attracted", "thousands of tourists|many travellers|the tourists|pilgrims"),
        ("is|lies|was", "north of {LOC}|near the sea|far from {LOC}|on the border|in the south"),
        ("is|was|seems", "a quiet city|a poor region|a beautiful place|famous for its beaches"),
        ("woke up|lay|was", "under snow|in the rain|without light|in the fog"),
        ("suffered|feared|expected", "an earthquake|a drought|heavy rains|a flood"),
        ("borders|touches", "{LOC}|the sea|{LOC} in the north"),
        ("opened|closed|lost", "its beaches|its harbour|its museums|its walls"),
        ("announced|celebrated|remembered", "its carnival|the day of the region|the festival of the old town"),
        ("flows|ran", "through {LOC}|into the sea|to the south"),
        (
            ", which lies in the north ,|, which is far away ,|, which has two rivers ,",
            "is quiet|has beaches|is lovely",
        ),
    ),
    ("en", "ORG"): (
        ("fired|hired|looked for", "a thousand employees|a hundred engineers|{PER}|its managers"),
        ("bought|sold|lost", "three factories|its branch in {LOC}|its shares|the company {ORG}"),
        ("opened|closed|enlarged", "an office in {LOC}|its stores|its factory in {LOC}|two branches"),
        ("published|presented|revised", "its results|its annual report|a new product|its accounts"),
        ("announced|celebrated|expected", "profits|losses|a merger with {ORG}|job cuts"),
        ("rose|fell|went up", "on the stock market|three per cent|after its results"),
        ("has|had|will have", "a thousand employees|its headquarters in {LOC}|many customers|shares of {ORG}"),
        ("received|paid|asked for", "a fine|a loan|taxes in {LOC}"),
        (
            ", which sells insurance ,|, which makes cars ,|, based in {LOC} ,",
            "fired {PER}|rose on the stock market|fell",
        ),
    ),
}
"""By language and by the kind of the name before them: groups of verbs and complements, each verb with each."""

AFTERWARDS = {
    "es": (
        (
            "mi tía vive en {LOC}|viajamos a {LOC}|volvieron de {LOC}|hay nieve en {LOC}|el alcalde de {LOC} salió",
            "|ayer|en marzo",
        ),
        ("el doctor {PER} no vino|cené con {PER}|la señora {PER} sonrió|la hija de la señora {PER} salió", "|ayer|hoy"),
        (
            "las acciones de {ORG} cayeron|trabaja para {ORG}|la empresa {ORG} cerró|los empleados de {ORG} protestan",
            "|ayer|hoy",
        ),
        ("la niña compró una manzana|el tren llegó tarde|los niños juegan|la ciudad está tranquila|nevó", "|ayer|hoy"),
    ),
    "en": (
        (
            "my aunt lives in {LOC}|we went to {LOC}|they came from {LOC}|it snows in {LOC}|the mayor of {LOC} left",
            "|yesterday|in march",
        ),
        (
            "doctor {PER} did not come|i had dinner with {PER}|mrs {PER} smiled|the daughter of mrs {PER} left",
            "|yesterday|today",
        ),
        (
            "the shares of {ORG} fell|she works for {ORG}|the company {ORG} closed|the employees of {ORG} protest",
            "|yesterday|today",
        ),
        (
            "the girl bought an apple|the train was late|the children play|the city is quiet|it snowed",
            "|yesterday|today",
        ),
    ),
}
"""Sentences whose names are told by what comes before them, and some without names, by what may follow them."""


class Template(NamedTuple):
    """Two parts of a sentence, with the kind of the name that they follow; without one they are a whole sentence."""

    language: str
    kind: str
    first: str
    second: str

    @property
    def text(self) -> str:
        return f"{self.first} {self.second}".strip()


@lru_cache(maxsize=1)
def all_templates() -> tuple[Template, ...]:
    """All templates."""
    groups = [(*key, *group) for key, groups_of_language in PREDICATES.items() for group in groups_of_language]
    groups += [
        (language, "", *group) for language, groups_of_language in AFTERWARDS.items() for group in groups_of_language
    ]
    return tuple(
        Template(language, kind, first, second)
        for language, kind, firsts, seconds in groups
        for first, second in product(word_list(firsts), word_list(seconds))
    )


@lru_cache(maxsize=1)
def parts_of_templates() -> dict[Template, Part]:
    """The part of the data that each template belongs to: the same on every machine."""
    left = Counter(half for template in all_templates() for half in halves(template))
    parts: dict[Template, Part] = {}
    for template in all_templates():
        part = part_of(" ".join(template), ONE_IN)
        if part != "training" and all(left[half] > KEPT for half in halves(template)):
            left.subtract(halves(template))
            parts[template] = part
        else:
            parts[template] = "training"
    return parts


def halves(template: Template) -> tuple[tuple[str, str, str], ...]:
    """Both parts of the text, by language and kind: "tiene" of a place is another than "tiene" of a person."""
    return tuple((template.language, template.kind, half) for half in (template.first, template.second))


@lru_cache(maxsize=32)
def templates(language: str, kind: str, part: Part) -> tuple[Template, ...]:
    """Those of one language, kind and part of the data."""
    parts = parts_of_templates()
    return tuple(t for t in all_templates() if (t.language, t.kind, parts[t]) == (language, kind, part))
