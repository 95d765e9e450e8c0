"""Which data are held out: decided by their names alone, so that no shuffle and no seed can let training draw them."""

from zlib import crc32

ONE_IN = 10
"""One in so many is held out."""


def held_out(key: str, one_in: int = ONE_IN) -> bool:
    """Whether what is called `key` is held out: its CRC-32 is a multiple of `one_in`.

    The same on every machine, and still the same for the others when something is added. Whatever must not lie on both
    sides (two spellings of a name, two settings of a tune) has to have one key.
    """
    return crc32(key.encode()) % one_in == 0
