"""What the page shows of a reader's table before anything trains."""

import numpy as np

from .answer import DateStep, ForecastUpload, FoundSeason
from .season import Season
from .table import Table
from .windows import Windows

POINTS = 200
"""Most values of the small line that is drawn of a table."""
CHOICES = ("column", "decimal", "separator", "missing", "season")


def described(table: Table, found: Season, windows: Windows) -> ForecastUpload:
    """A table, the season that was found in it, and what can be forecast of it."""
    count = len(table.values)
    places = np.unique(np.linspace(0, count - 1, min(POINTS, count)).astype(int))
    return ForecastUpload(
        rows=count,
        gaps=int((~table.known).sum()),
        column=table.column,
        columns=table.columns,
        ends=(table.labels[0], table.labels[-1]),
        season=windows.series.season,
        horizon=windows.horizon,
        taught=windows.series.split,
        names=table.names,
        first_rows=table.first,
        found=FoundSeason(found.steps, found.period, found.error, found.strength, found.chance),
        step=step_in(table),
        newest_first=table.newest_first,
        sorted=table.sorted,
        skipped=table.skipped,
        decimal=table.decimal,
        thousands=table.thousands,
        unit=table.unit,
        separator=table.separator,
        encoding=table.encoding,
        suspect=table.suspect[0],
        suspects=table.suspect[1],
        chosen=tuple(name for name in CHOICES if getattr(table.choices, name)),
        sparkline=tuple(table.values[places].tolist()),
    )


def step_in(table: Table) -> DateStep | None:
    """The step of a table's dates."""
    step = table.step
    if step is None:
        return None
    return DateStep(step.unit, step.every, step.irregular, table.labels[step.first] if step.irregular else "")
