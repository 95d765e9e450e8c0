"""What is not finite first: named with its step, on the way forward and then back, with checkpoints as without."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from app.bptt.architecture import Architecture, Network
from app.bptt.examples import every_step, loss_mask
from app.bptt.losses import SquaredError
from app.bptt.non_finite import NonFinite, earlier, first_going_back, first_in_time, first_parameter
from app.bptt.norms import OK, with_status
from app.cells.base import AnyCell
from app.cells.lstm import LSTM, LSTMState
from app.cells.rnn import RNN
from tests.architectures import ARCHITECTURES, name_of, problem
from tests.engine import Problem, Shape, cells, label, laboratory_problem, same_bits

every_cell = pytest.mark.parametrize("cell", cells(), ids=label)


@pytest.fixture(autouse=True)
def segments_of_the_square_root(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small problems here have small tapes; they are cut all the same."""
    monkeypatch.setattr("app.bptt.segments.SMALLEST", 0)


def chain(weight: float, steps: int, *, activation: str = "identity", x: float = 0.0, **params: float) -> Problem:
    """One unit: h_t = w h_{t-1} + W_xh x_t with x_1 = `x` and no input after it; L_t = (W_hy h_t + b_y)²."""
    values = {"W_xh": 1.0, "W_hh": weight, "b_h": 0.0, "W_hy": 1.0, "b_y": 0.0} | params
    shaped = {name: np.full((1,) if name.startswith("b") else (1, 1), value) for name, value in values.items()}
    inputs = np.zeros((steps, 1, 1))
    inputs[0] = x
    architecture = Shape(inputs=1, units=1, outputs=1).architecture
    examples = every_step(inputs, np.zeros((steps, 1, 1)), loss_mask(steps, "last"))
    return Problem(Network(RNN(activation=activation), architecture, shaped), examples, SquaredError())


def both(given: Problem, **options: Any) -> NonFinite | None:
    """What is not finite first, with checkpointing as without."""
    found = given.batch_gradients(**options)
    same_bits(found, given.batch_gradients(checkpoint=True, **options))
    return found.non_finite


@every_cell
@pytest.mark.parametrize("step", [1, 4, 5, 17])
def test_an_input_that_is_nan_is_named_by_the_first_state_that_it_reaches(cell: AnyCell, step: int) -> None:
    given = laboratory_problem(cell, "mse", "last", Shape(17, 2))
    inputs = given.examples.inputs.copy()
    inputs[step - 1] = np.nan
    given = given.reading(inputs=inputs)
    states = given.solve().tape.following
    wrong = [
        (int(t[0]) + 1, name)
        for name, values in zip(states._fields, states, strict=True)
        if (t := np.flatnonzero(~np.isfinite(values).all(axis=(1, 2)))).size
    ]
    expected = min(wrong, key=lambda one: one[0], default=None)
    found = both(given)
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
    found = both(chain(10.0**power, steps, x=1.0), truncate=window)
    if first <= steps:
        assert found == NonFinite("h", first)
    else:
        assert found is None or found.quantity != "h"


def test_a_state_that_overflows_and_comes_back_is_named_all_the_same() -> None:
    """relu(-1 · ∞) = 0: the segment ends in a state that is finite, and the gradient of W_hh is 0 · ∞."""
    assert both(chain(-1.0, 9, activation="relu", x=1e308, W_xh=10.0)) == NonFinite("h", 1)


def test_of_several_states_the_one_that_is_first_is_named() -> None:
    """An infinite c_t gives tanh(c_t) = 1 and a finite h_t: c is named, with the steps before the segment counted."""
    given = laboratory_problem(LSTM(clamp={"f": 1.0}), "mse", "last", Shape(4, 2))
    zero = np.zeros((2, 2))
    run = given.network.forward(given.examples, initial={"": LSTMState(zero, zero + np.inf)})
    (tape,) = run.tapes.values()
    assert np.isfinite(tape.hidden).all()
    assert run.stacks[0].non_finite == NonFinite("c", 1)
    assert first_in_time(tape.following._asdict().items(), 10) == NonFinite("c", 11)
    assert given.solve().run.stacks[0].non_finite is None


@pytest.mark.parametrize(("steps", "loss_at", "step"), [(9, "last", 9), (9, "every", 1), (1, "last", 1)])
def test_an_output_and_a_loss_that_overflow_are_named_at_the_first_step_where_they_are_asked(
    steps: int, loss_at: str, step: int
) -> None:
    """h_t = 10²⁰⁰ at every step, so that L_t = 10⁴⁰⁰, or y_t = 10⁴⁰⁰ already."""
    given = chain(1.0, steps, x=1e200).asked(loss_mask(steps, loss_at))
    assert both(given) == NonFinite("L", step)
    given = chain(1.0, steps, x=1e200, W_hy=1e200).asked(loss_mask(steps, loss_at))
    assert both(given) == NonFinite("y", step)


def test_an_output_that_overflows_where_nothing_is_asked_is_none_of_the_loss_s_business() -> None:
    given = chain(0.0, 6, x=1e200, W_hy=1e200)  # h_2 = 0 and all after it
    assert both(given) is None


@pytest.mark.parametrize(("square", "steps"), [(1e308, 4), (0.8e308, 4), (0.3e308, 16)])
def test_a_loss_that_overflows_only_in_the_sum_over_time_is_named_with_no_step(square: float, steps: int) -> None:
    """Every L_t is finite: two of 10³⁰⁸ are not, and of 0.8 · 10³⁰⁸ a segment's two are, but not four."""
    given = chain(0.0, steps, b_y=float(np.sqrt(square))).asked(loss_mask(steps, "every"))
    assert given.batch_gradients().loss == np.inf
    assert both(given) == NonFinite("L", None)


