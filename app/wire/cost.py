"""What a request will cost, from its configuration alone: it is turned away before anything is computed."""

from dataclasses import dataclass

from ..applications import build
from ..applications.base import MaterialError
from ..bptt.architecture import Network
from ..bptt.check import EPSILONS
from ..cells import CELLS
from ..cells.base import AnyCell
from ..config import RunConfig
from ..errors import Fault, InvalidRequest, TooCostly
from ..numerals import Range
from ..settings import LIMITS
from ..trace.run import architecture_of
from ..training.config import ApplicationTraining, TrainConfig
from ..training.problem import HELD_OUT
from ..training.run import EVALUATE_EVERY
from .addresses import AnswerOptions
from .faults import fault_of

JACOBIAN = 2
"""Multiplications (of the kind that BLAS does) per S³ of one Jacobian: singular values and eigenvalues are dearer."""
WHOLE_JACOBIAN = 0.4
"""The same of several layers' Jacobian together, which needs no eigenvalues of its own."""
MEMORY = 0.75
"""Passes whose memory is measured at three lengths, forward only, beside one there and back."""
WAY_BACK = 0.7
"""One more pass back over the tape that there is, beside one there and back."""
DIFFERENCES = 4 * len(EPSILONS)
"""Forward passes for one entry of a finite-difference check."""
LIST_BYTES = 160
"""What a number in a list is counted as: it has 20 bytes, and takes eight times as long to write as one in base64."""


@dataclass(frozen=True)
class Load:
    """What is gone through once: layers, side by side or above each other, over a batch, of whatever kind of run.

    layers: the cell and the inputs of each; outputs: of the readout, where it is large enough to be counted; depth: how
            many of the layers have their states looked at together
    """

    steps: int
    batch: int
    units: int
    dtype: str
    layers: tuple[tuple[type[AnyCell], int], ...]
    outputs: int = 0
    depth: int = 1

    @property
    def multiplications(self) -> float:
        """Multiplications of one forward pass in float64."""
        per_step = sum(len(cell.blocks) * self.units * (self.units + inputs) for cell, inputs in self.layers)
        return self.steps * self.batch * (per_step + self.outputs * self.units)

    @property
    def slowness(self) -> float:
        """How many times as long a multiplication takes in this precision."""
        return LIMITS.float16_cost if self.dtype == "float16" else 1.0


def load_of_task(config: RunConfig, batch: int | None = None) -> Load:
    """The load of a resolved task's run: a layer for each compared cell, and a readout of few numbers."""
    plan = architecture_of(config)
    layers = tuple((CELLS[name], inputs) for name in config.cell for inputs in plan.layers().values())
    return Load(config.steps, batch or config.batch, config.units, config.dtype, layers, depth=config.layers)


def load_of_application(config: ApplicationTraining, batch: int, material: bytes) -> Load:
    """The load of one model of an application, over its longest batch."""
    application = build(config.app, config.variant, material)
    plan = application.architecture(config.units)
    layers = tuple((CELLS[config.cell[0]], inputs) for inputs in plan.layers().values())
    return Load(application.steps, batch, config.units, config.dtype, layers, plan.outputs)


def load_of_input(network: Network, steps: int) -> Load:
    """The load of one input of an application: each layer is a run of its trace."""
    plan = network.architecture
    layers = tuple((type(network.cell), inputs) for inputs in plan.layers().values())
    return Load(steps, 1, plan.units, network.dtype.name, layers)


def multiplications(load: Load, answer: AnswerOptions, checks: int = 0) -> float:
    """Multiplications of one forward pass, times what the answer adds."""
    total = load.multiplications * load.slowness
    total += load.multiplications * checks * DIFFERENCES  # differences are always taken in float64
    if "matrix" in answer.fields:
        total += load.multiplications * load.slowness * load.steps / 2
    if "truncation" in answer.fields:
        total += load.multiplications * load.slowness * WAY_BACK
    if "memory_curve" in answer.fields:
        total += load.multiplications * load.slowness * MEMORY
    if "jacobians" in answer.fields:
        sizes = [load.units * states_of(cell) for cell, _ in load.layers]
        total += JACOBIAN * load.steps * sum(size**3 for size in sizes)
        if load.depth > 1:  # and the whole state's, once for each network
            total += WHOLE_JACOBIAN * load.steps * sum((load.depth * size) ** 3 for size in sizes[:: load.depth])
    return total


