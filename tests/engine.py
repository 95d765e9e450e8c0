"""What the tests of the engine share: small networks with weights of no special form, and derivatives taken slowly."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from typing import Any, NamedTuple

import numpy as np
from hypothesis import strategies as st

from app.bptt.architecture import Architecture, Back, Network, Pass
from app.bptt.backward import Gradients, backward
from app.bptt.batch_gradients import BatchGradients, loss_and_gradients
from app.bptt.check import LossFunction
from app.bptt.clipping import MODES
from app.bptt.examples import Examples, every_step, loss_mask
from app.bptt.initialisers import BIAS_INITS, INITIALISERS, initialise
from app.bptt.losses import LOSSES, Loss, LossValue
from app.bptt.segments import Walk
from app.bptt.stacked import Stacked
from app.bptt.unroll import Tape, at, unroll
from app.cells import CELLS
from app.cells.arrays import Array
from app.cells.base import AnyCell
from app.cells.gru import GRU, RESETS
from app.cells.layer_norm import EPSILON, NORMALISATIONS
from app.cells.parameters import Params
from app.cells.rnn import ACTIVATIONS
from app.config import DTYPES, RunConfig, range_of
from app.tasks import TASKS
from app.trace.layer import TracedLayer
from app.trace.network import TracedNetwork
from app.trace.run import draw, loss_of, network_of, trace_network

CELL_OPTIONS: dict[str, tuple[Any, ...]] = {"activation": ACTIVATIONS, "norm": NORMALISATIONS, "reset": RESETS}
"""The values of every option that a cell may name in `Cell.options`."""
IN_TURN = Walk(whole=True)
"""A pass in one segment, layer after layer: what differences are taken of, also of what goes as a wavefront."""


def plain_cells() -> Iterator[AnyCell]:
    """Every registered cell with its options: all combinations, but φ, which comes after it, does not meet the norm."""
    for kind in CELLS.values():
        for values in product(*(CELL_OPTIONS[option] for option in kind.options)):
            cell = kind(**dict(zip(kind.options, values, strict=True)))
            if not (cell.normalised and getattr(cell, "activation", "tanh") != "tanh"):
                yield cell


def clamped_cells() -> Iterator[AnyCell]:
    """Every registered cell with each of its gates held at its bounds and between them, and with all gates held.

    A kind of another registered cell (the LSTM with peepholes) holds them as that one does: between the bounds alone.
    """
    for kind in CELLS.values():
        derived = any(other is not kind and issubclass(kind, other) for other in CELLS.values())
        for gate in kind.gates:
            low, high = gate.bounds
            for value in (0.7 * high + 0.3 * low, *(() if derived else (low, high))):
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


class Solution(NamedTuple):
    """A problem's passes in one segment: forward, the loss of its outputs, backward."""

    run: Pass
    value: LossValue
    back: Back

    @property
    def params(self) -> dict[str, Array]:
        """The gradient of every parameter."""
        return self.back.params

    @property
    def tape(self) -> Tape:
        """What the only layer left for the way back."""
        (tape,) = self.run.tapes.values()
        return tape

    @property
    def gradients(self) -> Gradients:
        """All that the way back gave for the only layer."""
        (gradients,) = self.back.gradients.values()
        return gradients


