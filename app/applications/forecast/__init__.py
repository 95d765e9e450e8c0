"""Time-series forecasting: measured series, or a reader's own, several steps ahead and with an interval.

The network reads one number a step and says, at every step, three quantiles of each of the next H values: no season is
fed to it. What lies a year back it has to carry, and the gradient of a forecast shows what it carries.
"""

from functools import cached_property
from typing import ClassVar, cast

import numpy as np

from ...bptt.architecture import Network
from ...bptt.examples import Examples
from ...bptt.losses import LossValue
from ...bptt.pinball import Pinball
from ...bptt.stacked import Stacked
from ...cells.arrays import Array
from ...numerals import Range
from ..base import OWN, Application, MaterialError, Measured, Prediction
from ..config import InferenceConfig
from ..interval import of_ratio
from ..limits import HARDLY, Limit
from ..measurement import Figures
from ..split import Part
from . import accuracy
from .answer import Ahead, ForecastAnswer, ForecastDetails, ForecastUpload, IntervalCalibration
from .config import ForecastConfig
from .conformal import FEWEST, Calibration, calibrated, conformity_scores
from .picture import influence, picture
from .season import Season, season_of
from .series import Series, shipped_series
from .table import BYTES, Table, read
from .upload import described
from .windows import LONGEST, STEPS, Windows

QUANTILES = (0.1, 0.5, 0.9)
"""The interval between the outer two should hold four of five values; the middle one is the forecast."""
MISSED = 1 - (QUANTILES[-1] - QUANTILES[0])
"""α, the share of values that may lie outside of it."""
MEDIAN = 1
LOOK = 128
"""Forecasts of a look during a run, from everywhere in their stretch."""
LOUDNESS = 0.3
"""Training windows are multiplied by e^{0.3 n}, n ~ N(0, 1): the shape of a season is to be learned, not its size."""
SETTLING = 3
"""The loss of a training window counts from its step T / 3 on: before that hardly anything has been read."""
AHEAD = (1, 3, 6, 12, 24)
"""Steps ahead whose errors are measured one by one."""


