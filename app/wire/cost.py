"""What a request will cost, from its configuration alone: it is turned away before anything is computed."""

from ..applications import build
from ..applications.base import MaterialError
from ..bptt.architecture import Network
from ..bptt.check import EPSILONS
from ..cells import CELLS
from ..config import RunConfig
from ..errors import Fault, InvalidRequest, TooCostly
from ..settings import LIMITS
from ..tasks import TASKS
from ..training.config import ApplicationTraining, TrainConfig
from ..training.problem import HELD_OUT
from ..training.run import EVALUATE_EVERY
from .addresses import AnswerOptions
from .faults import fault_of

JACOBIAN = 2
"""Multiplications (of the kind that BLAS does) per S³ of one Jacobian: singular values and eigenvalues are dearer."""
DIFFERENCES = 4 * len(EPSILONS)
"""Forward passes for one entry of a finite-difference check."""
LIST_BYTES = 160
"""What a number in a list is counted as: it has 20 bytes, and takes eight times as long to write as one in base64."""


def multiplications(config: RunConfig, answer: AnswerOptions, checks: int = 0) -> float:
    """Multiplications of one forward pass, times what is asked of it, over all compared cells."""
    steps, units, batch = config.steps, config.units, config.batch
    slow = LIMITS.float16_cost if config.dtype == "float16" else 1.0
    total = 0.0
    for name in config.cell:
        cell = CELLS[name]
        one_step = len(cell.blocks) * units * (units + len(TASKS[config.task].inputs))
        one_pass = steps * batch * one_step
        total += one_pass * slow + one_pass * checks * DIFFERENCES  # differences are always taken in float64
        if "matrix" in answer.fields:
            total += one_pass * slow * steps / 2
        if "jacobians" in answer.fields:
            total += JACOBIAN * steps * (units * len(cell.state_fields())) ** 3
    return total


def answer_bytes(config: RunConfig, answer: AnswerOptions) -> float:
    """About how long the answer will be, before compression."""
    batch = config.batch if answer.sample is None else 1
    layer = config.steps * batch * config.units
    total = 0
    for name in config.cell:
        cell = CELLS[name]
        states, blocks = len(cell.state_fields()), len(cell.blocks)
        weights = blocks * config.units * (config.units + 2)
        arrays = {
            "states": states * layer,
            "gates": blocks * layer,
            "preactivations": blocks * layer,
            "state_gradients": 3 * states * layer,
            "gradients": 2 * weights,
            "params": weights,
            "matrix": config.steps**2,
            "contribution_matrices": config.steps * weights,
        }
        total += sum(size for field, size in arrays.items() if field in answer.fields)
    return total * {"base64": 8 * 4 / 3, "list": LIST_BYTES, "display": 4 * 4 / 3}[answer.encoding]


def training_multiplications(config: TrainConfig, material: bytes = b"") -> float:
    """Multiplications of a forward pass of all models over a training batch; a look reads many sequences at once."""
    if isinstance(config, ApplicationTraining):
        return sum(application_multiplications(one, material) for one in config.effective(0))
    return sum(
        multiplications(
            one.lab().model_copy(update={"batch": max(one.minibatch, HELD_OUT // EVALUATE_EVERY)}), AnswerOptions()
        )
        for one in config.effective(0)
    )


def application_multiplications(config: ApplicationTraining, material: bytes) -> float:
    """The same of one model of an application: of its layers and its readout, over its longest batch."""
    slow = LIMITS.float16_cost if config.dtype == "float16" else 1.0
    batch = max(config.minibatch, HELD_OUT // EVALUATE_EVERY)
    application, blocks = build(config.app, config.variant, material), len(CELLS[config.cell[0]].blocks)
    plan = application.architecture(config.units)
    one_step = sum(blocks * config.units * (config.units + inputs) for inputs in plan.layers().values())
    return slow * application.steps * batch * (one_step + plan.outputs * config.units)


def bound_training(config: TrainConfig, material: bytes = b"") -> None:
    """Raise `TooCostly` where one iteration, or one answer with its trace, is beyond the limits.

    Raises `InvalidRequest` where an application cannot use the reader's material.
    """
    try:
        excess = training_multiplications(config, material) / LIMITS.iteration_multiplications
    except MaterialError as error:
        raise InvalidRequest(fault_of(error)) from None
    if excess > 1:
        few = config.minibatch / excess < HELD_OUT // EVALUATE_EVERY
        field = ("units" if isinstance(config, ApplicationTraining) else "steps") if few else "minibatch"
        value = getattr(config, field)
        most = max(1, int(value / excess))
        raise TooCostly(Fault(field, str(value), "too_costly", f"1 … {most}", {"excess": f"{excess:.1f}"}))


def bound_play(network: Network, steps: int, answer: AnswerOptions) -> None:
    """Raise `TooCostly` where what is asked of a play is beyond the limits; each layer is a run of its trace."""
    plan = network.architecture
    fixed = {"steps": steps, "batch": 1, "units": plan.units, "dtype": network.dtype.name}
    cells = (network.cell.name,) * len(plan.layers())
    bound(RunConfig.model_construct(**{**RunConfig().model_dump(), **fixed, "cell": cells}), answer)


def bound(config: RunConfig, answer: AnswerOptions, checks: int = 0) -> None:
    """Raise `TooCostly` where a request is beyond the limits, naming the field to lower and to what."""
    config = config.resolved()
    cost, size = multiplications(config, answer, checks), answer_bytes(config, answer)
    excess = max(cost / LIMITS.multiplications, size / LIMITS.answer_bytes)
    if excess <= 1:
        return
    # The dearest field that can be lowered: one sequence less costs least of what is seen, then a shorter one.
    field, value = ("batch", config.batch) if config.batch > 1 else ("steps", config.steps)
    power = 2 if field == "steps" and "matrix" in answer.fields else 1
    most = max(1, int(value / excess ** (1 / power)))
    raise TooCostly(Fault(field, str(value), "too_costly", f"1 … {most}", {"excess": f"{excess:.1f}"}))
