"""A reader's WAV: every form that can be read, resampling, μ-law, what is refused and why; and the mel spectrogram."""

from __future__ import annotations

import io
import struct
import wave
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.applications.base import MaterialError
from app.applications.speech import wav
from app.applications.speech.g711 import expand_a_law, expand_mu_law
from app.applications.speech.mel import (
    BANDS,
    FLOOR,
    HOP,
    RATE,
    WINDOW,
    decibels,
    edges,
    filters,
    peaks,
    steps_of,
    without_noise,
)
from app.cells.arrays import Array

FORMS = [(1, 8), (1, 16), (1, 24), (1, 32), (3, 32), (3, 64)]


def tone(hertz: float, rate: int = RATE, seconds: float = 0.5, height: float = 0.5) -> Array:
    return np.asarray(height * np.sin(2 * np.pi * hertz * np.arange(int(rate * seconds)) / rate))


def packed(samples: Array, kind: int, bits: int) -> bytes:
    """Samples as the numbers of a WAV file."""
    if kind == 3:
        return samples.astype(f"<f{bits // 8}").tobytes()
    whole = np.rint(samples * (2.0 ** (bits - 1) - 1)).astype(np.int64)
    if bits == 8:
        return (whole + 128).astype(np.uint8).tobytes()
    return b"".join(int(value).to_bytes(bits // 8, "little", signed=True) for value in whole.ravel())


def made(samples: Array, *, kind: int = 1, bits: int = 16, rate: int = RATE, **changes: Any) -> bytes:
    """A WAV file of samples (n,) or (n, channels)."""
    channels: Any = changes.get("channels", 1 if samples.ndim == 1 else samples.shape[1])
    form = struct.pack("<HHIIHH", kind, channels, rate, rate * channels * bits // 8, channels * bits // 8, bits)
    form = changes.get("form", form)
    data = changes.get("data", packed(samples, kind, bits))
    size = changes.get("size", len(data))
    parts = [b"fmt ", struct.pack("<I", len(form)), form, changes.get("between", b"")]
    parts += [b"data", struct.pack("<I", size), data]
    body = b"WAVE" + b"".join(parts)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def refused(content: bytes) -> MaterialError:
    with pytest.raises(MaterialError) as raised:
        wav.read(content)
    assert {"value", "allowed"} <= raised.value.values.keys()
    assert raised.value.field == "material"
    return raised.value


def test_channels_that_cancel_are_not_silence() -> None:
    samples = tone(440)
    np.testing.assert_allclose(
        wav.read(made(np.stack([samples, -samples], axis=1))), wav.read(made(samples)), atol=1e-4
    )


@pytest.mark.parametrize(("kind", "bits"), FORMS)
def test_every_form_gives_the_same_samples(kind: int, bits: int) -> None:
    samples = tone(440)
    found = wav.read(made(samples, kind=kind, bits=bits))
    np.testing.assert_allclose(found, samples - samples.mean(), atol=2.5 / 2**bits if kind == 1 else 1e-6)


def test_a_file_of_the_standard_library_is_read_and_ours_is_read_by_it() -> None:
    samples = tone(300)
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(packed(samples, 1, 16))
    np.testing.assert_allclose(wav.read(file.getvalue()), samples, atol=1e-3)
    with wave.open(io.BytesIO(wav.to_wav(samples))) as written:
        assert (written.getnchannels(), written.getsampwidth(), written.getframerate()) == (1, 2, RATE)
        assert written.getnframes() == len(samples)
        np.testing.assert_allclose(np.frombuffer(written.readframes(9999), "<i2") / 32767, samples, atol=1e-4)


def test_channels_are_averaged_and_a_constant_is_taken_away() -> None:
    left, right = tone(400), 0.2 * tone(900)
    found = wav.read(made(np.stack([left + 0.1, right + 0.1], axis=1)))
    np.testing.assert_allclose(found, (left + right) / 2, atol=1e-3)


@pytest.mark.parametrize("rate", [8000, 11025, 16000, 22050, 44100, 44101, 48000, 96000, 192000])
def test_a_tone_is_the_same_tone_at_eight_kilohertz(rate: int) -> None:
    found = wav.read(made(tone(1000, rate), rate=rate))
    expected = tone(1000)
    assert abs(len(found) - len(expected)) <= 1
    middle = slice(400, -400)
    count = min(len(found), len(expected))
    np.testing.assert_allclose(found[:count][middle], expected[:count][middle], atol=5e-3)


def test_what_is_above_four_kilohertz_is_not_folded_down() -> None:
    found = wav.read(made(tone(1000, 44100) + 0.4 * tone(7000, 44100, height=1), rate=44100))
    np.testing.assert_allclose(found[400:-400], tone(1000)[400:-400], atol=5e-3)  # 7 kHz would have come out as 1 kHz


def test_other_chunks_are_passed_over_and_an_extensible_format_is_read() -> None:
    samples = tone(440)
    between = b"LIST" + struct.pack("<I", 5) + b"hello\0"  # an odd size is filled up
    np.testing.assert_allclose(wav.read(made(samples, between=between)), samples, atol=1e-3)
    form = struct.pack("<HHIIHHHHI", 0xFFFE, 1, RATE, RATE * 2, 2, 16, 22, 16, 4) + struct.pack("<H", 1) + bytes(14)
    np.testing.assert_allclose(wav.read(made(samples, form=form)), samples, atol=1e-3)


@pytest.mark.parametrize("size", [0xFFFFFFFF, 10**6])
def test_a_streamed_file_that_says_it_is_longer_is_what_is_there(size: int) -> None:
    samples = tone(440)
    np.testing.assert_allclose(wav.read(made(samples, size=size)), samples, atol=1e-3)


def test_half_a_sample_at_the_end_is_left_out() -> None:
    samples = tone(440)
    data = packed(samples, 1, 24)
    assert len(wav.read(made(samples, bits=24, data=data[:-2]))) == len(samples) - 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "sound_not_wav"),
        (b"ID3\x04<script>", "sound_not_wav"),
        (b"RIFF\0\0\0\0AVI LIST", "sound_not_wav"),
        (b"RIFF\0\0\0\0WAVE", "sound_not_wav"),
        (made(tone(440), form=b"\1\0"), "sound_not_wav"),
        (made(tone(440), form=struct.pack("<HHIIHH", 2, 1, RATE, 4000, 256, 4), data=bytes(4000)), "sound_format"),
        (made(tone(440), kind=0x55, bits=16, data=bytes(4000)), "sound_format"),
        (made(tone(440), form=struct.pack("<HHIIHH", 1, 1, RATE, RATE, 2, 48)), "sound_format"),
        (made(1e12 * tone(440), kind=3, bits=64), "sound_format"),
        (made(tone(440), channels=0), "sound_format"),
        (made(tone(440), channels=9), "sound_format"),
        (made(np.array([np.nan] * 4000), kind=3, bits=32), "sound_format"),
        (made(tone(440), rate=4000), "sound_rate"),
        (made(tone(440), rate=400_000), "sound_rate"),
        (made(tone(440, seconds=8.1)), "sound_too_long"),
        (made(tone(440, seconds=0.02)), "sound_too_short"),
        (made(np.zeros(0)), "sound_too_short"),
        (made(np.zeros(4000)), "sound_silent"),
        (made(np.full(4000, 0.3)), "sound_silent"),
        (made(tone(440, height=1e-4)), "sound_silent"),
        (bytes(wav.MOST_BYTES + 1), "sound_too_large"),
    ],
)
def test_what_cannot_be_used_is_named(content: bytes, code: str) -> None:
    assert refused(content).code == code


