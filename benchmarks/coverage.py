"""What the forecasts' intervals hold: every series and cell that ships, on forecasts that are held out."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from app.applications import build
from app.applications.base import OWN
from app.applications.forecast import Forecast
from app.applications.weights import build_network, shipped
from app.config.run import DEFAULT_CELLS
from benchmarks.claims import Claim

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.applications.forecast.answer import ForecastDetails

TOLERANCE = 0.05


def claims() -> Iterator[Claim]:
    """The coverage of each, with its interval by the moving block bootstrap: forecasts overlap."""
    for variant in Forecast.variants:
        if variant == OWN:
            continue
        application = build(Forecast.name, variant)
        for cell in DEFAULT_CELLS:
            network = build_network(application, cell, {}, shipped(Forecast.name, variant, cell))
            measured = application.measure(network, part="held out")
            details = cast("ForecastDetails", measured.details)
            yield Claim(
                f"coverage of {details.wanted:.0%} intervals, {variant}, {cell}",
                details.coverage,
                details.coverage_interval,
                f"{measured.examples} forecasts that overlap, in blocks of {cast('Forecast', application).horizon}",
                (details.wanted - TOLERANCE, details.wanted + TOLERANCE),
                f"uncalibrated {details.uncalibrated:.2f}",
            )