@dataclass(frozen=True)
class Problem:
    """A network with a batch and a loss: a function L(θ) of its parameters."""

    network: Network
    examples: Examples
    loss: Loss

    @property
    def cell(self) -> AnyCell:
        return self.network.cell

    @property
    def architecture(self) -> Architecture:
        return self.network.architecture

    @property
    def params(self) -> Params:
        return self.network.params

    @property
    def function(self) -> LossFunction:
        """The loss as the app takes its differences."""
        return LossFunction(self.network, self.examples, self.loss)

    def solve(self, truncate: int = 0) -> Solution:
        """Forward, loss, backward."""
        run = self.network.forward(self.examples)
        value = self.loss(run.outputs, self.examples)
        return Solution(run, value, self.network.backward(run, value.d_y, truncate))

    def batch_gradients(self, **options: Any) -> BatchGradients:
        """What a training iteration gets to know of it."""
        return loss_and_gradients(self.network, self.examples, self.loss, **options)

    def moved(self, **params: Array) -> Problem:
        """The same with other values of some parameters."""
        return replace(self, network=replace(self.network, params={**self.params, **params}))

    def reading(self, **fields: Any) -> Problem:
        """The same with another batch, of which these fields differ."""
        return replace(self, examples=replace(self.examples, **fields))

    def asked(self, steps: Array) -> Problem:
        """The same with the loss asked of every sequence at the steps where `steps`, (T,), is true."""
        return replace(self, examples=every_step(self.examples.inputs, self.examples.targets, steps))

    def losses(self, **params: Array) -> Array:
        """L_u with other values of some parameters, (U,)."""
        network = replace(self.network, params={**self.params, **params})
        return self.loss(network.forward(self.examples, IN_TURN).outputs, self.examples).losses

    def total(self, **params: Array) -> float:
        """L with other values of some parameters."""
        return float(self.losses(**params).sum())

    def numeric(self, name: str) -> Array:
        """∂L/∂θ of a parameter by central differences."""
        return central_difference(lambda value: self.total(**{name: value}), self.params[name], step_for(self.cell))

    def complex_step(self, name: str) -> Array:
        """∂L/∂θ = Im L(θ + i h) / h with h = 10⁻³⁰: no difference is taken, so nothing is lost to rounding.

        It asks that everything on the way from θ to L be analytic and written for any number type, which the engine
        is, but for ReLU and for complex numbers' lack of an order in log-softmax.

        Source: W. Squire, G. Trapp, "Using Complex Variables to Estimate Derivatives of Real Functions" (1998).
        """
        params = {key: value.astype(complex) for key, value in self.params.items()}
        found = np.empty(params[name].shape)
        for index in np.ndindex(found.shape):
            moved = params[name].copy()
            moved[index] += 1e-30j
            found[index] = self.losses(**{**params, name: moved}).sum().imag / 1e-30
        return found

    def in_precision(self, dtype: Any) -> Problem:
        """The same network and batch, rounded."""
        params = {name: value.astype(dtype) for name, value in self.params.items()}
        network = replace(self.network, params=params)
        return replace(self, network=network, examples=self.examples.cast(np.dtype(dtype)))


@dataclass(frozen=True)
class Shape:
    """T, B, D, H and K of a small network of the laboratory."""

    steps: int = 4
    batch: int = 2
    inputs: int = 2
    units: int = 2
    outputs: int = 2

    @property
    def architecture(self) -> Stacked:
        """One layer and a readout."""
        return Stacked(self.inputs, self.units, self.outputs, bare=True)


def parameters(
    cell: AnyCell, architecture: Architecture, rng: np.random.Generator, spread: float = 0.7
) -> dict[str, Array]:
    """Random parameters of a network, all of them: also the biases that `initialise` leaves at zero."""
    return {name: rng.normal(0, spread, size) for name, size in architecture.shapes(cell).items()}


def drawn_network(cell: AnyCell, architecture: Architecture, *, seed: int = 1, dtype: str = "float64") -> Network:
    """A network with weights as a training run begins with them."""
    shapes, kind = architecture.shapes(cell), type(cell)
    params = initialise(kind, shapes, init="orthogonal", rho=0.9, bias={}, seed=seed, dtype=np.dtype(dtype))
    return Network(cell, architecture, params)


def random_like(state: Any, rng: np.random.Generator, spread: float = 1.0) -> Any:
    """A state of no special form, in the shape of another."""
    return type(state)(*(rng.normal(0, spread, field.shape) for field in state))


def tape_of(cell: AnyCell, shape: Shape = Shape(), seed: int = 0) -> tuple[dict[str, Array], Tape]:
    """Random parameters, and the tape that a random sequence leaves, from an initial state that is not zero."""
    shape = replace(shape, units=enough_units(cell, shape.units))
    for attempt in range(300 if cell.normalised else 1):
        rng = np.random.default_rng([seed, attempt] if cell.normalised else seed)
        params = parameters(cell, shape.architecture, rng)
        initial = cell.initial_state(shape.batch, shape.units, np.dtype(float))
        initial = random_like(initial, rng, 0.5)
        tape = unroll(cell, params, rng.normal(size=(shape.steps, shape.batch, shape.inputs)), initial)
        if not cell.normalised or smooth(tape, 0.0):
            return params, tape
    raise AssertionError(f"no tape whose normalised blocks have some spread for {label(cell)}")


