"""Connectionist temporal classification: the loss of a label sequence of which nobody says when each label comes.

At each frame the network gives a probability to every label and to a blank, class 0. A path picks one class a frame; it
reads as the labels that are left when repetitions are merged and then blanks dropped: "–aa–ab" reads "aab". The loss is
-log of the probability of all paths that read as the wanted labels, and they are summed by walking a small lattice:

    l' = – l_1 – l_2 – … l_L –            the S = 2 L + 1 positions: the labels with blanks before, between and after

    α_t(s) = y_t(l'_s) [α_{t-1}(s) + α_{t-1}(s-1) + α_{t-1}(s-2)]        all beginnings that end at s at frame t
    β_t(s) = Σ_{s' ∈ {s, s+1, s+2}} y_{t+1}(l'_{s'}) β_{t+1}(s')          all endings that go on from there
    p(l)   = Σ_s α_t(s) β_t(s)                                            at any frame t
    γ_t(s) = α_t(s) β_t(s) / p(l)                                         the share of the paths through s at t

    L = -log p(l)          ∂L/∂a_t(k) = y_t(k) - Σ_{s: l'_s = k} γ_t(s),   y_t = softmax(a_t)

The step over two, s-2 → s, is taken only onto a label that differs from the label before it: between two equal labels
the blank is needed. All sums are kept as logarithms, in float64, for the probability of a path of a hundred frames is
below what floats hold. In the paper β_t(s) also contains y_t(l'_s), and α β is divided by it.

Shapes: T frames, B sequences, K classes, at most L labels, S positions. Loops go over time alone.

Source: A. Graves, S. Fernández, F. Gomez, J. Schmidhuber, "Connectionist Temporal Classification: Labelling Unsegmented
Sequence Data with Recurrent Neural Networks", ICML (2006).
"""

from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np

from ..cells.arrays import Array
from .examples import Examples
from .losses import Loss, LossValue, log_softmax

BLANK = 0
NONE = -1
"""What follows the last label in a row of labels that is shorter than others."""


@dataclass(frozen=True)
class Lattice:
    """The positions that paths go through, for each sequence of a batch.

    symbols: l', the class at each position, (B, S); blank beyond a sequence's last position
    skips:   whether a path may come from two positions before, (B, S)
    last:    the last position, 2 L_b, (B,)
    """

    symbols: Array
    skips: Array
    last: Array

    def scores(self, log_y: Array) -> Array:
        """log y_t(l'_s): (T, B, K) → (T, B, S)."""
        return np.take_along_axis(log_y, np.broadcast_to(self.symbols, (len(log_y), *self.symbols.shape)), axis=2)


def lattice(labels: Array) -> Lattice:
    """The lattice of labels (B, L), each from 1 to K-1, with `NONE` behind the last one of a row."""
    batch, longest = labels.shape
    symbols = np.full((batch, 2 * longest + 1), BLANK)
    symbols[:, 1::2] = np.where(labels == NONE, BLANK, labels)
    skips = np.zeros(symbols.shape, bool)
    skips[:, 2:] = (symbols[:, 2:] != BLANK) & (symbols[:, 2:] != symbols[:, :-2])
    return Lattice(symbols, skips, 2 * (labels != NONE).sum(axis=1))


def shift(rows: Array, by: int) -> Array:
    """Each row moved `by` positions to the right (left where negative), log 0 moving in: (B, S) → (B, S)."""
    moved = np.full_like(rows, -np.inf)
    if by > 0:
        moved[:, by:] = rows[:, :-by]
    else:
        moved[:, :by] = rows[:, -by:]
    return moved


def log_alpha(scores: Array, paths: Lattice) -> Array:
    """log α_t(s), (T, B, S): a path starts on the first blank or on the first label."""
    alpha = np.full(scores.shape, -np.inf)
    alpha[0, :, :2] = scores[0, :, :2]
    alpha[0, paths.last == 0, 1:] = -np.inf  # no labels: no first label either
    closed = np.where(paths.skips, 0.0, -np.inf)
    for t in range(1, len(scores)):
        before = alpha[t - 1]
        reached = np.logaddexp(before, shift(before, 1))
        alpha[t] = scores[t] + np.logaddexp(reached, shift(before, 2) + closed)
    return alpha


