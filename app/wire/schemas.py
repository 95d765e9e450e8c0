"""The JSON schema of an answer, made from the documented fields of the trace itself: nothing is typed twice.

`describe` walks the same dataclasses that `encoding.Encoder` walks, so a key can not be sent and left undocumented; a
test validates real answers against the schema, which allows no other keys.
"""

import types
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, Union, get_args, get_origin, get_type_hints

import numpy as np

from .. import words
from ..applications.fields import play_table
from ..bptt.norms import STATUSES, LogNorms
from ..config import RunConfig, plain, rows_of, table
from ..errors import ErrorBody
from ..trace import PARTS, SequenceData
from ..trace.cell_trace import CellTrace
from ..training.config import ApplicationTraining, TaskTraining
from .addresses import AnswerOptions

Schema = dict[str, Any]

NUMBER: Schema = {"anyOf": [{"type": "number"}, {"enum": ["inf", "-inf", "nan"]}]}


def record(properties: Mapping[str, Schema], optional: tuple[str, ...] = (), **more: Any) -> Schema:
    """An object with exactly these keys, those in `optional` not always."""
    required = [name for name in properties if name not in optional]
    return {
        "type": "object",
        "properties": dict(properties),
        "required": required,
        "additionalProperties": False,
        **more,
    }


ARRAY: Schema = {
    "description": "A typed array in the form that Plotly.js reads (base64, little-endian); lists with encoding=list.",
    "anyOf": [
        record(
            {
                "dtype": {"enum": ["f8", "f4", "i4", "u1"]},
                "bdata": {"type": "string", "contentEncoding": "base64"},
                "shape": {"type": "string", "description": "absent for one axis", "examples": ["100, 32"]},
            },
            optional=("shape",),
        ),
        {"type": "array"},
    ],
}
STEP: Schema = {"anyOf": [{"type": "integer", "minimum": 1}, {"type": "null"}]}
COMPONENTS: dict[str, Schema] = {
    "Number": {**NUMBER, "description": "A number; one that is not finite travels by its name, never as null."},
    "Array": ARRAY,
    "Norm": record({"log10": {"$ref": "#/components/schemas/Number"}, "status": {"enum": list(STATUSES)}}),
    "Series": record(
        {
            "log10": {"$ref": "#/components/schemas/Array"},
            "status": {"$ref": "#/components/schemas/Array"},
            "first": record(
                dict.fromkeys(STATUSES[1:], STEP), description="The first step met going back in time, from 1."
            ),
        }
    ),
    "Grid": record({"log10": {"$ref": "#/components/schemas/Array"}, "status": {"$ref": "#/components/schemas/Array"}}),
}


def ref(name: str, **more: Any) -> Schema:
    """A reference to a component."""
    return {"$ref": f"#/components/schemas/{name}", **more}


def describe(kind: Any, shape: str | None = None) -> Schema:
    """The schema of a type as `Encoder` encodes it; `shape` tells a norm, a series and a grid apart."""
    origin, args = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        inner = next(one for one in args if one is not type(None))
        return {"anyOf": [describe(inner, shape), {"type": "null"}]}
    if kind is LogNorms:
        return ref("Norm" if shape is None else "Series" if shape.count("T") == 1 else "Grid")
    if origin is np.ndarray:
        return ref("Array")
    if origin in (dict, Mapping):
        return {"type": "object", "additionalProperties": describe(args[1], shape)}
    if origin is tuple:
        return {"type": "array", "items": describe(args[0])}
    if is_dataclass(kind) and isinstance(kind, type):
        return of_dataclass(kind)
    return {int: {"type": "integer"}, str: {"type": "string"}, float: ref("Number")}[kind]


