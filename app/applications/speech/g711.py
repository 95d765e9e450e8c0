"""The telephone's eight bits: μ-law and A-law, an exponent and a mantissa to each sample, so that a whisper has as many
steps as a shout.

    μ-law   ±((2 m + 33) 2^e - 33) · 4 / 2^15          all bits inverted
    A-law   ±(2 m + 1) 2^3 / 2^15  where e = 0, else ±(2 m + 33) 2^(e+2) / 2^15          every other bit inverted

with one bit of sign, three of e and four of m.
Source: ITU-T Recommendation G.711 (1988).
"""

import numpy as np

from ...cells.arrays import Array

FULL = 2.0**15


def expand_mu_law(sound: Array) -> Array:
    """Bytes of μ-law, uint8 → samples between -1 and 1."""
    code = ~sound
    sign, exponent, mantissa = parts_of(code)
    return np.asarray(np.where(sign, -1, 1) * ((2 * mantissa + 33) * 2**exponent - 33) * 4 / FULL)


def expand_a_law(sound: Array) -> Array:
    """Bytes of A-law, uint8 → samples between -1 and 1."""
    code = sound ^ 0x55
    sign, exponent, mantissa = parts_of(code)
    height = np.where(exponent == 0, (2 * mantissa + 1) * 8, (2 * mantissa + 33) * 2 ** (exponent + 2))
    return np.asarray(np.where(sign, 1, -1) * height / FULL)


def parts_of(code: Array) -> tuple[Array, Array, Array]:
    """Sign bit, exponent and mantissa of each byte."""
    wide = code.astype(np.int64)
    return wide & 0x80, wide >> 4 & 7, wide & 15
