"""How a field of the trace is documented: where it is defined, in words, with its shape and unit.

The API's schema and `docs/reference.md` are made from these, and a test holds them equal to what is sent.
"""

from dataclasses import MISSING, field
from typing import Any


def about(text: str, *, shape: str | None = None, unit: str | None = None, default: Any = MISSING) -> Any:
    """A dataclass field with its meaning, the shape of its array(s), and its unit."""
    metadata = {"about": text, "shape": shape, "unit": unit}
    return field(metadata=metadata) if default is MISSING else field(default=default, metadata=metadata)
