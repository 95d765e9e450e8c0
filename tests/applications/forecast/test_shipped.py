"""The weights that ship reach their measure on every series, and show what the page says of them."""

from __future__ import annotations

import numpy as np
import pytest

from app.applications.base import OWN
from app.applications.forecast import Forecast
from app.applications.forecast.series import Series
from app.cells import CELLS
from tests.applications.registry import built, measured, network

SHIPPED = [variant for variant in Forecast.variants if variant != OWN]
each = pytest.mark.parametrize(("variant", "cell"), [(variant, cell) for variant in SHIPPED for cell in CELLS])


@each
def test_every_network_that_ships_errs_less_than_either_naive_forecast(variant: str, cell: str) -> None:
    found = measured("forecast", variant, cell)
    assert found.value == max(found.details.naive, found.details.seasonal) < Forecast.goal == 1
    assert found.interval[0] < found.value < found.interval[1]
    assert found.examples == len(built(Forecast, variant).windows.origins("held out")) > 100


@each
def test_every_interval_that_ships_holds_four_of_five_values_as_it_promises(variant: str, cell: str) -> None:
    found = measured("forecast", variant, cell)
    assert found.details.coverage == pytest.approx(0.8, abs=0.05)
    assert found.details.calibrated == found.examples
    low, high = found.details.coverage_interval
    assert low < found.details.coverage < high


@pytest.mark.parametrize("variant", SHIPPED)
def test_the_cell_that_it_opens_with_is_better_at_every_number_of_steps_ahead(variant: str) -> None:
    details = measured("forecast", variant, Forecast.cell).details
    assert details.mase < 1
    for ahead in details.ahead:
        assert max(ahead.naive, ahead.seasonal) < 1


@pytest.mark.parametrize("cell", CELLS)
def test_the_season_of_carbon_dioxide_is_in_the_gradient(cell: str) -> None:
    application, model, found = Forecast("co2"), network("forecast", "co2", cell), []
    for example in range(1, 109, 7):
        request = Forecast.request(variant="co2", horizon=6, example=example)
        found.append(application.predict(model, request).answer.influence)
        assert found[-1][-8:-3].sum() > 0.2  # three to seven months ago
    mean = np.mean(found, axis=0)
    assert mean[-8:-3].sum() > 1.3 * mean[-1]  # more than the last value
    assert mean[-2] < 0


def test_a_forecast_of_what_was_never_seen_is_near_what_came() -> None:
    application, model = built(Forecast, "co2"), network("forecast", "co2", "gru")
    series: Series = application.series
    assert series.values[: series.split].max() < series.values[-12:].min()  # higher than anything that taught
    outputs = model.forward(application.at(application.windows.origins("held out"))).outputs[-1]
    origins = application.windows.origins("held out")
    median = application.quantiles(outputs, origins)[..., 1]
    assert np.abs(median - application.windows.ahead[origins]).mean() < 1  # ppm
