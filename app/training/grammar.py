"""The two fields of a training run that have a small grammar of their own.

models   cell=lstm;bias=f:-2|cell=lstm;bias_init=chrono   what each model has of its own; empty: one for each cell
changes  200:clip=norm;400:clamp=f:0                      after 200 iterations clip by norm, after 400 …
"""

import re
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple, TypeAlias

from ..cells import CELLS
from ..config import BLANKS, plain, problem
from ..numerals import Range
from ..settings import LIMITS

LIVE_FIELDS = ("rate", "clip", "threshold", "clamp", "truncate")
"""What may change while a run is under way, from the next iteration on."""

MODEL_FIELDS = (
    "cell",
    "units",
    "layers",
    "activation",
    "norm",
    "reset",
    "bias",
    "bias_init",
    "init",
    "rho",
    "optimiser",
    "checkpoint",
    *LIVE_FIELDS,
)
"""What one model may have of its own; the batches and the loss are the same for all."""


class Change(NamedTuple):
    """After `iteration` iterations, `field` has the value that `value` spells."""

    iteration: int
    field: str
    value: str

    def __str__(self) -> str:
        return f"{self.iteration}:{self.field}={self.value}"


ModelFields: TypeAlias = tuple[tuple[str, str], ...]
"""What a model has of its own: (field, text) pairs."""


def pair(text: str, allowed: Iterable[str], field: str) -> tuple[str, str]:
    """Read "name=value" where the name is one of `allowed`."""
    name, equals, value = (part.strip(BLANKS) for part in text.partition("="))
    if not equals:
        raise problem("not_a_setting", field=field, value=text)
    if name not in allowed:
        raise problem("not_a_choice", field=field, value=name, allowed=", ".join(allowed))
    if name == "cell" and value not in CELLS:
        raise problem("not_a_choice", field=field, value=value, allowed=", ".join(CELLS))
    return name, value


def split(text: str, mark: str) -> list[str]:
    """The parts between marks that are not blank, without the blanks around them."""
    return [part for part in (part.strip(BLANKS) for part in text.split(mark)) if part]


def read_model(text: str) -> ModelFields:
    """Read "cell=lstm;bias=f:-2" into (field, text) pairs."""
    fields = tuple(pair(part, MODEL_FIELDS, "models") for part in split(text, ";"))
    names = [name for name, _ in fields]
    repeated = next((name for name in names if names.count(name) > 1), None)
    if repeated:
        raise problem("repeated", field="models", value=repeated)
    return fields


def read_models(value: Any) -> tuple[ModelFields, ...]:
    """Read "cell=lstm;bias=f:-2|cell=gru": what each model has of its own. A model with nothing of its own is ";"."""
    texts = split(spelled(value, spell_models), "|")
    if len(texts) > LIMITS.models:
        raise problem("too_many_models", value=len(texts), allowed=Range(1, LIMITS.models))
    return tuple(read_model(text) for text in texts)


def read_changes(value: Any) -> tuple[Change, ...]:
    """Read "200:clip=norm;400:clamp=f:0" into changes in the order of their iterations."""
    changes = []
    for part in split(spelled(value, spell_changes), ";"):
        iteration, colon, setting = part.partition(":")
        if not (colon and re.fullmatch(r"[0-9]{1,8}", iteration.strip(BLANKS))):
            raise problem("not_a_change", value=part)
        changes.append(Change(int(iteration), *pair(setting, LIVE_FIELDS, "changes")))
    if len(changes) > LIMITS.changes:
        raise problem("too_many_changes", value=len(changes), allowed=Range(0, LIMITS.changes))
    return tuple(sorted(changes, key=lambda change: change.iteration))


def spell_models(models: Iterable[ModelFields]) -> str:
    """The text that `read_models` reads."""
    return "|".join(";".join(f"{name}={text}" for name, text in fields) or ";" for fields in models)


def spell_changes(changes: Iterable[Change]) -> str:
    """The text that `read_changes` reads."""
    return ";".join(str(Change(*change)) for change in changes)


def spelled(value: Any, spell: Callable[[Any], str]) -> str:
    """The text of a value that may have been read already."""
    try:
        return value if isinstance(value, str) else spell(value)
    except (TypeError, ValueError):
        raise problem("not_a_setting", value=str(value)[:80]) from None


def spell(field: str, value: Any) -> str:
    """A field's value as an address spells it."""
    if field == "models":
        return spell_models(value)
    return spell_changes(value) if field == "changes" else plain(value)
