"""The probe: the laboratory's trace of a run in training, on the sequence that its seed draws, at any iteration."""

from collections.abc import Collection

from ..trace import Trace, trace_of
from ..trace.run import Selection, draw
from ..trace.run import run as one_run
from .problem import TaskProblem
from .run import TrainingRun


def probe(run: TrainingRun, fields: Collection[str], selection: Selection) -> Trace:
    """The trace of every model with the weights that it has now, under the settings of the next iteration."""
    if not isinstance(run.problem, TaskProblem):
        raise TypeError("an application's run has no probe: it is asked about an input")
    configs = [config.lab() for config in run.problem.settings(run.iteration + 1)]
    batch = draw(configs[0])
    runs = {
        name: one_run(config, config.cell[0], batch, selection, model.params)
        for name, config, model in zip(run.config.names, configs, run.models, strict=True)
    }
    cells = tuple(dict.fromkeys(config.cell[0] for config in configs))
    return trace_of(configs[0].model_copy(update={"cell": cells}), runs, fields)
