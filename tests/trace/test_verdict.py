"""The verdict on ‖∂L_T/∂h_t‖: ordinary cases, and those where a norm is zero, infinite or not a number."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.bptt.norms import NAN, OK, OVERFLOW, ZERO, with_status
from app.config import RunConfig
from app.trace.verdict import FLOORS, STABLE_WITHIN, Verdict, verdict, verdict_of
from tests.engine import ANY_DTYPE, configs, traced_layer, traced_layers

INF, NOT = np.inf, np.nan


def on(*log10: float, window: int = 0) -> Verdict:
    """The verdict on these logarithms, t = 1 … T."""
    return verdict_of(with_status(np.array(log10, float)), window)


@pytest.mark.parametrize(
    ("slope", "kind"),
    [
        (-1.0, "vanishing"),
        (-STABLE_WITHIN * 1.01, "vanishing"),
        (-STABLE_WITHIN * 0.99, "stable"),
        (0.0, "stable"),
        (STABLE_WITHIN * 0.99, "stable"),
        (STABLE_WITHIN * 1.01, "exploding"),
        (1.0, "exploding"),
    ],
)
def test_the_kind_follows_from_the_slope_going_back(slope: float, kind: str) -> None:
    found = on(*(2 + slope * np.arange(50.0)[::-1]))
    assert found.kind == kind
    assert found.rate == pytest.approx(slope)
    assert found.lag == 49
    assert found.kept.log10 == pytest.approx(49 * slope)
    assert (found.first_zero, found.first_overflow, found.first_nan) == (None, None, None)


def test_the_steps_where_the_norm_passes_below_a_bound_are_counted_from_1_and_going_back() -> None:
    found = on(*np.arange(-60.0, 1.0))  # 10^0 at T = 61, a decade less at every step
    assert found.below_thousandth == 61 - 4  # strictly below 10⁻³
    assert found.below_float16 == 61 - 8  # 2⁻²⁴ = 10^-7.2
    assert found.below_float32 == 61 - 45  # 2⁻¹⁴⁹ = 10^-44.9
    assert found.kind == "vanishing"


def test_the_floors_are_the_smallest_numbers_of_each_precision() -> None:
    for name, floor in FLOORS.items():
        assert np.array(10.0 ** (floor + 0.01)).astype(name) > 0
        assert np.array(10.0**floor / 2.01).astype(name) == 0
    assert FLOORS["float16"] == pytest.approx(np.log10(2.0**-24))
    assert FLOORS["float32"] == pytest.approx(np.log10(2.0**-149))


def test_one_step_is_stable_over_no_lag() -> None:
    found = on(-3.0)
    assert (found.kind, found.rate, found.lag, float(found.kept.log10)) == ("stable", 0.0, 0, 0.0)
    assert found.below_thousandth is None


def test_a_loss_that_asks_nothing_gets_no_verdict() -> None:
    found = on(-INF, -INF, -INF)
    assert found.kind == "none"
    assert (found.first_zero, found.lag) == (3, 0)
    assert found.below_thousandth is None
    assert on(-INF).kind == "none"


def test_a_gradient_that_is_gone_at_once_has_vanished() -> None:
    found = on(-INF, -INF, 0.5)
    assert (found.kind, found.rate, found.lag) == ("vanishing", -INF, 1)
    assert found.kept.status == ZERO
    assert (found.first_zero, found.below_thousandth) == (2, 2)


def test_a_gradient_that_is_exactly_zero_from_some_step_on_has_vanished() -> None:
    found = on(-INF, -INF, 0.0, 0.0, 0.0)
    assert (found.kind, found.rate, found.lag, found.first_zero) == ("vanishing", 0.0, 2, 2)


@pytest.mark.parametrize("window", [1, 3])
def test_where_truncation_cuts_the_gradient_has_not_vanished(window: int) -> None:
    found = on(*[-INF] * (5 - window), *[0.0] * window, window=window)
    assert (found.kind, found.lag, found.cut) == ("stable", window - 1, 5 - window)
    whole = on(*[0.0] * 5, window=9)
    assert (whole.kind, whole.cut) == ("stable", None)


def test_nothing_is_said_of_what_truncation_has_cut() -> None:
    found = on(-INF, -INF, -1.0, -0.5, 0.0, window=3)
    assert found.cut == 2
    assert (found.first_zero, found.below_thousandth, found.below_float16, found.below_float32) == (None,) * 4
    vanished = on(-INF, -INF, -INF, -0.5, 0.0, window=3)
    assert (vanished.kind, vanished.cut, vanished.first_zero) == ("vanishing", None, 3)


def test_less_than_a_factor_of_two_is_no_trend_however_few_steps_there_are() -> None:
    assert on(-0.29, 0.0).kind == on(0.29, 0.0).kind == "stable"
    assert (on(-0.31, 0.0).kind, on(0.31, 0.0).kind) == ("vanishing", "exploding")


def test_an_overflow_or_nan_on_the_way_is_an_explosion_whatever_the_slope_before_it() -> None:
    found = on(NOT, NOT, INF, 0.0, 0.0)
    assert (found.kind, found.lag, found.rate) == ("exploding", 1, 0.0)
    assert (found.first_overflow, found.first_nan) == (3, 2)
    assert on(NOT, -1.0, 0.0).kind == "exploding"
    # ordinary numbers beyond it do not count
    assert on(0.0, INF, 0.0, 0.0).lag == 1


@pytest.mark.parametrize("last", [INF, NOT])
def test_a_gradient_that_is_not_finite_at_the_last_step_has_exploded_and_nothing_can_be_said_of_what_is_kept(
    last: float,
) -> None:
    found = on(0.0, last, last)
    assert (found.kind, found.lag) == ("exploding", 0)
    assert found.kept.status == NAN
    assert found.below_thousandth is None


@given(st.lists(st.floats(-400, 400) | st.sampled_from((-INF, INF, NOT)), min_size=1, max_size=30), st.integers(0, 31))
def test_every_series_of_norms_gets_a_verdict_that_is_consistent(log10: list[float], window: int) -> None:
    found = on(*log10, window=window)
    norms = with_status(np.array(log10))
    assert found.kind in ("vanishing", "stable", "exploding", "none")
    assert 0 <= found.lag < max(len(log10), 2)
    for step, code in ((found.first_zero, ZERO), (found.first_overflow, OVERFLOW), (found.first_nan, NAN)):
        assert (step is None) == (code not in norms.status)
        if step is not None:
            assert norms.status[step - 1] == code
            assert code not in norms.status[step:]
    if found.kept.status == OK and found.lag:
        assert found.rate == pytest.approx(float(found.kept.log10) / found.lag)
        assert (norms.status[len(log10) - 1 - found.lag :] == OK).all()


@settings(max_examples=30)
@given(configs(dtypes=ANY_DTYPE, depth=3))
def test_the_verdict_is_on_the_last_loss_alone_wherever_the_loss_is_asked(config: RunConfig) -> None:
    """A loss at every step does not change the verdict."""
    every, last = (config.model_copy(update={"loss_at": at}) for at in ("every", "last"))
    for one, two in zip(traced_layers(every), traced_layers(last), strict=True):
        np.testing.assert_equal(verdict(one), verdict(two))


def test_the_default_configuration_shows_vanishing_in_the_rnn_and_survival_in_the_lstm() -> None:
    assert verdict(traced_layer(cell="rnn", bias="")).kind == "vanishing"
    assert verdict(traced_layer(cell="lstm")).kind == "stable"
    assert verdict(traced_layer(cell="gru")).kind == "stable"


def test_each_of_them_can_be_made_to_do_the_opposite() -> None:
    assert verdict(traced_layer(cell="rnn", bias="", activation="identity", rho=1)).kind == "stable"
    assert verdict(traced_layer(cell="rnn", bias="", activation="identity", rho=1.5)).kind == "exploding"
    assert verdict(traced_layer(cell="lstm", clamp="f:0")).kind == "vanishing"
    assert verdict(traced_layer(cell="gru", bias="z:-2")).kind == "vanishing"


def test_a_network_without_recurrent_weights_has_vanished_and_a_truncated_one_has_not() -> None:
    assert verdict(traced_layer(cell="rnn", bias="", rho=0)).kind == "vanishing"
    assert verdict(traced_layer(cell="rnn", bias="", activation="identity", rho=1, truncate=5)).kind == "stable"
    assert verdict(traced_layer(cell="rnn", bias="", rho=0, truncate=1)).kind == "stable"


def test_a_gradient_that_loses_a_factor_of_1000_however_slowly_is_not_called_stable() -> None:
    slow = with_status(np.linspace(-12.0, 0.0, 500))
    assert abs(verdict_of(slow).rate) < STABLE_WITHIN
    assert verdict_of(slow).kind == "vanishing"
    assert verdict_of(with_status(np.linspace(12.0, 0.0, 500))).kind == "exploding"
    assert verdict_of(with_status(np.linspace(-1.9, 0.0, 500))).kind == "stable"
    assert verdict_of(with_status(np.linspace(2.6, 0.0, 500))).kind == "exploding"
