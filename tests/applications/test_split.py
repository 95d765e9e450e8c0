"""Which part of the data something is in is decided by a name alone."""

from __future__ import annotations

from collections import Counter

from app.applications.split import part_of


def test_one_in_ten_is_held_out_and_one_is_for_validation_and_always_the_same_ones() -> None:
    keys = [f"name {number}" for number in range(10_000)]
    counts = Counter(map(part_of, keys))
    assert 900 < counts["held out"] < 1_100
    assert 900 < counts["validation"] < 1_100
    assert [number for number in range(40) if part_of(keys[number]) == "held out"] == [4, 13, 26, 27]
    assert Counter(part_of(key, 2) for key in keys)["held out"] > 4_500
