"""What the oracle says at its end, and what it exits with."""

from __future__ import annotations

import numpy as np

from scripts.oracle.compare import EXCUSED, FAILED, OK, Comparison
from scripts.oracle.report import exit_code, report

GOOD = Comparison("lab?cell=rnn", "loss", "loss", 1e-15, 1e-9)
WORSE = Comparison("lab?cell=gru", "loss", "loss", 3e-13, 1e-9)
SMALL = Comparison("lab?cell=gru&dtype=float16", "loss", "loss", 2e-3, 1e-2, dtype="float16")
MOVED = Comparison("train?cell=rnn", "weights", "weights/0/2/W_hh", 1e-5, 1e-9, EXCUSED, "it moves by 1.0e-04")
WRONG = Comparison("lab?cell=lstm&clamp=f:1", "gradients", "gradients/W_hh", np.inf, 1e-9, FAILED, "only one side")


def said(*comparisons: Comparison, unknown: tuple[str, ...] = (), every: bool = False) -> str:
    return "\n".join(report(comparisons, unknown, every=every))


def test_it_exits_with_one_where_something_failed_or_is_unknown_or_nothing_was_compared():
    assert exit_code([GOOD, MOVED], ()) == 0
    assert exit_code([GOOD, WRONG], ()) == 1
    assert exit_code([GOOD], ("cell 'janet' is unknown",)) == 1
    assert exit_code([], ()) == 1


def test_the_table_counts_every_kind_and_has_the_worst_by_precision():
    line = next(line for line in said(GOOD, WORSE, SMALL).splitlines() if line.startswith("lab    loss"))
    assert line.split() == ["lab", "loss", "3", "0", "0", "3.0e-13", "2.0e-03"]


def test_the_worst_of_each_kind_has_its_address():
    text = said(GOOD, WORSE)
    assert "lab loss: 3.0e-13 loss\n      lab?cell=gru" in text
    assert "lab?cell=rnn" not in text


def test_every_excuse_has_its_reason_and_its_numbers():
    text = said(GOOD, MOVED)
    assert "weights/0/2/W_hh: 1.0e-05 of 1.0e-09, it moves by 1.0e-04\n      train?cell=rnn" in text


def test_a_failure_says_how_it_is_repeated_alone():
    assert "make oracle CASE='lab?cell=lstm&clamp=f:1'\n      gradients/W_hh: inf of 1.0e-09; only one side" in said(
        WRONG
    )


def test_what_is_unknown_is_named():
    assert "cell 'janet' is unknown" in said(GOOD, unknown=("cell 'janet' is unknown",))


def test_the_last_line_adds_up():
    assert said(GOOD, MOVED, WRONG).endswith("3 cases, 3 quantities: 1 excused, 1 failed")


def test_long_lists_of_excuses_are_cut_short_in_small_precisions_alone():
    def many(dtype: str) -> list[Comparison]:
        return [
            Comparison(f"lab?seed={k}&dtype={dtype}", "loss", "loss", 0.1, 0.01, EXCUSED, "moves", dtype)
            for k in range(60)
        ]

    assert "and 20 more (ARGS=--every lists them all)" in said(*many("float16"))
    assert "more (" not in said(*many("float64"))
    assert "more (" not in said(*many("float16"), every=True)
    assert OK not in said(*many("float16")).split()
