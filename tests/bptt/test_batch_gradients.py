"""The gradient of a training iteration: full, truncated and checkpointed; what it holds in memory; where it breaks."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace
from itertools import product
from math import isqrt
from typing import Any

import numpy as np
import pytest
from app.bptt.learn import BatchGradients, NonFinite, learn, non_finite_forward, segment_bounds, windows
from app.bptt.network import Network, counted, forward

from app.bptt.check import Problem
from app.bptt.losses import LOSSES
from app.bptt.memory import tape_bytes
from app.bptt.norms import OK, log_norms
from app.bptt.truncation import cut_after
from app.bptt.unroll import at
from app.cells import CELLS
from app.cells.base import Array
from app.cells.lstm import LSTM, LSTMState
from app.cells.rnn import RNN
from tests.engine import AnyCell, Shape, cells, difference, label, parameters, plain_cells, problem, solve


@pytest.fixture(autouse=True)
def segments_of_the_square_root(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small problems here have small tapes; they are cut all the same."""
    monkeypatch.setattr("app.bptt.learn.SMALLEST", 0)


def test_small_tapes_are_not_cut_and_large_ones_are_by_the_square_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.bptt.learn.SMALLEST", 16_384)
    assert segment_bounds(0, 50, per_step=128) == [(0, 50)]  # an LSTM of 32 units, one sequence
    assert segment_bounds(0, 50, per_step=128 * 32)[0] == (0, 8)
    assert segment_bounds(0, 5000, per_step=128)[0] == (0, 128)


EQUAL = 1e-12
"""What a sum over segments and one over all steps may differ by, relative to the largest entry."""

WINDOWS = (0, 1, 3, 4, 10, 11, 50)
every_cell = pytest.mark.parametrize("cell", cells(), ids=label)
every_plain_cell = pytest.mark.parametrize("cell", list(plain_cells()), ids=label)


def learned(given: Problem, **options: Any) -> BatchGradients:
    return learn(given.network, given.inputs, given.targets, given.counts, **options)


def same_bits(one: BatchGradients, other: BatchGradients) -> None:
    """Hold two results to each other, but for what they took in memory."""
    assert one.broken == other.broken
    np.testing.assert_array_equal(one.loss, other.loss)  # NaN beside NaN
    for name, value in one.params.items():
        np.testing.assert_array_equal(value, other.params[name], err_msg=name)
    for mine, its in zip(one.reach, other.reach, strict=True):
        np.testing.assert_array_equal(mine, its)
        assert mine.dtype == its.dtype


@every_cell
@pytest.mark.parametrize(("loss", "loss_at"), list(product(LOSSES, ("last", "every"))))
def test_the_gradient_is_that_of_one_pass_over_the_whole_sequence(cell: AnyCell, loss: str, loss_at: str) -> None:
    given = problem(cell, loss, loss_at, Shape(11, 3))
    for window in WINDOWS:
        passed, gradients = solve(given, window)
        found = learned(given, window=window)
        assert found.params.keys() == gradients.params.keys() == given.network.params.keys()
        for name, expected in gradients.params.items():
            assert found.params[name].shape == expected.shape
            assert np.abs(found.params[name] - expected).max() <= EQUAL * np.abs(expected).max(), (name, window)
        assert found.loss == pytest.approx(passed.total, rel=EQUAL)
        reach = log_norms(gradients.total.h, (1, 2))
        np.testing.assert_array_equal(found.reach.status, reach.status)
        np.testing.assert_allclose(found.reach.log10, reach.log10, rtol=0, atol=1e-11)
        assert found.broken is None


@every_plain_cell
@pytest.mark.parametrize("loss_at", ["last", "every"])
def test_checkpointing_gives_the_same_bits_for_every_length(cell: AnyCell, loss_at: str) -> None:
    for steps in range(1, 41):
        given = problem(cell, "cross_entropy", loss_at, Shape(steps, 2))
        for window in (0, 7):
            same_bits(learned(given, window=window), learned(given, window=window, checkpoint=True))


