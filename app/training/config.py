"""A training run as one flat record and one address: of a task, or of an application.

Both have a network's fields and what training adds to them; beside these a task's run is a RunConfig, and an
application's names the application. A field of the other kind does nothing, and is refused.
"""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Self, TypeAlias

from pydantic import BeforeValidator, ValidationError
from pydantic_core import PydanticCustomError

from ..applications import APPLICATIONS
from ..applications.config import check_upload
from ..applications.weights import file_of, shipped, units_of
from ..bptt.optimisers import OPTIMISERS
from ..cells import CELLS
from ..config import (
    DRAWN_TASKS,
    Fields,
    NetworkConfig,
    Real,
    RunConfig,
    Whole,
    allowed_in,
    among,
    control,
    gates_of_cells,
    problem,
    read_map,
    rows_of,
    seed_field,
)
from ..settings import LIMITS
from .grammar import (
    LIVE_FIELDS,
    MODEL_FIELDS,
    Change,
    ModelFields,
    read_changes,
    read_models,
    spell,
    spell_changes,
    spell_models,
)

__all__ = [
    "LIVE_FIELDS",
    "MODEL_FIELDS",
    "ApplicationTraining",
    "Change",
    "ModelFields",
    "TaskTraining",
    "TrainConfig",
    "Training",
    "kind_of_training",
    "spell",
    "spell_models",
]


class Training(NetworkConfig):
    """What every training run says: the same record and the same changes give the same weights, always."""

    seed: Whole = seed_field("sequence")
    optimiser: Annotated[str, BeforeValidator(among(OPTIMISERS))] = control(
        "adam", "training", "choice", choices=list(OPTIMISERS)
    )
    rate: Real = control(0.003, "training", "float", ge=1e-6, le=10, log=True)
    minibatch: Whole = control(
        32, "training", "int", ge=1, le=LIMITS.minibatch, step=1, unit="sequences", applies=DRAWN_TASKS
    )
    checkpoint: Whole = control(0, "training", "flag", ge=0, le=1)
    iterations: Whole = control(5000, "training", "int", ge=1, le=LIMITS.iterations, step=1, unit="iterations")
    models: Annotated[tuple[ModelFields, ...], BeforeValidator(read_models)] = control((), "training", "models")
    changes: Annotated[tuple[Change, ...], BeforeValidator(read_changes)] = control((), "training", "changes")

    def check(self) -> None:
        """Each model, at first and after every change, is a configuration of its own, and held to the same rules."""
        super().check()
        if self.models or self.changes:
            for iteration in (0, *(change.iteration + 1 for change in self.changes)):
                self.effective(iteration)

    def chosen(self, name: str) -> tuple[Any, ...]:
        """Every value that the field `name` has in the run: of a model, and after a change."""
        usual = super().chosen(name)
        values_of_models = [(dict(fields).get(name, usual[0]),) for fields in self.models] or [usual]
        return (
            *(value for values in values_of_models for value in values),
            *(change.value for change in self.changes if change.field == name),
        )

    def spell(self, name: str, value: Any) -> str:
        return spell(name, value)

    def effective(self, iteration: int) -> tuple[Self, ...]:
        """What holds for each model in iteration `iteration` (counted from 1; 0: before any change)."""
        changed = {change.field: change.value for change in self.changes if change.iteration < iteration}
        models = [
            dict(fields_of_model) for fields_of_model in self.models or tuple((("cell", name),) for name in self.cell)
        ]
        return tuple(self.with_fields(fields_of_model, changed) for fields_of_model in models)

    def with_fields(self, own_fields: dict[str, str], changed: dict[str, str]) -> Self:
        """The configuration of one model: its own fields, then the changes. A fault names where the value came from.

        Of the gates it has those of its cell.
        """
        texts = {"cell": self.cell[0], **own_fields, **changed}
        fields: dict[str, Any] = {**{name: getattr(self, name) for name in type(self).model_fields}, **texts}
        fields |= {"models": (), "changes": ()}
        try:
            config = type(self).model_validate(fields)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            context = first.get("ctx", {})
            name = str(context.get("field") or (first["loc"] or ("",))[0])
            raise self.inner_fault(name, texts, changed, context) from None
        gates = {name: gates_of_cells(read_map(getattr(config, name)), config.cell) for name in ("bias", "clamp")}
        return config.model_copy(update=gates)

    def inner_fault(
        self, name: str, texts: dict[str, str], changed: dict[str, str], context: dict[str, Any]
    ) -> PydanticCustomError:
        """A fault in a model or a change, at the one of the two fields that it came in."""
        allowed = context.get("allowed", "") or allowed_in(type(self), name)
        field = "changes" if name in changed else "models"
        return problem("inside", field=field, value=f"{name}={texts.get(name, '')}", allowed=allowed)

    @property
    def upload(self) -> str:
        """The name that its upload is kept under; empty: there is none."""
        return ""

    @property
    def names(self) -> tuple[str, ...]:
        """A name for each model: its cell's, with a number where several have that cell ("lstm.1", "lstm.2")."""
        cells = [dict(fields_of_model).get("cell", self.cell[0]) for fields_of_model in self.models] or list(self.cell)
        return tuple(
            f"{cell}.{cells[: k + 1].count(cell)}" if cells.count(cell) > 1 else cell for k, cell in enumerate(cells)
        )

    def with_added_changes(self, changes: Iterable[Change]) -> Self:
        """The same run with further changes; one of the same field after the same iteration gives way."""
        new = list(changes)
        replaced = {(change.iteration, change.field) for change in new}
        earlier = [change for change in self.changes if (change.iteration, change.field) not in replaced]
        return self.with_changes([*earlier, *new])

    def until(self, iteration: int) -> Self:
        """The same run without the changes that come after `iteration` iterations or later."""
        return self.with_changes([change for change in self.changes if change.iteration < iteration])

    def with_changes(self, changes: Iterable[Change]) -> Self:
        """The same run with these changes, validated."""
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        return type(self).model_validate({**fields, "changes": spell_changes(changes)})


