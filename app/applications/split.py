"""Which data train, which choose, which measure: decided by their names alone. No shuffle and no seed can move them.

    training     the network learns from it
    validation   hyperparameters are chosen on it, and a live run shows how it does there
    held out     measured once, at the end, by `scripts.weights`; nothing is chosen on it

Source: B. D. Ripley, "Pattern Recognition and Neural Networks" (1996), glossary.
"""

from typing import Literal, TypeAlias
from zlib import crc32

Part: TypeAlias = Literal["training", "validation", "held out"]
ONE_IN = 10
"""One in so many is held out, and one in so many is for validation."""


def part_of(key: str, one_in: int = ONE_IN) -> Part:
    """The part of what is called `key`: its CRC-32 modulo `one_in` is 0 (held out), 1 (validation), or more (training).

    The same on every machine, and still the same for the others when something is added. Whatever must not lie in two
    parts (two spellings of a name, two settings of a tune) has to have one key.
    """
    place = crc32(key.encode()) % one_in
    return "held out" if place == 0 else "validation" if place == 1 else "training"
