"""Configurations drawn from a seed through the project's own tables of fields.

Every row of a table is drawn: a choice from its choices as from a deck of cards, so that each comes about as often as
every other, a number between its bounds. A row of a kind that is not known here is refused by its name. What is listed
below only says which values are drawn more often, and keeps most runs small; a new field needs no line.
"""

from __future__ import annotations

import math
import random
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from pydantic import ValidationError

from app.applications import APPLICATIONS
from app.applications.config import OWN
from app.cells import CELLS
from app.config import gates_of_cells, plain, range_of, rows_of
from app.training.config import LIVE_FIELDS, MODEL_FIELDS

from .unknown import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from app.config import Fields

Row: TypeAlias = dict[str, Any]
Texts: TypeAlias = dict[str, str]


class Size(NamedTuple):
    """How large runs are: most steps, units and sequences, and how often such runs are drawn."""

    steps: int
    units: int
    batch: int
    often: int


SIZES = (Size(6, 4, 3, 40), Size(14, 7, 4, 30), Size(40, 16, 4, 16), Size(240, 16, 2, 4), Size(100, 32, 3, 10))
"""Sizes of runs: small ones show every rule of the engine, large ones how rounding adds up over time."""
LARGE = SIZES[-2:]

OFTEN: dict[str, tuple[Any, ...]] = {
    "dtype": ("float64",) * 6 + ("float32", "float32", "float16"),
    "rho": (0.0, 0.5, 0.8, 0.9, 1.0, 1.0, 1.1, 1.3, 2.0),
    "input_scale": (1.0, 1.0, 1.0, 0.3, 2.5, 0.0),
    "threshold": (1e-3, 0.01, 0.05, 0.2, 1.0),
    "rate": (1e-4, 0.003, 0.01, 0.05, 0.3),
    "seed": (0, 1, 2, 3),
    "clip": ("none", "norm", "value"),
}
"""Values of fields that are drawn in three of four cases, where the field has them; else anything in its bounds."""
VALUES = ("0", "0.5", "1", "-1", "2.25", "-0.125", "3", "1000", "0.001")
"""What a reader types."""
ATTEMPTS = 50


class Deck:
    """A seeded source of draws; each value of a list comes about as often as every other."""

    def __init__(self, seed: int | str) -> None:
        self.random = random.Random(seed)
        self.left: dict[tuple[Any, ...], list[Any]] = {}

    def draw(self, values: Iterable[Any], of: str = "") -> Any:
        """The next of some values; two lists that are alike have decks of their own where `of` differs."""
        deck = tuple(values)
        left = self.left.setdefault((of, *deck), [])
        if not left:
            left.extend(self.random.sample(deck, len(deck)))
        return left.pop()

    def chance(self, share: float) -> bool:
        """Whether something happens that does so in this share of all cases."""
        return self.random.random() < share

    def between(self, low: float, high: float, *, log: bool = False) -> float:
        """A number with few digits between two others."""
        value = math.exp(self.random.uniform(math.log(low), math.log(high))) if log else self.random.uniform(low, high)
        return min(high, max(low, float(f"{value:.3g}")))


def draw_size(deck: Deck) -> Size:
    """How large the next run may be."""
    return deck.random.choices(SIZES, [size.often for size in SIZES])[0]


def draw_choice(deck: Deck, row: Row, size: Size) -> str:
    """One of the choices."""
    choices = row["choices"]
    often = [choice for choice in OFTEN.get(row["name"], ()) if choice in choices]
    return str(deck.draw(often if often and deck.chance(0.75) else choices, of=row["name"]))


