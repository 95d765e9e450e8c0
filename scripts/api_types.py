"""static/js/base/api.d.ts anew: what the server sends and what it is sent, as types for the page's scripts.

They are made from the OpenAPI description and from the socket's messages, which are made from what is really sent; a
test holds the file to what this writes. Of JSON Schema these use a dozen forms, and they are all here.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic.json_schema import models_json_schema

from app.main import create_app
from app.wire import messages as m

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.wire.schemas import Schema

FILE = Path(__file__).resolve().parent.parent / "static" / "js" / "base" / "api.d.ts"
HEAD = """\
/**
 * What the server sends and is sent. Nothing here exists at run time.
 * Written by `make docs` from the server's own description; do not edit by hand.
 */
"""
OTHERWISE = {"Number": "Num", "Array": "Packed"}
"""Names that a script knows otherwise. The page asks for no lists: an array that it gets is a packed one."""
SIMPLE = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null"}
PLAIN = re.compile(r"[A-Za-z_]\w*")


def schemas() -> dict[str, Schema]:
    """Every record by its name: those of the API, then those of the socket."""
    components: dict[str, Schema] = create_app().openapi()["components"]["schemas"]
    template = "#/components/schemas/{model}"
    sent = [(kind, "validation") for kind in m.COMMANDS] + [(kind, "serialization") for kind in m.ANSWERS]
    _, messages = models_json_schema(sent, ref_template=template)  # type: ignore[arg-type]
    return {**components, **messages["$defs"]}


def name_of(ref: str) -> str:
    """The type that a reference means."""
    name = ref.rpartition("/")[2]
    return OTHERWISE.get(name, name)


def type_of(schema: Schema) -> str:
    """A schema as a type."""
    if "$ref" in schema:
        return name_of(schema["$ref"])
    if "enum" in schema or "const" in schema:
        return " | ".join(json.dumps(value) for value in schema.get("enum", [schema.get("const")]))
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(map(type_of, schema["anyOf"])))
    if "prefixItems" in schema:
        return f"[{', '.join(map(type_of, schema['prefixItems']))}]"
    kind = schema.get("type")
    if kind == "array":
        item = type_of(schema.get("items", {}))
        return f"({item})[]" if "|" in item else f"{item}[]"
    if kind == "object" and "properties" in schema:
        return f"{{ {' '.join(members(schema))} }}"
    if kind == "object":
        others = schema.get("additionalProperties")
        return f"Record<string, {type_of(others) if isinstance(others, dict) else 'unknown'}>"
    return SIMPLE.get(str(kind), "unknown")


def members(schema: Schema) -> Iterator[str]:
    """The keys of a record, each with its type."""
    for key, part in schema["properties"].items():
        shown_key = key if PLAIN.fullmatch(key) else json.dumps(key)
        yield f"{shown_key}{'' if key in schema.get('required', ()) else '?'}: {type_of(part)};"


def comment(schema: Schema, indent: str = "") -> str:
    """What a record or a key means."""
    text = " ".join(schema.get("description", "").split())
    return f"{indent}/** {text} */\n" if text else ""


def declare(name: str, schema: Schema) -> str:
    """A record as an interface, anything else as a type."""
    if "properties" not in schema:
        return f"{comment(schema)}export type {name} = {type_of(schema)};\n"
    keys = zip(schema["properties"].values(), members(schema), strict=True)
    body = "".join(f"{comment(part, '  ')}  {line}\n" for part, line in keys)
    return f"{comment(schema)}export interface {name} {{\n{body}}}\n"


def types() -> str:
    """The whole file."""
    records = [declare(name_of(name), schema) for name, schema in sorted(schemas().items()) if name != "Array"]
    return "\n".join([HEAD, *records])


if __name__ == "__main__":
    FILE.write_text(types(), "utf-8")
    print(f"{FILE.name}: {len(types().splitlines())} lines")
