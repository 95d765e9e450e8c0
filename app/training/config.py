"""TrainConfig: a RunConfig and what training adds to it, the models that are compared, and the changes on the way.

It is one flat record and one address like RunConfig, of which it is one. Two fields have a small grammar of their own:

    models   cell=lstm;bias=f:-2|cell=lstm;bias_init=chrono   what each model has of its own; empty: one for each cell
    changes  200:clip=norm;400:clamp=f:0                      after 200 iterations clip by norm, after 400 …
"""

from collections.abc import Callable, Iterable
from typing import Annotated, Any, NamedTuple, Self, TypeAlias

from pydantic import BeforeValidator, ConfigDict, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from ..applications import APPLICATIONS
from ..applications.config import checked_variant
from ..bptt.optimisers import OPTIMISERS
from ..cells import CELLS
from ..config import RunConfig, allowed_in, among, control, mapped, not_default, plain, problem, query
from ..settings import LIMITS

LIVE = ("rate", "clip", "threshold", "clamp", "truncate")
"""What may change while a run is under way, from the next iteration on."""

OWN = ("cell", "units", "activation", "bias", "bias_init", "init", "rho", "optimiser", "checkpoint", *LIVE)
"""What one model may have of its own; the batches and the loss are the same for all."""


class Change(NamedTuple):
    """After `iteration` iterations, `field` has the value that `value` spells."""

    iteration: int
    field: str
    value: str

    def __str__(self) -> str:
        return f"{self.iteration}:{self.field}={self.value}"


Own: TypeAlias = tuple[tuple[str, str], ...]
"""What a model has of its own: (field, text) pairs."""


def pair(text: str, allowed: Iterable[str], field: str) -> tuple[str, str]:
    """Read "name=value" where the name is one of `allowed`."""
    name, equals, value = (part.strip() for part in text.partition("="))
    if not equals:
        raise problem("not_a_setting", field=field, value=text)
    if name not in allowed:
        raise problem("not_a_choice", field=field, value=name, allowed=", ".join(allowed))
    if name == "cell" and value not in CELLS:
        raise problem("not_a_choice", field=field, value=value, allowed=", ".join(CELLS))
    return name, value


def read_model(text: str) -> Own:
    """Read "cell=lstm;bias=f:-2" into (field, text) pairs."""
    own = tuple(pair(one, OWN, "models") for one in text.split(";") if one.strip())
    names = [name for name, _ in own]
    repeated = next((name for name in names if names.count(name) > 1), None)
    if repeated:
        raise problem("repeated", field="models", value=repeated)
    return own


def read_models(value: Any) -> tuple[Own, ...]:
    """Read "cell=lstm;bias=f:-2|cell=gru": what each model has of its own. A model with nothing of its own is ";"."""
    texts = [part for part in spelled(value, spell_models).split("|") if part.strip()]
    if len(texts) > LIMITS.models:
        raise problem("too_many_models", value=len(texts), allowed=f"1 … {LIMITS.models}")
    return tuple(read_model(text) for text in texts)


def read_changes(value: Any) -> tuple[Change, ...]:
    """Read "200:clip=norm;400:clamp=f:0" into changes in the order of their iterations."""
    changes = []
    for part in filter(None, (part.strip() for part in spelled(value, spell_changes).split(";"))):
        iteration, colon, setting = part.partition(":")
        if not (colon and iteration.strip().isdecimal() and len(iteration) < 9):
            raise problem("not_a_change", value=part)
        changes.append(Change(int(iteration), *pair(setting, LIVE, "changes")))
    if len(changes) > LIMITS.changes:
        raise problem("too_many_changes", value=len(changes), allowed=f"0 … {LIMITS.changes}")
    return tuple(sorted(changes, key=lambda change: change.iteration))


def spell_models(models: Iterable[Own]) -> str:
    """The text that `read_models` reads."""
    return "|".join(";".join(f"{name}={text}" for name, text in own) or ";" for own in models)


def spell_changes(changes: Iterable[Change]) -> str:
    """The text that `read_changes` reads."""
    return ";".join(str(Change(*change)) for change in changes)


def spelled(value: Any, spell: Callable[[Any], str]) -> str:
    """The text of a value that may have been read already."""
    try:
        return value if isinstance(value, str) else spell(value)
    except (TypeError, ValueError):
        raise problem("not_a_setting", value=str(value)[:80]) from None