@every_cell
@pytest.mark.parametrize("dtype", ["float64", "float32", "float16"])
def test_checkpointing_gives_the_same_bits_for_every_cell_window_and_precision(cell: AnyCell, dtype: str) -> None:
    start = problem(cell, "mse", "every", Shape(17, 3))
    params = {name: value.astype(dtype) for name, value in start.network.params.items()}
    network = replace(start.network, params=params)
    given = Problem(network, start.inputs.astype(dtype), start.targets.astype(dtype), start.counts)
    for window in (*WINDOWS, 17):
        plain, checkpointed = learned(given, window=window), learned(given, window=window, checkpoint=True)
        same_bits(plain, checkpointed)
        assert all(value.dtype == dtype for value in plain.params.values())


@every_cell
@pytest.mark.parametrize(("loss", "loss_at"), list(product(LOSSES, ("last", "every"))))
def test_the_gradient_of_every_parameter_is_its_central_difference(cell: AnyCell, loss: str, loss_at: str) -> None:
    given = problem(cell, loss, loss_at, Shape(7, 2))
    for name, analytic in learned(given, checkpoint=True).params.items():
        assert difference(analytic, numeric(given, name)) < 1e-6, name


def numeric(given: Problem, name: str, epsilon: float = 1e-5) -> Array:
    """∂L/∂θ of one parameter by central differences."""
    found = np.empty_like(given.network.params[name])
    for index in np.ndindex(found.shape):
        above, below = (given.loss(name, index, shift) for shift in (epsilon, -epsilon))
        found[index] = (above - below) / (2 * epsilon)
    return found


class FromState(Problem):
    """A problem that starts in a state of its own, which is held: the loss of one window of truncated BPTT."""

    initial: Any = None

    def loss(self, param: str, index: tuple[int, ...], shift: float) -> float:
        moved = self.network.params[param].copy()
        moved[index] += shift
        network = replace(self.network, params={**self.network.params, param: moved})
        return forward(network, self.inputs, self.targets, self.counts, self.initial).total


@every_plain_cell
@pytest.mark.parametrize("window", [1, 3, 4])
def test_a_truncated_gradient_is_the_sum_of_the_windows_own_from_the_state_that_each_starts_in(
    cell: AnyCell, window: int
) -> None:
    given = problem(cell, "mse", "every", Shape(8, 2))
    found, states = learned(given, window=window), solve(given)[0].tape.states
    for name, analytic in found.params.items():
        total = np.zeros_like(analytic)
        for first, last in windows(8, window):
            part = slice(first, last)
            one = FromState(given.network, given.inputs[part], given.targets[part], given.counts[part])
            object.__setattr__(one, "initial", at(states, first))
            total += numeric(one, name)
        assert difference(analytic, total) < 1e-6, name


def test_the_segments_cover_the_steps_in_order_and_none_is_longer_than_the_root() -> None:
    for first, steps in product((0, 3), range(1, 130)):
        bounds = segment_bounds(first, first + steps, 1)
        assert [t for start, end in bounds for t in range(start, end)] == list(range(first, first + steps))
        root = int(np.ceil(np.sqrt(steps)))
        assert max(end - start for start, end in bounds) == root
        assert len(bounds) <= root


def test_the_windows_end_where_truncation_cuts() -> None:
    for steps, window in product(range(1, 25), range(30)):
        found = windows(steps, window)
        assert [t for start, end in found for t in range(start, end)] == list(range(steps))
        cuts = [t for t, cut in enumerate(cut_after(steps, window)) if cut and t]
        assert [end for _, end in found] == [*cuts, steps]
        assert not window or max(end - start for start, end in found) == min(window, steps)


# --- memory -----------------------------------------------------------------------------------------------------------


