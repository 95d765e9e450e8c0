"""Layer normalisation: the units of a block are brought to mean 0 and variance 1, in each step and sequence by itself.

    û = (u - μ) / s       μ = (1/H) Σ_i u_i       s = √((1/H) Σ_i (u_i - μ)² + ε)       a = g ⊙ û + b

Backward, from ∂L/∂a, with q = g ⊙ ∂L/∂a / s:

    ∂L/∂b = ∂L/∂a        ∂L/∂g = ∂L/∂a ⊙ û
    ∂L/∂u = C (q - û · (1/H) Σ_i q_i û_i)          C v = v - (1/H) Σ_i v_i

Two directions of ∂L/∂u are taken away: the one that would move all of u alike (C, from the mean), and the one along û,
which would make all of it larger (from s). A u that is c times as large has the same û, and sends back 1/c times the
gradient: how large W_hh is cancels out of ∂h_t/∂h_{t-1}, where u is W_hh h_{t-1} alone.

The mean is linear in u = W_xh x + W_hh h, so it is taken out of the matrices once, W̃ = C W (`Cell.acting`), and u comes
centred: a step forward and a step back do not compute it.

Source: J. L. Ba, J. R. Kiros, G. E. Hinton, "Layer Normalization" (2016). ε = 10⁻⁵ is PyTorch's.
"""

import numpy as np

from .arrays import Array

NORMALISATIONS = ("none", "layer")
EPSILON = 1e-5


def centre(W: Array, blocks: int) -> Array:
    """C W: the mean over each block's H rows taken out, so that what it gives has mean 0: (G·H, ·) → (G·H, ·)."""
    by_block = W.reshape(blocks, -1, W.shape[-1])
    return np.asarray((by_block - by_block.mean(axis=1, keepdims=True)).reshape(W.shape))


def normalise(u: Array) -> tuple[Array, Array]:
    """û = u / s and s of centred u, (…, H): (…, H) and (…, 1).

    In float16 the squares are taken in float32, as in PyTorch: from |u| = 256 on they have no room in it, and û would
    be 0 without a word.
    """
    if u.itemsize == 2:  # float16
        u_hat, s = normalise(u.astype(np.float32))
        return u_hat.astype(u.dtype), s.astype(u.dtype)
    s = np.add.reduce(u * u, axis=-1, keepdims=True)
    s *= 1 / u.shape[-1]
    s += EPSILON
    np.sqrt(s, out=s)
    return u / s, s


def normalise_back(d_a: Array, scale: Array | None, u_hat: Array | None) -> Array:
    """From ∂L/∂a to ∂L/∂u at what the centred matrices give, (…, H): q - û · mean(q ⊙ û) with q = scale ⊙ ∂L/∂a.

    scale: g ⊘ s; None, as û: nothing is normalised, and ∂L/∂a itself is given back
    C is left to whoever wants the gradient of the matrices themselves: W̃ᵀ v = Wᵀ C v needs none.
    """
    if scale is None or u_hat is None:
        return d_a
    q = d_a * scale
    along = np.add.reduce(q * u_hat, axis=-1, keepdims=True)
    along *= 1 / q.shape[-1]
    return np.asarray(q - u_hat * along)