def test_no_text_of_a_file_comes_back_in_its_error() -> None:
    assert refused(b"<b>\xff<script>").values["value"] == ".b.."


@given(st.binary(max_size=200))
def test_any_bytes_are_refused_or_read(content: bytes) -> None:
    for data in (content, b"RIFF\0\0\0\0WAVE" + content, made(tone(440), form=content[:40])):
        try:
            found = wav.read(data)
        except MaterialError:
            continue
        assert np.isfinite(found).all()


def remarks_of(content: bytes) -> list[str]:
    return [name for name, _ in wav.read_sound(content).remarks]


@pytest.mark.parametrize("bits", [32, 64])
@pytest.mark.parametrize("scale", [127, 32767, 32768, 2**23 - 1, 2**31 - 1])
def test_floats_on_the_scale_of_integers_are_those_integers_and_the_answer_says_so(scale: int, bits: int) -> None:
    samples = tone(440, height=0.7)
    sound = wav.read_sound(made(samples * scale, kind=3, bits=bits))
    np.testing.assert_allclose(sound.samples, samples - samples.mean(), rtol=0.01, atol=1e-5)
    ((name, peak),) = sound.remarks
    assert name == "scaled"
    assert peak == pytest.approx(0.7 * scale, rel=1e-3)


def test_floats_a_little_too_loud_keep_their_shape_and_those_in_bounds_are_left_alone() -> None:
    samples = tone(440, height=1.6)
    sound = wav.read_sound(made(samples, kind=3, bits=32))
    np.testing.assert_allclose(sound.samples, samples / 1.6, atol=1e-3)  # clipped, it would be a square wave
    assert [name for name, _ in sound.remarks] == ["scaled"]
    assert remarks_of(made(tone(440, height=1), kind=3, bits=32)) == []


