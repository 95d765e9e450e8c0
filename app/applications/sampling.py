"""Writing on: a language model's own symbols, drawn one by one from what it expects and read by it again.

    w_{t+1} ~ softmax(y_t / τ)

At the temperature τ = 1 symbols come as often as the network expects them; below, the likely ones more often, and at 0
always the likeliest; above, the unlikely ones.
"""

from collections.abc import Sequence

import numpy as np

from ..bptt.architecture import Network
from ..bptt.examples import Examples
from ..bptt.stacked import Stacked
from ..cells.arrays import Array
from .alphabet import END, UNKNOWN


def sampling_probabilities(outputs: Array, temperature: float) -> Array:
    """softmax(y / τ) over the last axis, with none for the unknown symbol, which stands for no character."""
    y = np.array(outputs, np.float64)
    y[..., UNKNOWN] = -np.inf
    y -= y.max(axis=-1, keepdims=True)
    p = (y == 0).astype(np.float64) if temperature == 0 else np.exp(y / temperature)
    return np.asarray(p / p.sum(axis=-1, keepdims=True))


def sample_continuations(
    network: Network,
    beginning: Sequence[int],
    rng: np.random.Generator,
    *,
    temperature: float,
    most: int,
    count: int = 1,
) -> list[list[int]]:
    """`count` continuations of a `beginning`, each up to its end (which is not in it) or to `most` symbols."""
    architecture = network.architecture
    if not isinstance(architecture, Stacked):
        raise TypeError(f"{type(architecture).__name__} does not go on from a state; Stacked does.")
    tokens = np.repeat(np.array(beginning, np.int64)[:, None], count, axis=1)  # (T, count)
    continuations: list[list[int]] = [[] for _ in range(count)]
    over, states = np.zeros(count, bool), None
    for _ in range(most):
        run = network.forward(inputs_only(tokens), initial=states)
        states = run.ends
        edges = sampling_probabilities(run.outputs[-1], temperature).cumsum(axis=-1)  # (count, K)
        symbols = (edges < rng.random((count, 1)) * edges[:, -1:]).sum(axis=-1)
        over |= symbols == END
        if over.all():
            break
        for continuation, symbol, ended in zip(continuations, symbols.tolist(), over.tolist(), strict=True):
            if not ended:
                continuation.append(symbol)
        tokens = symbols[None]
    return continuations


def inputs_only(tokens: Array) -> Examples:
    """Sequences of one length that are only read, (T, B)."""
    return Examples(tokens, np.full(tokens.shape, True), np.zeros_like(tokens), np.zeros(tokens.shape))
