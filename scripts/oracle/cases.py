"""The cases of one call: what is drawn, and what is always gone through."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.cells import CELLS
from app.config import RunConfig
from app.training.config import ApplicationTraining, TaskTraining

from .draw import Deck, draw_application, draw_run, draw_training, variants
from .golden import makers

if TYPE_CHECKING:
    from collections.abc import Iterator

TRAINING, TRAINED_APPLICATIONS, SCRIPTS = 4, 8, 50
"""For so many runs of the laboratory one of these."""
MODES: tuple[dict[str, str], ...] = (
    {"truncate": "0", "checkpoint": "0"},
    {"truncate": "3", "checkpoint": "0"},
    {"truncate": "0", "checkpoint": "1"},
    {"truncate": "7", "checkpoint": "1"},
)
"""How every application is gone through with every cell: in full, truncated, from checkpoints, both."""


def cases(seed: int, count: int) -> Iterator[str]:
    """All cases, `count` of them runs of the laboratory; the same for the same seed."""
    yield from (f"golden?{name}" for name in makers())
    deck = Deck(f"{seed} script")
    for _ in range(-(-count // SCRIPTS)):
        yield f"script?{draw_run(deck, RunConfig, dtype=deck.draw(('float64', 'float64', 'float32')))}"
    deck = Deck(f"{seed} application")
    for app, variant in variants():
        for cell in CELLS:
            for mode in MODES:
                yield f"app?{draw_application(deck, ApplicationTraining, app=app, variant=variant, cell=cell, **mode)}"
    deck = Deck(f"{seed} training")
    for _ in range(count // TRAINING):
        yield f"train?{draw_training(deck, TaskTraining)}"
    for k in range(count // TRAINED_APPLICATIONS):
        app, variant = variants()[k % len(variants())]
        yield f"train?{draw_training(deck, ApplicationTraining, app=app, variant=variant)}"
    deck = Deck(f"{seed} run")
    for _ in range(count):
        yield f"lab?{draw_run(deck, RunConfig)}"
