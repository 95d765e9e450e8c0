"""The records of /api/catalogue: everything that a menu needs. Texts are keys of the locales: `cell.<name>`, …

A key that a record does not have is left out: a choice has no bounds, a number no choices.
"""

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from ..applications.measurement import Measurement
from ..training.passes import Conditions, Timed


def without_null(schema: dict[str, JsonValue]) -> None:
    """A key that may be left out is never null: the schema says so."""
    properties = schema.get("properties")
    for part in properties.values() if isinstance(properties, dict) else ():
        if isinstance(part, dict) and "default" in part and part["default"] is None:
            del part["default"]
            kinds = part.get("anyOf")
            if isinstance(kinds, list):
                part["anyOf"] = [kind for kind in kinds if kind != {"type": "null"}]


class Record(BaseModel):
    """Any of them: it has the keys that are named, and no other."""

    model_config = ConfigDict(extra="forbid", json_schema_extra=without_null)


class Language(Record):
    """A language of the page."""

    code: str = Field(description="as in `lang=`")
    name: str = Field(description="what its speakers call it")


class Property(Record):
    """A field of an address: it feeds the address, the control and the request."""

    name: str = Field(description="as in an address")
    group: str = Field(description="the group of controls that it stands in")
    kind: str = Field(description="int, float, choice, list, map, numbers, flag, text, models, changes, material, …")
    default: JsonValue = Field(description="its value where an address does not name it")
    min: float | int | None = Field(None, description="the least that is allowed")
    max: float | int | None = Field(None, description="the most that is allowed")
    step: float | int | None = Field(None, description="of the control")
    choices: list[str] | None = Field(None, description="all that is allowed")
    unit: str | None = Field(None, description="the unit's key")
    log: bool | None = Field(None, description="whether the control is logarithmic")
    applies: dict[str, list[JsonValue]] | None = Field(
        None, description="it acts where each of these fields has one of these values"
    )
    about: str | None = Field(None, description="what it means, where it has no control")


class Gate(Record):
    """A gate of a cell."""

    name: str = Field(description="its letter")
    activation: str = Field(description="sigmoid or tanh")
    min: float = Field(description="the least that it can be held at")
    max: float = Field(description="the most that it can be held at")
    carry: bool = Field(description="whether it carries the state")


class EquationLine(Record):
    """A line of a cell's equations; see `app.cells.equations`."""

    formula: str | None = Field(None, description="with symbols")
    numbers: str | None = Field(None, description="the same with numbers in it")
    result: str | None = Field(None, description="what comes out")
    gate: str | None = Field(None, description="a gate that may be held: then it has no formula")
    half: bool | None = Field(None, description="whether it is short enough for two in a row")
    when: dict[str, str] | None = Field(None, description="options of the cell under which it is shown")


class EquationLines(Record):
    """A cell's equations, as data that the page writes them from."""

    forward: list[EquationLine] = Field(description="of a step")
    backward: list[EquationLine] = Field(description="of the way back")
    open: str = Field(description="the key of what the carry gate does when it is held at 1")
    closed: str = Field(description="the same at 0")


class ParameterEntry(Record):
    """A parameter of a network with one layer."""

    name: str = Field(description="its name; with several layers each has one of it")
    when: dict[str, str] | None = Field(None, description="options of the cell under which it exists")


class CellEntry(Record):
    """A cell."""

    name: str = Field(description="its name")
    states: list[str] = Field(description="what it carries from step to step")
    blocks: list[str] = Field(description="the row blocks of W_xh and W_hh")
    gates: list[Gate] = Field(description="its gates")
    carry: str | None = Field(description="the gate that carries its state, or null")
    options: list[str] = Field(description="the fields of a configuration that it takes")
    params: list[ParameterEntry] = Field(description="its parameters, the readout's among them")
    equations: EquationLines = Field(description="what a step computes")
    year: int = Field(description="when it was published")
    source: str = Field(description="where")


class TaskEntry(Record):
    """A task."""

    name: str = Field(description="its name")
    inputs: list[str] = Field(description="its input channels")
    outputs: int = Field(description="numbers, or classes, of an output")
    loss: str = Field(description="its loss")
    classes: list[str] = Field(description="what its classes are called; empty: by their numbers")
    baseline: str = Field(description="what it is compared with: `baseline.<name>` in the locales")
    source: str = Field(description="where it comes from")


class OptimiserEntry(Record):
    """An optimiser."""

    name: str = Field(description="as in `optimiser=`")
    epsilon: float | None = Field(description="the ε that it adds to what it divides by; null: it divides by nothing")


