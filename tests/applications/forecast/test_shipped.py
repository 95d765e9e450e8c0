"""The weights that ship reach their measure on every series, and show what the page says of them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from app import cells
from app.applications.base import OWN, Model
from app.applications.config import PlayConfig
from app.applications.forecast import Forecast
from app.applications.forecast.series import Series
from app.applications.weights import FOLDER
from app.cells import CELLS

SHIPPED = [variant for variant in Forecast.variants if variant != OWN]
each = pytest.mark.parametrize(("variant", "cell"), [(variant, cell) for variant in SHIPPED for cell in CELLS])


def shipped(variant: str, cell: str) -> tuple[Forecast, Model]:
    application = Forecast(variant)
    with np.load(FOLDER / f"forecast.{variant}.{cell}.npz") as file:
        params = {name: file[name].astype(np.float64) for name in file.files}
    units = params["layer1.W_hh"].shape[1]
    return application, Model(cells.build(cell, {}, {"activation": "tanh"}), application.architecture(units), params)


@each
def test_every_network_that_ships_errs_less_than_either_naive_forecast(variant: str, cell: str) -> None:
    application, model = shipped(variant, cell)
    measured = application.measure(model)
    assert measured.value == max(measured.details["naive"], measured.details["seasonal"]) < Forecast.goal == 1
    assert 0.6 < measured.details["coverage"] < 0.9


@pytest.mark.parametrize("variant", SHIPPED)
def test_the_cell_that_it_opens_with_is_better_at_every_number_of_steps_ahead(variant: str) -> None:
    application, model = shipped(variant, Forecast.cell)
    details = application.measure(model).details
    assert details["mase"] < 1
    for ahead in details["ahead"]:
        assert max(ahead["naive"], ahead["seasonal"]) < 1


@pytest.mark.parametrize("cell", CELLS)
def test_the_season_of_carbon_dioxide_is_in_the_gradient(cell: str) -> None:
    application, model = shipped("co2", cell)
    fields: dict[str, Any] = {name: info.default for name, info in PlayConfig.model_fields.items()}
    fields |= {"app": "forecast", "variant": "co2", "horizon": 6}
    found = []
    for example in range(1, 109, 7):
        request = PlayConfig.model_construct(**fields | {"example": example})
        found.append(application.play(model, request).answer["influence"])
        assert found[-1][-8:-3].sum() > 0.2  # three to seven months ago
    mean = np.mean(found, axis=0)
    assert mean[-8:-3].sum() > 1.3 * mean[-1]  # more than the last value
    assert mean[-2] < 0


def test_a_forecast_of_what_was_never_seen_is_near_what_came() -> None:
    application, model = shipped("co2", "gru")
    series: Series = application.series
    assert series.values[: series.split].max() < series.values[-12:].min()  # higher than anything that taught
    outputs = model.forward(application.held_out).outputs[-1]
    origins = application.windows.origins
    spread = np.unique(np.linspace(0, len(origins) - 1, min(128, len(origins))).astype(int))
    median = application.quantiles(outputs, origins[spread])[..., 1]
    assert np.abs(median - application.windows.ahead[origins[spread]]).mean() < 1  # ppm
