"""GET /api/catalogue: everything that a menu needs, so that no menu is typed twice."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

import numpy as np
from fastapi import APIRouter, Response
from pydantic import BaseModel

from .. import __version__, words
from ..applications import APPLICATIONS, Application
from ..applications.config import InferenceConfig
from ..applications.fields import inference_table
from ..applications.weights import measurements
from ..bptt.architecture import READOUT
from ..bptt.optimisers import OPTIMISERS
from ..cells import CELLS
from ..cells.base import AnyCell
from ..cells.equations import Line
from ..cells.parameters import Parameter
from ..config import DTYPES, RunConfig, rows_of, table
from ..settings import LIMITS
from ..tasks import TASKS
from ..trace import FIELDS, PARTS, SEQUENCE
from ..training.config import LIVE_FIELDS, MODEL_FIELDS, ApplicationTraining, TaskTraining, spell
from ..training.passes import Conditions, Timed, passes
from ..training.presets import TRAINING_PRESETS
from ..training.rates import rates, wilson
from ..wire.addresses import AnswerOptions, PageState
from ..wire.catalogue import (
    ApplicationEntry,
    Catalogue,
    CellEntry,
    EquationLine,
    EquationLines,
    Gate,
    Language,
    LimitEntry,
    OptimiserEntry,
    ParameterEntry,
    Part,
    PassRatio,
    PassTimes,
    Precision,
    PresetRate,
    Property,
    TaskEntry,
    TrainingPreset,
)
from ..wire.encoding import Encoder

router = APIRouter(prefix="/api", tags=["catalogue"])


def properties(rows: Iterable[Mapping[str, object]]) -> list[Property]:
    """Rows of a table of fields."""
    return [Property.model_validate(as_json.record(row)) for row in rows]


as_json = Encoder("list")


def training() -> list[dict[str, Any]]:
    """What a training run adds to the table of fields. Models and changes are text here, as in an address."""
    rows = [row for row in table(ApplicationTraining) if row["name"] not in RunConfig.model_fields]
    texts = ("models", "changes")
    return [{**row, "default": spell(row["name"], row["default"])} if row["kind"] in texts else row for row in rows]


KINDS: dict[str, type[BaseModel]] = {
    "task": RunConfig,
    "task_training": TaskTraining,
    "application_training": ApplicationTraining,
    "application": InferenceConfig,
}
"""The kinds of configuration by name: an application's input has, beside these fields, its own."""


def catalogue() -> Catalogue:
    """The registries as plain data."""
    return Catalogue(
        version=__version__,
        languages=[Language(**language) for language in words.languages()],
        config=properties(table(RunConfig)),
        training=properties(training()),
        kinds={name: list(rows_of(kind)) for name, kind in KINDS.items()},
        live=list(LIVE_FIELDS),
        own=list(MODEL_FIELDS),
        answer=properties(table(AnswerOptions)),
        page=properties(table(PageState)),
        cells=[cell_entry(cell) for cell in CELLS.values()],
        tasks=[
            TaskEntry(
                name=task.name,
                inputs=list(task.inputs),
                outputs=task.outputs,
                loss=task.loss,
                classes=list(task.classes),
                baseline=task.baseline_name,
                source=task.source,
            )
            for task in TASKS.values()
        ],
        optimisers=[OptimiserEntry(name=name, epsilon=kind.epsilon) for name, kind in OPTIMISERS.items()],
        precisions=[Precision(name=name, smallest=float(np.finfo(name).smallest_subnormal)) for name in DTYPES],
        applications=[application_entry(kind) for kind in APPLICATIONS.values()],
        play=properties(inference_table()),
        fields=[
            Part(name=name, cost=PARTS[name].cost if name in PARTS else "cheap")
            for name in FIELDS
            if name in PARTS or name == SEQUENCE
        ],
        training_presets=[
            TrainingPreset(name=name, address=f"mode=train&{address}", measured=preset_rates(name))
            for name, address in TRAINING_PRESETS.items()
        ],
        passes=pass_times(),
        limits=LIMITS.model_dump(),
    )


