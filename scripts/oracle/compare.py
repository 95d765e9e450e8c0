"""How a number of the engine is held to PyTorch's, and what excuses a difference.

    d = max |ours - theirs| / max |theirs|        of an array, or of each step of one by itself

    float64             d ≤ 10⁻⁹
    float32, float16    d ≤ n ε                   n: the roundings that follow each other, ε of that precision; the
                                                  other side is PyTorch's in float64, from the same rounded weights

A larger difference has one excuse, and it is measured, not supposed: *rounding moves the quantity as far*. The other
side is computed anew, a few times, with every weight and input moved by one unit in its last place, and with everything
that a step has to round moved so, too: `pytorch.arithmetic`; in a small precision also by PyTorch in that precision.
Let m be how far that moves the quantity at most. Then a difference is excused where

    d ≤ FACTOR · m,    and in float64  m ≥ 10⁻⁹ as well: one unit moves it by more than is tolerated

Two reasons hide behind it, told apart by what else moves. Where the states do, the pass forward amplifies rounding (an
RNN beyond the edge of chaos). Where they do not, the quantity is a sum of terms that cancel.

A number that is not finite has to be so on both sides at the same step. Where one side leaves the range of its
precision a step before the other, the true number has to be at that edge: see `Comparer.not_finite`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Array: TypeAlias = NDArray[Any]
Arrays: TypeAlias = dict[str, Array]

TOLERANCE = 1e-9
FACTOR = 16.0
"""How many times as far as one unit in the last place a difference may lie: an engine rounds more often than that."""
DRAWS = 4
"""Draws of random directions."""
MOST = 0.1
"""The largest tolerance that a small precision gets from n ε."""
CHAOS = 1e3
"""States that move by more units than that amplify rounding."""
ENDED = 1e300
"""How far a quantity has moved that is not there any more: a training that a unit in the last place has ended."""
OK, EXCUSED, FAILED = "ok", "excused", "FAILED"


@dataclass(frozen=True)
class Comparison:
    """One quantity of one case.

    case:      the address that repeats it; dtype: the run's precision
    quantity:  its name; kind: under which it is counted
    relative:  d, the worst over its steps; allowed: what d may be without an excuse
    verdict, reason: what came of it
    """

    case: str
    kind: str
    quantity: str
    relative: float
    allowed: float
    verdict: str = OK
    reason: str = ""
    dtype: str = "float64"


@dataclass
class Reference:
    """The other side: a computation that can be asked again with every number moved.

    compute: (draw, exact) → arrays by name, float64. draw 0: nothing is moved; exact: in float64, whatever the run's
             own precision is
    """

    compute: Callable[[int, bool], Arrays]
    kept: dict[tuple[int, bool], Arrays] = field(default_factory=dict)

    def arrays(self, draw: int = 0, *, exact: bool = True) -> Arrays:
        """What a draw gives."""
        if (draw, exact) not in self.kept:
            self.kept[draw, exact] = self.compute(draw, exact)
        return self.kept[draw, exact]


def spread(array: Array, by_step: bool) -> Array:
    """The largest magnitude of an array, or of each of its steps, as (1,) or (T,)."""
    rows = np.abs(array).reshape(len(array), -1) if by_step and array.ndim else np.abs(array).reshape(1, -1)
    return np.asarray(rows.max(axis=1, initial=0.0))


def flags(array: Array, by_step: bool) -> Array:
    """Whether an array, or each of its steps, has a number that is not finite: (1,) or (T,)."""
    rows = ~np.isfinite(array).reshape(len(array) if by_step and array.ndim else 1, -1)
    return np.asarray(rows.any(axis=1))


@dataclass
class Comparer:
    """Holds the arrays of one case to the other side's.

    case:  the address that repeats it
    dtype: the run's precision; roundings: n
    """

    case: str
    dtype: np.dtype[Any]
    roundings: int
    reference: Reference
    found: list[Comparison] = field(default_factory=list)
    ranged: bool = True
    """Whether the run stays within the range of its precision."""
    terms: dict[str, float] = field(default_factory=dict)
    non_finite: set[str] = field(default_factory=set)
    """Arrays with numbers that are not finite, on both sides or at the edge of the precision."""
    beyond: bool = False
    """Whether a state was at the edge of its precision, and left it on one side only."""

    def yardstick(self, draw: int = 0) -> Arrays:
        """The other side's arrays: in float64 as long as the run's own precision has room for them, else in that."""
        return self.reference.arrays(draw, exact=self.exact or self.ranged)

    @property
    def exact(self) -> bool:
        """Whether the run is in the precision that the other side has anyway."""
        return self.dtype == np.float64

    @property
    def tolerance(self) -> float:
        """What a difference may be."""
        return TOLERANCE if self.exact else min(MOST, self.roundings * float(np.finfo(self.dtype).eps))

    def has_room(self, rounded: Arrays) -> bool:
        """Whether a run's own precision has room for all its numbers, so that it does what it would in float64."""
        return rounded.keys() == self.reference.arrays().keys() and all(
            bool(np.isfinite(array).all()) for array in rounded.values()
        )

    def hold(
        self,
        ours: Mapping[str, Array],
        kinds: Callable[[str], tuple[str, bool]],
        without: Callable[[str], bool] = lambda name: False,
        terms: Callable[[str, Arrays], float] = lambda name, theirs: 0.0,
    ) -> None:
        """Hold arrays to the other side's of the same names.

        kinds: name → the kind, and whether each step by itself; without: what is not compared
        terms: how large the terms are that a quantity is known to be the sum of: a difference is measured in these
        """
        rounded = self.reference.arrays(exact=self.exact)
        self.ranged = self.exact or self.has_room(rounded)
        theirs = self.yardstick()
        self.terms = {name: terms(name, theirs) for name in theirs}
        for name in sorted(dict.fromkeys((*ours, *theirs)), key=lambda name: not name.startswith("states/")):
            kind, by_step = kinds(name)
            if without(name):
                continue
            if name not in ours or name not in theirs:
                self.note(kind, name, np.inf, FAILED, "only one side has it")
            elif np.shape(ours[name]) != np.shape(theirs[name]):
                self.note(kind, name, np.inf, FAILED, f"{np.shape(ours[name])} here, {np.shape(theirs[name])} there")
            else:
                self.one(kind, name, np.asarray(ours[name], np.float64), theirs[name], rounded[name], by_step)

    def one(self, kind: str, name: str, ours: Array, theirs: Array, rounded: Array, by_step: bool) -> None:
        """One array."""
        if not (np.isfinite(ours) & np.isfinite(rounded)).all():
            self.not_finite(kind, name, ours, rounded, by_step)
            return
        relative = spread(ours - theirs, by_step) / self.size(name, theirs, by_step)
        self.weigh(kind, name, relative, theirs, by_step)

    def weigh(self, kind: str, name: str, relative: Array, theirs: Array, by_step: bool) -> None:
        """Differences, (1,) or one for each step, against what rounding alone does where they are too large."""
        worst = float(relative.max(initial=0.0))
        if worst <= self.tolerance:
            self.note(kind, name, worst, OK)
            return
        movement = self.movement(name, theirs, by_step) / self.size(name, theirs, by_step)
        small = relative <= self.tolerance
        excused = (relative <= FACTOR * movement) & ((movement >= TOLERANCE) | (not self.exact))
        wrong = ~(small | excused)
        place = int(np.argmax(np.where(wrong | ~wrong.any(), relative, -1)))
        told = f"one unit in the last place moves it by {movement[place]:.1e}"
        told += f" at step {place + 1}" if len(relative) > 1 else ""
        if wrong.any():
            self.note(kind, name, float(relative[place]), FAILED, told)
        else:
            self.note(kind, name, worst, EXCUSED, f"{self.reason()}: {told}")

    def not_finite(self, kind: str, name: str, ours: Array, rounded: Array, by_step: bool) -> None:
        """An array with numbers that are not finite: the same steps have them, and the others agree.

        Where a step has one on one side only, the number has to lie at the edge of what the precision holds: no more
        than a factor of 4 below the largest, or so that a move of one unit decides. A state at the edge has what
        follows from it.
        """
        here, there = flags(ours, by_step), flags(rounded, by_step)
        if here.any() and there.any():
            self.non_finite.add(name)
        both = np.isfinite(ours) & np.isfinite(rounded)
        apart = spread(np.subtract(ours, rounded, out=np.zeros_like(rounded), where=both), by_step)
        relative = np.where(here | there, 0, apart / self.size(name, np.where(both, rounded, 0), by_step))
        if (here == there).all():
            self.weigh(kind, name, relative, np.where(both, rounded, 0), by_step)
            return
        exact = self.reference.arrays().get(name, rounded)
        finite = [np.nan_to_num(array, nan=0.0, posinf=0.0, neginf=0.0) for array in (exact, ours, rounded)]
        number = np.where(np.isfinite(exact), finite[0], np.maximum(np.abs(finite[1]), np.abs(finite[2])))
        at_edge = spread(number, by_step) >= float(np.finfo(self.dtype).max) / 4
        at_edge |= self.undecided(name, rounded, by_step)
        first = int(np.flatnonzero(here != there)[0])
        gradient = name.replace("clipped/", "gradients/")
        self.beyond |= bool(at_edge[first]) and name.startswith("states/")
        steps = ", ".join(str(step + 1) for step in np.flatnonzero(here != there)[:5])
        if gradient != name and gradient in self.non_finite:
            self.note(kind, name, 0.0, EXCUSED, "inf is clipped, and NaN is not: the gradient itself is not finite")
        elif self.beyond or (at_edge | (here == there)).all():
            self.non_finite.add(name)
            self.note(kind, name, float(relative.max()), EXCUSED, f"at the edge of its precision, at step {steps}")
        else:
            self.note(kind, name, np.inf, FAILED, f"not finite on one side only, at step {steps}")

    def undecided(self, name: str, rounded: Array, by_step: bool) -> Array:
        """At which steps a move of one unit makes a number finite or not."""
        first = flags(rounded, by_step)
        draws = [self.reference.arrays(draw, exact=self.exact) for draw in range(1, DRAWS + 1)]
        moved = [arrays.get(name, np.full_like(rounded, np.nan)) for arrays in draws]
        return np.asarray(np.any([flags(array, by_step) != first for array in moved], axis=0))

    def size(self, name: str, theirs: Array, by_step: bool) -> Array:
        """What a difference is measured in: the largest magnitude, and never less than the smallest normal number."""
        least = max(float(np.finfo(self.dtype).tiny), self.terms.get(name, 0.0))
        return np.maximum(spread(theirs, by_step), least)

    @np.errstate(all="ignore")
    def movement(self, name: str, theirs: Array, by_step: bool) -> Array:
        """How far rounding moves a quantity: the furthest of the draws, and in a small precision PyTorch's own run."""
        moves = []
        if not self.exact and self.ranged:
            own = self.reference.arrays(exact=False)[name] - theirs
            moves.append(spread(np.where(np.isfinite(own), own, 0), by_step))
        for draw in range(1, DRAWS + 1):
            arrays = self.yardstick(draw)
            moved = arrays[name] - theirs if name in arrays else np.full_like(theirs, ENDED)
            moves.append(spread(np.where(np.isfinite(moved), moved, 0), by_step))
        return np.asarray(np.max(moves, axis=0))

    def reason(self) -> str:
        """Why rounding shows: see the module."""
        theirs, moves = self.yardstick(), [0.0]
        for name in theirs:
            if name.startswith("states/"):
                moved = self.movement(name, theirs[name], by_step=False) / self.size(name, theirs[name], by_step=False)
                moves.append(float(moved.max()))
        amplified = max(moves) > CHAOS * float(np.finfo(self.dtype).eps)
        return "the pass forward amplifies rounding" if amplified else "its terms cancel"

    def note(self, kind: str, name: str, relative: float, verdict: str, reason: str = "") -> None:
        """Keep a comparison."""
        self.found.append(Comparison(self.case, kind, name, relative, self.tolerance, verdict, reason, self.dtype.name))
