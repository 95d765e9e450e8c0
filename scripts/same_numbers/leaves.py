"""An answer taken apart into leaves, each with its path in the JSON: arrays (a lone number is one) and texts."""

from __future__ import annotations

import base64
import io
import json
import math
import re
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

Array: TypeAlias = np.ndarray[Any, Any]
Leaf: TypeAlias = "Array | str"
Leaves: TypeAlias = dict[str, Leaf]
Fields: TypeAlias = dict[str, Any]

NAMES = {"inf": math.inf, "-inf": -math.inf, "nan": math.nan}
"""How the API writes numbers that are not finite."""
CLOCKED = ("type", "number", "per_second", "snapshots", "first", "run", "trace", "version")
"""Keys of a run's messages that depend on the clock or on nothing of the run."""
GROWING = ("curves", "rows.iterations", "rows.models", "looks")
"""Where a frame has only what is new since the last one."""


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Leaf]]:
    """JSON taken apart: every array, number and text with its path.

    In an application's own answer, whose lists are of small records, each key of the records is a column.
    """
    if isinstance(value, dict) and value:
        if "bdata" in value:
            yield path, unpack(value)
            return
        for key, item in value.items():
            yield from leaves(item, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        array = as_array(value)
        if array is not None:
            yield path, array
        elif all(isinstance(item, str) for item in value):
            yield path, as_text(value)
        elif path.startswith("answer") and same_keys(value):
            yield from leaves({key: [item[key] for item in value] for key in value[0]}, f"{path}[]")
        else:
            for k, item in enumerate(value):
                yield from leaves(item, f"{path}[{k}]")
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield path, np.array(value)
    else:
        yield path, as_text(value)


def same_keys(value: list[Any]) -> bool:
    """Whether a list has records with the same keys."""
    return all(isinstance(record, dict) and record.keys() == value[0].keys() for record in value)


def as_text(value: Any) -> str:
    """A leaf that is no number."""
    return json.dumps(value, ensure_ascii=False)


def unpack(value: Fields) -> Array:
    """An array that was written as base64."""
    flat = np.frombuffer(base64.b64decode(value["bdata"]), np.dtype(value["dtype"]).newbyteorder("<"))
    return flat.reshape([int(n) for n in value["shape"].split(", ")]) if "shape" in value else flat


def as_array(value: list[Any]) -> Array | None:
    """Nested lists of numbers as an array; None where they are something else, or ragged."""
    try:
        array = np.array(value)
        if array.dtype.kind == "U" and has_number(value):
            array = np.array(read_names(value))
    except ValueError:
        return None
    return array if array.dtype.kind in "biuf" else None


def has_number(value: Any) -> bool:
    """Whether nested lists have a number anywhere."""
    return any(map(has_number, value)) if isinstance(value, list) else isinstance(value, int | float)


def read_names(value: Any) -> Any:
    """Nested lists with the names of numbers that are not finite read as what they are."""
    if isinstance(value, list):
        return [read_names(item) for item in value]
    return NAMES.get(value, value) if isinstance(value, str) else value


def as_leaf(array: Array) -> Leaf:
    """An array of a .npz as a leaf."""
    return as_text(array.tolist()) if array.dtype.kind == "U" else array


def of_npz(content: bytes) -> Leaves:
    """The arrays of a .npz file."""
    with np.load(io.BytesIO(content), allow_pickle=False) as file:
        return {name: as_leaf(file[name]) for name in file.files}


def of_script(text: str, version: str) -> Leaves:
    """The arrays inside a PyTorch script, and the script without them and without the app's version."""
    head, data, tail = re.split(r'(?<=DATA = """\n)([^"]*)(?=\n""")', text)
    return {"text": (head + tail).replace(version, "…"), **of_npz(base64.b64decode(data))}


def of_error(body: Any) -> Leaves:
    """An error's code, and field and code of each detail; its words are not numbers."""
    error = body["error"]
    details = [{key: detail[key] for key in ("field", "code")} for detail in error["details"]]
    return dict(leaves({"error": {"code": error["code"], "details": details}}))


def of_messages(lines: list[str]) -> Leaves:
    """A run's messages as one: what came in parts is put together, of the rest the last is taken."""
    started, *frames = [message for message in map(json.loads, lines) if message["type"] != "queued"]
    started_leaves: Leaves = {f"started.{path}": leaf for path, leaf in leaves(without_clock(started))}
    parts: dict[str, list[Array]] = {}
    last: Leaves = {}
    done = 0
    for frame in frames:
        if frame["type"] == "error":
            return started_leaves | last | of_error(frame)
        if frame["first"] != done + 1:
            raise ValueError(f"a frame goes on from {frame['first']}, where {done} iterations were done")
        done, last = frame["iteration"], {}
        for path, leaf in leaves(without_clock(frame)):
            if not path.startswith(GROWING):
                last[path] = leaf
            elif not isinstance(leaf, str) and leaf.size:  # what a frame has nothing of is empty, or null
                parts.setdefault(path, []).append(leaf)
    return started_leaves | last | {path: np.concatenate(arrays) for path, arrays in parts.items()}


def without_clock(message: Fields) -> Fields:
    """A message without what depends on the clock."""
    return {key: value for key, value in message.items() if key not in CLOCKED}
