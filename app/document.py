"""How a field of an answer is documented: where it is defined, in words, with its shape and unit.

The API's schema and `docs/reference.md` are made from these, and a test holds them equal to what is sent.
"""

from dataclasses import MISSING, Field, field
from typing import Any


def about(
    text: str, *, shape: str | None = None, unit: str | None = None, key: str | None = None, default: Any = MISSING
) -> Any:
    """A dataclass field with its meaning, the shape of its array(s), its unit, and its key where that is not its name.

    Its type is that of the field which it stands for.
    """
    metadata = {"about": text, "shape": shape, "unit": unit, "key": key}
    return field(metadata=metadata) if default is MISSING else field(default=default, metadata=metadata)


def key_of(documented: "Field[Any]") -> str:
    """The key that a field of a dataclass has in JSON."""
    return documented.metadata.get("key") or documented.name
