"""What the tests of architectures share: small networks of random weights over sequences of different lengths."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from itertools import product
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest

from app.bptt.architecture import Architecture, Back, Pass
from app.bptt.encoder_decoder import EncoderDecoder
from app.bptt.examples import Examples, padded, present
from app.bptt.judges import Judge, Judged, cross_entropy
from app.bptt.stacked import Stacked
from app.bptt.unroll import Tape, at, stack, unroll
from app.cells.base import Array
from tests.engine import AnyCell, central_difference, difference, label

LENGTHS = (4, 1, 3)
"""Steps of the sequences of a batch; the last but one shows what happens where a sequence has nearly none."""
GARBAGE = 7.0
"""What padding holds: a number that would be seen if anything read it."""
TOLERANCE = 1e-6
"""Of a gradient against its central difference."""
EXACT = {"rtol": 1e-12, "atol": 1e-14}
"""Of what has to be the same but for rounding."""


@dataclass(frozen=True)
class Problem:
    """A network in float64 with a batch: a function L(θ) of its parameters."""

    cell: AnyCell
    architecture: Architecture
    params: dict[str, Array]
    examples: Examples
    judge: Judge = cross_entropy

    def solve(self, truncate: int = 0) -> tuple[Pass, Judged, Back]:
        """Forward, loss, backward."""
        run = self.architecture.forward(self.cell, self.params, self.examples)
        judged = self.judge(run.outputs, self.examples)
        return run, judged, self.architecture.backward(self.params, run, judged.d_y, truncate)

    def loss(self, **params: Array) -> float:
        """L with other values of some parameters."""
        run = self.architecture.forward(self.cell, self.params | params, self.examples)
        return self.judge(run.outputs, self.examples).total

    def numeric(self, name: str, window: int = 0) -> Array:
        """∂L/∂θ of a parameter by central differences; with a window, of a loss that is blind over its cuts."""
        if not window:
            return central_difference(lambda value: self.loss(**{name: value}), self.params[name])
        kept = list(self.solve()[0].tapes.values())

        def loss(value: Array) -> float:
            with ExitStack() as patches:
                blind = cut_unroll(kept, window, chained=isinstance(self.architecture, EncoderDecoder))
                for module in ("stacked", "encoder_decoder"):
                    patches.enter_context(patch(f"app.bptt.{module}.unroll", blind))
                return self.loss(**{name: value})

        return central_difference(loss, self.params[name])

    def in_precision(self, dtype: Any) -> Problem:
        """The same network and batch, rounded."""
        params = {name: value.astype(dtype) for name, value in self.params.items()}
        return replace(self, params=params, examples=self.examples.cast(np.dtype(dtype)))

    def alone(self, b: int) -> Problem:
        """The same with sequence b alone, as long as it is, its weights as in the batch."""
        examples, steps = self.examples, int(self.examples.mask[:, b].sum())
        own, end = np.s_[:steps, b : b + 1], np.s_[:, b : b + 1]
        if examples.decoder is not None:
            asked = int(np.flatnonzero(examples.weights[:, b])[-1]) + 1
            end = np.s_[:asked, b : b + 1]
        late = own if examples.decoder is None else end
        alone = Examples(
            examples.inputs[own],
            examples.mask[own],
            examples.targets[late],
            examples.weights[late] / examples.weights.sum(),
            None if examples.decoder is None else examples.decoder[end],
        )
        return replace(self, examples=alone, judge=lambda y, given: unaveraged(self.judge, y, given))


def unaveraged(judge: Judge, outputs: Array, examples: Examples) -> Judged:
    """A judge's sum in place of its mean: what one sequence adds to the loss of its batch."""
    whole = float(examples.weights.sum())
    found = judge(outputs, examples)
    return Judged(found.losses * whole, found.d_y * whole)


