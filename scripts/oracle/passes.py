"""One pass forward and one back over a batch, by the engine and by autograd, as arrays of the same names.

    loss                         L
    outputs                      y, (U, B, K)
    states/layer1.h              s_t of every layer, (T, B, H)
    state gradients/layer1.h     ∂L/∂s_t
    first gradients/layer1.h     ∂L/∂s_0
    gradients/layer1.W_hh        ∂L/∂θ
    clipped/layer1.W_hh          the same after clipping
    norms/gradient               of all parameters together, before clipping; norms/clipped: after it
    contributions/layer1.W_hh    G_t, what each step adds to ∂L/∂W, (T, G·H, ·), where T is not too large
    batch/layer1.W_hh            ∂L/∂θ as training has it: in windows, over segments, from checkpoints; batch/loss
    matrix/layer1                ‖∂L_s/∂h_t‖ of every single loss, (U·T,), where T is small
    jacobians/layer1             ∂s_t/∂s_{t-1} of the first sequence, where S is small; jacobians/whole: of all layers

A layer that reads from the end has its steps in the order in which it reads, on both sides.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor

from app.bptt.batch_gradients import loss_and_gradients
from app.bptt.clipping import clip as clip_ours
from app.bptt.clipping import global_norm
from app.bptt.contributions import WEIGHTS, matrices
from app.bptt.gradient_matrix import gradient_matrix
from app.bptt.jacobians import jacobians

from .bridge import asked_of, batch_of, leaves, loss_facts, plan_of
from .pytorch.arithmetic import PLAIN, Arithmetic, Moved
from .pytorch.cells import Cell, How, State
from .pytorch.losses import Asked, LossFacts, loss, step_losses
from .pytorch.networks import SHARED, Passed, Plan, forward, own
from .pytorch.optimisers import clip
from .pytorch.rounding import Noise

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.bptt.architecture import Network
    from app.bptt.examples import Examples
    from app.bptt.losses import Loss

    from .compare import Array, Arrays

FLOAT64 = np.dtype(np.float64)
FEW_STEPS, FEW_STATES = 10, 24
"""Most steps for the T × T matrix, most states for Jacobians: autograd goes back once for each."""
SOME_STEPS = 40
"""Most steps whose contributions are kept."""
SEEN = 3
"""Jacobians that are looked at, from the first step on and back from the last."""

BY_STEP = ("outputs", "states", "state gradients", "contributions", "matrix", "jacobians")
"""Kinds whose steps are each held to PyTorch's by themselves, however small their numbers are beside the others'."""


def kind_of(name: str) -> tuple[str, bool]:
    """The kind of an array, and whether each of its steps is judged by itself."""
    kind = name.partition("/")[0]
    return kind, kind in BY_STEP


@dataclass(frozen=True)
class Facts:
    """What both sides compute. everywhere: the same batch with a loss at every step, for the T × T matrix."""

    network: Network
    cell: Cell
    examples: Examples
    loss: Loss
    truncate: int
    clip: str
    threshold: float
    everywhere: Examples | None = None
    checkpoint: bool | None = None
    """Whether training keeps √T states in place of T tapes; None: it is not compared."""

    @property
    def dtype(self) -> np.dtype[Any]:
        """The run's precision."""
        return self.network.dtype

    @property
    def steps(self) -> int:
        """T."""
        return len(self.examples.inputs)

    @property
    def roundings(self) -> int:
        """n: a chain of steps through all layers, and the terms of the products in each."""
        architecture = self.network.architecture
        later = 0 if self.examples.decoder is None else len(self.examples.decoder)
        return (self.steps + later) * len(architecture.layers()) + architecture.units + architecture.inputs

    @property
    def few_steps(self) -> bool:
        """Whether the T × T matrix is compared."""
        return self.everywhere is not None and self.steps <= FEW_STEPS

    @property
    def some_steps(self) -> bool:
        """Whether contributions are compared."""
        return self.everywhere is not None and self.steps <= SOME_STEPS

    @property
    def few_states(self) -> bool:
        """Whether Jacobians are compared."""
        architecture = self.network.architecture
        states = architecture.units * len(self.cell.fields) * len(architecture.layers())
        return self.everywhere is not None and states <= FEW_STATES

    @property
    def seen(self) -> list[int]:
        """The steps, from 0, whose Jacobians are compared."""
        return sorted({*range(min(SEEN, self.steps)), *range(max(0, self.steps - SEEN), self.steps)})


