"""The one error of the oracle: a name that only one side knows."""

from __future__ import annotations


class UnknownNameError(ValueError):
    """A name of the laboratory that the PyTorch side has no meaning for."""

    def __init__(self, field: str, value: object = "") -> None:
        what = f"{field} '{value}'" if value else f"the field '{field}'"
        super().__init__(f"{what} is unknown to the PyTorch side of the oracle: teach it (scripts/oracle/pytorch)")