def cut_unroll(kept: list[Tape], window: int, *, chained: bool) -> Callable[..., Tape]:
    """The unroller as truncated BPTT sees it: where it cuts, the state is a constant, that of the undisturbed run.

    Steps are counted back from each sequence's own last one, and blocks of `window` steps see nothing of each other.
    kept: the undisturbed tapes, in the order in which they are made; chained: the second goes on where the first ends,
    so that the first one's steps come after all of the second's in that count.
    """
    waiting = iter(kept)
    steps_after = iter([kept[1].steps, 0] if chained else [0] * len(kept))

    def frozen(
        cell: AnyCell, params: dict[str, Array], inputs: Array, initial: Any = None, mask: Array | None = None
    ) -> Tape:
        tape, after = next(waiting), next(steps_after)
        steps, batch = inputs.shape[:2]
        own = np.full((steps, batch), True) if mask is None else mask
        ends = np.array([np.flatnonzero(column)[-1] + 1 for column in own.T])
        state = cell.initial_state(batch, params["W_hh"].shape[1], inputs.dtype) if initial is None else initial
        states = []
        for t in range(steps + 1):
            block, block_before = ((ends - 1 - step + after) // window for step in (t, t - 1))
            cut = (block != block_before) & (t < ends + (after > 0))
            constant = at(tape.states, t)
            blind = type(state)(*(np.where(cut[:, None], a, b) for a, b in zip(constant, state, strict=True)))
            states.append(blind if t == steps else state)  # what is read of s_T is where another layer begins
            if t < steps:
                state = at(unroll(cell, params, inputs[t : t + 1], blind, own[t : t + 1]).states, -1)
        return Tape(cell, inputs, stack(states), tape.saved, mask)

    return frozen


def problem(
    cell: AnyCell,
    architecture: Architecture,
    *,
    lengths: tuple[int, ...] = LENGTHS,
    judge: Judge = cross_entropy,
    seed: int = 0,
) -> Problem:
    """Random weights on a random batch, with no pre-activation so near 0 that a difference would cross a kink."""
    for attempt in range(200):
        rng = np.random.default_rng([seed, attempt])
        params = {name: rng.normal(0, 0.7, shape) for name, shape in architecture.shapes(type(cell)).items()}
        found = Problem(cell, architecture, params, batch(rng, architecture, lengths), judge)
        tapes = found.solve()[0].tapes.values()
        if all(np.abs(cell.preactivations(tape.saved)).min() > 1e-3 for tape in tapes):
            return found
    raise AssertionError(f"no problem away from the kink for {label(cell)}")


def batch(rng: np.random.Generator, architecture: Architecture, lengths: tuple[int, ...]) -> Examples:
    """Sequences of these lengths for an architecture; what they are asked weighs differently at every step."""
    if architecture.vocabulary:
        inputs = padded([rng.integers(0, architecture.vocabulary, n) for n in lengths], architecture.vocabulary - 1)
    else:
        inputs = padded([rng.normal(size=(n, architecture.inputs)) for n in lengths], GARBAGE)
    mask, decoder = present(lengths), None
    said = mask
    if isinstance(architecture, EncoderDecoder):
        said = present([n + 1 for n in reversed(lengths)])
        decoder = rng.integers(0, architecture.outputs, said.shape)
    weights = np.where(said, rng.uniform(0.2, 1.5, said.shape), 0)
    return Examples(inputs, mask, rng.integers(0, architecture.outputs, said.shape), weights, decoder)


def slopes(given: Problem, window: int = 0) -> None:
    """Hold the gradient of every parameter to its central difference."""
    for name, analytic in given.solve(window)[2].params.items():
        assert difference(analytic, given.numeric(name, window)) < TOLERANCE, name


def same_as_alone(given: Problem, truncate: int = 0) -> None:
    """Hold outputs, losses and gradients of a batch to those of its sequences."""
    run, judged, back = given.solve(truncate)
    losses, sums = 0.0, {name: np.zeros_like(value) for name, value in given.params.items()}
    for b in range(given.examples.size):
        alone = given.alone(b)
        own_run, own_judged, own_back = alone.solve(truncate)
        asked = len(alone.examples.targets)
        np.testing.assert_allclose(run.outputs[:asked, b], own_run.outputs[:, 0], **EXACT)
        losses += own_judged.total
        for name, value in own_back.params.items():
            sums[name] += value
    assert judged.total == pytest.approx(losses, rel=1e-13)
    for name, value in back.params.items():
        np.testing.assert_allclose(value, sums[name], **EXACT, err_msg=name)


def stays_in_precision(given: Problem, dtype: Any) -> None:
    """Hold a network to a precision from its outputs to its gradients, and these to what they are in float64."""
    run, judged, back = given.in_precision(dtype).solve()
    exact = given.solve()[2]
    assert run.outputs.dtype == judged.losses.dtype == judged.d_y.dtype == dtype
    for name, value in back.params.items():
        assert value.dtype == dtype, name
        assert difference(value.astype(float), exact.params[name]) < (1e-5 if dtype == np.float32 else 3e-2), name


def stacks() -> Iterator[Stacked]:
    """One layer and two, in one direction and in both, over tokens and over vectors."""
    for depth, both, vocabulary in product((1, 2), (False, True), (0, 4)):
        yield Stacked(2, 2, 3, vocabulary, depth=depth, both=both)


def name_of(plan: Stacked) -> str:
    """A stack's name in a test's name: "2-both-tokens"."""
    return f"{plan.depth}-{'both' if plan.both else 'forward'}-{'tokens' if plan.vocabulary else 'vectors'}"


DEEP = Stacked(2, 2, 3, 4, depth=2, both=True)
"""Two layers in both directions over four words."""
PAIR = EncoderDecoder(2, 2, 5, 4)
"""An encoder and a decoder over four words and five."""