def long_problem(cell: AnyCell, steps: int, batch: int = 4, units: int = 8, dtype: str = "float64") -> Problem:
    """A random network on a random sequence, mild enough for its gradients to stay finite over hundreds of steps."""
    shape, rng = Shape(steps, batch, units=units), np.random.default_rng(0)
    params = {name: value.astype(dtype) for name, value in parameters(type(cell), shape, rng, 0.1).items()}
    inputs, targets = (rng.normal(size=(steps, batch, 2)).astype(dtype) for _ in range(2))
    return Problem(Network(cell, params, LOSSES["mse"]), inputs, targets, counted(steps, "every"))


def tape_of(given: Problem, first: int, last: int) -> int:
    """The bytes of the tape of some steps."""
    part = slice(first, last)
    return tape_bytes(forward(given.network, given.inputs[part], given.targets[part], given.counts[part]).tape)


@every_plain_cell
@pytest.mark.parametrize("steps", [1, 2, 10, 100, 101])
@pytest.mark.parametrize("dtype", ["float64", "float32"])
def test_the_bytes_are_those_of_the_tapes_and_of_the_states_between_them(cell: AnyCell, steps: int, dtype: str) -> None:
    given = long_problem(cell, steps, dtype=dtype)
    tapes = [tape_of(given, *bounds) for bounds in segment_bounds(0, steps, 1)]
    state = len(cell.state._fields) * 4 * 8 * np.dtype(dtype).itemsize  # type: ignore[attr-defined]
    assert learned(given).bytes == sum(tapes)
    # one state for each segment up to the one at work, and that one's tape
    expected = max((k + 1) * state + tape for k, tape in enumerate(tapes))
    assert learned(given, checkpoint=True).bytes == expected


@every_plain_cell
def test_with_checkpointing_the_memory_grows_with_the_root_of_the_length_and_without_with_the_length(
    cell: AnyCell,
) -> None:
    full, kept = (
        np.array([learned(long_problem(cell, steps), checkpoint=on).bytes for steps in (100, 400)])
        for on in (False, True)
    )
    assert full[1] / full[0] == pytest.approx(4, rel=0.05)
    assert kept[1] / kept[0] == pytest.approx(2, rel=0.05)
    assert (kept < full / np.array([4, 8])).all()


@every_plain_cell
@pytest.mark.parametrize("checkpoint", [False, True])
@pytest.mark.parametrize("steps", [80, 93])
def test_a_truncated_run_holds_the_memory_of_one_window(cell: AnyCell, checkpoint: bool, steps: int) -> None:
    whole, window = long_problem(cell, steps), long_problem(cell, 20)
    assert learned(whole, window=20, checkpoint=checkpoint).bytes == learned(window, checkpoint=checkpoint).bytes
    assert learned(whole, window=20).bytes < learned(whole).bytes / 3


def peak(given: Problem, **options: Any) -> int:
    """The most bytes that Python and NumPy held at one time while `learn` was at work, beyond those from before."""
    learned(given, **options)  # whatever is made only once
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        tracemalloc.reset_peak()
        learned(given, **options)
        return tracemalloc.get_traced_memory()[1] - before
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("name", CELLS)
def test_the_memory_that_is_saved_was_really_there(name: str, record_property: Any) -> None:
    """At T = 400 the measured peak is less than half with checkpointing, and with a window of 20 steps.

    Python's own measure of everything that was allocated is held to the figure that `BatchGradients.bytes` reports: no
    mode holds less than it says, and what the remedies save in truth is at least what they report, less a tenth.
    """
    given = long_problem(CELLS[name](), 400, batch=16, units=32)
    modes: dict[str, dict[str, Any]] = {
        "full": {},
        "checkpointed": {"checkpoint": True},
        "window of 20": {"window": 20},
    }
    peaks = {mode: peak(given, **options) for mode, options in modes.items()}
    reported = {mode: learned(given, **options).bytes for mode, options in modes.items()}
    for mode in modes:
        record_property(f"{name}, T 400, {mode}: reported, peak", f"{reported[mode]:>12,}{peaks[mode]:>12,} bytes")
        assert peaks[mode] >= reported[mode]
    for mode in ("checkpointed", "window of 20"):
        assert peaks[mode] < peaks["full"] / 2
        assert peaks["full"] - peaks[mode] > 0.9 * (reported["full"] - reported[mode])


