"""The embedding: a product with one-hot vectors that is never carried out, and a gradient that adds up over uses."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.bptt.embedding import EmbeddingBack, embed, embed_back
from tests.engine import central_difference, difference


def drawn(seed: int, shape: tuple[int, ...], vocabulary: int = 4, channels: int = 3) -> tuple[np.ndarray, ...]:
    rng = np.random.default_rng(seed)
    E = rng.normal(size=(vocabulary, channels))
    return E, rng.integers(0, vocabulary, shape), rng.normal(size=(*shape, channels))


@given(st.integers(0, 1000), st.lists(st.integers(0, 5), min_size=1, max_size=3), st.integers(1, 5))
def test_rows_and_their_gradient_are_the_product_with_one_hot_vectors_and_its_transpose(
    seed: int, shape: list[int], vocabulary: int
) -> None:
    E, tokens, d_x = drawn(seed, tuple(shape), vocabulary)
    one_hot = np.eye(vocabulary)[tokens]
    np.testing.assert_array_equal(embed(E, tokens), one_hot @ E)
    flat = one_hot.reshape(-1, vocabulary).T @ d_x.reshape(-1, 3)
    np.testing.assert_allclose(embed_back(E, tokens, d_x), flat, rtol=1e-13, atol=1e-14)


def test_the_gradient_is_the_central_difference() -> None:
    E, tokens, d_x = drawn(1, (5, 2))
    numeric = central_difference(lambda value: np.vdot(d_x, embed(value, tokens)), E)
    assert difference(embed_back(E, tokens, d_x), numeric) < 1e-9


def test_a_token_that_is_not_used_has_no_gradient_and_one_that_is_used_twice_has_both() -> None:
    E, _, d_x = drawn(2, (3, 1))
    found = embed_back(E, np.array([[1], [3], [1]]), d_x)
    assert not found[[0, 2]].any()
    np.testing.assert_array_equal(found[1], d_x[0, 0] + d_x[2, 0])
    np.testing.assert_array_equal(found[3], d_x[1, 0])


@pytest.mark.parametrize("dtype", [np.float64, np.float32, np.float16])
def test_the_precision_is_that_of_what_arrives(dtype: type) -> None:
    E, tokens, d_x = drawn(3, (4, 2))
    assert embed(E.astype(dtype), tokens).dtype == dtype
    assert embed_back(E.astype(dtype), tokens, d_x.astype(dtype)).dtype == dtype


@pytest.mark.parametrize("dtype", [np.float64, np.float32, np.float16])
def test_a_gradient_that_comes_back_in_parts_is_that_of_the_whole(dtype: type) -> None:
    E, tokens, d_x = drawn(4, (7, 3))
    back = EmbeddingBack(E.astype(dtype), tokens)
    for first, last in ((5, 7), (2, 5), (0, 2)):
        back.give(first, last, d_x[first:last].astype(dtype))
    assert back.d_E.dtype == dtype
    expected = embed_back(E.astype(dtype), tokens, d_x.astype(dtype))
    np.testing.assert_allclose(
        back.d_E, expected, rtol=float(16 * np.finfo(dtype).eps), atol=float(4 * np.finfo(dtype).eps)
    )
    assert not EmbeddingBack(E, tokens).d_E.any(), "before anything comes back"
