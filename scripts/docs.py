"""docs/reference.md anew: the fields of a trace, the configuration, the settings and the errors, from the code.

A test holds the file to what this writes, so the documentation cannot lag behind.
"""

from __future__ import annotations

import inspect
import json
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args, get_origin, get_type_hints

from app import errors
from app.api.catalogue import training
from app.applications import APPLICATIONS
from app.applications.fields import inference_table
from app.config import RunConfig, plain, table
from app.document import key_of
from app.settings import Limits, Settings
from app.trace import PARTS, SequenceData
from app.trace.cell_trace import CellTrace
from app.training.config import ApplicationTraining
from app.wire import messages as m
from app.wire.addresses import AnswerOptions, PageState
from app.wire.schemas import COMPONENTS, Schema, inference_schema, meaning, uploads_schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pydantic import BaseModel

REFERENCE = Path(__file__).resolve().parent.parent / "docs" / "reference.md"

INTRODUCTION = """\
# Reference

Written by `make docs` from the code; do not edit by hand.

`T` steps, `B` sequences in a batch, `D` inputs, `K` outputs, `H` units, `G` blocks of rows in `W_xh` and `W_hh`
(RNN: one; LSTM: i f g o; GRU: r z n). Step t = 1 … T is at index t - 1. How arrays, norms and numbers that are not
finite are written stands in [`app/wire/encoding.py`](../app/wire/encoding.py).
"""


def rows(header: Iterable[str], body: Iterable[Iterable[Any]]) -> Iterator[str]:
    """A Markdown table."""
    for line in (header, ["---"] * len(list(header)), *body):
        yield "| " + " | ".join(str(cell).replace("|", "\\|").replace("\n", " ") for cell in line) + " |"
    yield ""


def properties(fields: Iterable[dict[str, Any]]) -> Iterator[str]:
    """The table of some fields."""
    body = []
    for row in fields:
        allowed = ", ".join(f"`{choice}`" for choice in row.get("choices", []) if choice)
        if not allowed and "max" in row:
            counted = {"numbers": " numbers", "text": " characters"}.get(row["kind"], "")
            allowed = f"{row.get('min', 0):g} … {row['max']:g}{counted}"
        default = "" if row["default"] is None else plain(row["default"])
        body.append([f"`{row['name']}`", f"`{default}`" if default else "", allowed, meaning(row)])
    yield from rows(["field", "default", "allowed", "meaning"], body)


def inner(kind: Any) -> Any:
    """The dataclass inside a type such as dict[str, X] or X | None, if there is one."""
    for candidate in (kind, *get_args(kind)):
        if is_dataclass(candidate):
            return candidate
    return None


def members(kind: type, prefix: str) -> Iterator[list[str]]:
    """A row for every documented field of a dataclass, and of those inside it."""
    hints = get_type_hints(kind)
    for field in fields(kind):
        hint, meta = hints[field.name], field.metadata
        name = f"{prefix}.{key_of(field)}".removeprefix(".")
        name += "[]" if get_origin(hint) is tuple and inner(hint) else ""
        yield [f"`{name}`", meta.get("about", ""), meta.get("shape") or "", meta.get("unit") or ""]
        nested = inner(hint)
        if nested and nested is not kind:
            yield from members(nested, f"{name}.…" if get_origin(hint) is dict else name)


def trace_fields() -> Iterator[str]:
    """The fields of a trace, part by part."""
    body = [row for row in members(CellTrace, "runs[]") if not row[0].startswith("`runs[].parts")]
    body += list(members(SequenceData, "sequence"))
    yield from rows(["key", "meaning", "shape", "unit"], body)
    for part in PARTS.values():
        kind = get_type_hints(part.build)["return"]
        shape = f", {part.shape}" if part.shape else ""
        yield f"### `fields={part.name}`\n"
        yield f"{part.about}{shape}; sent {COSTS[part.cost]}.\n"
        nested = inner(kind)
        if nested:
            prefix = f"{part.name}.…" if nested is not kind else part.name
            yield from rows(["key", "meaning", "shape", "unit"], members(nested, prefix))


COSTS = {
    "default": "where `fields` is not given",
    "cheap": "where it is named",
    "costly": "only where it is named: it costs more than the run itself",
}


def messages() -> Iterator[str]:
    """The messages of the socket, a table for each way, and the records inside them."""
    for title, kinds in (("What a page says", m.COMMANDS), ("What the server says", m.ANSWERS), ("Inside", m.PARTS)):
        yield f"### {title}\n"
        body = []
        for kind in kinds:
            schema = kind.model_json_schema()
            fields = dict(schema["properties"])
            type_field = fields.pop("type", None)
            body.append([f"`{type_field['const']}`" if type_field else kind.__name__, "", kind.__doc__])
            for name, field in fields.items():
                default = f"; {json.dumps(field['default'])} where not given" if "default" in field else ""
                body.append(["", f"`{name}`", f"{field.get('description', '')}{default}".removeprefix("; ")])
        yield from rows(["type", "field", "meaning"], body)


