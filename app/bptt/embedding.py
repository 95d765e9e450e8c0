"""An embedding: a row of numbers for each token of a vocabulary.

    x_t = E[w_t]                      the same as E ᵀ times a one-hot vector, without the product
    ∂L/∂E[w] = Σ_{t: w_t = w} ∂L/∂x_t     a shared weight again: each use of a word adds to its row

Source: Y. Bengio, R. Ducharme, P. Vincent, C. Jauvin, "A Neural Probabilistic Language Model" (2003).
"""

import numpy as np

from ..cells.arrays import Array


def embed(E: Array, tokens: Array) -> Array:
    """Rows of E (V, D) for token numbers of any shape (…) → (…, D)."""
    return np.asarray(E[tokens])


def embed_back(E: Array, tokens: Array, d_x: Array) -> Array:
    """∂L/∂E, (V, D), from ∂L/∂x, (…, D)."""
    d_E = np.zeros(E.shape, d_x.dtype)
    np.add.at(d_E, tokens.ravel(), d_x.reshape(-1, E.shape[1]))
    return d_E


class EmbeddingBack:
    """∂L/∂E of a sequence that comes back in parts: tokens (T, B), and ∂L/∂x of some of its steps at a time."""

    def __init__(self, E: Array, tokens: Array) -> None:
        self.E, self.tokens = E, tokens
        self.d_E = np.zeros_like(E)

    def give(self, first: int, last: int, d_x: Array) -> None:
        """Take ∂L/∂x_t of the steps first … last-1."""
        self.d_E = self.d_E + embed_back(self.E, self.tokens[first:last], d_x)
