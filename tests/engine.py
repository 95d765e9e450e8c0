"""What the tests of the engine share: small networks with weights of no special form, and derivatives taken slowly."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import numpy as np
from hypothesis import strategies as st

from app.bptt.backward import Gradients, backward
from app.bptt.check import Problem
from app.bptt.clipping import MODES
from app.bptt.initialisers import BIAS_INITS, INITIALISERS
from app.bptt.losses import LOSSES
from app.bptt.network import Forward, Network, backpropagate, counted, forward
from app.bptt.unroll import Tape, at, unroll
from app.cells import CELLS
from app.cells.base import Array, Cell
from app.cells.rnn import ACTIVATIONS
from app.config import DTYPES, RunConfig, range_of
from app.tasks import TASKS
from app.trace.run import Run, draw, run

AnyCell = Cell[Any, Any, Any]

CELL_OPTIONS: dict[str, tuple[Any, ...]] = {"activation": ACTIVATIONS}
"""The values of every option that a cell may name in `Cell.options`."""


def plain_cells() -> Iterator[AnyCell]:
    """Every registered cell with every combination of its options."""
    for kind in CELLS.values():
        for values in product(*(CELL_OPTIONS[option] for option in kind.options)):
            yield kind(**dict(zip(kind.options, values, strict=True)))


def clamped_cells() -> Iterator[AnyCell]:
    """Every registered cell with each of its gates held at its bounds and between them, and with all gates held."""
    for kind in CELLS.values():
        for gate in kind.gates:
            low, high = gate.bounds
            for value in (low, high, 0.7 * high + 0.3 * low):
                yield kind(clamp={gate.name: value})
        if kind.gates:
            yield kind(clamp={gate.name: 0.3 for gate in kind.gates})


def cells() -> list[AnyCell]:
    """Every cell that the tests go through."""
    return [*plain_cells(), *clamped_cells()]


def label(cell: AnyCell) -> str:
    """A cell's name in a test's name: "lstm-f:1.0", "rnn-relu"."""
    options = [str(getattr(cell, option)) for option in cell.options]
    return "-".join([cell.name, *options, *(f"{gate}:{value:g}" for gate, value in cell.clamp.items())])


@dataclass(frozen=True)
class Shape:
    """T, B, D, H and K of a small problem."""

    steps: int = 4
    batch: int = 2
    inputs: int = 2
    units: int = 2
    outputs: int = 2


def parameters(kind: type[AnyCell], shape: Shape, rng: np.random.Generator, spread: float = 0.7) -> dict[str, Array]:
    """Random parameters of a network, all of them: also the biases that `initialise` leaves at zero."""
    shapes = kind.shapes(shape.inputs, shape.units)
    shapes |= {"W_hy": (shape.outputs, shape.units), "b_y": (shape.outputs,)}
    return {name: rng.normal(0, spread, size) for name, size in shapes.items()}


def random_like(state: Any, rng: np.random.Generator, spread: float = 1.0) -> Any:
    """A state of no special form, in the shape of another."""
    return type(state)(*(rng.normal(0, spread, field.shape) for field in state))


def tape_of(cell: AnyCell, shape: Shape = Shape(), seed: int = 0) -> tuple[dict[str, Array], Tape]:
    """Random parameters, and the tape that a random sequence leaves, from an initial state that is not zero."""
    rng = np.random.default_rng(seed)
    params = parameters(type(cell), shape, rng)
    initial = cell.initial_state(shape.batch, shape.units, np.dtype(float))
    initial = random_like(initial, rng, 0.5)
    return params, unroll(cell, params, rng.normal(size=(shape.steps, shape.batch, shape.inputs)), initial)


def problem(cell: AnyCell, loss: str = "mse", loss_at: str = "last", shape: Shape = Shape(), seed: int = 0) -> Problem:
    """A random network on a random batch, with no pre-activation so near 0 that a difference would cross a kink."""
    for attempt in range(100):
        rng = np.random.default_rng([seed, attempt])
        network = Network(cell, parameters(type(cell), shape, rng), LOSSES[loss])
        inputs = rng.normal(size=(shape.steps, shape.batch, shape.inputs))
        targets: Array = rng.normal(size=(shape.steps, shape.batch, shape.outputs))
        if loss == "cross_entropy":
            targets = rng.integers(0, shape.outputs, (shape.steps, shape.batch))
        found = Problem(network, inputs, targets, counted(shape.steps, loss_at))
        if np.abs(cell.preactivations(solve(found)[0].tape.saved)).min() > 2e-3:
            return found
    raise AssertionError(f"no problem away from the kink for {label(cell)}")


def solve(given: Problem, truncate: int = 0) -> tuple[Forward, Gradients]:
    """Forward and backward."""
    passed = forward(given.network, given.inputs, given.targets, given.counts)
    return passed, backpropagate(given.network, passed, truncate=truncate)


def complex_step(given: Problem, param: str) -> Array:
    """∂L/∂θ = Im L(θ + i h) / h with h = 10⁻³⁰: no difference is taken, so nothing is lost to rounding.

    It asks that everything on the way from θ to L be analytic and written for any number type, which the engine is,
    but for ReLU and for complex numbers' lack of an order in log-softmax.

    Source: W. Squire, G. Trapp, "Using Complex Variables to Estimate Derivatives of Real Functions" (1998).
    """
    params = {name: value.astype(complex) for name, value in given.network.params.items()}
    found = np.empty(params[param].shape)
    for index in np.ndindex(found.shape):
        moved = params[param].copy()
        moved[index] += 1e-30j
        network = replace(given.network, params={**params, param: moved})
        found[index] = forward(network, given.inputs, given.targets, given.counts).losses.sum().imag / 1e-30
    return found


def central_difference(function: Any, at: Array, epsilon: float = 1e-5) -> Array:
    """∂f/∂x of a function of one array by (f(x + ε) - f(x - ε)) / 2ε, entry by entry: (*f's shape, *x's shape)."""
    columns = []
    for index in np.ndindex(at.shape):
        above, below = at.copy(), at.copy()
        above[index] += epsilon
        below[index] -= epsilon
        columns.append((np.asarray(function(above)) - np.asarray(function(below))) / (2 * epsilon))
    return np.moveaxis(np.array(columns), 0, -1).reshape(*columns[0].shape, *at.shape)


def asked_of_every_state(tape: Tape, params: dict[str, Array]) -> tuple[Gradients, Array, dict[str, Array]]:
    """The gradients of L = Σ_t ⟨asked_t, h_t⟩ + ⟨last, s_T⟩; and by differences, of inputs and initial state."""
    rng, initial = np.random.default_rng(1), at(tape.states, 0)
    asked, last = rng.normal(size=tape.hidden.shape), random_like(initial, rng)

    def loss(inputs: Array, start: Any) -> Any:
        again = unroll(tape.cell, params, inputs, start, tape.mask)
        end = sum(np.vdot(a, b) for a, b in zip(last, at(again.states, -1), strict=True))
        return np.vdot(asked, again.hidden) + end

    d_x = central_difference(lambda inputs: loss(inputs, initial), tape.inputs)
    d_initial = {
        name: central_difference(lambda field, name=name: loss(tape.inputs, initial._replace(**{name: field})), value)
        for name, value in initial._asdict().items()
    }
    return backward(params, tape, asked, last=last), d_x, d_initial


def difference(found: Array, expected: Array, floor: float = 1e-4) -> float:
    """‖found - expected‖ / ‖expected‖ over whole arrays; below `floor` the norm no longer counts, for what is zero."""
    return float(np.linalg.norm(found - expected) / max(float(np.linalg.norm(expected)), floor))


def runs(config: RunConfig) -> list[Run]:
    """The run of every cell of a configuration."""
    config = config.resolved()
    batch = draw(config)
    return [run(config, name, batch) for name in config.cell]


def one_run(**fields: Any) -> Run:
    """The run of the one cell that `cell` names."""
    (found,) = runs(RunConfig(**fields))
    return found


@st.composite
def configs(
    choose: Any, dtypes: tuple[str, ...] = ("float64",), steps: int = 12, units: int = 6, scale: float = 3.0
) -> RunConfig:
    """A random configuration: every field, over the registries, with sizes that are quick."""
    task = choose(st.sampled_from(list(TASKS)))
    cell = choose(st.lists(st.sampled_from(list(CELLS)), min_size=1, max_size=len(CELLS), unique=True))
    gates = sorted({gate.name for name in cell for gate in CELLS[name].gates})
    clamp = choose(st.dictionaries(st.sampled_from(gates), st.floats(0, 1), max_size=2)) if gates else {}
    clamp = {gate: value * range_of("clamp", gate, cell)[1] for gate, value in clamp.items()}
    bias = choose(st.dictionaries(st.sampled_from(gates), st.floats(-4, 4), max_size=3)) if gates else {}
    typed = choose(st.lists(st.integers(-20, 20), min_size=2, max_size=steps))
    return RunConfig(
        task=task,
        values=",".join(str(value / 10) for value in typed),
        steps=choose(st.integers(1, steps)),
        loss_at=choose(st.sampled_from(("last", "every"))),
        input_scale=choose(st.floats(0, scale)),
        seed=choose(st.integers(0, 2**31 - 1)),
        batch=choose(st.integers(1, 4)),
        cell=tuple(cell),
        units=choose(st.integers(1, units)),
        activation=choose(st.sampled_from(ACTIVATIONS)),
        bias=bias,
        bias_init=choose(st.sampled_from(BIAS_INITS)),
        clamp=clamp,
        init=choose(st.sampled_from(list(INITIALISERS))),
        rho=choose(st.floats(0, 1.5)),
        dtype=choose(st.sampled_from(dtypes)),
        truncate=choose(st.integers(0, steps + 2)),
        clip=choose(st.sampled_from(MODES)),
        threshold=choose(st.sampled_from((1e-6, 1e-3, 0.1, 1.0, 1000.0))),
    )


ANY_DTYPE = tuple(DTYPES)
