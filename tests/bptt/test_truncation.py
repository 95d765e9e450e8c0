"""Where truncation cuts: blocks counted back from the end, of all sequences alike or of each from its own."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.bptt.examples import present
from app.bptt.truncation import cut_after, cuts_in, cuts_of

lengths = st.lists(st.integers(1, 9), min_size=1, max_size=4)


@given(st.integers(1, 60), st.integers(0, 70), st.integers(0, 20))
def test_cuts_stand_every_window_steps_from_the_end_of_what_comes_later(steps: int, window: int, later: int) -> None:
    cuts = cut_after(steps, window, later)
    assert len(cuts) == steps + 1
    ends = range(steps + later - window, -1, -window) if window else ()
    assert [t for t, cut in enumerate(cuts) if cut] == sorted(t for t in ends if t <= steps)
    assert cuts[steps] == (window > 0 and later > 0 and later % window == 0), "at T itself only if others go on there"


@given(lengths, st.integers(1, 11), st.integers(0, 5))
def test_each_sequence_of_a_batch_is_cut_as_if_it_were_alone(found: list[int], window: int, later: int) -> None:
    mask = present(found)
    cuts = cuts_in(mask, window, later)
    assert cuts.shape == (max(found) + 1, len(found))
    for b, length in enumerate(found):
        assert cuts[: length + 1, b].tolist() == cut_after(length, window, later)
        assert not cuts[length + 1 :, b].any(), "behind its end there is nothing to cut"


@given(lengths, st.integers(1, 11), st.data())
def test_each_sequence_of_a_batch_may_have_its_own_number_of_steps_in_another_layer(
    found: list[int], window: int, data: st.DataObject
) -> None:
    later = [data.draw(st.integers(0, 5)) for _ in found]
    for lengths_here, mask in ((found, present(found)), ([max(found)] * len(found), None)):
        cuts = np.asarray(cuts_of(max(found), window, mask=mask, later=np.array(later)))
        for b, (length, beyond) in enumerate(zip(lengths_here, later, strict=True)):
            assert cuts[: length + 1, b].tolist() == cut_after(length, window, beyond)
            assert not cuts[length + 1 :, b].any()


@given(lengths, st.integers(1, 11))
def test_a_sequence_that_is_read_from_the_end_has_its_padding_first_and_is_cut_behind_it(
    found: list[int], window: int
) -> None:
    steps = max(found)
    cuts = cuts_in(present(found)[::-1], window)
    for b, length in enumerate(found):
        own = cut_after(length, window)
        assert cuts[steps - length + 1 :, b].tolist() == own[1:]
        where = [t for t, cut in enumerate(cuts[:, b]) if cut]
        assert all((steps - t) % window == 0 for t in where)


@pytest.mark.parametrize("mask", [None, present([3, 5])])
def test_no_window_cuts_nowhere(mask: np.ndarray | None) -> None:
    assert not np.asarray(cuts_of(5, 0, mask=mask, later=3)).any()
    assert np.asarray(cuts_of(5, 1, mask=mask, later=3)).any()