class TaskTraining(Training, RunConfig):
    """A training run of a task: a RunConfig whose network learns."""

    def resolved(self) -> Self:
        """The same run with what follows from the reader's sequence filled in."""
        resolved = super().resolved()
        return self if resolved is self else resolved.model_copy(update={"minibatch": 1})

    def run_config(self) -> RunConfig:
        """What of it is a RunConfig; it was validated with the rest."""
        return RunConfig.model_construct(**{name: getattr(self, name) for name in RunConfig.model_fields})


INITIAL_FIELDS = ("norm", "activation", "reset", "bias", "bias_init", "init", "rho")
"""What says how weights begin, or what they mean: nothing of it can be chosen for weights that are there already."""


class ApplicationFields(Fields):
    """Which application trains, and on what."""

    app: Annotated[str, BeforeValidator(among(APPLICATIONS))] = control(
        "", "training", "choice", choices=["", *APPLICATIONS]
    )
    variant: str = control("", "training", "choice", choices=[])
    material: str = control("", "training", "material")


class ApplicationTraining(Training, ApplicationFields):
    """A training run of an application, which has its own sequences and its own loss."""

    def check(self) -> None:
        check_upload(self.app, APPLICATIONS[self.app].variants, self.variant, self.material)
        begins_with = APPLICATIONS[self.app].begins_with(self.variant)
        if begins_with is not None:
            self.check_shipped_weights(begins_with)
        super().check()

    def check_shipped_weights(self, begins_with: str) -> None:
        """Where training goes on from weights that ship: a network of their size and form, and no initialisation."""
        for cell in self.cell:
            if not file_of(self.app, begins_with, cell).is_file():
                ready = [name for name in CELLS if file_of(self.app, begins_with, name).is_file()]
                raise problem("not_trained_cell", field="cell", value=cell, allowed=", ".join(ready))
            units = units_of(shipped(self.app, begins_with, cell))
            if self.units != units:
                raise problem("out_of_range", field="units", value=self.units, allowed=str(units))
        rows = rows_of(type(self))
        for name in INITIAL_FIELDS:
            if self.applies(name) and getattr(self, name) != rows[name]["default"]:
                value = rows[name]["default"]
                raise problem("not_of_this_kind", field=name, value=str(getattr(self, name)), allowed=f"{name}={value}")

    @property
    def upload(self) -> str:
        return self.material

    @property
    def steps(self) -> int:
        """The length of the time axis in training."""
        return APPLICATIONS[self.app].steps

    def resolved(self) -> Self:
        """The same run: nothing of it follows from other fields."""
        return self


TrainConfig: TypeAlias = TaskTraining | ApplicationTraining
"""A training run of either kind."""


def kind_of_training(fields: Mapping[str, Any]) -> type[TaskTraining] | type[ApplicationTraining]:
    """The kind of run that some fields are of: an application's, where they name one."""
    return ApplicationTraining if fields.get("app") else TaskTraining