def laboratory_problem(
    cell: AnyCell, loss: str = "mse", loss_at: str = "last", shape: Shape = Shape(), seed: int = 0
) -> Problem:
    """One random layer on a random batch, with no pre-activation so near 0 that a difference would cross a kink."""
    if cell.normalised:
        shape = replace(
            shape, units=max(3, shape.units)
        )  # of two units, normalised ones are +1 and -1 and nothing moves
    for attempt in range(300):
        rng = np.random.default_rng([seed, attempt])
        network = Network(cell, shape.architecture, parameters(cell, shape.architecture, rng))
        inputs = rng.normal(size=(shape.steps, shape.batch, shape.inputs))
        targets: Array = rng.normal(size=(shape.steps, shape.batch, shape.outputs))
        if loss == "cross_entropy":
            targets = rng.integers(0, shape.outputs, (shape.steps, shape.batch))
        found = Problem(network, every_step(inputs, targets, loss_mask(shape.steps, loss_at)), LOSSES[loss])
        if smooth(found.solve().tape):
            return found
    raise AssertionError(f"no problem away from the kink for {label(cell)}")


def enough_units(cell: AnyCell, units: int) -> int:
    """Of two units that are normalised one is +1 and the other -1, whatever they were: nothing moves."""
    return max(3, units) if cell.normalised else units


def step_for(cell: AnyCell) -> float:
    """The ε of a central difference: a normalised block is strongly curved where its units are nearly equal."""
    return 4e-6 if cell.normalised else 1e-5


def smooth(tape: Tape, room: float = 2e-3) -> bool:
    """Whether differences mean something: no pre-activation near a kink, no normalised block of nearly equal units."""
    cell = tape.cell
    if np.abs(cell.preactivations(tape.saved)).min() < room:
        return False
    spreads = [tape.saved.s] if cell.normalised else []
    if isinstance(cell, GRU) and cell.normalised:
        spreads.append(cell.input_norm(tape.weights, tape.inputs)[1])
    at_rest = np.sqrt(EPSILON) * 1.001  # all units equal, as where there is no state yet
    return all(s[s > at_rest].min(initial=1.0) > 0.04 for s in spreads)


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

    epsilon = step_for(tape.cell)
    d_x = central_difference(lambda inputs: loss(inputs, initial), tape.inputs, epsilon)
    d_initial = {
        name: central_difference(
            lambda field, name=name: loss(tape.inputs, initial._replace(**{name: field})), value, epsilon
        )
        for name, value in initial._asdict().items()
    }
    return backward(tape, asked, last=last), d_x, d_initial


def difference(found: Array, expected: Array, floor: float = 1e-4) -> float:
    """‖found - expected‖ / ‖expected‖ over whole arrays; below `floor` the norm no longer counts, for what is zero."""
    return float(np.linalg.norm(found - expected) / max(float(np.linalg.norm(expected)), floor))


def same_bits(one: BatchGradients, other: BatchGradients) -> None:
    """Hold two results to each other, but for what they took in memory."""
    assert one.non_finite == other.non_finite
    np.testing.assert_array_equal(one.loss, other.loss)  # NaN beside NaN
    assert one.params.keys() == other.params.keys()
    for name, value in one.params.items():
        np.testing.assert_array_equal(value, other.params[name], err_msg=name)
    for mine, its in zip(one.gradient_norms, other.gradient_norms, strict=True):
        np.testing.assert_array_equal(mine, its)
        assert mine.dtype == its.dtype


def traced_networks(config: RunConfig) -> list[TracedNetwork]:
    """The network of every cell of a configuration, on its batch."""
    config = config.resolved()
    batch = draw(config)
    return [trace_network(config, network_of(config, name), batch, name) for name in config.cell]


def traced_layers(config: RunConfig) -> list[TracedLayer]:
    """Every layer of every cell of a configuration, on its batch."""
    return [layer for network in traced_networks(config) for layer in network.layers]


def traced_layer(**fields: Any) -> TracedLayer:
    """The only layer of the one cell that `cell` names."""
    (layer,) = traced_layers(RunConfig(**fields))
    return layer


def traced_problem(layer: TracedLayer) -> Problem:
    """What a layer of the laboratory was traced on."""
    settings = layer.passes.settings
    assert isinstance(settings, RunConfig)
    return Problem(layer.passes.network, layer.passes.run.examples, loss_of(settings))


@st.composite
def configs(
    choose: Any,
    dtypes: tuple[str, ...] = ("float64",),
    steps: int = 12,
    units: int = 6,
    scale: float = 3.0,
    depth: int = 1,
) -> RunConfig:
    """A random configuration: every field, over the registries, with sizes that are quick; depth: most layers."""
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
        layers=choose(st.integers(1, depth)),
        norm=choose(st.sampled_from(NORMALISATIONS)),
        reset=choose(st.sampled_from(RESETS)),
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