def log_beta(scores: Array, paths: Lattice, frames: Array) -> Array:
    """log β_t(s), (T, B, S): at a sequence's last frame a path stands on the last label or on the last blank."""
    beta = np.full(scores.shape, -np.inf)
    closed = np.where(paths.skips, 0.0, -np.inf)
    position = np.arange(scores.shape[2])
    ends = np.where((position <= paths.last[:, None]) & (position >= paths.last[:, None] - 1), 0.0, -np.inf)
    for t in range(len(scores) - 1, -1, -1):
        if t < len(scores) - 1:
            onward = scores[t + 1] + beta[t + 1]
            left = np.logaddexp(onward, shift(onward, -1))
            beta[t] = np.logaddexp(left, shift(onward + closed, -2))
        over = frames <= t + 1
        beta[t, over] = ends[over]
    return beta


@dataclass(frozen=True)
class CTC:
    """What the walk through the lattice gives.

    losses: -log p(l) of each sequence, (B,); inf where no path of so few frames reads as the labels
    gamma:  γ_t(s), (T, B, S): 0 beyond a sequence's frames, and everywhere where p(l) = 0
    log_y:  log softmax of the outputs, (T, B, K)
    """

    paths: Lattice
    frames: Array
    losses: Array
    gamma: Array
    log_y: Array
    dtype: np.dtype[np.generic]

    @property
    def loss(self) -> float:
        """L = (1/B) Σ_b -log p(l_b). PyTorch's "mean" also divides each sequence's loss by its number of labels."""
        return float(self.losses.mean())

    @cached_property
    def gradient(self) -> Array:
        """∂L/∂a_t, (T, B, K), in the outputs' precision: (softmax - Σ_s γ) / B, zero where there is nothing to learn.

        That is, beyond a sequence's frames, and for a sequence whose loss is infinite: no change of the outputs makes
        its labels possible. PyTorch gives NaN there, or loss and gradient 0 with `zero_infinity`.
        """
        one_hot = (self.paths.symbols[..., None] == np.arange(self.log_y.shape[2])).astype(float)  # (B, S, K)
        wanted = (self.gamma.swapaxes(0, 1) @ one_hot).swapaxes(0, 1)
        counts = (np.arange(len(self.log_y))[:, None] < self.frames) & (self.losses != np.inf)
        gradient = np.where(counts[..., None], np.exp(self.log_y) - wanted, 0.0) / len(self.frames)
        return np.asarray(gradient.astype(self.dtype))


@np.errstate(invalid="ignore")  # outputs that are not numbers give a loss that is not one
def ctc(outputs: Array, frames: Array, labels: Array) -> CTC:
    """The loss of a batch and all that it takes to see and to lower it.

    outputs: a_t, before the softmax, (T, B, K), class 0 the blank
    frames:  how many of the T frames each sequence has, (B,), 1 … T
    labels:  (B, L) int, 1 … K-1, with -1 behind the last label of a shorter row; L may be 0

    An impossible alignment is an answer and no error: its loss is inf, its gradient zero. Outputs with NaN give NaN.
    Raises ValueError for frames and labels outside of these bounds.
    """
    steps, _, classes = outputs.shape
    if ((frames < 1) | (frames > steps)).any():
        raise ValueError(f"frames has {frames.tolist()}; each lies in [1, {steps}].")
    gaps = (labels[:, :-1] == NONE) & (labels[:, 1:] != NONE)
    if ((labels < NONE) | (labels == BLANK) | (labels >= classes)).any() or gaps.any():
        raise ValueError(f"labels has {labels.tolist()}; each lies in [1, {classes - 1}], with -1 behind the last.")
    log_y = log_softmax(outputs.astype(np.float64))
    paths = lattice(labels)
    scores = paths.scores(log_y)
    together = log_alpha(scores, paths) + log_beta(scores, paths, frames)  # (T, B, S)
    log_p = np.logaddexp.reduce(together[0], axis=1)
    within = (np.arange(steps)[:, None] < frames) & (log_p > -np.inf) | np.isnan(log_p)
    gamma = np.exp(np.where(within[..., None], together - log_p[:, None], -np.inf))
    return CTC(paths, frames, -log_p, gamma, log_y, outputs.dtype)


class LabelSequences(Loss):
    """The loss of sequences whose targets are labels, (L, B), -1 behind the last of each: a mean over the batch.

    A sequence's loss stands at its own last frame, where its paths end: L_t = (1/B) Σ_{b ends at t} -log p(l_b).
    """

    by_step: ClassVar[bool] = False

    def __call__(self, outputs: Array, examples: Examples) -> LossValue:
        frames = examples.mask.sum(axis=0)
        paths = ctc(outputs, frames, examples.targets.T)
        losses = np.bincount(frames - 1, paths.losses / len(frames), len(outputs))
        return LossValue(losses.astype(outputs.dtype), paths.gradient)