@pytest.mark.parametrize("size", [0, 0xFFFFFFFF, 10**6])
def test_a_recording_that_was_never_finished_is_what_is_there_and_the_answer_says_so(size: int) -> None:
    samples = tone(440)
    sound = wav.read_sound(made(samples, size=size))
    np.testing.assert_allclose(sound.samples, samples, atol=1e-3)
    assert sound.remarks == (("unfinished", 0.5),)


def test_a_sound_of_no_samples_before_another_chunk_is_empty_and_not_that_chunk() -> None:
    tags = b"LIST" + struct.pack("<I", 4000) + bytes(4000)
    assert refused(made(np.zeros(0), data=b"") + tags).code == "sound_too_short"


@pytest.mark.parametrize("text", [b"hello", b"x", b"an odd comment\0"])
@pytest.mark.parametrize("pad", [b"", b"\0"])
def test_an_odd_chunk_is_passed_over_with_its_pad_byte_or_without(text: bytes, pad: bytes) -> None:
    samples = tone(440)
    between = b"LIST" + struct.pack("<I", len(text)) + text + pad
    np.testing.assert_allclose(wav.read(made(samples, between=between)), samples, atol=1e-3)
    info = b"INFOICMT" + struct.pack("<I", len(text)) + text
    between = b"LIST" + struct.pack("<I", len(info)) + info + pad
    np.testing.assert_allclose(wav.read(made(samples, between=between)), samples, atol=1e-3)


def test_tags_may_stand_before_the_format_and_anything_behind_the_sound() -> None:
    samples = tone(440)
    content = made(samples)
    tags = b"LIST" + struct.pack("<I", 8) + b"INFOabcd"
    np.testing.assert_allclose(wav.read(content[:12] + tags + content[12:]), samples, atol=1e-3)
    other = b"data" + struct.pack("<I", 800) + bytes(800)
    for behind in (b"\0", b"ID3\3garbage", bytes(range(256)), b"TAG" + bytes(125), other):
        assert remarks_of(content + behind) == []
        np.testing.assert_allclose(wav.read(content + behind), samples, atol=1e-3)


def test_a_file_cut_off_in_its_sound_is_read_up_to_there() -> None:
    content = made(tone(440))
    assert len(wav.read(content[:-1001])) == 4000 - 501
    assert remarks_of(content[:-1001]) == ["unfinished"]


@pytest.mark.parametrize("magic", [b"RF64", b"BW64"])
@pytest.mark.parametrize("known", [True, False])
def test_the_forms_for_long_files_are_read(magic: bytes, *, known: bool) -> None:
    samples = tone(440)
    plain = made(samples, size=0xFFFFFFFF)
    ds64 = b"ds64" + struct.pack("<IQQQI", 28, 0, 8000 if known else 0xFFFFFFFFFFFF, 4000, 0)
    content = magic + b"\xff" * 4 + b"WAVE" + ds64 + plain[12:] + (b"bext" + bytes(600) if known else b"")
    np.testing.assert_allclose(wav.read(content), samples, atol=1e-3)
    assert remarks_of(content) == ([] if known else ["unfinished"])


