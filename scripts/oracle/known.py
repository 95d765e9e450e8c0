"""What the PyTorch side knows, by name: what the laboratory has beyond it is refused, and never passed over.

Fields that only say which weights, inputs and targets a run has (`init`, `task`, `seed`, …) need no meaning here: these
arrays come from the engine. Every other field has to be listed, and so has every choice that is an equation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.applications import APPLICATIONS
from app.bptt.losses import LOSSES
from app.cells import CELLS
from app.config import RunConfig, rows_of
from app.training.config import ApplicationTraining, TaskTraining

from .unknown import UnknownNameError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import BaseModel

    from app.config import Fields

DATA = (
    *("task", "values", "steps", "input_scale", "seed", "batch", "units", "bias", "bias_init", "init", "rho"),
    *("minibatch", "app", "variant", "material"),
)
"""Fields that say which arrays a run has."""
EQUATIONS: dict[str, tuple[str, ...]] = {
    "cell": ("rnn", "lstm", "peephole", "gru"),
    "activation": ("tanh", "relu", "identity"),
    "norm": ("none", "layer"),
    "reset": ("after", "before"),
    "dtype": ("float64", "float32", "float16"),
    "loss_at": ("last", "every"),
    "clip": ("none", "norm", "value"),
    "optimiser": ("sgd", "momentum", "rmsprop", "adam"),
}
"""Fields whose choices are equations, and those that are known."""
NUMBERS = ("layers", "clamp", "truncate", "threshold", "rate", "checkpoint", "iterations", "models", "changes")
"""Fields whose numbers enter into the equations."""
LOSSES_KNOWN = ("SquaredError", "CrossEntropy", "Pinball", "LabelSequences")
ARCHITECTURES_KNOWN = ("Stacked", "EncoderDecoder")
KINDS: tuple[type[BaseModel], ...] = (RunConfig, TaskTraining, ApplicationTraining)
"""The kinds of configuration that are drawn."""


def unknown_fields(kind: type[BaseModel]) -> Iterator[UnknownNameError]:
    """The fields of a kind of configuration, and their choices, that are not known."""
    for name, row in rows_of(kind).items():
        if name in EQUATIONS:
            choices = CELLS if name == "cell" else row["choices"]
            yield from (UnknownNameError(name, choice) for choice in choices if choice not in EQUATIONS[name])
        elif name not in (*DATA, *NUMBERS):
            yield UnknownNameError(name)


def unknown_names() -> list[str]:
    """Everything that the laboratory has and the PyTorch side does not know, each once."""
    found = [str(unknown) for kind in KINDS for unknown in unknown_fields(kind)]
    losses = [type(loss).__name__ for loss in LOSSES.values()]
    architectures = []
    for kind in APPLICATIONS.values():
        application = kind()
        losses.append(type(application.loss).__name__)
        architectures.append(type(application.architecture(1)).__name__)
    found += [str(UnknownNameError("loss", name)) for name in losses if name not in LOSSES_KNOWN]
    found += [str(UnknownNameError("architecture", name)) for name in architectures if name not in ARCHITECTURES_KNOWN]
    return list(dict.fromkeys(found))


def refuse_unknown(config: Fields) -> None:
    """Raise `UnknownNameError` where a configuration says something that the PyTorch side has no meaning for."""
    for name in config.address_fields():
        if name in EQUATIONS:
            wrong = [choice for choice in config.chosen(name) if choice not in EQUATIONS[name]]
            if wrong:
                raise UnknownNameError(name, wrong[0])
        elif name not in (*DATA, *NUMBERS):
            raise UnknownNameError(name)