def cell_entry(cell: type[AnyCell]) -> CellEntry:
    """A cell: its names, its gates and its equations."""
    return CellEntry(
        name=cell.name,
        states=list(cell.state_fields()),
        blocks=list(cell.blocks),
        gates=[
            Gate(name=gate.name, activation=gate.activation, min=gate.bounds[0], max=gate.bounds[1], carry=gate.carry)
            for gate in cell.gates
        ],
        carry=cell.carry_gate(),
        options=list(cell.options),
        params=[
            *(parameter_entry(name, parameter) for name, parameter in cell.parameters().items()),
            *(ParameterEntry(name=name) for name in READOUT),
        ],
        equations=EquationLines(
            forward=[equation(line) for line in cell.equations.forward],
            backward=[equation(line) for line in cell.equations.backward],
            open=cell.equations.open,
            closed=cell.equations.closed,
        ),
        year=cell.year,
        source=cell.source,
    )


def parameter_entry(name: str, parameter: Parameter) -> ParameterEntry:
    """A parameter of a cell; that it always exists is left out."""
    return ParameterEntry(name=name, when=dict(parameter.when)) if parameter.when else ParameterEntry(name=name)


def equation(line: Line) -> EquationLine:
    """A line of a cell's equations; what it does not have is left out."""
    return EquationLine(**{key: value for key, value in vars(line).items() if value})


def application_entry(kind: type[Application]) -> ApplicationEntry:
    """An application as a card and its page need it."""
    figures = {variant: measurements().get(kind.full_name(variant), {}) for variant in kind.variants}
    return ApplicationEntry(
        name=kind.name,
        variants=list(kind.variants),
        fields=kind.fields(),
        cell=kind.cell,
        recipes={variant: kind.recipe_of(variant) for variant in kind.variants},
        steps=kind.steps,
        measure=kind.measure_name,
        baseline=kind.baseline_name,
        goal=kind.goal,
        higher=kind.higher,
        source=kind.source,
        material_bytes=kind.material_bytes,
        vocabulary=[variant for variant in kind.variants if kind.known_words(variant)],
        figures=figures,
        limits={
            variant: [LimitEntry.model_validate(asdict(limit)) for limit in kind.limits(variant, figures)]
            for variant in kind.variants
        },
    )


def preset_rates(preset: str) -> list[PresetRate]:
    """How often each model of a training preset learned and diverged over seeds, with intervals; may be empty."""
    measured_rates = []
    for rates_of_model in rates().get(preset, {}).get("models", []):
        own_fields = dict(part.split("=", 1) for part in rates_of_model["own"].split(";") if part)
        cell = own_fields.pop("cell", rates_of_model["name"])
        counts = {key: rates_of_model[key] for key in ("name", "learned", "diverged", "runs", "median_iterations")}
        interval = wilson(rates_of_model["learned"], rates_of_model["runs"])
        measured_rates.append(PresetRate(cell=cell, own=own_fields, **counts, learned_interval=interval))
    return measured_rates


def pass_times() -> PassTimes:
    """What truncation and checkpoints cost in time, as ratios."""
    stored = passes()
    ratios = [
        PassRatio(
            **timed.model_dump(include=set(Timed.model_fields)),
            truncated=timed.ratio.truncated,
            checkpointed=timed.ratio.checkpointed,
        )
        for timed in stored.passes
    ]
    return PassTimes(**stored.model_dump(include=set(Conditions.model_fields)), busy=stored.busy, ratios=ratios)


@router.get("/catalogue", summary="Everything that a menu needs", response_model_exclude_unset=True)
async def get_catalogue(response: Response) -> Catalogue:
    """Cells, tasks, the table of fields with defaults and bounds, limits and languages."""
    response.headers["Cache-Control"] = "no-cache"
    return catalogue()
