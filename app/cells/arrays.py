"""Small sums and products that cells and architectures share, written for NumPy's speed."""

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[Any]


def outer_sum(left: Array, right: Array) -> Array:
    """Σ_{t,b} left[t, b] ⊗ right[t, b], as one matrix product: (T, B, I) and (T, B, J) → (I, J)."""
    return np.asarray(left.reshape(-1, left.shape[-1]).T @ right.reshape(-1, right.shape[-1]))


def product(x: Array, W: Array) -> Array:
    """x W as one matrix product, whatever axes stand before the last: (…, I) and (I, J) → (…, J).

    NumPy's own for more than two axes makes many small products, and takes ten times as long. Where each layer has a
    matrix of its own, (L, B, I) and (L, I, J) → (L, B, J), they are what is wanted.
    """
    if x.ndim == 2:
        return np.asarray(x.dot(W))
    if W.ndim == 3:
        return np.asarray(x @ W)
    return np.asarray(x.reshape(-1, x.shape[-1]).dot(W).reshape(*x.shape[:-1], -1))


def rows(by_block: Array) -> Array:
    """Join the blocks again: (..., G, H) → (..., G·H), the order of the rows of W_xh and W_hh."""
    return by_block.reshape(*by_block.shape[:-2], -1)


def split_blocks(joined: Array, blocks: int) -> Array:
    """The inverse of `rows`: (..., G·H) → (..., G, H)."""
    return joined.reshape(*joined.shape[:-1], blocks, joined.shape[-1] // blocks)
