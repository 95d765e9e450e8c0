"""Uploaded sound: the bytes of a WAV file → samples at 8 kHz, mono; and the telephone's 8-bit form of them.

A WAV file is a RIFF: "RIFF", its size, "WAVE", and then chunks of a name of four letters, a size, and that many bytes.
`fmt ` says how the numbers in `data` are to be read; other chunks are passed over. Read here are integers of 8, 16, 24
and 32 bits and floats of 32 and 64, at 8 to 192 kHz, in up to eight channels, which are averaged.

Sources: IBM and Microsoft, "Multimedia Programming Interface and Data Specifications 1.0" (1991), and Microsoft's
WAVEFORMATEXTENSIBLE; ITU-T G.711 (1988) for μ-law.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import gcd
from struct import pack, unpack_from

import numpy as np

from ...cells.arrays import Array
from ..base import MaterialError
from .mel import RATE, WINDOW

MOST_BYTES = 2_500_000
"""Eight seconds of stereo at 48 kHz in 24 bits are 2.3 MB."""
MOST_SECONDS = 8.0
RATES = (RATE, 192_000)
MOST_CHANNELS = 8
QUIET = 1e-3
"""Peak, of 1 at most, below which nothing was recorded but the microphone's own noise."""
INTEGERS, FLOATS, EXTENSIBLE = 1, 3, 0xFFFE
READABLE = {(INTEGERS, 8), (INTEGERS, 16), (INTEGERS, 24), (INTEGERS, 32), (FLOATS, 32), (FLOATS, 64)}
ALLOWED = "PCM 8, 16, 24, 32 bit; float 32, 64 bit"


@dataclass(frozen=True)
class Format:
    """kind: `INTEGERS` or `FLOATS`, or whatever the file has; bits: of one number; rate: in Hz."""

    kind: int
    channels: int
    rate: int
    bits: int


def read(content: bytes) -> Array:
    """Samples between -1 and 1 at 8 kHz, their mean removed, of the bytes of a WAV file.

    Raises MaterialError: sound_too_large (bytes), sound_not_wav, sound_format, sound_rate (Hz), sound_too_long and
    sound_too_short (seconds), sound_silent.
    """
    if len(content) > MOST_BYTES:
        raise MaterialError("sound_too_large", value=len(content), allowed=MOST_BYTES)
    if content[:4] != b"RIFF" or content[8:12] != b"WAVE":
        raise MaterialError("sound_not_wav", value=printable(content[:4]), allowed="RIFF … WAVE")
    chunk_by_name = dict(chunks(content))
    for name in (b"fmt ", b"data"):
        if name not in chunk_by_name:
            raise MaterialError("sound_not_wav", value=f"no {name.decode().strip()} chunk", allowed="fmt, data")
    form = format_of(chunk_by_name[b"fmt "])
    values = numbers(chunk_by_name[b"data"], form)
    seconds = len(values) / form.rate
    if seconds > MOST_SECONDS:
        raise MaterialError("sound_too_long", value=round(seconds, 1), allowed=MOST_SECONDS)
    if seconds < WINDOW / RATE:
        raise MaterialError("sound_too_short", value=round(seconds, 3), allowed=WINDOW / RATE)
    if not np.isfinite(values).all():
        raise MaterialError("sound_format", value="NaN, inf", allowed=ALLOWED)
    mono = np.clip(values, -1, 1).mean(axis=1)
    samples = resample(mono - mono.mean(), form.rate)
    if np.abs(samples).max() < QUIET:
        raise MaterialError("sound_silent", value=f"{np.abs(samples).max():.1e}", allowed=f"≥ {QUIET:g}")
    return samples


def chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Name and bytes of every chunk; one that says it is longer than the file (it was streamed) is what is there."""
    at = 12
    while at + 8 <= len(content):
        name, size = content[at : at + 4], unpack_from("<I", content, at + 4)[0]
        yield name, content[at + 8 : at + 8 + size]
        at += 8 + size + size % 2


def format_of(chunk: bytes) -> Format:
    """The format that a `fmt ` chunk describes, if it is one that can be read."""
    if len(chunk) < 16:
        raise MaterialError("sound_not_wav", value=f"fmt: {len(chunk)} bytes", allowed="≥ 16")
    kind, channels, rate, _, _, bits = unpack_from("<HHIIHH", chunk)
    if kind == EXTENSIBLE and len(chunk) >= 26:
        kind = unpack_from("<H", chunk, 24)[0]
    if (kind, bits) not in READABLE or not 1 <= channels <= MOST_CHANNELS:
        raise MaterialError("sound_format", value=f"{kind:#x}, {bits} bit, {channels} ch", allowed=ALLOWED)
    if not RATES[0] <= rate <= RATES[1]:
        raise MaterialError("sound_rate", value=rate, allowed=f"{RATES[0]} … {RATES[1]}")
    return Format(kind, channels, rate, bits)


@np.errstate(invalid="ignore")  # what is no number is refused by whoever reads them
def numbers(data: bytes, form: Format) -> Array:
    """The numbers between -1 and 1, (samples, channels); an incomplete sample at the end is left out."""
    width = form.bits // 8 * form.channels
    data = data[: len(data) // width * width]
    if form.kind == FLOATS:
        values = np.frombuffer(data, f"<f{form.bits // 8}").astype(np.float64)
    elif form.bits == 8:
        values = np.frombuffer(data, np.uint8) / 128.0 - 1  # the only one without a sign
    elif form.bits == 24:
        parts = np.frombuffer(data, np.uint8).reshape(-1, 3)
        wide = np.zeros((len(parts), 4), np.uint8)
        wide[:, 1:] = parts  # the upper three bytes of 32 bits, so that the sign is in its place
        values = wide.view("<i4")[:, 0] / 2.0**31
    else:
        values = np.frombuffer(data, f"<i{form.bits // 8}") / 2.0 ** (form.bits - 1)
    return np.asarray(values.reshape(-1, form.channels))


def resample(samples: Array, rate: int) -> Array:
    """From `rate` to 8 kHz, through the spectrum: what 8 kHz cannot hold is left out, gently from 3.6 kHz on.

    The samples are continued with silence, to a length that is a whole number of samples at both rates.
    """
    if rate == RATE:
        return np.asarray(samples, np.float64)
    unit = rate // gcd(rate, RATE)
    tail = unit * -(-(len(samples) + rate // 50) // unit)
    spectrum = np.fft.rfft(samples, tail)
    length = tail * RATE // rate
    hertz = np.arange(length // 2 + 1) * RATE / length
    band = spectrum[: length // 2 + 1] * np.clip((RATE / 2 - hertz) / 400, 0, 1)
    return np.asarray(np.fft.irfft(band, length)[: -(-len(samples) * RATE // rate)] * (RATE / rate))


def to_wav(samples: Array) -> bytes:
    """Samples between -1 and 1 at 8 kHz as a WAV file of 16 bits, which every browser plays."""
    data = np.rint(np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes()
    form = pack("<HHIIHH", INTEGERS, 1, RATE, 2 * RATE, 2, 16)
    return b"".join(
        [b"RIFF", pack("<I", 36 + len(data)), b"WAVEfmt ", pack("<I", 16), form, b"data", pack("<I", len(data)), data]
    )


def printable(start: bytes) -> str:
    """The first bytes of a file as something to show: letters and digits, a dot for others."""
    return "".join(chr(byte) if chr(byte).isascii() and chr(byte).isalnum() else "." for byte in start) or "—"


MU = 255


def compress(samples: Array) -> Array:
    """μ-law: sign(x) ln(1 + 255 |x|) / ln 256 in 8 bits, so that a whisper has as many steps as a shout: → uint8."""
    curve = np.sign(samples) * np.log1p(MU * np.abs(np.clip(samples, -1, 1))) / np.log1p(MU)
    return np.asarray(np.rint(curve * 127 + 128), np.uint8)


def expand(sound: Array) -> Array:
    """The inverse of `compress`, but for the rounding: uint8 → samples between -1 and 1."""
    curve = (sound.astype(np.float64) - 128) / 127
    return np.asarray(np.sign(curve) * np.expm1(np.abs(curve) * np.log1p(MU)) / MU)
