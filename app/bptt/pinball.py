"""The pinball loss: one whose best answer is not the mean of what may come but its quantiles, and so an interval.

    e = y - ŷ                      how far the value y came to lie above the forecast ŷ of its q-quantile
    ρ_q(e) = max(q e, (q - 1) e)   q a unit for being too low, 1 - q for being too high
    ∂ρ_q/∂ŷ = -q where e > 0,  1 - q where e < 0,  ½ - q where e = 0 (the mean of the two, as PyTorch's maximum has it)

The expected loss is least where P(y < ŷ) = q: with q = 0.9 it costs nine times as much to be too low, so ŷ rises until
the value lies above it one time in ten. q = ½ is half the absolute error, whose best answer is the median.

Source: R. Koenker, G. Bassett, "Regression Quantiles", Econometrica 46 (1978).
"""

from dataclasses import dataclass

import numpy as np

from ..cells.arrays import Array
from .examples import Examples
from .losses import Loss, LossValue


@dataclass(frozen=True)
class Pinball(Loss):
    """The loss of K = N · Q outputs: for each of N values to come its Q quantiles, one after the other.

    It is a mean over all outputs that count (`app.bptt.losses.Reduction.MEAN`).

    quantiles: q, each between 0 and 1, in rising order

    Targets are (U, B, N); NaN where nobody knows the value, and there no loss counts.
    """

    quantiles: tuple[float, ...]

    @np.errstate(all="ignore")  # a run that diverges is a result
    def __call__(self, outputs: Array, examples: Examples) -> LossValue:
        """L_t = Σ_b w_tb · mean over (N, Q) of ρ_q(e_tbnq) / Σ w, and ∂L/∂ŷ, (U, B, N·Q)."""
        q = np.asarray(self.quantiles, outputs.dtype)
        weights = examples.shares(outputs.dtype)[..., None, None]
        loss_mask = (weights > 0) & np.isfinite(examples.targets)[..., None]  # (U, B, N, 1)
        error = np.where(loss_mask, examples.targets[..., None] - self.by_quantile(outputs), 0)  # (U, B, N, Q)
        share = weights / (error.shape[2] * error.shape[3])
        losses = (share * np.maximum(q * error, (q - 1) * error)).sum(axis=(1, 2, 3))
        slope = np.where(error > 0, -q, np.where(error < 0, 1 - q, 0.5 - q))
        slope = np.where(np.isnan(error), error, slope)  # of outputs that are no numbers
        return LossValue(losses, np.where(loss_mask, share * slope, 0).astype(outputs.dtype).reshape(outputs.shape))

    def by_quantile(self, outputs: Array) -> Array:
        """The outputs by value and quantile: (…, N·Q) → (…, N, Q)."""
        return outputs.reshape(*outputs.shape[:-1], -1, len(self.quantiles))