def named(layer: str, field: str) -> str:
    """The field of a layer's state: "layer1.h", or "h" of a layer without a name."""
    return f"{layer}.{field}" if layer else field


@np.errstate(all="ignore")
def ours(facts: Facts) -> Arrays:
    """The engine's arrays."""
    network, examples = facts.network, facts.examples
    run = network.forward(examples)
    value = facts.loss(run.outputs, examples)
    back = network.backward(run, value.d_y, facts.truncate)
    found: Arrays = {"loss": np.array([value.total]), "outputs": run.outputs}
    for layer, tape in run.tapes.items():
        gradients = back.gradients[layer]
        for k, field in enumerate(tape.cell.state_fields()):
            name = named(layer, field)
            found[f"states/{name}"] = tape.following[k]
            found[f"state gradients/{name}"] = gradients.total[k]
            found[f"first gradients/{name}"] = gradients.initial[k]
        if facts.some_steps:
            for weight in WEIGHTS:
                found[f"contributions/{named(layer, weight)}"] = np.array([*matrices(tape, gradients, weight)][::-1])
        if facts.few_states:
            found[f"jacobians/{layer}"] = jacobians([tape])[facts.seen]
    if facts.few_states:
        found["jacobians/whole"] = jacobians(list(run.tapes.values()))[facts.seen]
    found |= {f"gradients/{name}": gradient for name, gradient in back.params.items()}
    after = clip_ours(back.params, facts.clip, facts.threshold)
    found |= {f"clipped/{name}": gradient for name, gradient in after.params.items()}
    found["norms/gradient"] = 10.0 ** np.array([after.before.log10])
    found["norms/clipped"] = 10.0 ** np.array([global_norm(after.params).log10])
    if facts.checkpoint is not None:
        trained = loss_and_gradients(
            network, examples, facts.loss, truncate=facts.truncate, checkpoint=facts.checkpoint
        )
        found["batch/loss"] = np.array([trained.loss])
        found |= {f"batch/{name}": gradient for name, gradient in trained.params.items()}
    if facts.few_steps:
        each = facts.loss(run.outputs, facts.everywhere or examples).d_y
        norms = gradient_matrix(network, run, each, facts.truncate)
        found |= {f"matrix/{layer}": 10.0 ** matrix.ravel() for layer, matrix in norms.items()}
    return found


def theirs(facts: Facts, draw: int, exact: bool) -> Arrays:
    """Autograd's arrays; see `compare.Reference`."""
    dtype = FLOAT64 if exact else facts.dtype
    noise = Noise(draw, facts.dtype) if draw else None
    plan, loss_spec = plan_of(facts.network.architecture), loss_facts(facts.loss)
    params = leaves(facts.network.params, dtype, noise)
    do = Moved(noise) if noise else PLAIN
    passed = forward(plan, facts.cell, params, batch_of(facts.examples, dtype, noise), facts.truncate, do)
    asked = asked_of(facts.examples, dtype)
    total = loss(passed.outputs, asked, loss_spec, do)
    found: Arrays = {"loss": value_of(total)[None], "outputs": value_of(passed.outputs)}
    found |= gradients_of(facts, total, params, passed)
    if facts.checkpoint is not None:
        found |= {"batch/loss": found["loss"]} | {f"batch/{name}": found[f"gradients/{name}"] for name in params}
    if facts.few_steps:
        found |= matrix_of(facts, passed, asked, loss_spec)
    if facts.few_states:
        found |= jacobians_of(facts, plan, params, passed, do)
    return found


def value_of(value: Tensor) -> Array:
    """A tensor's numbers in float64."""
    return np.asarray(value.detach().to(torch.float64).numpy())