def settings(model: type[BaseModel]) -> Iterator[str]:
    """The environment variables of one settings class."""
    prefix = str(model.model_config.get("env_prefix", "")).upper()
    body = [
        [f"`{prefix}{name.upper()}`", f"`{info.default}`" if info.default != "" else "", info.description]
        for name, info in model.model_fields.items()
    ]
    yield from rows(["variable", "default", "meaning"], body)


TRAINING = f"""\
What training adds to a configuration. Both together are a run's address: the same one, the same weights. A task's run
has no `app`, `variant` and `material`; an application's run has these, and of a task's fields only
{", ".join(f"`{name}`" for name in ApplicationTraining.model_fields if name in RunConfig.model_fields)}. A field of the
other kind is refused.
"""

INFERENCE = """\
`GET /api/play` lets an application's network work on an input, with the weights that ship: these fields, and of those
above that say how the answer should look `fields`, `encoding` and `unit`. An application takes of the fields that not
all have those that stand beside its name below; another one is refused. A live run answers the same with its own
weights (`look` with `play`).
"""

UPLOADING = """\
`POST /api/material?app=…` takes a text, a table, a sound or a tune: as the one file of a form
(`curl -F file=@names.txt …`), or as its body (`curl --data-binary @names.txt …`). A body that is an encoded form
(`application/x-www-form-urlencoded`, name=value) or packed is refused with 415. It is kept in memory under its hash for
a while, never written to disk; `no_such_material` asks to send it again. The answer:
"""


def answer_rows(schema: Schema) -> Iterator[str]:
    """The keys of an answer."""
    keys = component(schema)["properties"]
    yield from rows(["key", "meaning"], ([f"`{key}`", part.get("description", "")] for key, part in keys.items()))


def component(schema: Schema) -> Schema:
    """What a reference refers to."""
    return COMPONENTS[schema["$ref"].rpartition("/")[2]]


def records(method: str) -> Iterator[str]:
    """What each application answers in its own way: the record that the annotation of its method names."""
    for kind in APPLICATIONS.values():
        if method == "read_material" and not kind.material_bytes:
            continue
        returned = get_type_hints(getattr(kind, method))["return"]
        (answer,) = get_args(returned) or (returned,)
        for record in get_args(answer) or (answer,):
            yield f"### `{kind.name}`: {(record.__doc__ or '').splitlines()[0]}\n"
            yield from rows(["key", "meaning", "shape", "unit"], members(record, ""))


def applications() -> Iterator[str]:
    """The applications: what they take, and how they are trained."""
    body = [
        [
            f"`{kind.name}`",
            ", ".join(f"`{variant}`" for variant in kind.variants if variant),
            ", ".join(f"`{field}`" for field in kind.fields()),
            f"{kind.material_bytes:,}" if kind.material_bytes else "",
            f"`{kind.recipe}`",
        ]
        for kind in APPLICATIONS.values()
    ]
    yield from rows(["application", "variants", "fields", "bytes of material", "recipe"], body)


ERROR_BODY = """\
Every answer that is not a success has the same body, in the language of `lang=` or Accept-Language:
`{"error": {"code", "message", "details": [{"field", "value", "code", "allowed", "message"}]}}`.
"""


def reference() -> str:
    """The whole page."""
    tree = inspect.cleandoc(errors.__doc__ or "").split("\n\n")[1]
    lines = [
        INTRODUCTION,
        "## The configuration\n",
        "As a query string it is the page's address and the API's. An address holds what is not the default.\n",
        *properties(table(RunConfig)),
        "## A training run\n",
        TRAINING,
        *properties(training()),
        "## How the answer should look\n",
        *properties(table(AnswerOptions)),
        "## What only the page reads\n",
        "The API lets these pass, so that a page's address is an address of the API.\n",
        *properties(table(PageState)),
        "## The trace\n",
        *trace_fields(),
        "## The messages of a live run\n",
        "How they hang together is told in [training.md](training.md).\n",
        *messages(),
        "## An application's prediction\n",
        INFERENCE,
        *properties(inference_table()),
        *answer_rows(inference_schema()),
        "An application's own answer:\n",
        *records("predict"),
        "## What a reader uploads\n",
        UPLOADING,
        *answer_rows(uploads_schema()),
        "What it is, as the application reads it:\n",
        *records("read_material"),
        "### Who takes what\n",
        *applications(),
        "## Settings\n",
        "Environment variables; how the server runs.\n",
        *settings(Settings),
        "What a request may ask for.\n",
        *settings(Limits),
        "## Errors\n",
        ERROR_BODY,
        f"```\n{inspect.cleandoc(tree)}\n```\n",
    ]
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    REFERENCE.write_text(reference(), "utf-8")
    print(f"{REFERENCE.name}: {len(reference().splitlines())} lines")
