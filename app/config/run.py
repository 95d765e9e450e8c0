"""RunConfig: one flat, validated record that says everything about a task's run, and the table of menus.

As a query string it is the page's address and the API's address. The order of the fields is the order in an address.
"""

from typing import Annotated, Any, Self

import numpy as np
from pydantic import BeforeValidator

from ..bptt.clipping import MODES
from ..bptt.initialisers import BIAS_INITS, INITIALISERS
from ..cells import CELLS
from ..cells.base import DType
from ..cells.gru import RESETS
from ..cells.layer_norm import NORMALISATIONS
from ..cells.rnn import ACTIVATIONS
from ..settings import LIMITS
from ..tasks import TASKS
from ..tasks.sequence import Sequence
from .fields import Fields, Numbers, Real, Whole, among, control, numbers, split_list
from .gates import BIAS_RANGE, GateMap, check_gates, gates_of_cells

DTYPES = ("float64", "float32", "float16")
DEFAULT_CELLS = ("rnn", "lstm", "gru")
DRAWN_TASKS = {"task": [name for name in TASKS if name != Sequence.name]}
"""Where a task draws its sequences: the reader's own is one sequence, as long as it is."""
GATED = {"cell": [name for name, cell in CELLS.items() if cell.gates]}


def having(option: str) -> dict[str, list[str]]:
    """Where an option of cells acts: the cells that have it."""
    return {"cell": [name for name, cell in CELLS.items() if option in cell.options]}


CLIPPED = {"clip": [mode for mode in MODES if mode != "none"]}


def seed_field(group: str) -> Any:
    """The seed, which every kind of run has."""
    return control(2, group, "int", ge=0, le=2**31 - 1, step=1)


class TaskFields(Fields):
    """Which sequences a task draws, and where its loss is taken."""

    task: Annotated[str, BeforeValidator(among(TASKS))] = control("adding", "sequence", "choice", choices=list(TASKS))
    values: Numbers = control(
        "0,0.5,1,0.5,0,-0.5,-1,-0.5,0,0.5,1,0.5,0,-0.5,-1,-0.5,0",
        "sequence",
        "numbers",
        min=2,
        max=LIMITS.most_numbers,
        applies={"task": [Sequence.name]},
    )
    steps: Whole = control(
        min(100, LIMITS.steps), "sequence", "int", ge=1, le=LIMITS.steps, step=1, unit="steps", applies=DRAWN_TASKS
    )
    loss_at: Annotated[str, BeforeValidator(among(("last", "every")))] = control(
        "last", "sequence", "choice", choices=["last", "every"]
    )
    input_scale: Real = control(1.0, "sequence", "float", ge=0, le=LIMITS.input_scale, step=0.05)
    seed: Whole = seed_field("sequence")
    batch: Whole = control(1, "sequence", "int", ge=1, le=LIMITS.batch, step=1, unit="sequences", applies=DRAWN_TASKS)


class CellFields(Fields):
    """The cells compared, and how large a layer is."""

    cell: Annotated[tuple[str, ...], BeforeValidator(lambda v: among(CELLS)(split_list(v)))] = control(
        DEFAULT_CELLS, "cell", "list", choices=list(CELLS)
    )
    units: Whole = control(min(32, LIMITS.units), "cell", "int", ge=1, le=LIMITS.units, step=1, unit="units")


class DepthFields(CellFields):
    """How many layers a task's network has. An application's architecture is its own."""

    layers: Whole = control(1, "cell", "int", ge=1, le=3, step=1, unit="layers")


class NetworkConfig(CellFields):
    """What any run says of its networks: the cells compared, their weights, and what is done to the gradient."""

    activation: Annotated[str, BeforeValidator(among(ACTIVATIONS))] = control(
        "tanh", "cell", "choice", choices=list(ACTIVATIONS), applies=having("activation")
    )
    norm: Annotated[str, BeforeValidator(among(NORMALISATIONS))] = control(
        "none", "cell", "choice", choices=list(NORMALISATIONS), applies=having("norm")
    )
    reset: Annotated[str, BeforeValidator(among(RESETS))] = control(
        "after", "cell", "choice", choices=list(RESETS), applies=having("reset")
    )
    bias: GateMap = control(
        {"f": 3.0, "z": 3.0}, "cell", "map", min=BIAS_RANGE[0], max=BIAS_RANGE[1], step=0.1, applies=GATED
    )
    bias_init: Annotated[str, BeforeValidator(among(BIAS_INITS))] = control(
        "constant", "cell", "choice", choices=list(BIAS_INITS), applies=GATED
    )
    clamp: GateMap = control({}, "cell", "map", min=-1, max=1, step=0.01, applies=GATED)

    init: Annotated[str, BeforeValidator(among(INITIALISERS))] = control(
        "orthogonal", "weights", "choice", choices=list(INITIALISERS)
    )
    rho: Real = control(0.8, "weights", "float", ge=0, le=3, step=0.01)
    dtype: Annotated[str, BeforeValidator(among(DTYPES))] = control(
        "float64", "weights", "choice", choices=list(DTYPES)
    )

    truncate: Whole = control(0, "gradient", "int", ge=0, le=LIMITS.steps, step=1, unit="steps")
    clip: Annotated[str, BeforeValidator(among(MODES))] = control("none", "gradient", "choice", choices=list(MODES))
    threshold: Real = control(1.0, "gradient", "float", ge=1e-6, le=1e3, log=True, applies=CLIPPED)

    def check(self) -> None:
        super().check()
        check_gates("bias", self.bias, self.cell)
        check_gates("clamp", self.clamp, self.cell)

    def acting_part(self, name: str, value: Any) -> Any:
        """Of a map, the gates of the cells that there are."""
        return gates_of_cells(value, self.chosen("cell")) if name in ("bias", "clamp") else value

    @property
    def precision(self) -> DType:
        """The NumPy type of every number of the run."""
        return np.dtype(self.dtype)


class RunConfig(NetworkConfig, DepthFields, TaskFields):
    """Everything about a task's run. The same configuration gives the same numbers, always."""

    @property
    def numbers(self) -> tuple[float, ...]:
        """The reader's own numbers, for the task that uses them."""
        return numbers(self.values)

    def resolved(self) -> Self:
        """The same run with what follows from other fields filled in: the reader's sequence sets steps and batch."""
        if self.task != Sequence.name:
            return self
        return self.model_copy(update={"steps": len(self.numbers) - 1, "batch": 1})
