"""Real names of persons, places and organisations, and which of them training never sees.

Names are facts; the lists were written down for this project. A word may name several kinds of things: Santiago is a
first name and a city, Amazon a company and a river. Those are listed by what they can be, and only the words around
them tell. Of every list the names whose hash says so are held out: they occur in held-out sentences alone.
"""

from functools import lru_cache

from ..split import held_out as by_name
from ..word_list import word_list

KINDS = ("PER", "LOC", "ORG")
"""Person, place, organisation."""
ONE_IN = 4
"""One name in this many is held out."""

GIVEN = word_list(
    "Ana Lucía Marta Elena Pilar Rosa Teresa Isabel Beatriz Nuria Clara Inés Silvia Raquel Gloria Alicia "
    "Carlos Javier Miguel Antonio Manuel Pedro Luis Jorge Andrés Pablo Diego Fernando Rafael Sergio Álvaro Ramón "
    "Mary Emma Alice Sarah Laura Emily Hannah Julia Grace Susan Helen Karen Ruth Jane "
    "John James Peter David Thomas Robert Michael Daniel Andrew Simon Henry Oliver Kevin Mark Paul George"
)
SURNAMES = word_list(
    "García Pérez Gómez Sánchez Rodríguez Fernández Martínez González Hernández Ramírez Torres Ruiz Moreno Romero "
    "Molina Navarro Ortega Castro Vargas Herrera Medina Aguilar Delgado Campos Vega Rojas Serrano Iglesias "
    "Smith Johnson Brown Taylor Wilson Evans Walker Wright Robinson Thompson Hughes Edwards Green Hall Wood Harris "
    "Clarke Turner Cooper Morris Ward Watson Baker Foster Murphy Kelly Bennett Carter"
)
PLACES = word_list(
    "Madrid|Bilbao|Granada|Málaga|Zaragoza|Salamanca|Burgos|Cádiz|Murcia|Lima|Bogotá|Quito|Caracas|Montevideo|La Paz|"
    "Buenos Aires|Nueva York|San Sebastián|San Francisco|Los Ángeles|Puerto Rico|Costa Rica|El Salvador|"
    "Ciudad de México|México|Perú|Chile|Bolivia|España|Francia|Italia|Portugal|Grecia|Japón|Suiza|Noruega|Brasil|Cuba|"
    "London|Berlin|Vienna|Rome|Dublin|Oslo|Prague|Lisbon|Tokyo|Toronto|Boston|Chicago|Seattle|Denver|Oxford|Bristol|"
    "New York|New Orleans|New Zealand|South Africa|Costa del Sol|Hong Kong|Los Alamos|"
    "Spain|France|Italy|Germany|Poland|Sweden|Norway|Canada|Brazil|Ireland|Scotland|Egypt|Japan|"
    "Ebro|Danubio|Nilo|Tajo|Orinoco|Danube|Nile|Thames|Mississippi|Andes|Alps|Everest|Río Negro|Río Grande|Río Ebro|"
    "Río de Janeiro|Santiago de Compostela|Santiago de Cuba|Victoria Falls|Jordan River"
)
ORGANISATIONS = word_list(
    "Iberia|Telefónica|Repsol|Inditex|Mapfre|Renfe|Bimbo|Cemex|Petrobras|Avianca|Movistar|Endesa|Cruz Roja|Real Madrid|"
    "Banco Santander|Universidad de Granada|Universidad de Chile|Universidad de Lima|Río Tinto|Aguas de Barcelona|"
    "Museo del Prado|Banco de España|"
    "Siemens|Toyota|Nissan|Honda|Volvo|Nestlé|Philips|Airbus|Boeing|Intel|Microsoft|Google|Oracle|Netflix|Spotify|"
    "Samsung|Sony|Nintendo|Lego|Ikea|Adidas|Bayer|Shell|Pfizer|Greenpeace|Interpol|Reuters|NASA|UNESCO|UNICEF|BBC|"
    "Red Cross|Washington Post|Bank of England|Bank of Japan|University of Oxford|University of Bristol|"
    "Museum of London|General Motors|Deutsche Bank|Jordan Airlines|Victoria Bank"
)
AMBIGUOUS = {
    ("PER", "LOC"): word_list(
        "Santiago Jordan Paris Victoria Washington Florence Charlotte Sydney Austin Madison Lincoln Virginia Carolina "
        "Georgia Israel Dakota Brooklyn India Trinidad Asunción Concepción Guadalupe Lourdes Fátima Loreto Córdoba "
        "Toledo León Houston Dallas Adelaida Río"
    ),
    ("LOC", "ORG"): word_list(
        "Amazon Santander Barcelona Valencia Sevilla Getafe Liverpool Chelsea Arsenal Villarreal Columbia"
    ),
    ("PER", "ORG"): word_list(
        "Mercedes Ford Disney Zara Morgan Ferrari Porsche Dior Chanel Heinz Kellogg Cartier Wendy Lilly"
    ),
}
"""Words of two kinds; as persons most of them stand alone or before a surname."""
ALWAYS_TRAINED = ("Santiago", "Amazon", "Jordan", "Paris", "Washington", "Victoria", "Río", "Mercedes", "Santander")
"""The words of the page's own examples: they are in no held-out sentence's list of names."""


def is_held_out(name: str) -> bool:
    """Whether a name is kept from training."""
    return name.split(maxsplit=1)[0] not in ALWAYS_TRAINED and by_name(f"names {name}", ONE_IN)


@lru_cache(maxsize=32)
def names(of: str, *, held_out: bool) -> tuple[str, ...]:
    """The names of one list, of one side: "given", "surname", "PER", "LOC" or "ORG" (for these the ambiguous ones)."""
    if of in KINDS:
        every = tuple(name for kinds, ambiguous in AMBIGUOUS.items() if of in kinds for name in ambiguous)
    else:
        every = {"given": GIVEN, "surname": SURNAMES, "place": PLACES, "organisation": ORGANISATIONS}[of]
    return tuple(name for name in every if is_held_out(name) == held_out)