def of_dataclass(kind: type, *leave_out: str) -> Schema:
    """A dataclass whose fields carry `about` metadata (or none, where its docstring says what they are)."""
    hints, properties = get_type_hints(kind), {}
    for one in fields(kind):
        if one.name not in leave_out:
            text = ", ".join(
                filter(None, (one.metadata.get("about"), one.metadata.get("shape"), one.metadata.get("unit")))
            )
            properties[one.name] = {
                **describe(hints[one.name], one.metadata.get("shape")),
                **({"description": text} if text else {}),
            }
    return record(properties, description=(kind.__doc__ or "").strip().split("\n")[0])


def parts() -> dict[str, Schema]:
    """The schema of every part that can be asked for."""
    return {
        part.name: {**describe(get_type_hints(part.build)["return"], part.shape), "description": part.about}
        for part in PARTS.values()
    }


def config_schema() -> Schema:
    """The schema of the configuration in an answer: every field is there."""
    schema = RunConfig.model_json_schema()
    for row in schema["properties"].values():
        for key in ("group", "kind", "min", "max", "step", "applies", "unit", "log", "choices"):
            row.pop(key, None)
    return {**schema, "required": list(schema["properties"])}


def trace_schema() -> Schema:
    """The schema of the answer of /api/trace."""
    cell = of_dataclass(CellTrace, "parts")
    cell["properties"] |= parts()
    return record(
        {
            "version": {"type": "string"},
            "address": {
                "type": "string",
                "description": "the canonical query; the same address gives the same numbers",
            },
            "config": config_schema(),
            "sequence": of_dataclass(SequenceData),
            "runs": {"type": "array", "items": cell, "description": "one for each cell compared"},
        },
        optional=("sequence",),
    )


def training_parameters() -> list[Schema]:
    """The query parameters of a training run."""
    return parameters(rows=(rows_of(TaskTraining) | rows_of(ApplicationTraining)).values())


def play_parameters() -> list[Schema]:
    """The query parameters of a play."""
    return parameters(rows=(*play_table(), *table(AnswerOptions)))


TRACE = (*table(RunConfig), *table(AnswerOptions))
"""The fields of an address of /api/trace and its siblings."""


def parameters(*leave_out: str, rows: Iterable[dict[str, Any]] = TRACE) -> list[Schema]:
    """The query parameters of the API, from the tables that the menus are built from."""
    found = []
    for row in rows:
        if row["name"] not in leave_out:
            kind = KINDS.get(row["kind"], {"type": "string"})
            bounds = {"minimum": row["min"], "maximum": row["max"]} if row["kind"] in KINDS else {}
            choices = {"enum": row["choices"]} if row["kind"] == "choice" and row["choices"] else {}
            default = plain(row["default"]) if kind == {"type": "string"} else row["default"]
            schema = {**kind, **bounds, **choices, **({} if default is None else {"default": default})}
            found.append({"name": row["name"], "in": "query", "required": False, "schema": schema, **example(row)})
            found[-1]["description"] = meaning(row)
    return found


KINDS: dict[str, Schema] = {"int": {"type": "integer"}, "flag": {"type": "integer"}, "float": {"type": "number"}}


def meaning(row: dict[str, Any]) -> str:
    """What a field means, in English: its own words, or the help that the page shows at its control."""
    return str(row.get("about") or words.text(words.DEFAULT_LANGUAGE, f"config.{row['name']}.help"))


def example(row: dict[str, Any]) -> Schema:
    """An example of the fields whose text has a form of its own."""
    known = {"cell": "rnn,lstm", "clamp": "f:1", "bias": "f:3,z:3", "values": "0,1,0*20", "fields": "norms,states"}
    known |= {"models": "cell=lstm;bias=f:-2|cell=lstm;bias=f:1", "changes": "200:clip=norm;400:clamp=f:0"}
    return {"example": known[row["name"]]} if row["name"] in known else {}


ERRORS: dict[int | str, Schema] = {
    status: {"model": ErrorBody, "description": text}
    for status, text in {414: "The query is too long.", 422: "A field has a value that is not allowed."}.items()
}
