"""The container of a WAV file: "RIFF", its size, "WAVE", then chunks of a name of four letters, a size, and the bytes.

What programs write in fact, beside what the specification says, and how it is read here:

    RF64, BW64    a file that may pass 4 GB: a size of 0xFFFFFFFF stands for the one in the chunk `ds64`
    RIFX          all numbers big-endian
    data of size 0 with sound after it, or of a size beyond the file: the recording was never finished, or was cut off;
                  what is there is read. RIFF's own size says nothing that the chunks do not
    odd chunks    are followed by a pad byte, which is zero; where it is missing the next name is found all the same
    the same name twice: the first counts, so that what stands behind the sound cannot change it

Sources: IBM and Microsoft, "Multimedia Programming Interface and Data Specifications 1.0" (1991); EBU Tech 3306 (2009)
for RF64; ITU-R BS.2088 (2019) for BW64.
"""

from dataclasses import dataclass
from struct import unpack_from

from ..base import MaterialError

HEAD = 8
"""Bytes of a chunk's name and size."""
MAGIC = {b"RIFF": "<", b"RF64": "<", b"BW64": "<", b"RIFX": ">"}
STREAMED = 0xFFFFFFFF
"""A size that nobody knew yet, or that is too large for 32 bits."""


@dataclass(frozen=True)
class Riff:
    """order: of the bytes of a number, "<" or ">"; chunks: name and bytes; unfinished: see the module."""

    order: str
    chunks: tuple[tuple[bytes, bytes], ...]
    unfinished: bool

    def find(self, name: bytes) -> bytes:
        """The first chunk of a name. Raises MaterialError: sound_not_wav."""
        for other, content in self.chunks:
            if other == name:
                return content
        raise MaterialError("sound_not_wav", value=f"no {name.decode().strip()} chunk", allowed="fmt, data")


def read_riff(content: bytes) -> Riff:
    """The chunks of a WAV file. Raises MaterialError: sound_not_wav."""
    order = MAGIC.get(content[:4])
    if order is None or content[8:12] != b"WAVE":
        raise MaterialError("sound_not_wav", value=printable(content[:4]), allowed="RIFF … WAVE")
    chunks: list[tuple[bytes, bytes]] = []
    place, unfinished, long_size = 12, False, None
    while place + HEAD <= len(content):
        name, size = content[place : place + 4], int(unpack_from(f"{order}I", content, place + 4)[0])
        start = place + HEAD
        room = len(content) - start
        if name == b"ds64" and room >= 16:
            long_size = int(unpack_from(f"{order}Q", content, start + 8)[0])
        if name == b"data":
            if size == STREAMED and long_size is not None:
                size = long_size
            if size > room or (size == 0 and room and not is_chunk(content, start, order)):
                size, unfinished = room, True
        size = min(size, room)
        chunks.append((name, content[start : start + size]))
        place = next_chunk(content, start + size, order) if size % 2 else start + size
    return Riff(order, tuple(chunks), unfinished)


def next_chunk(content: bytes, end: int, order: str) -> int:
    """Where the chunk after an odd one begins: behind the pad byte, where there is one."""
    padded = content[end : end + 1] == b"\0" or not is_chunk(content, end, order)
    return end + padded


def is_chunk(content: bytes, place: int, order: str) -> bool:
    """Whether a chunk can begin here: a name of printable signs, and a size that the file has room for.

    Of the chunk with the sound the size may be anything: it is the one that is written last.
    """
    name = content[place : place + 4]
    if len(content) < place + HEAD or not all(32 <= byte < 127 for byte in name):
        return False
    return name == b"data" or int(unpack_from(f"{order}I", content, place + 4)[0]) <= len(content) - place - HEAD


def printable(start: bytes) -> str:
    """The first bytes of a file as something to show: letters and digits, a dot for others."""
    return "".join(chr(byte) if chr(byte).isascii() and chr(byte).isalnum() else "." for byte in start) or "—"
