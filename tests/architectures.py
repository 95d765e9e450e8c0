"""What the tests of architectures share: small networks of random weights over sequences of different lengths."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import product
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest

from app.bptt.architecture import Architecture, Network
from app.bptt.ctc import NONE, LabelSequences
from app.bptt.encoder_decoder import EncoderDecoder
from app.bptt.examples import Examples, padded, present
from app.bptt.losses import CrossEntropy, Loss, Reduction, SquaredError
from app.bptt.pinball import Pinball
from app.bptt.stacked import Stacked
from app.bptt.unroll import Tape, at, stack, unroll
from app.cells.arrays import Array
from app.cells.base import AnyCell
from app.cells.parameters import Params
from tests.engine import (
    Problem,
    central_difference,
    difference,
    enough_units,
    label,
    parameters,
    smooth,
    step_for,
)

LENGTHS = (4, 1, 3)
"""Steps of the sequences of a batch; the last but one shows what happens where a sequence has nearly none."""
GARBAGE = 7
"""What padding holds: a number that would be seen if anything read it."""
TOLERANCE = 1e-6
"""Of a gradient against its central difference."""
EXACT: dict[str, Any] = {"rtol": 1e-12, "atol": 1e-14}
"""Of what has to be the same but for rounding."""


MEAN = CrossEntropy(Reduction.MEAN)


def numeric(given: Problem, name: str, window: int = 0) -> Array:
    """∂L/∂θ of a parameter by central differences; with a window, of a loss that is blind over its cuts."""
    if not window:
        return given.numeric(name)
    kept = list(given.solve().run.tapes.values())

    def total(value: Array) -> float:
        asked = given.examples.weights > 0
        said = len(asked) - asked[::-1].argmax(axis=0)  # words that each decoder has to write
        blind = cut_unroll(kept, window, said if isinstance(given.architecture, EncoderDecoder) else None)
        with patch("app.bptt.segments.unroll", blind):
            return given.total(**{name: value})

    return central_difference(total, given.params[name], step_for(given.cell))


def alone(given: Problem, b: int) -> Problem:
    """The same with sequence b alone, as long as it is: what it adds to the loss of its batch, which is a mean."""
    examples, steps = given.examples, int(given.examples.mask[:, b].sum())
    own, late = np.s_[:steps, b : b + 1], np.s_[:steps, b : b + 1]
    if examples.decoder is not None:
        late = np.s_[: int(np.flatnonzero(examples.weights[:, b])[-1]) + 1, b : b + 1]
    return given.reading(
        inputs=examples.inputs[own],
        mask=examples.mask[own],
        targets=examples.targets[late],
        weights=examples.weights[late],
        decoder=None if examples.decoder is None else examples.decoder[late],
        whole=float(examples.weights.sum()),
    )


def cut_unroll(kept: list[Tape], window: int, said: Array | None) -> Callable[..., Tape]:
    """The unroller as truncated BPTT sees it: where it cuts, the state is a constant, that of the undisturbed run.

    Steps are counted back from each sequence's own last one, and blocks of `window` steps see nothing of each other.
    kept: the undisturbed tapes, in the order in which they are made; said: where the second goes on where the first
    ends, the steps of each sequence there, (B,): the first one's steps come after all of the second's in that count.
    """
    waiting = iter(kept)
    nothing = np.zeros(kept[0].inputs.shape[1], int)
    steps_after = iter([nothing] * len(kept) if said is None else [said, nothing])
    steps_own = iter([None] * len(kept) if said is None else [None, said])

    def frozen(cell: AnyCell, params: Params, inputs: Array, initial: Any = None, mask: Array | None = None) -> Tape:
        tape, after, own_ends = next(waiting), next(steps_after), next(steps_own)
        steps, batch = inputs.shape[:2]
        own = np.full((steps, batch), True) if mask is None else mask
        ends = np.array([np.flatnonzero(column)[-1] + 1 for column in own.T]) if own_ends is None else own_ends
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
        return Tape(cell, params, inputs, stack(states), tape.saved, mask)

    return frozen


def problem(
    cell: AnyCell,
    architecture: Architecture,
    *,
    lengths: tuple[int, ...] = LENGTHS,
    loss: Loss = MEAN,
    seed: int = 0,
) -> Problem:
    """Random weights on a random batch, with no pre-activation so near 0 that a difference would cross a kink."""
    architecture = replace(architecture, units=enough_units(cell, architecture.units))
    for attempt in range(1000):
        rng = np.random.default_rng([seed, attempt])
        network = Network(cell, architecture, parameters(cell, architecture, rng))
        found = Problem(network, batch(rng, architecture, lengths, loss), loss)
        if all(smooth(tape, 1e-3) for tape in found.solve().run.tapes.values()):
            return found
    raise AssertionError(f"no problem away from the kink for {label(cell)}")


def batch(
    rng: np.random.Generator, architecture: Architecture, lengths: tuple[int, ...], loss: Loss = MEAN
) -> Examples:
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
    return Examples(inputs, mask, targets(rng, loss, said, architecture.outputs), weights, decoder)


def targets(rng: np.random.Generator, loss: Loss, said: Array, outputs: int) -> Array:
    """What a loss compares outputs (U, B, K) with, of sequences that have outputs where `said`, (U, B), is true."""
    if isinstance(loss, LabelSequences):
        labels = [[1 + (b + k) % (outputs - 1) for k in range((n + 1) // 2)] for b, n in enumerate(said.sum(axis=0))]
        return padded([np.array(row) for row in labels], NONE)
    if isinstance(loss, CrossEntropy):
        return rng.integers(0, outputs, said.shape)
    return rng.normal(size=(*said.shape, outputs // len(loss.quantiles) if isinstance(loss, Pinball) else outputs))


def losses_of(architecture: Architecture) -> dict[str, Loss]:
    """Every loss that the outputs of an architecture can have, by what it is called in a test's name."""
    quantiles = np.arange(1, architecture.outputs + 1) / (architecture.outputs + 1)
    losses: dict[str, Loss] = {"pinball": Pinball(tuple(quantiles.tolist()))}
    for reduction in Reduction:
        losses[f"mse-{reduction.value}"] = SquaredError(reduction)
        losses[f"cross_entropy-{reduction.value}"] = CrossEntropy(reduction)
    if isinstance(architecture, Stacked):
        losses["labels"] = LabelSequences()
    return losses


