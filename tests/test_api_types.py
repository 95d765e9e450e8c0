"""The scripts' types of what the server sends are what the server says."""

from __future__ import annotations

import pytest

from app.wire import messages as m
from app.wire.schemas import Schema
from scripts.api_types import FILE, declare, type_of, types


def test_the_types_are_those_of_the_server() -> None:
    assert FILE.read_text("utf-8") == types(), "run `make docs`"


def test_every_message_of_the_socket_has_its_type() -> None:
    text = types()
    for kind in (*m.COMMANDS, *m.ANSWERS, *m.PARTS):
        assert f"export interface {kind.__name__} {{\n" in text


@pytest.mark.parametrize(
    ("schema", "written"),
    [
        ({"type": "integer"}, "number"),
        ({"$ref": "#/components/schemas/Number"}, "Num"),
        ({"enum": ["a", 1]}, '"a" | 1'),
        ({"const": "frame"}, '"frame"'),
        ({"anyOf": [{"type": "integer"}, {"type": "number"}, {"type": "null"}]}, "number | null"),
        ({"type": "array", "items": {"anyOf": [{"type": "string"}, {"type": "null"}]}}, "(string | null)[]"),
        ({"type": "array", "prefixItems": [{"type": "string"}, {"type": "number"}]}, "[string, number]"),
        ({"type": "object", "additionalProperties": {"type": "boolean"}}, "Record<string, boolean>"),
        ({"type": "object", "properties": {"a-b": {"type": "null"}}, "required": ["a-b"]}, '{ "a-b": null; }'),
        ({}, "unknown"),
    ],
)
def test_every_form_of_a_schema_is_written(schema: Schema, written: str) -> None:
    assert type_of(schema) == written


def test_a_key_that_may_be_left_out_says_so_and_what_it_means() -> None:
    schema: Schema = {"type": "object", "properties": {"a": {"type": "string", "description": "what it is"}}}
    assert declare("Thing", schema) == "export interface Thing {\n  /** what it is */\n  a?: string;\n}\n"