@pytest.mark.parametrize(("kind", "bits"), [(1, 16), (1, 24), (3, 32)])
def test_a_big_endian_file_is_read(kind: int, bits: int) -> None:
    samples = tone(440)
    data = packed(samples, kind, bits)
    swapped = b"".join(data[k : k + bits // 8][::-1] for k in range(0, len(data), bits // 8))
    form = struct.pack(">HHIIHH", kind, 1, RATE, RATE * bits // 8, bits // 8, bits)
    body = b"WAVEfmt " + struct.pack(">I", 16) + form + b"data" + struct.pack(">I", len(swapped)) + swapped
    found = wav.read(b"RIFX" + struct.pack(">I", len(body)) + body)
    np.testing.assert_allclose(found, samples - samples.mean(), atol=1e-3)


@pytest.mark.parametrize(("bits", "width"), [(12, 2), (20, 3), (24, 4)])
def test_a_number_of_fewer_bits_stands_in_the_upper_ones_of_its_bytes(bits: int, width: int) -> None:
    samples = tone(440)
    form = struct.pack("<HHIIHH", 1, 1, RATE, RATE * width, width, bits)
    found = wav.read(made(samples, form=form, data=packed(samples, 1, 8 * width)))
    np.testing.assert_allclose(found, samples, atol=1e-3)


def test_the_extensible_form_of_floats_is_read() -> None:
    samples = tone(440)
    guid = struct.pack("<H", 3) + bytes.fromhex("0000 0000 1000 8000 00aa 0038 9b71")
    form = struct.pack("<HHIIHHHHI", 0xFFFE, 1, RATE, RATE * 4, 4, 32, 22, 32, 4) + guid
    np.testing.assert_allclose(wav.read(made(samples, form=form, data=packed(samples, 3, 32))), samples, atol=1e-6)


# bytes and heights from the decoding tables 1a and 2a of ITU-T G.711, on the scale of 16 bits
A_LAW = {0xD5: 8, 0x55: -8, 0xAA: 32256, 0x2A: -32256, 0x80: 5504, 0xC5: 264}
MU_LAW = {0xFF: 0, 0x7F: 0, 0x80: 32124, 0x00: -32124, 0x8F: 16764, 0xEF: 132}


@pytest.mark.parametrize(("expand", "table"), [(expand_a_law, A_LAW), (expand_mu_law, MU_LAW)])
def test_the_telephones_codes_stand_for_what_the_standard_says(expand: Any, table: dict[int, int]) -> None:
    heights = 2**15 * expand(np.array(list(table), np.uint8))
    assert heights.tolist() == list(table.values())


@pytest.mark.parametrize(("kind", "expand"), [(6, expand_a_law), (7, expand_mu_law)])
def test_a_telephone_call_is_read(kind: int, expand: Any) -> None:
    samples = tone(440)
    heights = expand(np.arange(256, dtype=np.uint8))
    codes = np.abs(samples[:, None] - heights).argmin(axis=1).astype(np.uint8)
    found = wav.read(made(samples, kind=kind, bits=8, data=codes.tobytes()))
    np.testing.assert_allclose(found, samples, atol=0.02)


@given(st.lists(st.floats(-1, 1), min_size=1, max_size=50))
def test_mu_law_keeps_quiet_and_loud_samples_to_a_few_percent(values: list[float]) -> None:
    samples = np.array(values)
    found = wav.expand(wav.compress(samples))
    assert (np.abs(found - samples) <= 0.025 * np.abs(samples) + 1e-4).all()


def test_a_band_hears_its_own_tone_the_loudest() -> None:
    for band in (0, 5, 12, 20, 23):
        levels = decibels(tone(float(peaks()[band])))
        assert levels[5:-5].argmax(axis=1).tolist() == [band] * (len(levels) - 10)
        assert levels.max() == 0


def test_loudness_does_not_matter_and_silence_is_the_floor() -> None:
    samples = tone(700) + np.random.default_rng(0).normal(0, 0.01, 4000)
    np.testing.assert_allclose(decibels(samples), decibels(samples / 50), atol=1e-6)
    assert (decibels(np.zeros(1000)) == FLOOR).all()
    assert decibels(samples).min() >= FLOOR


def test_bands_are_even_steps_of_the_mel_scale_up_to_half_the_rate() -> None:
    assert edges()[0] == pytest.approx(80)
    assert edges()[-1] == pytest.approx(RATE / 2)
    assert (np.diff(edges(), 2) > 0).all()  # wider towards the high ones
    assert filters().max() <= 1
    assert (filters().max(axis=1) > 0.5).all()  # no band falls between two frequencies of the spectrum


@pytest.mark.parametrize(("samples", "frames"), [(1, 1), (WINDOW, 1), (WINDOW + 1, 2), (WINDOW + HOP, 2), (8000, 50)])
def test_there_is_a_frame_for_every_twenty_milliseconds(samples: int, frames: int) -> None:
    levels = decibels(np.random.default_rng(1).normal(size=samples))
    assert levels.shape == (frames, BANDS)
    read_as = steps_of(levels)
    assert read_as.shape == ((frames + 1) // 2, 2 * BANDS)
    assert -1 <= read_as.min() <= read_as.max() <= 1


def test_a_noise_that_goes_on_is_taken_away_and_what_comes_and_goes_is_not() -> None:
    hiss, word = np.full((40, BANDS), -20.0), np.full((40, BANDS), FLOOR)
    word[10:20, 5] = -3.0
    heard = without_noise(10 * np.log10(10 ** (hiss / 10) + 10 ** (word / 10)))
    assert (heard[:, 0] == FLOOR).all()
    np.testing.assert_allclose(heard[10:20, 5], -3, atol=1e-4)
    assert heard[0, 5] == FLOOR
    np.testing.assert_allclose(without_noise(word), word, atol=1e-4)


@given(st.integers(1, 60), st.integers(0, 2**31 - 1))
def test_taking_noise_away_makes_nothing_louder(frames: int, seed: int) -> None:
    levels = np.random.default_rng(seed).uniform(FLOOR, 0, (frames, BANDS))
    heard = without_noise(levels)
    assert (heard <= levels + 1e-9).all()
    assert heard.min() >= FLOOR


def test_a_signalling_nan_is_a_number_that_cannot_be_read_and_no_warning() -> None:
    content = made(np.zeros(4000), kind=3, bits=32)[:-4] + bytes.fromhex("0100a07f")
    with pytest.raises(MaterialError) as told:
        wav.read(content)
    assert told.value.code == "sound_format"