@pytest.mark.parametrize("steps", [12, 30])
@pytest.mark.parametrize("power", [20, 30, 40, 60, 100, 150, 300])
def test_a_gradient_that_overflows_on_the_way_back_is_named_with_its_last_step(power: int, steps: int) -> None:
    """Nothing goes in, so h_t = 0; L = b_y² with b_y = ½, and ∂L/∂h_t = 10^(power (T - t))."""
    given = chain(10.0**power, steps, b_y=0.5)
    lag = 308 // power + 1
    found = given.batch_gradients()
    assert found.loss == 0.25
    if lag < steps:
        assert both(given) == NonFinite("d_h", steps - lag)
        assert (found.gradient_norms.status[steps - lag :] == OK).all()
        assert found.gradient_norms.status[steps - lag - 1] != OK
    else:
        assert both(given) is None or both(given) != NonFinite("d_h", steps - lag)


def test_a_gradient_that_is_cut_before_it_overflows_is_finite() -> None:
    given = chain(1e60, 30, b_y=0.5)
    assert both(given, truncate=6) is None
    assert both(given, truncate=7) == NonFinite("d_h", 24)


def test_a_parameter_s_gradient_that_overflows_alone_is_named() -> None:
    """∂L/∂W_xh = x ∂L/∂a: neither the input nor ∂L/∂h is large enough by itself."""
    assert both(chain(1.0, 9, x=1e300, W_xh=0.0, b_y=1e20)) == NonFinite("d_W_xh", None)


def test_what_is_not_finite_on_the_way_forward_is_named_before_what_follows_from_it_on_the_way_back() -> None:
    found = chain(1e100, 30, x=1.0).batch_gradients()
    assert not np.isfinite(found.loss)
    assert (found.gradient_norms.status != OK).any()
    assert found.non_finite == NonFinite("h", 5)


def test_windows_are_walked_in_time_and_the_first_that_is_not_finite_is_named_with_its_own_step() -> None:
    given = chain(1e100, 30, x=1.0).asked(loss_mask(30, "every"))
    assert both(given, truncate=4) == both(given) == NonFinite("L", 3), "10²⁰⁰ squared, before 10⁴⁰⁰"


# --- every architecture -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("architecture", ARCHITECTURES, ids=name_of)
@pytest.mark.parametrize("lengths", [(5, 5), (5, 3)], ids=["even", "uneven"])
def test_a_parameter_that_is_nan_is_named_by_the_first_number_that_it_reaches(
    architecture: Architecture, lengths: tuple[int, ...]
) -> None:
    """A layer that reads forwards is named at the first token, one that reads from the end at the last."""
    given = problem(RNN(), architecture, lengths=lengths)
    for name in given.params:
        layer, _, own = name.rpartition(".")
        if own == "E":
            continue  # which token has the row is another test's matter
        value = given.params[name].copy()
        value[...] = np.nan
        expected = NonFinite("h", 5 if layer.endswith(".reverse") else 1)
        if own in ("W_hy", "b_y"):
            expected = NonFinite("y", 1)
        assert both(given.moved(**{name: value})) == expected, name


# --- the pieces -------------------------------------------------------------------------------------------------------


def test_of_several_arrays_the_first_in_time_is_named_and_of_one_step_the_first_in_the_list() -> None:
    fine, late, early = np.zeros((4, 2)), np.zeros((4, 2, 3)), np.zeros((4,))
    assert first_in_time([("a", fine), ("b", late)]) is None
    late[3, 1, 2], early[2] = np.nan, -np.inf
    assert first_in_time([("a", fine), ("late", late), ("early", early)]) == NonFinite("early", 3)
    late[2, 0, 0] = np.inf
    assert first_in_time([("late", late), ("early", early)]) == NonFinite("late", 3)
    assert first_in_time([("early", early), ("late", late)], before=7) == NonFinite("early", 10)
    assert first_in_time([]) is None


def test_a_sum_that_overflows_alone_is_no_number_that_is_not_finite() -> None:
    with np.errstate(all="ignore"):
        assert first_in_time([("h", np.full((3, 2), 1.5e308))]) is None
        assert first_in_time([("h", np.array([[np.inf, -np.inf], [0, 0]]))]) == NonFinite("h", 1)


def test_the_earlier_of_two_is_the_first_where_both_are_of_one_step() -> None:
    one, other = NonFinite("h", 3), NonFinite("L", 3)
    assert earlier(one, other) is one
    assert earlier(one, NonFinite("L", 2)) == NonFinite("L", 2)
    assert earlier(None, other) is other
    assert earlier(one, None) is one
    assert earlier(None, None) is None


def test_going_back_the_last_step_is_named_and_before_any_parameter() -> None:
    norms = with_status(np.array([np.nan, np.inf, 0.0, -np.inf]))
    spoiled = {"W_xh": np.zeros(2), "W_hh": np.array([0.0, np.nan])}
    assert first_going_back(norms, spoiled) == NonFinite("d_h", 2)
    fine = with_status(np.array([-np.inf, 0.0]))
    assert first_going_back(fine, spoiled) == NonFinite("d_W_hh", None)
    assert first_going_back(fine, {"W_xh": np.zeros(2)}) is None
    assert first_parameter(spoiled) == "W_hh"
    assert first_parameter({}) is None
