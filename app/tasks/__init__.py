"""The registry of tasks: to add one, write its file beside these and list its class here."""

from app.tasks.adding import Adding
from app.tasks.base import Batch, Task
from app.tasks.copying import Copying
from app.tasks.latch import Latch
from app.tasks.order import Order
from app.tasks.sequence import Sequence
from app.tasks.sine import Sine

TASKS: dict[str, type[Task]] = {task.name: task for task in (Adding, Order, Latch, Copying, Sine, Sequence)}


def build(name: str, values: tuple[float, ...]) -> Task:
    """The task called `name`; only the reader's own sequence takes `values`."""
    kind = TASKS[name]
    return kind(values) if issubclass(kind, Sequence) else kind()


__all__ = ["TASKS", "Batch", "Task", "build"]
