"""The registry of tasks: to add one, write its file beside these and list its class here."""

from app.tasks.adding import Adding
from app.tasks.base import Batch, Task
from app.tasks.latch import Latch
from app.tasks.sequence import Sequence

TASKS: dict[str, type[Task]] = {task.name: task for task in (Adding, Latch, Sequence)}


def build(name: str, values: tuple[float, ...]) -> Task:
    """The task called `name`; only the reader's own sequence takes `values`."""
    kind = TASKS[name]
    return kind(values) if issubclass(kind, Sequence) else kind()


__all__ = ["TASKS", "Batch", "Task", "build"]
