"""Uploaded sound: the bytes of a WAV file → samples at 8 kHz, mono; and the telephone's 8-bit form of them.

The chunk `fmt ` says how the numbers in `data` are to be read; other chunks are passed over. Read here are integers of
up to 8, 16, 24 and 32 bits, floats of 32 and 64, A-law and μ-law, at 8 to 192 kHz, in up to eight channels, which are
averaged. What a file does not say, or says wrongly, is read for what it must be, with a remark:

    scaled       floats beyond ±1 are integers that were only called floats, or sound mixed too loud: they are divided
                 by the full scale of 8, 16, 24 or 32 bits that they need, or by their own peak where it is small
    unfinished   the recording was never finished, or was cut off: see `riff`

Sources: IBM and Microsoft, "Multimedia Programming Interface and Data Specifications 1.0" (1991), and Microsoft's
WAVEFORMATEXTENSIBLE; ITU-T G.711 (1988) for μ-law.
"""

from dataclasses import dataclass
from math import gcd
from struct import pack, unpack_from
from typing import NamedTuple

import numpy as np

from ...cells.arrays import Array
from ...numerals import Range
from ..base import MaterialError
from .g711 import expand_a_law, expand_mu_law
from .mel import RATE, WINDOW
from .riff import Riff, read_riff

MOST_BYTES = 2_500_000
"""Eight seconds of stereo at 48 kHz in 24 bits are 2.3 MB."""
MOST_SECONDS = 8.0
RATES = (RATE, 192_000)
MOST_CHANNELS = 8
CANCELLED = 0.001
"""Of the loudest channel's power, what is left of all where they cancel; seven silent ones beside it leave 1/64."""
QUIET = 1e-3
"""Peak, of 1 at most, below which nothing was recorded but the microphone's own noise."""
INTEGERS, FLOATS, A_LAW, MU_LAW, EXTENSIBLE = 1, 3, 6, 7, 0xFFFE
READABLE = {
    *((INTEGERS, bytes_) for bytes_ in (1, 2, 3, 4)),
    *((FLOATS, bytes_) for bytes_ in (4, 8)),
    (A_LAW, 1),
    (MU_LAW, 1),
}
ALLOWED = "PCM 8, 16, 24, 32 bit; float 32, 64 bit; A-law, μ-law 8 bit"
LOUD = 8.0
"""Floats up to here were mixed too loud (by 18 dB); beyond, they are integers."""
FULL_SCALES = (2.0**7, 2.0**15, 2.0**23, 2.0**31)


class Remark(NamedTuple):
    """What should be said of how a file was read: see the module. value: the peak; the seconds that were there."""

    name: str
    value: float


class Sound(NamedTuple):
    """samples: between -1 and 1 at 8 kHz, their mean removed."""

    samples: Array
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class Format:
    """kind: `INTEGERS`, `FLOATS`, …; width: of one number, in bytes; rate: in Hz; order: of the bytes."""

    kind: int
    channels: int
    rate: int
    width: int
    order: str = "<"


def read(content: bytes) -> Array:
    """Samples between -1 and 1 at 8 kHz, their mean removed, of the bytes of a WAV file: see `read_sound`."""
    return read_sound(content).samples


def read_sound(content: bytes, most_seconds: float = MOST_SECONDS) -> Sound:
    """The sound of a WAV file, and what should be said of how it was read.

    Raises MaterialError: sound_too_large (bytes), sound_not_wav, sound_format, sound_rate (Hz), sound_too_long and
    sound_too_short (seconds), sound_silent.
    """
    if len(content) > MOST_BYTES:
        raise MaterialError("sound_too_large", value=len(content), allowed=MOST_BYTES)
    riff = read_riff(content)
    form = format_of(riff)
    values = numbers(riff.find(b"data"), form)
    seconds = len(values) / form.rate
    if seconds > most_seconds:
        raise MaterialError("sound_too_long", value=round(seconds, 1), allowed=most_seconds)
    if seconds < WINDOW / RATE:
        raise MaterialError("sound_too_short", value=round(seconds, 3), allowed=WINDOW / RATE)
    if not np.isfinite(values).all():
        raise MaterialError("sound_format", value="NaN, inf", allowed=ALLOWED)
    remarks = [Remark("unfinished", round(seconds, 2))] if riff.unfinished else []
    scale = full_scale(values)
    if scale != 1:
        values = values / scale
        remarks.append(Remark("scaled", round(float(np.abs(values).max()) * scale, 2)))
    mono = in_one_channel(values)
    samples = resample(mono - mono.mean(), form.rate)
    if np.abs(samples).max() < QUIET:
        raise MaterialError("sound_silent", value=f"{np.abs(samples).max():.1e}", allowed=f"≥ {QUIET:g}")
    return Sound(samples, tuple(remarks))


