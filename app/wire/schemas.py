"""The JSON schemas of answers, made from the documented fields of what is sent itself: nothing is typed twice.

`describe` walks the same dataclasses that `encoding.Encoder` walks, so a key can not be sent and left undocumented; a
test validates real answers against the schemas, which allow no other keys. Every dataclass is a component of its name.
"""

import types
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, Literal, TypeAlias, Union, get_args, get_origin, get_type_hints

import numpy as np

from .. import words
from ..applications import APPLICATIONS
from ..applications.base import Application
from ..applications.config import InferenceConfig
from ..applications.fields import inference_table
from ..applications.known_words import WordGroup
from ..bptt.norms import STATUSES, LogNorms
from ..cells import CELLS
from ..config import RunConfig, plain, rows_of, table
from ..document import key_of
from ..errors import ErrorBody
from ..trace import PARTS, SequenceData
from ..trace.cell_trace import CellTrace
from ..training.config import ApplicationTraining, TaskTraining
from .addresses import AnswerOptions

Schema: TypeAlias = dict[str, Any]
Row: TypeAlias = dict[str, Any]
"""Of a table of fields."""
Kinds: TypeAlias = tuple[object, ...]
"""The arguments of a generic type."""

NUMBER: Schema = {"anyOf": [{"type": "number"}, {"enum": ["inf", "-inf", "nan"]}]}


def record(properties: Mapping[str, Schema], optional: tuple[str, ...] = (), **more: object) -> Schema:
    """An object with exactly these keys, those in `optional` not always."""
    required = [name for name in properties if name not in optional]
    return {
        "type": "object",
        "properties": dict(properties),
        "required": required,
        "additionalProperties": False,
        **more,
    }