def states_of(cell: type[AnyCell]) -> int:
    """How many states a cell hands on."""
    return len(cell.state._fields)  # type: ignore[attr-defined]


def answer_bytes(load: Load, answer: AnswerOptions) -> float:
    """About how long the answer will be, before compression."""
    layer = load.steps * (load.batch if answer.sample is None else 1) * load.units
    total = 0
    for cell, _ in load.layers:
        states, blocks = states_of(cell), len(cell.blocks)
        weights = blocks * load.units * (load.units + 2)
        arrays = {
            "states": states * layer,
            "gates": blocks * layer,
            "preactivations": blocks * layer,
            "state_gradients": 3 * states * layer,
            "gradients": 2 * weights,
            "params": weights,
            "matrix": load.steps**2,
            "contribution_matrices": load.steps * weights,
        }
        total += sum(size for field, size in arrays.items() if field in answer.fields)
    return total * {"base64": 8 * 4 / 3, "list": LIST_BYTES, "display": 4 * 4 / 3}[answer.encoding]


def training_loads(config: TrainConfig, material: bytes = b"") -> list[Load]:
    """What every model goes through in an iteration; an evaluation reads many sequences at once."""
    batch = max(config.minibatch, HELD_OUT // EVALUATE_EVERY)
    if isinstance(config, ApplicationTraining):
        return [load_of_application(config_of_model, batch, material) for config_of_model in config.effective(0)]
    return [load_of_task(config_of_model, batch) for config_of_model in config.effective(0)]


def bound_training(config: TrainConfig, material: bytes = b"") -> None:
    """Raise `TooCostly` where one iteration, or one answer with its trace, is beyond the limits.

    Raises `InvalidRequest` where an application cannot use the reader's material.
    """
    try:
        loads = training_loads(config, material)
    except MaterialError as error:
        raise InvalidRequest(fault_of(error)) from None
    excess = sum(load.multiplications * load.slowness for load in loads) / LIMITS.iteration_multiplications
    if excess > 1:
        few = config.minibatch / excess < HELD_OUT // EVALUATE_EVERY
        field = ("units" if isinstance(config, ApplicationTraining) else "steps") if few else "minibatch"
        raise too_costly(field, getattr(config, field), excess)


def bound_inference(network: Network, steps: int, answer: AnswerOptions) -> None:
    """Raise `TooCostly` where what is asked of an application's input is beyond the limits."""
    bound_load(load_of_input(network, steps), answer)


def bound_trace(config: RunConfig, answer: AnswerOptions, checks: int = 0) -> float:
    """The cost of what is asked of a task's run, 1 for the dearest that is allowed; beyond that raise `TooCostly`."""
    return bound_load(load_of_task(config.resolved()), answer, checks)


def bound_load(load: Load, answer: AnswerOptions, checks: int = 0) -> float:
    """The cost of a request, 1 for the dearest; beyond it raise `TooCostly`, naming the field to lower and to what."""
    cost, size = multiplications(load, answer, checks), answer_bytes(load, answer)
    excess = max(cost / LIMITS.multiplications, size / LIMITS.answer_bytes)
    if excess <= 1:
        return excess
    # The dearest field that can be lowered: one sequence less costs least of what is seen, then a shorter one.
    field, value = ("batch", load.batch) if load.batch > 1 else ("steps", load.steps)
    raise too_costly(field, value, excess, power=2 if field == "steps" and "matrix" in answer.fields else 1)


def too_costly(field: str, value: int, excess: float, power: int = 1) -> TooCostly:
    """So many times too costly: the field to lower, and to what, where the cost grows with its power."""
    most = max(1, int(value / excess ** (1 / power)))
    return TooCostly(Fault(field, value, "too_costly", Range(1, most), {"excess": round(excess, 1)}))