def slopes(given: Problem, window: int = 0) -> None:
    """Hold the gradient of every parameter to its central difference: of each entry, or along a few directions.

    In these networks, too, an entry that is wrong shows along a random direction: where the layers are normalised, and
    wider for it, three directions stand for all entries (`test_gradients` goes through every one).
    """
    hold(given, given.solve(window).params, window)


def hold(given: Problem, gradients: Params, window: int = 0) -> None:
    """The same for gradients that were come by in another way."""
    for name, analytic in gradients.items():
        if given.cell.normalised and not window:
            along(given, name, analytic)
        else:
            assert difference(analytic, numeric(given, name, window)) < TOLERANCE, name


def along(given: Problem, name: str, analytic: Array) -> None:
    """Hold ⟨∂L/∂θ, v⟩ to (L(θ + ε v) - L(θ - ε v)) / 2ε for three random v, ‖v‖ = 1, of one parameter."""
    rng, param = np.random.default_rng(11), given.params[name]
    scale = max(float(np.linalg.norm(analytic)), 1e-4)
    for _ in range(3):
        v = rng.normal(size=param.shape)
        v /= np.linalg.norm(v)
        ahead, behind = (given.total(**{name: param + sign * step_for(given.cell) * v}) for sign in (1, -1))
        slope = (ahead - behind) / (2 * step_for(given.cell))
        assert abs(slope - float(np.vdot(analytic, v))) < TOLERANCE * scale, name


def same_as_alone(given: Problem, truncate: int = 0) -> None:
    """Hold outputs, losses and gradients of a batch to those of its sequences."""
    run, value, back = given.solve(truncate)
    total, sums = 0.0, {name: np.zeros_like(param) for name, param in given.params.items()}
    for b in range(given.examples.size):
        own = alone(given, b)
        own_run, own_value, own_back = own.solve(truncate)
        asked = len(own.examples.targets)
        np.testing.assert_allclose(run.outputs[:asked, b], own_run.outputs[:, 0], **EXACT)
        total += own_value.total
        for name, gradient in own_back.params.items():
            sums[name] += gradient
    assert value.total == pytest.approx(total, rel=1e-13)
    for name, gradient in back.params.items():
        np.testing.assert_allclose(gradient, sums[name], **EXACT, err_msg=name)


def stays_in_precision(given: Problem, dtype: Any) -> None:
    """Hold a network to a precision from its outputs to its gradients, and these to what they are in float64."""
    run, value, back = given.in_precision(dtype).solve()
    exact = given.solve().params
    assert run.outputs.dtype == value.losses.dtype == value.d_y.dtype == dtype
    for name, gradient in back.params.items():
        assert gradient.dtype == dtype, name
        assert difference(gradient.astype(float), exact[name]) < (1e-5 if dtype == np.float32 else 3e-2), name


def stacks() -> Iterator[Stacked]:
    """One layer and two, in one direction and in both, over tokens and over vectors."""
    for depth, both, vocabulary in product((1, 2), (False, True), (0, 4)):
        yield Stacked(2, 2, 3, vocabulary, depth=depth, both=both)


def name_of(architecture: Architecture) -> str:
    """An architecture's name in a test's name: "2-both-tokens"."""
    if not isinstance(architecture, Stacked):
        return "pair"
    if architecture.bare:
        return "laboratory"
    direction = "both" if architecture.both else "forward"
    return f"{architecture.depth}-{direction}-{'tokens' if architecture.vocabulary else 'vectors'}"


LABORATORY = Stacked(2, 2, 3, bare=True)
"""The laboratory's network: one layer without a name."""
DEEP = Stacked(2, 2, 3, 4, depth=2, both=True)
"""Two layers in both directions over four words."""
PAIR = EncoderDecoder(2, 2, 5, 4)
"""An encoder and a decoder over four words and five."""
ARCHITECTURES: tuple[Architecture, ...] = (LABORATORY, *stacks(), PAIR)
"""Every one there is."""
