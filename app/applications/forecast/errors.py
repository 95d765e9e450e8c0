"""What is wrong with a reader's table."""

from typing import Any

from ..base import MaterialError


class TableError(MaterialError):
    """A table that cannot be used: `line` and `column` count from 1 (0: no one); `value` is what stands there."""

    def __init__(
        self, code: str, *, value: object, allowed: object, line: int = 0, column: int = 0, **others: Any
    ) -> None:
        if not isinstance(value, int | float):
            text = str(value)
            value = text[:60] + "…" * (len(text) > 60)
        super().__init__(code, line=line, column=column, value=value, allowed=allowed, **others)