class TrainConfig(RunConfig):
    """Everything about a training run: the same configuration and the same changes give the same weights, always."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    app: str = control("", "training", "choice", choices=["", *APPLICATIONS])
    variant: str = control("", "training", "choice", choices=[])
    material: str = control("", "training", "material")
    optimiser: Annotated[str, BeforeValidator(among(OPTIMISERS))] = control(
        "adam", "training", "choice", choices=list(OPTIMISERS)
    )
    rate: float = control(0.003, "training", "float", ge=1e-6, le=10, log=True)
    minibatch: int = control(32, "training", "int", ge=1, le=LIMITS.minibatch, step=1, unit="sequences")
    checkpoint: int = control(0, "training", "flag", ge=0, le=1)
    iterations: int = control(5000, "training", "int", ge=1, le=LIMITS.iterations, step=1, unit="iterations")
    models: Annotated[tuple[Own, ...], BeforeValidator(read_models)] = control((), "training", "models")
    changes: Annotated[tuple[Change, ...], BeforeValidator(read_changes)] = control((), "training", "changes")

    @model_validator(mode="after")
    def variant_belongs_to_the_application(self) -> Self:
        """An application, its variant, and the reader's own material where that is what it learns from."""
        if self.app:
            if self.app not in APPLICATIONS:
                raise problem("not_a_choice", field="app", value=self.app, allowed=", ".join(APPLICATIONS))
            checked_variant(self.app, self.variant, self.material)
        return self

    @model_validator(mode="after")
    def every_model_and_change_is_valid(self) -> Self:
        """Each model, at first and after every change, is a configuration of its own, and held to the same rules."""
        if self.models or self.changes:
            for iteration in (0, *(change.iteration + 1 for change in self.changes)):
                self.effective(iteration)
        return self

    def means_no_cell(self, gate: str, value: float) -> bool:
        """So does an application's recipe, which is the same for every cell."""
        return bool(self.app) or super().means_no_cell(gate, value)

    def effective(self, iteration: int) -> "tuple[TrainConfig, ...]":
        """What holds for each model in iteration `iteration` (counted from 1; 0: before any change)."""
        changed = {change.field: change.value for change in self.changes if change.iteration < iteration}
        models = [dict(own) for own in self.models or tuple((("cell", name),) for name in self.cell)]
        cells = tuple(dict.fromkeys(own.get("cell", self.cell[0]) for own in models))
        return tuple(self.with_fields(own, changed, cells) for own in models)

    def with_fields(self, own: dict[str, str], changed: dict[str, str], cells: tuple[str, ...]) -> "TrainConfig":
        """The configuration of one model: its own fields, then the changes. A fault names where the value came from.

        What is said of a gate that only another of the compared `cells` has is left out, as in the laboratory.
        """
        texts = {"cell": self.cell[0], **own, **changed}
        fields: dict[str, Any] = {**{name: getattr(self, name) for name in type(self).model_fields}, **texts}
        fields |= {"models": (), "changes": ()}
        mine = {gate.name for gate in CELLS[texts["cell"]].gates}
        others = {gate.name for name in cells for gate in CELLS[name].gates} - mine
        name = ""
        try:
            for name in ("bias", "clamp"):
                fields[name] = {gate: value for gate, value in mapped(fields[name]).items() if gate not in others}
            return type(self).model_validate(fields)
        except PydanticCustomError as error:
            raise misplaced(name, texts, changed, error.context or {}) from None
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            context = first.get("ctx", {})
            name = str(context.get("field") or (first["loc"] or ("",))[0])
            raise misplaced(name, texts, changed, context) from None

    @property
    def names(self) -> tuple[str, ...]:
        """A name for each model: its cell's, with a number where several have that cell ("lstm.1", "lstm.2")."""
        cells = [dict(own).get("cell", self.cell[0]) for own in self.models] or list(self.cell)
        return tuple(
            f"{cell}.{cells[: k + 1].count(cell)}" if cells.count(cell) > 1 else cell for k, cell in enumerate(cells)
        )

    def changed(self, changes: Iterable[Change]) -> "TrainConfig":
        """The same run with further changes; one of the same field after the same iteration gives way."""
        new = list(changes)
        taken = {(change.iteration, change.field) for change in new}
        kept = [change for change in self.changes if (change.iteration, change.field) not in taken]
        return self.having([*kept, *new])

    def until(self, iteration: int) -> "TrainConfig":
        """The same run without the changes that come after `iteration` iterations or later."""
        return self.having([change for change in self.changes if change.iteration < iteration])

    def having(self, changes: Iterable[Change]) -> "TrainConfig":
        """The same run with these changes, validated."""
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        return type(self).model_validate({**fields, "changes": spell_changes(changes)})

    def resolved(self) -> "TrainConfig":
        """The same run with what follows from other fields filled in: a typed sequence, an application's steps."""
        if self.app:
            return self.model_copy(update={"steps": APPLICATIONS[self.app].steps, "batch": 1})
        if self.task != "sequence":
            return self
        return self.model_copy(update={"steps": len(self.numbers) - 1, "batch": 1, "minibatch": 1})

    def address(self) -> str:
        return query({name: spell(name, value) for name, value in not_default(self).items()})

    def lab(self) -> RunConfig:
        """What of it is a RunConfig; it was validated with the rest."""
        return RunConfig.model_construct(**{name: getattr(self, name) for name in RunConfig.model_fields})


def misplaced(
    name: str, texts: dict[str, str], changed: dict[str, str], context: dict[str, Any]
) -> PydanticCustomError:
    """A fault in a model or a change, at the one of the two fields that it came in."""
    allowed = str(context.get("allowed", "")) or allowed_in([TrainConfig], name)
    field = "changes" if name in changed else "models"
    return problem("inside", field=field, value=f"{name}={texts.get(name, '')}", allowed=allowed)


def spell(field: str, value: Any) -> str:
    """A field's value as an address spells it."""
    if field == "models":
        return spell_models(value)
    return spell_changes(value) if field == "changes" else plain(value)