PACKED = record(
    {
        "dtype": {"enum": ["f8", "f4", "i4", "u1"]},
        "bdata": {"type": "string", "contentEncoding": "base64"},
        "shape": {"type": "string", "description": "absent for one axis", "examples": ["100, 32"]},
    },
    optional=("shape",),
    description="A typed array in the form that Plotly.js reads: base64 of little-endian bytes.",
)
STEP: Schema = {"anyOf": [{"type": "integer", "minimum": 1}, {"type": "null"}]}
COMPONENTS: dict[str, Schema] = {
    "Number": {**NUMBER, "description": "A number; one that is not finite travels by its name, never as null."},
    "Packed": PACKED,
    "Array": {
        "anyOf": [{"$ref": "#/components/schemas/Packed"}, {"type": "array"}],
        "description": "A packed array; nested lists of numbers with encoding=list.",
    },
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


KINDS_OF_VALUE: dict[object, Schema] = {
    int: {"type": "integer"},
    str: {"type": "string"},
    bool: {"type": "boolean"},
    float: {"$ref": "#/components/schemas/Number"},
    type(None): {"type": "null"},
}
DESCRIBED: dict[str, type] = {}
"""The dataclasses that are components: two of one name would be one."""


def ref(name: str, **more: object) -> Schema:
    """A reference to a component."""
    return {"$ref": f"#/components/schemas/{name}", **more}


def describe(kind: object, shape: str | None = None) -> Schema:
    """The schema of a type as `Encoder` encodes it; `shape` tells a norm, a series and a grid apart."""
    if kind is LogNorms:
        return ref("Norm" if shape is None else "Series" if shape.count("T") == 1 else "Grid")
    if is_dataclass(kind) and isinstance(kind, type):
        return component(kind)
    origin = get_origin(kind)
    return CONTAINERS[origin](get_args(kind), shape) if origin else KINDS_OF_VALUE[kind]


def of_tuple(args: Kinds) -> Schema:
    """Any number of one kind, or one of each."""
    if args[-1] is Ellipsis:
        return {"type": "array", "items": describe(args[0])}
    return {"type": "array", "prefixItems": list(map(describe, args)), "minItems": len(args), "items": False}


CONTAINERS: dict[object, Callable[[Kinds, str | None], Schema]] = {
    Union: lambda args, shape: {"anyOf": [describe(kind, shape) for kind in args]},
    types.UnionType: lambda args, shape: {"anyOf": [describe(kind, shape) for kind in args]},
    Literal: lambda args, _: {"enum": list(args)},
    np.ndarray: lambda *_: ref("Array"),
    dict: lambda args, shape: {"type": "object", "additionalProperties": describe(args[1], shape)},
    Mapping: lambda args, shape: {"type": "object", "additionalProperties": describe(args[1], shape)},
    tuple: lambda args, _: of_tuple(args),
}


def component(kind: type) -> Schema:
    """A reference to a dataclass, which is described once."""
    name = kind.__name__
    if DESCRIBED.setdefault(name, kind) is not kind:
        raise TypeError(f"two records are called {name}: {kind} and {DESCRIBED[name]}")
    if name not in COMPONENTS:
        COMPONENTS[name] = of_dataclass(kind)
    return ref(name)


def of_dataclass(kind: type, *leave_out: str) -> Schema:
    """A dataclass whose fields carry `about` metadata (or none, where its docstring says what they are)."""
    hints, properties = get_type_hints(kind), {}
    for field in fields(kind):
        if field.name not in leave_out:
            about = [field.metadata.get(key) for key in ("about", "shape", "unit")]
            text = ", ".join(filter(None, about))
            properties[key_of(field)] = {
                **describe(hints[field.name], field.metadata.get("shape")),
                **({"description": text} if text else {}),
            }
    return record(properties, description=(kind.__doc__ or "").strip().split("\n")[0])


def parts() -> dict[str, Schema]:
    """The schema of every part that can be asked for."""
    return {
        part.name: {**describe(get_type_hints(part.build)["return"], part.shape), "description": part.about}
        for part in PARTS.values()
    }


def without_control(schema: Schema) -> Schema:
    """The schema of a configuration's field, without what only its control needs."""
    return {key: value for key, value in schema.items() if key not in CONTROL}


CONTROL = ("group", "kind", "min", "max", "step", "applies", "unit", "log", "choices")


def config_schema() -> Schema:
    """The schema of the configuration in an answer: every field is there."""
    schema = RunConfig.model_json_schema()
    fields = {name: without_control(field) for name, field in schema["properties"].items()}
    return {**schema, "properties": fields, "required": list(fields)}


def inference_config_schema() -> Schema:
    """The same of an application: the input with the fields that the application takes, and the network that ran."""
    follows: dict[str, Schema] = {
        "cell": {"type": "array", "items": {"type": "string"}},
        "steps": {"type": "integer", "description": "of the time axis"},
        "batch": {"const": 1},
        "units": {"type": "integer", "description": "of a layer"},
        "dtype": {"type": "string"},
        "loss_at": {"const": "last"},
    }
    kinds: list[type[InferenceConfig]] = [InferenceConfig, *(kind.config for kind in APPLICATIONS.values())]
    options: dict[str, Schema] = {name: {"type": "string"} for cell in CELLS.values() for name in cell.options}
    fields = {
        name: without_control(field) for kind in kinds for name, field in kind.model_json_schema()["properties"].items()
    }
    always = {*InferenceConfig.model_fields, *follows}
    fields |= options | follows
    return record(fields, optional=tuple(name for name in fields if name not in always))


def add_component(name: str, schema: Schema) -> Schema:
    """A reference to a schema that becomes a component of this name."""
    COMPONENTS[name] = schema
    return ref(name)


def trace_keys(config: Schema) -> dict[str, Schema]:
    """The keys that every trace has."""
    cell = of_dataclass(CellTrace, "parts")
    cell["properties"] |= parts()
    return {
        "config": config,
        "sequence": describe(SequenceData),
        "runs": {"type": "array", "items": add_component("Run", cell), "description": "one for each cell compared"},
    }


ADDRESS: Schema = {"type": "string", "description": "the canonical query; the same address gives the same numbers"}


def trace_schema() -> Schema:
    """The schema of the answer of /api/trace."""
    keys = {"version": {"type": "string"}, "address": ADDRESS, **trace_keys(add_component("Config", config_schema()))}
    return add_component("Trace", record(keys, optional=("sequence",)))


def answers_of(kind: type[Application]) -> Schema:
    """What an application answers: what the annotation of its `predict` names."""
    (answer,) = get_args(get_type_hints(kind.predict)["return"])
    return describe(answer)


def inference_schema() -> Schema:
    """The schema of the answer of /api/play."""
    layers = record(trace_keys(add_component("InferenceConfig", inference_config_schema())), optional=("sequence",))
    answers = [answers_of(kind) for kind in APPLICATIONS.values()]
    keys: dict[str, Schema] = {
        "version": {"type": "string", "description": "of the server"},
        "address": ADDRESS,
        "iteration": {"type": "integer", "description": "of a live run: iterations done"},
        "app": {"type": "string", "description": "the application"},
        "variant": {"type": "string", "description": "its variant"},
        "cell": {"type": "string", "description": "the network's cell"},
        "tokens": {
            "type": "array",
            "items": {"type": "string"},
            "description": "the text of every step; of an encoder-decoder the source's, then the target's",
        },
        "focus": {"type": "integer", "description": "the step, from 1, whose answer the gradient comes from"},
        "loss": ref("Number", description="the loss of that answer"),
        "answer": {
            "anyOf": answers,
            "description": "what the application's own picture is drawn from; `display` sends its arrays exactly",
        },
        "trace": {
            **layers,
            "description": "as of /api/trace: a run for each layer, by its name; encoder and decoder are one, `chain`",
        },
    }
    return add_component("Inference", record(keys, optional=("iteration",)))


def uploads_schema() -> Schema:
    """The schema of the answer of /api/material."""
    takers = [kind for kind in APPLICATIONS.values() if kind.material_bytes]
    about = [describe(get_type_hints(kind.read_material)["return"]) for kind in takers]
    keys: dict[str, Schema] = {
        "material": {
            "type": "string",
            "description": "the name that it is kept under: the SHA-256 of its bytes, in hexadecimal",
        },
        "app": {"type": "string", "description": "the application that can use it"},
        "about": {"anyOf": about, "description": "what it is, as the application reads it"},
    }
    return add_component("Upload", record(keys))


def vocabulary_schema() -> Schema:
    """The schema of the answer of /api/vocabulary."""
    keys: dict[str, Schema] = {
        "app": {"type": "string", "description": "the application"},
        "variant": {"type": "string", "description": "its variant"},
        "groups": {"type": "array", "items": component(WordGroup), "description": "its words, by language or kind"},
    }
    return add_component("Vocabulary", record(keys))


def training_parameters() -> list[Schema]:
    """The query parameters of a training run."""
    return parameters(rows=(rows_of(TaskTraining) | rows_of(ApplicationTraining)).values())


def inference_parameters() -> list[Schema]:
    """The query parameters of an application's input."""
    return parameters(rows=(*inference_table(), *table(AnswerOptions)))


TRACE = (*table(RunConfig), *table(AnswerOptions))
"""The fields of an address of /api/trace and its siblings."""


def parameters(*leave_out: str, rows: Iterable[Row] = TRACE) -> list[Schema]:
    """The query parameters of the API, from the tables that the menus are built from."""
    documented = []
    for row in rows:
        if row["name"] not in leave_out:
            kind = KINDS.get(row["kind"], {"type": "string"})
            bounds = {"minimum": row["min"], "maximum": row["max"]} if row["kind"] in KINDS else {}
            choices = {"enum": row["choices"]} if row["kind"] == "choice" and row["choices"] else {}
            default = plain(row["default"]) if kind == {"type": "string"} else row["default"]
            schema = {**kind, **bounds, **choices, **({} if default is None else {"default": default})}
            documented.append({"name": row["name"], "in": "query", "required": False, "schema": schema, **example(row)})
            documented[-1]["description"] = meaning(row)
    return documented


KINDS: dict[str, Schema] = {"int": {"type": "integer"}, "flag": {"type": "integer"}, "float": {"type": "number"}}


def meaning(row: Row) -> str:
    """What a field means, in English: its own words, or the help that the page shows at its control."""
    return str(row.get("about") or words.text(words.DEFAULT_LANGUAGE, f"config.{row['name']}.help"))


def example(row: Row) -> Schema:
    """An example of the fields whose text has a form of its own."""
    known = {"cell": "rnn,lstm", "clamp": "f:1", "bias": "f:3,z:3", "values": "0,1,0*20", "fields": "norms,states"}
    known |= {"models": "cell=lstm;bias=f:-2|cell=lstm;bias=f:1", "changes": "200:clip=norm;400:clamp=f:0"}
    return {"example": known[row["name"]]} if row["name"] in known else {}


ERRORS: dict[int | str, Schema] = {
    status: {"model": ErrorBody, "description": text}
    for status, text in {414: "The query is too long.", 422: "A field has a value that is not allowed."}.items()
}