def gradients_of(facts: Facts, total: Tensor, params: dict[str, Tensor], passed: Passed) -> Arrays:
    """States, and the gradients of states and parameters."""
    of_states = {
        named(layer, field): [state[k] for state in states]
        for layer, states in passed.states.items()
        for k, field in enumerate(facts.cell.fields)
    }
    firsts = {
        named(layer, field): state[k]
        for layer, state in passed.first.items()
        for k, field in enumerate(facts.cell.fields)
    }
    apart = {
        named(layer, name): [p[name] for p in by_step]
        for layer, by_step in (passed.weights if facts.some_steps else {}).items()
        for name in SHARED
    }
    flat = [value for values in (*of_states.values(), *apart.values()) for value in values]
    wanted = [*flat, *firsts.values(), *params.values()]
    given = torch.autograd.grad(total, wanted, allow_unused=True, retain_graph=True)
    filled = [torch.zeros_like(a) if g is None else g for a, g in zip(wanted, given, strict=True)]
    found: Arrays = {}
    coming = iter(filled)
    for name, values in of_states.items():
        found[f"states/{name}"] = value_of(torch.stack(values))
        found[f"state gradients/{name}"] = value_of(torch.stack(list(islice(coming, len(values)))))
    for name, values in apart.items():
        found[f"contributions/{name}"] = value_of(torch.stack(list(islice(coming, len(values)))))
    found |= {f"first gradients/{name}": value_of(next(coming)) for name in firsts}
    gradients = dict(zip(params, coming, strict=True))
    found |= {f"gradients/{name}": value_of(gradient) for name, gradient in gradients.items()}
    after = clipped(facts, gradients)
    found["norms/gradient"] = np.array([norm(together(gradients.values()))])
    found["norms/clipped"] = np.array([norm(together(after.values()))])
    return found | {f"clipped/{name}": value_of(gradient) for name, gradient in after.items()}


def together(gradients: Iterable[Tensor]) -> Tensor:
    """All of them as one long vector, in float64."""
    return torch.cat([gradient.to(torch.float64).flatten() for gradient in gradients])


def clipped(facts: Facts, gradients: dict[str, Tensor]) -> dict[str, Tensor]:
    """The gradients after PyTorch's own clipping, in float64.

    A norm that is not finite clips nothing in the laboratory, as it says (PyTorch makes zeros or NaN of it).
    """
    values = []
    for gradient in gradients.values():
        value = torch.nn.Parameter(torch.zeros_like(gradient, dtype=torch.float64))
        value.grad = gradient.detach().to(torch.float64).clone()
        values.append(value)
    finite = all(bool(torch.isfinite(value.grad).all()) for value in values)
    if finite or facts.clip != "norm":
        clip(facts.clip, values, facts.threshold)
    return {name: value.grad for name, value in zip(gradients, values, strict=True)}


def matrix_of(facts: Facts, passed: Passed, asked: Asked, loss_spec: LossFacts) -> Arrays:
    """‖∂L_s/∂h_t‖ of every layer, for the loss of every step alone."""
    losses = step_losses(passed.outputs, asked, loss_spec)
    found: Arrays = {}
    for layer, states in passed.states.items():
        hidden = [state[0] for state in states]
        rows = []
        for step_loss in losses:
            given = torch.autograd.grad(step_loss, hidden, allow_unused=True, retain_graph=True)
            rows.append([0.0 if g is None else norm(g.to(torch.float64)) for g in given])
        found[f"matrix/{layer}"] = np.array(rows).ravel()
    return found


def norm(value: Tensor) -> float:
    """‖x‖, whose squares would be 0 where x is 10⁻¹⁷⁰."""
    peak = value.abs().max()
    if not bool(peak > 0):
        return float(peak)
    return float(peak * torch.linalg.vector_norm(value / peak))


def jacobians_of(facts: Facts, plan: Plan, params: dict[str, Tensor], passed: Passed, do: Arithmetic) -> Arrays:
    """∂s_t/∂s_{t-1} of the first sequence at some steps, of each layer and of all together."""
    parts = {layer: (layer,) for layer in plan.layers} | {"whole": plan.layers}
    return {
        f"jacobians/{name}": np.stack([jacobian(facts, layers, params, passed, t, do) for t in facts.seen])
        for name, layers in parts.items()
    }


def jacobian(
    facts: Facts, layers: Sequence[str], params: dict[str, Tensor], passed: Passed, t: int, do: Arithmetic
) -> Array:
    """∂s_t/∂s_{t-1}, (S, S), of layers above each other; the fields of each layer's state one after the other."""
    own_params = [{name: value.detach() for name, value in own(params, layer).items()} for layer in layers]
    states = [[passed.first[layer], *passed.states[layer]][t] for layer in layers]
    before = torch.cat([value[:1].detach() for state in states for value in state], dim=-1)
    x, how = passed.inputs[layers[0]][t][:1].detach(), How(do, lambda new, old: do.state(new))

    def step(flat: Tensor) -> Tensor:
        below, after = x, list[Tensor]()
        for p, part in zip(own_params, flat.chunk(len(layers), -1), strict=True):
            state: State = facts.cell.step(p, below, part.chunk(len(facts.cell.fields), -1), how)
            after += state
            below = state[0]
        return torch.cat(after, dim=-1)

    return value_of(torch.autograd.functional.jacobian(step, before)[0, :, 0])
