"""Visitors' first sentences, of lists that nothing was chosen on: how many each cell reads rightly."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from app.applications import build
from app.applications.entities import names_in
from app.applications.entities import sentence_lists as entities
from app.applications.sentiment import sentence_lists as sentiment
from app.applications.weights import build_network, shipped
from app.config.run import DEFAULT_CELLS
from benchmarks.claims import Claim

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.applications.first_sentences import FirstSentences
    from app.bptt.architecture import Network

WANTED = {"sentiment": 52 / 60, "entities": 10 / 12}
"""The least share of the cell that an application opens with."""


def claims() -> Iterator[Claim]:
    """Sentiment and entities, every cell that ships; a least share is asked of the cell that each opens with."""
    for cell in DEFAULT_CELLS:
        yield claim("sentiment", cell, sentiment.score(network_of("sentiment", cell)))
    texts = entities.read_sentences(entities.HELD_OUT)
    for cell in DEFAULT_CELLS:
        yield claim("entities", cell, entities.score(partial(names_in, network_of("entities", cell)), texts))


def network_of(app: str, cell: str) -> Network:
    """What ships."""
    return build_network(build(app, ""), cell, {}, shipped(app, "", cell))


def claim(app: str, cell: str, found: FirstSentences | None) -> Claim:
    """One line of the table."""
    if found is None:
        raise FileNotFoundError(f"held_out_sentences.json of {app} is not there")
    least = WANTED[app] if cell == build(app, "").cell else 0.0
    return Claim(
        f"first sentences, {app}, {cell}",
        found.value,
        (found.low, found.high),
        f"{round(found.value * found.count)} of {found.count} sentences",
        (least, 1.0),
    )
