"""What goes between a cell and the passes that run it: a step's way back, and what gradients are summed from."""

from typing import Any, NamedTuple, Protocol, TypeAlias

from .arrays import Array
from .parameters import Params

Record: TypeAlias = Any
"""A named tuple of arrays (a state, what a cell saved, its derivatives): Python has no type for any such tuple. A field
that the cell's options leave out is None."""


class Factors(NamedTuple):
    """Some rows of the gradient of a weight matrix as a sum of outer products, Σ_{t,b} left[t, b] ⊗ right[t, b].

    left: (T, B, rows); right: (T, B, columns)
    """

    left: Array
    right: Array


class InputPartials(NamedTuple):
    """Partial derivatives of an input side that is normalised by itself: û of W_xh x_t, and ∂/∂û / s = g_xh ⊘ s, both
    (T, B, G, H). None where the cell has no such side.
    """

    u_hat: Array | None = None
    scale: Array | None = None


class BackStep(NamedTuple):
    """What one step backward gives; every array may have further leading axes.

    total: ∂L/∂s_t with every path out of step t added up, a state with (B, H) fields
    d_a:   ∂L/∂a_t, the gradient at the pre-activations, (B, G, H)
    d_m:   ∂L/∂m_t, the gradient at their recurrent side m_t = W_hh h_{t-1}, (B, G, H); the same array as `d_a` unless
           the cell puts something between the two (the GRU's reset gate, layer normalisation)
    prev:  ∂L/∂s_{t-1}, what this step hands to the step before it
    """

    total: Record
    d_a: Array
    d_m: Array
    prev: Record


class Steps(Protocol):
    """The steps that a gradient has come back through (the tape of `app.bptt.unroll`, as a cell sees it).

    weights: the layer's parameters; inputs: x_t, (T, B, D); previous, following: s_{t-1} and s_t, fields (T, B, H);
    saved: the cell's own record
    """

    @property
    def weights(self) -> Params: ...

    @property
    def inputs(self) -> Array: ...
    @property
    def previous(self) -> Record: ...
    @property
    def following(self) -> Record: ...
    @property
    def saved(self) -> Record: ...


class StepsBack(Protocol):
    """What came back through those steps (the gradients of `app.bptt.backward`, as a cell sees them).

    input_partials: of every step
    felt:     ∂L/∂s_t, fields (T, B, H), and zero where a sequence has no step: there no parameter had a part in it
    d_a, d_m: of every step, (T, B, G, H): see `BackStep`
    """

    @property
    def input_partials(self) -> InputPartials: ...
    @property
    def felt(self) -> Any: ...
    @property
    def d_a(self) -> Array: ...
    @property
    def d_m(self) -> Array: ...