class Precision(Record):
    """A floating-point type."""

    name: str = Field(description="as in `dtype=`")
    smallest: float = Field(
        description="its smallest number above zero; what is no more than half of it, an optimiser's ε say, is rounded "
        "to zero"
    )


class LimitEntry(Record):
    """Something that an application cannot do: `limit.<name>` in the locales; see `app.applications.limits`."""

    name: str = Field(description="which")
    cell: str | None = Field(None, description="the cell that it is about")
    value: float | None = Field(None, description="a figure, in the application's measure")
    beside: float | None = Field(None, description="what that is to be compared with")
    count: int | None = Field(None, description="a whole number that is named")
    language: str | None = Field(None, description="a language that is named")


class ApplicationEntry(Record):
    """An application, as its card and its page need it."""

    name: str = Field(description="its name")
    variants: list[str] = Field(description="its variants; the first is the default")
    fields: list[str] = Field(description="the fields of an input that it takes beside those that all have")
    cell: str = Field(description="the cell that it opens with")
    recipes: dict[str, str] = Field(description="how each variant is trained, as fields of an address")
    steps: int = Field(description="the length of the time axis in training")
    measure: str = Field(description="what is measured: `measure.<name>` in the locales")
    baseline: str = Field(description="what that is compared with: `baseline.<name>` in the locales")
    goal: float | None = Field(description="what the measure has to reach; null: to be better than the baseline")
    higher: bool = Field(description="whether more of the measure is better")
    source: str = Field(description="where the data come from, and their licence")
    material_bytes: int = Field(description="most bytes of an upload; 0: it takes none")
    vocabulary: list[str] = Field(description="variants whose words /api/vocabulary tells")
    figures: dict[str, dict[str, Measurement]] = Field(
        description="by variant and cell, what was measured with the weights that ship"
    )
    limits: dict[str, list[LimitEntry]] = Field(description="by variant, what it cannot do")


class Part(Record):
    """A part of a trace."""

    name: str = Field(description="as in `fields=`")
    cost: str = Field(description="default, cheap or costly")


class PresetRate(Record):
    """How often a model of a training preset learned and diverged over seeds."""

    name: str = Field(description="the model's name")
    cell: str = Field(description="its cell")
    own: dict[str, str] = Field(description="{field: text} of what it has of its own")
    learned: int = Field(description="runs that learned")
    diverged: int = Field(description="runs that ended at a number that was not finite")
    runs: int = Field(description="out of so many")
    median_iterations: float | int | None = Field(description="until it had learned; null where it never did")
    learned_interval: tuple[float, float] = Field(description="the 95 % interval of the share that learns")


class TrainingPreset(Record):
    """A training run worth a lesson."""

    name: str = Field(description="its name")
    address: str = Field(description="its query")
    measured: list[PresetRate] = Field(description="one for each model; empty where nothing was measured")


class PassRatio(Timed):
    """The time of a batch's loss and gradients, in times of a full pass over the same batch."""

    truncated: float = Field(description="in windows")
    checkpointed: float = Field(description="with √T checkpoints")


class PassTimes(Conditions):
    """Times are no function of an address: these were measured once, by `python -m benchmarks.passes`."""

    busy: bool = Field(description="whether others were at work meanwhile")
    ratios: list[PassRatio] = Field(description="by cell, loss and length")


class Catalogue(Record):
    """Everything that a menu needs."""

    version: str = Field(description="of the server")
    languages: list[Language] = Field(description="of the page")
    config: list[Property] = Field(description="the fields of a task's run")
    training: list[Property] = Field(description="what a training run adds")
    kinds: dict[str, list[str]] = Field(description="the fields of each kind of configuration")
    live: list[str] = Field(description="the fields that may change while a run is under way")
    own: list[str] = Field(description="the fields that a model may have of its own")
    answer: list[Property] = Field(description="what only a request says")
    page: list[Property] = Field(description="what only the page reads")
    cells: list[CellEntry] = Field(description="the cells")
    tasks: list[TaskEntry] = Field(description="the tasks")
    optimisers: list[OptimiserEntry] = Field(description="the optimisers")
    precisions: list[Precision] = Field(description="the floating-point types")
    applications: list[ApplicationEntry] = Field(description="the applications")
    play: list[Property] = Field(description="the fields of an application's input")
    fields: list[Part] = Field(description="the parts of a trace")
    training_presets: list[TrainingPreset] = Field(description="training runs worth a lesson")
    passes: PassTimes = Field(description="what truncation and checkpoints cost in time, measured once")
    limits: dict[str, float | int] = Field(description="what a request may ask for")
