"""A network's layers together: the whole state s_t = (s¹_t, …, s^L_t), where a network has several layers.

A norm of the whole is the root of the sum of the layers' squares, bytes add up, and the Jacobian of the whole state has
the layers' own on its diagonal.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..bptt.jacobians import analyse, jacobians
from ..bptt.memory import Memory, measure
from ..bptt.memory_curve import MemoryCurve, memory_curve
from ..bptt.norms import LogNorms, root_of_squares
from ..cells.arrays import Array
from .jacobians import Jacobians, jacobians_of
from .layer import Passes, TracedLayer
from .series import Norms
from .series import norms as norms_of_layer
from .weights import WeightContributions
from .weights import contribution_norms as contributions_of_layer


@dataclass(frozen=True)
class TracedNetwork:
    """A network that was gone through there and back. layers: those of its own, the lowest first."""

    name: str
    passes: Passes
    layers: tuple[TracedLayer, ...]

    def combine(self, of: Callable[[TracedLayer], LogNorms]) -> LogNorms:
        """A norm of the whole state, from the same of each layer."""
        return root_of_squares([of(layer) for layer in self.layers])

    @cached_property
    def last_loss(self) -> LogNorms:
        """log10 ‖∂L_T/∂h_t‖ of all layers' h_t together, (T,)."""
        return self.combine(lambda layer: layer.last_loss)


def norms(network: TracedNetwork) -> Norms:
    """Norms over time of the whole state."""
    of_layers = [norms_of_layer(layer) for layer in network.layers]
    states = of_layers[0].state

    def of_state(name: str) -> dict[str, LogNorms]:
        return {state: root_of_squares([getattr(part, name)[state] for part in of_layers]) for state in states}

    carried = [part.carry for part in of_layers if part.carry is not None]
    return Norms(
        **{name: of_state(name) for name in ("state", "d_state", "d_state_local", "d_state_future")},
        d_h_last=network.last_loss,
        carry=root_of_squares(carried) if carried else None,
        loss=of_layers[-1].loss,
    )


def contribution_norms(network: TracedNetwork) -> dict[str, WeightContributions]:
    """What each step contributes to the gradient of W_hh, and of W_xh, of all layers together."""
    of_layers = [contributions_of_layer(layer) for layer in network.layers]
    return {weight: together([part[weight] for part in of_layers]) for weight in of_layers[0]}


@np.errstate(all="ignore")
def together(parts: Sequence[WeightContributions]) -> WeightContributions:
    """Contributions to matrices that are one gradient G: ⟨G_t, G⟩ / ‖G‖² = Σ_l share_l ‖G_l‖² / Σ_l ‖G_l‖².

    ‖G_l‖ is the norm of the running sum at t = 1.
    """
    log_squares = 2 * np.array([part.running.log10[0] for part in parts])
    squares = 10.0 ** (log_squares - np.nan_to_num(log_squares.max(), neginf=0.0))
    shares = np.array([part.share for part in parts])
    return WeightContributions(
        root_of_squares([part.norm for part in parts]),
        root_of_squares([part.running for part in parts]),
        squares @ shares / (squares.sum() or 1.0),
    )


def jacobian_part(network: TracedNetwork) -> Jacobians:
    """The Jacobians of the whole state; `recurrent` names each layer's blocks."""
    layers = network.layers
    j = jacobians([layer.tape for layer in layers], layers[0].sequence)
    blocks = {f"{layer.layers[0]}.{name}": block for layer in layers for name, block in layer.blocks.items()}
    return jacobians_of(analyse(j, layers[0].end, len(layers)), blocks)


def outputs(network: TracedNetwork) -> Array:
    """y_t, (T, B, K)."""
    highest = network.layers[-1]
    return highest.select(highest.outputs)


def matrix(network: TracedNetwork) -> LogNorms:
    """‖∂L_s/∂h_t‖ of all layers' h_t together."""
    return network.combine(lambda layer: layer.matrix)


def memory(network: TracedNetwork) -> Memory:
    """The bytes of all tapes."""
    return measure([layer.tape for layer in network.layers], network.passes.settings.truncate)


def memory_over_length(network: TracedNetwork) -> MemoryCurve:
    """The bytes that all tapes of shorter sequences would keep."""
    return memory_curve([layer.tape for layer in network.layers], network.passes.settings.truncate)