# --- what breaks ------------------------------------------------------------------------------------------------------


def chain(weight: float, steps: int, *, activation: str = "identity", x: float = 0.0, **params: float) -> Problem:
    """One unit: h_t = w h_{t-1} + W_xh x_t with x_1 = `x` and no input after it; L_t = (W_hy h_t + b_y)²."""
    values = {"W_xh": 1.0, "W_hh": weight, "b_h": 0.0, "W_hy": 1.0, "b_y": 0.0} | params
    shaped = {name: np.full((1,) if name.startswith("b") else (1, 1), value) for name, value in values.items()}
    inputs = np.zeros((steps, 1, 1))
    inputs[0] = x
    network = Network(RNN(activation=activation), shaped, LOSSES["mse"])
    return Problem(network, inputs, np.zeros((steps, 1, 1)), counted(steps, "last"))


def both(given: Problem, **options: Any) -> NonFinite | None:
    """What broke, with checkpointing as without."""
    found = learned(given, **options)
    same_bits(found, learned(given, checkpoint=True, **options))
    return found.broken


@every_cell
@pytest.mark.parametrize("step", [1, 4, 5, 17])
def test_an_input_that_is_nan_is_named_by_the_first_state_that_it_reaches(cell: AnyCell, step: int) -> None:
    given = problem(cell, "mse", "last", Shape(17, 2))
    inputs = given.inputs.copy()
    inputs[step - 1] = np.nan
    states = forward(given.network, inputs, given.targets, given.counts).tape.following
    reached = [
        (int(t[0]) + 1, name)
        for name, values in zip(states._fields, states, strict=True)
        if (t := np.flatnonzero(~np.isfinite(values).all(axis=(1, 2)))).size
    ]
    expected = min(reached, key=lambda one: one[0], default=None)
    found = both(replace(given, inputs=inputs))
    if expected is None:  # clamped gates keep it out of the state, but not out of W_xh's gradient
        assert found == NonFinite("d_W_xh", None)
    else:
        assert expected[0] == step
        assert found == NonFinite(expected[1], step)


@pytest.mark.parametrize("steps", [12, 30])
@pytest.mark.parametrize("power", [20, 30, 40, 60, 100, 150, 300])
@pytest.mark.parametrize("window", [0, 5])
def test_a_state_that_overflows_is_named_with_its_first_step(power: int, steps: int, window: int) -> None:
    """h_t = 10^(power (t - 1)) is beyond 1.8 · 10³⁰⁸ at the first t where power (t - 1) > 308."""
    first = 308 // power + 2
    found = both(chain(10.0**power, steps, x=1.0), window=window)
    if first <= steps:
        assert found == NonFinite("h", first)
    else:
        assert found is None or found.quantity != "h"


def test_a_state_that_overflows_and_comes_back_is_named_all_the_same() -> None:
    """relu(-1 · ∞) = 0: the segment ends in a state that is finite, and the gradient of W_hh is 0 · ∞."""
    assert both(chain(-1.0, 9, activation="relu", x=1e308, W_xh=10.0)) == NonFinite("h", 1)


def test_of_several_states_the_one_that_is_first_is_named() -> None:
    """An infinite c_t gives tanh(c_t) = 1 and a finite h_t: c is named, with the steps before the segment counted."""
    given = problem(LSTM(clamp={"f": 1.0}), "mse", "last", Shape(4, 2))
    zero = np.zeros((2, 2))
    run = forward(given.network, given.inputs, given.targets, given.counts, LSTMState(zero, zero + np.inf))
    assert np.isfinite(run.tape.hidden).all()
    assert non_finite_forward(run, 10, given.counts) == NonFinite("c", 11)
    assert non_finite_forward(solve(given)[0], 10, given.counts) is None


