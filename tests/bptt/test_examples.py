"""Batches of sequences of different lengths: padding, masks, weights, precision."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.bptt.examples import Examples, at_end, every_step, loss_mask, padded, present

lengths = st.lists(st.integers(1, 7), min_size=1, max_size=5)


@given(lengths)
def test_padding_comes_at_the_end_and_the_mask_says_where(found: list[int]) -> None:
    sequences = [np.arange(1, n + 1) for n in found]
    array, mask = padded(sequences, fill=9), present(found)
    assert array.shape == mask.shape == (max(found), len(found))
    for b, sequence in enumerate(sequences):
        np.testing.assert_array_equal(array[mask[:, b], b], sequence)
    assert (array[~mask] == 9).all()
    assert mask.sum(axis=0).tolist() == found
    assert (np.diff(mask.astype(int), axis=0) <= 0).all(), "no step after a step that is not there"


@given(lengths)
def test_the_weights_at_the_end_are_one_at_each_sequence_s_own_last_step(found: list[int]) -> None:
    weights = at_end(present(found))
    assert weights.dtype == np.float64
    assert weights.sum(axis=0).tolist() == [1.0] * len(found)
    assert weights.argmax(axis=0).tolist() == [n - 1 for n in found]


def test_vectors_are_padded_like_tokens() -> None:
    array = padded([np.ones((2, 3)), np.full((1, 3), 2.0)], fill=-1)
    assert array.shape == (2, 2, 3)
    assert array[1].tolist() == [[1, 1, 1], [-1, -1, -1]]
    assert array.dtype == np.float64


def test_a_mask_can_be_longer_than_the_longest_sequence() -> None:
    assert present([1, 3], steps=5).sum(axis=0).tolist() == [1, 3]
    assert len(present([1, 3], steps=5)) == 5


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
@pytest.mark.parametrize("vectors", [False, True])
def test_a_cast_changes_numbers_and_leaves_tokens_classes_and_masks(dtype: str, vectors: bool) -> None:
    inputs = np.zeros((2, 1, 3)) if vectors else np.zeros((2, 1), int)
    targets = np.zeros((2, 1, 2)) if vectors else np.zeros((2, 1), int)
    mask = np.full((2, 1), True)
    found = Examples(inputs, mask, targets, np.ones((2, 1)), np.zeros((2, 1), int)).cast(np.dtype(dtype))
    assert found.weights.dtype == dtype
    assert found.inputs.dtype == (dtype if vectors else int)
    assert found.targets.dtype == (dtype if vectors else int)
    assert found.mask is mask
    assert found.decoder is not None
    assert found.decoder.dtype == int
    assert found.size == 1


def test_sequences_of_one_length_are_asked_where_the_loss_is() -> None:
    inputs, targets = np.zeros((4, 3, 2)), np.zeros((4, 3, 1))
    found = every_step(inputs, targets, loss_mask(4, "last"))
    assert found.same_length
    assert found.size == 3
    assert found.weights.tolist() == [[0] * 3] * 3 + [[1] * 3]
    assert every_step(inputs, targets, loss_mask(4, "every")).weights.min() == 1
    assert not Examples(inputs, present([4, 2, 4]), targets, np.ones((4, 3))).same_length


@given(st.integers(1, 8), st.lists(st.integers(0, 7), max_size=4), st.integers(0, 1000))
def test_the_shares_of_the_parts_are_those_of_the_whole(steps: int, edges: list[int], seed: int) -> None:
    rng = np.random.default_rng(seed)
    weights = rng.uniform(0.1, 2, (steps, 2))
    inputs = rng.normal(size=(steps, 2, 1))
    whole = Examples(inputs, np.full((steps, 2), True), np.zeros((steps, 2), int), weights)
    bounds = sorted({0, steps, *(edge for edge in edges if edge < steps)})
    parts = [whole.part(first, last) for first, last in pairwise(bounds)]
    float64 = np.dtype(float)
    for name in ("inputs", "mask", "targets", "weights"):
        np.testing.assert_array_equal(np.concatenate([getattr(part, name) for part in parts]), getattr(whole, name))
    np.testing.assert_array_equal(np.concatenate([part.shares(float64) for part in parts]), whole.shares(float64))
    assert whole.shares(float64).sum() == pytest.approx(1)
    halves = [part.part(0, 1) for part in parts if len(part.weights) > 1]
    assert all(half.whole == whole.part(0, 1).whole for half in halves), "a part of a part knows it too"


def test_a_share_of_more_steps_than_float16_can_count_is_a_number() -> None:
    shape = (700, 100)
    examples = every_step(np.zeros(shape, int), np.zeros(shape, int), loss_mask(700, "every")).cast(np.dtype("float16"))
    shares = examples.shares(np.dtype("float16"))
    assert shares.dtype == np.float16
    assert (shares > 0).all()
