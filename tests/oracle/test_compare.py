"""When a difference is none, when it is excused, and when it is a failure."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from scripts.oracle.compare import EXCUSED, FACTOR, FAILED, OK, TOLERANCE, Arrays, Comparer, Comparison, Reference


def comparisons(
    ours: Arrays,
    compute: Callable[[int, bool], Arrays],
    *,
    dtype: str = "float64",
    by_step: bool = False,
    roundings: int = 10,
    terms: float = 0.0,
) -> list[Comparison]:
    """What is said of arrays whose kind is their name."""
    comparer = Comparer("lab?", np.dtype(dtype), roundings, Reference(compute))
    comparer.hold(ours, lambda name: (name, by_step), terms=lambda name, theirs: terms)
    return comparer.found


def steady(**arrays: object) -> Callable[[int, bool], Arrays]:
    """A side that no rounding moves."""
    return lambda draw, exact: {name: np.asarray(value, float) for name, value in arrays.items()}


def moving(by: float, value: float = 1.0) -> Callable[[int, bool], Arrays]:
    """A side whose one number moves by so much with every draw."""
    return lambda draw, exact: {"a": np.array([value + by * draw / 4])}


def one(found: list[Comparison]) -> Comparison:
    (comparison,) = found
    return comparison


def test_equal_numbers_agree():
    found = one(comparisons({"a": np.array([1.0, 2.0])}, steady(a=[1, 2])))
    assert (found.verdict, found.relative) == (OK, 0.0)


def test_a_difference_is_measured_in_the_largest_entry():
    assert one(comparisons({"a": np.array([1e-8, 100.0])}, steady(a=[0, 100]))).verdict == OK
    assert one(comparisons({"a": np.array([1e-6, 100.0])}, steady(a=[0, 100]))).verdict == FAILED


def test_each_step_is_measured_by_itself_where_that_is_asked():
    ours, theirs = {"a": np.array([[1e-12], [1.0]])}, steady(a=[[2e-12], [1.0]])
    assert one(comparisons(ours, theirs)).verdict == OK
    wrong = one(comparisons(ours, theirs, by_step=True))
    assert wrong.verdict == FAILED
    assert "at step 1" in wrong.reason


def test_rounding_that_moves_the_quantity_as_far_excuses_a_difference():
    found = one(comparisons({"a": np.array([1.01])}, moving(0.005)))
    assert found.verdict == EXCUSED
    assert "5.0e-03" in found.reason


def test_rounding_that_moves_it_less_than_the_stated_factor_does_not():
    assert one(comparisons({"a": np.array([1 + 1.1 * FACTOR * 1e-3])}, moving(1e-3))).verdict == FAILED
    assert one(comparisons({"a": np.array([1 + 0.9 * FACTOR * 1e-3])}, moving(1e-3))).verdict == EXCUSED


def test_a_movement_below_the_tolerance_excuses_nothing_in_float64():
    ours = {"a": np.array([1 + 2 * TOLERANCE])}
    assert one(comparisons(ours, moving(TOLERANCE / 2))).verdict == FAILED
    assert one(comparisons(ours, moving(2 * TOLERANCE))).verdict == EXCUSED


def test_one_step_without_an_excuse_fails_beside_others_that_have_one():
    def compute(draw: int, exact: bool) -> Arrays:
        return {"a": np.array([[1.0], [1.0 + draw * 1e-3]])}

    found = one(comparisons({"a": np.array([[1.001], [1.001]])}, compute, by_step=True))
    assert found.verdict == FAILED
    assert "at step 1" in found.reason


def test_the_reason_tells_chaos_from_terms_that_cancel():
    def compute(chaos: float) -> Callable[[int, bool], Arrays]:
        return lambda draw, exact: {"states/h": np.array([1 + chaos * draw]), "a": np.array([1 + 1e-4 * draw])}

    ours = {"states/h": np.array([1.0]), "a": np.array([1.0001])}
    assert "amplifies" in comparisons(ours, compute(1e-5))[1].reason
    assert "cancel" in comparisons(ours, compute(1e-15))[1].reason


def test_a_sum_of_terms_that_are_known_is_measured_in_them():
    assert one(comparisons({"a": np.array([1e-12])}, steady(a=[2e-12]), terms=1.0)).verdict == OK


def test_an_array_that_one_side_lacks_or_that_has_another_shape_fails():
    assert [c.verdict for c in comparisons({"a": np.ones(1)}, steady(a=[1], b=[1]))] == [OK, FAILED]
    assert [c.verdict for c in comparisons({"a": np.ones(1), "b": np.ones(1)}, steady(a=[1]))] == [OK, FAILED]
    assert one(comparisons({"a": np.ones(2)}, steady(a=[1]))).verdict == FAILED


@pytest.mark.parametrize("dtype", ["float32", "float16"])
def test_a_small_precision_is_held_to_its_own_rounding(dtype):
    unit = 10 * float(np.finfo(dtype).eps)
    assert one(comparisons({"a": np.array([1 + 0.9 * unit])}, steady(a=[1]), dtype=dtype)).verdict == OK
    assert one(comparisons({"a": np.array([1 + 1.5 * unit])}, steady(a=[1]), dtype=dtype)).verdict == FAILED


def test_pytorch_s_own_run_in_a_small_precision_says_what_rounding_does_there():
    def compute(draw: int, exact: bool) -> Arrays:
        return {"a": np.array([1.0 if exact else 1.01])}

    assert one(comparisons({"a": np.array([1.02])}, compute, dtype="float32")).verdict == EXCUSED


def test_numbers_that_are_not_finite_have_to_be_so_at_the_same_steps():
    theirs = steady(a=[[1.0], [np.nan], [np.inf]])
    assert one(comparisons({"a": np.array([[1.0], [np.inf], [np.nan]])}, theirs, by_step=True)).verdict == OK
    apart = one(comparisons({"a": np.array([[1.0], [1.0], [np.nan]])}, theirs, by_step=True))
    assert (apart.verdict, apart.reason) == (FAILED, "not finite on one side only, at step 2")


def test_the_finite_steps_beside_them_are_compared():
    ours = {"a": np.array([[1.1], [np.nan]])}
    assert one(comparisons(ours, steady(a=[[1.0], [np.nan]]), by_step=True)).verdict == FAILED


def test_a_number_at_the_edge_of_its_precision_may_leave_it_a_step_earlier():
    def compute(draw: int, exact: bool) -> Arrays:
        return {"a": np.array([[1.0], [65000.0 if exact else np.inf]])}

    near = one(comparisons({"a": np.array([[1.0], [65000.0]])}, compute, dtype="float16", by_step=True))
    assert (near.verdict, "edge" in near.reason) == (EXCUSED, True)

    def far(draw: int, exact: bool) -> Arrays:
        return {"a": np.array([[1.0], [100.0 if exact else np.inf]])}

    assert one(comparisons({"a": np.array([[1.0], [100.0]])}, far, dtype="float16", by_step=True)).verdict == FAILED


def test_an_infinite_gradient_is_clipped_and_nan_is_not():
    def compute(draw: int, exact: bool) -> Arrays:
        return {"gradients/b": np.array([np.nan]), "clipped/b": np.array([np.nan])}

    ours = {"gradients/b": np.array([np.inf]), "clipped/b": np.array([1.0])}
    assert [c.verdict for c in comparisons(ours, compute)] == [OK, EXCUSED]
    alone = {"clipped/b": np.array([1.0])}
    assert one(comparisons(alone, lambda draw, exact: {"clipped/b": np.array([np.nan])})).verdict == FAILED


def test_what_follows_from_a_state_at_the_edge_is_excused_with_it():
    def compute(draw: int, exact: bool) -> Arrays:
        return {"states/h": np.array([[65000.0 if exact else np.inf]]), "loss": np.array([3.0 if exact else np.nan])}

    ours = {"loss": np.array([3.0]), "states/h": np.array([[65000.0]])}
    assert [c.verdict for c in comparisons(ours, compute, dtype="float16", by_step=True)] == [EXCUSED, EXCUSED]
    lone = {"loss": np.array([3.0])}
    assert (
        one(comparisons(lone, lambda draw, exact: {"loss": compute(draw, exact)["loss"]}, dtype="float16")).verdict
        == FAILED
    )
