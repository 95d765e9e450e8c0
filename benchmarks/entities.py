"""The tagger's first sentences: how many of a held-out list of visitors' texts are wholly right, measured anew."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from app.applications import build
from app.applications.entities import Entities, names_in
from app.applications.entities.first_sentences import HELD_OUT, first_sentences, read_sentences
from app.applications.weights import build_network, shipped
from app.cells import CELLS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.applications.entities.first_sentences import FirstSentences

GOAL = 10 / 12
"""The share that has to be right, of the cell and the variant that the application opens with."""


def first_sentence_rows() -> Iterator[tuple[str, FirstSentences]]:
    """Variant and cell with their figure; nothing where there is no list."""
    sentences = read_sentences(HELD_OUT)
    for variant in Entities.variants:
        for cell in CELLS:
            network = build_network(build(Entities.name, variant), cell, {}, shipped(Entities.name, variant, cell))
            figure = first_sentences(partial(names_in, network), sentences)
            if figure is not None:
                yield f"{Entities.full_name(variant)}, {cell}", figure
