"""Time-series forecasting: measured series, or a reader's own, several steps ahead and with an interval.

The network reads one number a step and says, at every step, three quantiles of each of the next H values: no season is
fed to it. What lies a year back it has to carry, and the gradient of a forecast shows what it carries.
"""

from functools import cached_property
from typing import ClassVar

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
from ..split import Part
from . import accuracy
from .answer import Ahead, ForecastAnswer, ForecastDetails, ForecastUpload
from .config import ForecastConfig
from .picture import influence, picture
from .season import Season, season_of
from .series import Series, shipped_series
from .table import BYTES, Table, read
from .upload import described
from .windows import LONGEST, STEPS, Windows

QUANTILES = (0.1, 0.5, 0.9)
"""The interval between the outer two should hold four of five values; the middle one is the forecast."""
MEDIAN = 1
HELD_OUT = 128
"""Forecasts in the held-out batch."""
LOUDNESS = 0.3
"""Training windows are multiplied by e^{0.3 n}, n ~ N(0, 1): the shape of a season is to be learned, not its size."""
SETTLING = 3
"""The loss of a training window counts from its step T / 3 on: before that hardly anything has been read."""
AHEAD = (1, 3, 6, 12, 24)
"""Steps ahead whose errors are measured one by one."""


class Forecast(Application[ForecastConfig]):
    """Many-to-many: x_1 … x_t → the quantiles of y_{t+1} … y_{t+H}, at every t, by the pinball loss.

    Trained on the first three quarters of a series and measured on forecasts that lie wholly in the last: the mean
    absolute error of the medians over all starting points and all steps ahead, as a multiple of that of the naive or
    the seasonal naive forecast, whichever is better.
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
        origins = self.windows.origins
        spread = np.unique(np.linspace(0, len(origins) - 1, min(HELD_OUT, len(origins))).astype(int))
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

    def origins(self, *, quick: bool) -> Array:
        """The starting points of the measure: all that are held out, or some of them from everywhere."""
        origins = self.windows.origins
        return origins[:: max(1, len(origins) // HELD_OUT)] if quick else origins

    @cached_property
    def baselines(self) -> dict[bool, tuple[Array, Array]]:
        """The errors of the naive and of the seasonal naive forecast by step, of a quick measure (True) and of all."""
        errors = {}
        for quick in (True, False):
            origins = self.origins(quick=quick)
            rules = (accuracy.naive, accuracy.seasonal_naive)
            guesses = (rule(self.series, origins, self.horizon) for rule in rules)
            naive, seasonal = (accuracy.absolute_error(guess, self.windows.ahead[origins]) for guess in guesses)
            errors[quick] = (naive, seasonal)
        return errors

    def measure(self, network: Network, part: Part = "held out", *, quick: bool = False) -> Measured:
        origins = self.origins(quick=quick)
        outputs = network.forward(self.at(origins).cast(network.dtype)).outputs[-1]
        forecast, actual = self.quantiles(outputs, origins), self.windows.ahead[origins]
        errors = accuracy.absolute_error(forecast[..., MEDIAN], actual)
        naive, seasonal = self.baselines[quick]
        error = float(errors.mean())
        against = {"naive": float(naive.mean()), "seasonal": float(seasonal.mean())}
        value = max(accuracy.scaled(error, of) for of in against.values())
        if quick:
            return Measured(value, 1.0)
        details = ForecastDetails(
            error=error,
            unit=self.series.unit,
            **{name: accuracy.scaled(error, of) for name, of in against.items()},
            mase=accuracy.mase(error, self.series),
            coverage=accuracy.coverage(forecast[..., 0], forecast[..., -1], actual),
            wanted=QUANTILES[-1] - QUANTILES[0],
            ahead=tuple(
                Ahead(
                    steps=h,
                    naive=accuracy.scaled(float(errors[h - 1]), float(naive[h - 1])),
                    seasonal=accuracy.scaled(float(errors[h - 1]), float(seasonal[h - 1])),
                )
                for h in AHEAD
                if h <= self.horizon
            ),
        )
        return Measured(value, 1.0, details)

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
        forecast = self.quantiles(run.outputs[focus - 1], np.array([values_read[-1]]))[0, :horizon]
        answer = picture(
            windows,
            forecast,
            values_read,
            series=self.series.source if self.variant == OWN else self.variant,
            levels=QUANTILES,
            longest=self.horizon,
            influence=influence(back.gradients["layer1"].d_x[:, 0, 0], self.series.span, focus),
        )
        labels = tuple(self.series.label(index) for index in range(start - steps, start))
        return Prediction(labels, run, value, back, focus, answer)

    def start(self, example: int) -> int:
        """How many values have been read when the forecast starts: never fewer than those that teach.

        0: as many as leave all that can be forecast known; 1: those that teach, 2: one more, … and after all values
        those that teach again, so that any number is a starting point of any series.
        """
        count, split = len(self.series.values), self.series.split
        return split + (example - 1) % (count - split + 1) if example else count - self.horizon

    @classmethod
    def read_material(cls, content: bytes) -> ForecastUpload:
        """What a table is as it is read: its columns, dates, season, how far it can be forecast."""
        table = read(content)
        found = season_of(table.values)
        return described(table, found, Windows(series_in(table, found)))

    def constant_answer_loss(self) -> float:
        """The loss on the held-out batch of the best answer that is always the same: the quantiles of its targets."""
        examples = self.validation
        targets = examples.targets[-1]
        known = np.isfinite(targets).any(axis=0)  # in a table with gaps nothing may be known of some steps ahead
        best = np.zeros((targets.shape[1], len(QUANTILES)))
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
