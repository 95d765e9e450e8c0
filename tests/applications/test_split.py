"""What is held out is decided by a name alone."""

from __future__ import annotations

from app.applications.split import held_out


def test_one_in_ten_is_held_out_and_always_the_same_ones() -> None:
    keys = [f"name {number}" for number in range(10_000)]
    share = sum(map(held_out, keys)) / len(keys)
    assert 0.09 < share < 0.11
    assert [number for number in range(40) if held_out(keys[number])] == [4, 13, 26, 27]
    assert sum(held_out(key, 2) for key in keys) > 4_500
