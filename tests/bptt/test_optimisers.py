"""Every optimiser against the steps that PyTorch's took (tests/golden/make_golden.py), and what they leave alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from app.bptt.optimisers import OPTIMISERS, epsilon_is_zero, remember, step
from app.cells.arrays import Array
from app.config import DTYPES

GOLDEN = Path(__file__).parent.parent / "golden" / "optimisers.npz"
RELATIVE = 1e-14
"""What a parameter may differ by after all steps; every step adds a rounding."""

every_optimiser = pytest.mark.parametrize("name", OPTIMISERS)


def golden() -> dict[str, Array]:
    with np.load(GOLDEN) as file:
        return dict(file)


def by_parameter(found: dict[str, Array], prefix: str, index: int, dtype: str = "float64") -> dict[str, Array]:
    """The arrays of W and b after `index` steps."""
    return {key: found[f"{prefix}/{key}"][index].astype(dtype) for key in ("W", "b")}


@every_optimiser
def test_every_step_is_pytorch_s(name: str) -> None:
    found = golden()
    params = by_parameter(found, name, 0)
    memory = remember(name, params)
    steps = len(found["gradients/W"])
    for n in range(steps):
        params, memory = step(name, params, by_parameter(found, "gradients", n), memory, float(found[f"{name}/rate"]))
        assert memory.steps == n + 1
        for key, expected in by_parameter(found, name, n + 1).items():
            np.testing.assert_allclose(params[key], expected, rtol=RELATIVE, atol=RELATIVE, err_msg=f"{key}, {n + 1}")


def test_every_optimiser_has_golden_values_of_several_steps_that_show_its_constants() -> None:
    found = golden()
    assert {key.partition("/")[0] for key in found} == {*OPTIMISERS, "gradients", "made_with"}
    for name in OPTIMISERS:
        assert len(found[f"{name}/W"]) == len(found["gradients/W"]) + 1 > 5
        assert (np.diff(found[f"{name}/W"], axis=0) != 0).all()
    magnitudes = np.abs(found["gradients/b"]).max(axis=0)
    assert magnitudes[0] > 100
    assert 1e-8 > magnitudes[2] > magnitudes[3] == 0  # below ε, and zero


def test_the_file_of_golden_values_is_small() -> None:
    assert GOLDEN.stat().st_size < 20_000


@every_optimiser
@pytest.mark.parametrize("dtype", DTYPES)
def test_a_step_changes_none_of_its_arguments_and_keeps_their_precision(name: str, dtype: str) -> None:
    found = golden()
    gradients = {"W": found["gradients/W"][0].astype(dtype), "b": np.full(4, 0.5, dtype)}
    params = by_parameter(found, name, 0, dtype)
    _, memory = step(name, params, gradients, remember(name, params), 0.01)
    given = [*params.values(), *gradients.values(), *(slot for slots in memory.slots.values() for slot in slots)]
    before = [array.copy() for array in given]
    for array in given:
        array.flags.writeable = False

    moved, after = step(name, params, gradients, memory, 0.01)
    for array, copy in zip(given, before, strict=True):
        np.testing.assert_array_equal(array, copy)
    assert (memory.steps, after.steps) == (1, 2)
    assert moved.keys() == params.keys() == after.slots.keys()
    for key, value in moved.items():
        assert len(after.slots[key]) == OPTIMISERS[name].slots
        for array in (value, *after.slots[key]):
            assert array.dtype == dtype
            assert array.shape == params[key].shape
        assert (value != params[key]).all()
        assert not np.shares_memory(value, params[key])


@every_optimiser
def test_the_first_step_goes_against_the_gradient_and_grows_with_the_rate(name: str) -> None:
    params = {"W": np.array([1.0, -2.0])}
    gradients = {"W": np.array([0.5, -4.0])}
    small, large = (step(name, params, gradients, remember(name, params), rate)[0]["W"] for rate in (0.001, 0.002))
    assert (np.sign(small - params["W"]) == -np.sign(gradients["W"])).all()
    np.testing.assert_allclose(large - params["W"], 2 * (small - params["W"]), rtol=1e-12)


def test_the_first_step_of_adam_is_the_rate_whatever_the_gradient_s_size() -> None:
    params = {"W": np.zeros(3)}
    moved, _ = step("adam", params, {"W": np.array([1e6, -1.0, 1e-3])}, remember("adam", params), 0.01)
    np.testing.assert_allclose(moved["W"], [-0.01, 0.01, -0.01], rtol=1e-4)


@every_optimiser
@pytest.mark.parametrize("bad", [np.inf, np.nan, 1e300])
def test_a_gradient_beyond_all_bounds_gives_a_result_and_no_warning(name: str, bad: float) -> None:
    params = {"W": np.ones(2)}
    moved, _ = step(name, params, {"W": np.array([bad, 1.0])}, remember(name, params), 10.0)
    assert np.isfinite(moved["W"][1])  # each entry for itself


@every_optimiser
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("gradient", [0.0, 1e-4])
def test_a_step_divides_by_zero_exactly_where_the_precision_rounds_epsilon_to_zero(
    name: str, dtype: str, gradient: float
) -> None:
    """A gradient of zero, and one whose square is zero in float16."""
    params = {"b": np.ones(1, dtype)}
    moved, _ = step(name, params, {"b": np.full(1, gradient, dtype)}, remember(name, params), 0.1)
    assert epsilon_is_zero(name, np.dtype(dtype)) == (not np.isfinite(moved["b"]).all())
    assert epsilon_is_zero(name, np.dtype(dtype)) == (dtype == "float16" and name in ("adam", "rmsprop"))


@every_optimiser
@pytest.mark.parametrize("dtype", DTYPES)
def test_half_of_the_smallest_number_tells_which_epsilon_is_zero(name: str, dtype: str) -> None:
    """The rule that the page goes by, from what the catalogue says of optimisers and precisions."""
    epsilon, smallest = OPTIMISERS[name].epsilon, float(np.finfo(dtype).smallest_subnormal)
    assert epsilon_is_zero(name, np.dtype(dtype)) == (epsilon is not None and epsilon <= smallest / 2)
