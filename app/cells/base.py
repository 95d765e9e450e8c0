"""What a recurrent cell is: one step forward and, side by side, the same step backward.

A cell is a value (its options never change) with three pure functions, and every one of them accepts any leading
axes, so the same lines serve one step of a batch, a whole sequence, or a stack of basis vectors; and with parameters
that have a leading axis too (so a matrix is turned by `W.mT`), a step of several layers (`app.bptt.wavefront`):

    step        s_t     = F(s_{t-1}, x_t)                one step forward, and what it must remember
    local       ∂F      at (s_{t-1}, x_t)                the elementwise partial derivatives, for all t at once
    step_back   ∂L/∂s_{t-1} = (∂s_t/∂s_{t-1})ᵀ ∂L/∂s_t   one step backward

`step_back` is linear in ∂L/∂s_t, so applied to the rows of the identity it gives the Jacobian ∂s_t/∂s_{t-1}
(see `app.bptt.jacobians`): no cell writes its Jacobian down a second time.

Conventions are PyTorch's: weights multiply from the left, `W_xh` is (G·H, D) and `W_hh` is (G·H, H), with the G blocks
of H rows in the order of `Cell.blocks`. Shapes below use T steps, B sequences in a batch, D inputs, H units, G blocks.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Generic, NamedTuple, TypeAlias, TypeVar, cast

import numpy as np

from .arrays import Array, outer_sum, product, rows, split_blocks
from .equations import Equations
from .layer_norm import NORMALISATIONS, centre, normalise
from .parameters import NORMALISED, Parameter, Params
from .records import BackStep, Factors, InputPartials, Steps, StepsBack

DType: TypeAlias = "np.dtype[Any]"

StateT = TypeVar("StateT", bound=NamedTuple)
SavedT = TypeVar("SavedT", bound=NamedTuple)
LocalT = TypeVar("LocalT", bound=NamedTuple)
AnyCell: TypeAlias = "Cell[Any, Any, Any]"
"""A cell whose own records nobody needs to know."""


@dataclass(frozen=True)
class Gate:
    """One gate: its name, its non-linearity ("sigmoid" or "tanh"), and whether it carries the state on."""

    name: str
    activation: str
    carry: bool = False

    @property
    def bounds(self) -> tuple[float, float]:
        """The values that the gate can take, and so those that it can be clamped to."""
        return (0.0, 1.0) if self.activation == "sigmoid" else (-1.0, 1.0)


@dataclass(frozen=True)
class Cell(ABC, Generic[StateT, SavedT, LocalT]):
    """A recurrent cell: subclasses give the attributes and the functions.

    clamp: gates held at constants
    norm:  "layer": the pre-activations are normalised over the units (`app.cells.layer_norm`); "none": they are not
    """

    clamp: Mapping[str, float] = field(default_factory=dict)
    norm: str = "none"

    name: ClassVar[str]
    blocks: ClassVar[tuple[str, ...]]
    """The row blocks of W_xh and W_hh, in order."""
    gates: ClassVar[tuple[Gate, ...]] = ()
    state: ClassVar[type]
    """The state's type, a NamedTuple whose fields are (B, H) arrays and whose first field is the output h."""
    recurrent_terms: ClassVar[tuple[str, ...]] = ()
    """Fields of the saved record, (B, H), that the equations name beside pre-activations and gates."""
    chrono: ClassVar[Mapping[str, int]] = {}
    """Signs of the biases that the chrono initialiser sets: the carry gate's is positive, that of a gate which writes
    in its place negative."""
    options: ClassVar[tuple[str, ...]] = ()
    """Fields of the configuration, beside `clamp`, that it is built with: "norm" where its steps can normalise."""
    year: ClassVar[int]
    source: ClassVar[str]
    equations: ClassVar[Equations] = Equations()
    """The equations of a step as the page shows them."""
    pytorch: ClassVar[str] = ""
    """The step forward as a function of PyTorch, `def name(p, x, h, …)` → the state's fields; p are the parameters.
    `gate(name, activation, a)` gives a gate's value or what it is clamped to, `phi` is the chosen activation."""
    pytorch_second_bias: ClassVar[tuple[str, ...]] = ()
    """Blocks of which PyTorch's own layer adds two biases, b_ih + b_hh, where here is one: both have its gradient, so a
    norm over that layer's parameters counts ∂L/∂b_h twice there."""

    def __post_init__(self) -> None:
        known = {gate.name: gate for gate in self.gates}
        for name, value in self.clamp.items():
            if name not in known:
                raise ValueError(f"clamp has gate '{name}'; {self.name} has {', '.join(known) or 'no gates'}.")
            low, high = known[name].bounds
            if not low <= value <= high:
                raise ValueError(f"clamp has '{name}:{value}'; gate {name} lies in [{low:g}, {high:g}].")
        norms = NORMALISATIONS if "norm" in self.options else ("none",)
        if self.norm not in norms:
            raise ValueError(f"norm has value '{self.norm}'; {self.name} allows {', '.join(norms)}.")

    @property
    def normalised(self) -> bool:
        """Whether the pre-activations are normalised."""
        return self.norm == "layer"

    @classmethod
    def carry_gate(cls) -> str | None:
        """The gate that multiplies the state on its direct path from one step to the next, or None."""
        return next((gate.name for gate in cls.gates if gate.carry), None)

    @classmethod
    def state_fields(cls) -> tuple[str, ...]:
        """The names of the state's fields, the output h first."""
        return cast("tuple[str, ...]", cls.state._fields)  # type: ignore[attr-defined]

    @classmethod
    def parameters(cls) -> dict[str, Parameter]:
        """Every parameter that the cell may have: W_xh, W_hh, b_h, a gain, and those that only this cell has."""
        blocks = len(cls.blocks)
        always = {
            "W_xh": Parameter(blocks, "inputs", "drawn"),
            "W_hh": Parameter(blocks, "units", "drawn"),
            "b_h": Parameter(blocks),
        }
        return always | ({"g_h": Parameter(blocks, begin="one", when=NORMALISED)} if "norm" in cls.options else {})

    def shapes(self, inputs: int, units: int) -> dict[str, tuple[int, ...]]:
        """The shape of every parameter that it has with its options: W_xh (G·H, D), W_hh (G·H, H), b_h (G·H,), …"""
        return {
            name: parameter.shape(inputs, units)
            for name, parameter in self.parameters().items()
            if all(getattr(self, option) == value for option, value in parameter.when.items())
        }

    def acting(self, params: Params) -> Params:
        """The parameters as the steps use them: where the pre-activations are normalised, W_xh and W_hh centred.

        The mean over a block's units that normalisation takes away is linear, so it is taken out of the matrices' rows
        once and not out of every pre-activation: W̃ = C W, with C = 1 - 11ᵀ/H for each block. Gains and b_h come by
        block, (G, H).
        """
        if not self.normalised:
            return params
        centred = {name: centre(params[name], len(self.blocks)) for name in ("W_xh", "W_hh")}
        gains = [name for name, parameter in self.parameters().items() if parameter.when == NORMALISED]
        by_block = {name: self.by_block(params[name]) for name in ("b_h", *gains)}
        return {**params, **centred, **by_block}

    def initial_state(self, batch: int, units: int, dtype: DType) -> StateT:
        """s_0 = 0: every field of the state as zeros, (B, H)."""
        return self.zeros((batch, units), dtype)

    def zeros(self, shape: tuple[int, ...], dtype: DType) -> StateT:
        """A state of zeros, every field of this shape: (…, B, H)."""
        return cast("StateT", self.state(*(np.zeros(shape, dtype) for _ in self.state_fields())))

    def project(self, params: Params, x: Array) -> Array:
        """The input's part of the pre-activations, for all steps at once: (..., D) → (..., G, H).

        W_xh x_t + b_h, or W_xh x_t alone where the bias comes after normalisation.
        """
        a_x = x @ params["W_xh"].mT
        return self.by_block(a_x if self.normalised else a_x + params["b_h"])

    def preactivate(self, params: Params, a_x: Array, h: Array) -> tuple[Array, Array | None, Array | None]:
        """a_t of both sides together, (..., G, H), and û and s where their sum is normalised."""
        a = a_x + self.by_block(product(h, params["W_hh"].mT))
        if not self.normalised:
            return a, None, None
        u_hat, s = normalise(a)
        return u_hat * params["g_h"] + params["b_h"], u_hat, s

    def by_block(self, rows: Array) -> Array:
        """Split the last axis into the cell's blocks: (..., G·H) → (..., G, H)."""
        return split_blocks(rows, len(self.blocks))

    def hold(self, values: Array) -> Array:
        """Write the clamped gates' constants into `values`, (..., G, H), in place."""
        for name, value in self.clamp.items():
            values[..., self.blocks.index(name), :] = value
        return values

    def release(self, derivatives: Array) -> Array:
        """A clamped gate depends on nothing: write zeros into its block of `derivatives`, (..., G, H), in place."""
        for name in self.clamp:
            derivatives[..., self.blocks.index(name), :] = 0
        return derivatives

    @abstractmethod
    def step(self, params: Params, a_x: Array, prev: StateT) -> tuple[StateT, SavedT]:
        """One step forward: `a_x` from `project`, (..., G, H), and s_{t-1} → s_t and what backward needs of it."""

    @abstractmethod
    def local(self, params: Params, saved: SavedT, prev: StateT, state: StateT) -> LocalT:
        """The elementwise partial derivatives of the step s_{t-1} → s_t, for any leading axes (all T steps at once)."""

    @abstractmethod
    def step_back(self, params: Params, local: LocalT, d: StateT) -> BackStep:
        """One step backward: ∂L/∂s_t as it arrives at the step's outputs → everything in `BackStep`."""

    def param_gradients(self, steps: Steps, back: StepsBack) -> dict[str, Array]:
        """The gradients of the cell's own parameters: each is shared, so a sum over all steps and sequences.

            ∂L/∂W_xh = Σ_{t,b} ∂L/∂u_t ⊗ x_t    ∂L/∂W_hh = Σ_{t,b} ∂L/∂m_t ⊗ h_{t-1}    ∂L/∂b_h = Σ_{t,b} ∂L/∂a_t

        with u_t = W_xh x_t and m_t = W_hh h_{t-1}. A cell with a parameter of its own adds it to these.
        """
        return {name: outer_sums(self.factors(name, steps, back)) for name in ("W_xh", "W_hh")} | {
            "b_h": rows(back.d_a).sum(axis=(0, 1)),
            **self.gain_gradients(steps, back),
        }

    def gain_gradients(self, steps: Steps, back: StepsBack) -> dict[str, Array]:
        """Where the pre-activations are normalised, a_t = g_h ⊙ û_t + b_h: ∂L/∂g_h = Σ_{t,b} ∂L/∂a_t ⊙ û_t."""
        return {"g_h": rows(back.d_a * steps.saved.u_hat).sum(axis=(0, 1))} if self.normalised else {}

    def factors(self, weight: str, steps: Steps, back: StepsBack) -> tuple[Factors, ...]:
        """The gradient of W_xh or W_hh as a sum of outer products over steps; for each part of its rows, in order."""
        if weight == "W_hh":
            return (Factors(self.at_matrix(back.d_m), steps.previous[0]),)
        return (Factors(self.at_matrix(self.input_side(back.input_partials, back.d_a, back.d_m)), steps.inputs),)

    def input_partials(self, params: Params, x: Array) -> InputPartials:
        """The input side's partial derivatives, for all steps at once, from the layer's parameters and (..., D)."""
        return InputPartials()

    def input_side(self, partials: InputPartials, d_a: Array, d_m: Array) -> Array:
        """∂L/∂u_t, the gradient at the input side u_t = W_xh x_t of the pre-activations, (T, …, G, H).

        That at the pre-activations themselves, or where both sides are normalised as a sum, that at either side.
        """
        return d_m if self.normalised else d_a

    def at_matrix(self, d_u: Array) -> Array:
        """A gradient at what an acting matrix gives, (…, G, H), as one at what the matrix itself gives, (…, G·H)."""
        return rows(d_u - d_u.mean(axis=-1, keepdims=True) if self.normalised else d_u)

    def within(self, local: LocalT, d: StateT) -> StateT:
        """The gradient that arrives at the step's outputs, with the paths inside the step added: what ∂L/∂s_t becomes.

        Nothing to add where the state's fields do not depend on each other; in an LSTM h_t depends on c_t.
        """
        return d

    @abstractmethod
    def preactivations(self, saved: SavedT) -> Array:
        """a_t, the argument of each block's non-linearity, (..., G, H)."""

    def gate_values(self, saved: SavedT) -> Array | None:
        """The values of the blocks after their non-linearities, (..., G, H), or None for a cell without gates."""
        return None

    def carry(self, local: LocalT) -> Array | None:
        """The factor on the state's direct path from t-1 to t, (..., H) (LSTM: f_t, GRU: z_t), or None."""
        return None


def outer_sums(parts: tuple[Factors, ...]) -> Array:
    """Σ_{t,b} left[t, b] ⊗ right[t, b] of each part, one below the other: (rows of all, columns)."""
    sums = [outer_sum(*part) for part in parts]
    return sums[0] if len(sums) == 1 else np.concatenate(sums)