def draw_whole(deck: Deck, row: Row, size: Size) -> str:
    """A whole number in its bounds; what the size of a run bounds is that small."""
    name, low, high = row["name"], row["min"], row["max"]
    if name in OFTEN and deck.chance(0.75):
        return str(deck.draw(OFTEN[name], of=name))
    most = {"steps": size.steps, "units": size.units, "batch": size.batch, "minibatch": size.batch}.get(name)
    if most is not None:
        least = most // 2 if size in LARGE and name != "batch" else low
        return str(deck.random.randint(least, min(high, most)))
    if name == "truncate":
        return str(deck.draw((0, 0, 0, 1, 2, 3, 4, 5, 7, size.steps // 2, size.steps, size.steps + 3), of=name))
    if high - low > 100:
        return str(int(deck.between(max(low, 1), high, log=True)))
    return str(deck.draw(range(low, high + 1), of=name))


def draw_real(deck: Deck, row: Row, size: Size) -> str:
    """A number in its bounds."""
    name, low, high = row["name"], row["min"], row["max"]
    often = [value for value in OFTEN.get(name, (row["default"],)) if low <= value <= high]
    if deck.chance(0.75):
        return plain(float(deck.draw(often, of=name)))
    return plain(deck.between(low, high, log=bool(row.get("log"))))


def draw_cells(deck: Deck, row: Row, size: Size) -> str:
    """One cell, now and then several that are compared."""
    first = deck.draw(row["choices"], of="cell")
    if size in LARGE or not deck.chance(0.15):
        return str(first)
    others = [name for name in row["choices"] if name != first]
    return ",".join([first, *deck.random.sample(others, min(len(others), deck.random.randint(1, 2)))])


def draw_gates(deck: Deck, name: str, cells: list[str]) -> str:
    """A map from gates to constants, "f:1,i:0.5": of some gates of the cells."""
    gates = list(gates_of_cells(dict.fromkeys((g.name for cell in CELLS.values() for g in cell.gates), 0.0), cells))
    count = deck.draw((0, 0, 1, 1, 2) if name == "bias" else (0, 0, 0, 1, 1, 2, len(gates)), of=name)
    pairs = []
    for gate in deck.random.sample(gates, min(count, len(gates))):
        low, high = range_of(name, gate, cells)
        ends = (low, high, 0.0, min(1.0, high)) if name == "clamp" else (-3.0, 3.0, 1.0)
        value = deck.random.choice(ends) if deck.chance(0.4) else deck.between(low, high) / (1 + 2 * (name == "bias"))
        pairs.append(f"{gate}:{plain(min(high, max(low, float(f'{value:.3g}'))))}")
    return ",".join(pairs)


def draw_numbers(deck: Deck, row: Row, size: Size) -> str:
    """A reader's own sequence."""
    count = deck.random.randint(2, size.steps + 1)
    return ",".join(deck.random.choice(VALUES) for _ in range(count))


DRAWERS: dict[str, Callable[[Deck, Row, Size], str]] = {
    "choice": draw_choice,
    "int": draw_whole,
    "float": draw_real,
    "flag": draw_whole,
    "list": draw_cells,
    "numbers": draw_numbers,
}
"""How a row is drawn, by its kind; maps, models and changes need to know the rest of the run."""


def draw_field(deck: Deck, row: Row, size: Size, cells: list[str]) -> str:
    """The text of one field's value."""
    if row["kind"] == "map":
        return draw_gates(deck, row["name"], cells)
    if row["kind"] not in DRAWERS:
        raise UnknownNameError("kind of field", f"{row['kind']} ({row['name']})")
    return DRAWERS[row["kind"]](deck, row, size)


def draw_texts(deck: Deck, kind: type[Fields], size: Size, without: Iterable[str] = (), cells: str = "") -> Texts:
    """A value for every field of a kind of configuration, but for some, as an address spells it."""
    rows = rows_of(kind)
    texts = {"cell": cells or draw_cells(deck, rows["cell"], size)}
    for name, row in rows.items():
        if name not in ("cell", *without):
            texts[name] = draw_field(deck, row, size, texts["cell"].split(","))
    return texts


def valid_address(kind: type[Fields], draw: Callable[[], Texts]) -> str:
    """The address of a run that is drawn; what a configuration's rules refuse is drawn again."""
    problem: ValidationError | None = None
    for _ in range(ATTEMPTS):
        try:
            return kind.model_validate(draw()).address()
        except ValidationError as error:
            problem = error
    raise ValueError(f"{ATTEMPTS} draws of a {kind.__name__} were refused, the last one: {problem}") from problem


def draw_run(deck: Deck, kind: type[Fields], **fixed: str) -> str:
    """The address of a run of the laboratory."""
    return valid_address(kind, lambda: draw_texts(deck, kind, draw_size(deck)) | fixed)


TRAINED = SIZES[:2]
"""Sizes of training runs: an iteration of theirs is dearer."""
TRAINED_APPLICATION = Size(0, 6, 4, 1)
ITERATIONS = (2, 3, 4, 6)


def draw_application(deck: Deck, kind: type[Fields], **fixed: str) -> str:
    """The address of an application on one batch."""
    without = ("models", "changes", "iterations", *fixed, "material", "optimiser", "rate")
    return valid_address(kind, lambda: draw_texts(deck, kind, TRAINED_APPLICATION, without, fixed["cell"]) | fixed)


def draw_training(deck: Deck, kind: type[Fields], **fixed: str) -> str:
    """The address of a training run of a few iterations, some with models and changes of their own."""

    def draw() -> Texts:
        size = TRAINED_APPLICATION if "app" in fixed else deck.random.choice(TRAINED)
        texts = draw_texts(deck, kind, size, without=("models", "changes", "iterations", "app", "variant", "material"))
        iterations = deck.draw(ITERATIONS, of="iterations")
        texts["iterations"] = str(iterations)
        cells = texts["cell"].split(",")
        if deck.chance(0.3):
            texts["models"] = "|".join(draw_model(deck, kind, size) for _ in range(deck.random.randint(1, 3)))
            cells = [part.partition("=")[2] for part in texts["models"].replace("|", ";").split(";") if "cell=" in part]
        if deck.chance(0.4):
            texts["changes"] = ";".join(
                draw_change(deck, kind, size, iterations, cells) for _ in range(deck.random.randint(1, 3))
            )
        return texts | fixed

    return valid_address(kind, draw)


def draw_model(deck: Deck, kind: type[Fields], size: Size) -> str:
    """What one model has of its own: "cell=lstm;bias=f:-2"."""
    rows, cell = rows_of(kind), deck.draw(CELLS, of="models")
    names = [name for name in MODEL_FIELDS if name in rows and name != "cell"]
    names = deck.random.sample(names, deck.random.randint(0, 3))
    return ";".join([f"cell={cell}", *(f"{name}={draw_field(deck, rows[name], size, [cell])}" for name in names)])


def draw_change(deck: Deck, kind: type[Fields], size: Size, iterations: int, cells: list[str]) -> str:
    """One change in mid-run: "2:clip=norm"."""
    name = deck.draw(LIVE_FIELDS, of="changes")
    return f"{deck.random.randrange(iterations)}:{name}={draw_field(deck, rows_of(kind)[name], size, cells)}"


def variants() -> list[tuple[str, str]]:
    """Every application with every variant but the reader's own."""
    return [(name, variant) for name, kind in APPLICATIONS.items() for variant in kind.variants if variant != OWN]