class Forecast(Application[ForecastConfig]):
    """Many-to-many: x_1 … x_t → the quantiles of y_{t+1} … y_{t+H}, at every t, by the pinball loss.

    Trained on the first three fifths of a series and measured on forecasts that lie wholly in the last quarter: the
    mean absolute error of the medians over all starting points and all steps ahead, as a multiple of that of the naive
    or the seasonal naive forecast, whichever is better. Intervals are calibrated: see `conformal`.
    """

    name: ClassVar[str] = "forecast"
    variants: ClassVar[tuple[str, ...]] = ("co2", "sunspots", "elnino", "seattle", OWN)
    config: ClassVar[type[InferenceConfig]] = ForecastConfig
    cell: ClassVar[str] = "gru"
    recipe: ClassVar[str] = (
        "units=32&rho=1&rate=0.005&minibatch=32&iterations=300&clip=norm&threshold=0.3&dtype=float32"
    )
    steps: ClassVar[int] = STEPS
    measure_name: ClassVar[str] = "mase"
    baseline_name: ClassVar[str] = "naive"
    goal: ClassVar[float | None] = 1.0
    higher: ClassVar[bool] = False
    source: ClassVar[str] = (
        "atmospheric CO₂ (C. D. Keeling, T. P. Whorf, Mauna Loa), monthly sunspots and sea surface temperature (NOAA), "
        "by way of statsmodels; daily temperature in Seattle (NOAA), by way of vega-datasets; all in the public domain"
    )
    material_bytes: ClassVar[int] = BYTES

    @cached_property
    def series(self) -> Series:
        """The series of the variant. Raises `MaterialError`."""
        if self.variant != OWN:
            return shipped_series(self.variant, LONGEST)
        return series_of(self.material)

    @cached_property
    def windows(self) -> Windows:
        """The series as the network sees it."""
        return Windows(self.series)

    @property
    def horizon(self) -> int:
        """H."""
        return self.windows.horizon

    def architecture(self, units: int) -> Stacked:
        return Stacked(inputs=1, units=units, outputs=self.horizon * len(QUANTILES))

    @property
    def loss(self) -> Pinball:
        return Pinball(QUANTILES)

    def batch(self, rng: np.random.Generator, size: int) -> Examples:
        windows, steps = self.windows, self.windows.steps
        ends = rng.integers(windows.first + steps - 1, windows.last_taught + 1, size)
        examples = windows.examples(ends, steps, np.exp(LOUDNESS * rng.standard_normal(size)))
        examples.weights[: steps // SETTLING] = 0
        return examples

    @cached_property
    def validation(self) -> Examples:
        origins = self.windows.origins("validation")
        spread = np.unique(np.linspace(0, len(origins) - 1, min(LOOK, len(origins))).astype(int))
        return self.at(origins[spread])

    def at(self, origins: Array) -> Examples:
        """Windows that end at `origins`, of which the last forecast alone counts."""
        examples = self.windows.examples(origins, self.windows.steps)
        examples.weights[:-1] = 0
        return examples

    def quantiles(self, outputs: Array, last: Array) -> Array:
        """Outputs behind values `last` (from 0) → forecasts in the series' unit: (…, H·3), (…,) → (…, H, 3).

        Where quantiles cross, the interval is what lies between the outermost; the median is left as it is.
        """
        z = self.loss.by_quantile(outputs).astype(np.float64)
        median = z[..., MEDIAN].copy()
        z.sort(axis=-1)
        z[..., MEDIAN] = median
        return self.series.values[last][..., None, None] + self.windows.scale * z

    def origins(self, part: Part, *, quick: bool) -> Array:
        """The starting points of a measure: all of a part, or some of them from everywhere."""
        origins = self.windows.origins(part)
        return origins[:: max(1, len(origins) // LOOK)] if quick else origins

    def calibration(self, network: Network, last: int) -> Calibration:
        """What the network's forecasts from the end of what teaches to behind value `last` - 1 (from 0) were worth.

        Sequences of T values are read and the last T // 2 forecasts of each are taken: as many as a tenth of the
        windows that each forecast alone would need. They have read between half of T and T values, as in training.
        """
        windows, taken = self.windows, self.windows.steps // 2
        first = self.series.split - 1
        origins = np.arange(first, last)
        ends = np.minimum(np.arange(first + taken - 1, last - 1 + taken, taken), len(self.series.values) - 1)
        if not len(origins):
            return Calibration(np.zeros((0, self.horizon)), first, MISSED)
        examples = windows.examples(ends, windows.steps)
        examples.weights[:-taken] = 0
        outputs = network.forward(examples.cast(network.dtype)).outputs
        column = (origins - first) // taken
        forecast = self.quantiles(outputs[windows.steps - 1 - (ends[column] - origins), column], origins)
        scores = conformity_scores(forecast[..., 0], forecast[..., -1], windows.ahead[origins])
        return Calibration(scores, first, MISSED)

    def rules(self, part: Part, *, quick: bool) -> dict[str, Array]:
        """What each forecast by the two rules that need no network is off, (B, H): of a quick measure and of all."""
        origins = self.origins(part, quick=quick)
        guesses = {"naive": accuracy.naive, "seasonal": accuracy.seasonal_naive}
        came = self.windows.ahead[origins]
        return {name: np.abs(rule(self.series, origins, self.horizon) - came) for name, rule in guesses.items()}

    def measure(self, network: Network, part: Part = "held out", *, quick: bool = False) -> Measured:
        origins = self.origins(part, quick=quick)
        outputs = network.forward(self.at(origins).cast(network.dtype)).outputs[-1]
        forecast, actual = self.quantiles(outputs, origins), self.windows.ahead[origins]
        misses = np.abs(forecast[..., MEDIAN] - actual)
        errors = accuracy.absolute_error(misses)
        rules = self.rules(part, quick=quick)
        against = {name: accuracy.absolute_error(rule) for name, rule in rules.items()}
        scaled = {name: accuracy.scaled(float(errors.mean()), float(of.mean())) for name, of in against.items()}
        better = max(scaled, key=lambda name: scaled[name])
        if quick:
            return Measured(scaled[better], 1.0)
        parts = (accuracy.by_forecast(each) for each in (misses, rules[better]))
        corrections, _ = self.calibration(network, int(origins[-1])).corrections(origins)
        intervals = {"before": forecast, "after": calibrated(forecast, corrections)}
        inside = {name: accuracy.inside(of[..., 0], of[..., -1], actual) for name, of in intervals.items()}
        details = ForecastDetails(
            error=float(errors.mean()),
            unit=self.series.unit,
            **scaled,
            mase=accuracy.mase(float(errors.mean()), self.series),
            coverage=accuracy.coverage(inside["after"]),
            coverage_interval=accuracy.coverage_interval(inside["after"]),
            uncalibrated=accuracy.coverage(inside["before"]),
            calibrated=int(np.isfinite(corrections).all(axis=1).sum()),
            wanted=1 - MISSED,
            ahead=tuple(
                Ahead(
                    steps=h,
                    coverage=accuracy.coverage(inside["after"][:, h - 1 : h]),
                    **{name: accuracy.scaled(float(errors[h - 1]), float(of[h - 1])) for name, of in against.items()},
                )
                for h in AHEAD
                if h <= self.horizon
            ),
        )
        interval = of_ratio(*parts, block=self.horizon)
        return Measured(scaled[better], 1.0, details, examples=len(origins), interval=interval)

    def predict(self, network: Network, request: ForecastConfig) -> Prediction[ForecastAnswer]:
        windows = self.windows
        start = self.start(request.example)
        steps = windows.steps
        focus = request.focus or steps
        if focus > steps:
            raise MaterialError("out_of_range", "focus", value=focus, allowed=Range(1, steps))
        horizon = min(request.horizon, self.horizon)
        examples = windows.examples(np.array([start - 1]), steps).cast(network.dtype)
        run = network.forward(examples)
        value = output_as_loss(run.outputs, (focus - 1, 0, (horizon - 1) * len(QUANTILES) + MEDIAN))
        back = network.backward(run, value.d_y, request.truncate)
        values_read = range(
            start - steps, start - steps + focus
        )  # up to the step in focus: the forecast is the one made there
        last = values_read[-1]
        forecast = self.quantiles(run.outputs[focus - 1], np.array([last]))[0, :horizon]
        corrections, known = (of[0, :horizon] for of in self.calibration(network, last).corrections(np.array([last])))
        fitting = focus > steps - steps // 2 and bool(np.isfinite(corrections).all())
        answer = picture(
            windows,
            calibrated(forecast, corrections) if fitting else forecast,
            values_read,
            calibration=IntervalCalibration(fitting, int(known.min()), FEWEST),
            series=self.series.source if self.variant == OWN else self.variant,
            levels=QUANTILES,
            longest=self.horizon,
            influence=influence(back.gradients["layer1"].d_x[:, 0, 0], self.series.span, focus),
        )
        labels = tuple(self.series.label(index) for index in range(start - steps, start))
        return Prediction(labels, run, value, back, focus, answer)

    def start(self, example: int) -> int:
        """How many values have been read when the forecast starts: what it forecasts is held out.

        0: as many as leave all that can be forecast known; 1: those that are not held out, 2: one more, … and after all
        values those again, so that any number is a starting point of any series.
        """
        count, first = len(self.series.values), self.series.held_out_from
        return first + (example - 1) % (count - first + 1) if example else count - self.horizon

    @classmethod
    def limits(cls, variant: str, figures: Figures) -> tuple[Limit, ...]:
        """How far it looks, and where the best cell's forecasts are hardly better than those of a simple rule."""
        best = min(figures.get(variant, {}).values(), key=lambda measured: measured["value"], default=None)
        steps = cast("list[dict[str, float]]", best["details"]["ahead"]) if best is not None else []
        hardly = [step for step in steps if max(step["naive"], step["seasonal"]) > HARDLY]
        first = min(hardly, key=lambda step: step["steps"], default=None)
        limits = [*super().limits(variant, figures), Limit("horizon", count=LONGEST)]
        if first is not None:
            limits.append(Limit("hardly", value=max(first["naive"], first["seasonal"]), count=int(first["steps"])))
        return tuple(limits)

    @classmethod
    def read_material(cls, content: bytes) -> ForecastUpload:
        """What a table is as it is read: its columns, dates, season, how far it can be forecast."""
        table = read(content)
        found = season_of(table.values)
        return described(table, found, Windows(series_in(table, found)))

    def constant_answer_loss(self) -> float:
        """The loss on the validation batch of the best answer that is always the same: the quantiles of its targets."""
        examples = self.validation
        targets = examples.targets[-1]
        known = np.isfinite(targets).any(axis=0)  # in a table with gaps nothing may be known of some steps ahead
        best = np.zeros((targets.shape[1], len(QUANTILES)))
        if known.any():
            best[known] = np.nanquantile(targets[:, known], QUANTILES, axis=0).T
        outputs = np.broadcast_to(best.ravel(), (*examples.weights.shape, best.size))
        return self.loss(outputs, examples).total


def series_of(content: bytes) -> Series:
    """The series of a reader's table. Raises `MaterialError`."""
    table = read(content)
    return series_in(table, Season() if table.choices.season else season_of(table.values))


def series_in(table: Table, found: Season) -> Series:
    """The series of a table with the season that the reader said, or else the one that was found."""
    season, longest = table.choices.season or found.steps, len(table.values) // 3
    if season > longest:
        raise MaterialError("table_season", value=season, allowed=Range(1, longest))
    return Series(table.values, table.known, table.labels, season, unit=table.unit, source=table.column)


def output_as_loss(outputs: Array, index: tuple[int, int, int]) -> LossValue:
    """One output as what is asked: L = y at `index` of (T, 1, K), so that ∂L/∂y is 1 there and 0 elsewhere."""
    losses = np.zeros(len(outputs), outputs.dtype)
    losses[index[0]] = outputs[index]
    d_y = np.zeros_like(outputs)
    d_y[index] = 1
    return LossValue(losses, d_y)
