"""The probe: the laboratory's trace of a run in training, on the sequence that its seed draws, at any iteration."""

from collections.abc import Collection

from ..config import RunConfig
from ..trace import Trace, trace_of_task
from ..trace.layer import Selection
from ..trace.run import draw, network_of, trace_network
from .problem import TaskProblem
from .run import TrainingRun


def probe(run: TrainingRun, fields: Collection[str], selection: Selection) -> Trace[RunConfig]:
    """The trace of every model with the weights that it has now, under the settings of the next iteration."""
    if not isinstance(run.problem, TaskProblem):
        raise TypeError("an application's run has no probe: it is asked about an input")
    configs = [config.run_config() for config in run.problem.settings(run.iteration + 1)]
    batch = draw(configs[0])
    networks = [
        trace_network(config, network_of(config, config.cell[0], learner.params), batch, name, selection)
        for name, config, learner in zip(run.config.names, configs, run.models, strict=True)
    ]
    cells = tuple(dict.fromkeys(config.cell[0] for config in configs))
    return trace_of_task(configs[0].model_copy(update={"cell": cells}), networks, fields)
