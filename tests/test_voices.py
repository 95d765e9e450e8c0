"""Leaving out one person at a time: what counts as right, and what is said of all of them together."""

from __future__ import annotations

import pytest

from scripts.voices import kind_of, together


@pytest.mark.parametrize(
    ("said", "heard", "kind"),
    [
        ((13,), (13,), "right"),
        ((13,), (), "nothing"),
        ((13,), (13, 13), "several"),
        ((13,), (12,), "other digit"),
        ((11,), (1,), "other language"),
        ((20,), (10,), "other language"),
        ((20,), (11,), "other digit"),
    ],
)
def test_a_digit_is_right_when_exactly_it_is_heard(said: tuple[int, ...], heard: tuple[int, ...], kind: str) -> None:
    assert kind_of(said, heard) == kind


def test_the_interval_is_of_persons() -> None:
    found = together([{"right": right} for right in (0.8, 0.9, 0.9, 1.0)])
    assert found["right"] == pytest.approx(0.9)
    assert found["interval"] == pytest.approx([0.9 - 3.182 * 0.0816497 / 2, 1.0], abs=1e-4)
    assert found["spread"] == [0.8, 1.0]
    one_mind = together([{"right": 0.9}] * 4)
    assert one_mind["interval"] == pytest.approx([0.9, 0.9])
