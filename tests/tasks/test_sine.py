"""The noisy sine wave: noise in what is read, none in what is asked."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.tasks.base import Batch
from app.tasks.sine import NOISE, PERIODS, Sine


def drawn(steps: int, batch: int, seed: int = 0) -> Batch:
    return Sine().draw(np.random.default_rng(seed), steps, batch)


@given(st.integers(5, 200), st.integers(0, 2**31 - 1))
def test_the_targets_are_a_sine_wave_without_noise_of_a_period_in_its_range(steps: int, seed: int) -> None:
    """Three values of a wave in a row obey y_{t+1} + y_{t-1} = 2 cos(2π / P) y_t, exactly."""
    for wave in drawn(steps, 3, seed).targets[..., 0].T:
        middle = np.abs(wave[1:-1]).argmax() + 1
        turn = np.arccos(np.clip((wave[middle - 1] + wave[middle + 1]) / (2 * wave[middle]), -1, 1))
        assert PERIODS[0] * (1 - 1e-9) <= 2 * np.pi / turn <= PERIODS[1] * (1 + 1e-9)
        np.testing.assert_allclose(wave[2:] + wave[:-2], 2 * np.cos(turn) * wave[1:-1], atol=1e-12)
        assert np.abs(wave).max() <= 1


def test_what_is_read_is_the_wave_one_step_before_with_noise_of_its_deviation() -> None:
    found = drawn(60, 2000)
    noise = found.inputs[1:] - found.targets[:-1]  # x_t - y_{t-1}: what was asked for is read one step later
    assert noise.std() == pytest.approx(NOISE, rel=0.02)
    assert abs(noise.mean()) < 5 * NOISE / np.sqrt(noise.size)
    flat = noise[..., 0]
    assert abs(np.corrcoef(flat[:-1].ravel(), flat[1:].ravel())[0, 1]) < 5 / np.sqrt(flat.size)


def test_every_sequence_has_a_phase_and_a_period_of_its_own() -> None:
    found = drawn(50, 4000).targets[..., 0]
    first = found[0]
    assert len(np.unique(first)) == len(first)
    # a wave of random phase: mean 0, mean square ½, at every step
    np.testing.assert_allclose(found.mean(axis=1), 0, atol=5 * np.sqrt(0.5 / 4000))
    np.testing.assert_allclose((found**2).mean(axis=1), 0.5, atol=5 * np.sqrt(0.125 / 4000))
