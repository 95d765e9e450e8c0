"""GET /api/catalogue: everything that a menu needs, so that no menu is typed twice."""

from dataclasses import asdict
from typing import Any

from fastapi import APIRouter, Response
from pydantic import BaseModel

from .. import __version__, words
from ..applications import APPLICATIONS, Application
from ..applications.config import InferenceConfig
from ..applications.fields import play_table
from ..applications.weights import figures
from ..bptt.architecture import READOUT
from ..cells import CELLS
from ..cells.base import AnyCell
from ..config import RunConfig, rows_of, table
from ..presets import PRESETS
from ..settings import LIMITS
from ..tasks import TASKS
from ..trace import FIELDS, PARTS, SEQUENCE
from ..training.config import LIVE, OWN, ApplicationTraining, TaskTraining, spell
from ..training.presets import TRAINING_PRESETS
from ..training.rates import rates, wilson
from ..wire.addresses import AnswerOptions, PageState

router = APIRouter(prefix="/api", tags=["catalogue"])


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
"""The kinds of configuration by name: a play has, beside these fields, those of its application."""


def catalogue() -> dict[str, Any]:
    """The registries as plain data. Texts are keys of the locales: `cell.<name>`, `config.<name>.label`, …"""
    return {
        "version": __version__,
        "languages": words.languages(),
        "config": table(RunConfig),
        "training": training(),
        "kinds": {name: list(rows_of(kind)) for name, kind in KINDS.items()},
        "live": list(LIVE),
        "own": list(OWN),
        "answer": table(AnswerOptions),
        "page": table(PageState),
        "cells": [
            {
                "name": cell.name,
                "states": list(cell.state_fields()),
                "blocks": list(cell.blocks),
                "gates": [
                    {
                        "name": g.name,
                        "activation": g.activation,
                        "min": g.bounds[0],
                        "max": g.bounds[1],
                        "carry": g.carry,
                    }
                    for g in cell.gates
                ],
                "carry": cell.carry_gate(),
                "options": list(cell.options),
                "params": [*cell.shapes(1, 1), *READOUT],
                "equations": equations(cell),
                "year": cell.year,
                "source": cell.source,
            }
            for cell in CELLS.values()
        ],
        "tasks": [
            {"name": t.name, "inputs": list(t.inputs), "outputs": t.outputs, "loss": t.loss, "source": t.source}
            for t in TASKS.values()
        ],
        "applications": [application(kind) for kind in APPLICATIONS.values()],
        "play": play_table(),
        "fields": [
            {"name": f, "cost": PARTS[f].cost if f in PARTS else "cheap"} for f in FIELDS if f in PARTS or f == SEQUENCE
        ],
        "presets": [{"name": name, "address": address} for name, address in PRESETS.items()],
        "training_presets": [
            {"name": name, "address": f"mode=train&{address}", "measured": measured(name)}
            for name, address in TRAINING_PRESETS.items()
        ],
        "limits": LIMITS.model_dump(),
    }


def equations(cell: type[AnyCell]) -> dict[str, Any]:
    """A cell's equations; what a line does not have is left out."""
    whole = asdict(cell.equations)
    for side in ("forward", "backward"):
        whole[side] = [{key: value for key, value in line.items() if value} for line in whole[side]]
    return whole


def application(kind: type[Application]) -> dict[str, Any]:
    """An application as a card and its page need it; figures: what was measured with the weights that ship."""
    return {
        "name": kind.name,
        "variants": list(kind.variants),
        "fields": kind.fields(),
        "cell": kind.cell,
        "recipes": {variant: kind.recipe_of(variant) for variant in kind.variants},
        "steps": kind.steps,
        "measure": kind.measure_name,
        "baseline": kind.baseline_name,
        "goal": kind.goal,
        "higher": kind.higher,
        "source": kind.source,
        "material_bytes": kind.material_bytes,
        "figures": {variant: figures().get(kind.called(variant), {}) for variant in kind.variants},
    }


def measured(preset: str) -> list[dict[str, Any]]:
    """How often each model of a training preset learned and diverged over seeds, with intervals; may be empty."""
    found = []
    for model in rates().get(preset, {}).get("models", []):
        own = dict(part.split("=", 1) for part in model["own"].split(";") if part)
        cell = own.pop("cell", model["name"])
        counts = {key: model[key] for key in ("name", "learned", "diverged", "runs", "median_iterations")}
        interval = wilson(model["learned"], model["runs"])
        found.append({"cell": cell, "own": own, **counts, "learned_interval": interval})
    return found


@router.get("/catalogue", summary="Everything that a menu needs")
async def get_catalogue(response: Response) -> dict[str, Any]:
    """Cells, tasks, the table of fields with defaults and bounds, presets, limits and languages."""
    response.headers["Cache-Control"] = "no-cache"
    return catalogue()
