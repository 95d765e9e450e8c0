"""City names: as they ship, and the split that no spelling gets round."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict

import numpy as np

from app.applications.text import Text
from app.applications.text.cities import FILE, cities, key


def test_thousands_of_names_of_thirty_countries_in_few_signs_and_a_small_file() -> None:
    found = cities()
    assert len(found) > 5000
    countries = Counter(city.country for city in found)
    assert len(countries) == 30
    assert min(countries.values()) > 100
    assert all(len(country) == 2 and country.isupper() for country in countries)
    signs = {sign for city in found for sign in city.name}
    assert len(signs) <= 80
    assert all(sign in " '-" or unicodedata.name(sign).startswith("LATIN") for sign in signs)
    assert FILE.stat().st_size <= 60_000
    assert "CC BY 4.0" in FILE.read_text("utf-8").splitlines()[0]


def test_no_name_is_on_both_sides_whatever_its_capitals_and_accents() -> None:
    parts: dict[str, set[str]] = defaultdict(set)
    for city in cities():
        parts[city.part].add(key(city.name))
    assert sum(map(len, parts.values())) == len(cities()) == len(set.union(*parts.values())), "no name comes twice"
    for part in ("validation", "held out"):
        assert 0.08 < len(parts[part]) / len(cities()) < 0.12
    assert key("Córdoba") == key("CORDOBA") == key("cór-doba")


def test_a_batch_is_never_of_what_is_held_out() -> None:
    application = Text()
    parts = {part: {tuple(own) for own in sequences} for part, sequences in application.sequences.items()}
    trained = parts["training"]
    assert not trained & (parts["validation"] | parts["held out"])
    assert {tuple(own) for own in application.by_length} == trained
    rng = np.random.default_rng(0)
    for _ in range(20):
        batch = application.batch(rng, 64)
        for b in range(batch.size):
            length = int(batch.mask[:, b].sum())
            own = (int(batch.inputs[0, b]), *batch.targets[:length, b].tolist())
            assert own in trained


def test_a_name_begins_with_its_country_and_ends() -> None:
    alphabet = Text().alphabet
    sequence = alphabet.sequence("ES", "Lugo")
    assert alphabet.starts[sequence[0] - alphabet.predicted_count] == "ES"
    assert "".join(alphabet.symbols_of(sequence)) == "Lugo"
    assert sequence[-1] == 0
