"""The copy memory problem: the word, the blanks, GO, and the word again."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.tasks.copying import BLANK, GO, LENGTH, SYMBOLS, Copying


@given(st.integers(1, 120), st.integers(1, 5), st.integers(0, 2**31 - 1))
def test_the_word_is_asked_for_after_go_in_its_order_and_blanks_before(steps: int, batch: int, seed: int) -> None:
    drawn = Copying().draw(np.random.default_rng(seed), steps, batch)
    np.testing.assert_array_equal(drawn.inputs.sum(axis=-1), 1)
    assert set(np.unique(drawn.inputs)) <= {0.0, 1.0}
    symbols, n = drawn.inputs.argmax(axis=-1), Copying.length(steps)
    word = symbols[:n]
    assert (word < SYMBOLS).all()
    go = np.full(steps, BLANK)
    if n:
        go[steps - n - 1] = GO  # step T - n
    np.testing.assert_array_equal(symbols[n:], np.broadcast_to(go[n:, None], (steps - n, batch)))
    np.testing.assert_array_equal(drawn.targets[steps - n :], word)
    assert (drawn.targets[: steps - n] == BLANK).all()
    assert drawn.targets.dtype == np.int64


def test_the_names_of_the_channels_are_those_of_the_symbols() -> None:
    assert (Copying.inputs[BLANK], Copying.inputs[GO]) == ("blank", "go")
    assert len(Copying.inputs) == SYMBOLS + 2
    assert Copying.outputs == SYMBOLS + 1  # GO is never an answer


@pytest.mark.parametrize(
    ("steps", "length"), [(1, 0), (2, 0), (3, 1), (4, 1), (5, 2), (20, 9), (21, 10), (22, 10), (500, 10)]
)
def test_a_short_sequence_has_a_word_that_leaves_room_for_go_and_the_copy(steps: int, length: int) -> None:
    assert Copying.length(steps) == length <= LENGTH
    assert 2 * length + 1 <= max(steps, 1)


def test_every_symbol_is_drawn_equally_often_at_every_place() -> None:
    count = 20_000
    word = Copying().draw(np.random.default_rng(0), 30, count).targets[-LENGTH:]
    for place in word:
        share = np.bincount(place, minlength=SYMBOLS) / count
        np.testing.assert_allclose(share, 1 / SYMBOLS, atol=5 * np.sqrt(1 / SYMBOLS / count))