def in_one_channel(values: Array) -> Array:
    """The mean of the channels; the loudest alone where they cancel, as those of a balanced line do."""
    mean, powers = values.mean(axis=1), values.var(axis=0)
    loudest = int(np.argmax(powers))
    return np.asarray(values[:, loudest] if mean.var() < CANCELLED * powers[loudest] else mean)


def full_scale(values: Array) -> float:
    """What stands for 1 in these numbers: see the module. Raises MaterialError: sound_format."""
    peak = float(np.abs(values).max(initial=0))
    if peak <= 1:
        return 1.0
    if peak <= LOUD:
        return peak
    for scale in FULL_SCALES:
        if peak <= scale:
            return scale
    raise MaterialError("sound_format", value=f"{peak:.3g}", allowed=f"≤ {FULL_SCALES[-1]:.0f}")


def format_of(riff: Riff) -> Format:
    """The format that the chunk `fmt ` describes, if it is one that can be read.

    A number takes whole bytes; one of fewer bits (12 of 16) stands in the upper ones, as the specification says.
    """
    chunk, order = riff.find(b"fmt "), riff.order
    if len(chunk) < 16:
        raise MaterialError("sound_not_wav", value=f"fmt: {len(chunk)} bytes", allowed="≥ 16")
    kind, channels, rate, _, block, bits = unpack_from(f"{order}HHIIHH", chunk)
    if kind == EXTENSIBLE and len(chunk) >= 26:
        kind = unpack_from(f"{order}H", chunk, 24)[0]
    width = -(-bits // 8)
    if (kind, width, block) == (INTEGERS, 3, 4 * channels):
        width = 4  # 24 bits in four bytes
    if (kind, width) not in READABLE or not 1 <= channels <= MOST_CHANNELS:
        raise MaterialError("sound_format", value=f"{kind:#x}, {bits} bit, {channels} ch", allowed=ALLOWED)
    if not RATES[0] <= rate <= RATES[1]:
        raise MaterialError("sound_rate", value=rate, allowed=Range(*RATES))
    return Format(kind, channels, rate, width, order)


@np.errstate(invalid="ignore")  # what is no number is refused by whoever reads them
def numbers(data: bytes, form: Format) -> Array:
    """The numbers, integers between -1 and 1, (samples, channels); an incomplete sample at the end is left out."""
    block = form.width * form.channels
    data = data[: len(data) // block * block]
    if form.kind == FLOATS:
        values = np.frombuffer(data, f"{form.order}f{form.width}").astype(np.float64)
    elif form.kind == A_LAW:
        values = expand_a_law(np.frombuffer(data, np.uint8))
    elif form.kind == MU_LAW:
        values = expand_mu_law(np.frombuffer(data, np.uint8))
    elif form.width == 1:
        values = np.frombuffer(data, np.uint8) / 128.0 - 1  # the only one without a sign
    elif form.width == 3:
        parts = np.frombuffer(data, np.uint8).reshape(-1, 3)
        wide = np.zeros((len(parts), 4), np.uint8)
        wide[:, 1:] = parts if form.order == "<" else parts[:, ::-1]  # the upper three of four bytes, below the sign
        values = wide.view("<i4")[:, 0] / 2.0**31
    else:
        values = np.frombuffer(data, f"{form.order}i{form.width}") / 2.0 ** (8 * form.width - 1)
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


MU = 255


def compress(samples: Array) -> Array:
    """μ-law: sign(x) ln(1 + 255 |x|) / ln 256 in 8 bits, so that a whisper has as many steps as a shout: → uint8."""
    curve = np.sign(samples) * np.log1p(MU * np.abs(np.clip(samples, -1, 1))) / np.log1p(MU)
    return np.asarray(np.rint(curve * 127 + 128), np.uint8)


def expand(sound: Array) -> Array:
    """The inverse of `compress`, but for the rounding: uint8 → samples between -1 and 1."""
    curve = (sound.astype(np.float64) - 128) / 127
    return np.asarray(np.sign(curve) * np.expm1(np.abs(curve) * np.log1p(MU)) / MU)