@pytest.mark.parametrize(("steps", "loss_at", "step"), [(9, "last", 9), (9, "every", 1), (1, "last", 1)])
def test_an_output_and_a_loss_that_overflow_are_named_at_the_first_step_where_they_count(
    steps: int, loss_at: str, step: int
) -> None:
    """h_t = 10²⁰⁰ at every step, so that L_t = 10⁴⁰⁰, or y_t = 10⁴⁰⁰ already."""
    given = replace(chain(1.0, steps, x=1e200), counts=counted(steps, loss_at))
    assert both(given) == NonFinite("L", step)
    given = replace(chain(1.0, steps, x=1e200, W_hy=1e200), counts=counted(steps, loss_at))
    assert both(given) == NonFinite("y", step)


def test_an_output_that_overflows_where_no_loss_counts_breaks_nothing() -> None:
    given = chain(0.0, 6, x=1e200, W_hy=1e200)  # h_2 = 0 and all after it
    assert both(given) is None


@pytest.mark.parametrize(("square", "steps"), [(1e308, 4), (0.8e308, 4), (0.3e308, 16)])
def test_a_loss_that_overflows_only_in_the_sum_over_time_is_named_with_no_step(square: float, steps: int) -> None:
    """Every L_t is finite: two of 10³⁰⁸ are not, and of 0.8 · 10³⁰⁸ a segment's two are, but not four."""
    given = replace(chain(0.0, steps, b_y=float(np.sqrt(square))), counts=counted(steps, "every"))
    found = learned(given)
    assert found.loss == np.inf
    assert both(given) == NonFinite("L", None)


@pytest.mark.parametrize("steps", [12, 30])
@pytest.mark.parametrize("power", [20, 30, 40, 60, 100, 150, 300])
def test_a_gradient_that_overflows_on_the_way_back_is_named_with_its_last_step(power: int, steps: int) -> None:
    """Nothing goes in, so h_t = 0; L = b_y² with b_y = ½, and ∂L/∂h_t = 10^(power (T - t))."""
    given = chain(10.0**power, steps, b_y=0.5)
    lag = 308 // power + 1
    found = learned(given)
    assert found.loss == 0.25
    if lag < steps:
        assert both(given) == NonFinite("d_h", steps - lag)
        assert (found.reach.status[steps - lag :] == OK).all()
        assert found.reach.status[steps - lag - 1] != OK
    else:
        assert both(given) is None or both(given) != NonFinite("d_h", steps - lag)


def test_a_gradient_that_is_cut_before_it_overflows_breaks_nothing() -> None:
    given = chain(1e60, 30, b_y=0.5)
    assert both(given, window=6) is None
    assert both(given, window=7) == NonFinite("d_h", 24)


def test_a_parameter_s_gradient_that_overflows_alone_is_named() -> None:
    """∂L/∂W_xh = x ∂L/∂a: neither the input nor ∂L/∂h is large enough by itself."""
    assert both(chain(1.0, 9, x=1e300, W_xh=0.0, b_y=1e20)) == NonFinite("d_W_xh", None)


def test_what_breaks_on_the_way_forward_is_named_before_what_follows_from_it_on_the_way_back() -> None:
    found = learned(chain(1e100, 30, x=1.0))
    assert not np.isfinite(found.loss)
    assert (found.reach.status != OK).any()
    assert found.broken == NonFinite("h", 5)


def test_the_root_of_a_length_is_taken_in_whole_numbers() -> None:
    for steps in (1, 4, 9, 10**6, 10**6 + 1):
        first, last = segment_bounds(0, steps, 1)[0]
        assert last - first == isqrt(steps - 1) + 1
