"""Forecasting: its batches, its measure, what it says of an input, and that a small network learns in seconds."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from app.applications.base import OWN, MaterialError, Network
from app.applications.forecast import QUANTILES, Forecast
from app.applications.forecast.answer import ForecastDetails, IntervalCalibration
from app.applications.forecast.conformal import FEWEST, WINDOW, calibrated
from app.applications.forecast.picture import influence
from app.applications.forecast.windows import LONGEST, STEPS
from app.cells import CELLS
from app.numerals import Range
from tests.applications.registry import trained_on, untrained

SHIPPED = [variant for variant in Forecast.variants if variant != OWN]
every_series = pytest.mark.parametrize("variant", SHIPPED)


def trained(application: Forecast, iterations: int) -> Network:
    model, rng = untrained(application, units=16, dtype="float32"), np.random.default_rng(3)
    found, _ = trained_on(
        application, model, lambda: application.batch(rng, 16), iterations=iterations, rate=0.01, threshold=0.3
    )
    return found


def predict(application: Forecast, model: Network | None = None, **fields: Any) -> Any:
    if application.variant == OWN:
        fields["material"] = "0" * 64  # the API's name for what the application was made with
    request = Forecast.request(variant=application.variant, **fields)
    return application.predict(model or untrained(application), request)


def table(count: int = 120, gap: int | None = None) -> bytes:
    rows = [f"w{k};{3 + np.sin(2 * np.pi * k / 7) + 0.01 * k:.4f}" for k in range(count)]
    if gap is not None:
        rows[gap] = f"w{gap};"
    return "\n".join(["week;sold", *rows]).encode()


@every_series
def test_a_training_batch_has_one_number_a_step_and_asks_after_a_third(variant: str) -> None:
    examples = Forecast(variant).batch(np.random.default_rng(0), 5)
    assert examples.inputs.shape == (STEPS, 5, 1)
    assert examples.targets.shape == (STEPS, 5, LONGEST)
    assert np.isfinite(examples.inputs).all()
    assert np.isfinite(examples.targets).all()
    assert (examples.weights[: STEPS // 3] == 0).all()
    assert (examples.weights[STEPS // 3 :] == 1).all()


@every_series
def test_the_validation_batch_asks_for_its_last_forecast_alone(variant: str) -> None:
    application = Forecast(variant)
    examples = application.validation
    assert 50 <= examples.size <= 128
    assert (examples.weights[:-1] == 0).all()
    assert np.isfinite(examples.targets[-1]).all()
    guessed = application.constant_answer_loss()
    assert application.loss(np.zeros((STEPS, examples.size, LONGEST * 3)), examples).total > guessed > 0


@every_series
def test_saying_the_last_value_again_measures_what_the_naive_does(variant: str) -> None:
    application = Forecast(variant)
    model = untrained(application)
    silent = replace(model, params={name: np.zeros_like(value) for name, value in model.params.items()})
    measured = application.measure(silent)
    assert measured.baseline == 1
    assert isinstance(measured.details, ForecastDetails)
    assert measured.details.naive == pytest.approx(1)
    assert measured.value == max(1, measured.details.seasonal) == pytest.approx(measured.value)
    assert measured.details.uncalibrated < 0.2  # an interval without a width
    assert measured.details.coverage == pytest.approx(0.8, abs=0.1)  # its misses say how wide it has to be
    assert measured.examples == len(application.windows.origins("held out"))
    assert [one.steps for one in measured.details.ahead] == [1, 3, 6, 12, 24]
    quick = application.measure(silent, quick=True)
    assert quick.value == pytest.approx(measured.value, rel=0.15)
    assert application.measure(silent, "validation").examples == len(application.windows.origins("validation"))


def test_a_network_beats_both_naives_after_some_seconds() -> None:
    application = Forecast("co2")
    before = application.measure(trained(application, 0)).value
    measured = application.measure(trained(application, 90))
    assert measured.value < 0.7 < before
    assert isinstance(measured.details, ForecastDetails)
    assert 0.6 < measured.details.coverage < 1


@every_series
@pytest.mark.parametrize("focus", [0, 1, 40])
def test_a_prediction_gives_what_is_drawn(variant: str, focus: int) -> None:
    application = Forecast(variant)
    prediction = predict(application, horizon=10, focus=focus)
    answer = prediction.answer
    read = focus or STEPS
    assert len(prediction.tokens) == len(answer.influence) == STEPS
    assert prediction.focus == len(answer.values) == len(answer.labels) == read
    assert answer.labels == prediction.tokens[:read]
    last = application.start(0) - STEPS + read - 1
    values = application.series.values
    np.testing.assert_array_equal(answer.values, values[last + 1 - read : last + 1])
    np.testing.assert_array_equal(answer.actual, values[last + 1 : last + 11])
    assert answer.future_labels[0] == application.series.label(last + 1)
    low, median, high = np.transpose(answer.forecast)
    assert (low <= median).all()
    assert (median <= high).all()
    assert len(answer.forecast) == len(answer.naive) == len(answer.seasonal) == len(answer.future_labels) == 10
    assert answer.held_out == (last >= application.series.held_out_from - 1)
    assert answer.errors.naive == pytest.approx(np.abs(answer.naive - answer.actual).mean())
    assert answer.series == variant
    assert answer.levels == QUANTILES


def test_an_interval_is_calibrated_on_what_earlier_forecasts_missed_and_says_on_how_many() -> None:
    application = Forecast("co2")
    model, last = untrained(application), application.start(0) - 1
    answer = predict(application, model, horizon=10).answer
    own = application.quantiles(
        model.forward(application.windows.examples(np.array([last]), STEPS)).outputs[-1], np.array([last])
    )[0, :10]
    corrections, counts = application.calibration(model, last).corrections(np.array([last]))
    assert answer.calibration == IntervalCalibration(done=True, forecasts=int(counts[0, 9]), needed=FEWEST)
    assert counts[0, 9] == WINDOW
    np.testing.assert_allclose(answer.forecast, calibrated(own, corrections[0, :10]))
    assert (corrections[0, :10] > 0).all()  # nobody taught it how far off it is


def test_a_calibrated_interval_does_not_know_the_values_that_it_forecasts() -> None:
    application = Forecast("elnino")
    model, start = untrained(application), application.start(1)
    values = application.series.values.copy()
    values[start:] += 100
    other = Forecast("elnino")
    other.series = replace(application.series, values=values)
    one, same = (predict(each, model, example=1).answer for each in (application, other))
    assert one.forecast == same.forecast
    assert one.calibration.done


def test_the_drawn_interval_is_the_one_whose_coverage_is_measured() -> None:
    application = Forecast("co2")
    model, held = untrained(application), 0
    origins = application.windows.origins("held out")
    for origin in origins:
        answer = predict(application, model, example=int(origin) + 2 - application.series.held_out_from, horizon=24)
        low, _, high = np.transpose(answer.answer.forecast)
        held += int(((low <= answer.answer.actual) & (answer.answer.actual <= high)).sum())
    details = application.measure(model).details
    assert isinstance(details, ForecastDetails)
    assert details.coverage == pytest.approx(held / (24 * len(origins)))


@pytest.mark.parametrize(("count", "done"), [(50, False), (60, False), (70, True), (120, True)])
def test_an_own_table_is_calibrated_where_it_is_long_enough_and_says_so(count: int, done: bool) -> None:
    application = Forecast(OWN, table(count))
    steps = len(application.series.values) - application.start(0)
    answer = predict(application, example=count - application.series.held_out_from + 1, horizon=steps).answer
    assert len(answer.actual) == 0  # all values have been read
    assert answer.calibration.done == done == (answer.calibration.forecasts >= answer.calibration.needed)
    assert answer.calibration.forecasts == count - application.series.split + 1 - steps


def test_a_forecast_made_after_few_values_keeps_the_networks_own_interval() -> None:
    application = Forecast("co2")
    for focus, done in ((STEPS, True), (STEPS // 2 + 1, True), (STEPS // 2, False), (1, False)):
        assert predict(application, focus=focus).answer.calibration.done == done


def test_the_future_can_be_forecast_before_it_came() -> None:
    application = Forecast("co2")
    answer = predict(application, example=133, horizon=24).answer
    assert len(answer.actual) == 0
    assert answer.errors is None
    assert answer.labels[-1] == "2001-12"
    assert answer.future_labels[0] == "2002-01"
    assert answer.future_labels[-1] == "2003-12"
    assert answer.held_out
    some = predict(application, example=131, horizon=24).answer
    assert len(some.actual) == 2
    assert some.errors.naive > 0


@pytest.mark.parametrize("variant", [*SHIPPED, OWN])
@pytest.mark.parametrize("example", [0, 1, 2, 9, 34, 999, 9999])
def test_any_number_is_a_starting_point_behind_what_teaches(variant: str, example: int) -> None:
    application = Forecast(variant, table() if variant == OWN else b"")
    start = application.start(example)
    assert application.series.held_out_from <= start <= len(application.series.values)
    assert predict(application, example=example).answer.held_out
    if example in (1, 2):
        assert start == application.series.held_out_from + example - 1


def test_a_focus_beyond_what_was_read_is_told() -> None:
    with pytest.raises(MaterialError) as caught:
        predict(Forecast("elnino"), focus=73)
    assert (caught.value.code, caught.value.field) == ("out_of_range", "focus")
    assert caught.value.values == {"value": 73, "allowed": Range(1, 72)}


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize(("focus", "horizon"), [(0, 5), (30, 1)])
def test_influence_is_what_moving_a_value_that_was_read_moves_the_forecast(cell: str, focus: int, horizon: int) -> None:
    application = Forecast("co2")
    model = untrained(application, cell)
    answer = predict(application, model, focus=focus, horizon=horizon).answer
    start = application.start(0)  # what is moved lies behind the part that the scale is of

    def forecast(index: int, move: float) -> float:
        values = application.series.values.copy()
        values[index] += move
        other = Forecast("co2")
        other.series = replace(application.series, values=values)
        return float(predict(other, model, focus=focus, horizon=horizon).answer.forecast[-1][1])

    for step_ in (0, 10, 28, 29, 30, 60, 71):
        index = start - STEPS + step_
        numeric = (forecast(index, 1e-4) - forecast(index, -1e-4)) / 2e-4
        assert answer.influence[step_] == pytest.approx(numeric, abs=1e-7)


def test_the_influence_on_a_naive_forecast_is_of_the_last_value_alone() -> None:
    np.testing.assert_array_equal(influence(np.zeros(5), 3, 4), [0, 0, 0, 1, 0])


def test_a_truncated_gradient_shows_a_shorter_influence() -> None:
    application = Forecast("co2")
    model = untrained(application)
    short = predict(application, model, truncate=8).back.gradients["layer1"].d_x[:, 0, 0]
    full = predict(application, model).back.gradients["layer1"].d_x[:, 0, 0]
    assert (short[:-8] == 0).all()
    np.testing.assert_array_equal(short[-8:], full[-8:])


def test_where_quantiles_cross_the_interval_is_the_outermost_and_the_median_stays() -> None:
    application = Forecast("co2")
    outputs = np.zeros((1, LONGEST * 3))
    outputs[0, :3] = [0.5, 1.0, -0.5]
    found = application.quantiles(outputs, np.array([0]))[0, 0]
    moved = (found - application.series.values[0]) / application.windows.scale
    np.testing.assert_allclose(moved, [-0.5, 1.0, 1.0])


def test_a_table_of_the_readers_own_is_learned_from_and_forecast() -> None:
    content = table()
    about = Forecast.read_material(content)
    assert (about.rows, about.gaps, about.season, about.horizon, about.taught) == (120, 0, 7, 12, 72)
    assert (about.column, about.columns, about.ends) == ("sold", ("sold",), ("w0", "w119"))
    application = Forecast(OWN, content)
    assert application.architecture(8).outputs == 12 * len(QUANTILES)
    examples = application.batch(np.random.default_rng(0), 4)
    assert len(examples.inputs) == application.windows.steps < STEPS
    answer = predict(application, horizon=24, example=31).answer
    assert answer.longest == len(answer.forecast) == 12
    assert answer.future_labels[:2] == ("+1", "+2")
    assert answer.series == "sold"
    assert answer.season == 7
    assert application.measure(untrained(application)).value > 0


@pytest.mark.parametrize("count", [40, 47, 90])
def test_the_shortest_tables_can_be_learned_from(count: int) -> None:
    application = Forecast(OWN, table(count))
    model = trained(application, 3)
    assert np.isfinite(application.measure(model).value)
    assert np.isfinite(application.constant_answer_loss())
    assert np.isfinite(predict(application, model).answer.forecast).all()


def test_what_is_missing_is_not_asked_for() -> None:
    application = Forecast(OWN, table(gap=110))
    assert application.windows.ahead.shape == (120, 12)
    assert np.isnan(application.windows.ahead[109, 0])
    answer = predict(application, example=19, horizon=11).answer  # behind value 108
    assert answer.labels[-1] == "w107"
    came = np.delete(answer.actual, 2)  # w110, which has the value of w109
    assert answer.errors.naive == pytest.approx(np.abs(answer.values[-1] - came).mean())
    assert np.isfinite(application.measure(untrained(application)).value)
    loss = application.loss(
        np.zeros((application.windows.steps, application.validation.size, 36)), application.validation
    )
    assert np.isfinite(loss.losses).all()
    assert np.isfinite(loss.d_y).all()


@pytest.mark.parametrize("content", [b"", b"no numbers here", b"\x00\x01"])
def test_a_table_that_cannot_be_used_is_told(content: bytes) -> None:
    with pytest.raises(MaterialError, match=r"table_|text_control"):
        Forecast.read_material(content)
    with pytest.raises(MaterialError, match=r"table_|text_control"):
        predict(Forecast(OWN, content), untrained(Forecast("co2")))


def test_a_table_whose_values_for_validation_are_missing_has_a_baseline_that_is_a_number() -> None:
    rows = [str(3 + k % 5 + 0.1 * k) for k in range(40)]
    rows[24:30] = ["NA"] * 6
    application = Forecast(OWN, "\n".join(rows).encode())
    assert np.isnan(application.validation.targets[-1, :, 0]).all()
    assert np.isfinite(application.constant_answer_loss())
